"""The fast engine says what pyshacl says: on the W3C suite, on our examples, on graphs and shapes by chance; every
difference stands in shacl_differences.toml."""

import random
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from teiju_graph.errors import GraphError
from teiju_graph.files import folder
from teiju_graph.ontology import SCHEMES
from teiju_graph.validation.check import read_shapes, read_store
from teiju_graph.validation.reference import validate_by_reference
from teiju_graph.validation.shacl import Shapes, Validation, revalidate, touched
from teiju_graph.validation.shacl.reach import steps_of
from tests import shacl_cases
from tests.data_shapes import fast, find_suite, read_cases, reference

pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib warns of the bad literals that these tests are about
KNOWN = tomllib.loads((Path(__file__).parent / "shacl_differences.toml").read_text(encoding="utf-8"))
PREFIX = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
EXAMPLES = folder("ontology") / "examples"
RULES = folder("ontology") / "shapes.ttl"
CONCEPTS = [folder("ontology") / name for name in SCHEMES]
SUITE = find_suite()
CASES = read_cases(SUITE / "manifest.ttl") if SUITE else []


@pytest.mark.skipif(not SUITE, reason="TEIJU_SUITES names no folder that holds data-shapes (GitHub w3c/data-shapes)")
def test_the_suite_has_its_120_tests_and_every_known_difference_is_one_of_them():
    assert len(CASES) == 120
    assert {each["case"] for each in KNOWN["suite"]} <= {case.name for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_suite_is_told_as_expected_but_for_the_known_differences(case):
    told = {"fast": fast([case.data], case.shapes), "pyshacl": reference([case.data], case.shapes)}
    known = next((each["differs"] for each in KNOWN["suite"] if each["case"] == case.name), [])
    assert [name for name, report in told.items() if report != case.expected] == known


@pytest.mark.parametrize("pair", KNOWN["pair"], ids=lambda pair: pair["name"])
def test_a_known_difference_still_is_one(pair, tmp_path):
    data, shapes = _write(tmp_path, pair["data"].encode(), (PREFIX + pair["shapes"]).encode())
    for name, engine in (("fast", fast), ("pyshacl", reference)):
        assert {line.split()[0].strip("<>") for line in engine([data], shapes)} == set(pair[name]), name
    assert pair["fast"] != pair["pyshacl"] and pair["why"]


@pytest.mark.parametrize("seed", range(40))
def test_graphs_and_shapes_by_chance_are_told_alike(seed, tmp_path):
    data, shapes = _write(tmp_path, *shacl_cases.case(seed))
    assert fast([data], shapes) == reference([data], shapes)


@pytest.mark.parametrize("seed", range(6))
def test_our_examples_changed_by_chance_are_told_alike_in_the_same_words(seed, tmp_path):
    chance = random.Random(seed)
    examples = sorted((EXAMPLES / "valid").glob("*.ttl"))
    triples = {
        each for path in [*examples, EXAMPLES / "surroundings.ttl"] for each in shacl_cases.read(path.read_bytes())
    }
    path = tmp_path / "changed.ttl"
    path.write_bytes(shacl_cases.turtle(shacl_cases.muddled(triples, chance, 60)))
    found = _ours([path])
    assert len(found) > 10
    assert found == set(validate_by_reference([path, *CONCEPTS], RULES))


def test_the_invalid_examples_together_are_told_alike_in_the_same_words():
    files = [*sorted((EXAMPLES / "invalid").glob("*.ttl")), EXAMPLES / "surroundings.ttl"]
    found = _ours(files)
    assert found == set(validate_by_reference([*files, *CONCEPTS], RULES))
    assert all({message.language for message in each.messages} == {"ja", "en"} for each in found)


def test_the_words_of_a_sparql_constraint_are_kept_in_both_languages_and_filled_in(tmp_path):
    data, shapes = _write(
        tmp_path,
        b"<urn:a> <urn:p> 3 .",
        (
            PREFIX
            + "<urn:s> sh:targetNode <urn:a> ; sh:sparql [ sh:select 'SELECT $this ?value { $this <urn:p> ?value }' ;"
            " sh:message '{$this} は {?value} です'@ja, '{$this} is {?value}'@en ] ."
        ).encode(),
    )
    (found,) = Validation(read_store([data]), read_shapes(shapes)).run()
    assert sorted(map(str, found.messages)) == ['"urn:a is 3"@en', '"urn:a は 3 です"@ja']
    assert set(validate_by_reference([data], shapes)) == {found}


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ("<urn:s> a sh:NodeShape ; sh:minCuont 1 .", "sh:minCount"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:property [ sh:path <urn:p> ; sh:minCount 'one' ] .", "whole number"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:property [ sh:path () ; sh:minCount 1 ] .", "not a property path"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:property [ sh:minCount 1 ] .", "not a property shape"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:node <urn:s> .", "itself"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:in <urn:list> .", "not a proper list"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:datatype <urn:a>, <urn:b> .", "more than one sh:datatype"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:nodeKind sh:IRIS .", "sh:nodeKind"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:pattern '(' .", "sh:pattern"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:sparql [ sh:select 'SELECT $this { $this ' ] .", "SPARQL"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:sparql [ sh:message 'none' ] .", "lacks its sh:select"),
    ],
)
def test_a_broken_shape_is_named_with_what_is_wrong(shapes, told, tmp_path):
    data, path = _write(tmp_path, b"<urn:a> a <urn:C> .", (PREFIX + shapes).encode())
    with pytest.raises(GraphError) as caught:
        Validation(read_store([data]), read_shapes(path)).run()
    message = caught.value.message("en")
    assert "shapes.ttl" in message and told in message
    assert caught.value.message("ja") != message


@pytest.mark.parametrize("seed", range(30))
def test_validating_only_what_a_change_touches_says_what_validating_all_says(seed):
    chance = random.Random(seed)
    data, text = shacl_cases.case(seed, backwards=True)
    shapes, store, triples = Shapes(parse(text, format=RdfFormat.TURTLE)), Store(), shacl_cases.read(data)
    _apply(store, set(), triples)
    validation = Validation(store, shapes)
    report = validation.report()
    for _ in range(5):
        new = shacl_cases.changed(triples, chance, 3)
        _apply(store, triples, new)
        report = revalidate(validation, report, triples ^ new)
        assert report == Validation(store, shapes).report()
        triples = new


@pytest.mark.parametrize(
    "path",
    [
        "( <urn:p> <urn:q> )",
        "( <urn:p> [ sh:inversePath <urn:q> ] <urn:p> )",
        "[ sh:inversePath ( <urn:p> <urn:q> <urn:r> ) ]",
        "[ sh:oneOrMorePath ( <urn:p> <urn:q> ) ]",
        "[ sh:inversePath [ sh:zeroOrMorePath ( <urn:p> <urn:q> ) ] ]",
        "( [ sh:zeroOrOnePath <urn:p> ] [ sh:alternativePath ( <urn:q> <urn:r> ) ] )",
    ],
)
def test_a_change_at_any_step_of_a_path_is_met(path):
    nodes, predicates = [f"<urn:n{number}>" for number in range(5)], ["<urn:p>", "<urn:q>", "<urn:r>"]
    chance = random.Random(1)
    lines = [f"{chance.choice(nodes)} {chance.choice(predicates)} {chance.choice(nodes)} ." for _ in range(20)]
    lines += [f"{node} a <urn:C> ." for node in nodes[:3]]
    rule = f"<urn:s> sh:targetNode {', '.join(nodes)} ; sh:property [ sh:path {path} ; sh:maxCount 1 ; sh:class <urn:C> ] ."
    shapes = Shapes(parse(PREFIX + rule, format=RdfFormat.TURTLE))
    store = Store()
    _apply(store, set(), shacl_cases.read("\n".join(lines).encode()))
    validation = Validation(store, shapes)
    report = validation.report()
    for quad in list(store):
        store.remove(quad)
        report = revalidate(validation, report, [quad.triple])
        assert report == Validation(store, shapes).report(), quad
        store.add(quad)
        report = revalidate(validation, report, [quad.triple])


PLAIN = "SELECT $this ?value { $this <urn:p> ?value . OPTIONAL { ?other <urn:q> ?value ; <urn:r> $this } FILTER(!BOUND(?other)) }"


def test_a_plain_query_is_followed_to_all_that_it_looks_at():
    told = {(step.before, step.predicate.value[4:], step.backwards) for step in steps_of(PLAIN)}
    assert told == {("", "p", False), ("<urn:p>", "q", True), ("<urn:p>/^<urn:q>", "r", False)}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this <urn:p> ?value . ?other <urn:q> 1 }",
        "SELECT $this { $this ?any ?value }",
        "SELECT $this { $this <urn:p>/<urn:q> ?value }",
        "SELECT $this { { $this <urn:p> ?value } UNION { $this <urn:q> ?value } }",
        "SELECT $this { OPTIONAL { $this <urn:p> ?value } OPTIONAL { ?value <urn:q> ?other } }",
        "SELECT $this { $this <urn:p> ?value FILTER(?value > 1 && EXISTS { ?value <urn:q> ?other }) }",
        "SELECT $this { $this <urn:p> ?value } GROUP BY $this HAVING (COUNT(?value) > 1)",
        "SELECT $this { $this <urn:p> [ <urn:q> ?value ] }",
    ],
)
def test_a_query_that_is_not_plain_is_not_followed(query):
    with pytest.raises(ValueError):
        steps_of(query)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_holds_for_our_shapes_which_are_never_applied_to_all_again(seed):
    chance, shapes, store = random.Random(seed), read_shapes(RULES), Store()
    paths = [*(EXAMPLES / "valid").glob("*.ttl"), EXAMPLES / "surroundings.ttl", *CONCEPTS]
    triples = {each for path in paths for each in shacl_cases.read(path.read_bytes())}
    _apply(store, set(), triples)
    validation = Validation(store, shapes)
    report = validation.report()
    for _ in range(5):
        new = shacl_cases.muddled(triples, chance, 5)
        _apply(store, triples, new)
        assert None not in [touched(validation, part, list(triples ^ new)) for part in validation.parts]
        report = revalidate(validation, report, triples ^ new)
        assert report == Validation(store, shapes).report()
        triples = new


def test_our_shapes_hold_to_the_shapes_of_shapes():
    import pyshacl

    rules = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"
    assert Validation(read_store([RULES]), read_shapes(rules)).run() == []


def _apply(store: Store, old: set, new: set) -> None:
    for each in old - new:
        store.remove(Quad(each.subject, each.predicate, each.object))
    for each in new - old:
        store.add(Quad(each.subject, each.predicate, each.object))


def _ours(files: list[Path]) -> set:
    return set(Validation(read_store(files), read_shapes(RULES)).run())


def _write(place: Path, data: bytes, shapes: bytes) -> tuple[Path, Path]:
    paths = place / "data.ttl", place / "shapes.ttl"
    for path, text in zip(paths, (data, shapes), strict=True):
        path.write_bytes(text)
    return paths
