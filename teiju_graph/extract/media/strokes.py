"""Tables of plain text whose cells upright strokes part: rows of as many cells in each line, with or without a line of
dashes below the headings (Markdown), or cells that each end in a stroke, one below another, as a page copied as text."""

import re
from dataclasses import dataclass

from teiju_graph.extract.media.layout import Raw
from teiju_graph.extract.media.monospaced import has_headings
from teiju_graph.extract.words.headings import is_heading

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


@dataclass(frozen=True)
class Strokes:
    """A table: its rows, for each its first and last line (index), and why rows may be other ones, None where not."""

    rows: list[list[Raw]]
    lines: list[tuple[int, int]]
    doubt: tuple[str, str] | None = None


def find_stroked(lines: list[str]) -> list[Strokes]:
    """Return the tables of a text, from above."""
    found: list[Strokes] = []
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


def _by_line(lines: list[str], first: int) -> Strokes | None:
    """The table of lines of as many cells; without strokes around its lines only below headings, and no single column."""
    heads = lines[first]
    width = len(_cells(heads, heads))
    if width < 2:
        return None
    last = first + 1
    while last < len(lines) and _STROKE.search(lines[last]) and len(_cells(lines[last], heads)) == width:
        last += 1
    rows = [number for number in range(first, last) if not _RULE.fullmatch(lines[number])]
    framed = all(_FRAMED.fullmatch(lines[number]) for number in rows)
    ruled = first + 1 < last and _RULE.fullmatch(lines[first + 1])
    if len(rows) < 2 or not (framed or ruled or has_headings(_cells(heads, heads))):
        return None
    return Strokes([[(cell, None) for cell in _cells(lines[number], heads)] for number in rows], [(n, n) for n in rows])


def _by_cell(lines: list[str], first: int) -> Strokes | None:
    """The table of cells that each end in a stroke: as many to a row as there are headings at its beginning. It is a
    guess where a row would be left unfinished."""
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
        width = next((at for at, (text, *_) in enumerate(cells) if not is_heading(text)), len(cells))
        if len(cells) > _WIDEST and width < 2:
            return None
    width = next((at for at, (text, *_) in enumerate(cells) if not is_heading(text)), len(cells))
    if not 2 <= width <= _WIDEST or len(cells) < 2 * width:
        return None
    whole = len(cells) // width
    rows = [cells[at * width : (at + 1) * width] for at in range(whole)]
    return Strokes(
        [[(text, None) for text, _, _ in row] for row in rows],
        [(row[0][1], row[-1][2]) for row in rows],
        _GUESSED if len(cells) % width else None,
    )
