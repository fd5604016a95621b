"""The service description (SPARQL 1.1 Service Description): what the endpoint is, offers and limits, as statements."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from teiju_graph.endpoint.formats import GRAPHS, TABLES
from teiju_graph.engines.store import Store, select
from teiju_graph.queries import page_query
from teiju_graph.vocab import A, term

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
    "nq": "N-Quads",
    "trig": "TriG",
}


def describe_service(store: Store, endpoint: str, limits: str) -> Iterable[Triple]:
    """Yield the description of the service at the address `endpoint`; `limits` says in words what a query may take."""
    service, dataset, default = NamedNode(endpoint), NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#default")
    yield Triple(service, A, _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if store.union:
        yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in (*TABLES, *GRAPHS):
        yield Triple(service, _sd("resultFormat"), NamedNode(f"http://www.w3.org/ns/formats/{_FORMATS[name]}"))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(service, term("dcterms:description"), Literal(limits, language="en"))
    yield Triple(service, term("dcterms:license"), NamedNode("https://creativecommons.org/licenses/by/4.0/"))
    yield Triple(dataset, A, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, A, _sd("Graph"))
    for row in select(store, page_query("graphs").text):
        if isinstance(row["graph"], NamedNode):
            graph = NamedNode(f"{endpoint}#{row['graph'].value.rpartition('/')[2]}")
            yield Triple(dataset, _sd("namedGraph"), graph)
            yield Triple(graph, A, _sd("NamedGraph"))
            yield Triple(graph, _sd("name"), row["graph"])


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
