"""The map of the whole country: each zone at its central city, with lines to its neighbours."""

from dataclasses import dataclass, field
from itertools import combinations, product

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.figures.land import read_coasts
from teiju_graph.figures.plane import Point, trace
from teiju_graph.figures.scope import Contents, list_zones
from teiju_graph.figures.sheet import WIDTH, Place, Sheet, name_places
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.vocab import concept

_CENTRAL = concept("role", "central").value
_DOT = 2.5


@dataclass
class ZoneRow:
    """A zone with its central cities and its other municipalities, and where those of them stand whose place is known,
    in degrees."""

    contents: Contents
    central: list[Link] = field(default_factory=list)
    others: list[Link] = field(default_factory=list)
    central_points: list[Point] = field(default_factory=list)
    other_points: list[Point] = field(default_factory=list)

    @property
    def points(self) -> list[Point]:
        """All places, the central ones first."""
        return self.central_points + self.other_points

    @property
    def ties(self) -> list[tuple[Point, Point]]:
        """Between which places lines stand: from each central city to each neighbour, and between two central ones."""
        return [*combinations(self.central_points, 2), *product(self.central_points, self.other_points)]


@dataclass
class Country:
    """The whole figure. land, lines, former: path data; former: the lines of zones that are not active."""

    zones: list[ZoneRow]
    places: list[Place] = field(default_factory=list)
    land: str = ""
    lines: str = ""
    former: str = ""
    height: float = 0
    width: float = WIDTH


@kept(4)
def draw_country(store: Store, lang: str) -> Country:
    """Return the map of all zones; a zone without a known place stands in its table only."""
    zones = _read_zones(store)
    drawn = [each for each in zones if each.points]
    if not drawn:
        return Country(zones)
    sheet = Sheet([point for each in drawn for point in each.points])
    drawn.sort(key=lambda each: (-each.contents.cooperations, -len(each.points), each.contents.zone.iri))
    places = [Place(each.contents.zone, *sheet.place(each.points[0]), 0, each.contents.active, _DOT) for each in drawn]
    name_places(places, sheet.height, lang)
    figure = Country(zones, places, sheet.lay(read_coasts()), height=sheet.height)
    figure.lines, figure.former = (
        trace(map(sheet.place, tie) for each in drawn if each.contents.active is active for tie in each.ties)
        for active in (True, False)
    )
    return figure


def _read_zones(store: Store) -> list[ZoneRow]:
    rows = list(select(store, page_query("figure-zone-places").text))
    links = read_labels(store, {row["municipality"] for row in rows})
    found = {each.zone.iri: ZoneRow(each) for each in list_zones(store)}
    for row in sorted(rows, key=lambda row: row["role"].value != _CENTRAL):
        zone, link = found[row["zone"].value], links[row["municipality"].value]
        if link in zone.central or link in zone.others:
            continue
        central = row["role"].value == _CENTRAL
        (zone.central if central else zone.others).append(link)
        if row["latitude"]:
            point = float(row["longitude"].value), float(row["latitude"].value)
            (zone.central_points if central else zone.other_points).append(point)
    return sorted(
        found.values(), key=lambda each: (each.central[0].iri if each.central else "", each.contents.zone.iri)
    )
