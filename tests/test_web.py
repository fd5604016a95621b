"""The site over the real data: every page answers in both languages, every link leads somewhere, errors say what to do."""

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.pages import list_kind, read_kinds
from teiju_graph.queries import library
from teiju_graph.web import create_app

TRANSLATIONS = folder("web/translations") / "ja" / "LC_MESSAGES"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
STORE = open_store()
MOST = 150  # of a kind, spread over it: the pages of 1,741 municipalities are made alike


def spread(paths):
    return paths[:: len(paths) // MOST + 1]


PATHS = [
    path
    for kind, _ in read_kinds(STORE)
    for path in spread([entry.thing.path for entry in list_kind(STORE, kind.path)])
]


@pytest.fixture(scope="module")
def site():
    return create_app(STORE).test_client()


@pytest.fixture
def page(site):
    """Get a page as a browser does; its text."""

    def get(address, status=200):
        with site.get(address, headers=BROWSER) as answer:
            assert answer.status_code == status, (address, answer.status_code)
            return answer.get_data(as_text=True)

    return get


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_thing_has_its_page(page, root):
    for path in PATHS:
        text = page(f"{root}/doc/{path}")
        assert f'lang="{"en" if root else "ja"}"' in text


def test_a_page_that_is_asked_for_again_or_in_the_other_language_tells_as_much(page):
    for path in PATHS:
        first = page(f"/doc/{path}")
        assert page(f"/doc/{path}") == first, path
    zone = [page(f"{root}/doc/zone/nishi-iburi") for root in ("/en", "", "/en")]
    assert all('<p class="lead">' in text for text in zone) and zone[0] == zone[2]


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_internal_link_leads_somewhere(page, root):
    waiting, seen, things = [f"{root}/"], set(), {f"{root}/doc/{path}" for path in PATHS}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        is_thing = "/doc/" in address and address.count("/") > (3 if root else 2)
        if is_thing and address not in things:
            continue  # a page like many others
        text = page(address)
        if is_thing or "." in address.rpartition("/")[2]:
            continue  # what a thing's page leads to is a thing, a kind or a file: each is tested
        for link in re.findall(r'href="(/[^"#]*)"', text):
            link = link.replace("&amp;", "&")
            if link.startswith(f"{root}/") and (root or not link.startswith("/en")):
                waiting.append(link)
    assert len(seen) > len(PATHS)


def test_links_of_a_things_page_lead_somewhere(page):
    for path in (
        "municipality/012050",
        "item/higashi-iburi-sewage",
        "kpi/higashi-iburi-2025-fire",
        "processing/shiraoi-waste",
    ):
        for link in set(re.findall(r'href="(/[^"#]*)"', page(f"/doc/{path}"))):
            page(link)


@pytest.mark.parametrize("name", library())
def test_every_question_has_a_page_a_csv_and_a_json(site, name):
    question = library()[name]
    given = {key: list(parameter.example) for key, parameter in question.parameters.items() if not parameter.optional}
    assert site.get(f"/questions/{name}", headers=BROWSER).status_code == 200
    assert site.get(f"/en/questions/{name}", query_string=given, headers=BROWSER).status_code == 200
    assert site.get(f"/questions/{name}.csv", query_string=given).data.startswith(b"\xef\xbb\xbf")
    assert site.get(f"/questions/{name}.json", query_string=given).json["head"]["vars"]
    assert site.get(f"/questions/{name}.rq").get_data(as_text=True) == question.text


def test_what_is_inferred_is_marked_and_leads_to_its_reason(page):
    text = page("/doc/item/higashi-iburi-sewage")
    assert 'href="/doc/inference/higashi-iburi-sewage-tomakomai">推論</a>' in text


def test_a_correction_is_told_on_what_it_touches(page):
    assert "杜管町→壮瞥町" in page("/doc/initiative/nishi-iburi-guardianship")


def test_unknown_participants_are_said_to_be_unknown(page):
    assert "どの出典にも書かれていません" in page("/doc/initiative/higashi-iburi-fire")


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html", ""),
        ("text/turtle", ".ttl"),
        ("application/n-triples", ".nt"),
        ("application/ld+json", ".jsonld"),
        ("application/rdf+xml", ".rdf"),
    ],
)
def test_an_identifier_leads_to_its_document_in_the_form_asked_for(site, accept, ending):
    answer = site.get("/id/municipality/012050", headers={"Accept": accept})
    assert answer.status_code == 303 and answer.headers["Location"].endswith(f"/doc/municipality/012050{ending}")
    document = site.get(answer.headers["Location"], headers={"Accept": accept})
    assert document.status_code == 200 and document.mimetype == accept
    assert "室蘭市" in document.get_data(as_text=True) or "\\u5BA4" in document.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/doc/municipality/999999", 404, "municipality/999999"),
        ("/id/municipality/999999", 404, "municipality/999999"),
        ("/doc/city", 404, "city"),
        ("/questions/shared", 404, "shared-"),
        ("/nowhere", 404, "アドレス"),
        ("/shared?m=室欄市", 400, "室蘭市"),
        ("/shared?m=012050&mode=some", 400, "only"),
        ("/shared?m=012050&year=H28", 400, "西暦4桁"),
        ("/shared?m=012050&field=space", 400, "space"),
        ("/questions/started-in?year=H28", 400, "西暦4桁"),
        ("/questions/takes-part.csv?municipality=室蘭市", 400, "値が要ります"),
        ("/sparql?query=SELECT", 400, "SPARQL"),
        ("/sparql?query=SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("/sparql?query=ASK {}&format=docx", 406, "json"),
    ],
)
def test_a_wrong_address_or_parameter_is_told_with_what_to_do(page, address, status, words):
    assert words in page(address, status)


def test_an_error_comes_as_text_to_programs(site):
    answer = site.get("/en/sparql?query=SELECT", headers={"Accept": "application/sparql-results+json"})
    assert (
        answer.status_code == 400
        and answer.mimetype == "text/plain"
        and "not valid SPARQL" in answer.get_data(as_text=True)
    )


SELECT, GRAPH = "SELECT ?s { ?s ?p ?o } LIMIT 2", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2"


@pytest.mark.parametrize(
    ("query", "accept", "sent"),
    [
        (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/turtle;q=0.2, text/csv;q=0.1", "text/csv"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        ("ASK { ?s ?p ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
        (GRAPH, "text/turtle", "text/turtle"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <https://w3id.org/teiju/id/municipality/012050>", "text/turtle", "text/turtle"),
    ],
)
def test_the_endpoint_answers_in_the_form_asked_for(site, query, accept, sent):
    for answer in (
        site.get("/sparql", query_string={"query": query}, headers={"Accept": accept}),
        site.post("/sparql", data={"query": query}, headers={"Accept": accept}),
        site.post("/sparql", data=query, content_type="application/sparql-query", headers={"Accept": accept}),
    ):
        assert answer.status_code == 200 and answer.mimetype == sent and answer.headers["Vary"] == "Accept"


def test_the_endpoint_refuses_what_it_cannot_send_or_read(site):
    assert site.get("/sparql", query_string={"query": SELECT}, headers={"Accept": "image/png"}).status_code == 406
    assert site.post("/sparql", data=SELECT, content_type="text/plain").status_code == 415
    assert site.post("/sparql", data={"format": "json"}).status_code == 400
    assert site.delete("/sparql").status_code == 405


def test_the_default_graph_is_the_union(site):
    query = "ASK { <https://w3id.org/teiju/id/item/higashi-iburi-sewage> <https://w3id.org/teiju/ontology#participant> ?m, ?n }"
    assert site.get("/sparql", query_string={"query": query}).json["boolean"]


def test_a_variable_may_be_called_service(site):
    assert site.get("/sparql", query_string={"query": "SELECT ?service { ?service ?p 'SERVICE' }"}).status_code == 200


def test_healthz_answers(site):
    assert site.get("/healthz").status_code == 200


def test_no_page_lets_anything_in_from_elsewhere(site):
    for address in ("/", "/shared?m=012050", "/sparql", "/nowhere"):
        answer = site.get(address, headers=BROWSER)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not re.findall(r'(?:src|href)="https?://[^"]*\.(?:js|css|png|svg)"', answer.get_data(as_text=True))


def test_what_a_visitor_types_is_escaped(page):
    assert "<script>" not in page("/sparql?query=<script>alert(1)</script>", 400)
    assert "<script>" not in page("/shared?m=<script>", 400)


def test_every_message_is_translated_and_the_compiled_file_is_up_to_date():
    keywords = {"_": None}
    told = {
        message
        for _, _, message, *_ in extract_from_dir(
            folder("web/templates"), [("**.html", "jinja2"), ("**.svg", "jinja2")], keywords=keywords
        )
    }
    with (TRANSLATIONS / "messages.po").open("rb") as po, (TRANSLATIONS / "messages.mo").open("rb") as mo:
        written, compiled = (
            {entry.id: entry.string for entry in catalog if entry.id} for catalog in (read_po(po), read_mo(mo))
        )
    assert told == written.keys() and all(written.values())
    assert written == compiled
