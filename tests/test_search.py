"""Search: what must come first, or be among what is found, for words as people type them; and why it was found."""

import itertools

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.errors import ParameterError
from teiju_graph.finding.search import MOST, open_index, search
from teiju_graph.finding.spelling import level
from teiju_graph.finding.texts import WHYS, read_texts
from teiju_graph.web import create_app

STORE = open_store()
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
# What is typed, what must come first (below id/), and why (the text of its first reason)
FIRST = [
    ("室蘭市", "municipality/012050", "name"),
    ("室蘭", "municipality/012050", "name"),
    ("むろらん", "municipality/012050", "reading"),
    ("ムロランシ", "municipality/012050", "reading"),
    ("ﾑﾛﾗﾝ", "municipality/012050", "reading"),
    ("muroran", "municipality/012050", "name"),
    ("MURORAN", "municipality/012050", "name"),
    ("Muroran-shi", "municipality/012050", "romaji"),
    ("Muroran City", "municipality/012050", "name"),
    ("Tōmakomai", "municipality/012131", "name"),
    ("tomakomai-shi", "municipality/012131", "romaji"),
    ("sobetsu-cho", "municipality/015750", "romaji"),
    ("Sōbetsu-chō", "municipality/015750", "romaji"),
    ("012050", "municipality/012050", "code"),
    ("壯瞥町", "municipality/015750", "name"),
    ("杜管町", "municipality/015750", "misprint"),
    ("虻田町", "municipality/015849", "former"),
    ("追分町", "municipality/015857", "former"),
    ("伊達", "municipality/012335", "name"),
    ("むかわ", "municipality/015865", "name"),
    ("新ひだか", "municipality/016101", "name"),
    ("西いぶり", "zone/nishi-iburi", "name"),
    ("⻄いぶり", "zone/nishi-iburi", "name"),
    ("にしいぶり", "zone/nishi-iburi", "reading"),
    ("西胆振定住自立圏", "zone/nishi-iburi", "other-name"),
    ("Higashi-Iburi", "zone/higashi-iburi", "name"),
    ("消防", "department/012050-fire", "name"),
    ("図書館", "department/012050-library", "name"),
    ("圖書館", "department/012050-library", "name"),
    ("企画課", "department/012050-planning", "name"),
    ("下水汚泥・し尿", "item/higashi-iburi-sewage", "name"),
    ("下水汚泥 し尿", "item/higashi-iburi-sewage", "name"),
    ("プラント構造協議会", "correction/higashi-iburi-2025-brand-council", "name"),
    ("I-next", "body/i-next", "name"),
    ("Ｉ－ＮＥＸＴ", "body/i-next", "name"),
    ("学校図書システム", "initiative/nishi-iburi-school-library-system", "name"),
]
# What is typed, and what must be among what is found
AMONG = [
    ("救急", "initiative/nishi-iburi-emergency-care"),
    ("救", "initiative/nishi-iburi-emergency-care"),
    ("消防", "initiative/higashi-iburi-fire"),
    ("図書", "initiative/higashi-iburi-library"),
    ("圖書", "initiative/higashi-iburi-library"),
    ("ごみ", "processing/shiraoi-waste"),
    ("縄文", "body/hokkaido-jomon"),
    ("縄", "body/hokkaido-jomon"),
    ("室蘭市の救急", "initiative/nishi-iburi-emergency-care"),
    ("室蘭 登別 救急", "initiative/muroran-primary-emergency"),
    ("苫小牧 下水", "item/higashi-iburi-sewage"),
    ("平成28年", "initiative/nishi-iburi-nursery"),
    ("H28", "initiative/nishi-iburi-nursery"),
    ("2016", "initiative/nishi-iburi-nursery"),
    ("２０１６年", "initiative/nishi-iburi-nursery"),
    ("昭和57年", "body/iburi-library-council"),
    ("1982", "body/iburi-library-council"),
    ("室蘭市 港湾部", "municipality/012050"),
    ("library", "initiative/nishi-iburi-library-network"),
    ("fire service", "initiative/muroran-fire-service"),
    ("ブランド創造", "body/higashi-iburi-brand-council"),
    ("胆振総合振興局", "municipality/012050"),
    ("維持", "direction/maintain"),
    ("ネットワーク", "initiative/nishi-iburi-library-network"),
    ("ﾈｯﾄﾜｰｸ", "initiative/nishi-iburi-library-network"),
]


@pytest.mark.parametrize(("typed", "thing", "why"), FIRST)
def test_what_is_meant_comes_first_with_why(typed, thing, why):
    hit = search(STORE, typed).hits[0]
    assert hit.thing.path == thing and hit.reasons[0].why == why


@pytest.mark.parametrize(("typed", "thing"), AMONG)
def test_what_is_meant_is_found(typed, thing):
    assert thing in [hit.thing.path for hit in search(STORE, typed).hits]


@pytest.mark.parametrize(
    "spellings",
    [("圖書館", "図書館"), ("平成28年", "H28", "2016", "2016年", "ｈ２８"), ("壯瞥", "壮瞥")],
)
def test_every_spelling_of_a_word_finds_the_same(spellings):
    found = [[hit.thing.path for hit in search(STORE, each).hits] for each in spellings]
    assert all(one == other and one for one, other in itertools.pairwise(found))


def test_every_name_finds_its_thing():
    index = open_index(STORE)
    for path, link in index.links.items():
        if len(link.ja) > 100 or not level(link.ja):  # ％ is a sign, and signs are not sought
            continue
        found = search(STORE, link.ja)
        assert path in [hit.thing.path for hit in found.hits] and not found.loose, link.ja


def test_a_municipality_comes_before_what_it_takes_part_in():
    kinds = list(search(STORE, "登別市").groups())
    assert kinds[0] == "municipality" and "initiative" in kinds


def test_all_words_are_held_by_every_hit():
    for hit in search(STORE, "室蘭市 図書").hits:
        told = level("".join(text for reason in hit.reasons for text, _ in reason.pieces)) + level(hit.thing.ja)
        assert "室蘭市" in told and "図書" in told


@pytest.mark.parametrize("typed", ["を", "へ へ", "ゑ", "のをはが", "?", "室蘭 を", "ゃ"])
def test_particles_alone_are_words_too(typed):
    try:
        found = search(STORE, typed)
    except ParameterError:
        assert not level(typed)
    else:
        assert found.terms


def test_where_no_thing_holds_all_words_those_that_hold_most_come_first_and_it_is_said():
    found = search(STORE, "室蘭市 登別市 ペンギン")
    assert found.loose and found.hits[0].rank[0] == 1


@pytest.mark.parametrize(
    ("typed", "near"),
    [("室欄市", "室蘭市"), ("とまこまし", "とまこまいし"), ("西いふり定住自立圏", "西いぶり定住自立圏")],
)
def test_a_misspelling_offers_the_nearest_name(typed, near):
    found = search(STORE, typed)
    assert near in found.near


@pytest.mark.parametrize("typed", ["", "   ", "・・・", "\x00", "💧", "あ" * (MOST + 1)])
def test_what_cannot_be_sought_is_told(typed):
    with pytest.raises(ParameterError):
        search(STORE, typed)


@pytest.mark.parametrize(
    "typed",
    ['"', '" OR "', "室蘭*", "室蘭 NOT 登別", "(室蘭", "tokens:室蘭", "NEAR(室蘭 登別)", "'; DROP TABLE words; --"],
)
def test_nothing_typed_is_taken_for_the_language_of_the_index(typed):
    try:
        search(STORE, typed)
    except ParameterError:
        assert not level(typed)


def test_the_texts_are_plain_data_of_the_store():
    links, texts = read_texts(STORE)
    assert {each.thing for each in texts} <= links.keys() and {each.why for each in texts} == set(WHYS)
    assert read_texts(STORE) == (links, texts)


@pytest.fixture(scope="module")
def site():
    return create_app(STORE).test_client()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/search", 200, "探す言葉"),
        ("/search?q=杜管町", 200, "出典での誤記</span> <span><mark>杜管町</mark>"),
        ("/en/search?q=杜管町", 200, 'misprint in a source</span> <span lang="ja"><mark>杜管町</mark>'),
        ("/search?q=圖書館", 200, "<mark>図書館</mark>"),
        ("/search?q=library", 200, '<span lang="en">'),
        ("/search?q=室欄市", 200, 'href="/search?q=%E5%AE%A4%E8%98%AD%E5%B8%82">室蘭市'),
        ("/search?q=室蘭市&kind=initiative", 200, "すべての種類"),
        ("/search?q=室蘭市&kind=nothing", 200, "すべての種類"),
        ("/search?q=" + "あ" * 10_000, 400, "200文字まで"),
        ("/en/search?q=" + "あ" * 10_000, 400, "up to 200"),
        ("/search?q=・・・", 400, "文字か数字"),
    ],
)
def test_the_page_says_what_was_found_or_what_to_do(site, address, status, words):
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == status and words in answer.text


def test_the_page_reflects_nothing_unescaped(site):
    for name in ("q", "kind"):
        given = {"q": "室蘭", name: '"><script>alert(1)</script>'}
        assert "<script>alert" not in site.get("/search", query_string=given, headers=BROWSER).text


def test_search_for_programs(site):
    found = site.get("/search.json", query_string={"q": "杜管町"}).json
    assert found["count"] == len(found["results"]) and not found["loose"]
    assert found["results"][0]["label_en"] == "Sobetsu" and found["results"][0]["why"][0]["why"] == "misprint"
    assert site.get("/search.json").status_code == 400
    assert "/search.json" in site.get("/openapi.json").json["paths"]
