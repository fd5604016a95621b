"""All data as files: the list of dumps, the dumps, and the named graphs at their own addresses."""

import base64
import hashlib

from flask import Blueprint, Response, redirect, request

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store
from teiju_graph.errors import MissingError
from teiju_graph.releases.dumps import MEDIA_TYPES, dump_names, write_dump
from teiju_graph.vocab import graph
from teiju_graph.web.graphs import has_graph
from teiju_graph.web.rendering import render_template
from teiju_graph.web.site import the_store

blueprint = Blueprint("dumps", __name__)


@blueprint.get("/dumps")
def dumps():
    """The list of the dumps."""
    return render_template("dumps.html", names=dump_names(the_store()))


@blueprint.get("/dumps/<path:name>")
def dump(name: str):
    """One dump; see teiju_graph.releases.dumps."""
    content, digest = _written(the_store(), name)
    response = Response(content, content_type=MEDIA_TYPES[name.rpartition(".")[2]])
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/graph/<name>")
def named_graph(name: str):
    """See Other: the Turtle of a named graph (its address names the graph, not a document)."""
    if not has_graph(graph(name)):
        raise MissingError(f"グラフ「{name}」はありません。", f"There is no graph “{name}”.")
    return redirect(f"{request.script_root}/dumps/graphs/{name}.ttl", 303)


@kept(8)
def _written(store: Store, name: str) -> tuple[bytes, str]:
    """The dump, and its SHA-256 as the header Repr-Digest writes it (RFC 9530)."""
    content = write_dump(store, name)
    return content, base64.b64encode(hashlib.sha256(content).digest()).decode()
