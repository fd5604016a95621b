"""Tables that stand beside one another in one grid: told apart by an empty column between them, by headings that
repeat, or by two columns of names that each have participants of their own."""

from collections.abc import Callable
from dataclasses import replace

from teiju_graph.extract.grid.header import Column, filled, find_header
from teiju_graph.extract.rendition import Cell, Grid, Line

_NAMES = {"initiative", "organization", "agreement", "name", "indicator"}
_WHO = {"participants", "municipality", "parties", "first_party", "second_party"}
_DETAILS = _WHO | {"start_year", "founded_year", "department", "summary", "date", "target", "baseline"}
_LEADING = {"number", "field", ""}  # columns that may stand before a table's names
_TOP = 6  # rows that a header is looked for in


def split_beside(grid: Grid, is_municipality: Callable[[str], bool]) -> list[Grid]:
    """Return the tables of a grid from the left: mostly the grid itself. `is_municipality` knows names in folded form."""
    columns = _columns(grid, is_municipality)
    for cut in grid.gaps:
        parts = _part(grid, cut)
        if all(_is_table(_columns(part, is_municipality)) for part in parts):
            return [parts[0], *split_beside(parts[1], is_municipality)]
    cut = _repeated(columns) or _second(columns)
    if not cut:
        return [grid]
    left, right = _part(grid, cut)
    return [left, *split_beside(right, is_municipality)]


def _columns(grid: Grid, is_municipality: Callable[[str], bool]) -> list[Column]:
    found = (find_header(grid, row, is_municipality) for row in range(min(_TOP, len(grid.rows))))
    header = next((header for header in found if header), None)
    return header.columns if header else []


def _is_table(columns: list[Column]) -> bool:
    roles = {column.role for column in columns}
    return bool(roles & _NAMES) and bool(roles & _DETAILS)


def _repeated(columns: list[Column]) -> int:
    """After how many columns the same headings begin again; 0 where they don't."""
    told = [(column.role, column.heading) for column in columns]
    for width in range(2, len(told) // 2 + 1):
        if told[:width] == told[width : 2 * width] and _is_table(columns[:width]):
            return width
    return 0


def _second(columns: list[Column]) -> int:
    """Where a second table begins: at a column of names after another with participants, and with some of its own."""
    for at, column in enumerate(columns):
        left, right = ({each.role for each in part} for part in (columns[:at], columns[at:]))
        if column.role in _NAMES and all(part & _NAMES and part & _WHO for part in (left, right)):
            while columns[at - 1].role in _LEADING and at > 2:
                at -= 1
            return at
    return 0


def _part(grid: Grid, cut: int) -> tuple[Grid, Grid]:
    """The columns before `cut` and those from it, as grids of their own."""
    width = len(grid.rows[0])
    return _cut_out(grid, 0, cut), _cut_out(grid, cut, width)


def _cut_out(grid: Grid, first: int, last: int) -> Grid:
    rows = [[_moved(cell, first, last) for cell in row[first:last]] for row in grid.rows]
    before = list(grid.before)
    while rows and len(filled(rows[0])) < 2:  # its own title
        for _, cell in filled(rows[0]):
            before.append(Line(cell.text, cell.place, True))
        rows = [
            [replace(cell, origin=(cell.origin[0] - 1, cell.origin[1]) if cell.origin and cell.origin[0] else None) for cell in row]
            for row in rows[1:]
        ]  # fmt: skip
    gaps = tuple(gap - first for gap in grid.gaps if first < gap < last)
    return replace(grid, rows=rows or [[]], before=before, gaps=gaps)


def _moved(cell: Cell, first: int, last: int) -> Cell:
    """The cell as one of columns `first` to before `last`; what is merged from elsewhere stands for itself."""
    inside = cell.origin and first <= cell.origin[1] < last
    return replace(cell, origin=(cell.origin[0], cell.origin[1] - first) if inside and cell.origin else None)
