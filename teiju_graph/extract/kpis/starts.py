"""Values that a sentence tells before a target, and that are therefore where the indicator stands.

6,840人という現状に対し
観光客数は、令和3年度が90万人、目標は令和10年度に120万人です"""

import re

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value, year_near
from teiju_graph.extract.words.years import find_years

_BEFORE_TARGET = Doubt("目標の前の値を基準と読んだ", "the value before the target is read as the baseline")


def stood(text: str) -> list[Value]:
    """Return the baseline that words call so behind it, or that a target follows: 6,840人という現状に対し."""
    figures = find_figures(text)
    return [
        Value("baseline", each, each.start, each.end, year_near(text, each), list(each.doubts))
        for each in figures
        if re.match(r"(?:という|である)(?:現状|現況|実績|水準)", text[each.end :])
    ] + [
        Value("baseline", each, each.start, each.end, year_near(text, each), [*each.doubts, _BEFORE_TARGET])
        for each in figures[:1]
        if re.match(
            rf"(?:で(?:した|あった|ございました|ございます)が|だったが|ですが|であり|でありますが|だが|のところ|で|とし)、(?:今後の|最終|\d+年後の|(?:令和|平成|[RH])[元\d]{{1,2}}年?度?末?の)?{choice('kpi', 'target')}",
            text[each.end :],
        )
        and not any(
            label.side != "target" and label.start < each.start
            for label in find_labels(text)
            if label.side != "indicator"
        )
    ]


def of_year(text: str) -> list[Value]:
    """Return the value of a year that a target follows at once, as the baseline: 令和3年度が90万人、目標は120万人です."""
    for figure in find_figures(text):
        years = find_years(text[: figure.start])
        told = years and re.fullmatch("末?[がは]、?", text[years[-1].end : figure.start])
        aimed = re.match(rf"、(?P<until>[^、。は]{{0,12}}?の)?{choice('kpi', 'target')}値?[はがを]", text[figure.end :])
        if told and aimed and years[-1].until is None and not _is_labelled(text[: figure.start]):
            doubts = [*figure.doubts, _BEFORE_TARGET]
            return [Value("baseline", figure, figure.start, figure.end, years[-1].value, doubts)]
    return []


def _is_labelled(ahead: str) -> bool:
    return any(label.side != "indicator" for label in find_labels(ahead))
