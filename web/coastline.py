"""Makes data/coastline.geojson: the coasts around Japan, from the land of Natural Earth that world-atlas packages.

python web/coastline.py        (after npm ci in web/)

Natural Earth is in the public domain. A coast carries no border, so the map says nothing on who governs what."""

import json
from collections.abc import Iterable
from pathlib import Path

from teiju_graph.figures.plane import Box, Point, clip, thin

ATLAS = Path(__file__).parent / "node_modules" / "world-atlas"
COASTLINE = Path(__file__).parent.parent / "data" / "coastline.geojson"
AROUND = Box(120.0, 20.0, 156.0, 48.0)
_DETAIL = 0.004  # degrees; the land is drawn for 1:10 million, where this is a twentieth of a millimetre


def read_land(topology: dict) -> Iterable[list[Point]]:
    """Yield the rings of the land of a TopoJSON topology, in degrees."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for right, higher in steps:
            x, y = x + right, y + higher
            arcs[-1].append((x * across + west, y * up + south))
    for shape in topology["objects"]["land"]["geometries"]:
        for ring in (ring for polygon in shape["arcs"] for ring in polygon):
            found: list[Point] = []
            for number in ring:  # ~number: the arc backwards; each arc begins where the last one ended
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                found += arc[1:] if found else arc
            yield found


def make_coastline() -> str:
    """Return the text of data/coastline.geojson."""
    version = json.loads((ATLAS / "package.json").read_text())["version"]
    land = read_land(json.loads((ATLAS / "land-10m.json").read_text()))
    rings = [thin(ring, _DETAIL) for ring in (clip(each, AROUND) for each in land) if len(ring) > 3]
    shape = {
        "type": "Feature",
        "properties": {
            "title": "Land around Japan",
            "origin": f"Natural Earth 1:10m land (public domain), packaged by world-atlas {version}",
        },
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[[[round(x, 3), round(y, 3)] for x, y in ring]] for ring in rings],
        },
    }
    return json.dumps(shape, separators=(",", ":")).replace("]]],[[[", "]]],\n[[[") + "\n"


if __name__ == "__main__":
    COASTLINE.write_text(make_coastline())
