"""Plain text, and tables of separated values: a run of lines parted by tabs or commas is a grid, and so are lines below
headings whose columns blanks part, and lines between strokes."""

import csv
import re
from dataclasses import dataclass, replace

from teiju_graph.extract.media.boxes import boxed, is_boxed
from teiju_graph.extract.media.layout import Layout, Raw, TextTable
from teiju_graph.extract.media.monospaced import close_spaced, find_columns, has_headings
from teiju_graph.extract.media.paper import read_block
from teiju_graph.extract.media.strokes import find_stroked
from teiju_graph.extract.media.unfolded import find_unfolded, fits
from teiju_graph.extract.rendition import Place, plain
from teiju_graph.extract.words.headings import is_heading, read_heading

_SAYS = re.compile(
    r"[:：】〕]\s*[^\s:：]|[\d０-９]\s*(?:人|件|回|か所|冊|円|世帯|社|校|日|床|団体|[万億千％%])"
    r"|値\s*(?![12１２][09０９][\d０-９]{2}(?![\d０-９,，]))[\d０-９]"
)  # a cell that tells a value heads no column
_FIELD_LIMIT = 1_000_000
_VALUE = re.compile(r"[^\d()（）]{0,4}\d|(?:現状|現行)?維持|検討中|未定|[-―－ー〃]+$")
_HEADINGS = 3  # at least, where a single blank parts them
_SECTION = 40  # letters that a heading inside a table has at most
_GUESSED = (
    "空白でそろえた表で、行の切れ目が確かでない",
    "of a table that blanks align, whose rows may begin elsewhere",
)


@dataclass(frozen=True)
class _Aligned:
    """A table of blanks: its rows with their places, and the index of the line after it."""

    rows: list[list[Raw]]
    places: list[Place]
    end: int
    is_guess: bool = False


def read_separated(text: str, is_csv: bool) -> Layout:
    """Return the layout of a text: each physical line is a line, and each run of lines with tabs (in a file of comma-
    separated values, with commas) between empty ones a table. A quoted cell may hold line breaks."""
    layout = Layout()
    for line in text.split("\n"):
        layout.line(line)
    lines = list(layout.texts) if is_csv else [plain(line) for line in layout.texts]
    drawn: list[TextTable] = []
    for find in (boxed, find_stroked, find_unfolded):
        for table in find(lines):
            drawn.append(table)
            first, last = table.lines[0][0], table.lines[-1][1] + 1
            lines[first:last] = [""] * (last - first)  # what is drawn once is no other table
    for table in drawn:
        layout.grid(table.rows, [Place(begin + 1, end + 1) for begin, end in table.lines], table.doubt)
    separator = "\t" if any("\t" in line for line in lines) else "," if is_csv or _is_comma_separated(lines) else ""
    if not separator:
        for each in _aligned(lines):
            layout.grid(each.rows, each.places, _GUESSED if each.is_guess else None)
        return layout
    csv.field_size_limit(_FIELD_LIMIT)
    for first, last in _runs(lines, separator, is_csv):
        rows: list[list[Raw]] = []
        places: list[Place] = []
        reader = csv.reader(_ended(lines[first:last]), delimiter=separator)
        begin = first
        for cells in reader:
            raw: list[Raw] = [(cell.strip(), None) for cell in cells]
            if len(cells) == 1 and not is_csv:  # a heading inside: it covers the row
                raw += [(cells[0].strip(), (len(rows), 0))] * lines[first].count(separator)
            rows.append(raw)
            places.append(Place(begin + 1, first + reader.line_num))
            begin = first + reader.line_num
        layout.grid(rows, places)
    return layout


def _cells(line: str) -> list[str]:
    return re.split(r"(?: {2,}|[ ]*\u3000[ \u3000]*)", line.strip())


def _aligned(lines: list[str]) -> list[_Aligned]:
    """The tables below lines of headings that blanks part: by as many cells in each line, else by where words stand."""
    found: list[_Aligned] = []
    number = 0
    while number < len(lines):
        cells = _cells(close_spaced(lines[number]))
        table = None
        if len(cells) > 1 and not is_boxed(lines[number]) and has_headings(cells) and not any(map(_SAYS.search, cells)):
            table = _by_place(lines, number)
            counted = _by_count(lines, number, len(cells))
            if counted and (table is None or table.end <= counted.end):
                same = (
                    table is None
                    or table.is_guess
                    or [*map(_texts, table.rows)] == [*map(_texts, counted.rows[: len(table.rows)])]
                )
                table = counted if same else replace(counted, is_guess=True)
        elif len(cells) == 1:
            table = _by_words(lines, number) or _by_values(lines, number)
        if table:
            found.append(table)
        number = table.end if table else number + 1
    return found


def _by_words(lines: list[str], first: int) -> _Aligned | None:
    """The table whose cells a single blank parts, below words that are all headings: of lines of as many words, as far as
    they look like what the headings say."""
    heads = lines[first].split()
    if len(heads) < _HEADINGS or not all(map(is_heading, heads)):
        return None
    roles = [read_heading(head).role for head in heads]
    end = first + 1
    while end < len(lines) and len(words := lines[end].split()) == len(heads) and fits(words, roles):
        end += 1
    if end < first + 3:
        return None
    rows: list[list[Raw]] = [[(cell, None) for cell in line.split()] for line in lines[first:end]]
    return _Aligned(rows, [Place(number + 1, number + 1) for number in range(first, end)], end)


def _by_values(lines: list[str], first: int) -> _Aligned | None:
    """The table of names and values, whose cells a single blank parts, below a heading of names and headings of values:
    the last words of a line are its values, those before them the name, and short lines between such ones head them."""
    heads = lines[first].split()
    roles = [read_heading(head).role for head in heads]
    if len(heads) < _HEADINGS or roles[0] != "indicator" or not {*roles[1:]} <= {"baseline", "target"}:
        return None
    rows: list[list[Raw]] = [[(head, None) for head in heads]]
    places = [Place(first + 1, first + 1)]
    end, told = first + 1, 0
    for number in range(first + 1, len(lines)):
        words = lines[number].split()
        name, values = words[: 1 - len(heads)], words[1 - len(heads) :]
        if name and all(map(_VALUE.match, values)):
            rows.append([(" ".join(name), None), *((value, None) for value in values)])
            end, told = number + 1, told + 1
        elif words and (words == heads or len(lines[number]) > _SECTION or lines[number].endswith("。")):
            break
        elif words:
            rows.append([(lines[number].strip(), (len(rows), 0) if at else None) for at in range(len(heads))])
        if words:
            places.append(Place(number + 1, number + 1))
    kept = sum(place.first <= end for place in places)
    return _Aligned(rows[:kept], places[:kept], end) if told >= _HEADINGS else None


def _texts(row: list[Raw]) -> list[str]:
    return ["".join(text.split()) for text, _ in row]


def _by_count(lines: list[str], first: int, width: int) -> _Aligned | None:
    """The table of lines of as many cells; a line of one that such a line follows heads those below it."""
    end = first + 1
    while end < len(lines) and (len(_cells(lines[end])) == width or _heads_rows(lines[end : end + 2], width)):
        end += 1
    if end == first + 1:
        return None
    rows: list[list[Raw]] = []
    for line in [close_spaced(lines[first]), *lines[first + 1 : end]]:
        cells = _cells(line)
        wide = len(cells) < width
        rows.append(
            [(cells[0], (len(rows), 0) if at else None) for at in range(width)]
            if wide
            else [(cell, None) for cell in cells]
        )
    return _Aligned(rows, [Place(number + 1, number + 1) for number in range(first, end)], end)


def _heads_rows(lines: list[str], width: int) -> bool:
    """Whether the first of two lines is a heading inside a table of so many columns, and the second a row of it."""
    alone = [_cells(line) for line in lines]
    title = lines[0].strip()
    return [len(cells) for cells in alone] == [1, width] and 0 < len(title) <= _SECTION and not title.endswith("。")


def _by_place(lines: list[str], first: int) -> _Aligned | None:
    table = find_columns(lines, first)
    if table is None:
        return None
    places = [Place(first + begin + 1, first + end + 1) for begin, end in table.rows]
    return _Aligned(read_block(table.block).rows, places, places[-1].last, table.block.is_guess)


def _ended(lines: list[str]) -> list[str]:
    return [f"{line}\n" for line in lines]


def _is_comma_separated(lines: list[str]) -> bool:
    """Whether most lines of a text have the same number of commas, at least two: sentences don't."""
    counts = [line.count(",") for line in lines if line.strip()]
    common = max(set(counts), key=counts.count, default=0)
    return common >= 2 and counts.count(common) >= max(3, 0.7 * len(counts))


def _runs(lines: list[str], separator: str, is_csv: bool) -> list[tuple[int, int]]:
    """The runs of rows, as first and after-last index. In a file of separated values a run ends at an empty line; in
    a text with tables it also ends at a line without a tab. A quote left open goes on over the line end."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    inside = False
    for number, line in enumerate(lines):
        belongs = inside or (bool(line.strip(separator + " \u3000")) and (is_csv or separator in line))
        belongs = belongs or begin is not None and _parts_rows(lines, number, separator)
        if belongs and _quoted(line, separator) % 2:
            inside = not inside
        if belongs and begin is None:
            begin = number
        elif not belongs and begin is not None:
            found.append((begin, number))
            begin = None
    return [*found, (begin, len(lines))] if begin is not None else found


def _parts_rows(lines: list[str], number: int, separator: str) -> bool:
    """Whether a line without a separator is a heading inside a table: rows of as many cells stand above and below it."""
    above = next((line for line in reversed(lines[max(0, number - 3) : number]) if separator in line), "")
    below = next((line for line in lines[number + 1 : number + 3] if separator in line or not line.strip()), "")
    return 0 < len(lines[number].strip()) <= _SECTION and 1 < above.count(separator) == below.count(separator)


def _quoted(line: str, separator: str) -> int:
    """How many quotes a line has, where it has any that begin or end a cell."""
    near = re.escape(separator)
    return line.count('"') if re.search(rf'(^|{near})"|"({near}|$)', line) else 0
