"""Outlines of land: the coasts around Japan that come with the project, and boundaries that an operator gives."""

import json
from functools import lru_cache
from pathlib import Path

from teiju_graph.errors import InputError
from teiju_graph.figures.plane import Box, Point, around
from teiju_graph.files import folder, read_text, shown

Ring = tuple[list[Point], Box]


@lru_cache(maxsize=1)
def read_coasts() -> list[Ring]:
    """Return the outlines of the land around Japan in degrees, each with its box."""
    return _rings(json.loads(read_text(folder("data") / "coastline.geojson"))["geometry"])


@lru_cache(maxsize=2)
def read_boundaries(path: Path) -> dict[str, list[Ring]]:
    """Return the outlines of municipalities by the first five digits of their code, from a GeoJSON file whose features
    bear a code of five or six digits in any property (N03_007 of the National Land Numerical Information, say).
    InputError: the file is no such GeoJSON."""
    try:
        features = json.loads(read_text(path))["features"]
        found: dict[str, list[Ring]] = {}
        for each in features:
            if each["geometry"] and (code := _code(each["properties"] or {})):
                found.setdefault(code, []).extend(_rings(each["geometry"]))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(
            f"GeoJSON の FeatureCollection として読めません:{error!r}",
            f"is not a GeoJSON FeatureCollection: {error!r}",
            file=shown(path),
        ) from error
    if not found:
        raise InputError(
            "5桁か6桁の団体コードを持つ図形がありません。",
            "has no feature with a municipality code of five or six digits.",
            file=shown(path),
        )
    return found


def _code(properties: dict) -> str:
    texts = (str(value) for value in properties.values() if isinstance(value, str | int))
    return next((text[:5] for text in texts if text.isascii() and text.isdigit() and len(text) in (5, 6)), "")


def _rings(geometry: dict) -> list[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[(float(x), float(y)) for x, y, *_ in ring] for polygon in polygons for ring in polygon]
    return [(ring, around(ring)) for ring in rings]
