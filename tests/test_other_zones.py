"""Tables as other zones print them: what the rules had not met when these were written, each held to what it states."""

from openpyxl import Workbook

from teiju_graph.extract import extract
from tests.conftest import TABLES
from tests.papers import make_columns_pdf
from tests.test_extract_tables import flagged, names, read, written


def book(path, rows, merged=(), hidden_row=0, hidden_column=""):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for area in merged:
        made.active.merge_cells(area)
    if hidden_row:
        made.active.row_dimensions[hidden_row].hidden = True
    if hidden_column:
        made.active.column_dimensions[hidden_column].hidden = True
    made.save(path)
    return path


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


def test_every_municipality_of_a_zone_that_is_not_known_whole_is_doubtful(tmp_path):
    text = "南信州定住自立圏\n\n事業名,関係市町村\n病院間の連携,全市町村\n図書館,飯田市・松川町\n"
    every, two = read(written(tmp_path / "a.csv", text))
    assert flagged(every) == {"participants"} and not two.flags


def test_years_below_headings_of_values_are_no_row(tmp_path):
    text = "瀬戸内中讃定住自立圏,,,\n事業名,成果指標,現状値,目標値\n,,（令和2年度）,（令和7年度）\n病児保育,利用者数,1250人,1400人\n"
    _, record = read(written(tmp_path / "a.csv", text))
    assert [record.fields[name] for name in ("baseline_value", "baseline_year", "target_year")] == [1250, 2020, 2025]


def test_figures_below_marks_are_a_sum_and_a_mark_with_a_remark_is_doubtful(tmp_path):
    rows = [
        ["取組", "上田", "東御", "青木"],
        ["消費生活", "○", "○", "○"],
        ["観光", "○", None, "○（R4から）"],
        ["取組数", 2, 1, 2],
    ]
    reading = extract([book(tmp_path / "a.xlsx", [["上田地域定住自立圏"], [], *rows])], TABLES)
    assert [names(record) for record in reading.records] == [["上田市", "東御市", "青木村"], ["上田市", "青木村"]]
    assert [flagged(record) for record in reading.records] == [set(), {"participants"}]
    assert "a row of sums" in {fate.en for fate in reading.fates.values()}


def test_a_number_in_brackets_that_counts_the_list_is_no_doubt(tmp_path):
    page = """<p>都城広域定住自立圏</p><table><tr><th>名　　称</th><th>構成市町（数）</th><th>発足</th></tr>
    <tr><td>消防連絡協議会</td><td>都城市、三股町（２）</td><td>S50</td></tr>
    <tr><td>観光の会</td><td>都城市、曽於市（３）</td><td>H1</td></tr></table>"""
    right, wrong = read(written(tmp_path / "a.html", page))
    assert (names(right, "members"), right.fields["members_open"], right.flags) == (["都城市", "三股町"], False, [])
    assert flagged(wrong) == {"members", "members_open"}


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


def test_columns_that_blanks_part_below_headings_are_a_table_of_a_text(tmp_path):
    text = "富良野地区定住自立圏の取組\n\n事業名　　　　　関係市町村　　　　　　　開始年度\n医療の確保　　　富良野市、占冠村　　　　平成27年度\nごみの処理　　　富良野市、南富良野町　平成14年度\n\n本文は　ここから　続く。\n"
    reading = extract([written(tmp_path / "a.txt", text)], TABLES)
    assert [(each.fields["name"], names(each), each.fields["start_year"]) for each in reading.records] == [
        ("医療の確保", ["富良野市", "占冠村"], 2015),
        ("ごみの処理", ["富良野市", "南富良野町"], 2002),
    ]
    assert reading.fates[7].kind == "prose"


def test_municipalities_one_to_a_row_with_words_that_could_be_headings_are_values(tmp_path):
    text = (
        "取組名\t市町村名\t役割\n救急医療\t出水市\t中心市\n\t阿久根市\t参加\n移住促進\t出水市\t中心市\n\t長島町\t参加\n"
    )
    records = read(written(tmp_path / "a.tsv", text))
    assert [(each.fields["name"], names(each)) for each in records] == [
        ("救急医療", ["出水市", "阿久根市"]),
        ("移住促進", ["出水市", "長島町"]),
    ]
    assert all("name" in flagged(record) for record in records)


def test_a_card_names_its_initiative_once_and_its_contents_are_no_other(tmp_path):
    page = """<p>四万十定住自立圏</p><table><tr><th>取組名</th><td colspan=3>救急医療の充実</td></tr>
    <tr><th>関係市町村</th><td colspan=3>四万十市、宿毛市</td></tr><tr><th>取組内容</th><td colspan=3>ともに行う。</td></tr>
    <tr><th>成果指標（KPI）</th><td colspan=3>当番医の数</td></tr>
    <tr><th>基準値（R2）</th><td>12人</td><th>目標値（R6）</th><td>14人</td></tr></table>"""
    initiative, kpi = read(written(tmp_path / "a.html", page))
    assert initiative.fields["name"] == kpi.fields["initiative"] == "救急医療の充実"
    assert (kpi.fields["baseline_value"], kpi.fields["target_value"]) == (12, 14)


def test_a_count_before_brackets_that_fits_what_they_hold_is_no_doubt(tmp_path):
    text = "組合名\t構成市町村\t設立年\n施設組合\t２市１町（八幡浜市、大洲市、伊方町）\t昭和46年\n消防組合\t２市１町（大洲市、内子町）\tS49\n"
    right, wrong = read(written(tmp_path / "a.tsv", text))
    assert (names(right, "members"), right.flags) == (["八幡浜市", "大洲市", "伊方町"], [])
    assert "members" in flagged(wrong)


def test_lines_between_strokes_and_what_a_page_says_of_its_files(tmp_path):
    text = "宮崎県北定住自立圏\n\n| 取組名 | 関係市町村 |\n|---|---|\n| 初期救急 [PDF 120KB] | 延岡市、日之影町 |\n"
    (record,) = read(written(tmp_path / "a.txt", text))
    assert (record.fields["name"], names(record)) == ("初期救急", ["延岡市", "日之影町"])


def test_rows_of_one_name_that_tell_different_things_are_doubtful(tmp_path):
    rows = [
        ["事業名", "関係市町", "開始年度"],
        ["医療", "室蘭市", "H23"],
        [None, "伊達市", "H27"],
        ["観光", "登別市", "H25"],
    ]
    merged, sure = read(book(tmp_path / "a.xlsx", [["西いぶり定住自立圏"], [], *rows], ["A4:A5"]))
    assert (
        names(merged) == ["室蘭市", "伊達市"] and {"participants", "start_year"} <= flagged(merged) and not sure.flags
    )
    text = "市町名,事業名\n室蘭市,救急\n登別市,救急\n登別市,観光\n"
    records = read(written(tmp_path / "b.csv", "西いぶり定住自立圏\n\n" + text))
    assert [(each.fields["name"], flagged(each)) for each in records] == [
        ("救急", {"participants"}),
        ("救急", {"participants"}),
        ("観光", set()),
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


def test_blanks_align_columns_of_a_text_where_cells_are_empty_or_go_on(tmp_path):
    text = """富良野地区定住自立圏の取組

事業名            関係市町村              開始年度    担当課
------------------------------------------------------------
医療の確保        富良野市、占冠村        平成27年度  保健課
ごみの処理        富良野市、南富良野町、  平成14年度
                  中富良野町
観光の推進                                令和元年度  観光課

医療の確保には　富良野市が　携わる。
"""
    reading = extract([written(tmp_path / "a.txt", text)], TABLES)
    assert [(each.fields["name"], names(each), each.fields["department"]) for each in reading.records] == [
        ("医療の確保", ["富良野市", "占冠村"], "保健課"),
        ("ごみの処理", ["富良野市", "南富良野町", "中富良野町"], None),
        ("観光の推進", None, "観光課"),
    ]
    assert not any(record.flags for record in reading.records)
    assert [reading.fates[number].kind for number in (3, 7, 10)] == ["heading", "record", "prose"]


def test_lines_of_aligned_text_that_may_be_rows_or_go_on_are_a_guess(tmp_path):
    text = """富良野地区定住自立圏

事業名        関係市町村    担当課
医療の確保    富良野市      保健課
              占冠村        福祉課
観光の推進    中富良野町    観光課
"""
    records = extract([written(tmp_path / "a.txt", text)], TABLES).records
    assert all({"name", "participants"} <= flagged(record) for record in records[:1])


def test_a_heading_between_rows_of_a_text_parts_no_table(tmp_path):
    text = "大崎定住自立圏\n\n事業名\t大崎市\t色麻町\t開始年度\n【医療】\n病院の連携\t◎\t○\t平成22年度\n【教育】\n図書館\t◎\t－\t平成23年度\n"
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["name"], names(each), each.extra["heading"]) for each in records] == [
        ("病院の連携", ["大崎市", "色麻町"], "【医療】"),
        ("図書館", ["大崎市"], "【教育】"),
    ]
    assert not any(record.flags for record in records)


def test_a_remark_that_leaves_somebody_out_is_read_with_the_list(tmp_path):
    text = """伊勢志摩定住自立圏,,,
協定の名称,締結年月日,締結団体,備考
図書館の相互利用に関する協定,2014-07-01,伊勢市、鳥羽市,大紀町を除く。
"""
    (agreement,) = read(written(tmp_path / "a.csv", text))
    assert names(agreement, "excluded") == ["大紀町"] and not agreement.flags
    text = "但馬定住自立圏,,\n事業名,構成市町,備考\n観光,但馬全市町,養父市は不参加\n防災,但馬全市町,\n"
    without, every = read(written(tmp_path / "b.csv", text))
    assert names(without) == ["豊岡市", "朝来市", "香美町", "新温泉町"] and flagged(without) == {"participants"}
    assert len(names(every)) == 5 and not every.flags


def test_each_card_takes_its_name_and_that_of_its_indicators_from_the_heading_above(tmp_path):
    card = """<h3>({0})　{1}</h3><table><tr><th>関係市町村</th><td colspan=3>{2}</td></tr>
    <tr><th>事業概要</th><td colspan=3>ともに進める。</td></tr><tr><th>開始年度</th><td>平成24年度</td><th>担当部署</th><td>企画課</td></tr></table>
    <table><tr><th>成果指標</th><th>基準値（令和5年度）</th><th>目標値（令和10年度）</th></tr><tr><td>件数</td><td>30件/年</td><td>現状を維持</td></tr></table>"""
    page = (
        "<h1>西いぶり定住自立圏</h1>"
        + card.format(1, "救急医療", "室蘭市、登別市")
        + card.format(2, "図書館", "全市町")
    )
    records = read(written(tmp_path / "a.html", page))
    assert [(each.fields["name"], len(names(each))) for each in records if each.kind == "initiative"] == [
        ("救急医療", 2),
        ("図書館", 6),
    ]
    kpis = [each for each in records if each.kind == "kpi"]
    assert [each.fields["initiative"] for each in kpis] == ["救急医療", "図書館"]
    assert [(each.fields["target_status"], each.fields["target_value"]) for each in kpis] == [("implied", None)] * 2
    assert not any(record.flags for record in records)


def test_years_stand_beside_the_values_or_around_the_table(tmp_path):
    text = "久留米の都市圏\n\n施策\t指標\t単位\t基準値\t年度\t目標値\t年度\n観光\t入込客数(万人)\t万人\t1,148\tR4年度\t1,300\tR11年度\n"
    (kpi,) = read(written(tmp_path / "a.txt", text))
    assert (kpi.fields["baseline_year"], kpi.fields["target_year"]) == (2022, 2029)
    assert (kpi.fields["indicator"], kpi.fields["baseline_value"]) == ("入込客数", 11480000)
    text = "一覧（基準値：令和６年度　目標値：令和１１年度）\n\n取組名\t指標\t基準値\t目標値\n観光\t客数\t12人\t14人\n"
    _, kpi = read(written(tmp_path / "b.txt", text))
    assert (kpi.fields["baseline_year"], kpi.fields["target_year"]) == (2024, 2029) and not kpi.flags


def test_agreements_of_one_name_with_parties_and_dates_of_their_own_are_several(tmp_path):
    rows = [
        ["協定名", "甲", "乙", "締結年月日"],
        ["定住自立圏形成協定", "大牟田市", "柳川市", "H21.10.9"],
        [None, "大牟田市", "熊本県荒尾市", "H21.10.10"],
        ["清掃施設の覚書", "大牟田市", "荒尾市", "H14.12.1"],
    ]
    records = read(book(tmp_path / "a.xlsx", rows, ["A2:A3"]))
    assert [(each.fields["subject"], names(each, "parties"), each.fields["date"]) for each in records] == [
        ("定住自立圏形成協定", ["大牟田市", "柳川市"], "2009-10-09"),
        ("定住自立圏形成協定", ["大牟田市", "荒尾市"], "2009-10-10"),
        ("清掃施設の覚書", ["大牟田市", "荒尾市"], "2002-12-01"),
    ]
    assert not any(record.flags for record in records)


def test_the_other_parties_alone_are_joined_by_the_city_of_the_title_and_doubted(tmp_path):
    text = "萩市が他の市町と締結している協定\n\n締結日,協定名,相手方\nH22.4.1,図書館の相互利用に関する協定,阿武町\n"
    (record,) = read(written(tmp_path / "a.csv", text))
    assert names(record, "parties") == ["萩市", "阿武町"] and flagged(record) == {"parties"}


def test_words_for_a_group_that_the_document_defines_mean_what_it_says(tmp_path):
    text = """伊那市の広域行政組織
（上伊那8市町村とは、伊那市、駒ヶ根市、辰野町、箕輪町、飯島町、南箕輪村、中川村及び宮田村をいいます。）

名称\t構成市町村\t設立年月日
上伊那広域連合\t上伊那8市町村\t平成11年7月1日
観光の会\t上伊那8市町村 ほか\t平成26年
"""
    one, other = read(written(tmp_path / "a.txt", text))
    assert len(names(one, "members")) == 8 and one.fields["members_open"] is False and not one.flags
    assert len(names(other, "members")) == 8 and other.fields["members_open"] is True


def test_empty_lines_part_the_rows_of_an_aligned_text_and_one_blank_its_columns(tmp_path):
    text = """都城広域定住自立圏

事業の名称                     関係市町                   開始     担当課
--------------------------------------------------------------------------------------
都城救急医療センターの運営     都城市                     H21      健康課

図書館の相互利用と読書活動の推 都城市、三股町             H23      生涯学習課
進

広域観光ルート「霧島・志布志湾 都城市、志布志市　ほか     H26      PR課
」の開発

職員人事交流                   都城市、志布志市           R3       職員課

--------------------------------------------------------------------------------------
注１　都城市の担当課である。
"""
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["name"], len(names(each)), each.fields["start_year"]) for each in records] == [
        ("都城救急医療センターの運営", 1, 2009),
        ("図書館の相互利用と読書活動の推進", 2, 2011),
        ("広域観光ルート「霧島・志布志湾」の開発", 2, 2014),
        ("職員人事交流", 2, 2021),
    ]
    assert not any(record.flags for record in records)


def test_a_table_drawn_with_strokes_is_read_cell_by_cell(tmp_path):
    text = """新庄最上定住自立圏で実施している事業

┌──────┬────────┬──────────┐
│事業名      │関係市町村      │開始年度            │
├──────┼────────┼──────────┤
│休日診療所の│新庄市、金山町、│平成24年度          │
│運営        │最上町          │(昭和53年度)        │
├──────┼────────┼──────────┤
│図書館      │新庄市、舟形町  │平成26年度          │
└──────┴────────┴──────────┘
※（　）内は、それ以前の開始年度です。
"""
    reading = extract([written(tmp_path / "a.txt", text)], TABLES)
    assert [(each.fields["name"], names(each), each.fields["start_year"]) for each in reading.records] == [
        ("休日診療所の運営", ["新庄市", "金山町", "最上町"], 2012),
        ("図書館", ["新庄市", "舟形町"], 2014),
    ]
    assert reading.records[0].fields["precursor_year"] == 1978 and not any(each.flags for each in reading.records)
    assert [reading.fates[number].kind for number in (4, 6, 7, 9, 11)] == [
        "heading",
        "record",
        "record",
        "record",
        "note",
    ]


def test_the_documents_own_city_is_meant_by_our_city(tmp_path):
    rows = [
        ["市町村名", "長岡市"],
        ["圏域名", "長岡地域定住自立圏"],
        [],
        ["番号", "事業名", "連携している市町村", "担当課"],
        [1, "休日診療所の運営", "本市、小千谷市", "健康課"],
        [2, "共同講座", "本市ほか", "同上"],
    ]
    records = read(book(tmp_path / "a.xlsx", rows))
    assert [names(each) for each in records] == [["長岡市", "小千谷市"], ["長岡市"]]
    assert [each.fields["participants_open"] for each in records] == [False, True]
    assert [each.fields["department"] for each in records] == ["健康課"] * 2
    assert not any(record.flags for record in records)


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


def test_each_neighbour_with_its_date_has_an_agreement_with_the_centre_that_is_doubted(tmp_path):
    page = """<h1>みのかも定住自立圏の協定</h1><p>定住自立圏形成協定（美濃加茂市と各町村）</p><table>
    <tr><th>町村名</th><th>協定締結日</th><th>議決日</th></tr>
    <tr><td>富加町</td><td>平成21年10月26日</td><td>平成21年9月25日</td></tr>
    <tr><td>川辺町</td><td>平成22年3月29日</td><td>平成22年3月18日</td></tr></table>"""
    records = read(written(tmp_path / "a.html", page))
    assert [(each.fields["subject"], names(each, "parties"), each.fields["date"]) for each in records] == [
        ("定住自立圏形成協定", ["美濃加茂市", "富加町"], "2009-10-26"),
        ("定住自立圏形成協定", ["美濃加茂市", "川辺町"], "2010-03-29"),
    ]
    assert all(flagged(each) == {"subject", "parties"} for each in records)


def test_a_second_row_of_years_and_figures_below_spanning_headings_is_no_record(tmp_path):
    text = '置賜定住自立圏,,,,,,\n\n取組,ＫＰＩ,単位,基準,,目標,\n,,,年度,数値,年度,数値\n救急,受入件数,件,R4,"14,800",R9,"14,500"\n,診療日数,日,R4,－,R9,243\n'
    _, *kpis = read(written(tmp_path / "a.csv", text))
    told = ("baseline_value", "baseline_year", "baseline_status", "target_value", "target_year")
    assert [[kpi.fields[name] for name in told] for kpi in kpis] == [
        [14800, 2022, "stated", 14500, 2027],
        [None, 2022, "blank", 243, 2027],
    ]


def test_indicators_below_a_table_of_several_initiatives_belong_to_the_heading_above_and_say_so(tmp_path):
    page = """<h1>播磨科学公園都市圏域定住自立圏</h1><h3>オ　人材の育成</h3>
    <table><tr><th>事業名</th><th>関係市町</th></tr><tr><td>合同研修事業</td><td>全市町</td></tr></table>
    <table><tr><th>成果指標</th><th>基準値</th><th>目標値</th></tr><tr><td>参加者数</td><td>80人/年</td><td>100人/年</td></tr></table>"""
    _, kpi = read(written(tmp_path / "a.html", page))
    assert kpi.fields["initiative"] == "人材の育成" and flagged(kpi) == {"initiative"}
    text = "一覧\n\n指標\t基準値\t目標値\n参加者数\t80人\t100人\n"
    (alone,) = read(written(tmp_path / "b.txt", text))
    assert alone.fields["initiative"] is None and flagged(alone) == {"initiative"}


def test_a_list_that_the_document_calls_by_a_word_from_here_on_may_be_left_open(tmp_path):
    text = """富良野市、上富良野町、中富良野町、南富良野町及び占冠村（以下「5市町村」）の広域連携

名称\t構成\t設立
広域連合\t5市町村\t平成20年9月1日
観光推進協議会\t5市町村 ほか\t平成6年
"""
    closed, open_ = read(written(tmp_path / "a.txt", text))
    assert [len(names(each, "members")) for each in (closed, open_)] == [5, 5]
    assert [each.fields["members_open"] for each in (closed, open_)] == [False, True]


def test_a_card_under_its_heading_may_hold_its_indicator_too(tmp_path):
    page = """<h1>益田圏域定住自立圏</h1><p>(1) 救急搬送体制の整備</p><table>
    <tr><th>分野</th><td>医療</td><th>開始年度</th><td>平成25年度</td></tr><tr><th>関係市町</th><td colspan=3>益田市、津和野町</td></tr>
    <tr><th>担当</th><td colspan=3>消防本部</td></tr>
    <tr><th rowspan=2>成果指標</th><td rowspan=2>所要時間</td><th>現状値</th><td>44.2分（令和4年）</td></tr>
    <tr><th>目標値</th><td>42.0分（令和10年）</td></tr></table>"""
    initiative, kpi = read(written(tmp_path / "a.html", page))
    assert (initiative.fields["name"], names(initiative)) == ("救急搬送体制の整備", ["益田市", "津和野町"])
    assert (kpi.fields["initiative"], kpi.fields["target_value"]) == ("救急搬送体制の整備", 42)
    assert not initiative.flags and not kpi.flags


def test_a_name_that_says_ditto_is_no_further_initiative(tmp_path):
    text = """都城広域定住自立圏

取組\t連携市町\t成果指標（単位）\t基準値（H30）\t目標値（R6）\t備考
診療所の運営\t都城市、三股町\t診療日数（日）\t365\t365\t現状維持
〃\t〃\t受診者数（人/年）\t21,340\t20,000\t

（評価）順調…目標値の80％以上
"""
    initiative, *kpis = read(written(tmp_path / "a.txt", text))
    assert (initiative.fields["name"], names(initiative)) == ("診療所の運営", ["都城市", "三股町"])
    assert [(kpi.fields["initiative"], kpi.fields["indicator"]) for kpi in kpis] == [
        ("診療所の運営", "診療日数"),
        ("診療所の運営", "受診者数"),
    ]
    assert [flagged(kpi) for kpi in kpis] == [{"target_maintain"}, set()] and kpis[1].fields[
        "target_basis"
    ] == "per_year"


def test_headings_that_stand_off_their_columns_head_what_blanks_part(tmp_path):
    text = """能代山本地域定住自立圏共生ビジョン

　　取組名　　　　　　　　　内容　　　　　　関係市町　　　開始年度

地域医療体制の確保　　　輪番制病院の　　全市町　　　　平成28年度
　　　　　　　　　　　　運営

広域観光の推進と　　　　多言語の案内　　能代市　　　　令和３年度
宣伝　　　　　　　　　　　　　　　　　　藤里町ほか

職員の交流　　　　　　　合同研修　　　　全市町　　　　平成28年度

　注）全市町とは、能代市、藤里町、三種町及び八峰町をいう。

　　　　　　　　　　－　４８　－
"""
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["name"], len(names(each)), each.fields["start_year"]) for each in records] == [
        ("地域医療体制の確保", 4, 2016),
        ("広域観光の推進と宣伝", 2, 2021),
        ("職員の交流", 4, 2016),
    ]
    assert [each.fields["participants_open"] for each in records] == [False, True, False]
    assert not any(record.flags for record in records)


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


def test_an_initiative_that_only_an_indicator_names_in_a_table_is_flagged_where_text_names_it_too(tmp_path):
    text = "西いぶり定住自立圏\n\n取組名\t指標\t現状値\t目標値\n図書館の相互利用\t冊数\t12冊\t14冊\n救急\t件数\t2件\t3件\n\n図書館の相互利用は室蘭市と登別市が行う。\n"
    records = [each for each in read(written(tmp_path / "a.txt", text)) if each.kind == "initiative"]
    assert {"participants", "start_year"} <= flagged(records[0]) and not records[1].flags
