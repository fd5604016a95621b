"""Sets of participants: which municipalities, and exactly these, take part together in how many cooperations."""

from dataclasses import dataclass, field

from teiju_graph.engines.store import Store
from teiju_graph.figures.participation import Listing, read_listings
from teiju_graph.figures.plane import width_of
from teiju_graph.figures.scope import Scope, code_of
from teiju_graph.labels import Link

STEP, SIZE = 26, 13
_BAR = 96


@dataclass
class Intersection:
    """One set of participants. inside: for each column whether it is in; others: those without a column; bar: how long
    the bar of its count is; left, right: the first and the last column of the line between its dots."""

    participants: list[Link]
    inside: list[bool]
    others: list[Link]
    listings: list[Listing] = field(default_factory=list)
    y: float = 0
    bar: float = 0

    @property
    def count(self) -> int:
        """How many cooperations have this set."""
        return len(self.listings)

    @property
    def codes(self) -> list[str]:
        """The codes of all of the set."""
        return [code_of(each) for each in self.participants]

    @property
    def ends(self) -> tuple[int, int] | None:
        """The first and the last column of the set, that of the others among them; None where it has no two."""
        places = [place for place, inside in enumerate([*self.inside, bool(self.others)]) if inside]
        return (places[0], places[-1]) if len(places) > 1 else None


@dataclass
class UpSet:
    """The whole figure. closed: sets of closed lists, exact; open: sets that more may belong to; unlisted:
    cooperations of which no source names a participant."""

    columns: list[Link]
    closed: list[Intersection]
    open: list[Intersection]
    unlisted: list[Listing]
    header: float
    width: float
    height: float
    open_y: float = 0

    def x(self, place: int) -> float:
        """Return the middle of a column; the one after the last is that of the others."""
        return STEP * (place + 0.5)

    @property
    def bar_x(self) -> float:
        """Where the bars begin."""
        return STEP * (len(self.columns) + 1) + 8


def draw_upset(store: Store, scope: Scope, lang: str) -> UpSet:
    """Return the sets of a scope, the most frequent first."""
    columns = list(scope.members)
    header = max((width_of(each.label(lang), SIZE) for each in columns), default=0) + 14
    listings = read_listings(store, scope)
    closed = _sets(columns, [each for each in listings if each.participants and each.complete])
    open_ones = _sets(columns, [each for each in listings if each.participants and not each.complete])
    figure = UpSet(columns, closed, open_ones, [each for each in listings if not each.participants], header, 0, 0)
    most = max((each.count for each in [*closed, *open_ones]), default=1)
    y = header + 32
    for place, each in enumerate([*closed, *open_ones]):
        if place == len(closed):
            y += 32
        if each in open_ones and not figure.open_y:
            figure.open_y = y - 10
        each.y, each.bar = y + STEP / 2, _BAR * each.count / most
        y += STEP
    figure.width, figure.height = figure.bar_x + _BAR + 64, y + 8
    return figure


def _sets(columns: list[Link], listings: list[Listing]) -> list[Intersection]:
    found: dict[frozenset[str], Intersection] = {}
    places = {each.iri: place for place, each in enumerate(columns)}
    for listing in listings:
        key = frozenset(listing.participants)
        if key not in found:
            who = sorted(listing.participants.values(), key=lambda each: (places.get(each.iri, len(places)), each.iri))
            inside = [each.iri in key for each in columns]
            found[key] = Intersection(who, inside, [each for each in who if each.iri not in places])
        found[key].listings.append(listing)
    return sorted(found.values(), key=lambda each: (-each.count, len(each.participants), each.codes))
