"""Spellings of one word meet, and different words stay apart."""

import pytest

from teiju_graph.finding.spelling import latin, level, mark, phrase, romanise, stem, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("圖書館", "図書館"),
        ("髙砂市", "高砂市"),
        ("壯瞥町", "壮瞥町"),
        ("⻄いぶり", "西いぶり"),
        ("ｲﾌﾞﾘ", "いぶり"),
        ("ムロラン", "むろらん"),
        ("鎌ケ谷市", "鎌ヶ谷市"),
        ("鎌ｹ谷市", "鎌が谷市"),
        ("龍ヶ崎市", "竜ケ崎市"),
        ("西ノ島", "西之島"),
        ("ＫＰＩ", "kpi"),
        ("広域化・共同化", "広域化 共同化"),
        ("平成28年", "2016年"),
        ("平成２８", "２０１６"),
        ("H28", "2016"),
        ("h.28年", "平成28年"),
        ("令和元年", "2019"),
        ("Ｒ５年度", "令和5年度"),
        ("葛\U000e0100城市", "葛城市"),
    ],
)
def test_spellings_of_one_word_meet(one, other):
    assert level(one) == level(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("室蘭", "室欄"), ("2016", "2017"), ("市ケ", "市が町"), ("H28", "28"), ("は", "ば")]
)
def test_different_words_stay_apart(one, other):
    assert level(one) != level(other)


@pytest.mark.parametrize(
    ("kana", "romaji"),
    [
        ("むろらんし", "Muroran-shi"),
        ("そうべつちょう", "Sōbetsu-chō"),
        ("とまこまい", "Tomakomai"),
        ("しんひだかちょう", "Shin-Hidaka cho"),
        ("ほっかいどう", "Hokkaidō"),
        ("とうきょう", "Tokyo"),
        ("しんばし", "Shimbashi"),
        ("えちぜんちょう", "Etizen-tyo"),
        ("しみず", "Simizu"),
        ("おおつ", "Ohtsu"),
        ("じゅうにしょ", "Jūnisho"),
    ],
)
def test_readings_meet_romaji_of_every_kind(kana, romaji):
    assert romanise(kana) == latin(romaji) != ""


@pytest.mark.parametrize("text", ["", "室蘭", "2016", "室蘭 muroran"])
def test_only_latin_letters_are_romaji(text):
    assert latin(text) == ""


def test_tokens_are_bigrams_of_japanese_and_whole_words_of_the_rest():
    assert tokens(level("救急")) == ["救急", "急"]
    assert tokens(level("SOSネット 2期")) == ["sos", "ねっ", "っと", "と", "2", "期"]


@pytest.mark.parametrize(
    ("word", "tail"), [("救急", ("救急", False)), ("消", ("消", True)), ("kpi", ("kpi", True)), ("2期", ("2 期", True)), ("", ("", True))]
)  # fmt: skip
def test_a_phrase_is_what_follows_in_a_text(word, tail):
    assert phrase(level(word)) == tail


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("旧圖書館と図書室", ["図書"], ["圖書", "図書"]),
        ("鎌ヶ谷市", ["鎌ケ谷"], ["鎌ヶ谷"]),
        ("広域化・共同化の推進", ["広域化共同"], ["広域化", "共同"]),
        ("平成28年から", ["2016"], ["平成28年"]),
        ("Muroran and Date", ["date", "muroran"], ["Muroran", "Date"]),
        ("何もない", ["ある"], []),
        ("何もない", ["・"], []),
    ],
)
def test_a_hit_is_marked_in_the_spelling_of_the_source(text, terms, marked):
    pieces = mark(text, terms)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, on in pieces if on] == marked


def test_a_name_is_known_without_what_kind_of_municipality_it_is():
    assert [stem(name) for name in ("室蘭市", "四日市市", "余市町", "市", "室蘭")] == [
        "室蘭",
        "四日市",
        "余市",
        "市",
        "室蘭",
    ]
