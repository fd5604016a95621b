"""The map: zones and their ties, outlines that an operator gives, the coastline, and what places and texts need on a plane."""

import json

import pytest

from teiju_graph.errors import InputError
from teiju_graph.figures.plane import Box, clip, fold, thin
from teiju_graph.web import create_app
from tests.conftest import ROOT
from tests.drawings import STORE, drawings, page, read_table, rows


def test_the_map_of_the_country_has_every_zone_and_a_line_to_each_neighbour():
    text = page("/map")
    body = {row[0]: row[1:4] for row in rows(text)[1:]}
    zones = read_table("zones/zones.csv")
    assert body.keys() == {zone["label_ja"] for zone in zones}
    lines = {"active": 0, "former": 0}
    for zone in zones:
        central, others = zone["central"].split(";"), list(filter(None, zone["neighbouring"].split(";")))
        said = [
            [name for name in column.removesuffix("(ほかにもあるか不明)").strip().split("、") if name]
            for column in body[zone["label_ja"]][:2]
        ]
        assert [len(column) for column in said] == [len(central), len(others)]
        assert all(any(name.endswith(each) for name in central + others) for column in said for each in column)
        assert (body[zone["label_ja"]][2] == "続いている") == (zone["zone_status"] == "active")
        ties = len(central) * len(others) + len(central) - 1
        lines["active" if zone["zone_status"] == "active" else "former"] += ties
    drawn = {path.get("class"): path.get("d").count("M") for path in drawings(text)[0].findall("path")}
    assert (drawn["tie g1"], drawn.get("former", 0)) == (lines["active"], lines["former"])


def square(west, south, size):
    """An outline as GeoJSON has it."""
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return {"type": "Polygon", "coordinates": [corners]}


def test_boundaries_that_an_operator_gives_are_drawn_for_the_chosen(tmp_path, monkeypatch):
    features = [
        {
            "type": "Feature",
            "properties": {"N03_004": "室蘭市", "N03_007": "01205"},
            "geometry": square(140.9, 42.3, 0.1),
        },
        {"type": "Feature", "properties": {"code": "012131"}, "geometry": square(141.5, 42.6, 0.1)},
        {"type": "Feature", "properties": {"N03_007": None}, "geometry": square(141.5, 42.6, 0.1)},
    ]
    given = tmp_path / "boundaries.geojson"
    given.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    monkeypatch.setenv("TEIJU_BOUNDARIES", str(given))
    text = create_app(STORE).test_client().get("/map?zone=nishi-iburi").text
    (area,) = [path for each in drawings(text) for path in each.findall("path") if path.get("class") == "area"]
    assert area.get("d").count("M") == 1


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"features": []}', '{"features": [{"geometry": {}, "properties": {"c": 1}}]}']
)
def test_boundaries_that_cannot_be_used_are_told_at_the_start(tmp_path, monkeypatch, content):
    given = tmp_path / "boundaries.geojson"
    given.write_text(content)
    monkeypatch.setenv("TEIJU_BOUNDARIES", str(given))
    with pytest.raises(InputError, match=r"boundaries\.geojson"):
        create_app(STORE)


def test_the_coastline_is_what_its_package_gives():
    atlas = ROOT / "web" / "node_modules" / "world-atlas"
    if not atlas.exists():
        pytest.skip("npm has not brought the packages of web/")
    from web.coastline import COASTLINE, make_coastline

    assert make_coastline() == COASTLINE.read_text()


def test_outlines_are_cut_at_a_box_and_lines_thinned_within_bounds():
    assert sorted(clip([(0, 0), (4, 0), (4, 4), (0, 4)], Box(2, 2, 9, 9))) == [(2, 2), (2, 4), (4, 2), (4, 4)]
    assert clip([(0, 0), (1, 0), (1, 1)], Box(2, 2, 9, 9)) == []
    assert thin([(0, 0), (1, 0.1), (2, 0), (3, 2), (4, 0)], 0.5) == [(0, 0), (2, 0), (3, 2), (4, 0)]


def test_names_are_folded_between_words_and_keep_every_character():
    assert fold("Wide-area treatment of waste", 100, 13) == ["Wide-area", "treatment of", "waste"]
    for text in ("西いぶり「生涯活躍のまち」構想推進事業(仮称)、その他", "Hokkaido 新幹線 strategy"):
        assert "".join(fold(text, 60, 13)).replace(" ", "") == text.replace(" ", "")
