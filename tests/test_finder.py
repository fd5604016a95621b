"""The finder finds what the tables say; anything typed becomes codes or an offer, every trouble says what to try."""

import csv
import io
import re
from pathlib import Path

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.web import create_app

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def site():
    return create_app(open_store()).test_client()


@pytest.fixture
def page(site):
    """Ask the finder as a browser does; its text."""

    def get(address, status=200):
        answer = site.get(address, headers=BROWSER)
        assert answer.status_code == status, address
        return answer.text

    return get


def checked(text):
    """The codes whose boxes are checked."""
    return re.findall(r'name="m" value="(\d+)" checked', text)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("name=室蘭市と登別市", "/shared?m=012050&m=012301"),
        ("name=むろらん のぼりべつ&mode=only&of=", "/shared?m=012050&m=012301&mode=only"),
        ("m=012050&name=date&kind=&zone=nishi-iburi", "/shared?m=012050&m=012335&zone=nishi-iburi"),
        ("m=室蘭市&kind=&field=&year=&name=", "/shared?m=012050&mode=all"),
    ],
)
def test_what_is_clear_leads_to_the_permanent_address(site, typed, address):
    for root in ("", "/en"):
        answer = site.get(f"{root}/shared?{typed}", headers=BROWSER)
        assert answer.status_code == 302 and answer.headers["Location"] == root + address
        assert site.get(answer.headers["Location"], headers=BROWSER).status_code == 200


def test_half_a_name_offers_what_it_may_be_and_keeps_what_is_chosen(page):
    text = page("/shared?m=012050&name=のぼり&mode=only&kind=body")
    assert checked(text) == ["012050"] and 'value="012301"> 登別市' in text
    assert 'value="only" checked' in text and 'name="kind" value="body"' in text


def test_a_zone_is_expanded_to_boxes_for_its_members(page):
    text = page("/shared?step=list&of=zone/nishi-iburi&m=012050")
    assert checked(text) == ["012050"] and "のぼりべつし" in text
    assert "のぼりべつし" in page("/shared?of=zone/nishi-iburi&name=&mode=all")
    assert "そのような地域がありません" in page("/shared?step=list&of=zone/nowhere")


def test_a_result_keeps_its_municipalities_as_boxes_to_remove(page):
    assert checked(page("/shared?m=室蘭市&m=01230&mode=any")) == ["012050", "012301"]


def test_filters_offer_only_what_occurs_with_its_number(page):
    text = page("/shared?m=012050&m=012301&mode=only")
    assert "団体 (" in text and "東胆振" not in text.split('aria-label="しぼり込む"')[1].split("</div>")[0]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/shared?name=虻田町", 200, "虻田町は 2006-03-27 に洞爺湖町になりました"),
        ("/shared?m=虻田町", 400, "虻田町は 2006-03-27 に洞爺湖町になりました"),
        ("/en/shared?m=追分町&m=室蘭市", 400, "became part of Abira on 2006-03-27"),
        ("/shared?m=室欄市", 400, "室蘭市"),
        ("/shared?name=zzzz", 400, "似た名前の市町村はありません"),
        ("/shared?m=999999", 400, "999999"),
        ("/shared?m=012050&mode=some", 400, "only"),
        ("/shared?m=012050&kind=item&kind=body", 400, "値は一つだけです"),
        ("/shared?m=012050&department=nowhere", 400, "nowhere"),
        ("/shared?" + "&".join(["m=012050"] * 201), 400, "200"),
        ("/shared?name=" + "あ" * 10_000, 400, "似た名前の市町村はありません"),
    ],
)
def test_a_page_says_what_happened_and_offers_the_form(page, address, status, words):
    text = page(address, status)
    assert words in text and 'id="finder"' in text


def test_where_nothing_is_found_near_questions_are_offered_with_their_numbers(site, page):
    text = page("/shared?m=012050&m=012301&mode=only&zone=higashi-iburi")
    offers = re.findall(r'<li><a href="(/shared\?[^"]*)">[^<]*</a>: (\d+) 件', text)
    assert "「東胆振定住自立圏」を外す" in text and offers
    for address, number in offers:
        rows = site.get(address.replace("&amp;", "&").replace("/shared?", "/shared.json?")).json
        assert len(rows) == int(number) > 0


def test_programs_get_errors_as_text(site):
    answer = site.get("/shared.csv?m=室欄市")
    assert answer.status_code == 400 and answer.mimetype == "text/plain" and "室蘭市" in answer.text
    assert site.get("/shared.json?m=012050&kind=item&kind=body").status_code == 400


def test_years_are_told_apart_in_words(page):
    text = page("/shared?m=012050&mode=any")
    assert re.search(r"\d{4}年から</span> <span class=\"when\">構想より前は \d{4}年から", text)
    assert "年に設立" in text


def test_an_answer_states_its_address_and_the_date_of_its_data(page):
    text = page("/shared?m=室蘭市&m=登別市&mode=only")
    assert 'href="http://localhost/shared?m=012050&amp;m=012301&amp;mode=only"' in text and "2023-06-01 現在" in text


def test_suggestions_are_a_piece_of_the_form(site):
    text = site.get("/suggest", query_string={"q": "室蘭市、のぼり"}).text
    assert "登別市" in text and "室蘭市" not in text and "<html" not in text
    assert site.get("/suggest?q=").text.strip() == ""
    assert site.get("/suggest", query_string={"q": "<b>" * 5000}).status_code == 200


def test_nothing_typed_is_reflected_unescaped(site):
    for name in ("name", "m", "of", "kind", "year", "mode", "step"):
        answer = site.get("/shared", query_string={"m": "012050", name: '"><script>alert(1)</script>'}, headers=BROWSER)
        assert "<script>alert" not in answer.text


def members_by_cooperation():
    """Who takes part in what, read from the tables alone."""
    found = {}
    for path in Path(folder("data/tables")).glob("*/*.csv"):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            names = row.get("participants") or row.get("members") or row.get("parties")
            if names and row.get("kind") != "formation-agreement":
                found[row["label_ja"]] = (set(names.split(";")), row.get("participants_complete") == "true")
    found["図書館相互利用の促進"] = ({"白老町", "厚真町", "安平町", "むかわ町"}, False)  # inferred by the editors
    found["下水汚泥・し尿処理の広域化・共同化"][0].add("苫小牧市")
    return found


@pytest.mark.parametrize("chosen", [{"室蘭市", "登別市"}, {"室蘭市", "白老町"}, {"厚真町", "安平町"}, {"伊達市"}])
def test_the_finder_finds_what_the_tables_say(site, chosen):
    def found(mode):
        answer = site.get("/shared.csv", query_string={"m": sorted(chosen), "mode": mode})
        return {row["label_ja"] for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}

    said = members_by_cooperation()
    assert found("all") == {name for name, (members, _) in said.items() if chosen <= members}
    assert found("any") == {name for name, (members, _) in said.items() if chosen & members}
    assert found("only") == {
        name
        for name, (members, closed) in said.items()
        if members & chosen and (members == chosen if closed else members <= chosen)
    }


def test_an_open_list_is_only_possibly_exactly_these(page):
    text = page("/shared?m=012050&m=012301&mode=only")
    certain, possible = text.split("可能性あり:一覧が")
    assert "確か 6件、可能性あり 1件" in certain and "防災活動等における連携協力" not in certain
    assert "防災活動等における連携協力" in possible


def test_the_csv_of_the_finder_has_its_columns(site):
    answer = site.get("/shared.csv?m=白老町&m=厚真町")
    heading = answer.data.decode("utf-8-sig").splitlines()[0]
    assert heading == "uri,kind,label_ja,label_en,participants,complete,excluded,zone,field,start_year,source,lines"
    (sewage,) = [
        row
        for row in site.get("/shared.json?m=厚真町&m=安平町").json
        if row["uri"].endswith("item/higashi-iburi-sewage")
    ]
    assert sewage["excluded"] == "白老町" and "higashi-iburi-2025:53" in sewage["lines"]


@pytest.mark.parametrize(
    ("name", "count"), [("kind=zone-initiative", 2), ("department=012050-ict", 1), ("year=2017", 1)]
)
def test_the_finder_narrows_down(site, name, count):
    assert len(site.get(f"/shared.json?m=室蘭市&m=登別市&mode=only&kind=zone-initiative&{name}").json) == count
