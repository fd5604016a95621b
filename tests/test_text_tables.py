"""Tables in plain text, as other zones print them: columns that blanks or strokes part."""

from teiju_graph.extract import extract
from tests.conftest import TABLES
from tests.extracted import flagged, names, read, written


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


def test_lines_between_strokes_and_what_a_page_says_of_its_files(tmp_path):
    text = "宮崎県北定住自立圏\n\n| 取組名 | 関係市町村 |\n|---|---|\n| 初期救急 [PDF 120KB] | 延岡市、日之影町 |\n"
    (record,) = read(written(tmp_path / "a.txt", text))
    assert (record.fields["name"], names(record)) == ("初期救急", ["延岡市", "日之影町"])


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
    text = "大崎定住自立圏\n\n事業名\t大崎市\t色麻町\t開始年度\n【医療】\n病院の連携\t◎\t○\t平成22年度\n【教育】\n図書館\t◎\t○\t平成23年度\n"
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["name"], names(each), each.extra["heading"]) for each in records] == [
        ("病院の連携", ["大崎市", "色麻町"], "【医療】"),
        ("図書館", ["大崎市", "色麻町"], "【教育】"),
    ]
    assert not any(record.flags for record in records)


def test_empty_lines_part_the_rows_of_an_aligned_text_and_one_blank_its_columns(tmp_path):
    text = """都城広域定住自立圏

事業の名称                     関係市町                   開始     担当課
--------------------------------------------------------------------------------------
都城救急医療センターの運営     都城市、曽於市             H21      健康課

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
        ("都城救急医療センターの運営", 2, 2009),
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


def test_a_column_of_numbers_says_where_the_rows_of_aligned_text_begin(tmp_path):
    text = """大崎定住自立圏

      名　称                            構成市町                          設立年度        事務局
1     大崎地域広域市町村圏水道用水供給  大崎市、加美町、涌谷町、美里町ほ  昭和49年度      大崎市水道部
      協議会                            か
2     陸羽東線利活用促進協議会          大崎市、美里町、涌谷町、加美町、  令和4年度       まちづくり課
                                        色麻町
"""
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["name"], len(names(each, "members")), each.fields["members_open"]) for each in records] == [
        ("大崎地域広域市町村圏水道用水供給協議会", 4, True),
        ("陸羽東線利活用促進協議会", 5, False),
    ]
    assert not any(record.flags for record in records)


def test_a_line_whose_words_are_followed_by_their_values_heads_no_table(tmp_path):
    text = (
        "西いぶり定住自立圏の成果指標  ※現状値:令和5年度 目標値:令和11年度\n ・有害鳥獣対策\n"
        "   ジビエ処理頭数       現状値980頭/年   目標値1,400頭/年\n"
        "   捕獲頭数             現状値310頭/年   目標値420頭/年\n"
    )
    reading = extract([written(tmp_path / "kpis.txt", text)], TABLES)
    records = [each for each in reading.records if each.kind == "kpi"]
    assert [(each.fields["indicator"], each.fields["baseline_value"], each.fields["target_value"]) for each in records] == [
        ("ジビエ処理頭数", 980, 1400), ("捕獲頭数", 310, 420)
    ]  # fmt: skip


def test_labels_of_spaced_letters_below_a_numbered_heading_tell_an_agreement_whose_subject_is_doubted(tmp_path):
    text = "西いぶり定住自立圏の変更協定\n\n（１）森林環境の保全\n　　　相　手　方　　豊浦町、壮瞥町\n　　　締　結　日　　令和５年１０月５日\n"
    (record,) = [each for each in extract([written(tmp_path / "a.txt", text)], TABLES).records]
    assert (record.kind, record.fields["subject"], record.fields["date"]) == (
        "agreement",
        "森林環境の保全",
        "2023-10-05",
    )
    assert [each["name"] for each in record.fields["parties"]] == ["室蘭市", "豊浦町", "壮瞥町"]
    assert {"subject", "parties"} <= {flag.field for flag in record.flags}


def test_marks_mean_what_the_legend_says_of_each_where_blanks_part_it(tmp_path):
    text = (
        "西いぶり定住自立圏の取組　◎：幹事　○：参加市町　－：不参加\n\n"
        "事業名\t室蘭市\t登別市\t伊達市\n夜間急病の当番\t◎\t○\t－\n相談窓口\t○\t◎\t○\n"
    )  # fmt: skip
    records = extract([written(tmp_path / "marks.txt", text)], TABLES).records
    assert [names(each) for each in records] == [["室蘭市", "登別市"], ["室蘭市", "登別市", "伊達市"]]
    assert not any(flag.field == "participants" for each in records for flag in each.flags)


def test_a_cell_of_its_own_tells_that_a_row_is_a_body(tmp_path):
    text = (
        "西いぶり定住自立圏の連携\n\n区分\t名称\t参加市町\t開始(設立)年\n事業\t夜間急病の当番\t室蘭市、登別市\t平成23年\n"
        "一部事務組合\t西いぶり広域連合\t室蘭市、伊達市\t平成12年\n"
    )
    records = extract([written(tmp_path / "kinds.txt", text)], TABLES).records
    assert [(each.kind, each.fields["name"]) for each in records] == [
        ("initiative", "夜間急病の当番"),
        ("organization", "西いぶり広域連合"),
    ]


def test_a_table_drawn_with_plus_signs_is_read_row_by_row_as_its_level_strokes_part_it(tmp_path):
    text = """釧路市の協定

+--+----------------------+------------------+------------+
|番|協 定 名              |締 結 団 体       |締 結 年 月 日|
+--+----------------------+------------------+------------+
| 1|災害時における相互    |釧路市、釧路町、  |H20. 4. 1   |
|  |応援に関する協定      |厚岸町            |            |
+--+----------------------+------------------+------------+
| 2|消防相互応援協定      |釧路市、白糠町    |S60.10.15   |
+--+----------------------+------------------+------------+
"""
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["subject"], names(each, "parties"), each.fields["date"]) for each in records] == [
        ("災害時における相互応援に関する協定", ["釧路市", "釧路町", "厚岸町"], "2008-04-01"),
        ("消防相互応援協定", ["釧路市", "白糠町"], "1985-10-15"),
    ]


def test_cells_that_each_end_in_a_stroke_begin_anew_where_their_headings_come_again(tmp_path):
    heads = "略号 |\n成果指標 |\n現状値(令和4年度) |\n目標値(令和9年度) |\n"
    text = (
        f"釧路市の成果指標\n\n図書の貸出\n{heads}A1 |\n貸出冊数 |\n1,900冊 |\n2,000冊 |\nA2 |\n来館者数 |\n88人 |\n95人 |\n"
        f"救急の体制\n{heads}B1 |\n出動件数 |\n41件 |\n50件(5年累計) |\n"
    )
    kpis = [each for each in read(written(tmp_path / "a.txt", text)) if each.kind == "kpi"]
    told = ("initiative", "indicator", "baseline_value", "target_value", "target_basis")
    assert [tuple(each.fields[name] for name in told) for each in kpis] == [
        ("図書の貸出", "貸出冊数", 1900, 2000, None),
        ("図書の貸出", "来館者数", 88, 95, None),
        ("救急の体制", "出動件数", 41, 50, "cumulative"),
    ]
