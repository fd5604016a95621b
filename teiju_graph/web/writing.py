"""The graph store, its writing part, for a throw-away store only (SPARQL 1.1 Graph Store HTTP Protocol, 5.3 to 5.6)."""

from uuid import uuid4

from flask import Blueprint, Response, current_app, request
from pyoxigraph import NamedNode

from teiju_graph.endpoint.scratch import ScratchStore
from teiju_graph.errors import MissingError
from teiju_graph.web.graphs import graph_name, has_graph, send_graph

blueprint = Blueprint("writing", __name__)


@blueprint.get("/graph-store/<path:name>")
def read_direct(name: str):
    """Send the graph whose address the request was sent to (section 4.1)."""
    return send_graph(NamedNode(request.base_url))


@blueprint.route("/graph-store", methods=["PUT", "POST", "DELETE"])
def write_indirect():
    """Write to the graph that ?graph= or ?default names; a POST that names none makes a new graph (section 5.5)."""
    if request.method == "POST" and not request.args:
        return _write(NamedNode(f"{request.base_url}/{uuid4()}"))
    return _write(graph_name())


@blueprint.route("/graph-store/<path:name>", methods=["PUT", "POST", "DELETE"])
def write_direct(name: str):
    """Write to the graph whose address the request was sent to."""
    return _write(NamedNode(request.base_url))


def _write(name: NamedNode | None) -> Response:
    store: ScratchStore = current_app.extensions["store"]
    known = name is None or has_graph(name)
    if request.method == "DELETE" and not known:
        raise MissingError("このグラフはありません。", "There is no such graph.")
    documents = _documents() if request.method != "DELETE" else []
    if request.method != "POST":
        store.remove(name)
    for content, media_type in documents:
        store.add(name, content, media_type, name.value if name else request.base_url)
    response = Response(status=204 if known else 201)
    if name and not known:
        response.headers["Location"] = name.value
    return response


def _documents() -> list[tuple[bytes, str]]:
    """The documents sent with their types: the body, or the parts of a form."""
    if request.mimetype == "multipart/form-data":
        return [(part.read(), part.mimetype) for part in request.files.values()]
    return [(request.get_data(), request.mimetype)]
