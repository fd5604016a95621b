"""Tables of marks whose rows are municipalities: turned, so that each column, what they share, becomes a row."""

from collections.abc import Callable
from dataclasses import replace

from teiju_graph.extract.grid.header import distinct
from teiju_graph.extract.rendition import Cell, Grid
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import read_heading, words

_TOP = 4  # rows that head the columns at most
_UNSURE = {"△", "▲"}


def turn(grid: Grid, is_municipality: Callable[[str], bool]) -> Grid:
    """Return the table turned where its rows are municipalities and its cells marks, else the grid as it is. A name's
    heading is empty there, so the corner gets one that says nothing of the kind: 名称."""
    for column in range(min(3, len(grid.rows[0]))):
        towns = [number for number, row in enumerate(grid.rows) if is_municipality(fold(row[column].text))]
        if len(towns) < 2 or not 0 < towns[0] <= _TOP:
            continue
        head = towns[0] - 1
        named = [
            number
            for number in range(column + 1, len(grid.rows[0]))
            if _is_name(grid.rows[head][number]) and _has_marks([grid.rows[town][number] for town in towns])
        ]
        if len(named) < 2 or len(named) < 0.5 * (len(distinct(grid.rows[head])) - column - 1):
            continue
        corner = Cell("名称", grid.rows[head][column].place)
        rows = [[corner, *(replace(grid.rows[town][column], origin=None) for town in towns)]]
        rows += [
            [replace(grid.rows[head][number], origin=None), *(replace(grid.rows[town][number], origin=None) for town in towns)]
            for number in named
        ]  # fmt: skip
        return replace(grid, rows=rows, gaps=())
    return grid


def _is_name(cell: Cell) -> bool:
    return bool(cell.text.strip()) and read_heading(cell.text).role != "other"


def _has_marks(cells: list[Cell]) -> bool:
    marks = {*words("marks", "in"), *words("marks", "out"), *_UNSURE}
    texts = [fold(cell.text) for cell in cells]
    return any(texts) and all(not text or text in marks for text in texts)
