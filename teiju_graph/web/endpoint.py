"""The SPARQL endpoint: queries by GET and POST, answers in the form asked for; an editor for browsers."""

import re

from flask import Blueprint, Response, make_response, render_template, request
from pyoxigraph import QueryTriples

from teiju_graph.errors import FormatError, InputError, ParameterError, QueryError
from teiju_graph.formats import TABLES, formats_of, write
from teiju_graph.pages import Sheet, read_sheet
from teiju_graph.queries import library
from teiju_graph.store import Answer
from teiju_graph.web.site import the_store

blueprint = Blueprint("endpoint", __name__)
_QUERY, _FORM = "application/sparql-query", "application/x-www-form-urlencoded"
_SILENT = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL
)


class MediaTypeError(InputError):
    """A request body of a type that carries no query."""

    status = 415


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql():
    """Answer a query (SPARQL 1.1 Protocol, section 2.1); without one, show the editor."""
    text = _text()
    if text is None:
        if request.method == "POST" or not _wants_page():
            raise ParameterError(
                "query がありません。?query=SELECT… のように送ってください。",
                "is missing; send ?query=SELECT…",
                column="query",
            )
        return _editor("", None, "")
    answer = _answer(text)
    name = request.values.get("format", "")
    if not name and request.method == "GET" and _wants_page():
        return _page(text, answer)
    response = Response(
        write(answer, name or _negotiated(answer)), mimetype=formats_of(answer)[name or _negotiated(answer)].media_type
    )
    response.headers["Vary"] = "Accept"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/healthz")
def healthy():
    """Say that queries are answered."""
    the_store().query("ASK { ?s ?p ?o }")
    return Response("ok\n", mimetype="text/plain")


def _text() -> str | None:
    if request.method == "GET":
        return request.args.get("query")
    if request.mimetype == _QUERY:
        return request.get_data(as_text=True)
    if request.mimetype == _FORM:
        return request.form.get("query")
    raise MediaTypeError(
        f"本文の種類は {_QUERY} か {_FORM} です。", f"The body must be {_QUERY} or {_FORM}.", column="Content-Type"
    )


def _answer(text: str) -> Answer:
    """The store's answer, unless the query would reach out to another server."""
    if re.search(r"(?<![?$:\w])SERVICE\b(?!\s*:)", _SILENT.sub(" ", text), re.IGNORECASE):
        raise QueryError("SERVICE は使えません。", "SERVICE is not allowed here.")
    return the_store().query(text)


def _wants_page() -> bool:
    machine = [each.media_type for each in TABLES.values()]
    return request.accept_mimetypes.best_match([*machine, "text/html"]) == "text/html"


def _negotiated(answer: Answer) -> str:
    offered = {each.media_type: name for name, each in formats_of(answer).items()}
    offered |= {"application/json": "json", "application/xml": "xml", "text/plain": "nt"}
    offered = {media: name for media, name in offered.items() if name in formats_of(answer)}
    if not request.accept_mimetypes.provided:
        return next(iter(formats_of(answer)))
    best = request.accept_mimetypes.best_match(list(offered))
    if best is None:
        raise FormatError(
            f"この形では出せません。使えるのは {'、'.join(offered)} です。",
            f"The answer doesn't come in that form; it comes as {', '.join(offered)}.",
        )
    return offered[best]


def _page(text: str, answer: Answer):
    if isinstance(answer, QueryTriples):
        return _editor(text, None, write(answer, "ttl").decode())
    return _editor(text, read_sheet(the_store(), answer), "")


def _editor(text: str, sheet: Sheet | None, turtle: str):
    page = render_template("sparql.html", query=text, sheet=sheet, turtle=turtle, questions=library().values())
    response = make_response(page)
    response.headers["Vary"] = "Accept"
    return response
