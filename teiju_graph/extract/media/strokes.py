"""Tables of plain text whose cells upright strokes part: rows of as many cells in each line, with or without a line of
dashes below the headings (Markdown), or cells that each end in a stroke, one below another, as a page copied as text."""

import re

from teiju_graph.extract.media.layout import TextTable
from teiju_graph.extract.media.monospaced import has_headings
from teiju_graph.extract.media.unfolded import fits
from teiju_graph.extract.words.headings import is_heading, read_heading

_OUTER = tuple("|｜")
_STROKE = re.compile(r"[|｜]")
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_FRAMED = re.compile(r"\s*[|｜].*[|｜]\s*")
_APART = 8  # lines that one cell has at most
_WIDEST = 12  # headings of cells that stand below one another
_GUESSED = (
    "縦線で終わるセルの並びで、行の切れ目が確かでない",
    "of cells that each end in a stroke, whose rows may begin elsewhere",
)


def find_stroked(lines: list[str]) -> list[TextTable]:
    """Return the tables of a text, from above."""
    found: list[TextTable] = []
    number = 0
    while number < len(lines):
        table = None
        if _STROKE.search(lines[number]):
            table = _by_line(lines, number) or _by_cell(lines, number)
        found += [table] if table else []
        number = table.lines[-1][1] + 1 if table else number + 1
    return found


def _cells(line: str, heads: str) -> list[str]:
    """The cells of a line; a stroke before or behind them is none of those that part them, where `heads`, the first line,
    has one there too."""
    line, heads = line.strip(" \t\u3000"), heads.strip()
    before = heads[0] in _OUTER and line[:1] in _OUTER
    behind = heads[-1] in _OUTER and line[-1:] in _OUTER
    return [cell.strip() for cell in _STROKE.split(line[before : len(line) - behind])]


def _by_line(lines: list[str], first: int) -> TextTable | None:
    """The table of lines of as many cells; without strokes around its lines only below headings, and no single column."""
    heads = lines[first]
    width = len(_cells(heads, heads))
    if width < 2:
        return None
    framed = bool(_FRAMED.fullmatch(heads))
    ruled = first + 1 < len(lines) and bool(_RULE.fullmatch(lines[first + 1]))
    headed = ruled or has_headings(_cells(heads, heads))
    rows: list[int] = []
    for number in range(first, len(lines)) if framed or headed else ():
        line = lines[number]
        if _STROKE.search(line) and len(_cells(line, heads)) == width and (headed or _FRAMED.fullmatch(line)):
            rows += [] if _RULE.fullmatch(line) else [number]
        elif line.strip():
            break
    if len(rows) < 2:
        return None
    return TextTable(
        [[(cell, None) for cell in _cells(lines[number], heads)] for number in rows], [(n, n) for n in rows]
    )


def _by_cell(lines: list[str], first: int) -> TextTable | None:
    """The table of cells that each end in a stroke: as many to a row as there are headings at its beginning, to where
    these come again. It is a guess where a row would be left unfinished, or rows don't look like what the headings say."""
    cells: list[tuple[str, int, int]] = []
    words: list[str] = []
    begin = first
    for number in range(first, len(lines)):
        *ended, rest = _STROKE.split(lines[number])
        for text in ended:
            words.append(text.strip())
            cells.append(("\n".join(filter(None, words)), begin, number))
            words, begin = [], number if rest.strip() else number + 1
        if rest.strip():
            words = [*words, rest.strip()]
        elif not words:
            begin = number + 1
        if number - (cells[-1][2] if cells else first) >= _APART:
            break
        if len(cells) > _WIDEST and not 2 <= _headings(cells[: _WIDEST + 1]) <= _WIDEST:
            return None
    width = _headings(cells)
    if not 2 <= width <= _WIDEST or len(cells) < 2 * width:
        return None
    heads = [text for text, *_ in cells[:width]]
    again = (at for at in range(width, len(cells), width) if _repeats(cells[at : at + width], heads))
    cells = cells[: next(again, len(cells))]
    whole = len(cells) // width
    roles = [read_heading(text.split("\n")[-1]).role for text in heads]
    rows = [cells[at * width : (at + 1) * width] for at in range(whole)]
    fitting = [fits([text for text, *_ in row], roles) for row in rows[1:]]
    return TextTable(
        [[(text, None) for text, _, _ in row] for row in rows],
        [(row[0][1], row[-1][2]) for row in rows],
        None if len(cells) % width == 0 and sum(fitting) >= 0.7 * len(fitting) else _GUESSED,
    )


def _repeats(cells: list[tuple[str, int, int]], heads: list[str]) -> bool:
    """Whether cells are the headings once more: of the next table, whose title may stand before the first."""
    texts = [text for text, *_ in cells]
    return texts[1:] == heads[1:] and texts[0].split("\n")[-1] == heads[0].split("\n")[-1]


def _headings(cells: list[tuple[str, int, int]]) -> int:
    """How many cells from the first on read as headings; before three of them there may be one that no list knows."""
    known = [is_heading(text.split("\n")[-1]) for text, *_ in cells]
    unknown = known[:4] == [False, True, True, True] and bool(cells[0][0])
    return unknown + next((at for at, each in enumerate(known[unknown:]) if not each), len(known) - unknown)
