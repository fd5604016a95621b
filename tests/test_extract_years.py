"""Years are read in every form that cells print, and what is no single sure year is doubted."""

import pytest

from teiju_graph.extract.words.years import find_years, read_years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("平成23年", 2011),
        ("平成２３年度", 2011),
        ("昭和64年", 1989),
        ("令和元年", 2019),
        ("令和元年度", 2019),
        ("明治45年", 1912),
        ("大正 15 年", 1926),
        ("平成二十三年", 2011),
        ("昭和五十年", 1975),
        ("H23", 2011),
        ("Ｒ５", 2023),
        ("S55年", 1980),
        ("R5.4.1", 2023),
        ("H28.4", 2016),
        ("R 元", 2019),
        ("2011年", 2011),
        ("２０１１年度", 2011),
        ("2011", 2011),
        ("2011/4/1", 2011),
        ("2011-04-01", 2011),
        ("平成23年4月1日", 2011),
        ("平成2\n3年", 2011),
        ("平成23年（2011年）", 2011),
        ("2011年（平成23年）", 2011),
        ("平成23年から", 2011),
        ("㍻23年", 2011),
    ],
)
def test_one_year_is_read_without_a_doubt(text, year):
    years = read_years(text)
    assert (years.outer, years.bracketed, years.doubts) == (year, None, [])


@pytest.mark.parametrize(
    "text",
    ["平成23年 (平成12年)", "平成23年\n（平成12年）", "H23(H12)", "2011年［2000年］", "平成23年度〔平成12年度〕"],
)
def test_the_second_year_in_brackets_is_kept_apart(text):
    years = read_years(text)
    assert (years.outer, years.bracketed, years.doubts) == (2011, 2000, [])


@pytest.mark.parametrize("text", ["", "－", "未定", "不明", "―"])
def test_no_year_is_no_doubt(text):
    years = read_years(text)
    assert (years.outer, years.bracketed, years.doubts) == (None, None, [])


@pytest.mark.parametrize(
    ("text", "outer", "bracketed"),
    [
        ("平成32年", 2020, None),
        ("平成33年度", 2021, None),
        ("昭和65年", 1990, None),
        ("平成23年～平成27年", 2011, None),
        ("平成23〜27年度", 2011, None),
        ("平成23年、平成28年", 2011, None),
        ("平成23年頃", 2011, None),
        ("昭和52年以前", 1977, None),
        ("(平成12年)", None, 2000),
        ("平成23年（令和3年変更）", 2011, 2021),
        ("平成12年（平成23年）", 2000, 2011),
        ("平成23年 ※平成24年より広域化", 2011, None),
        ("令和8年度予定", 2026, None),
        ("23年", None, None),
        ("随時", None, None),
    ],
)
def test_what_is_no_single_sure_year_is_doubted(text, outer, bracketed):
    years = read_years(text)
    assert (years.outer, years.bracketed) == (outer, bracketed)
    assert years.doubts


def test_a_third_year_is_told():
    assert read_years("平成23年 (平成9年) ※平成24年より").further == [2012]


def test_a_range_has_a_last_year():
    assert [(each.value, each.until) for each in find_years("令和7年度から令和11年度まで")] == [(2025, 2029)]
    assert [(each.value, each.until) for each in find_years("令和7～11年度")] == [(2025, 2029)]


@pytest.mark.parametrize("text", ["2000人", "H2O", "IoT20", "SDGs", "年2回", "3年間", "2,011件", "平成の大合併"])
def test_other_numbers_are_no_years(text):
    assert find_years(text) == []
