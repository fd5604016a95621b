"""The timeline: when cooperations began, by what their sources call a beginning."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store, select
from teiju_graph.figures.participation import read_listings
from teiju_graph.figures.plane import fold
from teiju_graph.figures.scope import Scope
from teiju_graph.labels import Link
from teiju_graph.queries import page_query
from teiju_graph.vocab import shorten

WIDTH, SIZE, LINE = 343, 13, 17  # a phone's
TOP = 28
_MARGIN = 16
# what a date means, in the order in which marks of one year lie over each other
MEANINGS = {
    "teiju:precursorStartYear": "precursor",
    "teiju:startYear": "start",
    "teiju:foundedYear": "founded",
    "teiju:concludedOn": "concluded",
    "teiju:declaredOn": "declared",
    "teiju:formedOn": "formed",
    "teiju:dissolvedOn": "dissolved",
}


@dataclass(frozen=True)
class Mark:
    """One date as printed, what it means, and where it stands."""

    meaning: str
    date: str
    x: float


@dataclass
class Row:
    """A cooperation or a zone with its dates, the earliest first; lines: its name, folded."""

    thing: Link
    kind: Link | None
    marks: list[Mark]
    y: float
    lines: list[str]

    @property
    def mark_y(self) -> float:
        """The height at which the marks stand."""
        return self.y + LINE * len(self.lines) + 10


@dataclass
class Timeline:
    """The whole figure. ticks: years with their places; undated: how many cooperations have no date."""

    rows: list[Row]
    ticks: list[tuple[int, float]]
    undated: int
    height: float
    width: float = WIDTH


def draw_timeline(store: Store, scope: Scope, lang: str) -> Timeline:
    """Return the timeline of a scope, the earliest first; what has no date is counted only."""
    listings = read_listings(store, scope)
    dated: list[tuple[Link, Link | None, dict[str, str]]] = [
        (each.cooperation, each.kind, each.dates) for each in listings if each.dates
    ]
    if scope.zone:
        asked = page_query("figure-zone-dates").fill({"zone": [NamedNode(scope.zone.iri)]})
        if found := {shorten(row["property"].value): row["date"].value for row in select(store, asked)}:
            dated.append((scope.zone, None, found))
    undated = sum(not each.dates for each in listings)
    if not dated:
        return Timeline([], [], undated, 0)
    times = [_time(date) for _, _, dates in dated for date in dates.values()]
    first, last = int(min(times)) // 10 * 10, int(max(times)) + 1
    scale = (WIDTH - 2 * _MARGIN) / (last - first)

    def x(time: float) -> float:
        return _MARGIN + (time - first) * scale

    rows: list[Row] = []
    y: float = TOP
    for thing, kind, dates in sorted(dated, key=lambda each: (min(map(_time, each[2].values())), each[0].iri)):
        marks = [Mark(MEANINGS[name], dates[name], x(_time(dates[name]))) for name in MEANINGS if name in dates]
        rows.append(Row(thing, kind, marks, y, fold(thing.label(lang), WIDTH - 8, SIZE)))
        y = rows[-1].mark_y + 14
    ticks = [(year, x(year)) for year in range(first, last + 1, 10)]
    return Timeline(rows, ticks, undated, y)


def _time(date: str) -> float:
    """A date of any precision as a point on the axis: a year, or year and month, where it begins."""
    year, month, *_ = [*map(int, date.split("-")), 1]
    return year + (month - 1) / 12
