"""Municipalities by anything typed: spellings, readings, beginnings, misprints, former names, names that several bear."""

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.finding.gazetteer import Gazetteer, Place, open_gazetteer
from teiju_graph.labels import Link
from teiju_graph.vocab import BASE

KNOWN = open_gazetteer(open_store())


def names(places):
    return [place.link.ja for place in places]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("室蘭市", "室蘭市"),
        ("室蘭", "室蘭市"),
        (" 室蘭　市 ", "室蘭市"),
        ("むろらん", "室蘭市"),
        ("ムロランシ", "室蘭市"),
        ("ﾑﾛﾗﾝ", "室蘭市"),
        ("muroran", "室蘭市"),
        ("Muroran City", "室蘭市"),
        ("MURORAN-SHI", "室蘭市"),
        ("Tōmakomai", "苫小牧市"),
        ("sobetsu-cho", "壮瞥町"),
        ("Shin-hidaka", "新ひだか町"),
        ("壯瞥町", "壮瞥町"),
        ("杜管町", "壮瞥町"),
        ("012050", "室蘭市"),
        ("01205", "室蘭市"),
        ("北海道室蘭市", "室蘭市"),
    ],
)
def test_a_municipality_is_known_by(typed, name):
    assert names(KNOWN.read(typed).exact) == [name]


@pytest.mark.parametrize(
    ("typed", "name"), [("とま", "苫小牧市"), ("の", "登別市"), ("nobori", "登別市"), ("むか", "むかわ町")]
)
def test_a_beginning_offers_what_it_may_become(typed, name):
    assert name in names(KNOWN.read(typed).others)


@pytest.mark.parametrize(
    ("typed", "name"), [("室欄市", "室蘭市"), ("室欄", "室蘭市"), ("murolan", "室蘭市"), ("豊裏町", "豊浦町")]
)
def test_a_misspelling_offers_the_nearest(typed, name):
    found = KNOWN.read(typed)
    assert found.exact == [] and name in names(found.others)


@pytest.mark.parametrize(
    ("typed", "now"),
    [("虻田町", "洞爺湖町"), ("洞爺村", "洞爺湖町"), ("早来町", "安平町"), ("追分町", "安平町"), ("穂別", "むかわ町"), ("鵡川町", "むかわ町")],
)  # fmt: skip
def test_a_municipality_that_is_no_more_leads_to_its_successor(typed, now):
    (former,) = KNOWN.read(typed).former
    assert former.successor.link.ja == now and former.since == "2006-03-27"


def test_of_a_village_that_a_city_took_in_the_date_may_be_unknown():
    (former,) = KNOWN.read("大滝村").former
    assert (former.successor.link.ja, former.successor.prefecture, former.since) == ("伊達市", "北海道", "")


@pytest.mark.parametrize("typed", ["", "・・", "ZZZZZZ", "💧", "\x00", "'; DROP", "あ" * 500])
def test_what_is_no_name_finds_nothing(typed):
    found = KNOWN.read(typed)
    assert (found.exact, found.others, found.former) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("室蘭市、登別市", ["室蘭市", "登別市"]),
        ("室蘭市と登別市", ["室蘭市", "登別市"]),
        ("室蘭 登別　伊達", ["室蘭", "登別", "伊達"]),
        ("muroran, date", ["muroran", "date"]),
        ("Muroran City and Noboribetsu", ["Muroran", "Noboribetsu"]),
        ("Muroran City", ["Muroran City"]),
        ("", []),
    ],
)
def test_a_list_of_names_is_taken_apart(text, parts):
    assert KNOWN.split(text) == parts


def place(code, ja, prefecture, count=0):
    return Place(Link(f"{BASE}id/municipality/{code}", ja, "Date"), code, "だてし", prefecture, count)


def test_of_several_of_one_name_the_one_beside_the_others_is_meant():
    north, south = place("012335", "伊達市", "北海道"), place("072133", "伊達市", "福島県")
    found = Gazetteer([north, south], {}, [], {}).read("伊達市")
    assert found.exact == [north, south]
    assert found.meant(["福島県"]) is south and found.meant([]) is None
    found.exact[0] = place("012335", "伊達市", "北海道", count=3)
    assert found.meant([]) is found.exact[0]
    assert Gazetteer([north, south], {}, [], {}).read("福島県伊達市").exact == [south]


def test_the_members_of_an_area_can_be_listed():
    assert names(KNOWN.within("zone/nishi-iburi"))[0] == "室蘭市"
    assert "室蘭市" in names(KNOWN.within("prefecture/北海道"))
    assert KNOWN.within("zone/nowhere") == KNOWN.within("") == []
