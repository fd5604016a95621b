"""Layouts of tables and table-like text that city halls use, beside the plain table under a row of headings."""

import pytest

from teiju_graph.extract.words.glyphs import fold_glyphs
from tests.extracted import flagged, names, read, written
from tests.papers import make_pdf


def test_headings_side_by_side_head_a_table_whatever_its_first_column_says(tmp_path):
    rows = [
        ("一部事務組合", "上北北部衛生組合", "十和田市・六戸町", "昭和45年4月1日"),
        ("広域連合", "青森県後期高齢者医療広域連合", "県内全市町村", "平成19年2月1日"),
        ("協議会", "八甲田観光協議会", "十和田市・岩手県二戸市・兵庫県上郡町", "－"),
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}<td>事務</td></tr>" for row in rows)
    head = "".join(f"<th>{each}</th>" for each in ("区分", "名称", "構成団体", "設立年月日", "共通の仕事"))
    path = written(tmp_path / "a.html", f"<html><p>十和田市の加入団体</p><table><tr>{head}</tr>{cells}</table></html>")
    found = read(path)
    assert [record.fields["name"] for record in found] == [row[1] for row in rows]
    assert [record.fields["founded_year"] for record in found] == [1970, 2007, None]
    assert names(found[0], "members") == ["十和田市", "六戸町"]
    assert len(names(found[1], "members")) == 40
    assert names(found[2], "members") == ["十和田市", "二戸市", "上郡町"]
    assert [record.fields["members_open"] for record in found] == [False] * 3


def test_cells_of_a_card_that_say_themselves_what_they_are(tmp_path):
    card = [
        ["事業名", "病児保育の相互利用", "", ""],
        ["関係市町", "室蘭市、登別市", "", ""],
        ["成果指標", "利用児童数", "現状値 96人", "目標値 150人"],
        ["成果指標", "登録件数", "現状値 －", "目標値 12,000件"],
        ["事業費見込(千円)", "1,200 R7", "1,300 R8", "2,500 計"],
    ]
    says = "表の現状値は令和5年度、目標値は令和11年度の値である。"
    found = read(make_pdf(tmp_path / "a.pdf", [says, card, "次の取組", card]))
    those = [record for record in found if record.kind == "kpi"]
    assert [record.fields["indicator"] for record in those] == ["利用児童数", "登録件数"] * 2
    assert {record.fields["initiative"] for record in those} == {"病児保育の相互利用"}
    assert [(each.fields["baseline_value"], each.fields["target_value"]) for each in those[:2]] == [
        (96, 150),
        (None, 12000),
    ]
    assert [each.fields["baseline_year"] for each in those[::2]] == [2023, 2023]
    assert [each.fields["target_year"] for each in those] == [2029] * 4
    assert not any(flagged(each) for each in those if each.fields["indicator"] == "利用児童数")


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("病児‧病後児", "病児・病後児"),
        ("観光•物産", "観光・物産"),
        ("• 観光", "• 観光"),
        ("⼾籍", "戸籍"),
        ("⿊部市", "黒部市"),
        ("神社", "神社"),
        ("⾃⻑", "自長"),
    ],
)
def test_glyphs_read_as_the_letters_that_they_look_like(printed, read_as):
    assert fold_glyphs(printed) == read_as


def test_who_takes_part_by_the_heading_of_a_table_without_a_column_of_them(tmp_path):
    text = "室蘭市、登別市\n\n室蘭市と登別市で共同で行っている事業\n事業名\t事業概要\n電話相談\t医師が答える。\n図書の貸出\t相互に貸す。\n"
    found = read(written(tmp_path / "a.txt", text))
    assert [names(record) for record in found] == [["室蘭市", "登別市"]] * 2
    assert [flagged(record) for record in found] == [{"participants", "participants_open"}] * 2


def test_headings_inside_a_table_of_blanks_own_the_rows_below(tmp_path):
    text = """施策ごとの指標

指標　　　　　　　　　　現状値　　　　　　　　　目標値
○ 企業数 　　　　　　　73,618社(2014年) 　　　現状維持以上(2020年)
施策⑵ 世界に知られる圏域になる
新 開業率 　　　　　　　7.4%(2014年) 　　　　　8.9%(2020年)
・ 入込観光客数 　　　　3,737万8千人(2014年) 　〃
施策⑶ 里山を支える
・ 地場産物の使用割合 　― 　　　　　　　　　　検討中(2020年度)
"""
    found = read(written(tmp_path / "a.txt", text))
    assert [record.fields["indicator"] for record in found] == [
        "企業数",
        "開業率",
        "入込観光客数",
        "地場産物の使用割合",
    ]
    owners = [record.fields["initiative"] for record in found]
    assert owners[1:] == ["世界に知られる圏域になる", "世界に知られる圏域になる", "里山を支える"]
    assert [record.fields["target_status"] for record in found] == ["implied", "stated", "stated", "blank"]
    assert [record.fields["target_maintain"] for record in found] == [True, False, False, False]
    assert [record.fields["baseline_value"] for record in found] == [73618, 7.4, 37378000, None]
    assert {record.fields["target_year"] for record in found} == {2020}


def test_indicators_below_labelled_lines_belong_to_what_these_name(tmp_path):
    text = """(1) 医療
　　事業名：救急医療の維持
　　実施主体：室蘭市、登別市
　　取組の状況
　　　休日と夜間の当番医を置いた。
　　指標　　　　　　　基準値(H30)　　目標値(R8)
　　　当番医の日数　　　71日　　　　　71日を維持
　　　受診者数　　　　　1,264人　　　1,300人

(2) 福祉
　　事業名：保育所の広域利用
　　実施主体：室蘭市、登別市
　　指標　　　　　　　基準値(H30)　　目標値(R8)
　　　広域入所児童数　　　29人　　　　35人

(3) 交通
　　指標　　　　　　　基準値(H30)　　目標値(R8)
　　　バスの利用者数　　　300人　　　　350人
"""
    found = [record for record in read(written(tmp_path / "a.txt", text)) if record.kind == "kpi"]
    owners = ["救急医療の維持", "救急医療の維持", "保育所の広域利用"]
    assert [record.fields["initiative"] for record in found[:3]] == owners
    assert [record.fields["indicator"] for record in found[:3]] == ["当番医の日数", "受診者数", "広域入所児童数"]
    assert not any(flagged(record) for record in found[:3])
    assert "initiative" in flagged(found[3])


def test_names_broken_at_the_edge_of_their_column_go_on_in_the_next_line(tmp_path):
    text = """西いぶり定住自立圏の取組

 取　組              参加市町                 開始          担当課
 ------------------  -----------------------  ------------  ----------------
 農業用廃プラスチッ  室蘭市、登別市           令和３年度    農林課
 クの共同回収
 図書館の相互利用    室蘭市、登別市、伊達市、  平成23年度    図書館
                     豊浦町
 休日夜間診療の共同  室蘭市、登別市、伊達市、  平成24年度    健康課
 運営                壮瞥町
"""
    records = read(written(tmp_path / "a.txt", text), "initiative")
    assert [each.fields["name"] for each in records] == [
        "農業用廃プラスチックの共同回収",
        "図書館の相互利用",
        "休日夜間診療の共同運営",
    ]
    assert [len(each.fields["participants"]) for each in records] == [2, 4, 4]


def test_a_card_below_a_heading_and_sentences_with_indicators_whose_values_an_arrow_joins(tmp_path):
    told = [
        ("(1) 火葬場の共同利用", "通夜と告別式にも使えます。平成28年度に始めた取組です。", "２市１町", "利用件数 1,240件 → 1,300件"),
        ("(2) 観光案内所の連携", "外国語の案内を充実します。", "宇城市、益城町", "案内件数（年300件⇒年500件）<br/>外国語の案内人 － ⇒ 8人"),
        ("(3) 水源林の保全", "上流の森を守ります。", "宇土市、宇城市", "森林の台帳 試作済み ⇒ 整備済み"),
    ]  # fmt: skip
    parts = ["宇城都市圏（宇土市、宇城市、益城町）の取組です。基準値は令和５年度、目標値は令和10年度です。"]
    for heading, says, who, aims in told:
        parts += [heading, says, [["関係市町", who], ["成果指標", aims]]]
    found = read(make_pdf(tmp_path / "a.pdf", parts))
    works = [record for record in found if record.kind == "initiative"]
    assert [each.fields["name"] for each in works] == ["火葬場の共同利用", "観光案内所の連携", "水源林の保全"]
    assert [names(each) for each in works] == [
        ["宇土市", "宇城市", "益城町"],
        ["宇城市", "益城町"],
        ["宇土市", "宇城市"],
    ]
    assert [each.fields["start_year"] for each in works] == [2016, None, None]
    assert flagged(works[0]) >= {"start_year"}
    kpis = [record.fields for record in found if record.kind == "kpi"]
    assert [each["indicator"] for each in kpis] == ["利用件数", "案内件数", "外国語の案内人", "森林の台帳"]
    assert [each["initiative"] for each in kpis[1:3]] == ["観光案内所の連携"] * 2
    assert [(each["baseline_value"], each["target_value"]) for each in kpis] == [
        (1240, 1300), (300, 500), (None, 8), (None, None)
    ]  # fmt: skip
    assert [each["baseline_status"] for each in kpis] == ["stated", "stated", "blank", "qualitative"]
    assert {each["target_year"] for each in kpis} == {2028}


def test_a_table_goes_on_over_the_page_only_where_nothing_is_told_between(tmp_path):
    card = [["関係市町", "宇土市、宇城市"], ["担当課", "企画課"]]
    parts = ["① 病児保育", card, None, "② 移住相談", card]
    found = read(make_pdf(tmp_path / "a.pdf", parts), "initiative")
    assert [each.fields["name"] for each in found] == ["病児保育", "移住相談"]


def test_the_zone_is_that_of_the_municipality_whose_document_it_is(tmp_path):
    text = "名称\t構成市町村\n広域組合\t県内の全市町村\n観光協議会\t一関市、平泉町\n"
    found = read(written(tmp_path / "a.txt", f"備前市が加入している組合\n\n{text}"))
    assert len(names(found[0], "members")) == 27
    doubted = read(written(tmp_path / "a.txt", text.replace("平泉町", "奈良市、函館市、高松市")))
    assert "members" in flagged(doubted[0])


def test_the_block_that_says_whose_form_it_is_heads_no_table(tmp_path):
    text = "団体名\t室蘭市\t担当課\t企画課\n記入者\t企画係\t内線\t2345\n\n事業名\t連携市町\t開始年度\n救急の維持\t室蘭市、登別市\tH22\n"
    (found,) = read(written(tmp_path / "a.txt", text))
    assert (found.kind, found.fields["name"], names(found)) == ("initiative", "救急の維持", ["室蘭市", "登別市"])


def test_years_in_brackets_behind_names_are_when_they_began(tmp_path):
    rows = ["救急の維持<br>（平成22年度～）", "図書の貸出（H23～R2）", "相談（室蘭市）"]
    cells = "".join(f"<tr><td>{name}</td><td>室蘭市、登別市</td></tr>" for name in rows)
    page = f"<table><tr><th>取組内容</th><th>関係市町</th></tr>{cells}</table>"
    found = read(written(tmp_path / "a.html", page))
    assert [each.fields["name"] for each in found] == ["救急の維持", "図書の貸出", "相談（室蘭市）"]
    assert [each.fields["start_year"] for each in found] == [2010, 2011, None]
    assert all("start_year" in flagged(each) for each in found[:2])


def test_of_a_value_at_the_start_and_one_of_each_year_the_first_is_the_baseline(tmp_path):
    text = "事業名\t指標\t当初値(R2)\t実績(R3)\t実績(R4)\t最終目標(R7)\n図書の貸出\t貸出冊数\t1,240冊\t1,300冊\t1,290冊\t1,500冊\n"
    (kpi,) = read(written(tmp_path / "a.txt", text), "kpi")
    assert (kpi.fields["baseline_value"], kpi.fields["baseline_year"]) == (1240, 2020)
    assert (kpi.fields["target_value"], kpi.fields["target_year"]) == (1500, 2025)
    assert not flagged(kpi)


def test_the_sentence_above_a_table_names_the_agreement(tmp_path):
    text = "室蘭市は、次の市町と定住自立圏形成協定を締結しています。\n\n市町名\t協定締結日\n登別市\t平成22年3月26日\n伊達市\t平成22年3月26日\n"
    found = read(written(tmp_path / "a.txt", text), "agreement")
    assert [each.fields["subject"] for each in found] == ["定住自立圏形成協定"] * 2
    assert [names(each, "parties") for each in found] == [["室蘭市", "登別市"], ["室蘭市", "伊達市"]]


def test_a_card_goes_on_below_the_indicators_inside_it(tmp_path):
    rows = """<tr><td>事業名</td><td colspan="2">看護師の確保</td></tr><tr><td>事業概要</td><td colspan="2">資金を貸す。</td></tr>
<tr><td>指標名</td><td>現状値(R1)</td><td>目標値(R6)</td></tr><tr><td>貸与者数</td><td>12人</td><td>20人</td></tr>
<tr><td>就職者数</td><td>8人</td><td>15人</td></tr><tr><td>関係市町</td><td colspan="2">室蘭市、登別市</td></tr>
<tr><td>役割分担</td><td colspan="2">室蘭市:貸与</td></tr>"""
    found = read(written(tmp_path / "a.html", f"<table>{rows}</table>"))
    assert [record.kind for record in found] == ["initiative", "kpi", "kpi"]
    assert (found[0].fields["name"], names(found[0])) == ("看護師の確保", ["室蘭市", "登別市"])
    assert [record.fields["indicator"] for record in found[1:]] == ["貸与者数", "就職者数"]
    assert {record.fields["initiative"] for record in found[1:]} == {"看護師の確保"}


def test_the_value_at_the_start_goes_before_the_present_one_each_with_the_year_behind_it(tmp_path):
    text = "取組\t指標名\t基準値\t基準年度\t現状値\t現状年度\t目標値\t目標年度\n図書の貸出\t冊数\t1,240冊\tR1\t1,350冊\tR5\t1,500冊\tR6\n"
    (kpi,) = read(written(tmp_path / "a.txt", text), "kpi")
    assert (kpi.fields["baseline_value"], kpi.fields["baseline_year"]) == (1240, 2019)
    assert not flagged(kpi)


def test_names_set_upright_in_cells_and_what_a_page_says_of_links_are_read_as_meant(tmp_path):
    heads = "".join(f"<th>{'<br>'.join(name)}</th>" for name in ("室蘭市", "登別市", "伊達市"))
    page = f"<table><tr><th>事業名</th>{heads}</tr><tr><td>図書の貸出<br>(外部サイト)</td><td>○</td><td></td><td>○</td></tr>"
    (found,) = read(written(tmp_path / "a.html", f"{page}<tr><td>計</td><td>1</td><td>0</td><td>1</td></tr></table>"))
    assert (found.fields["name"], names(found)) == ("図書の貸出", ["室蘭市", "伊達市"])
    assert not flagged(found)


def test_labels_with_letters_set_apart_name_bodies(tmp_path):
    one = "名　　称：西いぶり広域連合\n構成市町：室蘭市、登別市\n設　　立：平成12年2月1日\n\n"
    other = "名　　称：胆振地方環境組合\n構成市町：室蘭市、伊達市\n設　　立：昭和46年4月1日\n"
    found = read(written(tmp_path / "a.txt", f"広域行政\n\n◇一部事務組合\n{one}{other}"))
    assert [each.fields["name"] for each in found] == ["西いぶり広域連合", "胆振地方環境組合"]
    assert [each.fields["founded_year"] for each in found] == [2000, 1971]
    assert [names(each, "members") for each in found] == [["室蘭市", "登別市"], ["室蘭市", "伊達市"]]


@pytest.mark.parametrize("name", ["名称", "名　称", "名　　称"])
def test_letters_of_a_heading_stand_apart_by_any_blanks(tmp_path, name):
    blanks = " " * (30 - 2 * len(name))
    text = f"""西いぶり定住自立圏の組合

{name}{blanks}構　成　市　町                設立年

西いぶり広域連合              室蘭市、登別市、伊達市、      平成12年
                              豊浦町
西胆振消防組合                伊達市、豊浦町                昭和48年
"""
    records = read(written(tmp_path / "a.txt", text), "organization")
    assert [(each.fields["name"], len(each.fields["members"]), each.fields["founded_year"]) for each in records] == [
        ("西いぶり広域連合", 4, 2000),
        ("西胆振消防組合", 2, 1973),
    ]
