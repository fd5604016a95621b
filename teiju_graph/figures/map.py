"""The map: town halls over the coast, and lines between those that share; zoomed to the municipalities chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store, select
from teiju_graph.figures.land import Ring, read_coasts
from teiju_graph.figures.network import grade_lines
from teiju_graph.figures.participation import count_pairs, count_shared, read_listings
from teiju_graph.figures.plane import Point
from teiju_graph.figures.scope import Scope, code_of
from teiju_graph.figures.sheet import WIDTH, Place, Sheet, name_places
from teiju_graph.labels import Link
from teiju_graph.queries import page_query


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
    unplaced: list[Link] = field(default_factory=list)
    width: float = WIDTH


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
    sheet = Sheet(list(degrees.values()))
    shared = count_shared(listings, {each.iri for each in municipalities})
    most = max(shared.values(), default=1)
    places = [
        Place(
            each, *sheet.place(degrees[each]), shared[each.iri], each in scope.members, 3 + 5 * shared[each.iri] / most
        )
        for each in municipalities
        if each in degrees
    ]
    name_places(places, sheet.height, lang)
    figure = Map(places, sheet.lay(read_coasts()), {}, sheet.height, pairs)
    figure.lines = grade_lines(pairs, {each.thing: (each.x, each.y) for each in places})
    figure.areas = sheet.lay(ring for each in scope.members for ring in (boundaries or {}).get(code_of(each)[:5], []))
    figure.unplaced = [each for each in municipalities if each not in degrees]
    return figure


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
