"""Grids read by their headings: rows under a header, or keys at the side (see upright.py)."""

import re
from collections.abc import Callable
from dataclasses import replace

from teiju_graph.extract.grid.arrowed import with_values
from teiju_graph.extract.grid.cards import inherited, titled
from teiju_graph.extract.grid.entries import SUBJECTS, Entry, Sheet, Value
from teiju_graph.extract.grid.header import Header, filled, find_header, find_weak_header
from teiju_graph.extract.grid.unheaded import told_by_cells
from teiju_graph.extract.grid.upright import keys_of, read_keys
from teiju_graph.extract.media.layout import NOTE
from teiju_graph.extract.rendition import Cell, Grid, Line, Place
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import is_heading, read_heading, words
from teiju_graph.extract.words.phrases import choice

_WHO = ("participants", "parties", "first_party", "second_party")
_CARRIED = ("field", *SUBJECTS)


def read_grid(
    grid: Grid, is_municipality: Callable[[str], bool], last: Header | None = None
) -> tuple[list[Sheet], Header | None]:
    """Return the parts of a grid, each under its header, and the last header; `last`: the header of the grid before,
    taken where this one has none and as many columns. `is_municipality` knows names in folded form."""
    sheets: list[Sheet] = []
    carded: set[int] = set()  # the sheets whose keys stand at the side
    row = 0
    header = None
    while row < len(grid.rows):
        found = find_header(grid, row, is_municipality)
        if found:
            header = found
            end = _next_header(grid, found, is_municipality, in_card=bool(carded))
            is_titled = end < len(grid.rows) and end - found.last > 1 and len(filled(grid.rows[end - 1])) == 1
            sheets.append(_rows(grid, found, found.last, end - is_titled))
            if is_titled:
                _, cell = filled(grid.rows[end - 1])[0]
                sheets[-1].headings.append(cell.place)
                grid = replace(grid, before=[*grid.before, Line(cell.text, cell.place, True)])
            row = end
            continue
        end = next(
            (each for each in range(row + 1, len(grid.rows)) if find_header(grid, each, is_municipality)),
            len(grid.rows),
        )
        part = replace(grid, rows=_cut(grid.rows, row, end))
        least = 1 if carded else 2  # keys; a card goes on below its indicators
        if keys_of(part, least):
            carded.add(len(sheets))
            sheets.append(replace(read_keys(part, least), is_card=True))
        elif last and not sheets and len(last.columns) == len(grid.rows[0]):
            header = last
            sheets.append(_rows(grid, last, row, end))
        elif not sheets and (weak := find_weak_header(part)):
            header = weak
            sheets.append(_rows(part, weak, weak.last, len(part.rows)))
        else:
            why = ("見出しが読めない表の行", "a row of a table whose headings are not read")
            unread = [(cells[0].place, *why) for cells in part.rows if any(cell.text.strip() for cell in cells)]
            sheets.append(Sheet([], unread=unread))
        row = end
    return [with_values(sheet) for sheet in inherited([titled(sheet, grid) for sheet in sheets], carded)], header


def _one_subject(grid: Grid, header: Header, first: int, last: int) -> Header:
    """The header with one column of names: of several the one with most cells of its own (then the one that says 名,
    then the first); the others are fields above it."""
    those = [number for number, column in enumerate(header.columns) if column.role in ("initiative", "name")]
    if len(those) < 2:
        return header

    def weight(number: int) -> tuple[int, bool, int]:
        cells = [row[number] for row in grid.rows[first:last]]
        own = {fold(cell.text) for cell in cells if cell.text.strip() and len(cell.text) <= 60}
        return len(own), "名" in header.columns[number].heading, -number

    best = max(those, key=weight)
    columns = [
        replace(column, role="field") if number in those and number != best else column
        for number, column in enumerate(header.columns)
    ]  # fmt: skip
    return replace(header, columns=columns)


def _cut(rows: list[list[Cell]], first: int, last: int) -> list[list[Cell]]:
    """Rows `first` to before `last`, merged cells counted from the first."""
    return [
        [replace(cell, origin=(cell.origin[0] - first, cell.origin[1]) if cell.origin and cell.origin[0] >= first else None) for cell in row]
        for row in rows[first:last]
    ]  # fmt: skip


def _next_header(grid: Grid, header: Header, is_municipality: Callable[[str], bool], in_card: bool) -> int:
    """The next row that is another header, or one with which the card goes on; a row that repeats this header is passed
    over, as is one of values."""
    for row in range(header.last, len(grid.rows)):
        cells = grid.rows[row]
        if header.is_repeated(cells) or _holds_values(cells, header, is_municipality):
            continue
        if find_header(grid, row, is_municipality) or _begins_card(grid, row) or in_card and _is_key(cells):
            return row
    return len(grid.rows)


def _is_key(cells: list[Cell]) -> bool:
    """Whether a row is a heading with one value over all other columns."""
    found = filled(cells)
    return (
        len(cells) > 2
        and [column for column, _ in found] == [0, 1]
        and cells[0].origin is None
        and is_heading(cells[0].text)
        and all(cell.origin is not None for cell in cells[2:])
    )


def _begins_card(grid: Grid, row: int) -> bool:
    """Whether keys with their values begin at a row: its first cell is a heading, the next is none, and so in most of
    the rows that follow."""
    those = [filled(cells) for cells in grid.rows[row : row + 4]]
    keys = [
        len(cells) > 1
        and is_heading(cells[0][1].text)
        and not is_heading(cells[1][1].text)
        and cells[0] == (0, cells[0][1])
        and cells[0][1].origin is None
        for cells in those
    ]
    heads = [read_heading(cells[0][1].text) for cells, key in zip(those, keys, strict=True) if key]
    differ = len({head.text for head in heads}) == len(heads) and len({head.role for head in heads}) > 1
    return len(keys) > 2 and keys[0] and len(heads) > 2 and differ


def _holds_values(cells: list[Cell], header: Header, is_municipality: Callable[[str], bool]) -> bool:
    """Whether what reads as headings in a row are values: municipalities below a heading of participants, 参加; 事務局 below
    one of speakers."""
    if any(
        column.role == "speaker" and re.fullmatch(rf"\S{{0,8}}?{choice('speech', 'roles')}", fold(cell.text))
        for cell, column in zip(cells, header.columns, strict=True)
    ):
        return True
    told = [
        cell
        for cell, column in zip(cells, header.columns, strict=True)
        if is_heading(cell.text)
        and fold(cell.text) not in words("marks", "in")
        and not (is_municipality(fold(cell.text)) and column.role in _WHO)
    ]
    named = any(is_municipality(fold(c.text)) and h.role in _WHO for c, h in zip(cells, header.columns, strict=True))
    return named and len(told) < 2


def _rows(grid: Grid, header: Header, first: int, last: int) -> Sheet:
    """The entries of the rows under a header."""
    header = told_by_cells(grid, _one_subject(grid, header, first, last), first, last)
    entries: list[Entry] = []
    headings = [grid.rows[row][0].place for row in range(header.first, min(header.last, first))]
    unread: list[tuple[Place, str, str]] = []
    sections: list[str] = []
    nested = 0  # the line of the heading that another directly below belongs to
    for row in range(first, last):
        cells = grid.rows[row]
        place = cells[0].place
        if header.is_repeated(cells):
            headings.append(place)
        elif entries and (whole := _over_the_page(entries[-1], cells, header)):
            entries[-1] = whole
        elif (section := _section(cells, header)) is not None:
            sections = [*sections, section] if place.first - 1 == nested else [section]
            nested = place.last
            headings.append(place)
        elif _repeats_headings(cells):
            unread.append((place, "見出しのような行", "a row that reads as headings"))
        elif why := _left_out(cells, header):
            unread.append((place, *why))
        elif any(cell.text.strip() for cell in cells):
            entries.append(_entry(grid, header, row, first, entries, " / ".join(sections)))
    return Sheet(entries, headings, unread)


def _section(cells: list[Cell], header: Header) -> str | None:
    """The heading that a row is for the rows below it, else None: its one cell covers most columns, or it is the only
    one filled and numbered or worded as a field."""
    found = filled(cells)
    if len(found) != 1 or len(cells) < 3 or NOTE.match(found[0][1].text):
        return None
    column, cell = found[0]
    covered = 1 + sum(other.origin == (cell.origin or None) and cell.origin is not None for other in cells)
    covered = max(covered, sum(other.text == cell.text for other in cells))
    text = fold(cell.text)
    is_named = header.columns[column].role not in SUBJECTS
    marked = read_heading(cell.text).text != fold(cell.text).lower() or any(
        word in text for word in words("cells", "section")
    )
    return cell.text.strip() if covered > len(cells) / 2 or is_named or marked else None


def _repeats_headings(cells: list[Cell]) -> bool:
    """Whether all that a row has reads as headings, more than once: a further row of the header."""
    texts = [cell.text for _, cell in filled(cells)]
    heads = [is_heading(text) or fold(text) in words("column", "beneath") for text in texts]
    return len(texts) > 1 and all(heads) and not any(fold(text) in words("marks", "in") for text in texts)


def _left_out(cells: list[Cell], header: Header) -> tuple[str, str] | None:
    """Why a row is no entry: a sum (figures only where other rows have marks), a note; else None."""
    first = next((cell.text for cell in cells if cell.text.strip()), "")
    marked = [cell.text for cell, column in zip(cells, header.columns, strict=True) if column.role == "municipality"]
    figures = [text for text in map(fold, marked) if text]
    if fold(first) in words("cells", "total") or len(figures) > 1 and all(text.isdecimal() for text in figures):
        return "合計の行", "a row of sums"
    if NOTE.match(first) and len(filled(cells)) == 1:
        return "表の中の注", "a note inside the table"
    return None


def _over_the_page(entry: Entry, cells: list[Cell], header: Header) -> Entry | None:
    """The entry with the rest of its row, where the page broke it: the first row of a page has no name, but words in
    columns that go on. None where the row is one of its own."""
    begins = entry.place.page is not None and cells[0].place.page == entry.place.page + 1
    subjects = [cell for cell, column in zip(cells, header.columns, strict=True) if column.role in SUBJECTS]
    if not begins or not subjects or any(cell.text.strip() for cell in subjects):
        return None
    rest = {number: cell for number, cell in enumerate(cells) if cell.text.strip() and cell.origin is None}
    values = [
        replace(value, text=value.text + rest[value.order].text) if value.order in rest else value for value in entry.values
    ]  # fmt: skip
    broken = tuple(value.role for value in entry.values if value.order in rest)
    return replace(entry, values=values, broken=broken, also=[*entry.also, cells[0].place])


def _entry(grid: Grid, header: Header, row: int, first: int, entries: list[Entry], section: str) -> Entry:
    cells = grid.rows[row]
    previous = entries[-1] if entries else None
    values: list[Value] = []
    continued = carried = False
    named = False
    for number, (cell, column) in enumerate(zip(cells, header.columns, strict=True)):
        text, merged, place = cell.text.strip(), cell.origin is not None and cell.origin[0] < row, cell.place
        if (
            cell.origin is not None
            and cell.origin[0] == row
            and header.columns[cell.origin[1]].role == column.role
            and column.role != "municipality"
        ):
            continue  # one cell over several columns of one role
        if merged and cell.origin:
            place = grid.rows[cell.origin[0]][cell.origin[1]].place
        same = fold(text) in words("cells", "ditto") and previous is not None
        if same and previous:
            text = next((value.text for value in previous.values if value.order == number), "")
        is_subject = column.role in SUBJECTS and not named
        if is_subject:
            named = True
            continued = same or merged and place.first >= grid.rows[first][0].place.first
            if not text and previous and (before := previous.first(column.role)):
                text, place, continued, carried = before.text, before.place, True, True
        values.append(
            Value(column.role, text, place, column.heading, column.remark, column.under, merged, number, column.municipality, column.guess)
        )  # fmt: skip
    return Entry(values, cells[0].place, section, grid.before, grid.after, continued, carried)
