"""The endpoint keeps to the SPARQL 1.1 Protocol and to HTTP: methods, negotiation, tags, errors, and no way out."""

from urllib.parse import unquote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.negotiation import choose
from teiju_graph.endpoint.protocol import Request, read_operation, refuse_federation
from teiju_graph.endpoint.replies import Kept, Unguarded
from teiju_graph.engines.store import open_store
from teiju_graph.engines.tokens import insert_using, keywords
from teiju_graph.errors import ParameterError, QueryError
from teiju_graph.web import create_app

OFFERED = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"]
SELECT = "SELECT * { ?s ?p ?o } LIMIT 1"


@pytest.fixture(scope="module")
def store():
    return open_store()


@pytest.fixture(scope="module")
def site(store):
    return create_app(store, Kept(Unguarded(store))).test_client()


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", 0),
        ("*/*", 0),
        ("text/csv", 2),
        ("text/*", 2),
        ("TEXT/CSV;Q=0.5", 2),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", 1),
        ("text/csv;q=0, */*", 0),
        ("application/*;q=0.5, text/csv;q=0.5", 0),
        ("application/sparql-results+json;q=0, application/*", 1),
        ("text/csv;charset=utf-8", 2),
        ("text/csv;header=absent", None),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=much", None),
        (",,;;text/csv", 2),
    ],
)
def test_the_media_type_liked_best_is_chosen(accept, chosen):
    assert choose(accept, OFFERED) == (None if chosen is None else OFFERED[chosen])


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        ("application/json", "application/sparql-results+json"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_a_generic_type_gets_the_answer_in_its_own(site, form, sent):
    assert site.get("/sparql", query_string={"query": SELECT}, headers={"Accept": form}).mimetype == sent


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_a_graph_comes_in_every_form(site, form):
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER isIRI(?o) } LIMIT 20"
    answer = site.get("/sparql", query_string={"query": query, "format": form})
    assert answer.status_code == 200
    assert len(set(parse(answer.data, format=RdfFormat.from_media_type(answer.mimetype)))) == 20


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_a_query_in_an_address_is_read_as_it_was_encoded(value):
    asked = Request("GET", urlencode({"query": value}))
    if isinstance(value, str) or value.decode("utf-8", "ignore").encode() == value:
        assert read_operation(asked).text == (value if isinstance(value, str) else value.decode())
    else:
        with pytest.raises(ParameterError):
            read_operation(asked)


@pytest.mark.parametrize("value", ["100%", "%zz", "%4", "a\\n%5Cx41", "\\x41", "%25%32%35", "a+b%2Bc"])
def test_what_is_not_encoded_by_the_book_is_read_as_everybody_reads_it(value):
    assert read_operation(Request("GET", f"query={value}")).text == unquote_plus(value)


def test_the_dataset_that_the_protocol_names_replaces_that_of_the_query(site):
    zones, terms = "https://w3id.org/teiju/graph/zones", "https://w3id.org/teiju/graph/ontology"
    query = f"ASK FROM <{terms}> {{ ?zone a <https://w3id.org/teiju/ontology#Zone> }}"
    assert not site.get("/sparql", query_string={"query": query}).json["boolean"]
    given = [("query", query), ("default-graph-uri", zones)]
    assert site.get("/sparql", query_string=given).json["boolean"]
    assert site.post("/sparql", data={"query": query, "default-graph-uri": zones}).json["boolean"]
    named = [("query", "ASK { GRAPH ?g { ?s ?p ?o } }"), ("named-graph-uri", "https://w3id.org/teiju/graph/none")]
    assert not site.get("/sparql", query_string=named).json["boolean"]


def test_relative_addresses_stand_under_the_endpoint(site):
    answer = site.get("/sparql", query_string={"query": "SELECT (<> AS ?here) {}"})
    assert answer.json["results"]["bindings"][0]["here"]["value"] == "http://localhost/sparql"


def test_head_says_what_get_would_send(site):
    told = site.get("/sparql", query_string={"query": SELECT})
    head = site.head("/sparql", query_string={"query": SELECT})
    assert head.status_code == 200 and not head.data
    assert {name: head.headers[name] for name in ("ETag", "Content-Type", "Content-Length")} == {
        name: told.headers[name] for name in ("ETag", "Content-Type", "Content-Length")
    }


def test_pages_of_other_sites_may_ask(site):
    asked = site.options("/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204 and "POST" in asked.headers["Access-Control-Allow-Methods"]
    for query in (SELECT, "nonsense"):
        answer = site.get("/sparql", query_string={"query": query})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_answer_known_already_is_not_sent_again(site):
    first = site.get("/sparql", query_string={"query": SELECT})
    for seen in (first.headers["ETag"], f'W/{first.headers["ETag"]}, "other"', "*"):
        again = site.get("/sparql", query_string={"query": SELECT}, headers={"If-None-Match": seen})
        assert again.status_code == 304 and not again.data
    other = {"If-None-Match": first.headers["ETag"], "Accept": "text/csv"}
    assert site.get("/sparql", query_string={"query": SELECT}, headers=other).status_code == 200


def test_what_changes_by_itself_is_neither_kept_nor_tagged(site):
    first, second = (site.get("/sparql", query_string={"query": "SELECT (STRUUID() AS ?u) {}"}) for _ in range(2))
    assert first.data != second.data
    assert "ETag" not in first.headers and first.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"method": "GET", "query_string": "query=nonsense"}),
        (400, {"method": "GET", "query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}),
        (400, {"method": "GET", "query_string": "query=%FF%FE"}),
        (400, {"method": "GET", "query_string": "xquery=ASK%7B%7D"}),
        (400, {"method": "GET", "query_string": "query=ASK%7B%7D&default-graph-uri=not+an+address"}),
        (400, {"method": "POST", "data": "ASK {}".encode("utf-16"), "content_type": "application/sparql-query"}),
        (405, {"method": "PUT", "data": "ASK {}"}),
        (405, {"method": "DELETE"}),
        (406, {"method": "GET", "query_string": "query=ASK%7B%7D", "headers": {"Accept": "text/csv"}}),
        (406, {"method": "GET", "query_string": "query=ASK%7B%7D&format=png"}),
        (413, {"method": "POST", "data": b" " * 2**21, "content_type": "application/sparql-query"}),
        (414, {"method": "GET", "query_string": "query=" + "a" * 20_000}),
        (415, {"method": "POST", "data": "ASK {}", "content_type": "text/plain"}),
        (415, {"method": "POST", "data": "CLEAR ALL", "content_type": "application/sparql-update"}),
        (400, {"method": "POST", "data": {"update": "CLEAR ALL"}}),
    ],
)
def test_a_wrong_request_is_told_so(site, status, request_):
    answer = site.open("/sparql", **request_)
    assert answer.status_code == status
    told = answer.get_data(as_text=True)
    assert len(told.splitlines()) >= 2 and "Traceback" not in told and "/" + "home" not in told
    assert ("Allow" in answer.headers) == (status == 405)


def test_the_public_site_cannot_be_written_to(site):
    for method, address in [("POST", "/update"), ("PUT", "/graph-store?default"), ("DELETE", "/graph-store?default")]:
        assert site.open(address, method=method, data="").status_code in (404, 405)


def test_a_graph_of_the_store_is_sent(site):
    answer = site.get("/graph-store?graph=https://w3id.org/teiju/graph/zones", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200 and answer.mimetype == "text/turtle" and len(answer.data) > 1000
    again = site.get("/graph-store?graph=https://w3id.org/teiju/graph/zones", headers={
        "Accept": "text/turtle", "If-None-Match": answer.headers["ETag"],
    })  # fmt: skip
    assert again.status_code == 304
    assert len(site.get("/graph-store?default", headers={"Accept": "text/turtle"}).data) > len(answer.data)
    assert site.get("/graph-store?graph=https://w3id.org/teiju/graph/none").status_code == 404
    assert site.get("/graph-store?graph=no+address").status_code == 400
    assert site.get("/graph-store").status_code == 400
    assert site.get("/graph-store?default&graph=https://example.org/").status_code == 400


def test_the_service_describes_itself_and_its_limits(site):
    answer = site.get("/sparql", headers={"Accept": "text/turtle"})
    told = [each.triple for each in parse(answer.data, format=RdfFormat.TURTLE)]
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert any(each.predicate.value == f"{sd}endpoint" and each.object == NamedNode("http://localhost/sparql") for each in told)  # fmt: skip
    assert any(str(each.object.value) == Limits().words() for each in told)
    assert answer.headers["Teiju-Limits"] == Limits().words()


FEDERATED = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "select * { service silent ?where { ?s ?p ?o } }",
    "SELECT * { { SELECT * { BIND(1 AS ?a) SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } } } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { FILTER(?a<?b)SERVICE e:x { ?s ?p ?o } FILTER(?c>?d) }",
    "SELECT * { ?s ?p 'it\\'s' . SERVICE <http://127.0.0.1:9/> { ?s ?p '}' } }",
    "SELECT * { ?s ?p ?o # a comment\nSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''a''b''' SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:9/>",
]
INNOCENT = [
    "SELECT ?service { ?service ?p 'SERVICE <x> {' }",
    "PREFIX service: <http://example.org/> SELECT * { service:x ?p service: }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1:9/> {}",
    'SELECT * { ?s <http://example.org/SERVICE> """ SERVICE "x" """@service }',
    "SELECT * { _:service ?p $service FILTER(?a < 1 && ?service > 2) }",
]


@pytest.mark.parametrize("text", FEDERATED)
def test_a_query_that_would_reach_out_is_refused(site, text):
    with pytest.raises(QueryError, match="not allowed"):
        refuse_federation(text)
    assert site.get("/sparql", query_string={"query": text}).status_code == 400


@pytest.mark.parametrize("text", INNOCENT)
def test_a_word_that_only_looks_like_reaching_out_is_not(store, text):
    refuse_federation(text)
    assert "SERVICE" not in keywords(text)
    store.query(text)


def test_an_update_gets_its_dataset_by_using():
    update = (
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o . { SELECT ?s WHERE { ?s ?p 'WHERE' } } } ; DELETE WHERE { ?a ?b ?c }"
    )
    put = insert_using(update, ("http://a/",), ("http://b/",))
    assert put.count("USING") == 2 and put.index("USING <http://a/> USING NAMED <http://b/> WHERE") == 20
    with pytest.raises(QueryError):
        insert_using("WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ("http://b/",), ())
