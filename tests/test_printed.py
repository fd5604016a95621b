"""Printed Japanese is read as the values it means."""

from decimal import Decimal

import pytest

from teiju_graph.tables import printed
from teiju_graph.tables.printed import normalise


def test_width_and_line_breaks_do_not_matter():
    assert normalise("目標値２，７\n00件\u3000(ＳＮＳ)") == "目標値2,700件(SNS)"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("４１，２１１トン", {41211}),
        ("２万人", {20000}),
        ("７４３万円", {7430000}),
        ("6万5,000円", {65000}),
        ("1億2,000万円", {120000000}),
        ("基準値22か所に対し40か所", {22, 40}),
        ("91.3％", {Decimal("91.3")}),
        ("５万５千冊と3千人", {55000, 3000}),
        ("死傷者をゼロに", {0}),
        ("９千８百万円、1億2千万円、7.5百万円", {98000000, 120000000, 7500000}),
        ("数字はない", set()),
    ],
)
def test_figures(text, values):
    assert printed.figures(normalise(text)) == set(map(Decimal, values))


def test_a_figure_is_never_a_part_of_a_longer_one():
    assert Decimal(12) not in printed.figures("1,234件と123件")


def test_a_unit_apart_from_its_figures_says_what_they_count_by():
    assert printed.scales("(単位:百万円)") == {1000000} and printed.scales("千人\n億円") == {1000, 100000000}
    assert printed.scales("5万円、2,300人、千葉市") == set()


@pytest.mark.parametrize(
    ("text", "outer", "bracketed"),
    [
        ("平成23年 (平成12年)", {2011}, {2000}),
        ("平成28年（昭和52年）", {2016}, {1977}),
        ("令和元年", {2019}, set()),
        ("2016年", {2016}, set()),
        ("大正15年", {1926}, set()),
    ],
)
def test_years_outside_and_inside_brackets(text, outer, bracketed):
    assert printed.outer_years(normalise(text)) == outer
    assert printed.bracketed_years(normalise(text)) == bracketed


def test_dates_are_as_precise_as_they_are_printed():
    assert printed.dates(normalise("令和７年１月１日付")) == {"2025-01-01"}
    assert printed.dates("2009-12に宣言、2010-09-30に締結") == {"2009-12", "2010-09-30"}


def test_times():
    assert printed.times(normalise("１４時００分から１４時４５分まで")) == {"14:00", "14:45"}
    assert printed.times(normalise("午前10時～正午、午後1時から2時半、15:00")) == {"10:00", "13:00", "14:30", "15:00"}


def test_names_of_a_cell_with_any_separator():
    assert printed.names("室蘭市・登別市・伊達市 豊浦町・杜管町、洞爺湖町") == [
        "室蘭市",
        "登別市",
        "伊達市",
        "豊浦町",
        "杜管町",
        "洞爺湖町",
    ]
    assert printed.names("豊浦町、白老町ほか") == ["豊浦町", "白老町"]
    assert printed.names("室蘭市、登別市 他") == ["室蘭市", "登別市"]


def test_eras_of_one_letter_and_years_with_the_other_calendar_in_brackets_are_read():
    assert printed.years("図書館H22~R元年度,昭46.12") == {2010, 2019, 1971}
    assert printed.outer_years("2010(平成22)年") == {2010} and printed.bracketed_years("2010(平成22)年") == set()
    assert printed.years("A4判H2O2,CO2") == set()
