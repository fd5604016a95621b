"""The ontology, its shapes and its alignments at their addresses: a page for people, RDF for programs."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, redirect, request
from pyoxigraph import BlankNode, Triple

from teiju_graph.errors import MissingError
from teiju_graph.files import folder
from teiju_graph.metadata.terminology import (
    ALIGNMENTS,
    SHAPES,
    properties_of,
    read_diagram,
    read_terminology,
    read_version,
)
from teiju_graph.ontology import TERMS, read_turtle
from teiju_graph.vocab import BASE
from teiju_graph.web.rendering import render_template
from teiju_graph.web.representations import FORMS, MEDIA, form_asked_for, represent

blueprint = Blueprint("vocabulary", __name__)


@blueprint.get("/ontology")
@blueprint.get("/ontology.<form>")
def ontology(form: str = ""):
    """Every term with its meaning, rules, example and kin; in RDF the file of the terms."""
    return represent("ontology", _known(form) or form_asked_for(), lambda: _file(TERMS), _page, BASE + "ontology")


@blueprint.get("/ontology/<version>")
def versioned(version: str):
    """See Other: the ontology of that version, which is served while it is the current one (owl:versionIRI)."""
    if version != read_version():
        raise MissingError(
            f"{version} 版はここにはありません。いまの版は {read_version()} です。前の版は、その版の公開ファイルにあります。",
            f"Version {version} is not served here; the current one is {read_version()}. Earlier ones stand in their releases.",
        )
    form = form_asked_for()
    return redirect(f"{request.script_root}/ontology{'' if form == 'html' else '.' + form}", 303)


@blueprint.get("/shapes")
@blueprint.get("/shapes.<form>")
def shapes(form: str = ""):
    """The rules (SHACL); people are led to the words of the ontology page."""
    return _other("shapes", SHAPES, form)


@blueprint.get("/alignments")
@blueprint.get("/alignments.<form>")
def alignments(form: str = ""):
    """How the terms relate to other vocabularies; people are led to the ontology page."""
    return _other("alignments", ALIGNMENTS, form)


def _other(path: str, file: str, form: str):
    asked = _known(form) or form_asked_for()
    if asked == "html":
        return redirect(f"{request.script_root}/ontology", 303)
    return represent(path, asked, lambda: _file(file), str, BASE + path)


def _page() -> str:
    terms = read_terminology()
    boxes, arrows = read_diagram()
    return render_template(
        "ontology.html",
        terms=terms,
        labels={each.name: each.labels for each in terms},
        properties={each.name: properties_of(each.name) for each in terms if each.is_class},
        boxes=boxes,
        arrows=arrows,
        version=read_version(),
        forms=FORMS,
    )


def _file(name: str) -> Iterable[Triple]:
    """The statements of a file, its nameless nodes numbered in its order: the same file gives the same bytes."""
    nodes: dict[BlankNode, BlankNode] = {}

    def name_node(node: Any) -> Any:
        return nodes.setdefault(node, BlankNode(f"n{len(nodes)}")) if isinstance(node, BlankNode) else node

    for quad in read_turtle(folder("ontology") / name):
        yield Triple(name_node(quad.subject), quad.predicate, name_node(quad.object))


def _known(form: str) -> str:
    if form and form not in MEDIA:
        raise MissingError(f"「{form}」という形はありません。", f"There is no form “{form}”.")
    return form
