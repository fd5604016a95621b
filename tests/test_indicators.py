"""Indicators of running text end where their values begin; years told once and values in words are read and doubted."""

from tests.extracted import flagged
from tests.test_sections import kpis, pair, told


def test_years_told_once_are_those_of_all_values(tmp_path):
    line = "■ 職員研修の共同開催\n　成果指標　受講者数　38人　→　60人\n"
    for told_once in (
        "指標の左側は現状値（令和5年度）、右側は目標値（令和10年度）です。",
        "KPIの見方：［現状値（令和5年度）⇒目標値（令和10年度）］",
        "令和5年度を基準年度とし、令和10年度を目標年度とする。",
        "以下の指標は、令和５年度の現状値と令和１０年度の目標値を示しています。",
        "※ 現状値は特に記載のない限り令和5年度の実績、目標値は計画最終年度（令和10年度）の値です。",
        "【令和５年度　→　令和１０年度】",
    ):
        assert [pair(each, "year") for each in kpis(tmp_path, f"{told_once}\n\n{line}")] == [(2023, 2028)], told_once


def test_the_name_of_an_indicator_ends_where_its_course_begins(tmp_path):
    text = """■ 健診の相互受診
　KPI　受診者数〔3,150人／年→3,000人／年〕
　KPI　研修会の開催　－　→　年3回
　【成果指標】輪番に加わる病院の数を、令和3年度の4病院のまま令和8年度まで維持します。
"""
    found = kpis(tmp_path, text)
    assert [each["indicator"] for each in found] == ["受診者数", "研修会の開催", "輪番に加わる病院の数"]
    assert [pair(each, "value") for each in found] == [(3150, 3000), (None, 3), (4, 4)]
    assert [pair(each, "year") for each in found][2] == (2021, 2026) and found[2]["target_maintain"]


def test_values_told_in_words_before_and_behind_an_arrow_are_doubted_and_no_other_indicator(tmp_path):
    text = """KPIの〔　〕内は、基準値→目標値を表す。
■ 職員合同研修
　KPI　受講者の評価〔－→業務に役立つとの回答が大半を占める〕
　成果指標　分娩の取扱い　再開済み　→　体制の継続
"""
    first, second = told(tmp_path, text, "kpi")
    assert pair(first.fields, "status") == ("blank", "qualitative")
    assert pair(second.fields, "status") == ("qualitative", "qualitative")
    assert [each.fields["indicator"] for each in (first, second)] == ["受講者の評価", "分娩の取扱い"]
    assert {"baseline_value", "target_value", "target_status"} <= flagged(first) & flagged(second)


def test_a_value_to_keep_with_its_year_is_where_it_stands(tmp_path):
    text = "■ ドクターカーの運行\n　KPIは出動件数で、令和3年度の1,310件を維持することを目標とします。\n"
    (only,) = told(tmp_path, text, "kpi")
    assert pair(only.fields, "value") == (1310, 1310) and pair(only.fields, "year") == (2021, None)
    assert only.fields["target_maintain"] and {"baseline_value", "target_value", "target_year"} <= flagged(only)


def test_a_target_that_is_only_to_keep_is_read_before_what_was_reached(tmp_path):
    text = "取組No.１　消費生活相談\n構成　室蘭市・登別市\n講座の開催回数：基準値年18回、目標値維持、令和５年度実績年20回\n"
    (only,) = told(tmp_path, text, "kpi")
    assert only.fields["initiative"] == "消費生活相談" and only.fields["target_status"] == "implied"
    assert only.fields["target_maintain"] and only.fields["baseline_value"] == 18


def test_dots_lead_from_a_name_to_what_is_measured_and_brackets_with_a_year_are_of_the_value_before_them(tmp_path):
    text = """２　圏域の目標をお知らせします
令和10年度までの目標を定めました。
・図書館の共同運営　……　登録者数　2,150人（令和5年度）を6,000人に
・空き家の活用　……　成約件数　年35件（令和5年度）を年50件に
"""
    found = kpis(tmp_path, text)
    assert [each["initiative"] for each in found] == ["図書館の共同運営", "空き家の活用"]
    assert [each["indicator"] for each in found] == ["登録者数", "成約件数"]
    assert [pair(each, "value") for each in found] == [(2150, 6000), (35, 50)]
    assert [pair(each, "year") for each in found] == [(2023, 2028)] * 2


def test_a_heading_tells_the_year_of_all_targets_and_brackets_where_each_stood(tmp_path):
    text = """４　今後の目標（令和１１年度）
（１）図書館の広域利用
　　相互利用者数　　　　１万２千人（令和６年度　７，４５０人）
（２）若者の定住
　　見学会の参加者数　　　累計１，０００人（令和６年度　－）
"""
    found = kpis(tmp_path, text)
    assert [pair(each, "value") for each in found] == [(7450, 12000), (None, 1000)]
    assert [pair(each, "year") for each in found] == [(2024, 2029)] * 2
    assert [pair(each, "status") for each in found] == [("stated", "stated"), ("blank", "stated")]


def test_what_was_reached_against_a_target_is_a_doubtful_baseline_and_a_course_is_read_behind_a_label(tmp_path):
    text = """（１）初期救急
　　・当番医の実施率：目標100％に対し実績98％
（２）休日歯科
　　目標：受診者数を年間310人（令和５年度）から年間330人（令和10年度）にします。
"""
    first, second = told(tmp_path, text, "kpi")
    assert {"baseline_value"} <= flagged(first) and pair(first.fields, "value") == (98, 100)
    assert (second.fields["indicator"], *pair(second.fields, "value")) == ("受診者数", 310, 330)
    assert pair(second.fields, "year") == (2023, 2028)
