"""Tables as other zones print them: what the rules had not met when these were written, each held to what it states."""

from teiju_graph.extract import extract
from tests.conftest import TABLES
from tests.extracted import flagged, names, read, written
from tests.papers import book, make_columns_pdf


def test_three_rows_head_marks_where_cells_are_merged_both_ways(tmp_path):
    rows = [
        ["番号", "政策分野", None, "連携事業名", "参加市町村", None, None, None, "所管課", "開始"],
        [None, "大分類", "小分類", None, "中心市", "連携町村", None, None, None, "年度"],
        [None, None, None, None, "八戸市", "三戸町", "五戸町", "田子町", None, None],
        ["（１）", "生活機能", "医療", "二次救急の確保", "◎", "○", "○", "○", "保健総務課", "H21"],
        ["（２）", None, None, "ドクターカー", "◎", "○", "", "○", "保健総務課", "平成21年度"],
        ["小計", None, None, "２事業", 2, 2, 1, 2, None, None],
        ["（３）", "交通", None, "上限運賃", "◎", "", "△", "○", "都市政策課", "H23～"],
        ["※◎は実施主体、○は参加、△は検討中"],
    ]
    merged = ["A1:A3", "B1:C1", "B2:B3", "C2:C3", "D1:D3", "E1:H1", "F2:H2", "I1:I3", "J2:J3", "B4:B5", "C4:C5"]
    records = read(book(tmp_path / "a.xlsx", rows, merged))
    assert [record.fields["name"] for record in records] == ["二次救急の確保", "ドクターカー", "上限運賃"]
    assert [len(names(record)) for record in records] == [4, 3, 2]
    assert [record.fields["start_year"] for record in records] == [2009, 2009, 2011]
    assert [flagged(record) for record in records] == [set(), set(), {"participants"}]


def test_a_table_whose_rows_are_municipalities_is_turned(tmp_path):
    text = "山形定住自立圏\n\n市町名,休日診療,観光振興,人口\n東根市,○,○,47000\n村山市,,○,22000\n天童市,○,,61000\n"
    records = read(written(tmp_path / "a.csv", text, "cp932"))
    assert [(record.kind, record.fields["name"], names(record)) for record in records] == [
        ("initiative", "休日診療", ["東根市", "天童市"]),
        ("initiative", "観光振興", ["東根市", "村山市"]),
    ]


def test_hidden_rows_and_columns_are_left_out_and_named(tmp_path):
    rows = [
        ["事業名", "旧担当", "関係市町"],
        ["救急", "古い課", "室蘭市"],
        ["廃止", "古い課", "登別市"],
        ["移住", "", "伊達市"],
    ]
    path = book(tmp_path / "a.xlsx", [["西いぶり定住自立圏"], [], *rows], hidden_row=5, hidden_column="B")
    reading = extract([path], TABLES)
    assert [record.fields["name"] for record in reading.records] == ["救急", "移住"]
    assert "古い課" not in reading.rendition.text
    assert "(5, B)" in reading.rendition.warnings[0][1]


def test_figures_below_marks_are_a_sum_and_a_mark_with_a_remark_is_doubtful(tmp_path):
    rows = [
        ["取組", "上田", "東御", "青木"],
        ["消費生活", "○", "○", "○"],
        ["観光", "○", None, "○（R4から）"],
        ["取組数", 2, 1, 2],
    ]
    reading = extract([book(tmp_path / "a.xlsx", [["上田地域定住自立圏"], [], *rows])], TABLES)
    assert [names(record) for record in reading.records] == [["上田市", "東御市", "青木村"], ["上田市", "青木村"]]
    assert [flagged(record) for record in reading.records] == [set(), {"participants", "start_year", "precursor_year"}]
    assert "a row of sums" in {fate.en for fate in reading.fates.values()}


def test_bodies_below_initiatives_under_a_second_header_are_bodies(tmp_path):
    rows = [
        "出雲市定住自立圏",
        "連携事業,関係市町,開始",
        "医師確保,出雲市、雲南市,H24".replace("、", "・"),
        "連携の場,構成市町,設立年",
        "神門の会,出雲市・飯南町,2010",
    ]
    records = read(written(tmp_path / "a.csv", "\n".join(rows) + "\n"))
    assert [(record.kind, record.fields["name"]) for record in records] == [
        ("initiative", "医師確保"),
        ("organization", "神門の会"),
    ]


def test_headings_alone_at_the_foot_of_a_page_head_the_next_one(tmp_path):
    rows = [
        ["事業名", "関係市町", "開始年度"],
        None,
        ["救急", "都城市、三股町", "平成22年度"],
        ["道路", "都城市、志布志市", "平成25年度"],
    ]
    records = read(make_columns_pdf(tmp_path / "a.pdf", ["都城広域定住自立圏の取組", *rows], [50, 200, 420]))
    assert [(record.fields["name"], record.fields["start_year"]) for record in records] == [
        ("救急", 2010),
        ("道路", 2013),
    ]


def test_names_below_no_heading_are_read_and_flagged(tmp_path):
    text = "\t室蘭市\t登別市\t伊達市\n休日診療\t○\t○\t○\n消防\t○\t\t○\n"
    records = read(written(tmp_path / "a.tsv", "西いぶり定住自立圏\n\n" + text))
    assert [(each.fields["name"], len(names(each))) for each in records] == [("休日診療", 3), ("消防", 2)]
    assert all(flagged(record) == {"name"} for record in records)


def test_a_second_table_below_the_first_has_its_own_title_and_takes_nothing_from_it(tmp_path):
    rows = [
        "長浜市定住自立圏",
        "",
        "取組,連携市,着手年度",
        "救急,長浜市・米原市,平成22年度",
        "２ 成果指標,,",
        "指標,基準値,目標値",
        "出動件数,7800件,7500件",
    ]
    initiative, kpi = read(written(tmp_path / "a.csv", "\n".join(rows) + "\n"))
    assert (initiative.fields["name"], names(initiative)) == ("救急", ["長浜市", "米原市"])
    assert kpi.fields["indicator"] == "出動件数"
    assert kpi.fields["initiative"] is None  # neither that of the table above nor the name of the zone


def test_columns_of_unknown_headings_are_read_by_their_cells_and_flagged(tmp_path):
    text = """西いぶり定住自立圏,,,,,
事業名,内容,どこと,いつから,だれが,備考
健診,ともに行う,"室蘭市、登別市",平成24年度,健康課,
図書館,貸し借り,全市町,令和元年度,図書館係,
"""
    records = read(written(tmp_path / "a.csv", text))
    assert [(names(each)[:2], each.fields["start_year"], each.fields["department"]) for each in records] == [
        (["室蘭市", "登別市"], 2012, "健康課"),
        (["室蘭市", "登別市"], 2019, "図書館係"),
    ]
    assert all(flagged(each) == {"participants", "start_year", "department"} for each in records)


def test_a_second_row_of_years_and_figures_below_spanning_headings_is_no_record(tmp_path):
    text = '置賜定住自立圏,,,,,,\n\n取組,ＫＰＩ,単位,基準,,目標,\n,,,年度,数値,年度,数値\n救急,受入件数,件,R4,"14,800",R9,"14,500"\n,診療日数,日,R4,－,R9,243\n'
    _, *kpis = read(written(tmp_path / "a.csv", text))
    told = ("baseline_value", "baseline_year", "baseline_status", "target_value", "target_year")
    assert [[kpi.fields[name] for name in told] for kpi in kpis] == [
        [14800, 2022, "stated", 14500, 2027],
        [None, 2022, "blank", 243, 2027],
    ]


def test_values_with_their_years_under_one_heading_and_names_that_two_prefectures_bear(tmp_path):
    text = """びんご圏域ビジョン

連携事業名,指標,現状,,目標,,関係市町
,,数値,時点,数値,時点,
デニムの推進,来場者数,"1,860人",R5年度,"3,000人",R11.4,"福山市、府中市、井原市"
搬送,搬送率,2.1％,R5,2.1％,R11,全市町

※全市町…福山市、三原市、尾道市、府中市、井原市の5市
"""
    records = read(written(tmp_path / "a.csv", text))
    denim, kpi, transport, _ = records
    assert [each["pref"] for each in denim.fields["participants"]] == ["広島県", "広島県", "岡山県"]
    assert [kpi.fields[name] for name in ("baseline_value", "baseline_year", "target_value", "target_year")] == [1860, 2023, 3000, 2029]  # fmt: skip
    assert len(names(transport)) == 5 and transport.fields["participants_open"] is False
    assert not any(record.flags for record in records)


def test_what_stands_in_brackets_may_tell_a_heading_and_years_below_headings_of_any_value(tmp_path):
    text = """置賜定住自立圏,,,,,,
大項目,小項目（取組名）,指標,単位,現状値,中間目標,最終目標
,,,,(R3),(R6),(R8)
医療,輪番制の維持,参加病院,病院,4,4,5
産業,空き店舗の活用,（設定なし）,,,,
"""
    initiative, kpi, other = read(written(tmp_path / "a.csv", text))
    assert (initiative.fields["name"], other.fields["name"]) == ("輪番制の維持", "空き店舗の活用")
    assert [kpi.fields[name] for name in ("baseline_value", "baseline_year", "target_value", "target_year")] == [4, 2021, 5, 2026]  # fmt: skip


def test_a_blank_cell_is_doubted_where_blanks_repeat_what_stands_above(tmp_path):
    text = """西いぶり定住自立圏,,,
分野,事業名,関係市町,担当課
医療,救急,室蘭市・登別市,健康課
,健診,登別市・伊達市,
福祉,子育て,,福祉課
"""
    records = read(written(tmp_path / "a.csv", text))
    assert [flagged(each) for each in records] == [set(), {"department"}, {"participants"}]
    records = read(written(tmp_path / "b.csv", text.replace("\n,健診", "\n医療,健診")))
    assert not any(record.flags for record in records)
