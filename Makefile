# The commands of daily work; `make serve` and `make test` set up all they need.
PYTHON ?= python3
.PHONY: serve test clean

.venv/served: pyproject.toml web/build.py $(wildcard web/package-lock.json web/comunica/package-lock.json web/comunica/*.mjs) \
  $(wildcard web/translations/*/LC_MESSAGES/*.po)
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --editable .
	touch $@

.venv/tested: .venv/served
	.venv/bin/pip install --quiet --editable '.[test]'
	touch $@

serve: .venv/served
	.venv/bin/teiju serve

# The browser and Virtuoso are Debian packages: installed where that is possible, else their tests say what is missing.
test: .venv/tested
	sh tests/install-debian
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/pytest

clean:
	rm -rf .venv
