"""Where an indicator stands by values that are called something else: one to keep, one reached against a target."""

import re
from dataclasses import replace

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.value import Value
from teiju_graph.extract.words.years import find_years

_AGAINST = Doubt("目標に対する値を基準と読んだ", "the value against a target is read as the baseline")
_STOOD = Doubt("維持する値を基準値とも読んだ", "the value to keep is read as the baseline too")


def kept(value: Value, text: str) -> list[Value]:
    """Return what a value tells: 令和3年度の1,310件を維持することを目標 where it stands in that year, and the target to keep it."""
    years = find_years(text[: value.start])
    if value.side != "target" or not value.figure.maintain or value.figure.value is None or not years:
        return [value]
    between = re.fullmatch(r"(?:末|時点|現在|実績)*の", text[years[-1].end : value.start])
    if between is None or years[-1].value != value.year:
        return [value]
    stood = replace(value, side="baseline", figure=replace(value.figure, maintain=False), end=value.start + 1)
    return [replace(stood, doubts=[*value.doubts, _STOOD]), replace(value, year=None, doubts=[*value.doubts, _STOOD])]


def without_doubles(values: list[Value], text: str) -> list[Value]:
    """Return the values of a sentence without those told twice: an actual value stands for the baseline where there is
    none, and is doubted where it is told against a target."""
    if any(value.side == "baseline" for value in values):
        values = [value for value in values if value.side != "actual"]
    return [_stood(value, text) if value.side == "actual" else value for value in values]


def _stood(value: Value, text: str) -> Value:
    against = re.search(r"に対し(?:て|まして)?、?$", text[: value.start])
    return replace(value, side="baseline", actual=True, doubts=[*value.doubts, *[_AGAINST] * bool(against)])
