"""The header of a grid: which rows head its columns, and what each column therefore means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from teiju_graph.extract.rendition import Cell, Grid, Place
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import YEAR, read_heading, tells_value, words

IsMunicipality = Callable[[str], bool]
_FIGURE = re.compile(r"\d|^[○◯〇●◎△▲×✕]$")
_PROOFS = {"participants": re.compile("[市町村]"), "founded_year": re.compile(r"\d"), "start_year": re.compile(r"\d")}
_SURE = 3  # headings side by side that no row of keys has
_OF_EACH = {
    "department",
    "other",
    "summary",
    "baseline",
    "target",
    "unit",
}  # what a table may give for each municipality
_NAMES = {"organization", "agreement", "initiative", "indicator"}


@dataclass(frozen=True)
class Column:
    """A column: its role, the words of its heading, what stands in brackets or above, the lines of the heading;
    municipality: the heading where it is the name of one; guess: the cells below told the role."""

    role: str
    heading: str
    remark: str
    under: tuple[Place, ...]
    municipality: str = ""
    guess: bool = False


@dataclass(frozen=True)
class Header:
    """Rows `first` to before `last` of a grid, the columns that they head, and the folded texts of these rows: a table
    that goes on elsewhere may repeat them."""

    first: int
    last: int
    columns: list[Column]
    texts: tuple[tuple[str, ...], ...] = ()

    def is_repeated(self, row: list[Cell]) -> bool:
        """Say whether a row only repeats one of the header."""
        return tuple(fold(cell.text) for cell in row) in self.texts


def distinct(row: list[Cell]) -> list[tuple[int, Cell]]:
    """Return the cells of a row that stand for themselves or begin in it a merged cell, with their columns, each once:
    of a cell merged over several columns the first place."""
    found: list[tuple[int, Cell]] = []
    seen: set[tuple[int, int]] = set()
    for column, cell in enumerate(row):
        if cell.origin is None or cell.origin not in seen and cell.origin[1] == column:
            found.append((column, cell))
        if cell.origin:
            seen.add(cell.origin)
    return found


def filled(row: list[Cell]) -> list[tuple[int, Cell]]:
    """Return the distinct cells of a row that hold text."""
    return [(column, cell) for column, cell in distinct(row) if cell.text.strip()]


def find_header(grid: Grid, row: int, is_municipality: IsMunicipality) -> Header | None:
    """Return the header that begins in that row, None where the row is none."""
    if row + 1 >= len(grid.rows) or not _heads(grid, row, is_municipality):
        return None
    last = row + 1
    while last < len(grid.rows) - 1 and last - row < 4 and _goes_on(grid, row, last, is_municipality):
        last += 1
    columns = [_column(grid, row, last, column, is_municipality) for column in range(len(grid.rows[row]))]
    if any(column.role == "municipality" for column in columns):
        columns = [_marked(grid, last, number, column) for number, column in enumerate(columns)]
    columns = _with_years(columns)
    return Header(row, last, columns, _texts(grid, row, last))


def _with_years(columns: list[Column]) -> list[Column]:
    """The columns, those headed only 年度 beside values being of the years of these: after each value, or before it."""
    sides = ("baseline", "target")
    found = list(columns)
    for number, column in enumerate(columns):
        if column.role != "start_year" or not any(each.role in sides for each in columns):
            continue
        beside = [columns[at].role for at in (number - 1, number + 1) if 0 <= at < len(columns)]
        if side := next((role for role in beside if role in sides), ""):
            found[number] = replace(column, role=f"{side}_year")
    return found


def _texts(grid: Grid, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(cell.text) for cell in row) for row in grid.rows[first:last])


def find_weak_header(grid: Grid) -> Header | None:
    """Return the first row as a header where only one of its cells reads as a heading, but one that says what the
    column below holds: 構成市町村 over names of municipalities. None where that isn't so."""
    cells = filled(grid.rows[0])
    if len(grid.rows) < 2 or len(cells) < 2 or any(len(fold(cell.text)) > 15 for _, cell in cells):
        return None
    for column, cell in cells:
        below = [fold(row[column].text) for row in grid.rows[1:] if row[column].text.strip()]
        proof = _PROOFS.get(read_heading(cell.text).role)
        if proof and below and sum(bool(proof.search(text)) for text in below) > 0.5 * len(below):
            columns = [_column(grid, 0, 1, number, lambda text: False) for number in range(len(grid.rows[0]))]
            return Header(0, 1, columns, _texts(grid, 0, 1))
    return None


def _marked(grid: Grid, first: int, number: int, column: Column) -> Column:
    """A column of marks beside those of municipalities whose heading is not read: a misprinted name, or その他."""
    texts = [fold(row[number].text) for row in grid.rows[first:]]
    marks = {*words("marks", "in"), *words("marks", "out"), "△", "▲"}
    if column.role or not any(texts) or sum(not text or text in marks for text in texts) < 0.8 * len(texts):
        return column
    return replace(column, role="municipality", municipality=column.heading or "?")


def _role(cell: Cell, is_municipality: IsMunicipality) -> str:
    text = fold(cell.text)
    if not text or len(text) > 40 or tells_value(cell.text):
        return ""
    return read_heading(cell.text).role or ("municipality" if is_municipality(text) else "")


def _heads(grid: Grid, row: int, is_municipality: IsMunicipality) -> bool:
    """Whether a row heads columns: enough of its cells read as headings, and it isn't a row of keys with values."""
    cells = [(column, cell) for column, cell in filled(grid.rows[row]) if cell.origin is None or cell.origin[0] == row]
    roles = [_role(cell, is_municipality) for _, cell in cells]
    if roles.count("municipality") == 1:
        column = cells[roles.index("municipality")][0]
        if any(len(each[column].text.strip()) > 1 for each in grid.rows[row + 1 :]):
            roles = ["" if role == "municipality" else role for role in roles]  # whose form it is
    known = [number for number, role in enumerate(roles) if role]
    towns = roles.count("municipality")
    if towns == len(known) and (towns < 2 or len(known) < len(cells) - 1 or not _has_marks(grid, row)):
        return False
    if len({role for role in roles if role}) + max(0, towns - 1) < 2 or len(known) < 0.45 * len(cells):
        return False
    pairs = any(b - a == 1 and cells[b][0] - cells[a][0] <= _width(grid, row, cells[a][0]) for a, b in pairwise(known))
    sure = any(known[at + _SURE - 1] - number == _SURE - 1 for at, number in enumerate(known[: 1 - _SURE]))
    if sure or known[-1] == len(cells) - 1 and pairs:
        return True
    first = [grid.rows[each][0] for each in range(row + 1, min(row + 4, len(grid.rows)))]
    below = [_role(cell, is_municipality) for cell in first if cell.origin is None or cell.origin[0] > row]
    keys = sum(map(bool, below)) >= max(1, 0.5 * len(below))
    return not keys and (pairs or known != list(range(0, len(cells), 2)) or len(below) > 1)


def _width(grid: Grid, row: int, column: int) -> int:
    """How many columns the cell that begins there covers."""
    cells = grid.rows[row]
    return 1 + sum(cell.origin == (row, column) for cell in cells[column + 1 :])


def _has_marks(grid: Grid, row: int) -> bool:
    below = [cell.text.strip() for each in grid.rows[row + 1 :] for cell in each]
    return sum(len(text) <= 1 for text in below) >= 0.5 * len(below)


def _goes_on(grid: Grid, first: int, row: int, is_municipality: IsMunicipality) -> bool:
    """Whether a row still belongs to the header: cells of the header reach into it, or all that it has are headings
    below an empty or a wide one."""
    cells = grid.rows[row]
    own = [(column, cell) for column, cell in enumerate(cells) if cell.origin is None and cell.text.strip()]
    reached = sum(bool(cell.origin and first <= cell.origin[0] < row and cell.text.strip()) for cell in cells)
    above = grid.rows[row - 1]
    heads = [
        bool(_role(cell, is_municipality))
        or bool(YEAR.fullmatch(fold(cell.text)))
        or _refines(cell, above[column])
        or fold(cell.text) in words("column", "beneath")
        for column, cell in own
    ]  # fmt: skip
    beneath = all(
        not above[column].text.strip()
        or _wide(above, column)
        or _is_blank(above, column + 1)
        or _refines(cell, above[column])
        for column, cell in own
    )
    if any(tells_value(cell.text) for _, cell in own):
        return False
    if reached:
        words_only = all(len(fold(cell.text)) <= 12 and not _FIGURE.search(cell.text) for _, cell in own)
        beneath = beneath or reached >= 2 and words_only and any(_role(cell, is_municipality) for _, cell in own)
        return bool(own) and beneath and all(len(fold(cell.text)) <= 40 for _, cell in own)
    gaps = any(above[column].text.strip() and not cells[column].text.strip() for column in range(len(cells)))
    return bool(own) and all(heads) and beneath and gaps


def _refines(cell: Cell, above: Cell) -> bool:
    """Whether a cell only adds the year or the unit to a heading of values above it."""
    text = fold(cell.text)
    adds = bool(YEAR.fullmatch(text)) or (text.startswith("(") and text.endswith(")"))
    return adds and read_heading(above.text).role in ("baseline", "target", "indicator", "participants", "other")


def _wide(row: list[Cell], column: int) -> bool:
    cell = row[column]
    return cell.origin is not None or any(other.origin and other.origin[1] == column for other in row[column + 1 :])


def _is_blank(row: list[Cell], column: int) -> bool:
    return column < len(row) and not row[column].text.strip()


def _column(grid: Grid, first: int, last: int, column: int, is_municipality: IsMunicipality) -> Column:
    parts: list[tuple[str, Place]] = []
    for row in range(first, last):
        cell = grid.rows[row][column]
        text, place = cell.text, (grid.rows[cell.origin[0]][cell.origin[1]].place if cell.origin else cell.place)
        if not text.strip() and row < last - 1 and grid.rows[last - 1][column].text.strip():
            text = next(
                (grid.rows[row][left].text for left in range(column, -1, -1) if grid.rows[row][left].text.strip()), ""
            )
        if text.strip() and (not parts or fold(parts[-1][0]) != fold(text)):
            parts.append((text, place))
    under = tuple(dict.fromkeys(place for _, place in parts))
    texts = [text for text, _ in parts]
    if not texts:
        return Column("", "", "", under)
    whole = fold("".join(texts))
    role = _role_of(texts)
    if is_municipality(fold(texts[-1])) and not read_heading(texts[-1]).role:
        above = {read_heading(text).role for text in texts[:-1]} & _OF_EACH
        return Column(
            above.pop() if above else "municipality",
            whole,
            texts[-1],
            under,
            "" if above else "".join(texts[-1].split()),
        )
    if _only_labels(grid, last, column):
        return Column("", whole, "", under)
    remarks = [read_heading(text).remark for text in texts] + [fold(text) for text in texts if YEAR.search(fold(text))]
    return Column(role, whole, " ".join(filter(None, remarks)), under)


def _only_labels(grid: Grid, first: int, column: int) -> bool:
    """Whether the heading itself reaches down the whole column: a label at the side."""
    below = [row[column] for row in grid.rows[first:]]
    return bool(below) and below[0].origin is not None and below[0].origin[0] < first


def _role_of(texts: list[str]) -> str:
    """The role that the words of a heading tell, from the whole to its lowest and its highest part."""
    single = [read_heading(text).role for text in texts]
    above = [role for role in single[:-1] if role in _NAMES]
    if single[-1] == "name" and above:
        return above[-1]
    whole = read_heading("".join(texts)).role if len(texts) > 1 else ""
    parted = single[-1] == "date" and whole in ("founded_year", "start_year")  # 設立 above 年月日
    if whole in ("baseline_year", "target_year") or parted:
        return whole
    return next((role for role in (single[-1], whole, *reversed(single[:-1])) if role), "")
