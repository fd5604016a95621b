"""Tables of which a page copied as text kept only the cells, one below another: first the headings, then row by row.

協定名                       where a row ends shows by numbers that count up, by empty lines, or by what its cells look
締結先                       like: a day stands below 締結日 in each
締結日"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise, takewhile

from teiju_graph.extract.media.layout import Raw, TextTable
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import is_heading, read_heading, words

_LEAST, _MOST = 3, 12  # headings
_WINDOW = 3000  # lines below headings that are looked at
_PROBE = 60  # that are looked at first
_LONGEST = 15  # letters of a heading
_NAMES = {"initiative", "organization", "agreement", "name", "indicator"}
_YEAR = re.compile(r"(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)(?:年|[./])|(?:19|20)\d\d(?:年|[./]|$)")
_PLACE = re.compile("[市町村区県]")
_FIGURE = re.compile(r"\d|維持|[-―－ー]")
_LOOKS = {
    **dict.fromkeys(("participants", "parties", "first_party", "second_party"), _PLACE),
    **dict.fromkeys(("date", "start_year", "founded_year"), _YEAR),
    **dict.fromkeys(("baseline", "target"), _FIGURE),
}
_GUESSED = (
    "升目の文字だけが縦に並ぶ表で、行の切れ目が確かでない",
    "of a table of which only the cells are left, whose rows may begin elsewhere",
)
_Cell = tuple[str, int, int]  # a cell's text, its first and last line (index)


def find_unfolded(lines: list[str]) -> Iterator[TextTable]:
    """Yield the tables of a text, from above."""
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and (_heads(lines[end]) or end > number and not lines[end].strip()):
            end += 1
        starts = [at for at in range(number, end) if lines[at].strip()][:2]  # the first may be the title
        table = next(
            (found for at in starts if _unfold(lines, at, _PROBE) and (found := _unfold(lines, at, _WINDOW))), None
        )
        if table:
            yield table
        number = table.lines[-1][1] + 1 if table else max(end, number + 1)


def _heads(line: str) -> bool:
    return len(fold(line)) <= _LONGEST and is_heading(line.strip())


def _unfold(lines: list[str], first: int, most: int) -> TextTable | None:
    """The table whose headings begin at that line, read from at most so many lines."""
    end = min(first + most, len(lines))
    filled = [*islice((number for number in range(first, end) if lines[number].strip()), _MOST + 1)]
    known = next((at for at, number in enumerate(filled) if not _heads(lines[number])), len(filled))
    if not _LEAST <= known <= _MOST:
        return None
    apart = all(b - a > 1 for a, b in pairwise(filled[:known]))
    cells = list(_cells(lines, range(first, end), apart))
    for width in (known, known + 1):  # one more heading, that no list knows
        heads, rows = cells[:width], cells[width:]
        roles = [read_heading(text).role for text, _, _ in heads]
        if not {*roles} & _NAMES or not {*roles} & {*_LOOKS}:
            continue
        counts = bool(rows) and _number(rows[0]) == 1
        if counts and "number" not in roles:
            heads, roles = [("No", first, first), *heads], ["number", *roles]
        ways = (
            [_numbered(rows, len(roles))] if counts else [_chunks(rows, roles), [] if apart else _blocks(rows, roles)]
        )
        tables = [table for way in ways if (table := _read(heads, roles, way))]
        if tables:
            return max(tables, key=lambda table: (table.doubt is None, len(table.rows)))
    return None


def _cells(lines: list[str], numbers: range, apart: bool) -> Iterator[_Cell]:
    """The cells below one another: lines; where empty lines part them, what stands between these, and a line of nothing
    but a blank is a cell without text."""
    begin = None
    for number in numbers:
        text = lines[number]
        if not apart:
            if text.strip():
                yield text.strip(), number, number
            continue
        if text.strip() and begin is None:
            begin = number
        if begin is not None and (number + 1 == numbers.stop or not lines[number + 1].strip()):
            yield "\n".join(line.strip() for line in lines[begin : number + 1]), begin, number
            begin = None
        elif text and not text.strip():
            yield "", number, number


def _chunks(cells: list[_Cell], roles: list[str]) -> list[list[_Cell]]:
    """Rows of as many cells as there are headings, as far as they look like what these say."""
    rows = [cells[at : at + len(roles)] for at in range(0, len(cells), len(roles))]
    return list(takewhile(lambda row: len(row) == len(roles) and _fits(row, roles), rows))


def _blocks(cells: list[_Cell], roles: list[str]) -> list[list[_Cell]]:
    """Rows that empty lines part, of which the last cell may be left out."""
    rows: list[list[_Cell]] = []
    last = -1
    for cell in cells:
        if cell[1] != last + 1 or not rows:
            rows.append([])
        rows[-1].append(cell)
        last = cell[2]
    return list(takewhile(lambda row: len(roles) - 1 <= len(row) <= len(roles) and _fits(row, roles), rows))


def _numbered(cells: list[_Cell], width: int) -> list[list[_Cell]]:
    """Rows from each number to the next; where one has too many cells, empty ones are none of them."""
    rows: list[list[_Cell]] = []
    for cell in cells:
        if _number(cell) == len(rows) + 1:
            rows.append([])
        if len(rows[-1]) < 2 * width:
            rows[-1].append(cell)
    rows = [row if len(row) <= width else [cell for cell in row if cell[0]] for row in rows]
    return [*rows[:-1], rows[-1][:width]]


def _read(heads: list[_Cell], roles: list[str], rows: list[list[_Cell]]) -> TextTable | None:
    """The table of these rows; a guess where one doesn't look like what the headings say. None without two rows, or
    where most don't."""
    fitting = [_fits(row, roles) and _LEAST <= len(row) <= len(roles) for row in rows]
    if len(rows) < 2 or sum(fitting) < 0.7 * len(rows):
        return None
    texts: list[list[Raw]] = [
        [(row[at][0] if at < len(row) else "", None) for at in range(len(roles))] for row in [heads, *rows]
    ]
    where = [(row[0][1], row[-1][2]) for row in [heads, *rows]]
    is_whole = roles[0] == "number" or all(len(row) == len(roles) for row in rows)
    return TextTable(texts, where, None if all(fitting) and is_whole else _GUESSED)


def _fits(row: list[_Cell], roles: list[str]) -> bool:
    return fits([text for text, _, _ in row], roles)


def fits(row: list[str], roles: list[str]) -> bool:
    """Say whether each cell of a row looks like what its heading says, an empty one too."""
    told = [(fold(text), _LOOKS.get(role)) for text, role in zip(row, roles, strict=False)]
    return all(look is None or text in words("cells", "empty") or not text or look.search(text) for text, look in told)


def _number(cell: _Cell) -> int:
    text = fold(cell[0]).strip("().")
    return int(text) if text.isdecimal() and len(text) < 4 else 0
