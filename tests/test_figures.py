"""Pictures over the real data: each drawing and its table say what the tables and the queries say, and no more."""

import html
import re

import pytest

from teiju_graph.figures.kpis import read_kpis
from teiju_graph.figures.scope import read_zone
from teiju_graph.queries import library
from teiju_graph.questions import ask
from tests.drawings import BROWSER, SITE, STORE, drawings, page, read_table, rows

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
def visited():
    """The links that were followed already."""
    return set()


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_drawing_is_well_formed_has_a_name_and_a_table(root, address):
    text = page(root + address)
    (drawing, *_) = [each for each in drawings(text) if each.get("aria-hidden") is None]
    assert drawing.get("role") in ("img", "group")
    assert drawing.get("aria-label") or (drawing.findtext("title") and drawing.findtext("desc"))
    assert len(rows(text)) > 1
    assert " style=" not in text


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_figure_leads_somewhere_in_its_language(visited, root, address):
    text = SITE.get(root + address, headers=BROWSER).get_data(as_text=True)
    main = text.partition("<main")[2].partition("</main>")[0]
    links = {html.unescape(each) for each in re.findall(r'href="([^"]*)"', main)}
    assert links and all(each.startswith(f"{root}/") for each in links)
    for link in links - visited:
        assert SITE.get(link, headers=BROWSER).status_code == 200, link
    visited |= links


def test_a_drawing_that_holds_links_is_no_image():
    for address in PAGES:
        for drawing in drawings(page(address)):
            assert not (drawing.get("role") == "img" and drawing.findall(".//a"))


def test_what_does_not_compare_has_no_axis():
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


def test_the_kpi_table_has_what_is_printed_and_says_what_is_blank():
    body = {row[0]: row for row in rows(page("/kpi?zone=higashi-iburi"))}
    for row in ask(STORE, library()["kpis"], {}):
        name = next(label for label in body if row["kpi"].value.rpartition("/")[2] in _keys(label))
        for column, side in ((2, "baseline"), (3, "target")):
            printed = row[f"{side}_printed"]
            assert body[name][column].startswith(printed.value if printed else "空欄"), name
    fire = body["消防体制の強化:消防指令業務の共同運用"]
    assert fire[2] == "空欄: 現状構築中のため" and fire[3].startswith("共同運用体制の維持") and fire[6] == "不明"


def _keys(label):
    return {row["key"] for row in read_table("higashi-iburi-2025/kpis.csv") if row["label_ja"] == label}


def test_outer_and_bracketed_years_are_different_marks():
    text = page("/timeline?zone=nishi-iburi")
    body = {row[0]: row[2] for row in rows(text)[1:]}
    bracketed = 0
    for row in read_table("muroran-2023/initiatives.csv"):
        expected = [f"{row['start_year']} 開始"]
        if row["precursor_start_year"]:
            bracketed += 1
            expected.insert(0, f"{row['precursor_start_year']} 前身の開始")
        assert body[row["label_ja"]] == ";".join(expected)
    for row in read_table("muroran-2023/bodies.csv"):
        assert body[row["label_ja"]] == f"{row['founded_year']} 設立"
    (zone,) = [row for row in read_table("zones/zones.csv") if row["key"] == "nishi-iburi"]
    named = {"declared_on": "中心市宣言", "formed_on": "圏域の成立", "dissolved_on": "圏域の解消"}
    expected = [f"{zone[name]} {words}" for name, words in named.items() if zone[name]]
    assert body["西いぶり定住自立圏"] == ";".join(expected)
    assert body["室蘭市・伊達市 定住自立圏形成協定"] == "2010-09-30 締結"
    drawing = next(each for each in drawings(text) if each.get("role") == "group")
    assert sum(each.get("class") == "hollow" for each in drawing.findall("path")) == bracketed


def test_departments_have_as_much_work_as_the_library_counts():
    body = rows(page("/departments"))[1:]
    counted = {row["ja"].value: int(row["count"].value) for row in ask(STORE, library()["count-by-department"], {})}
    assert {row[0]: int(row[-1]) for row in body} == counted
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in body)


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
def test_a_wrong_or_empty_choice_is_told(address, status, words):
    assert words in page(address, status)
