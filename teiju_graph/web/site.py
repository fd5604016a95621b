"""The questions, and what all rooms of the site share: its store, its errors, files to be saved."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, request
from pyoxigraph import QuerySolutions

from teiju_graph.endpoint.formats import plain, write, write_sheet
from teiju_graph.endpoint.protocol import Reply, Request
from teiju_graph.endpoint.replies import at_once
from teiju_graph.engines.store import Store
from teiju_graph.errors import MissingError, TeijuError
from teiju_graph.labels import Link
from teiju_graph.pages import find_near, list_kind, read_kinds, read_sheet
from teiju_graph.queries import Question, find_question, library
from teiju_graph.questions import ask, fill, name_things
from teiju_graph.web.place import language
from teiju_graph.web.rendering import render_template

blueprint = Blueprint("site", __name__)
_FEW = 150  # a parameter with more choices than this is typed, not picked


def the_store() -> Store:
    """Return the store that the site serves."""
    return current_app.extensions["store"]


def ask_as_stranger(asked: Request) -> Reply:
    """Return the reply to a query of whoever asked for the page, guarded as the endpoint's are."""
    return at_once(current_app.extensions["answers"].answer(asked, request.remote_addr or ""))


def show_error(error: TeijuError) -> Response:
    """Return an error as a page for browsers, as text for programs."""
    lang = language()
    if request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html":
        return make_response(render_template("error.html", message=error.message(lang), **_ways_on(error)))
    return Response(error.message(lang) + "\n", mimetype="text/plain")


def _ways_on(error: TeijuError) -> dict[str, object]:
    """What an error page offers instead of a thing that is not there: near ones, and the list of its kind."""
    asked = request.view_args or {}
    if not (isinstance(error, MissingError) and "kind" in asked):
        return {}
    kinds = {kind.path: kind for kind, _ in read_kinds(the_store())}
    return {"near": find_near(the_store(), asked["kind"], asked.get("key", "")), "kind": kinds.get(asked["kind"])}


def show_question(asked: Question, given: dict[str, list[str]], sentence: str = "", others: Sequence = ()) -> str:
    """Return the page of a question with these parameters, with its answer once those that it needs are given.

    sentence: what a person asked, where it was read as this question; others: the web.asking.Offers beside it."""
    complete = all(parameter.optional or any(given[key]) for key, parameter in asked.parameters.items())
    sheet = query = None
    if complete:
        query = fill(the_store(), asked, given)
        sheet = read_sheet(the_store(), the_store().query(query))
    return render_template(
        "question.html",
        question=asked,
        given=given,
        names=name_things(the_store(), asked, given, language()),
        sheet=sheet,
        query=query or asked.text,
        choices={parameter.type: _choices_of(parameter.type) for parameter in asked.parameters.values()},
        address=urlencode([(key, value) for key, values in given.items() for value in values]),
        sentence=sentence,
        others=others,
    )


@blueprint.get("/questions")
def questions():
    """The query library."""
    return render_template("questions.html", questions=library().values())


@blueprint.get("/questions/<name>")
def question(name: str):
    """One question with its form, and its answer once the parameters it needs are given."""
    asked = find_question(name)
    return show_question(asked, {key: request.args.getlist(key) for key in asked.parameters})


@blueprint.get("/questions/<name>.<form>")
def question_file(name: str, form: str):
    """A question as .rq, or its answer as .csv (with labels, for spreadsheets) or .json (SPARQL results)."""
    asked = find_question(name)
    if form == "rq":
        return Response(asked.text, mimetype="application/sparql-query")
    answer = ask(the_store(), asked, {key: request.args.getlist(key) for key in request.args})
    if form == "csv" and isinstance(answer, QuerySolutions):
        heading = [variable.value for variable in answer.variables]
        rows = [[plain(row[column]) for column in heading] for row in answer]
        return download(write_sheet(heading, rows), "text/csv", f"{name}.csv")
    return Response(write(answer, form), mimetype="application/sparql-results+json")


@blueprint.get("/accessibility")
def accessibility():
    """What was and wasn't tested so that everybody can use the site."""
    return render_template("accessibility.html")


def _choices_of(kind: str) -> list[Link]:
    if kind in ("text", "year", "integer", "thing"):
        return []
    try:
        entries = [entry.thing for entry in list_kind(the_store(), kind)]
    except MissingError:  # of this kind there is nothing in these data
        return []
    return entries if len(entries) <= _FEW else []


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file that browsers save under that name."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=media_type, headers={"Content-Disposition": disposition})
