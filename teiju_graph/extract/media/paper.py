"""One page of a PDF: its letters gathered into lines, upright or vertical, and its tables into rows of cells: ruled
ones, and those whose words only stand in columns."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from pdfminer.layout import LTChar
from pdfplumber.page import Page as Paper
from pdfplumber.utils import cluster_objects

from teiju_graph.extract.media.aligned import Block, find_blocks
from teiju_graph.extract.media.layout import Raw
from teiju_graph.extract.words.glyphs import fold_glyphs

Char = dict[str, Any]
Box = tuple[float, float, float, float]
Order = tuple[float, ...]  # of the parts of a page: from above, then of what stands side by side from the left
_ABOVE = 60.0  # points above tables that stand side by side in which their titles are parted


class LightPaper(Paper):
    """A page that keeps of its letters only where they stand: all that is asked of them here, and quicker."""

    def process_object(self, obj: Any) -> Char:
        """Return an object of pdfminer's as pdfplumber has it; a letter with its text, place and size alone."""
        if not isinstance(obj, LTChar):
            return super().process_object(obj)
        left, above = self.mediabox[0], self.height + self.mediabox[1]
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": above - obj.y1,
            "bottom": above - obj.y0,
            "size": obj.size,
        }


@dataclass
class Table:
    """A table: rows of raw cells, the same rows as lines of text, and the left edges of its columns. ruled: it has
    lines; is_guess: where its rows begin is one; plain: without a header of its own it is a table only where it goes on
    from the page before, else these lines of text."""

    rows: list[list[Raw]]
    lines: list[str]
    edges: list[float]
    ruled: bool = True
    is_guess: bool = False
    plain: list[str] = field(default_factory=list)


@dataclass
class Page:
    """What stands on a page, from above: lines of text and tables. is_scanned: it has pictures but no text; is_left_out:
    it is broken, or unpacks to more than is read."""

    parts: list[str | Table] = field(default_factory=list)
    is_scanned: bool = False
    is_left_out: bool = False


Part = tuple[Order, str | Table]


def read_paper(paper: Paper) -> Page:
    """Return what stands on a page of pdfplumber's."""
    chars = paper.chars
    if not any(char["text"].strip() for char in chars):
        return Page(is_scanned=bool(paper.images))
    found: list[Part] = []
    boxed: list[Box] = []
    for table in paper.find_tables():
        boxes = [row.cells for row in table.rows]
        if _wide(boxes) < 2:
            continue  # a box around text
        inside = [char for char in chars if _is_in(char, table.bbox)]
        if not any(char["text"].strip() for char in inside):
            continue
        taken = {id(char) for char in inside}
        chars = [char for char in chars if id(char) not in taken]
        boxed.append(table.bbox)
        found.append((_order(table.bbox, boxed), _read_table(boxes, inside)))
    if _is_vertical(chars):
        found += [((line[0]["top"],), text) for line in _columns(chars) if (text := _joined(line, "top"))]
        return Page([part for _, part in found])
    titles, lines = _titles(_lines(chars), boxed)
    found += titles
    rules = [(edge["top"], edge["x0"], edge["x1"]) for edge in paper.horizontal_edges]
    at = 0
    for block in find_blocks(lines, rules):
        found += _texts(lines[at : block.first])
        found.append(((lines[block.first][0]["top"],), read_block(block)))
        at = block.last
    found += _texts(lines[at:])
    return Page([part for _, part in sorted(found, key=lambda each: each[0])])


def _order(box: Box, boxes: list[Box]) -> Order:
    """Where a ruled table stands among the parts of its page: after those that begin beside it to the left."""
    beside = [other[1] for other in boxes if other[2] <= box[0] + 1 and other[1] < box[3] and box[1] < other[3]]
    return (min([box[1], *beside]), box[0] if beside else 0.0, box[1])


def _titles(lines: list[list[Char]], boxes: list[Box]) -> tuple[list[Part], list[list[Char]]]:
    """The lines above tables that stand beside one another, each part given to the table below it; and all others."""
    found: list[Part] = []
    for right in boxes:
        top, beside, own = _order(right, boxes)
        if not beside:
            continue
        left = max(box[2] for box in boxes if box[2] <= right[0] + 1 and box[1] < right[3])
        rest = []
        for line in lines:
            parts = [[char for char in line if (char["x0"] > left) is side] for side in (False, True)]
            near = top - _ABOVE < line[0]["top"] < own
            if near and all(any(char["text"].strip() for char in part) for part in parts):
                found += [((top, right[0], line[0]["top"]), _joined(parts[1], "x0"))]
                line = parts[0]
            rest.append(line)
        lines = rest
    return found, lines


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


def _texts(lines: list[list[Char]]) -> list[Part]:
    return [((line[0]["top"],), text) for line in lines if (text := _joined(line, "x0"))]


def read_block(block: Block) -> Table:
    """The table of words in columns; a row of one cell across the columns is merged over all of them."""
    width = len(block.strips) + 1
    cells: list[list[list[Char]]] = []
    for numbers in block.rows:
        row: list[list[Char]] = [[] for _ in range(width)]
        for number in numbers:
            for char in block.lines[number]:
                row[0 if number in block.wide else block.column(char["x0"])].append(char)
        cells.append(row)
    upright = [row for row, numbers in zip(cells, block.rows, strict=True) if numbers[0] not in block.wide]
    columns = [[char for row in upright for char in row[c] if char["text"].strip()] for c in range(width)]
    boxes = [
        (min(c["x0"] for c in column), 0.0, max(c["x1"] for c in column), 0.0) if column else (0.0, 0.0, 0.0, 0.0)
        for column in columns
    ]  # fmt: skip
    rows: list[list[Raw]] = []
    for r, (row, numbers) in enumerate(zip(cells, block.rows, strict=True)):
        if numbers[0] in block.wide:
            text = _joined(sorted(row[0], key=lambda char: char["x0"]), "x0")
            rows.append([(text, None), *[(text, (r, 0))] * (width - 1)])
        else:
            rows.append(
                [(_cell_text(chars, box) if chars else "", None) for chars, box in zip(row, boxes, strict=True)]
            )
    told = [_tabbed([text if origin is None else "" for text, origin in row]) for row in rows]
    plain = (
        []
        if block.headed
        else [text for _, text in _texts(block.lines[block.first : block.last]) if isinstance(text, str)]
    )
    return Table(rows, told, [box[0] for box in boxes], False, block.is_guess, plain)


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
    return fold_glyphs(text)


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
