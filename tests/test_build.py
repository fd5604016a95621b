"""Tables become graphs: the same bytes each time, nothing without a passage, nothing inferred among what is stated."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from teiju_graph.engines.store import open_store
from teiju_graph.tables.build import INFERRED, build
from teiju_graph.vocab import term

ROOT = Path(__file__).parent.parent
PREFIXES = "".join(
    f"PREFIX {prefix}: <{address}>\n"
    for prefix, address in {
        "teiju": "https://w3id.org/teiju/ontology#",
        "graph": "https://w3id.org/teiju/graph/",
        "id": "https://w3id.org/teiju/id/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
    }.items()
)


@pytest.fixture(scope="module")
def store():
    return open_store(ROOT / "data" / "ttl")


@pytest.fixture
def rows(store):
    return lambda text: [[cell.value if cell else None for cell in row] for row in store.query(PREFIXES + text)]


def test_the_committed_turtle_is_what_the_tables_say():
    graphs = build(ROOT / "data" / "tables")
    assert {path.stem: path.read_bytes() for path in (ROOT / "data" / "ttl").glob("*.ttl")} == graphs


def test_there_are_no_blank_nodes(store):
    for row in store.query("SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }"):
        assert not isinstance(row["s"], BlankNode) and not isinstance(row["o"], BlankNode)


def test_the_table_of_muroran_is_58_cooperations_by_kind(rows):
    found = rows(
        """SELECT ?kind (COUNT(DISTINCT ?c) AS ?n) { GRAPH graph:muroran-2023 { ?c a teiju:Cooperation ; teiju:kind ?kind } }
        GROUP BY ?kind ORDER BY DESC(?n)"""
    )
    assert [int(count) for _, count in found] == [29, 19, 10]


def test_everything_described_derives_from_a_passage(rows):
    assert not rows(
        """SELECT ?thing { ?thing a ?class .
        FILTER(STRSTARTS(STR(?class), STR(teiju:)) && ?class != teiju:Passage)
        OPTIONAL { ?thing prov:wasDerivedFrom ?passage . ?passage teiju:sha256 ?digest } FILTER(!BOUND(?digest)) }"""
    )


def test_everything_named_has_a_label_in_both_languages(rows):
    assert not rows(
        """SELECT DISTINCT ?thing { { ?thing a ?class } UNION { ?x ?p ?thing FILTER(STRSTARTS(STR(?thing), STR(id:))) }
        FILTER(!STRSTARTS(STR(?thing), STR(graph:)) && !STRSTARTS(STR(?thing), STR(teiju:)))
        OPTIONAL { ?thing skos:prefLabel ?ja FILTER(lang(?ja) = "ja") }
        OPTIONAL { ?thing skos:prefLabel ?en FILTER(lang(?en) = "en") }
        FILTER(STRSTARTS(STR(?thing), STR(id:)) && (!BOUND(?ja) || !BOUND(?en))) }"""
    )


def test_what_is_inferred_stands_in_the_graph_of_inferences_alone_and_says_why(store, rows):
    for subject, predicate, concluded, reason in rows(
        """SELECT ?s ?p ?o ?reason { ?i a teiju:Inference ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
        OPTIONAL { ?i teiju:reason ?reason FILTER(lang(?reason) = "ja") } }"""
    ):
        assert reason
        graphs = store.query(f"SELECT ?g {{ GRAPH ?g {{ <{subject}> <{predicate}> <{concluded}> }} }}")
        assert [row["g"].value.rpartition("/")[2] for row in graphs] == [INFERRED]


def test_superproperties_and_superclasses_are_written_out(rows):
    assert not rows("SELECT ?b { ?b teiju:member ?m . FILTER NOT EXISTS { ?b teiju:participant ?m } }")
    assert not rows(
        "SELECT ?a { ?a teiju:secondParty ?m . FILTER NOT EXISTS { ?a teiju:party ?m ; teiju:participant ?m } }"
    )
    assert not rows("SELECT ?b { ?b a teiju:Body . FILTER NOT EXISTS { ?b a teiju:Cooperation } }")


def test_a_misprint_leads_to_the_municipality_meant(rows):
    assert rows("""SELECT ?m { ?m skos:hiddenLabel "杜管町"@ja }""") == [
        ["https://w3id.org/teiju/id/municipality/015750"]
    ]


def test_the_21_current_kpis_compare_as_the_source_lets_them(rows):
    assert int(rows("SELECT (COUNT(DISTINCT ?k) AS ?n) { ?k teiju:target ?v }")[0][0]) == 21
    found = rows("SELECT ?c (COUNT(?k) AS ?n) { ?k a teiju:KPI ; teiju:comparable ?c } GROUP BY ?c ORDER BY ?c")
    assert [(value, int(count)) for value, count in found] == [("false", 2), ("true", 13)]


def test_no_person_is_described(store):
    people = {NamedNode("http://xmlns.com/foaf/0.1/Person"), NamedNode("https://schema.org/Person")}
    classes = {row["c"] for row in store.query("SELECT DISTINCT ?c { ?s a ?c }")}
    assert not classes & people
    assert term("teiju:Opinion") in classes


def test_every_graph_names_its_source(rows):
    found = {
        name.rpartition("/")[2]: source for name, source in rows("SELECT ?g ?s { GRAPH ?g { ?g dcterms:source ?s } }")
    }
    assert set(found) == {path.stem for path in (ROOT / "data" / "ttl").glob("*.ttl")}


def test_what_a_source_states_is_not_concluded_too(rows):
    twice = "GRAPH graph:inferred { ?thing ?property ?value } GRAPH ?graph { ?thing ?property ?value }"
    assert not rows(f"SELECT * WHERE {{ {twice} FILTER(?graph != graph:inferred) }}")
