"""Figures are read in base units with their counter and what they count over; what is no plain value is doubted."""

import pytest

from teiju_graph.extract.words.numbers import find_figures, read_figure


@pytest.mark.parametrize(
    ("text", "number", "unit", "basis"),
    [
        ("９千８百万円", 98000000, "円", None),
        ("1億2千万円", 120000000, "円", None),
        ("２２か所", 22, "か所", None),
        ("１，４６６件", 1466, "件", None),
        ("２，７\n００件", 2700, "件", None),
        ("1, 466件", 1466, "件", None),
        ("41,211トン", 41211, "トン", None),
        ("２万人", 20000, "人", None),
        ("2万5千人", 25000, "人", None),
        ("７４３万円", 7430000, "円", None),
        ("6万5,000円", 65000, "円", None),
        ("5億2,000万円", 520000000, "円", None),
        ("1,200千円", 1200000, "円", None),
        ("7.5百万円", 7500000, "円", None),
        ("91.3%", 91.3, "％", None),
        ("９１．３％", 91.3, "％", None),
        ("12.5 ha", 12.5, "ha", None),
        ("約300人", 300, "人", None),
        ("３３", 33, None, None),
        ("２医療機関", 2, "医療機関", None),
        ("12回／年", 12, "回", "per_year"),
        ("120人/年度", 120, "人", "per_year"),
        ("年２回", 2, "回", "per_year"),
        ("年間120人", 120, "人", "per_year"),
        ("毎年度10件", 10, "件", "per_year"),
        ("120人（年間）", 120, "人", "per_year"),
        ("月3回", 3, "回", "per_month"),
        ("1日100人", 100, "人", "per_day"),
        ("1人1日当たり830g", 830, "g", "per_day"),
        ("累計３０回", 30, "回", "cumulative"),
        ("累計 30回", 30, "回", "cumulative"),
        ("30回（累計）", 30, "回", "cumulative"),
        ("5年間で10件", 10, "件", "cumulative"),
        ("5か年累計20件", 20, "件", "cumulative"),
        ("延べ30人", 30, "人", None),
        ("令和11年度までに15件", 15, "件", None),
        ("150人（R11）", 150, "人", None),
    ],
)
def test_a_figure_is_its_value_in_base_units_with_counter_and_basis(text, number, unit, basis):
    figure = read_figure(text)
    assert (figure.number, figure.unit, figure.basis, figure.status) == (number, unit, basis, "stated")
    assert not figure.doubts


@pytest.mark.parametrize(("text", "bound"), [("10件以上", "以上"), ("５０％以内", "以内"), ("300人程度", "程度")])
def test_a_bound_is_told_beside_the_value(text, bound):
    assert read_figure(text).bound == bound and not read_figure(text).doubts


@pytest.mark.parametrize(
    ("text", "status", "maintain"),
    [
        ("", "blank", False),
        ("－", "blank", False),
        ("空欄", "blank", False),
        ("設定しない", "blank", False),
        ("未設定", "blank", False),
        ("維持", "implied", True),
        ("現状維持", "implied", True),
        ("現状の維持", "implied", True),
        ("共同運用体制の維持", "qualitative", True),
        ("増加", "qualitative", False),
        ("利用者数の増加", "qualitative", False),
        ("５系統の維持", "stated", True),
    ],
)
def test_words_in_place_of_a_figure_say_what_status_it_has(text, status, maintain):
    figure = read_figure(text)
    assert (figure.status, figure.maintain, figure.doubts) == (status, maintain, [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10～20件", None),
        ("120人（3回）", 120),
        ("対前年度比5%増", 5),
        ("▲5%", -5),
        ("週2回", 2),
        ("2年に1回", 1),
        ("12スタンプ", 12),
        ("A評価", None),
    ],
)
def test_what_is_no_plain_value_is_doubted(text, number):
    figure = read_figure(text)
    assert figure.number == number and figure.doubts


def test_a_counter_in_no_list_is_taken_from_running_text_in_doubt():
    (figure,) = find_figures("現状12スタンプで、")
    assert figure.unit == "スタンプ" and figure.doubts


@pytest.mark.parametrize(
    "text",
    [
        "第2回",
        "令和５年２月７日",
        "14時30分から",
        "１２Ｐをご覧ください",
        "資料2",
        "4町にも",
        "H28",
        "3点目",
        "2018年度",
        "Ａ４判",
    ],
)
def test_years_dates_pages_and_ordinals_are_no_figures(text):
    assert find_figures(text) == []


def test_figures_of_a_sentence_come_in_order():
    found = find_figures("基準値１２回／年ですが、目標値は累計３０回となっております。")
    assert [(each.number, each.basis) for each in found] == [(12, "per_year"), (30, "cumulative")]
