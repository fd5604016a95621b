"""Things at their addresses: /id/… leads to /doc/…, which comes as a page or as RDF."""

from collections.abc import Collection
from copy import copy
from typing import Any

from flask import Blueprint, current_app, redirect, request
from pyoxigraph import Literal, Triple

from teiju_graph.ahead import answer
from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store
from teiju_graph.errors import GoneError, MissingError
from teiju_graph.metadata.schema_org import describe_thing
from teiju_graph.pages import TELLING, Page, by_place, list_kind, name_kind, read_page, read_quality
from teiju_graph.queries import page_query
from teiju_graph.vocab import term, thing, typed
from teiju_graph.web.place import Place, the_place
from teiju_graph.web.rendering import render, render_template
from teiju_graph.web.representations import form_asked_for, represent, split_form, write_statements
from teiju_graph.web.site import the_store

blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<kind>/<path:key>")
def identified(kind: str, key: str):
    """See Other: the document that describes the thing, in the form asked for (303, httpRange-14)."""
    form = form_asked_for()
    if form != "html":
        _document(f"{kind}/{key}")
    else:
        _tell(kind, f"{kind}/{key}")
    suffix = "" if form == "html" else f".{form}"
    response = redirect(f"{request.script_root}/doc/{kind}/{key}{suffix}", 303)
    response.headers["Vary"] = "Accept"
    return response


@blueprint.get("/id/<kind>")
def identified_kind(kind: str):
    """See Other: the list of the concepts of a scheme, whose address ends with its kind."""
    list_kind(the_store(), kind)
    return redirect(f"{request.script_root}/doc/{kind}", 303)


@blueprint.get("/doc/<kind>")
def kind_of_things(kind: str):
    """The list of the things of a kind."""
    groups = by_place(list_kind(the_store(), kind))
    return render_template("kind.html", kind=name_kind(the_store(), kind), groups=groups)


@blueprint.get("/doc/<kind>/<path:key>")
def document(kind: str, key: str):
    """The document of a thing; the address may end with the form: .html, .ttl, .nt, .jsonld, .rdf."""
    path, form = split_form(f"{kind}/{key}")
    form = form or form_asked_for()
    return represent(
        f"doc/{path}", form, lambda: _document(path), lambda: show_thing(the_place(), path), thing(path).value
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


def show_thing(place: Place, path: str) -> str:
    """Return the page of a thing, as it stands at a place: with what its kind shows in its own way, else fact by fact.
    MissingError, GoneError: there is no such thing, or no more."""
    kind = path.partition("/")[0]
    page, told, described = _tell(kind, path)
    forms = current_app.config["FORMS"]
    page = copy(page)  # it is kept for the other language, and a template takes from it what it shows in its own way
    given = {"page": page, "path": path, "kind": name_kind(the_store(), kind), "forms": forms, "described": described}
    if told is None:
        return render(place, "thing.html", **given)
    template = "cooperation" if TELLING[kind] is TELLING["initiative"] else kind
    return render(place, f"things/{template}.html", told=told, **given)


def write_thing(path: str, form: str) -> bytes:
    """Return the document of a thing in a form of RDF. MissingError, GoneError: as for its page."""
    return write_statements(_document(path), form)


def _tell(kind: str, path: str) -> tuple[Page, Any, dict]:
    """What the page of a thing tells, in both languages."""
    read = _keep_told if the_store().digest else _read_told
    return read(the_store(), kind, path)


def _read_told(store: Store, kind: str, path: str) -> tuple[Page, Any, dict]:
    own = _statements(store, path)
    _refuse_withheld(path, own)
    page = read_page(store, path)
    return page, TELLING[kind](store, page) if kind in TELLING else None, describe_thing(thing(path), own)


def _document(path: str) -> tuple[Triple, ...]:
    """What the document of a thing says."""
    read = _keep_document if the_store().digest else _read_document
    return read(the_store(), path)


def _read_document(store: Store, path: str) -> tuple[Triple, ...]:
    rows = answer(store, page_query("document"), {"thing": [thing(path)]})
    statements = {Triple(row["subject"], row["property"], row["value"]) for row in rows}
    if not statements:
        raise MissingError.of(path)
    _refuse_withheld(path, statements)
    return tuple(sorted(statements, key=lambda each: (str(each.subject), each.predicate.value, str(each.object))))


# The languages and forms of one thing are often asked for one after the other; a store with a digest doesn't change.
_keep_told = kept(16)(_read_told)
_keep_document = kept(16)(_read_document)


def _statements(store: Store, path: str) -> list[Triple]:
    node = thing(path)
    rows = answer(store, page_query("own"), {"thing": [node]})
    return [Triple(node, row["property"], row["value"]) for row in rows]


def _refuse_withheld(path: str, statements: Collection[Triple]) -> None:
    """Raise GoneError where a thing was withheld (`owl:deprecated`), with the reason where there is one."""
    if Triple(thing(path), term("owl:deprecated"), typed("true", "boolean")) not in statements:
        return
    why = [
        each.object
        for each in statements
        if each.subject == thing(path) and each.predicate == term("dcterms:description")
    ]
    told = {each.language: each.value for each in why if isinstance(each, Literal)}
    raise GoneError(
        f"「{path}」は取り下げられました。{told.get('ja', '')}", f"“{path}” was withheld. {told.get('en', '')}".strip()
    )
