"""One page of a PDF: its letters gathered into lines, upright or vertical, and its ruled tables into rows of cells."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page as Paper
from pdfplumber.utils import cluster_objects

from teiju_graph.extract.glyphs import fold_radicals
from teiju_graph.extract.layout import Raw

Char = dict[str, Any]
Box = tuple[float, float, float, float]


@dataclass
class Table:
    """A ruled table: rows of raw cells, the same rows as lines of text, and the left edges of its columns."""

    rows: list[list[Raw]]
    lines: list[str]
    edges: list[float]


@dataclass
class Page:
    """What stands on a page, from above: lines of text and tables. is_scanned: it has pictures but no text."""

    parts: list[str | Table] = field(default_factory=list)
    is_scanned: bool = False


def read_paper(paper: Paper) -> Page:
    """Return what stands on a page of pdfplumber's."""
    chars = paper.chars
    if not any(char["text"].strip() for char in chars):
        return Page(is_scanned=bool(paper.images))
    found: list[tuple[float, str | Table]] = []
    for table in paper.find_tables():
        boxes = [row.cells for row in table.rows]
        if _wide(boxes) < 2:
            continue  # a box around text
        inside = [char for char in chars if _is_in(char, table.bbox)]
        if not any(char["text"].strip() for char in inside):
            continue
        taken = {id(char) for char in inside}
        chars = [char for char in chars if id(char) not in taken]
        found.append((table.bbox[1], _read_table(boxes, inside)))
    if _is_vertical(chars):
        found += [(line[0]["top"], text) for line in _columns(chars) if (text := _joined(line, "top"))]
        return Page([part for _, part in found])
    found += [(line[0]["top"], text) for line in _lines(chars) if (text := _joined(line, "x0"))]
    return Page([part for _, part in sorted(found, key=lambda each: each[0])])


def _read_table(boxes: list[list[Box | None]], chars: list[Char]) -> Table:
    """The table of those boxes, row by row; where no box begins, one that reaches there stands."""
    starts = {(r, c): box for r, row in enumerate(boxes) for c, box in enumerate(row) if box}
    middles = [((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, char) for char in chars]
    texts = {
        key: _cell_text([char for x, y, char in middles if left <= x <= right and top <= y <= bottom], box)
        for key, box in starts.items()
        for left, top, right, bottom in [box]
    }
    edges = [
        min((box[0] for (_, c), box in starts.items() if c == column), default=0.0) for column in range(_wide(boxes))
    ]
    rows: list[list[Raw]] = []
    for r, boxes_of_row in enumerate(boxes):
        top = min((box[1] for box in boxes_of_row if box), default=0.0)
        row: list[Raw] = []
        for c, edge in enumerate(edges):
            over = (key for key, box in starts.items() if _is_within(edge + 1, top + 1, box))
            origin = (r, c) if (r, c) in starts else next(over, None)
            row.append((texts[origin], None if origin == (r, c) else origin) if origin else ("", None))
        rows.append(row)
    lines = [_tabbed([text if origin is None else "" for text, origin in row]) for row in rows]
    return Table(rows, lines, edges)


def _wide(boxes: list[list[Box | None]]) -> int:
    return max(map(len, boxes))


def _tabbed(texts: list[str]) -> str:
    return "\t".join(re.sub(r"\s*\n\s*", " ", text) for text in texts).rstrip("\t")


def _cell_text(chars: list[Char], box: Box) -> str:
    """The text of a cell: lines that reach the right edge go on in the next one, others end there."""
    chars = [char for char in chars if char["text"].strip() or char["x1"] < box[2] - char["size"]]
    if not chars:
        return ""
    if _is_vertical(chars):
        return "".join(_joined(line, "top") for line in _columns(chars))
    words = ""
    margin = min(10.0, max(0.0, min(char["x0"] for char in chars) - box[0]))
    for line in _lines(chars):
        size = median(char["size"] for char in line)
        text = _joined(line, "x0")
        is_full = box[2] - margin - line[-1]["x1"] < 1.6 * size
        words += text + ("" if is_full else "\n")
    return words.strip("\n")


def _lines(chars: list[Char]) -> list[list[Char]]:
    """The letters of upright text in lines from above, each from the left."""
    if not chars:
        return []
    tolerance = 0.4 * median(char["size"] for char in chars)
    clusters = cluster_objects(chars, lambda char: (char["top"] + char["bottom"]) / 2, tolerance)
    return [sorted(line, key=lambda char: char["x0"]) for line in clusters]


def _columns(chars: list[Char]) -> list[list[Char]]:
    """The letters of vertical text in columns from the right, each from above."""
    tolerance = 0.4 * median(char["size"] for char in chars)
    clusters = cluster_objects(chars, lambda char: (char["x0"] + char["x1"]) / 2, tolerance)
    return [sorted(line, key=lambda char: char["top"]) for line in reversed(clusters)]


def _joined(line: list[Char], start: str) -> str:
    """The letters of a line as text: a gap is a blank, unless all of the line is letter-spaced; a letter printed twice
    in one place (bold) stands once; parts of letters (radicals) that a font gives for letters become these."""
    end = "x1" if start == "x0" else "bottom"
    once = [
        char for number, char in enumerate(line)
        if not number or char["text"] != line[number - 1]["text"] or char[start] - line[number - 1][start] > 0.2 * char["size"]
    ]  # fmt: skip
    letters = [char for char in once if char["text"].strip()]
    blanks = [char[start] for char in once if not char["text"].strip()]
    gaps = [
        char[start] - before[end] > 0.35 * char["size"] or any(before[start] < blank < char[start] for blank in blanks)
        for before, char in pairwise(letters)
    ]
    spaced = len(gaps) >= 2 and sum(gaps) > 0.8 * len(gaps)
    text = letters[0]["text"] if letters else ""
    for gap, char in zip(gaps, letters[1:], strict=False):
        text += (" " if gap and not spaced else "") + char["text"]
    return fold_radicals(text)


def _is_vertical(chars: list[Char]) -> bool:
    """Whether letters that follow one another in the file stand below one another more often than beside."""
    below = beside = 0
    for before, char in pairwise(chars):
        size = char["size"] or 1
        right, down = abs(char["x0"] - before["x0"]) / size, (char["top"] - before["top"]) / size
        below += right < 0.3 and 0.5 < down < 2.2
        beside += abs(down) < 0.3 and right > 0.3
    return below > 2 and below > beside


def _is_in(char: Char, box: Box) -> bool:
    return _is_within((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, box)


def _is_within(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
