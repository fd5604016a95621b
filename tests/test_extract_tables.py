"""Tables of every shape give the records that they state, and what isn't sure is flagged."""

import json

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from teiju_graph.cli import main
from teiju_graph.extract import extract
from teiju_graph.tables.records import tables as dictionary
from teiju_graph.tables.rows import read_table
from teiju_graph.tables.sources import find_source
from tests.conftest import TABLES
from tests.extracted import SIX, flagged, names, read, written
from tests.papers import make_pdf


def test_marks_under_municipalities_with_two_header_rows_and_a_legend(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in [
        ["連携事業一覧"],
        ["(単位:千円)"],
        ["No.", "分野", "事業名", "関係市町村", None, None, None, None, "担当部署", "開始年度"],
        [None, None, None, *SIX[:5], None, None],
        [1, "医療", "救急医療の維持", "◎", "○", "○", "○", "×", "健康課", "H22"],
        [2, None, "看護師の確保", "○", "○", "−", "", "△", "健康課", "平成25年度"],
        [3, "福祉", "子育て支援", "○", "3", None, "○", None, "子育て課", 2016],
        ["計", None, 3],
        ["※◎は幹事市、○は参加、△は検討中"],
    ]:
        sheet.append(row)
    for area in ("D3:H3", "A3:A4", "B3:B4", "C3:C4", "I3:I4", "J3:J4", "B5:B6"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    records = read(tmp_path / "a.xlsx")
    assert [record.fields["name"] for record in records] == ["救急医療の維持", "看護師の確保", "子育て支援"]
    assert [names(record) for record in records] == [SIX[:4], SIX[:2], ["室蘭市", "豊浦町"]]
    assert [record.fields["start_year"] for record in records] == [2010, 2013, 2016]
    assert [flagged(record) for record in records] == [set(), {"participants"}, {"participants"}]
    assert records[0].as_json()["loc"] == {"sheet": "Sheet", "cells": "A5:J5"}


def test_indicators_with_units_and_years_in_headings_and_cells(tmp_path):
    page = """<h1>西いぶり定住自立圏共生ビジョン</h1><table>
    <tr><th rowspan=2>取組名</th><th rowspan=2>成果指標</th><th rowspan=2>単位</th><th colspan=2>基準値</th><th>目標値</th></tr>
    <tr><th>年度</th><th>数値</th><th>(令和11年度)</th></tr>
    <tr><td rowspan=2>救急医療</td><td>輪番の医療機関</td><td>か所</td><td>R5</td><td>2</td><td>維持</td></tr>
    <tr><td>受診者数</td><td>人／年</td><td>R5</td><td>1,466</td><td>１，６００</td></tr>
    <tr><td>交流</td><td>入込客数</td><td>万人</td><td>R4</td><td>120.5</td><td>—</td></tr>
    <tr><td>検診</td><td>受診率(％)</td><td></td><td></td><td></td><td>30以上</td></tr></table>"""
    every = read(written(tmp_path / "a.html", page))
    records = [record for record in every if record.kind == "kpi"]
    assert [each.fields["name"] for each in every if each.kind == "initiative"] == ["救急医療", "交流", "検診"]
    fields = [record.fields for record in records]
    assert [each["initiative"] for each in fields] == ["救急医療", "救急医療", "交流", "検診"]
    assert [each["baseline_value"] for each in fields] == [2, 1466, 1205000, None]
    assert [each["baseline_unit"] for each in fields] == ["か所", "人", "人", None]
    assert [each["baseline_year"] for each in fields] == [2023, 2023, 2022, None]
    assert [each["target_status"] for each in fields] == ["implied", "stated", "blank", "stated"]
    assert [each["target_year"] for each in fields] == [2029] * 4
    assert (fields[1]["target_value"], fields[1]["target_basis"]) == (1600, "per_year")
    assert (fields[3]["target_value"], fields[3]["target_unit"]) == (30, "％")
    assert (fields[0]["target_value"], fields[0]["target_unit"], fields[0]["target_maintain"]) == (None, None, True)
    assert [flagged(record) for record in records] == [set(), set(), set(), {"target_value"}]


def test_a_euc_jp_table_of_bodies_with_glued_names(tmp_path):
    text = """広域で構成する団体,,,
,,,令和6年4月1日現在
名称,設置年月日,構成団体,備考
西胆振行政組合,平成12年2月1日,伊達市豊浦町壮瞥町洞爺湖町,
消防協議会,S48.4.1,"室蘭市,登別市",
対策協議会,,全市町,
"""
    records = read(written(tmp_path / "a.csv", text, "euc_jp"))
    assert {record.kind for record in records} == {"organization"}
    assert [names(record, "members") for record in records] == [SIX[2:], SIX[:2], SIX]
    assert [record.fields["founded_year"] for record in records] == [2000, 1973, None]
    assert [record.place.loc for record in records] == [{"lines": [n, n]} for n in (4, 5, 6)]


def test_a_pdf_table_over_two_pages_gives_each_row_once(tmp_path):
    rows = [["事業の名称", "関係市町", "開始年度", "担当課"]]
    rows += [
        [f"第{n}の事業", "、".join(SIX[: 2 + n % 5]), f"平成{10 + n % 20}年度", "企画課"] for n in range(60)
    ]  # fmt: skip
    path = make_pdf(tmp_path / "a.pdf", ["西いぶり定住自立圏の取組", rows, "※令和6年4月1日現在"], [120, 180, 70, 60])
    records = read(path)
    assert [record.fields["name"] for record in records] == [row[0] for row in rows[1:]]
    assert [names(record) for record in records] == [row[1].split("、") for row in rows[1:]]
    assert [record.fields["start_year"] for record in records] == [1998 + n % 20 for n in range(60)]
    assert not any(record.flags for record in records)


def test_keys_beside_their_values_with_indicators_below(tmp_path):
    page = """<h3>1 生活機能の強化</h3><p>西いぶり定住自立圏</p>
    <table><tr><th>事業名</th><td colspan=3>① 広域救急医療の整備</td></tr>
    <tr><th>関係市町村</th><td>室蘭市、登別市</td><th>担当課</th><td>健康推進課</td></tr>
    <tr><th>実施期間</th><td>令和2年度～令和6年度</td><th>事業費</th><td>12,000</td></tr>
    <tr><th rowspan=3>KPI</th><th>指標</th><th>現状値(R1)</th><th>目標値(R6)</th></tr>
    <tr><td>輪番の機関</td><td>7機関</td><td>7機関</td></tr><tr><td>完結率</td><td>91.3％</td><td>95％</td></tr></table>"""
    initiative, *kpis = read(written(tmp_path / "a.html", page))
    assert initiative.fields["name"] == "広域救急医療の整備"
    assert (names(initiative), initiative.fields["department"]) == (["室蘭市", "登別市"], "健康推進課")
    assert (initiative.fields["start_year"], flagged(initiative)) == (2020, {"start_year"})
    assert [kpi.fields["indicator"] for kpi in kpis] == ["輪番の機関", "完結率"]
    assert {kpi.fields["initiative"] for kpi in kpis} == {"広域救急医療の整備"}
    assert [(kpi.fields["baseline_value"], kpi.fields["baseline_year"]) for kpi in kpis] == [(7, 2019), (91.3, 2019)]
    assert [(kpi.fields["target_value"], kpi.fields["target_year"]) for kpi in kpis] == [(7, 2024), (95, 2024)]


def test_sections_sums_and_notes_are_no_rows(tmp_path):
    text = """事業名,内容,連携市町,備考
1 生活機能の強化,,,
(1)医療,,,
救急医療の充実,輪番,室蘭市・登別市,
(2)福祉,,,
成年後見,運営,室蘭市(事務局)、壮瞥町・洞爺湖町,
地域公共交通,路線,壮瞥町を除く5市町,
合計,3事業,,
※令和6年度,,,
"""
    reading = extract([written(tmp_path / "a.csv", text, "cp932")], TABLES)
    assert [record.fields["name"] for record in reading.records] == ["救急医療の充実", "成年後見", "地域公共交通"]
    assert [record.extra["heading"] for record in reading.records] == [
        "1 生活機能の強化 / (1)医療",
        "(2)福祉",
        "(2)福祉",
    ]
    assert names(reading.records[2]) == [name for name in SIX if name != "壮瞥町"]
    kinds = [reading.fates[n].kind for n in range(1, 10)]
    assert kinds == ["heading", "heading", "heading", "record", "heading", "record", "record", "unread", "note"]


def test_a_table_on_its_side_and_labelled_lines(tmp_path):
    text = "事業名\t救急\t図書館\n連携市町村\t室蘭市、登別市\t全市町\n開始年度\t平成20年度\t令和元年度\n"
    records = read(written(tmp_path / "a.tsv", text + "西いぶり定住自立圏\n"))
    assert [(record.fields["name"], record.fields["start_year"]) for record in records] == [
        ("救急", 2008),
        ("図書館", 2019),
    ]
    assert [names(record) for record in records] == [SIX[:2], SIX]
    text = "西いぶり定住自立圏\n■取組名 移住\n事業名:救急医療\n関係市町:室蘭市、\n  登別市\n開始年度:平成23年度\n"
    (record,) = read(written(tmp_path / "b.txt", text))
    assert (record.fields["name"], names(record), record.fields["start_year"]) == ("救急医療", SIX[:2], 2011)


def test_agreements_have_parties_and_dates(tmp_path):
    text = """番号,協定の名称,締結年月日,協定市町村
1,災害時の相互応援協定,平成22年9月30日,"室蘭市、登別市"
2,消防相互応援協定,S46.4,"室蘭市、白老町ほか"
"""
    records = read(written(tmp_path / "a.csv", text))
    assert [record.fields["date"] for record in records] == ["2010-09-30", "1971-04"]
    assert [names(record, "parties") for record in records] == [["室蘭市", "登別市"], ["室蘭市", "白老町"]]
    assert [flagged(record) for record in records] == [set(), {"parties"}]


def test_a_year_in_brackets_is_flagged_where_nothing_explains_it(tmp_path):
    text = "事業名\t開始年度\t関係市町\n健診\t平成23年(平成12年)\t室蘭市、登別市\n"
    (record,) = read(written(tmp_path / "a.txt", text))
    assert (record.fields["precursor_year"], flagged(record)) == (2000, {"precursor_year"})
    (record,) = read(written(tmp_path / "b.txt", text + "\n※()は構想以前の開始年\n"))
    assert (record.fields["precursor_year"], flagged(record)) == (2000, set())


def test_a_table_of_municipalities_gives_no_records(tmp_path):
    reading = extract(
        [written(tmp_path / "a.csv", "団体名,人口,担当課\n室蘭市,80000,企画課\n登別市,45000,企画課\n")], TABLES
    )
    assert reading.records == []
    assert [fate.kind for fate in reading.fates.values()][:3] == ["heading", "unread", "unread"]


def test_every_row_of_the_muroran_text_is_read(source_texts):
    records = read(source_texts / "muroran-2023.txt")
    assert len(records) == 58
    source = find_source(TABLES, "muroran-2023")
    for table, kind in (("initiatives", "participants"), ("bodies", "members")):
        for row in read_table(source, dictionary()[table]):
            (record,) = [each for each in records if each.place.key == row.cells["lines"]]
            assert record.fields["name"] == row.cells["label_ja"]
            assert names(record, kind) == row.values(kind)
            assert record.fields[f"{kind}_open"] is (row.cells["participants_complete"] == "false")
            begun = row.cells.get("start_year") or row.cells.get("founded_year")
            assert record.fields.get("start_year", record.fields.get("founded_year")) == int(begun)
            assert str(record.fields["precursor_year"]) == row.cells.get("precursor_start_year", "None")
    assert len([record for record in records if record.flags]) == 23  # a misprinted municipality


def test_the_command_prints_the_records_alone(tmp_path):
    path = written(tmp_path / "a.csv", "事業名,関係市町\n健診,室蘭市ほか\n")
    ran = CliRunner().invoke(main, ["extract", str(path), "--source", "a", "--json"])
    assert ran.exit_code == 0 and ran.stderr == ""
    (record,) = json.loads(ran.stdout)
    assert record["fields"]["participants"] == [{"code": "012050", "name": "室蘭市", "pref": "北海道"}]
    assert (record["kind"], record["loc"], record["fields"]["participants_open"]) == (
        "initiative",
        {"lines": [2, 2]},
        True,
    )
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("options", [[], ["--json", "--into", "x"]])
def test_the_command_wants_one_way_out(tmp_path, options):
    path = written(tmp_path / "a.csv", "事業名,関係市町\n健診,室蘭市ほか\n")
    ran = CliRunner().invoke(main, ["extract", str(path), *options])
    assert ran.exit_code == 2 and "--into" in ran.stderr


def test_a_table_that_goes_on_without_a_header_keeps_its_first_row_and_the_row_that_a_page_breaks(tmp_path):
    header = ["事業の名称", "内容", "関係市町", "担当課"]
    first = [header, ["救急医療", "休日の", "室蘭市、登別市、", "健康課"]]
    second = [
        ["", "輪番", "伊達市", ""],
        ["図書館", "貸出", "全市町", "図書館"],
        ["観光", "PR", "室蘭市、登別市", "観光課"],
    ]
    path = make_pdf(tmp_path / "a.pdf", ["西いぶり定住自立圏", first, None, second], [80, 220, 100, 60])
    records = read(path)
    assert [record.fields["name"] for record in records] == ["救急医療", "図書館", "観光"]
    assert [names(record) for record in records] == [SIX[:3], SIX, SIX[:2]]
    assert [flagged(record) for record in records] == [{"name"}, set(), set()]
    path = written(
        tmp_path / "b.txt", "\n".join(["\t".join(row) for row in first] + ["西いぶり", "\t".join(second[1])])
    )
    assert [record.fields["name"] for record in read(path)] == ["救急医療", "図書館"]


def test_a_table_is_read_by_its_one_known_heading_and_a_stand_in_for_the_name_is_flagged(tmp_path):
    page = """<p>西いぶり定住自立圏</p><table><tr><th>事務の種類</th><th>構成市町村</th></tr>
    <tr><td>北の消防組合</td><td>室蘭市、伊達市</td></tr><tr><td>南の衛生組合</td><td>室蘭市、登別市</td></tr></table>
    <table><tr><th>メニュー</th><th>参加自治体</th><th>所属</th></tr><tr><td>救急</td><td>6市町</td><td>健康課</td></tr></table>"""
    records = read(written(tmp_path / "a.html", page))
    assert [record.kind for record in records] == ["organization", "organization", "initiative"]
    assert [record.fields["name"] for record in records] == ["北の消防組合", "南の衛生組合", "救急"]
    assert {frozenset(flagged(record)) for record in records} == {frozenset({"name"})}


def test_names_of_municipalities_set_apart_or_misprinted_head_their_marks(tmp_path):
    page = """<p>西いぶり定住自立圏</p><table><tr><td>取組事項</td><td>室　蘭　市</td><td>登<br>別<br>市</td><td>杜管町</td></tr>
    <tr><td>救急</td><td>●</td><td>○</td><td></td></tr><tr><td>福祉</td><td>○</td><td>－</td><td>○</td></tr></table>"""
    records = read(written(tmp_path / "a.html", page))
    assert names(records[0]) == ["室蘭市", "登別市"] and not records[0].flags
    assert names(records[1])[0] == "室蘭市" and flagged(records[1]) == {"participants"}


def test_values_that_one_cell_turns_into_others_are_two(tmp_path):
    text = "西いぶり定住自立圏\n\n取組\t成果指標\t基準値→目標値\n救急\t搬送者数\t20人 → 30人\n"
    _, record = read(written(tmp_path / "a.txt", text))
    assert (record.fields["baseline_value"], record.fields["target_value"]) == (20, 30)


def test_terms_of_a_web_page_stand_beside_what_is_said_of_them(tmp_path):
    page = """<html><body><h1>西いぶり定住自立圏</h1><h3>創業支援</h3>
    <dl><dt>連携市町</dt><dd>6市町</dd></dl><dl><dt>開始年度</dt><dd>平成28年度</dd></dl><dl><dt>担当課</dt><dd>産業課</dd></dl>
    <dl><dt>成果指標</dt><dd>創業者数</dd><dt>現状値（令和5年度）</dt><dd>92人</dd><dt>目標値（令和12年度）</dt><dd>110人</dd></dl>
    </body></html>"""
    initiative, kpi = read(written(tmp_path / "a.html", page))
    assert (initiative.fields["name"], names(initiative), initiative.fields["department"]) == (
        "創業支援",
        SIX,
        "産業課",
    )
    values = [
        kpi.fields[name] for name in ("initiative", "indicator", "baseline_value", "baseline_year", "target_value")
    ]
    assert values == ["創業支援", "創業者数", 92, 2023, 110]
