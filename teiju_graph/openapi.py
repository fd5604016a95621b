"""The description of the addresses that programs use (OpenAPI 3.1), with the limits that hold there."""

from teiju_graph.endpoint.formats import GRAPHS, TABLES
from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.protocol import DIRECT, FORM
from teiju_graph.finding.search import MOST
from teiju_graph.finding.wish import FILTERS, MODES

_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_WRONG = {
    "400": "The query or a parameter can't be read, or would reach another server.",
    "404": "There is no such thing, question or graph.",
    "405": "The method is not allowed here.",
    "406": "The answer doesn't come in the form asked for.",
    "413": "The request is too long.",
    "414": "The address is too long; send the query by POST.",
    "415": "The body is of a type that carries no query.",
    "429": "This client has used up its seconds of work; Retry-After says when to ask again.",
    "502": "The endpoint behind the site sent a broken answer.",
    "503": "A limit was passed, or too many queries wait; the text says which.",
    "504": "The query did not end in time.",
}


def describe_api(server: str, limits: Limits, days: bool = False) -> dict:
    """Return the description of the API at the address `server`, ready for JSON; days: whether the same stands below
    days."""
    tables = {each.media_type: {"schema": {"type": "string"}} for each in TABLES.values()}
    graphs = {each.media_type: {"schema": {"type": "string"}} for each in GRAPHS.values()}
    dataset = [
        _parameter(name, "The address of a graph.", many=True) for name in ("default-graph-uri", "named-graph-uri")
    ]
    query = _parameter("query", "A SPARQL 1.1 query; without it the service describes itself.")
    form = _parameter("format", "A short name of the form of the answer, instead of Accept.", [*TABLES, *GRAPHS])
    asked = {"schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}}
    direct = next(name for name, kind in DIRECT.items() if kind == "query")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "teiju_graph",
            "version": "1",
            "description": "How Japanese municipalities cooperate, as linked data. What a query and a client may take: "
            f"{limits.words()}. The header Teiju-Limits says the same."
            + (
                " The same addresses below /as-of/YYYY-MM-DD answer as of a day; /as-of lists the days." if days else ""
            ),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": server}],
        "x-limits": vars(limits),
        "paths": {
            "/sparql": {
                "get": _operation("Answer a query", [query, *dataset, form], tables | graphs, "304"),
                "post": _operation("Answer a query", dataset, tables | graphs)
                | {"requestBody": {"content": {FORM: asked, direct: {"schema": {"type": "string"}}}, "required": True}},
            },
            "/graph-store": {
                "get": _operation(
                    "Send a graph",
                    [
                        _parameter("graph", "The address of a graph."),
                        _parameter("default", "The union of all current sources; takes no value."),
                    ],
                    graphs,
                    "304",
                ),
            },
            "/shared.csv": {"get": _operation("What municipalities share", _finder(), {"text/csv": {}})},
            "/shared.json": {"get": _operation("What municipalities share", _finder(), {"application/json": {}})},
            "/search.json": {
                "get": _operation(
                    "Search by words",
                    [_parameter("q", f"Words in any spelling, reading or romaji, up to {MOST} characters.")],
                    {"application/json": {}},
                )
            },
            "/healthz": {"get": _operation("Whether the process answers", [], _TEXT)},
            "/readyz": {"get": _operation("Whether queries are answered", [], _TEXT)},
            "/metrics": {"get": _operation("Counters for Prometheus", [], _TEXT)},
            "/openapi.json": {"get": _operation("This description", [], {"application/json": {}})},
        },
    }


def _finder() -> list[dict]:
    return [
        _parameter("m", "The code of a municipality (five or six digits) or its name.", many=True),
        _parameter("mode", "All of them, any of them, or exactly these.", list(MODES)),
        *(_parameter(name, f"The key of a {name}.") for name in FILTERS),
        _parameter("year", "The year (CE) in which it started, was founded or was concluded."),
    ]


def _parameter(name: str, description: str, choices: list[str] | None = None, many: bool = False) -> dict:
    schema: dict = {"type": "string", **({"enum": choices} if choices else {})}
    if many:
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _operation(summary: str, parameters: list[dict], content: dict, *others: str) -> dict:
    responses = {"200": {"description": "The answer.", "content": content}}
    responses |= {status: {"description": "What the client has is up to date."} for status in others}
    responses |= {status: {"description": text, "content": _TEXT} for status, text in _WRONG.items()}
    return {"summary": summary, "parameters": parameters, "responses": responses}
