"""The graph store (SPARQL 1.1 Graph Store HTTP Protocol), its reading part: whole graphs, guarded as queries are."""

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from pyoxigraph import NamedNode, QueryBoolean

from teiju_graph.endpoint.protocol import Request
from teiju_graph.errors import MissingError, ParameterError
from teiju_graph.queries import page_query
from teiju_graph.web.endpoint import CORS
from teiju_graph.web.site import ask_as_stranger, the_store

blueprint = Blueprint("graphs", __name__)


@blueprint.after_request
def allow_other_sites(response: Response) -> Response:
    """Let pages of other sites read the answers (CORS)."""
    response.headers.extend(CORS)
    return response


@blueprint.get("/graph-store")
def read_graph():
    """Send a graph (section 5.2): ?default or ?graph=ADDRESS; MissingError where there is none."""
    return send_graph(graph_name())


def send_graph(name: NamedNode | None) -> Response:
    """Return a graph, None meaning the default one, in the form that the request likes best."""
    if name and not has_graph(name):
        raise MissingError(f"グラフ {name.value} はありません。", f"There is no graph {name.value}.")
    asked = [("query", page_query("graph").text), *([("default-graph-uri", name.value)] if name else [])]
    accept = request.headers.get("Accept", "")
    reply = ask_as_stranger(Request("GET", urlencode(asked), accept=accept))
    response = Response(reply.body, content_type=reply.media_type)
    response.headers.update({"Vary": "Accept", "Teiju-Limits": current_app.extensions["limits"].words()})
    response.add_etag()
    response.make_conditional(request)
    return response


def graph_name() -> NamedNode | None:
    """Return the graph that the request is about, None for the default graph. ParameterError: it names none or both."""
    names = request.args.getlist("graph")
    if len(names) + ("default" in request.args) != 1:
        raise ParameterError(
            "?default か ?graph=アドレス のどちらか一つが要ります。",
            "Give either ?default or one ?graph=ADDRESS.",
            column="graph",
        )
    try:
        return NamedNode(names[0]) if names else None
    except ValueError as error:
        raise ParameterError(
            "グラフのアドレスではありません。", "is not the address of a graph.", column="graph"
        ) from error


def has_graph(name: NamedNode) -> bool:
    """Return whether there is a graph of that name."""
    answer = the_store().query(page_query("has_graph").fill({"graph": [name]}))
    return isinstance(answer, QueryBoolean) and bool(answer)
