"""What the README says works: every command in it runs, every file that it names is there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`(teiju [^`…]*)`", README)) - {"teiju serve"})


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
        assert (Path(__file__).parent.parent / name).is_dir() or name in ("checks/", "pages/", "/en/"), name
