"""Entries of a grid: the values of one row, or of one column of a table that stands on its side, by their roles."""

from dataclasses import dataclass, field

from teiju_graph.extract.rendition import Line, Place

SUBJECTS = ("initiative", "organization", "agreement", "name")  # roles whose value names what an entry is about


@dataclass(frozen=True)
class Value:
    """One value under a heading. role: the heading's; text: as printed, lines as they are broken; place: its line;
    heading: the heading's words; remark: what the heading says in brackets or above it (令和11年度); under: the lines
    of the heading; merged: the cell covers several rows; order: its column; guess: what the cells of the
    column look like, not its heading, told the role; municipality: the heading as printed,
    where it is the name of a municipality and the cell a mark."""

    role: str
    text: str
    place: Place
    heading: str = ""
    remark: str = ""
    under: tuple[Place, ...] = ()
    merged: bool = False
    order: int = 0
    municipality: str = ""
    guess: bool = False


@dataclass(frozen=True)
class Entry:
    """What one row (or one upright table) says. section: the headings of the rows above it; before, after: the lines
    around the grid; continued: the name stands in a merged or empty cell, of which the first row is an earlier entry;
    carried: that cell was empty, so that the name is a guess; titled: the name is a line above the table that isn't
    numbered, a guess too; broken: roles of which the text goes on over a page, in
    the lines `also`."""

    values: list[Value]
    place: Place
    section: str = ""
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    continued: bool = False
    carried: bool = False
    titled: bool = False
    broken: tuple[str, ...] = ()
    also: list[Place] = field(default_factory=list)

    def all(self, *roles: str) -> list[Value]:
        """Return the values of these roles, in the order of their columns."""
        return [value for value in self.values if value.role in roles]

    def first(self, *roles: str) -> Value | None:
        """Return the first filled value of these roles, taken in their order."""
        return next((value for role in roles for value in self.values if value.role == role and value.text), None)

    @property
    def roles(self) -> set[str]:
        """The roles of its values, filled or not."""
        return {value.role for value in self.values}


@dataclass(frozen=True)
class Sheet:
    """The entries of one part of a grid under one heading; `headings`: the lines that only head, `unread`: rows that
    no entry holds, each with why (ja, en); `doubt`: why rows may be other ones (see Grid); `is_beside`: its lines hold
    rows of another sheet too; `is_card`: its keys stand at the side."""

    entries: list[Entry]
    headings: list[Place] = field(default_factory=list)
    unread: list[tuple[Place, str, str]] = field(default_factory=list)
    doubt: tuple[str, str] | None = None
    is_beside: bool = False
    is_card: bool = False
