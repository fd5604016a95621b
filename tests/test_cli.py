"""Commands say what they did and what to do; what goes wrong is one message and an exit that is not zero."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.files import folder


@pytest.fixture
def teiju(tables, monkeypatch):
    """Run the command in a folder that holds a copy of the tables and their graphs."""
    place = tables.parent.parent
    shutil.copytree(folder("data/ttl"), tables.parent / "ttl")
    monkeypatch.chdir(place)
    return lambda *words, **more: CliRunner().invoke(main, list(words), **more)


def state(place: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_a_help_with_an_example(teiju, command):
    result = teiju(command, "--help")
    assert result.exit_code == 0 and f"Example: teiju {command}" in result.stdout


def test_build_gives_the_same_bytes_again(teiju):
    before = state(Path("data"))
    result = teiju("build")
    assert result.exit_code == 0, result.stderr
    assert state(Path("data")) == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("muroran-2023/initiatives.csv", "登別市;伊達市", "登別市;伊達氏"),
        ("muroran-2023/initiatives.csv", ",2016,", ",28,"),
        ("muroran-2023/initiatives.csv", "nishi-iburi-tourism", "nishi-iburi-nursery"),
        ("muroran-2023/initiatives.csv", "key,label_ja,label_en,kind", "key,label_ja,label_en,sort"),
        ("muroran-2023/source.toml", "layout =", "lay-out ="),
    ],
)
def test_bad_tables_change_nothing_and_name_the_place(teiju, file, old, new):
    path = Path("data/tables") / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    before = state(Path("data"))
    result = teiju("--lang", "ja", "build")
    assert result.exit_code == 2 and file in result.stderr and "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1
    assert state(Path("data")) == before


def test_check_says_when_nothing_is_wrong(teiju):
    result = teiju("check")
    assert result.exit_code == 0 and "nothing wrong" in result.stderr


def test_check_tells_table_row_and_column(teiju):
    path = Path("data/ttl/muroran-2023.ttl")
    path.write_text(
        path.read_text(encoding="utf-8").replace('foundedYear "1986"', 'foundedYear "0061"'), encoding="utf-8"
    )
    result = teiju("--lang", "ja", "check")
    assert result.exit_code == 1
    assert "muroran-2023/bodies.csv" in result.stdout and "9行目" in result.stdout and "founded_year" in result.stdout


def test_check_since_an_earlier_build_tells_only_what_that_had_not(teiju):
    path = Path("data/ttl/muroran-2023.ttl")
    text = path.read_text(encoding="utf-8").replace('foundedYear "1986"', 'foundedYear "0061"')
    earlier = Path("earlier")
    shutil.copytree("data/ttl", earlier)
    (earlier / path.name).write_text(text, encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert teiju("check", "--since", "earlier").exit_code == 0
    path.write_text(text.replace('foundedYear "1990"', 'foundedYear "0002"'), encoding="utf-8")
    result = teiju("check", "--since", "earlier")
    assert result.exit_code == 1 and result.stdout.count("founded_year") == 1
    assert teiju("check").stdout.count("founded_year") == 2
    assert teiju("check", "--since", "earlier", "--reference").exit_code == 2
    assert teiju("check", "--since", "nowhere").exit_code == 2


def test_check_of_a_broken_file_is_misuse(teiju):
    Path("broken.ttl").write_text("<urn:a> <urn:b>", encoding="utf-8")
    result = teiju("check", "broken.ttl")
    assert result.exit_code == 2 and "broken.ttl" in result.stderr


def test_verify_says_what_does_not_stand_in_the_source(teiju, source_texts):
    path = Path("data/tables/muroran-2023/bodies.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",1986,", ",1987,"), encoding="utf-8")
    result = teiju("verify", "muroran-2023", str(source_texts / "muroran-2023.txt"))
    assert result.exit_code == 1
    assert "bodies.csv, row 9, column founded_year" in result.stdout and "昭和61年" in result.stdout


def test_verify_of_a_missing_copy_is_misuse(teiju):
    result = teiju("verify", "muroran-2023", "nowhere.txt")
    assert result.exit_code == 2 and "nowhere.txt" in result.stderr


def test_query_lists_the_questions(teiju):
    result = teiju("query")
    assert result.exit_code == 0 and "shared-by-all\t" in result.stdout


@pytest.mark.parametrize("form", ["table", "csv", "json", "xml", "tsv"])
def test_query_answers_in_every_form(teiju, form):
    result = teiju("query", "participants", "-p", "cooperation=成年後見支援センター共同運営事業", "--format", form)
    assert result.exit_code == 0 and "壮瞥町" in result.stdout
    if form == "json":
        assert len(json.loads(result.stdout)["results"]["bindings"]) == 4


def test_query_takes_any_sparql_from_standard_input_and_from_a_file(teiju):
    text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1"
    assert teiju("query", "-", "--format", "nt", input=text).stdout.endswith(" .\n")
    Path("any.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert teiju("query", "any.rq").stdout == "true\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "remedy"),
    [
        (["query", "shared-by-al"], 1, "shared-by-all"),
        (["query", "shared-by-all"], 2, "needs a value"),
        (["query", "shared-by-all", "-p", "m=室欄市"], 2, "室蘭市"),
        (["query", "shared-by-all", "-p", "室蘭市"], 2, "NAME=VALUE"),
        (["query", "started-in", "-p", "year=H28"], 2, "four digits"),
        (["query", "-"], 2, "not valid SPARQL"),
        (["query", "open-lists", "--format", "docx"], 2, "json"),
        (["query", "missing.rq"], 2, "missing.rq"),
        (["query", "open-lists", "--data", "nowhere"], 2, "nowhere"),
        (["shared", "室欄市"], 2, "室蘭市"),
        (["shared", "室蘭市", "--kind", "treaty"], 2, "treaty"),
        (["build", "--tables", "nowhere"], 2, "nowhere"),
        (["verify", "muroran", "x.txt"], 2, "x.txt"),
    ],
)
def test_misuse_is_one_message_with_what_to_do(teiju, words, exit_code, remedy):
    result = teiju(*words, input="SELECT {")
    assert result.exit_code == exit_code
    assert remedy in result.stderr and "Traceback" not in result.output and result.stdout == ""


def test_where_nothing_is_shared_a_sentence_says_so_and_what_to_try(teiju):
    result = teiju("--lang", "ja", "shared", "白老町", "厚真町", "安平町", "むかわ町", "--only")
    assert result.exit_code == 0 and "見つかりません" in result.output and "--only" in result.output


def test_shared_only_leaves_out_what_others_are_in(teiju):
    result = teiju("--lang", "ja", "shared", "室蘭市", "登別市", "--only", "--kind", "zone-initiative")
    assert result.exit_code == 0
    assert "学校図書システム広域化事業" in result.stdout and "広域観光事業" not in result.stdout
