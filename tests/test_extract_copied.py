"""Tables of pages copied as text: strokes between cells, labels above their values, and cells below one another."""

import pytest

from teiju_graph.extract import extract
from tests.conftest import TABLES
from tests.extracted import flagged, names, read, written


@pytest.mark.parametrize(
    "text",
    [
        ("| 振興局 | 名称 | 構成団体 | 局外の構成団体 |\n| 胆振 | 西いぶり広域連合 | 室蘭市、登別市 | 苫小牧市 |\n"
        "|  | 胆振東部消防組合 | 厚真町、安平町 |  |"),
        ("振興局 | 名称 | 構成団体 | 局外の構成団体\n胆振 | 西いぶり広域連合 | 室蘭市、登別市 | 苫小牧市\n"
        " | 胆振東部消防組合 | 厚真町、安平町 | "),
        ("区分 |\n名称 |\n構成団体 |\n備考 |\n胆振\n|\n西いぶり広域連合\n|\n室蘭市、登別市、\n苫小牧市\n|\n|\n"
        "胆振 |\n胆振東部消防組合\n|\n厚真町、安平町 |\n\n|\nお問い合わせは企画課へ。"),
    ],
    ids=["strokes around lines", "strokes inside lines", "cells that end in a stroke"],
)  # fmt: skip
def test_cells_that_strokes_part(tmp_path, text):
    found = read(written(tmp_path / "a.txt", f"加入する団体の一覧\n\n{text}\n\n以上です。\n"))
    assert [record.kind for record in found] == ["organization"] * 2
    assert [record.fields["name"] for record in found] == ["西いぶり広域連合", "胆振東部消防組合"]
    assert names(found[0], "members") == ["室蘭市", "登別市", "苫小牧市"]
    assert names(found[1], "members") == ["厚真町", "安平町"]
    assert not any(flagged(record) for record in found)


def test_cells_that_end_in_a_stroke_and_fill_no_rows_are_a_guess(tmp_path):
    text = "事業名 |\n関係市町 |\n開始年度 |\n救急医療の維持 |\n室蘭市 |\n令和元年度 |\n図書の貸出\n|\n登別市\n|\n"
    found = read(written(tmp_path / "a.txt", text))
    assert all(flagged(record) >= {"name", "participants"} for record in found)


def test_strokes_between_links_and_in_sentences_make_no_table(tmp_path):
    text = (
        "ホーム | 市政 | 広域連携\n室蘭市と登別市は、図書館を相互に利用する。\n本文へ | 検索 |\n問い合わせ | 室蘭市 |\n"
    )
    assert read(written(tmp_path / "a.txt", text), "organization") == []


def test_labels_alone_on_lines_with_values_below(tmp_path):
    text = """圏域の取組

【胆振圏域】
中心市
  室蘭市
周辺市町村
  登別市、伊達市(北海道)
中心市宣言日
  平成21年4月30日
定住自立圏形成協定の締結日
  平成22年3月31日
主な協定項目
  広域観光の推進など

事業名
　救急医療の維持
関係市町
　室蘭市、登別市
担当課
　健康推進課
成果指標
　当番日数
現状値（R5）
　365日
目標値（R11）
　365日（維持）
"""
    agreement, initiative, kpi = read(written(tmp_path / "a.txt", text))
    assert agreement.fields["subject"] == "定住自立圏形成協定"
    assert names(agreement, "parties") == ["室蘭市", "登別市", "伊達市"]
    assert agreement.fields["date"] == "2010-03-31"
    assert (initiative.fields["name"], names(initiative)) == ("救急医療の維持", ["室蘭市", "登別市"])
    assert initiative.fields["department"] == "健康推進課"
    assert (kpi.fields["initiative"], kpi.fields["indicator"]) == ("救急医療の維持", "当番日数")
    assert (kpi.fields["baseline_value"], kpi.fields["baseline_year"], kpi.fields["target_year"]) == (365, 2023, 2029)


def test_labels_and_values_in_turn(tmp_path):
    one = "名称\n\n西いぶり広域連合\n\n構成市町\n\n室蘭市、登別市、\n伊達市\n\n設立年月日\n\n平成12年2月1日\n\n"
    other = "名称\n\n胆振東部消防組合\n\n構成市町\n\n厚真町・安平町\n\n設立年月日\n\n昭和46年4月1日\n\n"
    found = read(written(tmp_path / "a.txt", f"加入する組合\n\n{one}{other}お問い合わせ\n企画課\n"))
    assert [record.fields["name"] for record in found] == ["西いぶり広域連合", "胆振東部消防組合"]
    assert [names(each, "members") for each in found] == [["室蘭市", "登別市", "伊達市"], ["厚真町", "安平町"]]
    assert [each.fields["founded_year"] for each in found] == [2000, 1971]
    assert not any(flagged(each) for each in found)


def test_headings_above_sentences_are_no_labels_with_values(tmp_path):
    text = "概要\n室蘭市と登別市は図書館を相互に利用する。\n目的\n住民の学びを支える。\n課題\n運ぶ費用がかかる。\n"
    assert read(written(tmp_path / "a.txt", text), "initiative") == []


def test_cells_below_one_another_with_lines_between(tmp_path):
    cells = [
        *("協定名", "協定市町", "協定日", "備考"),
        *("1", "災害時の応援に関する協定", "青森県八戸市", "平成18年4月1日", "毎年の訓練"),
        *("2", "消防の応援に関する協定", "北海道伊達市、白老町", "平成20年2月1日", " "),
        *("3", " ", "義士の縁による協定", "岩手県一関市、\n茨城県笠間市", "平成23年11月25日", "交流"),
    ]
    text = "室蘭市が結ぶ協定\n\n" + "\n\n".join(cells) + "\n\nお問い合わせ\n\n防災対策課\n"
    found = read(written(tmp_path / "a.txt", text))
    assert [each.fields["subject"] for each in found] == [cells[5], cells[10], cells[16]]
    assert [each.fields["date"] for each in found] == ["2006-04-01", "2008-02-01", "2011-11-25"]
    assert names(found[0], "parties") == ["室蘭市", "八戸市"]
    assert "parties" in flagged(found[2])


def test_cells_below_one_another_line_by_line_end_where_they_no_longer_look_alike(tmp_path):
    heads = "事業名\n関係市町\n開始年度\n担当課\n"
    rows = "救急の維持\n室蘭市、登別市\n平成22年度\n健康課\n図書の貸出\n全市町\n平成23年度\n図書館\n"
    found = read(
        written(tmp_path / "a.txt", f"西いぶり定住自立圏\n{heads}{rows}お問い合わせ\n企画課\n電話 0143-22-1111\n以上\n")
    )
    assert [each.fields["name"] for each in found] == ["救急の維持", "図書の貸出"]
    assert [each.fields["start_year"] for each in found] == [2010, 2011]
    assert [each.fields["department"] for each in found] == ["健康課", "図書館"]
    assert len(names(found[1])) == 6
    assert not any(flagged(each) for each in found)


def test_words_below_headings_that_a_single_blank_parts(tmp_path):
    text = """№ 事業名 関係市町 開始年度 担当課
1 救急の維持 室蘭市、登別市 平成22年度 健康課
2 図書の貸出 室蘭市、豊浦町 平成23年度 図書館
3 移住相談 室蘭市、登別市 令和3年度 企画課
以上 の 取組を 進めて いる。
"""
    found = read(written(tmp_path / "a.txt", text))
    assert [each.fields["name"] for each in found] == ["救急の維持", "図書の貸出", "移住相談"]
    assert [names(each) for each in found] == [["室蘭市", "登別市"], ["室蘭市", "豊浦町"], ["室蘭市", "登別市"]]
    assert [each.fields["start_year"] for each in found] == [2010, 2011, 2021]
    assert not any(flagged(each) for each in found)


def test_the_last_words_of_lines_below_a_heading_of_values_are_these_and_short_lines_own_them(tmp_path):
    text = """西いぶり定住自立圏の指標

基本目標/KPI 現状値 目標値

施策(1) 交通網を整える
【新】 路線バスの 乗客数 34万3千人/日(2014年度) 35万人/日(2020年度)
○ 企業数 73,618社(2014年) 現状維持(2020年)

施策(2) 医療の連携を広げる
【継】 相談件数 ― 年間3万6,000件(2020年度)

この表の値は、各市町の報告によるものであり、翌年度に見直すことがある。
"""
    kpis = read(written(tmp_path / "a.txt", text), "kpi")
    fields = [each.fields for each in kpis]
    assert [each["initiative"] for each in fields] == ["交通網を整える", "交通網を整える", "医療の連携を広げる"]
    assert [each["baseline_value"] for each in fields] == [343000, 73618, None]
    assert [each["target_value"] for each in fields] == [350000, None, 36000]
    assert [each["target_year"] for each in fields] == [2020, 2020, 2020]


def test_letters_that_a_legend_puts_for_municipalities_and_marks_of_what_is_new(tmp_path):
    text = """西いぶり定住自立圏　具体的取組

【凡例】
・市町　Ａ＝室蘭市　Ｂ＝登別市　Ｃ＝伊達市
・（新）は新たに加えた取組

1-1　図書館の相互利用
　　市町　　Ａ・Ｂ・Ｃ
　　開始　　平成30年度
1-2　鳥獣被害の対策（新）
　　市町　　Ａ・Ｃ
　　開始　　令和4年度
"""
    records = read(written(tmp_path / "a.txt", text), "initiative")
    assert [(each.fields["name"], names(each), each.fields["start_year"]) for each in records] == [
        ("図書館の相互利用", ["室蘭市", "登別市", "伊達市"], 2018),
        ("鳥獣被害の対策", ["室蘭市", "伊達市"], 2022),
    ]


def test_labels_whose_letters_stand_apart_by_wide_blanks_tell_of_a_body(tmp_path):
    text = "西いぶり広域連合　概要\n\n名　　　称　　西いぶり広域連合\n設　　　立　　平成12年(2000年)4月1日\n所　在　地　　北海道室蘭市\n構成市町村　　室蘭市　登別市　伊達市\n"
    (body,) = read(written(tmp_path / "a.txt", text), "organization")
    assert body.fields["name"] == "西いぶり広域連合" and body.fields["founded_year"] == 2000
    assert names(body, "members") == ["室蘭市", "登別市", "伊達市"]


def test_what_markdown_sets_in_bold_is_read_as_its_words_and_cited_as_it_is_printed(tmp_path):
    text = """# 西いぶり定住自立圏の取組

## 1 **図書館の相互利用**

- 関係市町　**室蘭市**、登別市、伊達市
- 開始年度　平成23年度

| 取組名 | 関係市町 | 開始年度 |
|---|---|---|
| **救急医療** | 室蘭市、**豊浦町** | 平成24年度 |
"""
    reading = extract([written(tmp_path / "a.md", text)], TABLES)
    told = {each.fields["name"]: names(each) for each in reading.records if each.kind == "initiative"}
    assert told == {"図書館の相互利用": ["室蘭市", "登別市", "伊達市"], "救急医療": ["室蘭市", "豊浦町"]}
    assert reading.rendition.text == text and reading.rendition.sha256 == reading.rendition.digest
