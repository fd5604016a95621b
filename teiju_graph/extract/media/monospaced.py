"""Tables of plain text whose columns blanks align: letters stand as on squared paper, a full-width one on two squares."""

import unicodedata
from dataclasses import dataclass

from teiju_graph.extract.media.aligned import Block, Char, find_blocks
from teiju_graph.extract.words.headings import is_heading

_LINES = 400  # below a line of headings that are looked at
_SIZE, _STEP = 2.0, 2.5  # squares: of a full-width letter, from one line to the next
_BETWEEN = 0.25  # from the foot of a line to a rule below it
_OPEN = "、，,・及(（"  # a list that ends so goes on
_RULE = set("-=─━ー―_＿+| \u3000")  # a line of these alone parts rows


@dataclass(frozen=True)
class Columns:
    """A table that a line of headings begins: its block, and for each row of it the first and the last line, counted
    from that of the headings."""

    block: Block
    rows: list[tuple[int, int]]


def find_columns(lines: list[str], first: int) -> Columns | None:
    """Return the table that the line `first` heads; None where there is none of at least two rows. It is a guess where
    its rows may begin elsewhere."""
    window = lines[first : first + _LINES]
    blank = next((number for number, line in enumerate(window) if number > 1 and not line.strip()), len(window))
    filled = [number for number, line in enumerate(window[:blank]) if line.strip() and not is_rule(line)]
    placed = [_placed(window[number], at) for at, number in enumerate(filled)]
    rules = [
        (_STEP * sum(each < number for each in filled) - _BETWEEN, 0.0, float(_width(line)))
        for number, line in enumerate(window[:blank])
        if is_rule(line)
    ]
    block = next((each for each in find_blocks(placed, rules) if each.first == 0 and each.headed), None)
    if block is None or len(block.rows) < 2:
        return None
    if block.is_guess and (rows := _joined_rows(block)):
        block.rows, block.is_guess = rows, False
    return Columns(block, [(filled[row[0]], filled[row[-1]]) for row in block.rows])


def _joined_rows(block: Block) -> list[list[int]] | None:
    """The rows where each line that lacks the first column goes on with what the line above left open: its list ends
    in a comma, or its words reach the next column. None where a line doesn't."""
    rows: list[list[int]] = []
    edges = [*(a for a, _ in block.strips), float("inf")]
    above: dict[int, list[Char]] = {}
    for number in range(block.first, block.last):
        parts: dict[int, list[Char]] = {}
        for char in block.lines[number]:
            if char["text"].strip():
                parts.setdefault(block.column(char["x0"]), []).append(char)
        if number in block.wide or 0 in parts:
            rows.append([number])
        elif rows and all(
            above.get(column) and (above[column][-1]["text"] in _OPEN or above[column][-1]["x1"] >= edges[column])
            for column in parts
        ):
            rows[-1].append(number)
        else:
            return None
        above = parts
    return rows


def is_rule(line: str) -> bool:
    """Say whether a line only draws: dashes and the like."""
    return len(line.strip()) > 3 and set(line.strip()) <= _RULE


def has_headings(cells: list[str]) -> bool:
    """Say whether most cells of a line read as headings, at least two."""
    known = sum(is_heading(cell) for cell in cells)
    return known >= 2 and known >= 0.45 * len(cells)


def _placed(line: str, number: int) -> list[Char]:
    found: list[Char] = []
    at = 0
    top = _STEP * number
    for letter in line.rstrip():
        wide = 2 if unicodedata.east_asian_width(letter) in "WFA" else 1
        found.append(
            {"text": letter, "x0": float(at), "x1": float(at + wide), "top": top, "bottom": top + _SIZE, "size": _SIZE}
        )
        at += wide
    return found


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line.rstrip())
