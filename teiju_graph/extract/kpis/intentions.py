"""Sentences that say what a figure is to become, without any word for a target: Xを今の22kmから30kmに延ばす.

令和６年度に24件であった利用件数を、令和11年度には30件に増やす。
空き家の登録件数を倍増させる。

Nothing but the verb tells that it is an aim, so whoever takes one marks all of it as a doubt."""

import re
from dataclasses import dataclass

from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.measures import clean, name_before
from teiju_graph.extract.words.numbers import Figure, find_figures
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value, year_near

_PAST = re.compile(r"(?:た|てい(?:る|ます)|ておりま(?:す)|てきて(?:いる|います))(?:ところである|ところです)?[。]?$")


@dataclass(frozen=True)
class Intention:
    """What a sentence intends: the name of what is counted, where it gives one, and the values that it prints."""

    name: str | None
    values: list[Value]


def find_intention(text: str, before: str = "") -> Intention | None:
    """Return what a levelled sentence intends, None where it intends nothing; `before` is the sentence before it, which
    may say where it stands now."""
    if _PAST.search(text) or any(label.side == "target" for label in find_labels(text)):
        return None
    figures = find_figures(text)
    aim = next((each for each in reversed(figures) if _is_to_be(text[each.end :])), None)
    if aim is None:
        return _in_words(text, figures)
    earlier = [each for each in figures if each.end <= aim.start and not text.startswith("ずつ", each.end)]
    stands = next((each for each in reversed(earlier) if each.unit == aim.unit), None)
    values = [Value("target", aim, aim.start, aim.end, year_near(text, aim), list(aim.doubts))]
    if stands:
        values.insert(0, _stands(stands, text))
    elif said := [each for each in find_figures(before) if each.unit == aim.unit]:
        values.insert(0, _stands(said[-1], before))
    first = stands or aim
    name = _name_behind(text[first.end :]) or name_before(text, first.start)[0]
    return Intention(name or _name_of(before), values)


def _is_to_be(behind: str) -> bool:
    """Whether the words behind a figure say that something is to become so."""
    bound = rf"(?:\([^()]*\))?{choice('numbers.more', 'bounds')}?"
    becomes = rf"(?:に|へ|まで|と(?!い)|への|までの)(?:まで)?、?(?:[^、。\d]{{0,10}}?{choice('kpi', 'intended')}|{choice('kpi', 'more')})"
    reaches = rf"(?:の[^、。\d]{{1,8}})?を[^、。\d]{{0,6}}?{choice('kpi', 'reached')}"
    return bool(re.match(rf"{bound}(?:{becomes}|{reaches})", behind))


def _stands(figure: Figure, text: str) -> Value:
    return Value("baseline", figure, figure.start, figure.end, year_near(text, figure), list(figure.doubts))


def _in_words(text: str, figures: list[Figure]) -> Intention | None:
    """空き家の登録件数は現在15件であるが、5年後には倍増させる."""
    match = re.search(r"(?:を|は|に|から)?(?P<way>倍増|半減|[二三2-9]倍(?:増|に))", text)
    if match is None:
        return None
    way = Figure(None, None, None, "qualitative", match["way"])
    values = [Value("target", way, match.start("way"), match.end())]
    name, sure = name_before(text, figures[0].start if figures else match.start())
    if figures:
        values.insert(0, _stands(figures[0], text))
    return Intention(name, values) if figures or sure else None


def _name_behind(behind: str) -> str | None:
    """24件であった利用件数を: the name stands behind the figure."""
    match = re.match(
        r"(?:\([^()]*\))?(?:であった|だった|である|にとどまる|の)(?P<name>[^、。\d]{2,30}?)(?:を|は|について)", behind
    )
    return clean(match["name"]) if match and re.search(rf"{choice('kpi', 'nouns')}$", match["name"]) else None


def _name_of(before: str) -> str | None:
    figures = find_figures(before)
    return name_before(before, figures[0].start)[0] if figures else None
