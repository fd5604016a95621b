"""Initiatives that a table tells one by one, as other zones print them: cards, and the indicators that belong to them."""

from tests.extracted import flagged, names, read, written
from tests.papers import book


def test_years_below_headings_of_values_are_no_row(tmp_path):
    text = "瀬戸内中讃定住自立圏,,,\n事業名,成果指標,現状値,目標値\n,,（令和2年度）,（令和7年度）\n病児保育,利用者数,1250人,1400人\n"
    _, record = read(written(tmp_path / "a.csv", text))
    assert [record.fields[name] for name in ("baseline_value", "baseline_year", "target_year")] == [1250, 2020, 2025]


def test_a_card_names_its_initiative_once_and_its_contents_are_no_other(tmp_path):
    page = """<p>四万十定住自立圏</p><table><tr><th>取組名</th><td colspan=3>救急医療の充実</td></tr>
    <tr><th>関係市町村</th><td colspan=3>四万十市、宿毛市</td></tr><tr><th>取組内容</th><td colspan=3>ともに行う。</td></tr>
    <tr><th>成果指標（KPI）</th><td colspan=3>当番医の数</td></tr>
    <tr><th>基準値（R2）</th><td>12人</td><th>目標値（R6）</th><td>14人</td></tr></table>"""
    initiative, kpi = read(written(tmp_path / "a.html", page))
    assert initiative.fields["name"] == kpi.fields["initiative"] == "救急医療の充実"
    assert (kpi.fields["baseline_value"], kpi.fields["target_value"]) == (12, 14)


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


def test_indicators_below_a_table_of_several_initiatives_belong_to_the_heading_above_and_say_so(tmp_path):
    page = """<h1>播磨科学公園都市圏域定住自立圏</h1><h3>オ　人材の育成</h3>
    <table><tr><th>事業名</th><th>関係市町</th></tr><tr><td>合同研修事業</td><td>全市町</td></tr></table>
    <table><tr><th>成果指標</th><th>基準値</th><th>目標値</th></tr><tr><td>参加者数</td><td>80人/年</td><td>100人/年</td></tr></table>"""
    _, kpi = read(written(tmp_path / "a.html", page))
    assert kpi.fields["initiative"] == "人材の育成" and flagged(kpi) == {"initiative"}
    text = "一覧\n\n指標\t基準値\t目標値\n参加者数\t80人\t100人\n"
    (alone,) = read(written(tmp_path / "b.txt", text))
    assert alone.fields["initiative"] is None and flagged(alone) == {"initiative"}


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


def test_an_initiative_that_only_an_indicator_names_in_a_table_is_flagged_where_text_names_it_too(tmp_path):
    text = "西いぶり定住自立圏\n\n取組名\t指標\t現状値\t目標値\n図書館の相互利用\t冊数\t12冊\t14冊\n救急\t件数\t2件\t3件\n\n図書館の相互利用は室蘭市と登別市が行う。\n"
    records = [each for each in read(written(tmp_path / "a.txt", text)) if each.kind == "initiative"]
    assert {"participants", "start_year"} <= flagged(records[0]) and not records[1].flags


def test_cards_in_one_table_each_begin_where_their_keys_do(tmp_path):
    rows = [["但馬定住自立圏", None, None, None]]
    for number, (name, who, kpi, before, after) in enumerate(
        [
            ("医療体制の確保", "豊岡市、養父市", "受診者数", "11,482人（令和3年度）", "12,000人（令和9年度）"),
            ("交通の相互乗入", "全市町", "系統数", "3系統（令和3年度）", "現状を維持（令和9年度）"),
        ]
    ):
        rows += [
            ["整理番号", number + 1, "政策分野", "生活"],
            ["事業名", name, None, None],
            ["関係市町", who, "担当課", "企画課"],
            ["事業概要", "ともに行う。", None, None],
            ["成果指標", "指標名", "基準値", "目標値"],
            [None, kpi, before, after],
        ]
    path = book(tmp_path / "a.xlsx", rows, ["A6:A7", "A12:A13", "B3:D3", "B9:D9"])
    records = read(path)
    assert [each.fields["name"] for each in records if each.kind == "initiative"] == [
        "医療体制の確保",
        "交通の相互乗入",
    ]
    kpis = [each for each in records if each.kind == "kpi"]
    assert [(each.fields["initiative"], each.fields["indicator"]) for each in kpis] == [
        ("医療体制の確保", "受診者数"),
        ("交通の相互乗入", "系統数"),
    ]
    assert [each.fields["target_status"] for each in kpis] == ["stated", "implied"]
    assert not any(record.flags for record in records)


def test_what_a_section_tells_of_an_initiative_stays_where_a_table_below_names_it_by_its_indicator(tmp_path):
    text = """西いぶり定住自立圏の取組

■ 図書館の相互利用
関係市町　室蘭市、登別市、伊達市
開始年度　平成23年度

取組名\t成果指標\t基準値(令和5年度)\t目標値(令和10年度)
図書館の相互利用\t貸出冊数\t1,200冊\t1,500冊
"""
    records = read(written(tmp_path / "a.txt", text))
    (initiative,) = [each for each in records if each.kind == "initiative"]
    assert names(initiative) == ["室蘭市", "登別市", "伊達市"] and initiative.fields["start_year"] == 2011
    assert [each.fields["initiative"] for each in records if each.kind == "kpi"] == ["図書館の相互利用"]
