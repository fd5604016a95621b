"""Runs each kind of test against a server: an empty outcome is a pass, else it says what went otherwise."""

import http.client
from urllib.parse import quote, urlencode, urlsplit

from pyoxigraph import NamedNode, RdfFormat
from rdflib import URIRef

from tests.conformance.manifests import MF, QT, UT, Exchange, Test, dataset_of, file_of, read_exchanges
from tests.conformance.results import (
    GRAPHS,
    TABLES,
    read_expected,
    read_graph,
    read_table,
    same_csv,
    same_graphs,
    same_rows,
)

SD = "http://www.w3.org/ns/sparql-service-description#"
_ACCEPTED = "application/sparql-results+json, text/turtle;q=0.9"
_STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
_TYPES = {
    "boolean": ("application/sparql-results+xml", "application/sparql-results+json"),
    "tabular": ("application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}  # fmt: skip


class Server:
    """A `teiju conformance` server on loopback."""

    def __init__(self, address: str):
        self.address = address.rstrip("/")

    def send(self, method: str, path: str, headers: dict | None = None, body: bytes = b"") -> tuple[int, dict, bytes]:
        """Return the status, the headers and the body of the response to a request."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=20)
        try:
            connection.request(method, path, body or None, headers or {})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()

    def fill(self, documents) -> None:
        """Make the store hold these documents and nothing else."""
        self.send("POST", "/update", {"Content-Type": "application/sparql-update"}, b"DROP ALL")
        graphs: dict[str, list[str]] = {}
        for name, path in documents:
            graphs.setdefault(name, [])
            for each in read_graph(path.read_bytes(), GRAPHS[path.suffix[1:]], path.as_uri(), name):
                graph = each.graph_name.value if isinstance(each.graph_name, NamedNode) else ""
                graphs.setdefault(graph, []).append(f"{each.triple} .")
        for name, lines in graphs.items():
            where = f"?graph={quote(name, safe='')}" if name else "?default"
            text = "\n".join(lines).encode()
            status, _, told = self.send("POST", f"/graph-store{where}", {"Content-Type": "text/turtle"}, text)
            if status >= 300:
                raise ValueError(f"the data were not taken: {status} {told.decode()}")


def run(server: Server, test: Test) -> str:
    """Return what went otherwise than the test expects, nothing where it passed."""
    if test.kind.startswith(("Positive", "Negative")):
        return _run_syntax(server, test)
    return {
        "ProtocolTest": _run_protocol,
        "GraphStoreProtocolTest": _run_protocol,
        "ServiceDescriptionTest": _run_description,
        "QueryEvaluationTest": _run_query,
        "CSVResultFormatTest": _run_query,
        "UpdateEvaluationTest": _run_update,
    }[test.kind](server, test)


def _run_protocol(server: Server, test: Test) -> str:
    server.fill(dataset_of(test, test.iri))
    place = ""
    for number, exchange in enumerate(read_exchanges(test), 1):
        path = exchange.path.replace("/gsp", "/graph-store", 1).replace("$LOCATION$", quote(place, safe=""))
        body = exchange.body.replace("$LOCATION$", place).encode(exchange.encoding)
        if "multipart" in exchange.headers.get("content-type", ""):
            body = b"\r\n".join(line.strip() for line in body.splitlines()) + b"\r\n"
        status, headers, answer = server.send(exchange.method, path, exchange.headers, body)
        if not any(_fits(status, wanted) for wanted in exchange.statuses):
            return f"request {number}: {status}, expected {', '.join(sorted(exchange.statuses))}"
        if exchange.location:
            place = headers.get("location", "")
        if otherwise := _compare(exchange, headers.get("content-type", "").partition(";")[0], answer, place):
            return f"request {number}: {otherwise}"
    return ""


def _fits(status: int, wanted: str) -> bool:
    return str(status)[0] == wanted[10] if wanted.startswith("StatusCode") else status == _STATUS[wanted]


def _compare(exchange: Exchange, sent: str, answer: bytes, place: str) -> str:
    if exchange.location and not place:
        return "no Location"
    if exchange.format and sent not in _TYPES[exchange.format]:
        return f"sent as {sent}"
    if exchange.boolean is not None:
        form = TABLES["srj" if sent.endswith("json") else "srx"]
        if read_table(answer, form) is not exchange.boolean:
            return f"not {exchange.boolean}"
    form, text = exchange.answer
    if text:
        expected = read_graph(text.replace("$LOCATION$", place).encode(), RdfFormat.TURTLE, "http://www.example/gsp")
        if not same_graphs(read_graph(answer, RdfFormat.TURTLE, "http://www.example/gsp"), expected):
            return "another graph"
    return ""


def _run_description(server: Server, test: Test) -> str:
    status, headers, answer = server.send("GET", "/sparql", {"Accept": "text/turtle"})
    if status != 200 or not headers["content-type"].startswith("text/turtle"):
        return f"{status} {headers.get('content-type')}"
    told = read_graph(answer, RdfFormat.TURTLE, server.address)
    endpoints = {each.object.value for each in told if each.predicate.value == f"{SD}endpoint"}
    services = [
        each for each in told if each.object == NamedNode(f"{SD}Service") and each.predicate.value.endswith("#type")
    ]
    if test.iri.endswith("#returns-rdf"):
        return "" if told else "no statement"
    if test.iri.endswith("#has-endpoint-triple"):
        return "" if f"{server.address}/sparql" in endpoints else "no sd:endpoint with the address asked"
    return "" if len(services) == 1 and len(endpoints) == 1 else "not one sd:Service with one sd:endpoint"


def _run_query(server: Server, test: Test) -> str:
    action, wanted = test.value(MF.action), file_of(test.value(MF.result))
    query = file_of(test.value(QT.query, action))
    server.fill(dataset_of(test, action))
    accept = {"csv": "text/csv", "tsv": "text/tab-separated-values"}.get(wanted.suffix[1:], _ACCEPTED)
    status, headers, answer = _ask(server, "query", query, accept)
    if status != 200:
        return f"{status} {answer.decode()}"
    if accept == "text/csv":
        return "" if same_csv(answer, wanted.read_bytes()) else "another table"
    sent = headers["content-type"].partition(";")[0]
    if sent == "text/turtle":
        found = read_graph(answer, RdfFormat.TURTLE, query.as_uri())
        expected = read_graph(wanted.read_bytes(), GRAPHS[wanted.suffix[1:]], wanted.as_uri())
        return "" if same_graphs(found, expected) else "another graph"
    table = read_table(answer, TABLES["tsv" if sent.startswith("text/") else "srj"])
    expected = read_expected(wanted)
    if isinstance(expected, bool) or isinstance(table, bool):
        return "" if table is expected else f"{table}, not {expected}"
    return "" if same_rows(table, expected) else f"other rows ({len(table)}; expected {len(expected)})"


def _run_update(server: Server, test: Test) -> str:
    action, result = test.value(MF.action), test.value(MF.result)
    server.fill(dataset_of(test, action))
    status, _, told = _ask(server, "update", file_of(test.value(UT.request, action)), "*/*")
    if status >= 300:
        return f"{status} {told.decode()}"
    expected, found = [], []
    for name, path in dataset_of(test, result):
        expected += read_graph(path.read_bytes(), GRAPHS[path.suffix[1:]], path.as_uri(), name)
    _, _, graphs = _send(server, "query", b"SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", _ACCEPTED)
    for name in ["", *(row["g"].value for row in read_table(graphs, TABLES["srj"]))]:
        where = f"?graph={quote(name, safe='')}" if name else "?default"
        _, _, content = server.send("GET", f"/graph-store{where}", {"Accept": "application/n-triples"})
        found += read_graph(content, RdfFormat.N_TRIPLES, "", name)
    return "" if same_graphs(found, expected) else f"another dataset ({len(found)}; expected {len(expected)})"


def _run_syntax(server: Server, test: Test) -> str:
    """Positive: read, whether or not it can be answered; negative: not read."""
    action = test.value(MF.action)
    text = file_of(action if isinstance(action, URIRef) else test.value(QT.query, action))
    server.fill([])
    status, _, told = _ask(server, "update" if "Update" in test.kind else "query", text, "*/*")
    if test.kind.startswith("Negative"):
        return "" if status == 400 else f"{status}, expected 400"
    return "" if status < 300 or b"can't be answered" in told else f"{status} {told.decode()}"


def _ask(server: Server, kind: str, path, accept: str) -> tuple[int, dict, bytes]:
    """The text of a file stands under the file's address, as the suites mean it."""
    text = path.read_bytes()
    if b"BASE" not in text.upper():
        text = f"BASE <{path.as_uri()}> ".encode() + text
    return _send(server, kind, text, accept)


def _send(server: Server, kind: str, text: bytes, accept: str) -> tuple[int, dict, bytes]:
    address = "/sparql" if kind == "query" else "/update"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    return server.send("POST", address, headers, urlencode({kind: text}).encode())
