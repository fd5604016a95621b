"""The map of the whole country: each zone at its central city, with lines to its neighbours."""

from dataclasses import dataclass, field
from functools import lru_cache

from teiju_graph.figures.land import read_coasts
from teiju_graph.figures.plane import Point, trace
from teiju_graph.figures.scope import Contents, list_zones
from teiju_graph.figures.sheet import WIDTH, Place, Sheet, name_places
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.store import Store, select
from teiju_graph.vocab import concept

_CENTRAL = concept("role", "central").value
_DOT = 2.5


@dataclass
class ZoneRow:
    """A zone with its central cities and its other municipalities; points: where those stand whose place is known, in
    degrees, the central ones first."""

    contents: Contents
    central: list[Link] = field(default_factory=list)
    others: list[Link] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


@dataclass
class Country:
    """The whole figure. land, lines: path data."""

    zones: list[ZoneRow]
    places: list[Place] = field(default_factory=list)
    land: str = ""
    lines: str = ""
    height: float = 0
    width: float = WIDTH


@lru_cache(maxsize=4)  # a store doesn't change while it is served
def draw_country(store: Store, lang: str) -> Country:
    """Return the map of all zones; a zone without a known place stands in its table only."""
    zones = _read_zones(store)
    drawn = [each for each in zones if each.points]
    if not drawn:
        return Country(zones)
    sheet = Sheet([point for each in drawn for point in each.points])
    drawn.sort(key=lambda each: (-each.contents.cooperations, -len(each.points), each.contents.zone.iri))
    places = [Place(each.contents.zone, *sheet.place(each.points[0]), 0, radius=_DOT) for each in drawn]
    name_places(places, sheet.height, lang)
    lines = [(sheet.place(each.points[0]), sheet.place(point)) for each in drawn for point in each.points[1:]]
    return Country(zones, places, sheet.lay(read_coasts()), trace(lines), sheet.height)


def _read_zones(store: Store) -> list[ZoneRow]:
    rows = list(select(store, page_query("figure-zone-places").text))
    links = read_labels(store, {row["municipality"] for row in rows})
    found = {each.zone.iri: ZoneRow(each) for each in list_zones(store)}
    for row in sorted(rows, key=lambda row: row["role"].value != _CENTRAL):
        zone, link = found[row["zone"].value], links[row["municipality"].value]
        if link in zone.central or link in zone.others:
            continue
        (zone.central if row["role"].value == _CENTRAL else zone.others).append(link)
        if row["latitude"]:
            zone.points.append((float(row["longitude"].value), float(row["latitude"].value)))
    return list(found.values())
