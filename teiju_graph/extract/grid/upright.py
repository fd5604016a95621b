"""Tables whose keys stand at the side: each with its value beside it, or with a column of values for each thing."""

from dataclasses import replace
from itertools import pairwise

from teiju_graph.extract.grid.entries import SUBJECTS, Entry, Sheet, Value
from teiju_graph.extract.grid.header import distinct, filled
from teiju_graph.extract.rendition import Cell, Grid, span
from teiju_graph.extract.words.headings import is_heading, read_heading


def keys_of(grid: Grid) -> list[tuple[int, int, Cell]]:
    """Return the cells of a grid that are keys, each with its row and column: a heading with a value beside it."""
    found = []
    for row, cells in enumerate(grid.rows):
        line = distinct(cells)
        for (column, cell), (_, value) in pairwise(line):
            if is_heading(cell.text) and not (is_heading(value.text) and value.text.strip()):
                found.append((row, column, cell))
    told = {read_heading(cell.text).role for _, _, cell in found} - {"other", "field", "number"}
    return found if len(told) >= 2 else []


def read_keys(grid: Grid) -> Sheet:
    """Return the entries of a table with keys at the side: one for each column of values, or one for each name that begins
    anew."""
    keys = keys_of(grid)
    columns = _value_columns(grid, keys)
    entries: list[Entry] = []
    naming = {read_heading(cell.text).role: read_heading(cell.text).text for _, _, cell in reversed(keys)}
    for column in columns:
        values: list[Value] = []
        for row, at, cell in keys:
            heading = read_heading(cell.text)
            if heading.role in SUBJECTS and heading.text != naming[heading.role]:
                heading = replace(heading, role="summary")  # 取組内容 where 取組名 names
            value = _beside(grid, row, at, column)
            if value is None or not heading.role:
                continue
            if heading.role in SUBJECTS and any(each.role == heading.role for each in values):
                entries.append(_upright(grid, values))
                values = []
            text = value.text.strip()
            merged = value.origin is not None
            values.append(
                Value(heading.role, text, value.place, heading.text, heading.remark, (cell.place,), merged, at)
            )
        if values:
            entries.append(_upright(grid, values))
    used = {value.place.first for entry in entries for value in entry.values}
    why = ("見出しが読めない表の行", "a row of a table whose heading is not read")
    unread = [
        (row[0].place, *why) for row in grid.rows if row[0].place.first not in used and any(c.text.strip() for c in row)
    ]
    return Sheet(entries, unread=unread)


def _value_columns(grid: Grid, keys: list[tuple[int, int, Cell]]) -> list[int | None]:
    """The columns that each hold one entry, where all keys stand in the first column and rows have several values;
    else None once: a key's value is the cell beside it."""
    if any(column for _, column, _ in keys):
        return [None]
    several = [row for row, _, _ in keys if len(filled(grid.rows[row])) > 2]
    if len(several) < max(2, 0.5 * len(keys)):
        return [None]
    return list(range(1, len(grid.rows[0])))


def _beside(grid: Grid, row: int, at: int, column: int | None) -> Cell | None:
    cells = grid.rows[row]
    if column is not None:
        return cells[column]
    origin = (row, at)
    return next((cell for cell in cells[at + 1 :] if cell.origin != origin), None)


def _upright(grid: Grid, values: list[Value]) -> Entry:
    place = span(value.place for value in values)
    return Entry(values, place, "", grid.before, grid.after)
