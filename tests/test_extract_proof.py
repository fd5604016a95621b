"""A draft is proofread: what a record's own lines print and no field holds is flagged, and what a thing hardly has."""

import pytest

from tests.extracted import flagged, read_text

ZONE = "西いぶり定住自立圏の取組\n"
ROW = "事業名\t関係市町\t開始年度\t担当課\t備考\n"
KPI = "取組名\t成果指標\t基準値(令和5年度)\t目標値(令和10年度)\n"
AIMS = "取組名\t成果指標\t基準値\t目標値\n"


def doubted(tmp_path, text, kind=""):
    """The fields flagged of each record of a text."""
    records = read_text(tmp_path, text, kind)
    assert records
    return [flagged(each) for each in records]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("休日診療\t室蘭市\t平成20年\t健康課\t", "participants"),
        ("休日診療連絡協議会\t室蘭市、登別市\t平成20年\t健康課\t", "name"),
        ("休日診療\t室蘭市、登別市\t\t健康課\t平成20年から", "start_year"),
        ("休日診療\t室蘭市、登別市\t平成20年\t\t室蘭市健康推進課が受付", "department"),
        ("休日診療\t\t平成20年\t健康課\t室蘭市の病院で行う", "participants"),
        ("休日診療（輪番\t室蘭市、登別市\t平成20年\t健康課\t", "name"),
    ],
)
def test_a_row_with_something_left_out_or_unlikely_is_flagged_in_that_field_alone(tmp_path, row, field):
    sure = "図書館の相互利用\t室蘭市、登別市\t平成21年\t図書館\t\n"
    told = doubted(tmp_path, ZONE + ROW + row + "\n" + sure, "initiative")
    assert field in told[0] and told[0] <= {field, f"{field}_open", "precursor_year"}
    assert told[1] == set()


@pytest.mark.parametrize(
    "indicator",
    [
        "令和4年度～",
        "室蘭市、登別市",
        "診療所を整備する。",
        "利用者数(人)(変更)",
        "「健診」の受診者数",
        "うち健診の受診者数",
    ],
)
def test_what_is_counted_is_no_year_no_list_and_no_sentence(tmp_path, indicator):
    rows = f"休日診療\t{indicator}\t10人\t20人\n健診\t受診者数\t10人\t20人\n"
    told = doubted(tmp_path, ZONE + KPI + rows, "kpi")
    assert "indicator" in told[0]
    assert told[1] == set()


def test_values_without_a_year_and_units_of_no_list_are_flagged(tmp_path):
    told = doubted(
        tmp_path, "令和6年 " + ZONE + AIMS + "健診\t受診者数\t10人\t20人\n健診\t受診日\t10ホゲ\t20ホゲ\n", "kpi"
    )
    assert told[0] == {"baseline_year", "target_year"}
    assert {"baseline_unit", "target_unit"} <= told[1]


def test_where_a_document_prints_no_year_at_all_none_is_missed(tmp_path):
    assert doubted(tmp_path, ZONE + AIMS + "健診\t受診者数\t10人\t20人\n健診\t満足度\t10％\t20％\n", "kpi") == [
        set(),
        set(),
    ]


def test_a_baseline_after_its_target_is_flagged(tmp_path):
    text = ZONE + "取組名\t成果指標\t基準値(令和10年度)\t目標値(令和5年度)\n健診\t受診者数\t10人\t20人\n"
    (told,) = doubted(tmp_path, text, "kpi")
    assert {"baseline_year", "target_year", "baseline_value", "target_value"} <= told


def test_indicators_of_one_name_throughout_are_flagged(tmp_path):
    rows = "".join(f"{name}\t事業の量\t10人\t20人\n" for name in ("健診", "図書館", "観光"))
    assert all("indicator" in each for each in doubted(tmp_path, ZONE + KPI + rows, "kpi"))


@pytest.mark.parametrize("heading", ["医療", "移住・定住", "教育分野", "みんなでつくる", "バスで行こう!"])
def test_a_heading_that_names_a_field_or_calls_out_is_no_sure_owner(tmp_path, heading):
    text = f"{ZONE}\n■ {heading}\n\n指標:利用者数\n基準値:10人(令和5年度)\n目標値:20人(令和10年度)\n"
    (told,) = doubted(tmp_path, text, "kpi")
    assert "initiative" in told


def test_the_day_of_an_agreement_is_doubted_where_its_lines_print_another_one(tmp_path):
    said = "室蘭市と登別市は、平成20年4月1日の協議を経て、令和3年5月6日に災害時の応援に関する協定を締結しました。\n"
    (told,) = doubted(tmp_path, ZONE + said, "agreement")
    assert "date" in told


def test_an_indicator_that_may_hold_the_name_of_an_initiative_is_doubted(tmp_path):
    rows = "健診\t健診推進事業の受診者数\t10人\t20人\n健診\tうち65歳以上の受診者数\t10人\t20人\n健診\t受診者数\t10人\t20人\n"
    assert doubted(tmp_path, ZONE + KPI + rows, "kpi") == [{"indicator"}, {"indicator"}, set()]


def test_a_target_in_running_text_that_is_the_baseline_may_be_kept(tmp_path):
    text = ZONE + "①　休日診療運営事業\n　指標は診療日数で、基準値（令和5年度）72日、目標値（令和10年度）{}日である。\n"
    assert "target_maintain" in doubted(tmp_path, text.format(72), "kpi")[0]
    assert "target_maintain" not in doubted(tmp_path, text.format(73), "kpi")[0]


def test_a_year_of_the_beginning_above_a_table_is_a_doubt_in_its_rows(tmp_path):
    table = "取組\t参加市町\t担当課\n乗車券の発売\t室蘭市、登別市\t交通課\n通院費の助成\t室蘭市、伊達市\t保健課\n"
    for above, begun in (("令和8年度から始める共同の取組\n", True), ("共同の取組\n", False)):
        flags = doubted(tmp_path, ZONE + "\n" + above + table, "initiative")
        assert [("start_year" in each) for each in flags] == [begun, begun]


def test_an_opinion_that_asks_may_be_a_question(tmp_path):
    text = "懇談会　会議録\n委員：事業系を含むのか、家庭ごみだけなのか、資料からは読み取れないと思う。\n委員：広報を増やすべきだ。\n"
    told = doubted(tmp_path, text, "opinion")
    assert "type" in told[0] and "type" not in told[1]


def test_what_follows_a_question_at_once_may_answer_it(tmp_path):
    text = "懇談会　会議録\n委員：バスの便は増えるのか。\n議員：広報を増やすべきだ。\n議員：予算も要ると思う。\n"
    told = doubted(tmp_path, text, "opinion")
    assert ["type" in each for each in told] == [False, True, False]
