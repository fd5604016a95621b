"""The network: municipalities on a ring, and between any two a line as thick as what they share is much."""

from dataclasses import dataclass
from math import sqrt

from teiju_graph.engines.store import Store
from teiju_graph.figures.participation import count_pairs, count_shared, read_listings
from teiju_graph.figures.plane import Point, trace, width_of
from teiju_graph.figures.scope import Scope
from teiju_graph.labels import Link

WIDTH, SIZE = 343, 13  # a phone's
GRADES = 5
_GAP = 26


@dataclass(frozen=True)
class Node:
    """A municipality with its place; shared: in how many cooperations it takes part with another of the figure;
    right: whether it stands on the right side, where names begin at it."""

    municipality: Link
    x: float
    y: float
    shared: int
    right: bool
    inside: bool


@dataclass
class Network:
    """The whole figure. pairs: how many cooperations two share; lines: between whom, as path data, by
    grade from 1 to GRADES."""

    nodes: list[Node]
    pairs: dict[tuple[Link, Link], int]
    lines: dict[int, str]
    height: float
    width: float = WIDTH

    @property
    def most(self) -> int:
        """The most that two share."""
        return max(self.pairs.values(), default=0)


def draw_network(store: Store, scope: Scope, lang: str, others: bool = False) -> Network:
    """Return the network of a scope's municipalities; others: with whom else they share, too."""
    listings = read_listings(store, scope)
    known = {each.iri for each in scope.members}
    pairs = count_pairs(listings, scope, others)
    beside = dict.fromkeys(other for _, other in pairs if other.iri not in known)
    municipalities = [*scope.members, *sorted(beside, key=lambda each: each.iri)]
    label = max((width_of(each.label(lang), SIZE) for each in municipalities), default=0.0)
    places, height = _ring(len(municipalities), label)
    shared = count_shared(listings, {each.iri for each in municipalities})
    nodes = [
        Node(each, x, y, shared[each.iri], x >= WIDTH / 2, each.iri in known)
        for each, (x, y) in zip(municipalities, places, strict=True)
    ]
    return Network(nodes, pairs, grade_lines(pairs, {node.municipality: (node.x, node.y) for node in nodes}), height)


def grade_lines(pairs: dict[tuple[Link, Link], int], places: dict[Link, Point]) -> dict[int, str]:
    """Return the lines between pairs that have places as path data, by grade: 1 for the fewest shared, GRADES for the
    most."""
    most = max(pairs.values(), default=1)
    lines: dict[int, list[tuple[Point, Point]]] = {}
    for (one, other), count in pairs.items():
        if one in places and other in places:
            lines.setdefault(-(-GRADES * count // most), []).append((places[one], places[other]))
    return {grade: trace(lines[grade]) for grade in sorted(lines)}


def _ring(count: int, label: float) -> tuple[list[Point], float]:
    """Places on an upright ellipse, clockwise from its top, evenly spaced in height so that names never meet."""
    side = -(-count // 2)
    across = WIDTH / 2 - label - 16
    up = max(across, side * _GAP / 2)
    places = []
    for number in range(count):
        right = number < side
        step = (number if right else count - 1 - number) + 0.5
        y = -up + step * 2 * up / (side if right else max(count - side, 1))
        x = across * sqrt(max(0.0, 1 - (y / up) ** 2)) * (1 if right else -1)
        places.append((WIDTH / 2 + x, up + 16 + y))
    return places, 2 * up + 32
