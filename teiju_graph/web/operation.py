"""What an operator asks: whether the process lives, and whether it answers."""

from flask import Blueprint, Response, current_app

from teiju_graph.protocol import Request
from teiju_graph.web.site import the_store

blueprint = Blueprint("operation", __name__)


@blueprint.get("/healthz")
def healthy():
    """Say that the process lives and its own store answers."""
    the_store().query("ASK { ?s ?p ?o }")
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready():
    """Say that a stranger's query would be answered now, by the way that it would take."""
    current_app.extensions["answers"].answer(Request("GET", "query=ASK%20%7B%7D"))
    return Response("ready\n", mimetype="text/plain")
