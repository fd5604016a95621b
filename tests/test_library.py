"""Every question of the library runs with its examples, speaks both languages, and has the same answer in another engine."""

import re
import shutil

import pytest
from pyoxigraph import Literal, NamedNode

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder, replace
from teiju_graph.queries import library
from teiju_graph.questions import ask, fill
from teiju_graph.tables.build import build

STORE = open_store()


def test_there_are_at_least_25_questions():
    assert len(library()) >= 25


@pytest.mark.parametrize("name", library())
def test_a_question_runs_with_its_examples_and_finds_something(name):
    given = {parameter.name: list(parameter.example) for parameter in library()[name].parameters.values()}
    assert list(ask(STORE, library()[name], given)) or all(
        parameter.optional for parameter in library()[name].parameters.values()
    )
    needed = {key: given[key] for key in given if not library()[name].parameters[key].optional}
    assert list(ask(STORE, library()[name], needed))


@pytest.mark.parametrize("name", library())
def test_a_question_speaks_both_languages(name):
    question = library()[name]
    assert question.ja and question.en
    assert all(parameter.ja and parameter.en and parameter.example for parameter in question.parameters.values())


@pytest.mark.parametrize("name", library())
def test_a_question_names_no_thing_outside_its_parameters(name):
    text = "\n".join(line for line in library()[name].text.splitlines() if not line.startswith("#"))
    prefixes = set(re.findall(r"https://w3id\.org/teiju/(?:id|graph)/([^/>]*)", text))
    assert prefixes <= {
        "kind",
        "status",
        "basis",
        "direction",
        "role",
        "stance",
        "unit",
        "evidence",
        "material",
        "zone-status",
    }


@pytest.mark.parametrize("name", library())
def test_both_engines_give_the_same_rows(sample, union, name):
    given = {
        parameter.name: list(parameter.example)
        for parameter in library()[name].parameters.values()
        if not parameter.optional
    }
    found = ask(sample, library()[name], given)
    ours = sorted(tuple(normal(row[variable]) for variable in found.variables) for row in found)
    theirs = union.query(fill(sample, library()[name], given))
    assert sorted(tuple(normal(cell) for cell in row) for row in theirs) == ours
    assert ours


SAMPLED = (
    "nishi-iburi",
    "higashi-iburi",
    "kita-hokkaido-chuo",
    "soya",
    "kamikawa-chubu",
    "kita-harima",
    "kita-harima-wide",
)


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """The graphs with few zones, and few municipalities of the register, in Turtle: rdflib takes minutes for all of them."""
    tables = shutil.copytree(folder("data/tables"), tmp_path_factory.mktemp("sample") / "tables")
    path = tables / "zones" / "zones.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    zones = [row for row in rows if row.partition(",")[0] in SAMPLED]
    path.write_text("\n".join([heading, *zones, ""]), encoding="utf-8")
    path = tables / "municipalities" / "municipalities.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows[18::100] if row.split(",")[1] not in str(zones)]
    kept += [row for row in rows[18:] if row.split(",")[1] in str(zones)]
    path.write_text("\n".join([heading, *rows[:18], *kept, ""]), encoding="utf-8")
    replace({tables / "ttl" / f"{name}.ttl": content for name, content in build(tables).items()})
    return tables / "ttl"


@pytest.fixture(scope="module")
def sample(sampled):
    return open_store(sampled)


@pytest.fixture(scope="module")
def union(sampled):
    """The same in rdflib, its default graph the union."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for path in sampled.glob("*.ttl"):
        dataset.graph(rdflib.URIRef(f"https://w3id.org/teiju/graph/{path.stem}")).parse(path, format="turtle")
    for name in ("schemes.ttl", "fields.ttl"):
        dataset.graph(rdflib.URIRef("https://w3id.org/teiju/graph/schemes")).parse(
            folder("ontology") / name, format="turtle"
        )
    return dataset


def normal(cell) -> str:
    """The text of a term of either engine; numbers as numbers, whatever their lexical form."""
    text = "" if cell is None else cell.value if isinstance(cell, NamedNode | Literal) else str(cell)
    return str(float(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
