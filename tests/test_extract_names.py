"""Lists of municipalities are read as a person reads them, and what isn't sure is doubted."""

import pytest

from teiju_graph.extract.words.definitions import find_definitions
from teiju_graph.extract.words.names import learn_misprints, read_names
from tests.zones import HIGASHI, KAMITOSAN, KITA, NISHI, OSAKI, REGISTER

ALL_NISHI = "室蘭市 登別市 伊達市 豊浦町 壮瞥町 洞爺湖町"
ALL_HIGASHI = "苫小牧市 白老町 厚真町 安平町 むかわ町"


def read(text, zone=NISHI, **more):
    names = read_names(text, zone, REGISTER, **more)
    return " ".join(each if isinstance(each, str) else each.name for each in names.found), names


@pytest.mark.parametrize(
    "text",
    [
        "室蘭市、登別市、伊達市",
        "室蘭市，登別市，伊達市",
        "室蘭市・登別市･伊達市",
        "室蘭市 登別市　伊達市",
        "室蘭市\n登別市\n伊達市",
        "室蘭市;登別市；伊達市",
        "室蘭市と登別市と伊達市",
        "室蘭市、登別市及び伊達市",
        "室蘭市、登別市並びに伊達市",
        "室蘭市登別市伊達市",
        "室蘭市（中心市）、登別市、伊達市",
        "室蘭市、登別市、伊達市の3市",
        "3市（室蘭市、登別市、伊達市）",
        "三市",
        "３市",
        "北海道室蘭市、登別市、伊達市",
    ],
)
def test_separators_and_counts_do_not_change_who_is_listed(text):
    found, names = read(text)
    assert found == "室蘭市 登別市 伊達市"
    assert names.complete is True and names.open is None and not names.doubts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("室蘭市、登別市 他", "他"),
        ("室蘭市、登別市ほか", "ほか"),
        ("室蘭市、登別市など", "など"),
        ("室蘭市、登別市等", "等"),
        ("室蘭市、登別市（ほか）", "ほか"),
    ],
)
def test_a_list_that_ends_in_others_is_open(text, words):
    found, names = read(text)
    assert (found, names.open, names.complete) == ("室蘭市 登別市", words, False)


def test_others_after_a_verb_leave_no_list_open():
    _, names = read("見守りを実施するほか")
    assert names.open is None and names.complete is None and names.doubts


@pytest.mark.parametrize(
    "text",
    [
        "6市町",
        "3市3町",
        "3市・3町",
        "全市町",
        "各市町",
        "全市町村",
        "圏域市町村",
        "圏域内の市町",
        "室蘭市ほか5市町",
        "室蘭市外５市町",
        "室蘭市など6市町",
        "室蘭市ほか2市3町",
        "中心市と近隣市町",
        "室蘭市及び近隣市町村",
    ],
)
def test_groups_of_the_whole_zone_are_its_members(text):
    found, names = read(text)
    assert found == ALL_NISHI and names.complete is True and not names.doubts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4町", "白老町 厚真町 安平町 むかわ町"),
        ("近隣町", "白老町 厚真町 安平町 むかわ町"),
        ("中心市", "苫小牧市"),
        ("苫小牧市と4町", ALL_HIGASHI),
        ("1市4町", ALL_HIGASHI),
        ("白老町を除く4市町", "苫小牧市 厚真町 安平町 むかわ町"),
        ("全市町（白老町を除く）", "苫小牧市 厚真町 安平町 むかわ町"),
        ("白老町以外の市町", "苫小牧市 厚真町 安平町 むかわ町"),
        ("厚真町、安平町、むかわ町の３町", "厚真町 安平町 むかわ町"),
    ],
)
def test_counts_and_exceptions_are_of_the_zone(text, expected):
    found, names = read(text, HIGASHI)
    assert found == expected and not names.doubts


@pytest.mark.parametrize("text", ["4市町", "2市", "両市", "関係市町", "1市5町"])
def test_a_group_that_the_zone_cannot_tell_stays_open_and_doubted(text):
    found, names = read(text)
    assert found == "" and names.open == text and names.complete is False and names.doubts


def test_a_count_without_the_centre_is_doubted():
    found, names = read("5市町")
    assert found == "登別市 伊達市 豊浦町 壮瞥町 洞爺湖町" and names.doubts


def test_a_count_that_contradicts_the_names_is_doubted():
    found, names = read("室蘭市、登別市の3市")
    assert found == "室蘭市 登別市" and names.doubts


def test_without_a_zone_no_group_is_resolved():
    found, names = read("6市町", None)
    assert found == "" and names.open == "6市町" and names.doubts


def test_a_misprint_is_the_only_member_that_the_list_lacks():
    found, names = read("室蘭市、登別市、伊達市、豊浦町、杜管町、洞爺湖町")
    assert found == ALL_NISHI and names.doubts
    assert [(each.printed, each.corrected) for each in names.corrections] == [("杜管町", "壮瞥町")]


def test_what_one_list_cannot_tell_the_whole_document_tells():
    short, whole = "室蘭市、登別市、杜管町、洞爺湖町", "室蘭市、登別市、伊達市、豊浦町、杜管町、洞爺湖町"
    found, names = read(short)
    assert found == "室蘭市 登別市 洞爺湖町" and names.complete is None and names.doubts
    known = learn_misprints([short, whole], NISHI, REGISTER)
    assert {printed: each.name for printed, each in known.items()} == {"杜管町": "壮瞥町"}
    found, names = read(short, known=known)
    assert found == "室蘭市 登別市 壮瞥町 洞爺湖町" and names.doubts


def test_one_character_from_a_member_is_that_member_in_doubt():
    found, names = read("室蘭市、壮警町")
    assert found == "室蘭市 壮瞥町" and names.doubts and names.corrections[0].printed == "壮警町"


def test_names_without_suffix_are_members_in_doubt():
    found, names = read("室蘭・登別")
    assert found == "室蘭市 登別市" and len(names.doubts) == 2


@pytest.mark.parametrize(
    ("text", "zone", "name"),
    [
        ("壯瞥町", NISHI, "壮瞥町"),
        ("六ケ所村", KAMITOSAN, "六ヶ所村"),
        ("⻄都市", None, "西都市"),
        ("髙鍋町", None, "高鍋町"),
        ("西の島町", None, "西ノ島町"),
    ],
)
def test_another_form_of_a_character_is_recorded_without_a_doubt(text, zone, name):
    found, names = read(text, zone)
    assert found == name and not names.doubts
    assert [(each.printed, each.corrected) for each in names.corrections] == [(text, name)]


def test_a_name_of_two_prefectures_is_the_member_of_the_zone_or_of_the_prefecture():
    assert read("伊達市")[1].municipalities[0].code == "012335"
    assert read("福島県伊達市")[1].municipalities[0].code == "072133"
    assert read("伊達市、南相馬市", None, prefecture="福島県")[1].municipalities[0].code == "072133"
    _found, names = read("伊達市、南相馬市", None)
    assert names.found[0] == "伊達市" and names.doubts and names.complete is None


def test_names_without_separators_are_told_apart():
    found, names = read("大崎市色麻町加美町", OSAKI)
    assert found == "大崎市 色麻町 加美町" and not names.doubts


def test_an_outsider_with_the_reading_of_a_member_is_doubted():
    assert read("剣淵町、江差町", KITA)[1].doubts
    assert not read("室蘭市、白老町")[1].doubts


def test_an_outsider_of_another_prefecture_is_doubted():
    assert read("室蘭市、南相馬市")[1].doubts


@pytest.mark.parametrize("text", ["", "－", "なし"])
def test_no_list_is_neither_open_nor_closed(text):
    found, names = read(text)
    assert (found, names.open, names.complete, names.doubts) == ("", None, None, [])


@pytest.mark.parametrize("text", ["北海道、室蘭市", "室蘭市、杜の都商工会", "平取町外２町衛生施設組合"])
def test_words_that_name_no_municipality_are_doubted(text):
    _, names = read(text)
    assert names.doubts and names.complete is not True


def test_a_note_is_no_part_of_the_list():
    found, names = read("室蘭市、登別市 ※伊達市は令和7年度から")
    assert found == "室蘭市 登別市" and names.doubts


@pytest.mark.parametrize(
    "text", ["西いぶり6市町", "西胆振全市町", "西いぶり圏域の3市3町", "西胆振地域全市町", "室蘭市ほか西胆振2市3町"]
)
def test_the_name_of_the_zone_before_a_count_says_of_which_zone(text):
    found, names = read(text)
    assert set(found.split()) == set(ALL_NISHI.split()) and names.complete is True and not names.doubts


@pytest.mark.parametrize("text", ["西部2市7町", "有珠郡の町", "虻田郡2町", "北海道"])
def test_counties_prefectures_and_other_regions_name_nobody(text):
    found, names = read(f"室蘭市、{text}")
    assert found == "室蘭市" and names.doubts and names.complete is not True


def test_long_runs_of_letters_that_end_names_take_no_longer_than_others():
    lines = ["市町村" * 190, "全市町は" * 140, "1市1町:" * 110]
    assert find_definitions(lines * 20, NISHI, REGISTER, None) == {}
