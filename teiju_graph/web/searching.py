"""Search by words: what was found, by kind, with why."""

from flask import Blueprint, current_app, request

from teiju_graph.errors import ParameterError
from teiju_graph.finding.gazetteer import open_gazetteer
from teiju_graph.finding.search import Results, open_index, search
from teiju_graph.finding.spelling import mark
from teiju_graph.labels import Link
from teiju_graph.pages import kind_link
from teiju_graph.web.place import language
from teiju_graph.web.rendering import render_template
from teiju_graph.web.site import the_store

blueprint = Blueprint("searching", __name__)
_FEW, _MANY = 10, 500  # of a kind: on the page of all kinds, and where one kind is asked for


@blueprint.get("/search")
def find():
    """What the words typed find; the form alone while nothing is typed."""
    typed = request.args.get("q", "")
    kind = request.args.get("kind", "")
    results, message = Results([]), ""
    if typed.strip():
        try:
            results = search(the_store(), typed)
        except ParameterError as error:
            message = error.message(language())
    groups = {name: hits for name, hits in results.groups().items() if not kind or name == kind}
    page = render_template(
        "search.html",
        typed=typed[:300],
        message=message,
        results=results,
        groups=[(_kind(name), hits[: _MANY if kind else _FEW], len(hits)) for name, hits in groups.items()],
        kind=kind,
        mark=mark,
        places=open_gazetteer(the_store()).places,
    )
    return page, 400 if message else 200


@blueprint.get("/search.json")
def find_json():
    """The same for programs."""
    results = search(the_store(), request.args.get("q", ""))
    found = [
        {
            "uri": hit.thing.iri,
            "kind": hit.kind,
            "label_ja": hit.thing.ja,
            "label_en": hit.thing.en,
            "why": [
                {"why": each.why, "text": "".join(text for text, _ in each.pieces), "lang": each.lang}
                for each in hit.reasons
            ],
        }
        for hit in results.hits[:_MANY]
    ]
    told = {"words": results.terms, "loose": results.loose, "near": results.near, "count": len(results.hits)}
    return current_app.json.response({**told, "results": found})


def _kind(name: str) -> Link:
    """A kind with its name; that of a scheme of concepts is the scheme's."""
    return open_index(the_store()).links.get(name) or kind_link(name)
