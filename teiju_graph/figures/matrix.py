"""The matrix: a row for each cooperation, a column for each municipality, and what the sources say of the two."""

from dataclasses import dataclass, field
from itertools import groupby

from teiju_graph.engines.store import Store
from teiju_graph.figures.participation import Listing, read_listings
from teiju_graph.figures.plane import Point, fold, width_of
from teiju_graph.figures.scope import Scope
from teiju_graph.labels import Link

CELL, LINE, SIZE = 26, 17, 13
_LABEL = 340


@dataclass
class Row:
    """One cooperation: its answers by column, how many others take part, and its place; lines: its name, folded."""

    listing: Listing
    answers: list[str]
    others: int
    y: float
    lines: list[str]

    @property
    def open(self) -> bool:
        """Whether more may take part than are named."""
        return self.listing.complete is not True


@dataclass
class Group:
    """The rows of one kind, with the place of the heading."""

    kind: Link
    y: float
    rows: list[Row] = field(default_factory=list)


@dataclass
class Matrix:
    """The whole figure. columns: municipalities; marks: where each answer stands; header, width, height: of the
    drawing."""

    columns: list[Link]
    groups: list[Group]
    marks: dict[str, list[Point]]
    header: float
    width: float
    height: float

    @property
    def rows(self) -> list[Row]:
        """The rows of all groups."""
        return [row for group in self.groups for row in group.rows]

    def x(self, place: int) -> float:
        """Return the middle of a column; the one after the last is that of the others."""
        return CELL * (place + 0.5)

    @property
    def label_x(self) -> float:
        """Where the names of cooperations begin."""
        return CELL * (len(self.columns) + 1) + 8


def draw_matrix(store: Store, scope: Scope, lang: str) -> Matrix:
    """Return the matrix of a scope, its names in `lang`."""
    columns = list(scope.members)
    known = {each.iri for each in columns}
    header = max((width_of(each.label(lang), SIZE) for each in columns), default=0) + 14
    matrix = Matrix(columns, [], {}, header, 0, 0)
    y = header
    for kind, listings in groupby(read_listings(store, scope), key=lambda each: each.kind):
        group = Group(kind, y + 22)
        y += 32
        for listing in listings:
            lines = fold(listing.cooperation.label(lang), _LABEL, SIZE)
            others = len(listing.participants.keys() - known)
            row = Row(listing, [listing.answer(each) for each in columns], others, y, lines)
            for place, answer in enumerate(row.answers):
                matrix.marks.setdefault(answer, []).append((matrix.x(place), y + CELL / 2))
            group.rows.append(row)
            y += max(CELL, LINE * (len(lines) + row.open) + 9)
        matrix.groups.append(group)
    matrix.width, matrix.height = matrix.label_x + _LABEL + 20, y + 8
    return matrix
