"""Tables of plain text whose columns blanks align: letters stand as on squared paper, a full-width one on two squares."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from teiju_graph.extract.media.aligned import Block, Char, find_blocks
from teiju_graph.extract.media.layout import NOTE
from teiju_graph.extract.words.headings import is_heading

_LINES = 400  # below a line of headings that are looked at
_SIZE, _STEP = 2.0, 2.5  # squares: of a full-width letter, from one line to the next
_BETWEEN = 0.25  # from the foot of a line to a rule below it
_OPEN = "、，,・及(（"  # a list that ends so goes on
_PARTED = 3  # empty lines from which on they part rows
_TALL = 5  # lines from one of these to the next at most
_NUMBERED = re.compile(r"\s*[(（]?[\d０-９①-⑳]{1,3}[)）.．]?\s")
_PAGE = re.compile(r"[\s\-－―ー–]*[\d０-９]{1,4}[\s\-－―ー–]*")
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
    lines = [close_spaced(lines[first]), *lines[first + 1 : first + _LINES]]
    lines[0] = _with_numbers(lines)
    window = _window(lines)
    filled = [number for number, line in enumerate(window) if line.strip() and not is_rule(line)]
    starts = _starts(window[0])
    placed = [_placed(window[number], at, starts) for at, number in enumerate(filled)]
    rules = [
        (_STEP * sum(each < number for each in filled) - _BETWEEN, 0.0, float(_width(line) + len(starts)))
        for number, line in enumerate(window)
        if is_rule(line)
    ]
    block = next((each for each in find_blocks(placed, rules) if each.first == 0 and each.headed), None)
    if block is None or len(block.rows) < 2:
        return _by_squares(lines)
    numbered = _numbered_rows(block)
    apart = {at for at, (a, b) in enumerate(pairwise(filled), start=1) if not all(map(str.strip, window[a + 1 : b]))}
    if numbered:
        block.rows, block.is_guess = numbered, False
    elif rows := _parted_rows(block, apart) or block.is_guess and _joined_rows(block):
        block.rows, block.is_guess = rows, False
    _close_up(block)
    return Columns(block, [(filled[row[0]], filled[row[-1]]) for row in block.rows])


def _close_up(block: Block) -> None:
    """Put the letters of a table back onto the squares that they stand on."""
    upright = [number for row in block.rows for number in row if number not in block.wide]
    ends: dict[int, list[tuple[float, float]]] = {}
    for number in upright:
        for column, letters in _parts(block, number).items():
            ends.setdefault(column, []).append(
                (letters[0]["square"], letters[-1]["square"] + _squares(letters[-1]["text"]))
            )
    for line in block.lines:
        for letter in line:
            letter |= {"x0": letter["square"], "x1": letter["square"] + _squares(letter["text"])}
    right, block.strips = 0.0, list(block.strips)
    for column in range(len(block.strips)):
        right = max([right, *(end for _, end in ends.get(column, []))])
        left = min((begin for begin, _ in ends.get(column + 1, [])), default=right)
        block.strips[column] = (right, left)


def _by_squares(lines: list[str]) -> Columns | None:
    """The table whose headings stand off its columns: these are what blanks part in all of its lines, as many as there
    are headings. Empty lines part its rows, or words in the first column do."""
    headings = re.split(r" {2,}|[ ]*\u3000[ \u3000]*", lines[0].strip())
    taken: set[int] = set()
    filled: list[int] = []
    for number, line in enumerate(lines[1:], start=1):
        if is_rule(line) or not line.strip():
            continue
        squares = {
            square
            for each in _placed(line, 0, [])
            if each["text"].strip()
            for square in range(int(each["x0"]), int(each["x1"]))
        }
        if NOTE.match(line) or _PAGE.fullmatch(line) or filled and len(_runs(taken | squares)) < len(headings):
            break
        taken |= squares
        filled.append(number)
    columns = _runs(taken)
    if len(columns) != len(headings) or len(headings) < 3 or len(filled) < 2:
        return None
    strips = [(float(a[1]), float(b[0])) for a, b in pairwise(columns)]
    head = [
        {"text": letter, "x0": float(begin + at), "x1": float(begin + at + 1), "top": 0.0, "bottom": _SIZE, "size": _SIZE}
        for heading, (begin, _) in zip(headings, columns, strict=True)
        for at, letter in enumerate(heading)
    ]  # fmt: skip
    placed = [head, *(_placed(lines[number], at, []) for at, number in enumerate(filled, start=1))]
    block = Block(0, len(placed), placed, strips)
    apart = {
        at for at, (a, b) in enumerate(pairwise(filled), start=2) if any(not line.strip() for line in lines[a + 1 : b])
    }
    groups = [[0], [1]]
    for at in range(2, len(placed)):
        if at in apart or len(apart) < _PARTED - 1 and 0 in _parts(block, at):
            groups.append([at])
        else:
            groups[-1].append(at)
    if not all(0 in _parts(block, group[0]) for group in groups):
        return None
    block.rows = groups
    where = [0, *filled]
    return Columns(block, [(where[group[0]], where[group[-1]]) for group in groups])


def _runs(squares: set[int]) -> list[tuple[int, int]]:
    """The runs of squares that at least two blank ones part: first and after-last."""
    found: list[tuple[int, int]] = []
    for square in sorted(squares):
        if found and square - found[-1][1] < 2:
            found[-1] = (found[-1][0], square + 1)
        else:
            found.append((square, square + 1))
    return found


def _window(lines: list[str]) -> list[str]:
    """The lines that may be of the table: to the first empty one, or where empty ones part its rows to two of them."""
    lines = lines[: next((number for number, line in enumerate(lines) if number and _PAGE.fullmatch(line)), len(lines))]
    blanks = [number for number, line in enumerate(lines) if number > 1 and not line.strip()]
    if len(blanks) < _PARTED or any(b - a > _TALL for a, b in pairwise(blanks[:_PARTED])):
        return lines[: blanks[0]] if blanks else lines
    end = next((a for a, b in pairwise(blanks) if b == a + 1 or b - a > _TALL + 1), len(lines))
    return lines[:end]


def _parts(block: Block, number: int) -> dict[int, list[Char]]:
    """The letters of a line by the columns that they stand in."""
    found: dict[int, list[Char]] = {}
    for char in block.lines[number]:
        if char["text"].strip():
            found.setdefault(block.column(char["x0"]), []).append(char)
    return found


def _parted_rows(block: Block, apart: set[int]) -> list[list[int]] | None:
    """The rows where empty lines part them: each begins with a line that fills most columns, others go on. `apart`: the
    lines before which an empty one stands. None where that isn't so."""
    width = len(block.strips) + 1
    numbers = range(block.first, block.last)
    if sum(number in apart for number in numbers) < _PARTED - 1:
        return None
    rows: list[list[int]] = []
    for number in numbers:
        fills = len(_parts(block, number)) >= 0.6 * width or number in block.wide
        if number in apart and not fills:
            return None
        if fills or not rows:
            rows.append([number])
        else:
            rows[-1].append(number)
    return rows


def _numbered_rows(block: Block) -> list[list[int]] | None:
    """The rows where the first column has nothing but numbers that count up: each begins one."""
    firsts = {
        number: "".join(c["text"] for c in parts[0])
        for number in range(block.first + 1, block.last)
        if 0 in (parts := _parts(block, number))
    }
    told = [re.sub(r"\D", "", unicodedata.normalize("NFKC", text)) for text in firsts.values()]
    if len(told) < 2 or not all(each.isdecimal() for each in told) or block.first + 1 not in firsts:
        return None
    if any(int(b) != int(a) + 1 for a, b in pairwise(told)) or any(len(text) > 4 for text in firsts.values()):
        return None
    rows = [[block.first]]
    for number in range(block.first + 1, block.last):
        if number in firsts or number in block.wide:
            rows.append([number])
        else:
            rows[-1].append(number)
    return rows


def _joined_rows(block: Block) -> list[list[int]] | None:
    """The rows where each line goes on in all that it has with what the line above left open (its list ends in a comma,
    or its words reach the next column), or has the first column or all others. None where a line does neither."""
    rows: list[list[int]] = []
    ends = [letter["x1"] for number in range(block.first, block.last) for letter in block.lines[number]]
    edges = [*(a for a, _ in block.strips), max(ends)]
    above: dict[int, list[Char]] = {}
    for number in range(block.first, block.last):
        parts = _parts(block, number)
        goes_on = bool(rows) and all(
            above.get(column) and (above[column][-1]["text"] in _OPEN or above[column][-1]["x1"] >= edges[column])
            for column in parts
        )
        if goes_on and number not in block.wide and len(parts) <= len(block.strips):
            rows[-1].append(number)
        elif number in block.wide or 0 in parts or len(parts) == len(block.strips) > 1:
            rows.append([number])
        elif goes_on or len(rows) == 1 and _is_bracketed(parts):
            rows[-1].append(number)
        else:
            return None
        above = parts
    return rows


def _is_bracketed(parts: dict[int, list[Char]]) -> bool:
    """Whether all that a line has stands in brackets, as years below headings do: (平成24年度)　(平成29年度)."""
    texts = ["".join(letter["text"] for letter in letters) for letters in parts.values()]
    return all(re.fullmatch("[(（][^()（）]*[)）]", text) for text in texts)


def close_spaced(line: str) -> str:
    """Return a line of headings with letters set apart closed up, what follows left in its place: 名　称 is 名称."""
    return re.sub(
        r"(?<!\S)([一-龥])((?:\u3000{1,2}[一-龥]){1,3})(?!\S)",
        lambda match: match[0].replace("\u3000", "") + "\u3000" * match[2].count("\u3000"),
        line,
    )


def _with_numbers(lines: list[str]) -> str:
    """The line of headings with one for a column of numbers that stands left of it, if the rows begin with such."""
    indent = sum(map(_squares, lines[0])) - sum(map(_squares, lines[0].lstrip()))
    below = [line for line in lines[1:] if line.strip() and not is_rule(line)]
    numbered = [bool((match := _NUMBERED.match(line)) and _width(match[0]) <= indent) for line in below]
    return (
        f"No{' ' * (indent - 2)}{lines[0].lstrip()}"
        if indent > 2 and any(numbered[:1]) and sum(numbered) > 1
        else lines[0]
    )


def is_rule(line: str) -> bool:
    """Say whether a line only draws: dashes and the like."""
    return len(line.strip()) > 3 and set(line.strip()) <= _RULE


def has_headings(cells: list[str]) -> bool:
    """Say whether most cells of a line read as headings, at least two."""
    known = sum(is_heading(cell) for cell in cells)
    return known >= 2 and known >= 0.45 * len(cells)


def _starts(heading: str) -> list[int]:
    """The squares that the cells of a line of headings begin on, the first left out."""
    found: list[int] = []
    at, gap = 0, 0
    for letter in heading.rstrip():
        if letter.isspace():
            gap += _squares(letter)
        else:
            found += [at] if gap > 1 else []
            gap = 0
        at += _squares(letter)
    return found[1:] if heading[:1].isspace() else found


def _placed(line: str, number: int, starts: list[int]) -> list[Char]:
    """The letters of a line with their places; each column begins a square farther right, so that one blank before it
    parts it from the column to the left."""
    found: list[Char] = []
    at = 0
    top = _STEP * number
    for letter in line.rstrip():
        left = at + sum(start <= at for start in starts)
        found.append(
            {"text": letter, "square": at, "x0": float(left), "x1": float(left + _squares(letter)), "top": top, "bottom": top + _SIZE, "size": _SIZE}
        )  # fmt: skip
        at += _squares(letter)
    return found


def _squares(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1


def _width(line: str) -> int:
    return sum(map(_squares, line.rstrip()))
