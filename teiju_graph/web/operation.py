"""What an operator asks: whether the process lives, whether it answers, what it counted; and what the API is."""

from flask import Blueprint, Response, current_app, request

from teiju_graph.endpoint.protocol import Request
from teiju_graph.endpoint.replies import at_once
from teiju_graph.openapi import describe_api
from teiju_graph.web.site import the_store

blueprint = Blueprint("operation", __name__)


@blueprint.get("/healthz")
def healthy():
    """Say that the process lives and its own store answers."""
    the_store().query("ASK { ?s ?p ?o }")
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready():
    """Say that a stranger's query would be answered now, by the way that it would take; by the time, its answer is not
    kept."""
    at_once(current_app.extensions["answers"].answer(Request("GET", "query=ASK%20%7BBIND(NOW()%20AS%20%3Fnow)%7D")))
    return Response("ready\n", mimetype="text/plain")


@blueprint.get("/metrics")
def metrics():
    """Tell the counters (Prometheus text format)."""
    media_type, text = current_app.extensions["observed"].tell()
    return Response(text, content_type=media_type)


@blueprint.get("/openapi.json")
def openapi():
    """Describe the addresses that programs use, with the limits (OpenAPI 3.1)."""
    limits, days = current_app.extensions["limits"], current_app.extensions["moments"] is not None
    return current_app.json.response(describe_api(request.host_url.rstrip("/"), limits, days))
