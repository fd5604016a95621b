"""Tables whose keys stand at the side: each with its value beside it, or with a column of values for each thing."""

from dataclasses import replace
from itertools import pairwise

from teiju_graph.extract.grid.entries import SUBJECTS, Entry, Sheet, Value
from teiju_graph.extract.grid.header import distinct, filled
from teiju_graph.extract.rendition import Cell, Grid, span
from teiju_graph.extract.words.headings import is_heading, read_heading, read_told

_SIDES = {"baseline", "target"}


def keys_of(grid: Grid, least: int = 2) -> list[tuple[int, int, Cell]]:
    """Return the cells of a grid that are keys, each with its row and column: a heading with a value beside it. None where
    they tell of fewer things than `least`."""
    found = []
    for row, cells in enumerate(grid.rows):
        line = distinct(cells)
        for (column, cell), (_, value) in pairwise(line):
            if is_heading(cell.text) and not (is_heading(value.text) and value.text.strip()):
                found.append((row, column, cell))
    told = {read_heading(cell.text).role for _, _, cell in found} - {"other", "field", "number"}
    return found if len(told) >= least else []


def read_keys(grid: Grid, least: int = 2) -> Sheet:
    """Return the entries of a table with keys at the side: one for each column of values, or one for each name that begins
    anew."""
    keys = keys_of(grid, least)
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
                entries += _upright(grid, values)
                values = []
            text = value.text.strip()
            merged = value.origin is not None
            values.append(
                Value(heading.role, text, value.place, heading.text, heading.remark, (cell.place,), merged, at)
            )
            values += _told(grid.rows[row])
        if values:
            entries += _upright(grid, values)
    used = {value.place.first for entry in entries for value in entry.values}
    why = ("見出しが読めない表の行", "a row of a table whose heading is not read")
    unread = [
        (row[0].place, *why) for row in grid.rows if row[0].place.first not in used and any(c.text.strip() for c in row)
    ]
    return Sheet(entries, unread=unread)


def _value_columns(grid: Grid, keys: list[tuple[int, int, Cell]]) -> list[int | None]:
    """The columns that each hold one entry, where all keys stand in the first column and rows have several values;
    else None once: a key's value is the cell beside it, as where only one thing is named."""
    subjects = [row for row, _, cell in keys if read_heading(cell.text).role in SUBJECTS]
    if any(column for _, column, _ in keys) or subjects and all(len(filled(grid.rows[row])) < 3 for row in subjects):
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


def _told(cells: list[Cell]) -> list[Value]:
    """The values of a row whose cells say themselves what they are: 現状値 121施設 | 目標値 135施設."""
    found = []
    for order, cell in filled(cells):
        if told := read_told(cell.text):
            heading, text = told
            found.append(Value(heading.role, text, cell.place, heading.text, heading.remark, order=order))
    return found


def _upright(grid: Grid, values: list[Value]) -> list[Entry]:
    place = span(value.place for value in values)
    return by_indicator(Entry(values, place, "", grid.before, grid.after))


def by_indicator(entry: Entry) -> list[Entry]:
    """Return the entry alone; where it holds several indicators with values, one for each, of the same subject."""
    values = entry.values
    begins = [
        number
        for number, value in enumerate(values)
        if value.role == "indicator" and value.text and not (value.merged and value.text in (v.text for v in values[:number]))
    ]  # fmt: skip
    groups = [values[a:b] for a, b in pairwise([*begins, len(values)])]
    if len(groups) < 2 or any(not {value.role for value in group} & _SIDES for group in groups):
        return [entry]
    subject = [replace(value, merged=True) for value in values if value.role in SUBJECTS][:1]
    first = replace(entry, values=[*values[: begins[0]], *groups[0]])
    return [
        replace(first, place=span(value.place for value in first.values)),
        *(
            replace(entry, values=[*subject, *group], place=span(value.place for value in group), continued=True)
            for group in groups[1:]
        ),
    ]
