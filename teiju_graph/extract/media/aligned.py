"""Tables of a PDF without ruled lines: words that stand below one another in columns, from a row of headings down.

Columns are what empty strips part that no line of the table crosses. Rows are what horizontal rules part, else wider
gaps, else lines that fill most columns; the last is a guess and says so."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from teiju_graph.extract.media.layout import NOTE
from teiju_graph.extract.words.headings import is_heading

Char = dict[str, Any]
Strip = tuple[float, float]
_GAP = 0.9  # widths of a letter between two columns of one line
_STRIP = 0.5  # widths of a letter that a strip between columns keeps over all lines
_ROW = 1.2  # times the least distance of lines: a wider one parts rows
_PLACE = re.compile(r"[^市町村]{1,5}[市町村]")
_FULL = 1.8  # widths of a letter between words and the next column where the words may go on in the next line
_CLOSE = 0.9  # heights of a letter: nearer lines are not of one column
_LAST = 2  # lines of a page, a row of headings that goes on over the page and a page number
_FAR = 5.0  # heights of a letter: what is farther down is no longer the table


@dataclass(frozen=True)
class Segment:
    """Letters of a line that follow one another without a wide gap."""

    chars: list[Char]

    @property
    def text(self) -> str:
        """The letters as text."""
        return "".join(char["text"] for char in self.chars).strip()

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.chars[0]["x0"]

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.chars[-1]["x1"]


@dataclass
class Block:
    """Lines `first` to before `last` of a page that are a table. lines: the letters of the page's lines that are its own;
    strips: what parts its columns, from the left; rows: for each row its lines; wide: rows of one cell that crosses the
    columns; is_guess: whether where rows begin is one; headed: whether its first row reads as headings."""

    first: int
    last: int
    lines: list[list[Char]]
    strips: list[Strip]
    rows: list[list[int]] = field(default_factory=list)
    wide: set[int] = field(default_factory=set)
    is_guess: bool = False
    headed: bool = True

    def column(self, x: float) -> int:
        """The column that a place from the left lies in."""
        return sum((a + b) / 2 <= x for a, b in self.strips)


def find_blocks(lines: list[list[Char]], rules: list[tuple[float, float, float]]) -> list[Block]:
    """Return the tables among the lines of a page, each line's letters from the left. rules: horizontal rules as
    (y, x0, x1). The first lines may be a table without headings that goes on from the page before (`headed` false)."""
    segments = [_segments(line) for line in lines]
    found: list[Block] = []
    at = 0
    while at < len(lines):
        block = _grow(lines, segments, at, rules) if _is_header(segments[at]) else None
        if block is None and len(segments[at]) >= 3 and _is_header(segments[at]) and len(lines) - at <= _LAST:
            block = Block(at, at + 1, lines, [(a.x1, b.x0) for a, b in pairwise(segments[at])], [[at]])
        if block:
            found += _halves(block, rules) if block.is_guess else [block]
        at = block.last if block else at + 1
    begin = next((number for number, each in enumerate(segments[:4]) if len(each) >= 3), None)
    if begin is not None and (not found or begin < found[0].first):
        block = _grow(lines, segments, begin, rules)
        if block and len(block.rows) >= 2 and (not found or block.last <= found[0].first):
            block.headed = False
            found.insert(0, block)
    return found


def _segments(line: list[Char]) -> list[Segment]:
    letters = [char for char in line if char["text"].strip()]
    if not letters:
        return []
    size = median(char["size"] for char in letters)
    gaps = [after["x0"] - before["x1"] > _GAP * size for before, after in pairwise(letters)]
    if len(gaps) >= 2 and sum(gaps) > 0.8 * len(gaps):
        gaps = [False] * len(gaps)  # the letters are set apart
    found = [[letters[0]]]
    for gap, char in zip(gaps, letters[1:], strict=True):
        if gap:
            found.append([])
        found[-1].append(char)
    return [Segment(chars) for chars in found]


def _is_header(segments: list[Segment]) -> bool:
    known = sum(is_heading(each.text) or bool(_PLACE.fullmatch(each.text)) for each in segments)
    return known >= 2 and known >= 0.45 * len(segments) and all(len(each.text) <= 20 for each in segments)


def _grow(
    lines: list[list[Char]], segments: list[list[Segment]], first: int, rules: list[tuple[float, float, float]]
) -> Block | None:
    """The table that begins with the line `first`; None where there is none of at least two rows."""
    size = median(char["size"] for char in lines[first])
    header = segments[first]
    strips = [(left.x1, right.x0) for left, right in pairwise(header)]
    wide: set[int] = set()
    last, filled = first + 1, first  # filled: the last line with words in several columns
    while last < len(lines):
        if not segments[last]:
            last += 1
            continue
        if _top(lines[last]) - _top(lines[last - 1]) > _FAR * size:
            break
        if NOTE.match(segments[last][0].text):
            break
        narrowed = _narrowed(strips, segments[last], _STRIP * size)
        if narrowed is not None:
            strips = narrowed
            if len({_column(strips, each.x0) for each in segments[last]}) > 1:
                filled = last
        elif len(segments[last]) == 1 and _goes_on(segments, strips, last, _STRIP * size):
            wide.add(last)
        else:
            break
        last += 1
    step = min((_top(b) - _top(a) for a, b in pairwise(lines[first : filled + 1])), default=0.0)
    end = filled + 1
    while end < last and end not in wide and _top(lines[end]) - _top(lines[end - 1]) <= 1.1 * step:
        end += 1  # what is left of the last row
    block = Block(first, end, lines, strips, wide={number for number in wide if number < end})
    _part_rows(block, segments, rules, step)
    parted = not block.is_guess and any(len(row) > 1 for row in block.rows[:-1])
    block.is_guess = block.is_guess or (end > filled + 1 and not parted) or step < _CLOSE * size
    return block if len(block.rows) >= 2 or block.is_guess and end > first + 1 else None


def _halves(block: Block, rules: list[tuple[float, float, float]]) -> list[Block]:
    """The two tables that stand beside one another where a block is read, if each has headings and rows of its own that
    are no guess; else the block, if it has rows."""
    for a, b in block.strips[1:-1]:
        middle = (a + b) / 2
        found = []
        for side in (False, True):
            lines = [[char for char in line if (char["x0"] > middle) is side] for line in block.lines[: block.last]]
            segments = [_segments(line) for line in lines]
            if _is_header(segments[block.first]):
                lines = [line if any(c["text"].strip() for c in line) else [] for line in lines]
                part = _grow_filled(lines, segments, block.first, rules)
                if part and not part.is_guess:
                    found.append(part)
        if len(found) == 2:
            return [replace(part, first=block.first, last=block.last) for part in found]
    return [block] if len(block.rows) >= 2 else []


def _grow_filled(
    lines: list[list[Char]], segments: list[list[Segment]], first: int, rules: list[tuple[float, float, float]]
) -> Block | None:
    """The table that begins with the line `first`, of those lines alone that have words; its rows by all lines."""
    filled = [number for number in range(first, len(lines)) if segments[number]]
    block = _grow([lines[n] for n in filled], [segments[n] for n in filled], 0, rules)
    if block is None or block.last < len(filled):
        return None
    return replace(
        block, lines=lines, rows=[[filled[n] for n in row] for row in block.rows], wide={filled[n] for n in block.wide}
    )


def _top(line: list[Char]) -> float:
    return median(char["top"] for char in line)


def _column(strips: list[Strip], x: float) -> int:
    return sum((a + b) / 2 <= x for a, b in strips)


def _narrowed(strips: list[Strip], segments: list[Segment], least: float) -> list[Strip] | None:
    """The strips with what a line covers taken away; None where it crosses one."""
    found = []
    for a, b in strips:
        for each in segments:
            if each.x1 <= a or each.x0 >= b:
                continue
            if each.x0 > (a + b) / 2 or (each.x0 > a and each.x1 >= b):
                b = each.x0  # it begins in the strip: words of the column to the right
            elif each.x1 < b:
                a = each.x1  # words of the column to the left, or what a blank parts from them
            else:
                return None
        if b - a < least:
            return None
        found.append((a, b))
    return found


def _goes_on(segments: list[list[Segment]], strips: list[Strip], at: int, least: float) -> bool:
    """Whether one of the next two lines has words in several columns again: the line at `at` heads them."""
    for line in segments[at + 1 : at + 3]:
        if len(line) > 1 and _narrowed(strips, line, least) is not None:
            return True
    return False


def _part_rows(
    block: Block,
    segments: list[list[Segment]],
    rules: list[tuple[float, float, float]],
    step: float,
) -> None:
    """Say which lines make a row."""
    lines = block.lines
    numbers = [number for number in range(block.first, block.last) if segments[number]]
    columns = {number: {block.column(each.x0) for each in segments[number]} for number in numbers}
    width = len(block.strips) + 1
    between = _ruled(lines, numbers, rules)
    if sum(between) >= 3:
        block.rows = _cut(numbers, between)
        return
    gaps = [_top(lines[b]) - _top(lines[a]) > _ROW * step for a, b in pairwise(numbers)]
    rows = _cut(numbers, gaps)
    upright = [number for number in numbers if number not in block.wide]
    if all(len(columns[number]) == width for number in upright) or _each_begins(block, segments, upright):
        block.rows = [[number] for number in numbers]
    elif len(rows) > 2 and all(
        len(set().union(*(columns[n] for n in row))) >= 0.6 * width or row[0] in block.wide for row in rows
    ):
        block.rows = rows
    else:
        starts = [number in block.wide or len(columns[number]) >= 0.6 * width for number in numbers[1:]]
        block.rows, block.is_guess = _cut(numbers, starts), True


def _each_begins(block: Block, segments: list[list[Segment]], numbers: list[int]) -> bool:
    """Whether every line has words in the first column, none of which fill it so that they might go on."""
    edge = block.strips[0][1]
    names = [segments[number][0] for number in numbers]
    size = median(char["size"] for char in block.lines[block.first])
    return all(block.column(each.x0) == 0 for each in names) and all(
        edge - each.x1 > _FULL * size or each.text.isdecimal() for each in names[1:-1]
    )


def _ruled(lines: list[list[Char]], numbers: list[int], rules: list[tuple[float, float, float]]) -> list[bool]:
    """Between which lines and the next a rule lies that reaches over most of them."""
    found = []
    left = min(char["x0"] for number in numbers for char in lines[number])
    right = max(char["x1"] for number in numbers for char in lines[number])
    for a, b in pairwise(numbers):
        high, low = (median((c["top"] + c["bottom"]) / 2 for c in lines[number]) for number in (a, b))
        spans = [(max(x0, left), min(x1, right)) for y, x0, x1 in rules if high < y < low]
        found.append(sum(x1 - x0 for x0, x1 in spans if x1 > x0) > 0.6 * (right - left))
    return found


def _cut(numbers: list[int], between: list[bool]) -> list[list[int]]:
    """The numbers in runs, a new one where `between` says so of the pair."""
    rows = [[numbers[0]]]
    for number, parted in zip(numbers[1:], between, strict=True):
        if parted:
            rows.append([])
        rows[-1].append(number)
    return rows
