"""The map: town halls over the coast, and lines between those that share; zoomed to the zone or to all of Japan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from math import cos, radians

from pyoxigraph import NamedNode

from teiju_graph.figures.land import Ring, read_coasts
from teiju_graph.figures.network import count_shared, grade_lines
from teiju_graph.figures.participation import count_pairs, read_listings
from teiju_graph.figures.plane import Box, Point, around, clip, trace, width_of
from teiju_graph.figures.scope import Contents, Scope, code_of, list_zones
from teiju_graph.labels import Link
from teiju_graph.queries import page_query
from teiju_graph.store import Store, select
from teiju_graph.vocab import concept

WIDTH, SIZE = 343, 13  # a phone's
_LEAST = 0.35  # degrees across at least, so that a single town has a surrounding
_TALLEST = 1.3
_TARGET = 24  # px, the least distance between two things to be pressed
_AWAY = (0, 14, 28, 42, 60)  # how far off a name may stand
_WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))  # to the right, to the left, above…
_CENTRAL = concept("role", "central").value


@dataclass(frozen=True)
class Label:
    """Where a name stands, how it is anchored, and whether a line leads from it to its place."""

    x: float
    y: float
    anchor: str
    off: bool


@dataclass
class Place:
    """A municipality, or a zone at its central city, with its place; count: what it shares; label: None
    where there is no room for its name."""

    thing: Link
    x: float
    y: float
    count: int
    inside: bool = True
    radius: float = 0
    label: Label | None = None


@dataclass
class Map:
    """The whole figure. land, areas, lines: path data of the coast, of the municipalities
    given, and between whom, by grade; pairs: of
    municipalities with what they share; unplaced: municipalities whose place is not known."""

    places: list[Place]
    land: str
    lines: dict[int, str]
    height: float
    pairs: dict[tuple[Link, Link], int] = field(default_factory=dict)
    areas: str = ""
    zones: list[Contents] = field(default_factory=list)
    unplaced: list[Link] = field(default_factory=list)
    width: float = WIDTH


class _Sheet:
    """A part of the globe laid flat: degrees become units from the upper left corner."""

    def __init__(self, points: list[Point]):
        box = around(points)
        across = max(box.right - box.left, (box.high - box.low) / _TALLEST, _LEAST) * 1.25
        middle = ((box.left + box.right) / 2, (box.low + box.high) / 2)
        self._shrink = cos(radians(middle[1]))
        up = min(max((box.high - box.low) * 1.25, across * 0.8 * self._shrink), across * _TALLEST)
        self.box = Box(middle[0] - across / 2, middle[1] - up / 2, middle[0] + across / 2, middle[1] + up / 2)
        self._scale = WIDTH / (across * self._shrink)
        self.height = round(up * self._scale)

    def place(self, point: Point) -> Point:
        """Return where a point in degrees stands."""
        x = (point[0] - self.box.left) * self._shrink * self._scale
        return x, (self.box.high - point[1]) * self._scale

    def lay(self, rings: Iterable[Ring]) -> str:
        """Return the parts of outlines that show as path data, without what is too fine to see."""
        shown = self.box.grown((self.box.right - self.box.left) * 0.02)
        laid = []
        for ring, box in rings:
            if box.meets(shown) and (cut := clip(ring, shown)):
                line = [self.place(cut[0])]
                for point in map(self.place, cut):
                    if abs(point[0] - line[-1][0]) + abs(point[1] - line[-1][1]) > 0.8:
                        line.append(point)
                if len(line) > 2:
                    laid.append(line)
        return trace(laid, "Z")


def draw_map(
    store: Store, scope: Scope, lang: str, others: bool = False, boundaries: Mapping[str, list[Ring]] | None = None
) -> Map:
    """Return the map of a scope's municipalities; others: with whom else they share, too. boundaries: outlines of
    municipalities by code, drawn for those of the scope."""
    listings = read_listings(store, scope)
    pairs = count_pairs(listings, scope, others)
    municipalities = list(dict.fromkeys([*scope.members, *(each for pair in pairs for each in pair)]))
    degrees = _read_places(store, municipalities)
    if not degrees:
        return Map([], "", {}, 0, pairs, unplaced=municipalities)
    sheet = _Sheet(list(degrees.values()))
    shared = count_shared(listings, {each.iri for each in municipalities})
    most = max(shared.values(), default=1)
    places = [
        Place(
            each, *sheet.place(degrees[each]), shared[each.iri], each in scope.members, 3 + 5 * shared[each.iri] / most
        )
        for each in municipalities
        if each in degrees
    ]
    _name(places, sheet.height, lang)
    figure = Map(places, sheet.lay(read_coasts()), {}, sheet.height, pairs)
    figure.lines = grade_lines(pairs, {each.thing: (each.x, each.y) for each in places})
    figure.areas = sheet.lay(ring for each in scope.members for ring in (boundaries or {}).get(code_of(each)[:5], []))
    figure.unplaced = [each for each in municipalities if each not in degrees]
    return figure


@lru_cache(maxsize=4)  # a store doesn't change while it is served
def draw_country(store: Store, lang: str) -> Map:
    """Return the map of all zones: each at its central city, with lines to its neighbours."""
    zones = {each.zone.iri: each for each in list_zones(store)}
    members: dict[str, list[tuple[bool, Point]]] = {}
    for row in select(store, page_query("figure-zone-places").text):
        point = float(row["longitude"].value), float(row["latitude"].value)
        members.setdefault(row["zone"].value, []).append((row["role"].value == _CENTRAL, point))
    if not members:
        return Map([], "", {}, 0, zones=list(zones.values()))
    sheet = _Sheet([point for found in members.values() for _, point in found])
    places, lines = [], []
    for iri, found in members.items():
        centre = next((point for central, point in found if central), found[0][1])
        x, y = sheet.place(centre)
        lines += [((x, y), sheet.place(point)) for _, point in found if point != centre]
        places.append(Place(zones[iri].zone, x, y, zones[iri].cooperations, radius=2.5))
    places.sort(key=lambda each: (-each.count, -len(members[each.thing.iri]), each.thing.iri))
    _name(places, sheet.height, lang)
    return Map(places, sheet.lay(read_coasts()), {1: trace(lines)}, sheet.height, zones=list(zones.values()))


def _read_places(store: Store, municipalities: list[Link]) -> dict[Link, Point]:
    """Longitude and latitude of those that have them."""
    if not municipalities:
        return {}
    nodes = {each.iri: each for each in municipalities}
    asked = page_query("figure-places").fill({"municipality": [NamedNode(iri) for iri in nodes]})
    return {
        nodes[row["municipality"].value]: (float(row["longitude"].value), float(row["latitude"].value))
        for row in select(store, asked)
    }


def _name(places: list[Place], height: float, lang: str) -> None:
    """Give a name to each place that has room for one, the first ones first: names neither meet each other nor leave
    the drawing, and can be pressed apart. One that must stand off its place gets a line to it."""
    taken: list[Box] = []  # what can be pressed
    written: list[Box] = []
    dots = [Box(each.x, each.y, each.x, each.y).grown(each.radius) for each in places]
    sheet = Box(0, 0, WIDTH, height)
    for each, own in zip(places, dots, strict=True):
        wide = width_of(each.thing.label(lang), SIZE)
        for away, (right, down) in product(_AWAY, _WAYS):
            near = each.radius + 4 + away
            x, y = each.x + near * right, each.y + near * down + SIZE / 2 * down * (not right)
            left = x - wide * (1 - right) / 2
            box = Box(left, y - SIZE / 2, left + wide, y + SIZE / 2)
            target = Box(left, y - _TARGET / 2, left + wide, y + _TARGET / 2)
            if (
                box.within(sheet)
                and not any(target.meets(other) for other in taken)
                and not any(box.meets(dot) for dot in dots if dot is not own)
                and not any(
                    _crosses((each.x, each.y), (x, y), other) for other in [*dots, *written] if other is not own
                )
            ):
                each.label = Label(x, y + SIZE * 0.35, ("end", "middle", "start")[right + 1], away > 0)
                taken.append(target)
                written.append(box)
                break


def _crosses(start: Point, end: Point, box: Box) -> bool:
    """Whether a short line passes through a box, tried at every tenth of it."""
    if not around((start, end)).meets(box):
        return False
    steps = (number / 10 for number in range(1, 10))
    points = ((start[0] + step * (end[0] - start[0]), start[1] + step * (end[1] - start[1])) for step in steps)
    return any(box.left <= x <= box.right and box.low <= y <= box.high for x, y in points)
