"""Drafts under review, for the person who corrects them: never part of the graph, and on no public server."""

from math import ceil
from pathlib import Path

from flask import Blueprint, Response, current_app, request

from teiju_graph.endpoint.formats import write_sheet
from teiju_graph.pages.drafts import SHOWN, Draft, list_drafts, read_draft
from teiju_graph.tables.records import tables
from teiju_graph.web.rendering import render_template
from teiju_graph.web.site import download

blueprint = Blueprint("drafts", __name__)
_ITEMS, _LINES = 40, 500  # on a page
_SHEET = ["table", "key", "kind", "label", "field", "read_as", "printed", "lines", "sure", "reason_ja", "reason_en"]


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """A draft changes while it is worked on, and is for nobody else."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/drafts")
def drafts():
    """The drafts below the folder of tables, with what is left to do."""
    return render_template("drafts/list.html", drafts=list_drafts(_tables()))


@blueprint.get("/drafts/<key>")
def draft(key: str):
    """One draft: what needs a person, and the records asked for, each cell beside its passage."""
    told = read_draft(_tables(), key)
    show = request.args.get("show", "")
    if show not in SHOWN:
        show = "doubtful" if told.open_cells else "all"
    wish = {name: request.args.get(name, "")[:200] for name in ("kind", "why", "words")}
    items = told.choose(show, wish["kind"], wish["why"], wish["words"])
    page, pages = _page(len(items), _ITEMS)
    return render_template(
        "drafts/draft.html",
        draft=told,
        review=told.review,
        items=items[(page - 1) * _ITEMS : page * _ITEMS],
        found=len(items),
        show=show,
        wish=wish,
        page=page,
        pages=pages,
        tables=tables(),
        lines_of_a_page=_LINES,
    )


@blueprint.get("/drafts/<key>/lines")
def lines(key: str):
    """The whole document line by line, with what became of each."""
    told = read_draft(_tables(), key)
    page, pages = _page(len(told.review.text), _LINES)
    first = (page - 1) * _LINES + 1
    fates = {
        number: fate for fate in told.review.fates for number in range(fate.first, fate.last + 1)
    }  # fmt: skip
    return render_template(
        "drafts/lines.html", draft=told, review=told.review, fates=fates, first=first, page=page, pages=pages,
        last=min(first + _LINES - 1, len(told.review.text)),
    )  # fmt: skip


@blueprint.get("/drafts/<key>.csv")
def draft_sheet(key: str):
    """Every cell of a draft with its lines and doubts, for a spreadsheet."""
    told = read_draft(_tables(), key)
    return download(write_sheet(_SHEET, list(_rows(told))), "text/csv", f"{key}-review.csv")


def _rows(told: Draft):
    for item in told.review.items:
        for cell in item.cells:
            where = str(cell.first) if cell.first == cell.last else f"{cell.first}-{cell.last}"
            why = [" / ".join(getattr(doubt, lang) for doubt in cell.doubts) for lang in ("ja", "en")]
            sure = "no" if cell.doubts else "yes"
            yield [item.table, item.key, item.kind, item.label, cell.name, cell.value, cell.printed, where, sure, *why]


def _page(count: int, size: int) -> tuple[int, int]:
    """The page asked for, and how many there are."""
    pages = max(1, ceil(count / size))
    asked = request.args.get("page", "1")
    return min(pages, max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1)), pages


def _tables() -> Path:
    return current_app.extensions["drafts"]
