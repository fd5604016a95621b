"""Things at their addresses: /id/… leads to /doc/…, which comes as a page or as RDF."""

from flask import Blueprint, redirect, render_template, request
from pyoxigraph import QueryTriples, Triple

from teiju_graph.errors import MissingError
from teiju_graph.pages import TELLING, by_place, list_kind, name_kind, read_page, read_quality
from teiju_graph.queries import page_query
from teiju_graph.schema_org import describe_thing
from teiju_graph.vocab import thing
from teiju_graph.web.representations import FORMS, form_asked_for, represent, split_form
from teiju_graph.web.site import the_store

blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<kind>/<path:key>")
def identified(kind: str, key: str):
    """See Other: the document that describes the thing, in the form asked for (303, httpRange-14)."""
    form = form_asked_for()
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
    groups = by_place(list_kind(the_store(), kind))
    return render_template("kind.html", kind=name_kind(the_store(), kind), groups=groups)


@blueprint.get("/doc/<kind>/<path:key>")
def document(kind: str, key: str):
    """The document of a thing; the address may end with the form: .html, .ttl, .nt, .jsonld, .rdf."""
    path, form = split_form(f"{kind}/{key}")
    return represent(
        f"doc/{path}", form or form_asked_for(), lambda: _document(path), lambda: _page(kind, path), thing(path).value
    )


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
    described = describe_thing(thing(path), _construct("own", path))
    given = {"page": page, "path": path, "kind": name_kind(the_store(), kind), "forms": FORMS, "described": described}
    if kind not in TELLING:
        return render_template("thing.html", **given)
    told = TELLING[kind](the_store(), page)
    template = "cooperation" if TELLING[kind] is TELLING["initiative"] else kind
    return render_template(f"things/{template}.html", told=told, **given)


def _document(path: str) -> list[Triple]:
    """What the document of a thing says."""
    statements = _construct("document", path)
    if not statements:
        raise MissingError.of(path)
    return statements


def _construct(name: str, path: str) -> list[Triple]:
    answer = the_store().query(page_query(name).fill({"thing": [thing(path)]}))
    return list(answer) if isinstance(answer, QueryTriples) else []
