"""Tables of a web page copied as text, each cell on a line of its own: the headings below one another, then the rows,
parted by empty lines or by their numbers.

協定名 / 協定市町 / 締結日 / (empty) / 1 / 災害時の相互応援に関する協定 / 丹波市 / 平成18年4月1日"""

from collections.abc import Iterator
from dataclasses import dataclass

from teiju_graph.extract.media.layout import Raw
from teiju_graph.extract.words.headings import read_heading

_LEAST = 3  # headings
_LONGEST = 15  # letters of a heading
_SUBJECTS = {"initiative", "organization", "agreement", "name", "indicator"}
_GUESSED = (
    "一行に一つのセルの表で、行の切れ目が確かでない",
    "of a table with a cell to a line, whose rows may begin elsewhere",
)


@dataclass(frozen=True)
class Stacked:
    """A table found: its rows, the first and last index of the lines of each, and why they may be other ones."""

    rows: list[list[Raw]]
    lines: list[tuple[int, int]]
    doubt: tuple[str, str] | None


def find_stacked(lines: list[str]) -> Iterator[Stacked]:
    """Yield the tables among the lines that have one cell to a line."""
    at = 0
    while at < len(lines):
        end = _headed(lines, at)
        table = _read(lines, at, end) if end else None
        if table:
            yield table
        at = table.lines[-1][1] + 1 if table else max(at + 1, end)


def _headed(lines: list[str], first: int) -> int:
    """The index after the headings that begin there: lines of different roles, one of which names things; 0 for none."""
    roles: list[str] = []
    end = first
    while end < len(lines) and 0 < len(lines[end].strip()) <= _LONGEST:
        role = read_heading(lines[end].strip()).role
        if not role or role in roles:
            return 0
        roles.append(role)
        end += 1
    return end if len(roles) >= _LEAST and _SUBJECTS & {*roles} else 0


def _read(lines: list[str], first: int, end: int) -> Stacked | None:
    """The rows below the headings, of which the last cell may be left out; None where there are not two."""
    width = end - first
    blocks = list(_blocks(lines, end))
    numbered = [lines[block[0]].strip().isdecimal() for block in blocks]
    kept: list[tuple[list[int], bool]] = []
    for block, has_number in zip(blocks, numbered, strict=True):
        cells = block[1:] if has_number else block
        if not width - 1 <= len(cells) <= width or has_number != numbered[0]:
            break
        kept.append((cells, has_number))
    if len(kept) < 2 or not (numbered[0] or any(len(cells) == width for cells, _ in kept)):
        return None
    rows: list[list[Raw]] = [[(lines[number].strip(), None) for number in range(first, end)]]
    rows += [[(lines[number].strip(), None) for number in cells] for cells, _ in kept]
    places = [(first, end - 1), *((cells[0] - has_number, cells[-1]) for cells, has_number in kept)]
    return Stacked(rows, places, None if numbered[0] else _GUESSED)


def _blocks(lines: list[str], first: int) -> Iterator[list[int]]:
    """The indexes of lines that no empty one parts, group after group."""
    block: list[int] = []
    for number in range(first, len(lines)):
        if lines[number].strip():
            block.append(number)
        elif block:
            yield block
            block = []
    if block:
        yield block
