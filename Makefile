.PHONY: test serve clean

.venv/installed: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --editable '.[test]'
	touch $@

test: .venv/installed
	.venv/bin/ruff check
	.venv/bin/pytest

serve: .venv/installed
	.venv/bin/teiju serve

clean:
	rm -rf .venv
