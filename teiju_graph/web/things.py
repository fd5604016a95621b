"""Things at their addresses: /id/… leads to /doc/…, which comes as a page or as RDF."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from pyoxigraph import QueryTriples, Triple

from teiju_graph.errors import FormatError, MissingError
from teiju_graph.formats import GRAPHS, write_graph
from teiju_graph.pages import TELLING, kind_link, list_kind, read_page, read_quality
from teiju_graph.queries import page_query
from teiju_graph.vocab import thing
from teiju_graph.web.site import the_store

blueprint = Blueprint("things", __name__)
FORMS = ("ttl", "nt", "jsonld", "rdf")
_MEDIA = {"text/html": "html", **{GRAPHS[name].media_type: name for name in FORMS}}


@blueprint.get("/id/<kind>/<path:key>")
def identified(kind: str, key: str):
    """See Other: the document that describes the thing, in the form asked for (303, httpRange-14)."""
    form = _form_asked_for()
    if form != "html":
        _document(f"{kind}/{key}")
    else:
        read_page(the_store(), f"{kind}/{key}")
    suffix = "" if form == "html" else f".{form}"
    response = redirect(f"{request.script_root}/doc/{kind}/{key}{suffix}", 303)
    response.headers["Vary"] = "Accept"
    return response


@blueprint.get("/doc/<kind>")
def kind_of_things(kind: str):
    """The list of the things of a kind."""
    return render_template("kind.html", kind=kind_link(kind), entries=list_kind(the_store(), kind))


@blueprint.get("/doc/<kind>/<path:key>")
def document(kind: str, key: str):
    """The document of a thing; the address may end with the form: .html, .ttl, .nt, .jsonld, .rdf."""
    stem, _, ending = key.rpartition(".")
    if stem and ending in (*FORMS, "html"):
        path, form = f"{kind}/{stem}", ending
    else:
        path, form = f"{kind}/{key}", _form_asked_for()
    if form == "html":
        response = make_response(_page(kind, path))
    else:
        response = Response(write_graph(_document(path), form), mimetype=GRAPHS[form].media_type)
    response.headers["Vary"] = "Accept"
    return response


@blueprint.get("/sources")
@blueprint.get("/sources/<key>")
def source(key: str = ""):
    """The sources, or one of them: short addresses of what stands below /doc/source."""
    return redirect(f"{request.script_root}/doc/source{'/' if key else ''}{key}", 308)


@blueprint.get("/quality")
def quality():
    """What is open, corrected, concluded, broken and known."""
    return render_template("quality.html", quality=read_quality(the_store()))


def _page(kind: str, path: str) -> str:
    """The page of a thing: with what its kind shows in its own way, else fact by fact."""
    page = read_page(the_store(), path)
    given = {"page": page, "path": path, "forms": FORMS}
    if kind not in TELLING:
        return render_template("thing.html", **given)
    told = TELLING[kind](the_store(), page)
    name = "cooperation" if TELLING[kind] is TELLING["initiative"] else kind
    return render_template(f"things/{name}.html", told=told, **given)


def _form_asked_for() -> str:
    if not request.accept_mimetypes.provided:
        return "html"
    best = request.accept_mimetypes.best_match(list(_MEDIA))
    if best is None:
        raise FormatError(
            f"この形では出せません。使えるのは {'、'.join(_MEDIA)} です。",
            f"It doesn't come in that form; it comes as {', '.join(_MEDIA)}.",
        )
    return _MEDIA[best]


def _document(path: str) -> list[Triple]:
    """What the document of a thing says."""
    answer = the_store().query(page_query("document").fill({"thing": [thing(path)]}))
    statements = list(answer) if isinstance(answer, QueryTriples) else []
    if not statements:
        raise MissingError(f"「{path}」はありません。", f"There is no “{path}”.")
    return statements
