"""Columns whose heading no list knows, told by what their cells look like: municipalities, years, departments."""

import re
from dataclasses import replace

from teiju_graph.extract.grid.header import Header
from teiju_graph.extract.rendition import Grid
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import words

_PLACE = re.compile(r"[^\d市町村、,・]{1,6}[市町村](?:\(.*\))?(?:ほか|他|など|等)?|(?:全|各|圏域|\d).{0,6}[市町村]")
_YEAR = re.compile(r"(?:(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)|(?:19|20)\d\d)(?:年度?|[./年].*)?")
_ENOUGH = 0.7  # of the cells that are filled
_TAKEN = {
    "participants": {"participants", "municipality", "parties", "first_party", "second_party", "excluded"},
    "start_year": {"start_year", "founded_year", "period", "date", "baseline_year", "target_year"},
    "department": {"department"},
}


def told_by_cells(grid: Grid, header: Header, first: int, last: int) -> Header:
    """Return the header with a role for one unknown column of each kind that no other column has: of municipalities
    where its heading speaks of them, else as a guess. Tables of indicators are left as they are."""
    roles = {column.role for column in header.columns}
    columns = list(header.columns)
    if roles & {"baseline", "target", "indicator"}:
        return header
    for number, column in enumerate(columns):
        if column.role or not column.heading:
            continue
        texts = [fold(row[number].text) for row in grid.rows[first:last] if row[number].text.strip()]
        role = _look(texts)
        if role and not roles & _TAKEN[role]:
            roles.add(role)
            named = role == "participants" and any(word in column.heading for word in words("column", role))
            columns[number] = replace(column, role=role, guess=not named)
    return replace(header, columns=columns)


def _look(texts: list[str]) -> str:
    """The role that the cells of a column look like; empty where they look like none."""
    if len(texts) < 2:
        return ""
    tests = {
        "participants": lambda text: all(_PLACE.fullmatch(part) for part in re.split("[、,・]", text)),
        "start_year": lambda text: bool(_YEAR.fullmatch(text)),
        "department": lambda text: text.endswith(words("column", "department")) and len(text) <= 15,
    }
    return next((role for role, test in tests.items() if sum(map(test, texts)) >= _ENOUGH * len(texts)), "")
