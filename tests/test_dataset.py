"""The dataset as catalogues, portals and crawlers meet it: by the shapes of others, and with addresses that answer."""

import csv
import io
import os
import tomllib
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCAT, SH, VOID

import teiju_graph
from teiju_graph.engines.store import open_store
from teiju_graph.web import create_app

ROOT = Path(__file__).parent.parent
OWN = "http://localhost/"
DATASET = rdflib.URIRef("https://w3id.org/teiju/dataset")


@pytest.fixture(scope="module")
def site():
    return create_app(open_store()).test_client()


@pytest.fixture(scope="module")
def described(site):
    return rdflib.Graph().parse(data=site.get("/dataset.ttl").data, format="turtle")


@pytest.fixture(scope="module")
def shapes():
    """DCAT-AP 3.0.1 with its ranges and its recommendations. References of the published files to property shapes that
    none of them describes are left out: they say nothing, and stop the validator."""
    folder = os.environ.get("TEIJU_SUITES")
    if not folder:
        pytest.skip("TEIJU_SUITES names no folder with the shapes of DCAT-AP")
    graph = rdflib.Graph()
    for name in ("dcat-ap-SHACL", "ranges", "shapes_recommended"):
        graph.parse(Path(folder) / "dcat-ap" / f"{name}.ttl")
    for triple in list(graph.triples((None, SH.property, None))):
        if (triple[2], SH.path, None) not in graph:
            graph.remove(triple)
    return graph


def test_the_description_alone_passes_dcat_ap_without_a_warning(described, shapes):
    conforms, _, text = pyshacl.validate(described, shacl_graph=shapes)
    assert conforms, text


def test_the_shapes_find_a_dataset_without_a_title(described, shapes):
    broken = rdflib.Graph() + described
    broken.remove((DATASET, rdflib.DCTERMS.title, None))
    assert not pyshacl.validate(broken, shacl_graph=shapes)[0]


def test_every_address_of_the_description_under_this_site_answers(site, described):
    nodes = {str(node) for node in described.all_nodes() if isinstance(node, rdflib.URIRef)}
    own = {node.replace("https://w3id.org/teiju/", OWN) for node in nodes}
    own = {node for node in own if node.startswith(OWN)}
    assert len(own) > 20
    for address in sorted(own):
        path = "/" + address.removeprefix(OWN).partition("#")[0]
        assert site.get(path).status_code in (200, 303), path


def test_its_figures_are_those_of_the_store(described):
    store = open_store()
    count = next(iter(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"].value
    assert described.value(DATASET, VOID.triples) == rdflib.Literal(int(count))
    partitions = list(described.objects(DATASET, VOID.propertyPartition))
    assert sum(int(described.value(each, VOID.triples)) for each in partitions) == int(count)


def test_clients_of_void_find_it(site):
    found = rdflib.Graph().parse(data=site.get("/.well-known/void").data, format="turtle")
    assert (DATASET, VOID.sparqlEndpoint, None) in found and (DATASET, DCAT.distribution, None) in found


def test_each_source_bears_its_licence_or_says_that_it_is_unknown(described):
    for source in described.objects(DATASET, rdflib.PROV.hadPrimarySource):
        licence, rights = (
            described.value(source, rdflib.DCTERMS.license),
            described.value(source, rdflib.DCTERMS.rights),
        )
        assert (licence is None) != (rights is None)
    minutes = rdflib.URIRef("https://w3id.org/teiju/id/source/higashi-iburi-2025")
    assert "unknown" in str(described.value(minutes, rdflib.DCTERMS.rights))


def test_portals_get_their_fields(site):
    package = site.get("/dataset/ckan.json").json
    assert package["license_id"] == "CC-BY-4.0" and all(each["url"] and each["format"] for each in package["resources"])
    rows = list(csv.DictReader(io.StringIO(site.get("/dataset/portal.csv").data.decode("utf-8-sig"))))
    assert {row["ファイル形式"] for row in rows} >= {"CSV", "RDF_TURTLE"}
    rows = list(csv.DictReader(io.StringIO(site.get("/dataset/participations.csv").data.decode("utf-8-sig"))))
    shelter = [row for row in rows if row["名称"] == "女性シェルター運営補助事業"]
    assert {row["地方公共団体名"] for row in shelter} == {"室蘭市", "登別市", "伊達市"}
    assert {row["一覧は閉じているか"] for row in rows if row["名称"] == "保育所広域入所事業"} == {"ほかにもある"}


def test_the_citation_the_package_and_the_ontology_are_of_one_version(described):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    cited = dict(line.split(": ", 1) for line in (ROOT / "CITATION.cff").read_text().splitlines() if ": " in line)
    assert version == teiju_graph.__version__ == cited["version"]
    assert str(described.value(DATASET, rdflib.DCTERMS.modified)) == cited["date-released"]
    assert f"ontology/{version}>" in (ROOT / "ontology" / "teiju.ttl").read_text(encoding="utf-8")


def test_crawlers_get_a_map_of_pages_that_exist(site):
    told = site.get("/sitemap.xml").data.decode()
    assert "sitemap.xml" in site.get("/robots.txt").data.decode()
    paths = [part.partition("</loc>")[0] for part in told.split("<loc>")[1:]]
    assert len(paths) > 400
    for path in paths[:: len(paths) // 60]:
        assert site.get(path.removeprefix(OWN.rstrip("/"))).status_code == 200, path
