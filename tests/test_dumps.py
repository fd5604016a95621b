"""The dumps hold exactly what the store holds, in every format, in the same bytes each time."""

import csv
import gzip
import io
import json

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.releases.dumps import DATASET, LIVE, dump_names, graph_names, union, write_dump
from teiju_graph.vocab import A, graph, term, thing
from teiju_graph.web import create_app

STORE = open_store()
FORMS = {
    "teiju.ttl": RdfFormat.TURTLE,
    "teiju.jsonld": RdfFormat.JSON_LD,
    "teiju.rdf": RdfFormat.RDF_XML,
}


def statements(name: str, form: RdfFormat) -> list:
    return list(parse(write_dump(STORE, name), format=form))


@pytest.mark.parametrize("name", FORMS)
def test_a_dump_of_the_union_holds_each_of_its_statements_once(name):
    found = statements(name, FORMS[name])
    assert len(found) == len(union(STORE))
    assert {quad.triple for quad in found} == set(union(STORE))


def test_the_dataset_is_what_the_endpoint_answers_from():
    loaded = Store()
    loaded.bulk_load(write_dump(STORE, DATASET), format=RdfFormat.N_QUADS)
    everything = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    columns = ("g", "s", "p", "o")
    mine, other = (
        {tuple(map(str, (row[name] for name in columns))) for row in each.query(everything)} for each in (STORE, loaded)
    )
    assert mine == other and len(mine) > 10_000
    assert gzip.decompress(write_dump(STORE, LIVE)) == write_dump(STORE, DATASET)


def test_a_graph_of_its_own_says_what_its_source_says():
    for name in graph_names(STORE):
        own = folder("data/ttl") / f"{name}.ttl"
        if own.exists():
            told = Store()
            told.bulk_load(path=str(own))  # a store keeps values, not ways of writing: 2.0 is 2
            assert {quad.triple for quad in statements(f"graphs/{name}.ttl", RdfFormat.TURTLE)} == {
                quad.triple for quad in told
            }


def test_what_a_later_source_replaces_is_in_its_graph_but_not_in_the_union(tmp_path):
    text = "@prefix dcterms: <http://purl.org/dc/terms/> .\n<https://w3id.org/teiju/id/source/{}> dcterms:{} {} .\n"
    (tmp_path / "old.ttl").write_text(text.format("old", "title", '"old"'))
    (tmp_path / "new.ttl").write_text(text.format("new", "replaces", "<https://w3id.org/teiju/id/source/old>"))
    store = open_store(tmp_path)
    where = {
        str(quad.graph_name)
        for quad in parse(write_dump(store, DATASET), format=RdfFormat.N_QUADS)
        if quad.subject == thing("source/old")
    }
    assert where == {str(graph("old"))}


def test_an_inference_reifies_the_statement_that_it_makes():
    found = {quad.triple for quad in statements("inferences.ttl", RdfFormat.TURTLE)}
    reified = {each.object for each in found if each.predicate == term("rdf:reifies")}
    assert reified and reified <= found


def test_the_sheets_give_every_statement_of_a_class_by_their_description():
    described, every = json.loads(write_dump(STORE, "tables/csv-metadata.json")), union(STORE)
    assert {f"tables/{each['url']}" for each in described["tables"]} == {
        name for name in dump_names(STORE) if name.endswith(".csv")
    }
    for table in described["tables"]:
        text = write_dump(STORE, f"tables/{table['url']}").decode("utf-8-sig")
        made = set()
        columns = table["tableSchema"]["columns"]
        for row in csv.DictReader(io.StringIO(text)):
            assert list(row) == [column["titles"] for column in columns]
            for column in columns[1:]:
                cell = row[column["name"]]
                values = cell.split(column["separator"]) if "separator" in column else [cell]
                made |= {(row["uri"], column["propertyUrl"], value, column.get("lang")) for value in values if value}
        own = term(f"teiju:{table['url'].removesuffix('.csv')}")
        things = {each.subject for each in every if each.predicate == A and each.object == own}
        said = {
            (each.subject.value, each.predicate.value, each.object.value, getattr(each.object, "language", None))
            for each in every
            if each.subject in things
        }
        assert made == said, table["url"]


def test_every_dump_is_the_same_in_another_store_and_is_served():
    site, other = create_app(STORE).test_client(), open_store()
    for name in dump_names(STORE):
        content = write_dump(other, name)
        assert content == write_dump(STORE, name), name
        assert site.get(f"/dumps/{name}").get_data() == content
    assert site.get("/dumps/nothing.ttl").status_code == 404


def test_the_address_of_a_graph_leads_to_its_turtle():
    site = create_app(STORE).test_client()
    answer = site.get("/graph/zones")
    assert answer.status_code == 303 and site.get(answer.location).mimetype == "text/turtle"
    assert site.get("/graph/nothing").status_code == 404


def test_the_union_has_no_graph_of_its_own():
    graphs = {quad.graph_name for quad in parse(write_dump(STORE, DATASET), format=RdfFormat.N_QUADS)}
    assert graphs == {DefaultGraph(), *map(graph, graph_names(STORE))}
