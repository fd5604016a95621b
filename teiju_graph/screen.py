"""Answers on a terminal: tables whose columns line up, full-width characters counted as two."""

import unicodedata

from pyoxigraph import QueryBoolean, QuerySolutions

from teiju_graph.endpoint.formats import plain, write
from teiju_graph.engines.store import Answer
from teiju_graph.finding.shared import Shared
from teiju_graph.vocab import BASE, shorten


def draw(answer: Answer) -> str:
    """Return an answer as text: a table for rows, yes or no for ASK, Turtle for a graph."""
    if isinstance(answer, QuerySolutions):
        heading = [variable.value for variable in answer.variables]
        return _grid(heading, [[_short(plain(row[name])) for name in heading] for row in answer])
    if isinstance(answer, QueryBoolean):
        return "true" if answer else "false"
    return write(answer, "ttl").decode()


def draw_shared(found: list[Shared], lang: str) -> str:
    """Return what municipalities share as a table: what, who takes part, whether the list is open, since when; a sentence
    where it is nothing."""
    if not found:
        return (
            "読み取った出典には見つかりません。--only や --kind を外すか、市町村を減らしてみてください。"
            if lang == "ja"
            else "Nothing was found in the sources read; leave out --only or --kind, or name fewer municipalities."
        )
    heading = (
        ["連携", "参加市町村", "一覧", "開始", "行"] if lang == "ja" else ["what", "who", "list", "since", "lines"]
    )
    closed = {True: "閉", False: "開(ほか)", None: "—"} if lang == "ja" else {True: "closed", False: "open", None: "—"}
    rows = [
        [
            each.label(lang),
            ("、" if lang == "ja" else ", ").join(name.label(lang) for name in each.participants),
            closed[each.complete],
            str(each.start_year or ""),
            "; ".join(each.lines),
        ]
        for each in found
    ]
    return _grid(heading, rows)


def _short(text: str) -> str:
    return text.removeprefix(BASE + "id/") if text.startswith(BASE) else shorten(text)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


def _grid(heading: list[str], rows: list[list[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(heading, *rows, strict=True)]
    lines = [heading, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
