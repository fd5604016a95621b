"""What people and service clients get at /sparql: the editor with the answer, and the description of the service."""

from flask import Blueprint, Response, current_app, make_response, request, url_for

from teiju_graph.endpoint.description import describe_service
from teiju_graph.endpoint.formats import GRAPHS, write_graph
from teiju_graph.endpoint.negotiation import choose
from teiju_graph.endpoint.protocol import Request, read_operation
from teiju_graph.engines.store import select
from teiju_graph.errors import FormatError, TeijuError
from teiju_graph.files import folder
from teiju_graph.pages import read_reply
from teiju_graph.queries import find_question, library, page_query
from teiju_graph.tables.records import columns
from teiju_graph.vocab import PREFIXES, term
from teiju_graph.web.endpoint import CORS
from teiju_graph.web.place import language
from teiju_graph.web.rendering import render_template
from teiju_graph.web.site import ask_as_stranger, the_store

blueprint = Blueprint("editor", __name__)
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
# The widget brings images as data: addresses, and one style of its own, which the hash allows.
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@blueprint.get("/sparql")
@blueprint.get("/sparql/", endpoint="sparql_with_slash")
def sparql():
    """The editor, with the answer where there is a query, or a question of the library where `example` names one; the
    service description for clients that ask for RDF."""
    if choose(request.headers.get("Accept", "") or "text/turtle", [*_graph_types(), "text/html"]) != "text/html":
        return _description()
    text, sheet, turtle, told, status = "", None, "", "", 200
    if "example" in request.args and "query" not in request.args:
        text = find_question(request.args["example"]).text
    else:
        asked = Request("GET", request.query_string.decode("latin-1"), accept=_ACCEPT, base=request.base_url)
        try:
            if operation := read_operation(asked):
                text = operation.text
                reply = ask_as_stranger(asked)
                if reply.media_type == "text/turtle":
                    turtle = reply.body.decode()
                else:
                    sheet = read_reply(the_store(), reply.body)
        except TeijuError as error:
            told, status = error.message(language()), error.status
            text = request.args.get("query", "")
    settings = _settings() if (folder("web/static") / "vendor" / "yasgui.js").exists() else None
    response = make_response(
        render_template(
            "sparql.html",
            query=text,
            sheet=sheet,
            turtle=turtle,
            told=told,
            questions=library().values(),
            settings=settings,
        ),
        status,
    )
    response.headers["Vary"] = "Accept"
    if settings:
        response.headers["Content-Security-Policy"] = _POLICY
    if status in (429, 503):
        response.headers["Retry-After"] = "2"
    return response


def _settings() -> dict[str, object]:
    """What the widget is told: where to ask, our prefixes, and the terms that it completes."""
    terms = list(select(the_store(), page_query("terms").text))
    classes = [row["term"].value for row in terms if row["class"] == term("owl:Class")]
    properties = {row["term"].value for row in terms if row["class"] != term("owl:Class")}
    properties |= {term(column.property).value for column in columns().values() if ":" in column.property}
    return {
        "endpoint": url_for("editor.sparql"),
        "prefixes": PREFIXES,
        "classes": classes,
        "properties": sorted(properties),
    }


def _description() -> Response:
    chosen = choose(request.headers.get("Accept", ""), _graph_types())
    if chosen is None:
        offered = ", ".join(_graph_types())
        raise FormatError(
            f"この形では出せません。使えるのは {offered} です。", f"It comes as {offered}.", column="Accept"
        )
    limits = current_app.extensions["limits"].words()
    statements = describe_service(the_store(), request.base_url, limits)
    form = next(name for name, each in GRAPHS.items() if each.media_type == chosen)
    response = Response(write_graph(statements, form), content_type=chosen)
    response.headers.extend(CORS)
    response.headers.update({"Vary": "Accept", "Teiju-Limits": limits})
    return response


def _graph_types() -> list[str]:
    return [each.media_type for each in GRAPHS.values()]
