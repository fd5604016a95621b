"""Things at their addresses, by the book of linked data: 303, negotiation, fixed forms, headers, and one meaning in all."""

import json
import re

import pytest
import rdflib
from rdflib.compare import isomorphic

from teiju_graph.engines.store import open_store
from teiju_graph.metadata.jsonld import context, write_context, write_jsonld
from teiju_graph.queries import page_query
from teiju_graph.vocab import thing
from teiju_graph.web import create_app
from teiju_graph.web.representations import MEDIA

THINGS = [
    "municipality/012050",
    "zone/nishi-iburi",
    "initiative/nishi-iburi-guardianship",
    "kpi/higashi-iburi-2025-fire",
    "valuation/higashi-iburi-2025-brand-followers-target",
    "passage/muroran-2023-l29",
    "source/muroran-2023",
    "field/medical",
]
FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


@pytest.fixture(scope="module")
def store():
    return open_store()


@pytest.fixture(scope="module")
def site(store):
    return create_app(store).test_client()


@pytest.mark.parametrize("path", THINGS)
def test_all_forms_of_a_document_say_the_same(site, path):
    read = {}
    for form, name in FORMATS.items():
        answer = site.get(f"/doc/{path}.{form}")
        assert answer.status_code == 200 and answer.content_type.startswith(MEDIA[form])
        read[form] = rdflib.Graph().parse(data=answer.data, format=name)
    assert all(isomorphic(read["nt"], graph) for graph in read.values())
    assert len(read["nt"]) > 3


@pytest.mark.parametrize("path", THINGS)
def test_a_document_holds_what_a_reader_needs(site, path):
    """Its own statements, the labels of what it points to, what points to it, its passages and its graphs."""
    told = rdflib.Graph().parse(data=site.get(f"/doc/{path}.nt").data, format="nt")
    node = rdflib.URIRef(f"https://w3id.org/teiju/id/{path}")
    assert (node, rdflib.SKOS.prefLabel, None) in told
    for value in told.objects(node):
        if str(value).startswith("https://w3id.org/teiju/id/"):
            assert (value, rdflib.SKOS.prefLabel, None) in told, value
    for passage in told.objects(node, rdflib.PROV.wasDerivedFrom):
        assert (passage, rdflib.URIRef("https://w3id.org/teiju/ontology#sha256"), None) in told
    if not path.startswith(("field/", "passage/")):
        assert list(told.subjects(rdflib.DCTERMS.source)), "the graph that says it"


@pytest.mark.parametrize("form", MEDIA)
def test_an_address_of_a_thing_leads_to_its_document_in_the_form_asked_for(site, form):
    answer = site.get("/id/zone/nishi-iburi", headers={"Accept": MEDIA[form]})
    assert answer.status_code == 303 and answer.headers["Vary"] == "Accept"
    ending = "" if form == "html" else f".{form}"
    assert answer.headers["Location"] == f"/doc/zone/nishi-iburi{ending}"
    assert site.get(answer.headers["Location"]).content_type.startswith(MEDIA[form])


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("text/turtle;q=0.2, text/html;q=0.9", 303),
        ("*/*", 303),
        ("application/*", 303),
        ("image/png", 406),
        ("text/html;q=0", 406),
        ("text/csv, application/pdf;q=0.5", 406),
    ],
)
def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(site, accept, status):
    for address in ("/id/zone/nishi-iburi", "/dataset"):
        answer = site.get(address, headers={"Accept": accept})
        assert answer.status_code == (200 if status == 303 and address == "/dataset" else status)
        if status == 406:
            assert "text/turtle" in answer.get_data(as_text=True)


@pytest.mark.parametrize("form", MEDIA)
def test_headers_lead_to_the_other_forms_the_lasting_address_and_the_licence(site, form):
    answer = site.get(f"/doc/zone/nishi-iburi.{form}")
    links = re.findall(r'<([^>]+)>; rel="([a-z]+)"', ", ".join(answer.headers.getlist("Link")))
    assert ("https://w3id.org/teiju/doc/zone/nishi-iburi", "canonical") in links
    assert ("https://w3id.org/teiju/id/zone/nishi-iburi", "describes") in links
    assert ("https://creativecommons.org/licenses/by/4.0/", "license") in links
    others = [address for address, relation in links if relation == "alternate"]
    assert len(others) == len(MEDIA) - 1
    assert all(site.get(address).status_code == 200 for address in others)
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize("form", MEDIA)
def test_what_a_client_has_already_is_not_sent_again(site, form):
    first = site.get(f"/doc/zone/nishi-iburi.{form}")
    again = site.get(f"/doc/zone/nishi-iburi.{form}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"") and again.headers["ETag"] == first.headers["ETag"]
    other = site.get(f"/en/doc/zone/nishi-iburi.{form}", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == (200 if form == "html" else other.status_code)


def test_what_is_not_there_is_not_found_in_every_form(site):
    for address in ("/id/zone/nowhere", "/doc/zone/nowhere", "/doc/zone/nowhere.ttl"):
        for accept in MEDIA.values():
            assert site.get(address, headers={"Accept": accept}).status_code == 404


def test_head_says_what_get_would_send(site):
    get, head = site.get("/doc/zone/nishi-iburi.ttl"), site.head("/doc/zone/nishi-iburi.ttl")
    assert head.data == b"" and head.headers["ETag"] == get.headers["ETag"]


def test_a_document_brings_the_part_of_the_published_context_that_it_uses(site):
    published = json.loads(write_context())["@context"]
    assert site.get("/context.jsonld").json["@context"] == published == json.loads(json.dumps(context()))
    document = site.get("/doc/initiative/nishi-iburi-guardianship.jsonld").json
    assert document["@context"].items() <= published.items()
    told = next(each for each in document["@graph"] if each["id"].endswith("nishi-iburi-guardianship"))
    assert told["prefLabel"]["ja"] == "成年後見支援センター共同運営事業" and told["startYear"] == "2016"
    assert told["participantsComplete"] is True and len(told["participant"]) == 4


def test_json_ld_of_the_whole_store_is_read_as_what_it_was_made_of(store):
    statements = list(store.query(page_query("graph").text))
    written = rdflib.Graph().parse(data=write_jsonld(statements), format="json-ld")
    expected = rdflib.Graph().parse(data="\n".join(f"{each} ." for each in statements), format="nt")
    assert isomorphic(written, expected)


def test_a_page_says_to_search_engines_what_it_is_about(site):
    page = site.get("/doc/municipality/012050").get_data(as_text=True)
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert told["@id"] == thing("municipality/012050").value and told["@type"] == ["GovernmentOrganization"]
    assert {"@value": "室蘭市", "@language": "ja"} in told["name"] and told["identifier"] == "012050"
