"""Tables with one column for two kinds of names: 取組名／成果指標 heads initiatives, and below each its indicators, which are
what has values. They become two columns."""

import re
from collections.abc import Callable
from dataclasses import replace

from teiju_graph.extract.grid.header import Header, filled, find_header
from teiju_graph.extract.rendition import Cell, Grid
from teiju_graph.extract.words.headings import read_heading

_TOP = 4  # rows that a header is looked for in
_VALUES = {"baseline", "target"}


def part_names(grid: Grid, is_municipality: Callable[[str], bool]) -> Grid:
    """Return the grid with initiatives and indicators in columns of their own, or as it is where one heading doesn't name
    both. `is_municipality` knows names in folded form."""
    headers = (find_header(grid, row, is_municipality) for row in range(min(_TOP, len(grid.rows))))
    header = next((header for header in headers if header), None)
    if not header or not {column.role for column in header.columns} & _VALUES:
        return grid
    for at, cell in enumerate(grid.rows[header.first]):
        parts = [part.strip() for part in re.split(r"[／/・\n]", cell.text)]
        if [read_heading(part).role for part in parts] == ["initiative", "indicator"] and not _has_indicators(header):
            return _parted(grid, header, at, parts)
    return grid


def _has_indicators(header: Header) -> bool:
    return any(column.role == "indicator" for column in header.columns)


def _parted(grid: Grid, header: Header, at: int, heads: list[str]) -> Grid:
    """The grid with the column `at` as two: a row with a value has an indicator there, any other one an initiative."""
    rows: list[list[Cell]] = []
    subject: tuple[int, int] | None = None  # where the name of the initiative stands
    alone: Cell | None = None  # a name that has a row to itself: the first indicator's row gets it
    for number, row in enumerate(grid.rows):
        cell = row[at]
        before, after = _moved(row[:at], at), _moved(row[at + 1 :], at)
        has_value = any(
            each.text.strip() and column.role in _VALUES for each, column in zip(row, header.columns, strict=True)
        )
        if number < header.last:
            told = [replace(cell, text=head) for head in heads]
        elif not has_value:
            told = [cell, Cell("", cell.place)]
            is_title = len(filled(row)) == 1 and bool(cell.text.strip())
            alone = cell if is_title else None
            subject = (number, at) if cell.text.strip() and not is_title else subject
        elif alone and rows:
            rows[-1] = [replace(each, text="", origin=None) for each in rows[-1]]
            told = [replace(alone, origin=None), cell]
            subject, alone = (number, at), None
        else:
            told = [_again(rows, subject) or Cell("", cell.place), cell]
        rows.append([*before, *told, *after])
    return replace(grid, rows=rows, gaps=tuple(gap + (gap > at) for gap in grid.gaps))


def _again(rows: list[list[Cell]], subject: tuple[int, int] | None) -> Cell | None:
    return replace(rows[subject[0]][subject[1]], origin=subject) if subject else None


def _moved(cells: list[Cell], at: int) -> list[Cell]:
    """The cells, their origins counted with the column that comes after `at`."""
    return [
        replace(cell, origin=(cell.origin[0], cell.origin[1] + 1)) if cell.origin and cell.origin[1] > at else cell
        for cell in cells
    ]
