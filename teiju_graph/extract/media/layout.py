"""The layout of a document: what a reader finds, in order, becomes the lines and grids of a rendition.

A reader says lines and tables; a table's leading rows of one cell are its title, its trailing notes are notes, and both
become lines around the grid."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from teiju_graph.errors import InputError
from teiju_graph.extract.rendition import Cell, Grid, Line, Place, plain, span

Origin = tuple[int, int]
Raw = tuple[str, Origin | None]  # a cell's text, and for a place that a merged cell covers the (row, column) it starts
NOTE = re.compile(
    r"\s*(※|＊|\*|注\s*[\d０-９)）:：]|[（(]\s*注|[(（]\s*[)）]|(?:備考|凡例|資料|出典)\s*[:：]|[（(［\[](?:凡例|備考|資料|出典|参考|進捗|評価|達成)[^（()）]{0,6}[)）\]］])"
)
_WIDEST = 500  # columns with text
_CONTEXT = 6  # lines above a table that may be its heading


@dataclass(frozen=True)
class TextTable:
    """A table in plain text: its rows, for each its first and last line (index), and why rows may be other ones (ja, en),
    None where they are sure."""

    rows: list[list[Raw]]
    lines: list[tuple[int, int]]
    doubt: tuple[str, str] | None = None


@dataclass
class Layout:
    """Lines and tables as they are found. `sheet`, `page`: where the reader is now."""

    sheet: str = ""
    page: int | None = None
    texts: list[str] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _headings: dict[int, int] = field(default_factory=dict)
    _grids: list[Grid] = field(default_factory=list)
    _offset: int = 0

    def turn(self, page: int) -> None:
        """Begin a page of a PDF."""
        self.page, self._offset = page, len(self.texts)

    def line(self, text: str, cells: str = "", last: int = 0, heading: int = 0) -> Place:
        """Add a line as printed, in `cells` of the sheet; return its place, which reaches to the line `last` where a
        row of a table is broken over several. heading: see Line."""
        number = len(self.texts) + 1
        self._headings[number] = heading
        self.texts.append(text)
        place = Place(number, max(number, last), self.sheet, cells, self.page, self._offset)
        self._places.append(place)
        return place

    def table(self, rows: list[list[Raw]], ranges: list[str] | None = None) -> None:
        """Add a table of which each row becomes a line; `ranges` names each row's cells in the sheet."""
        places = [
            self.line("\t".join(map(_on_one_line, _own(row))).rstrip("\t"), cells)
            for row, cells in zip(rows, ranges or [""] * len(rows), strict=True)
        ]
        self.grid(rows, places)

    def grid(self, rows: list[list[Raw]], places: list[Place], doubt: tuple[str, str] | None = None) -> None:
        """Take rows whose lines have been added already as a table: its title and notes stay lines. Rows of which none
        has two cells are no table. doubt: see Grid. InputError: it is wider than any table for people."""
        width = max(map(len, rows), default=0)
        rows = [[*row, *[("", None)] * (width - len(row))] for row in rows]
        first, last = 0, len(rows)
        while first < last and _count(rows[first]) < 2:
            first += 1
        while last > first and (_count(rows[last - 1]) == 0 or _is_note(rows[last - 1])):
            last -= 1
        used = [column for column in range(width) if any(row[column][0].strip() for row in rows[first:last])]
        if not used:
            return
        if len(used) > _WIDEST:
            raise InputError(
                f"{_WIDEST} 列を超える表です。要る列だけを写して保存してください。",
                f"has a table of more than {_WIDEST} columns; save only those that you need.",
            )
        cells = [
            [
                Cell(row[column][0], place, _moved(row[column][1], first, used))
                for column in used
            ]
            for row, place in zip(rows[first:last], places[first:last], strict=True)
        ]  # fmt: skip
        gaps = tuple(at for at, (a, b) in enumerate(pairwise(used), start=1) if b - a > 1)
        self._grids.append(Grid(cells, span(places[first:last]), gaps=gaps, doubt=doubt))

    def finish(self) -> tuple[list[Line], list[Grid]]:
        """Return the lines and the grids, each grid with the lines above it and the notes below it."""
        rows_of = {
            number
            for grid in self._grids
            for row in grid.rows
            for number in range(row[0].place.first, row[0].place.last + 1)
        }
        lines = [
            Line(text, place, place.first in rows_of, self._headings[place.first])
            for text, place in zip(self.texts, self._places, strict=True)
        ]
        grids: list[Grid] = []
        begin = 0
        for number, grid in enumerate(self._grids):
            above = _read(lines[begin : grid.place.first - 1])[-_CONTEXT:]
            end = self._grids[number + 1].place.first - 1 if number + 1 < len(self._grids) else len(lines)
            notes = _read(_notes(lines[grid.place.last : end]))
            begin = notes[-1].place.last if notes else grid.place.last
            grids.append(replace(grid, before=above, after=notes))
        return lines, grids


def _on_one_line(text: str) -> str:
    """A cell's text on one line; letters below one another are a word."""
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    return ("" if len(parts) > 1 and all(len(part) == 1 for part in parts) else " ").join(parts)


def _read(lines: list[Line]) -> list[Line]:
    """The lines that hold words, as those around a table are read."""
    return [replace(line, text=plain(line.text)) for line in lines if line.text.strip()]


def _own(row: list[Raw]) -> list[str]:
    """A row's texts; a place that a merged cell covers is empty."""
    return [text if origin is None else "" for text, origin in row]


def _count(row: list[Raw]) -> int:
    """How many different cells of the row hold text."""
    return len({origin[1] if origin else column for column, (text, origin) in enumerate(row) if text.strip()})


def _is_note(row: list[Raw]) -> bool:
    filled = next((text for text, _ in row if text.strip()), "")
    return _count(row) == 1 and bool(NOTE.match(filled))


def _moved(origin: Origin | None, first: int, used: list[int]) -> Origin | None:
    """The place of a merged cell's start once the title rows and the empty columns are gone; None where it is cut off,
    for then the cell stands for itself."""
    if origin is None or origin[0] < first or origin[1] not in used:
        return None
    return origin[0] - first, used.index(origin[1])


def _notes(lines: list[Line]) -> list[Line]:
    """The notes directly below a table: from a line with the mark of a note to the next empty line."""
    filled = [number for number, line in enumerate(lines) if re.search(r"[\w※＊*]", line.text)]
    if not filled or filled[0] > 2 or not NOTE.match(lines[filled[0]].text):
        return []
    end = next((number for number in range(filled[0], len(lines)) if not lines[number].text.strip()), len(lines))
    return lines[filled[0] : end]
