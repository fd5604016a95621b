"""What every format is read into: lines of text and grids of cells, each with its place.

The rendition is deterministic, and its lines are what passages cite: the same file gives the same lines on every
machine. A row of a grid is one line of the rendition, its cells parted by tabs; a UTF-8 text file is its own rendition."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

_EMPHASIZED = re.compile(r"\*\*([^*\s](?:[^*\n]{0,80}[^*\s])?)\*\*")  # of Markdown


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: lines `first` to `last` of the rendition (1-based, inclusive) and, in a spreadsheet,
    the sheet and the range of cells; in a PDF the page (1-based), on which the rendition's line `offset + 1` is the
    first."""

    first: int
    last: int
    sheet: str = ""
    cells: str = ""
    page: int | None = None
    offset: int = 0

    @property
    def loc(self) -> dict:
        """The place in the form of a record's `loc`."""
        if self.sheet:
            return {"sheet": self.sheet, "cells": self.cells}
        lines = [self.first - self.offset, self.last - self.offset]
        return {"lines": lines} if self.page is None else {"page": self.page, "lines": lines}

    @property
    def key(self) -> str:
        """The lines as a table cites them: `25`, `39-43`."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def span(places: Iterable[Place]) -> Place:
    """Return the place from the first to the last of `places`, which follow one another (at least one)."""
    every = list(places)
    begin, end = min(every, key=lambda place: place.first), max(every, key=lambda place: place.last)
    cells = begin.cells
    if begin.cells and end.cells != begin.cells:
        cells = f"{begin.cells.partition(':')[0]}:{end.cells.rpartition(':')[2]}"
    return Place(begin.first, end.last, begin.sheet, cells, begin.page, begin.offset)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the rendition, as printed; `in_grid` where it is a row of a grid; `heading`: its rank where the format
    itself says that it is a heading (1 the title of the whole), else 0."""

    text: str
    place: Place
    in_grid: bool = False
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. A merged cell stands in each place that it covers: `origin` says (row, column) of its first
    place where this is another one, else None."""

    text: str
    place: Place
    origin: tuple[int, int] | None = None


@dataclass(frozen=True)
class Grid:
    """A table as rows of cells, all rows of one length. `before`: the lines of heading and caption above it, nearest
    last; `after`: the notes below it; `gaps`: the columns before which an empty one stood; `doubt`: why its rows may be
    other ones, in Japanese and English, None where they are sure."""

    rows: list[list[Cell]]
    place: Place
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    gaps: tuple[int, ...] = ()
    doubt: tuple[str, str] | None = None


@dataclass(frozen=True)
class Rendition:
    """A document as read. kind: `text`, `table` (separated values), `xlsx`, `html` or `pdf`; name: the file's name;
    digest: SHA-256 of the file; encoding: in which it was decoded, empty where that doesn't apply; warnings: what a
    person must know of the reading, each in Japanese and English."""

    lines: list[Line]
    grids: list[Grid]
    kind: str
    name: str
    digest: str
    encoding: str = ""
    warnings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole rendition, lines joined by LF."""
        return "\n".join(line.text for line in self.lines)

    @property
    def sha256(self) -> str:
        """SHA-256 of the rendition as UTF-8, in hexadecimal; for a UTF-8 text with LF it is that of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def prose(self) -> list[Line]:
        """Return the lines that are no row of a grid, to be read: what is set in bold as its words alone."""
        return [replace(line, text=plain(line.text)) for line in self.lines if not line.in_grid]


def plain(text: str) -> str:
    """Return a text without the marks of Markdown around what is set in bold; the rendition keeps them."""
    return _EMPHASIZED.sub(r"\1", text) if "**" in text else text


def join(renditions: list[Rendition]) -> Rendition:
    """Return several documents as one, the lines of each after those of the one before; places keep to their files."""
    if len(renditions) == 1:
        return renditions[0]
    lines: list[Line] = []
    grids: list[Grid] = []
    for each in renditions:
        shift = len(lines)
        lines += [_moved_line(line, shift) for line in each.lines]
        grids += [_moved_grid(grid, shift) for grid in each.grids]
    return Rendition(
        lines,
        grids,
        renditions[0].kind,
        ", ".join(each.name for each in renditions),
        ", ".join(each.digest for each in renditions),
        ", ".join(dict.fromkeys(each.encoding for each in renditions if each.encoding)),
        [(f"{each.name}:{ja}", f"{each.name}: {en}") for each in renditions for ja, en in each.warnings],
    )


def _moved(place: Place, shift: int) -> Place:
    return replace(place, first=place.first + shift, last=place.last + shift, offset=place.offset + shift)


def _moved_line(line: Line, shift: int) -> Line:
    return replace(line, place=_moved(line.place, shift))


def _moved_grid(grid: Grid, shift: int) -> Grid:
    return Grid(
        [[replace(cell, place=_moved(cell.place, shift)) for cell in row] for row in grid.rows],
        _moved(grid.place, shift),
        [_moved_line(line, shift) for line in grid.before],
        [_moved_line(line, shift) for line in grid.after],
        grid.gaps,
        grid.doubt,
    )
