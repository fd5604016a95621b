"""What the README says works: every command in it runs, every file that it names is there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.web import create_app
from tests.test_days import NOW, moments

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    set(re.findall(r"`(teiju [^`…]*)`", README)) - {"teiju serve", "teiju review"}
)  # these two go on until they are ended


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command, tables, monkeypatch, source_texts):
    monkeypatch.chdir(tables.parent.parent)
    words = [str(source_texts / "muroran-2023.txt") if word == "FILE" else word for word in shlex.split(command)[1:]]
    if words == ["check"]:
        CliRunner().invoke(main, ["build"])
    result = CliRunner().invoke(main, words, input="ASK { ?s ?p ?o }")
    assert result.exit_code == 0, result.output


def test_every_folder_that_the_readme_names_is_there():
    for name in re.findall(r"`([a-z/_]+/)`", README):
        places = (
            ROOT / name,
            ROOT / "teiju_graph" / name,
            ROOT / "teiju_graph" / "extract" / name,
            ROOT / "queries" / name,
        )
        assert name == "/en/" or any(place.is_dir() for place in places), name


def test_every_address_that_a_guide_names_answers():
    site = create_app(NOW, days=moments()).test_client()
    for guide in ("publishing", "operations"):
        text = (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
        for address in sorted(set(re.findall(r"`(/[a-z.][\w./-]*)`", text))):
            if not address.startswith(("/etc", "/srv", "/opt", "/id/", "/shared.csv")):
                assert site.get(address).status_code == 200, address


def test_the_w3id_entry_keeps_the_path():
    rules = re.findall(r"^RewriteRule (\S+) (\S+)", (ROOT / "docs" / "w3id.htaccess").read_text(), re.MULTILINE)
    for path in ("", "id/zone/nishi-iburi", "ontology", "doc/zone/nishi-iburi.ttl"):
        pattern, target = next(rule for rule in rules if re.match(rule[0], path))
        assert re.sub(pattern, target.replace("$1", r"\1"), path) == f"https://example.lg.jp/teiju/{path}"
