"""Lines of running text become the sentences that were written, each with the exact lines that it stands on."""

from teiju_graph.extract.rendition import Line, Place
from teiju_graph.extract.text.running import paragraphs
from teiju_graph.extract.text.titles import is_heading
from tests.extracted import flagged, names, written
from tests.extracted import read as read_file

WIDE = "あ" * 40


def made(*texts, pages=None, grids=()):
    return [
        Line(text, Place(number, number, page=(pages or {}).get(number)), number in grids)
        for number, text in enumerate(texts, 1)
    ]


def read(*texts, **more):
    return [(part.text, part.place.key) for part in paragraphs(made(*texts, **more))]


def test_a_word_and_a_number_broken_by_a_full_line_are_whole_again():
    begin, middle, end = f"{WIDE[:39]}２，７", f"００件とシステ{WIDE[:33]}", "ムの増加です。"
    text = f"{WIDE[:39]}2,700件とシステ{WIDE[:33]}ムの増加です。"
    assert read(begin, middle, end) == [(text, "1-3")]


def test_a_short_line_ends_a_paragraph():
    assert read(WIDE, "概要", f"{WIDE}", "です。") == [(f"{WIDE}概要", "1-2"), (f"{WIDE}です。", "3-4")]


def test_blank_lines_part_paragraphs_unless_every_line_has_one():
    assert len(read(WIDE, "", f"{WIDE}です。")) == 2
    assert len(read(WIDE, "", f"{WIDE}で", "", f"{WIDE}す", "", "。")) == 1


def test_a_page_number_between_two_pages_parts_no_sentence():
    assert read(WIDE, "- 3 -", f"\f{WIDE}。", pages={1: 1, 2: 1, 3: 2}) == [(f"{WIDE}{WIDE}。", "1-3")]


def test_marks_labels_and_columns_begin_anew():
    for begin in ("○委員", "・項目", "（1）題", "指標：数", "（事務局）はい", "Q1 何か"):
        assert len(read(WIDE, begin)) == 2, begin
    assert len(read("指標　　　基準値　　　目標値　　　　　　　　　　", WIDE)) == 2


def test_a_counter_at_the_beginning_of_a_line_is_no_mark():
    assert read(f"{WIDE[:33]}年７３８，０００", "人、目標値は８０万人です。") == [
        (f"{WIDE[:33]}年738,000人、目標値は80万人です。", "1-2")
    ]


def test_a_line_of_a_web_page_is_whole_and_its_headings_are_headings():
    lines = [
        Line("八高線の利用促進", Place(1, 1), heading=3),
        Line(f"{WIDE}ます", Place(2, 2)),
        Line(WIDE, Place(3, 3)),
    ]
    parts = paragraphs(lines, broken=False)
    assert [is_heading(part) for part in parts] == [True, False, False]


def test_what_stands_on_both_sides_of_a_table_is_not_joined():
    assert len(read(WIDE, "表", WIDE, grids={2})) == 2


def test_sentences_end_at_a_full_stop_outside_quotes_and_before_no_toiu():
    (part,) = paragraphs(made("これは「はい。」と言う。できないか。という意見です。"))
    assert [each.text for each in part.sentences] == ["これは「はい。」と言う。", "できないか。という意見です。"]


def test_words_are_given_back_as_printed():
    (part,) = paragraphs(made("指標はＳＮＳのﾌｫﾛﾜｰ数です。"))
    assert part.text == "指標はSNSのフォロワー数です。"
    assert part.printed("SNSのフォロワー数") == "ＳＮＳのﾌｫﾛﾜｰ数"


def test_a_sentence_cites_its_own_lines():
    (part,) = paragraphs(made(f"はじめ。{WIDE[:36]}", f"まで。{WIDE[:36]}", "おわり。"))
    assert [each.place.key for each in part.sentences] == ["1", "1-2", "2-3"]


def test_the_line_above_who_concludes_it_names_an_agreement_and_what_it_leaves_to_the_text_is_flagged(tmp_path):
    text = """西いぶり定住自立圏
（１）災害時の相互応援に関する協定
　　締結市町　室蘭市、登別市
（２）図書館の広域利用に関する協定
　　締結市町　室蘭市、伊達市
　　備　　考　豊浦町は本協定には加わりません。
"""
    records = read_file(written(tmp_path / "a.txt", text))
    assert [record.fields["subject"] for record in records] == [
        "災害時の相互応援に関する協定",
        "図書館の広域利用に関する協定",
    ]
    assert [names(record, "parties") for record in records] == [["室蘭市", "登別市"], ["室蘭市", "伊達市"]]
    assert all({"date", "excluded"} <= flagged(record) for record in records)


def test_who_concludes_it_beside_the_other_party_stands_in_the_title_or_is_the_centre_and_then_flagged(tmp_path):
    text = """西いぶり定住自立圏
１　協約の名称　　伊達市及び豊浦町における消費生活相談に係る協約
２　締結の相手方　豊浦町
３　締結年月日　　令和６年３月２５日

（１）森林の保全
　　　相　手　方　　壮瞥町
　　　締　結　日　　令和５年１０月５日
"""
    titled, formed = read_file(written(tmp_path / "a.txt", text))
    assert names(titled, "parties") == ["伊達市", "豊浦町"]
    assert "parties" not in flagged(titled)
    assert names(formed, "parties") == ["室蘭市", "壮瞥町"]
    assert "parties" in flagged(formed)


def test_the_day_and_the_outsider_that_the_text_tells_of_a_listed_agreement_are_taken_and_flagged(tmp_path):
    text = """西いぶり定住自立圏の協定について
１　日　時　　令和７年５月２６日（月）　１５時
２　締結する協定
（１）家畜の防疫に関する協定
　　締結市町　室蘭市、登別市、伊達市
　　備　　考　豊浦町は本協定には加わりません。
"""
    (record,) = read_file(written(tmp_path / "a.txt", text))
    assert names(record, "parties") == ["室蘭市", "登別市", "伊達市"]
    assert record.fields["date"] == "2025-05-26"
    assert names(record, "excluded") == ["豊浦町"]
    assert {"date", "excluded"} <= flagged(record)


def test_whose_document_it_is_concludes_what_lines_of_other_parties_tell_and_is_flagged(tmp_path):
    text = """室蘭市が結んでいる消防の協定
高速自動車国道における消防相互応援に関する協定
苫小牧市 （昭和47年11月13日）
西いぶり定住自立圏では、平成28年3月25日に、豊浦町との間で形成協定を変更しました。
"""
    first, second = read_file(written(tmp_path / "a.txt", text))
    assert names(first, "parties") == ["室蘭市", "苫小牧市"]
    assert names(second, "parties") == ["室蘭市", "豊浦町"]
    assert all("parties" in flagged(each) for each in (first, second))
