"""The ontology as a document: each term is explained in both languages, in its place, with what holds for it."""

import re

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import OWL

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.metadata.terminology import properties_of, read_diagram, read_terminology, read_version
from teiju_graph.web import create_app

TERMS = rdflib.Graph().parse(folder("ontology") / "teiju.ttl")
OWN = "https://w3id.org/teiju/ontology#"


@pytest.fixture(scope="module")
def site():
    return create_app(open_store()).test_client()


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_page_explains_every_term_and_every_link_in_it_leads_somewhere(site, root):
    page = site.get(f"{root}/ontology").get_data(as_text=True)
    names = {str(node).removeprefix(OWN) for node in TERMS.subjects(rdflib.RDF.type) if str(node).startswith(OWN)}
    anchors = set(re.findall(r'id="([A-Za-z0-9]+)"', page))
    assert len(names) > 90 and names <= anchors
    assert set(re.findall(r'href="#([A-Za-z0-9]+)"', page)) <= anchors | {"main"}


def test_every_class_says_what_is_checked_of_it_and_shows_an_example():
    classes = [each for each in read_terminology() if each.is_class and each.name != "FormerMunicipality"]
    assert [each.name for each in classes if not each.example] == []
    assert [each.name for each in classes if not each.rules and each.name not in ("FormationAgreement",)] == []
    assert all(set(each.labels) == set(each.definitions) == {"ja", "en"} for each in read_terminology())


def test_a_class_shows_its_properties_and_the_questions_that_use_it():
    kpi = next(each for each in read_terminology() if each.name == "KPI")
    assert {"baseline", "target", "comparable"} <= {each.name for each in properties_of("KPI")}
    assert {"kpis", "replaced-indicators"} <= {each.name for each in kpi.questions}
    assert ("skos:closeMatch", "schema:StatisticalVariable") in kpi.kin


def test_the_diagram_shows_the_properties_between_its_classes():
    boxes, arrows = read_diagram()
    assert len({(box.column, box.row) for box in boxes}) == len(boxes)
    shown = {(arrow.start.name, name, arrow.end.name) for arrow in arrows for name in arrow.names}
    assert ("Cooperation", "participant", "Municipality") in shown and ("Body", "⊑", "Cooperation") in shown


@pytest.mark.parametrize("path", ["ontology", "shapes", "alignments"])
def test_programs_get_the_file_in_every_form(site, path):
    file = {"ontology": "teiju.ttl"}.get(path, f"{path}.ttl")
    expected = rdflib.Graph().parse(folder("ontology") / file)
    for form, name in {"ttl": "turtle", "nt": "nt", "rdf": "xml"}.items():
        got = rdflib.Graph().parse(data=site.get(f"/{path}.{form}").data, format=name)
        assert isomorphic(got, expected)
    assert site.get(f"/{path}", headers={"Accept": "text/turtle"}).content_type.startswith("text/turtle")
    assert site.get(f"/{path}.docx").status_code == 404


def test_the_version_has_its_own_address_while_it_is_current(site):
    version = read_version()
    assert str(TERMS.value(rdflib.URIRef("https://w3id.org/teiju/ontology"), OWL.versionIRI)).endswith(f"/{version}")
    answer = site.get(f"/ontology/{version}", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ontology.ttl")
    assert site.get("/ontology/9.9.9").status_code == 404
