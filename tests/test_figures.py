"""Pictures over the real data: each drawing and its table say what the tables and the queries say, and no more."""

import csv
import html
import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.errors import InputError
from teiju_graph.figures.kpis import read_kpis
from teiju_graph.figures.plane import Box, clip, fold, thin
from teiju_graph.figures.scope import read_zone
from teiju_graph.files import folder
from teiju_graph.queries import library
from teiju_graph.questions import ask
from teiju_graph.web import create_app

ROOT = Path(__file__).parent.parent
STORE = open_store()
BROWSER = {"Accept": "text/html"}
PAGES = [
    "/map",
    "/map?zone=nishi-iburi",
    "/map?zone=higashi-iburi&others=1",
    "/map?m=012050",
    "/matrix?zone=nishi-iburi",
    "/matrix?zone=higashi-iburi&kind=zone-initiative",
    "/upset?zone=nishi-iburi",
    "/upset?zone=higashi-iburi",
    "/network?zone=nishi-iburi",
    "/network?zone=higashi-iburi&others=1",
    "/kpi?zone=higashi-iburi",
    "/timeline?zone=nishi-iburi",
    "/timeline?m=白老町、厚真町",
    "/departments",
]


@pytest.fixture(scope="module")
def site():
    return create_app(STORE).test_client()


@pytest.fixture(scope="module")
def visited():
    """The links that were followed already."""
    return set()


@pytest.fixture
def page(site):
    """Get a page as a browser does; its text."""

    def get(address, status=200):
        answer = site.get(address, headers=BROWSER)
        assert answer.status_code == status, address
        return answer.get_data(as_text=True)

    return get


def drawings(text):
    """The drawings of a page, parsed."""
    return [ElementTree.fromstring(each) for each in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def rows(text):
    """The rows of the last table of a page, as texts."""
    table = text.rpartition("<table>")[2].partition("</table>")[0]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
    return [[html.unescape(re.sub(r"<[^>]*>", "", cell.replace("<br>", ";"))).strip() for cell in row] for row in cells]


def read(path):
    """A table of data/tables."""
    return list(csv.DictReader((folder("data/tables") / path).read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_drawing_is_well_formed_has_a_name_and_a_table(page, root, address):
    text = page(root + address)
    (drawing, *_) = [each for each in drawings(text) if each.get("aria-hidden") is None]
    assert drawing.get("role") in ("img", "group")
    assert drawing.get("aria-label") or (drawing.findtext("title") and drawing.findtext("desc"))
    assert len(rows(text)) > 1
    assert " style=" not in text


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_figure_leads_somewhere_in_its_language(site, visited, root, address):
    text = site.get(root + address, headers=BROWSER).get_data(as_text=True)
    main = text.partition("<main")[2].partition("</main>")[0]
    links = {html.unescape(each) for each in re.findall(r'href="([^"]*)"', main)}
    assert links and all(each.startswith(f"{root}/") for each in links)
    for link in links - visited:
        assert site.get(link, headers=BROWSER).status_code == 200, link
    visited |= links


def test_a_drawing_that_holds_links_is_no_image(page):
    for address in PAGES:
        for drawing in drawings(page(address)):
            assert not (drawing.get("role") == "img" and drawing.findall(".//a"))


def participants():
    """Who takes part in what and whether the list is closed, read from the tables of Muroran alone."""
    found = {}
    for name in ("initiatives", "bodies"):
        for row in read(f"muroran-2023/{name}.csv"):
            names = row.get("participants") or row["members"]
            found[row["label_ja"]] = set(names.split(";")), row["participants_complete"] == "true"
    return found


def test_the_matrix_says_what_the_tables_say(page):
    heading, *body = rows(page("/matrix?zone=nishi-iburi"))
    columns = heading[2:-2]
    assert columns == ["室蘭市", "登別市", "伊達市", "豊浦町", "壮瞥町", "洞爺湖町"]
    said = participants()
    assert {row[0] for row in body} == said.keys()
    for row in body:
        members, closed = said[row[0]]
        expected = ["はい" if name in members else "いいえ" if closed else "不明" for name in columns]
        assert row[2:-2] == expected and int(row[-2]) == len(members - set(columns))
        assert (row[-1] == "すべて記載") == closed


def test_an_open_list_never_says_no(page):
    text = page("/matrix?zone=nishi-iburi")
    (row,) = [row for row in rows(text) if row[0] == "防災活動等における連携協力"]
    assert row[2:-2] == ["はい", "はい", "不明", "不明", "不明", "不明"] and row[-1] == "ほかにもある(「他」)"


@pytest.mark.parametrize("zone", ["nishi-iburi", "higashi-iburi"])
def test_the_matrix_draws_as_many_of_each_answer_as_its_table_has(page, zone):
    text = page(f"/en/matrix?zone={zone}")
    cells = [cell for row in rows(text)[1:] for cell in row[2:-2]]
    drawing = next(each for each in drawings(text) if each.get("role") == "group")
    drawn = Counter()
    for each in drawing.findall("path"):
        drawn[each.get("class")] += each.get("d").count("M")
    unknown = [each.text for each in drawing.findall("text") if (each.text or "").startswith("?")]
    inferred = cells.count("inferred")  # drawn as an outline with something full in it
    assert (drawn["full"], drawn["line"]) == (cells.count("yes") + inferred, inferred)
    assert (drawn["none"], drawn["out"]) == (cells.count("no"), cells.count("outside"))
    assert sum(map(len, unknown)) == cells.count("unknown")


def test_what_the_editors_concluded_and_who_is_outside_stand_apart_in_the_matrix(page):
    (sewage,) = [
        row for row in rows(page("/matrix?zone=higashi-iburi")) if row[0] == "下水汚泥・し尿処理の広域化・共同化"
    ]
    assert sewage[2:7] == ["推論", "外れる", "はい", "はい", "はい"]


def test_each_set_has_as_many_cooperations_as_the_finder_finds_for_exactly_it(site, page):
    text = page("/upset?zone=nishi-iburi")
    said = participants()
    body = rows(text)[1:]
    closed = {frozenset(row[0].split("、")): int(row[2]) for row in body if row[1] == "すべて記載"}
    expected = [frozenset(members) for members, complete in said.values() if complete]
    assert closed == {each: expected.count(each) for each in expected}
    assert sum(row[1] == "ほかにもある" for row in body) == sum(not complete for _, complete in said.values())
    for link in re.findall(r'href="/shared\?([^"]*)"', text)[: len(closed)]:
        chosen = re.findall(r"m=(\d+)", link)
        found = site.get(f"/shared.json?{html.unescape(link)}").json
        exact = [
            row for row in found if row["complete"] == "true" and row["participants"].count(";") == len(chosen) - 1
        ]
        assert len(exact) in closed.values() and exact


def test_a_line_of_the_network_is_what_the_finder_finds_for_both(site, page):
    for address in ("/network?zone=higashi-iburi", "/map?zone=nishi-iburi", "/network?m=012050&kind=body"):
        text = page(address)
        links = re.findall(r'href="(/shared\?[^"]*)"[^>]*>(\d+)<', text)
        assert len(links) == len(rows(text)) - 1
        for link, count in links:
            assert len(site.get(html.unescape(link).replace("/shared?", "/shared.json?")).json) == int(count), link


def test_the_network_draws_one_line_for_each_pair(page):
    text = page("/network?zone=higashi-iburi&others=1")
    ties = [each.get("d").count("M") for each in drawings(text)[0].findall("path")]
    assert sum(ties) == len(rows(text)) - 1


def test_what_does_not_compare_has_no_axis(page):
    kpis = read_kpis(STORE, read_zone(STORE, "higashi-iburi"))
    assert all(bool(each.on_axis) == (each.comparable is True) for each in kpis)
    shapes = [each.shape for each in kpis]
    names = ("compared", "maintained", "apart", "blank", "replaced")
    assert [shapes.count(each) for each in names] == [13, 5, 2, 1, 3]
    assert page("/kpi").count('class="tie') == 13


def test_the_places_on_an_axis_are_in_proportion_and_none_is_outside():
    for each in read_kpis(STORE, read_zone(STORE, "higashi-iburi")):
        for value, x in each.on_axis:
            most = max(float(other.value) for other, _ in each.on_axis)
            assert (x - 10) / 280 == pytest.approx(float(value.value) / most)


def test_the_kpi_table_has_what_is_printed_and_says_what_is_blank(page):
    body = {row[0]: row for row in rows(page("/kpi?zone=higashi-iburi"))}
    for row in ask(STORE, library()["kpis"], {}):
        name = next(label for label in body if row["kpi"].value.rpartition("/")[2] in _keys(label))
        for column, side in ((2, "baseline"), (3, "target")):
            printed = row[f"{side}_printed"]
            assert body[name][column].startswith(printed.value if printed else "空欄"), name
    fire = body["消防体制の強化:消防指令業務の共同運用"]
    assert fire[2] == "空欄: 現状構築中のため" and fire[3].startswith("共同運用体制の維持") and fire[6] == "不明"


def _keys(label):
    return {row["key"] for row in read("higashi-iburi-2025/kpis.csv") if row["label_ja"] == label}


def test_outer_and_bracketed_years_are_different_marks(page):
    text = page("/timeline?zone=nishi-iburi")
    body = {row[0]: row[2] for row in rows(text)[1:]}
    bracketed = 0
    for row in read("muroran-2023/initiatives.csv"):
        expected = [f"{row['start_year']} 開始"]
        if row["precursor_start_year"]:
            bracketed += 1
            expected.insert(0, f"{row['precursor_start_year']} 前身の開始")
        assert body[row["label_ja"]] == ";".join(expected)
    for row in read("muroran-2023/bodies.csv"):
        assert body[row["label_ja"]] == f"{row['founded_year']} 設立"
    (zone,) = [row for row in read("zones/zones.csv") if row["key"] == "nishi-iburi"]
    named = {"declared_on": "中心市宣言", "formed_on": "圏域の成立", "dissolved_on": "圏域の解消"}
    expected = [f"{zone[name]} {words}" for name, words in named.items() if zone[name]]
    assert body["西いぶり定住自立圏"] == ";".join(expected)
    assert body["室蘭市・伊達市 定住自立圏形成協定"] == "2010-09-30 締結"
    drawing = next(each for each in drawings(text) if each.get("role") == "group")
    assert sum(each.get("class") == "hollow" for each in drawing.findall("path")) == bracketed


def test_departments_have_as_much_work_as_the_library_counts(page):
    body = rows(page("/departments"))[1:]
    counted = {row["ja"].value: int(row["count"].value) for row in ask(STORE, library()["count-by-department"], {})}
    assert {row[0]: int(row[-1]) for row in body} == counted
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in body)


def test_the_map_of_the_country_has_every_zone_and_a_line_to_each_neighbour(page):
    text = page("/map")
    body = {row[0]: row[1:4] for row in rows(text)[1:]}
    zones = read("zones/zones.csv")
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


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/map?zone=nowhere", 400, "nowhere"),
        ("/matrix?m=室欄市", 400, "室蘭市"),
        ("/upset?zone=nishi-iburi&m=室蘭市", 400, "どちらか一方"),
        ("/network?m=999999", 400, "999999"),
        ("/kpi?zone=<b>", 400, "&lt;b&gt;"),
        ("/timeline?kind=space", 400, "space"),
        ("/departments?m=nobody", 400, "nobody"),
        ("/departments?m=伊達市", 200, "どの出典にも書かれていません"),
        ("/kpi?zone=nishi-iburi", 200, "KPIはデータにありません"),
        ("/network?m=室蘭市&kind=item", 200, "参加する連携はありません"),
        ("/matrix?m=室蘭市&kind=item", 200, "データにありません"),
    ],
)
def test_a_wrong_or_empty_choice_is_told(page, address, status, words):
    assert words in page(address, status)


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
