"""What people and service clients get at /sparql: the editor with the answer, and the description of the service."""

from flask import Blueprint, Response, current_app, make_response, render_template, request

from teiju_graph.description import describe_service
from teiju_graph.errors import FormatError
from teiju_graph.formats import GRAPHS, write_graph
from teiju_graph.negotiation import choose
from teiju_graph.pages import read_reply
from teiju_graph.protocol import Request, read_operation
from teiju_graph.queries import library
from teiju_graph.web.endpoint import CORS
from teiju_graph.web.site import the_store

blueprint = Blueprint("editor", __name__)
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"


@blueprint.get("/sparql")
@blueprint.get("/sparql/")
def sparql():
    """The editor, with the answer where there is a query; the service description for clients that ask for RDF."""
    if choose(request.headers.get("Accept", "") or "text/turtle", [*_graph_types(), "text/html"]) != "text/html":
        return _description()
    asked = Request("GET", request.query_string.decode("latin-1"), accept=_ACCEPT, base=request.base_url)
    operation = read_operation(asked)
    sheet, turtle = None, ""
    if operation:
        reply = current_app.extensions["answers"].answer(asked, request.remote_addr or "")
        if reply.media_type == "text/turtle":
            turtle = reply.body.decode()
        else:
            sheet = read_reply(the_store(), reply.body)
    text = operation.text if operation else ""
    page = render_template("sparql.html", query=text, sheet=sheet, turtle=turtle, questions=library().values())
    response = make_response(page)
    response.headers["Vary"] = "Accept"
    return response


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
