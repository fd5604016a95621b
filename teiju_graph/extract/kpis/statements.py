"""Sentences that say a value without any label: Xは183人であった, これを1億円未満に抑える, Xを80以上とする.

They are values of a KPI only beside something that says so; whoever takes one marks it as a doubt."""

import re
from dataclasses import dataclass, replace

from teiju_graph.extract.text.measures import name_before, without_time
from teiju_graph.extract.words.numbers import Figure, find_figures, read_figure
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value, year_near
from teiju_graph.extract.words.years import find_years

_WAS = r"(?:\([^()]*\))?(?:で(?:あった|した|ある|す|ございま)|だった|に(?:上|のぼ)(?:った|り|る|っている)|と(?:なった|なっている|なっています|なりました|なっております)|を記録)"
_BOUND = r"(?:以上|以下|以内|未満|程度)?"


@dataclass(frozen=True)
class Statement:
    """A value without a label: its name where the sentence gives one, whether the name is sure; how it is said:
    `was` (it is so), `becomes` (これを…に抑える), `set` (…とする), `kept`, `year` (R4:4団体)."""

    how: str
    name: str | None
    sure: bool
    value: Value


def find_statement(text: str) -> Statement | None:
    """Return what a levelled sentence says of one figure, or of a direction, None where it says no such thing."""
    figures = find_figures(text)
    if not figures:
        return _direction(text)
    if len(figures) == 2 and (rose := _rose(text, figures)):
        return rose
    if len(figures) > 1 and not re.search(r"\([^()]*$", text[: figures[1].start]):
        apart = re.match(r"(?:で|であり|となり|でしたが|であったが)、", text[figures[0].end :])
        if not apart or any(each.unit == figures[0].unit for each in figures[1:]):
            return None
    figure = figures[0]
    behind = text[figure.end :]
    name, sure = name_before(text, figure.start)
    year = year_near(text, figure)
    if re.match(rf"{_BOUND}(?:に|へ|まで)(?:まで)?{choice('kpi', 'more')}(?![^。]*(?:ました|した。))", behind) and (
        re.match(r"(?:今後は?、?)?(?:これ|この(?:数|値|割合|回数|件数|人数))を", text)
        or (not sure and re.search(r"年度?末?までに\D{0,3}$", text[: figure.start]))
    ):
        return Statement("becomes", None, False, _value("target", figure, year))
    kept = re.match(
        rf"{_BOUND}(?:を|で|に)?(?:とし、)?(?:引き続き|これを|今後も|、)*{choice('numbers.words', 'maintain')}(?:する|します|し、|していく|していきます|してまいります|することとする|とする)",
        behind,
    )
    if kept and name:
        return Statement("kept", name, sure, _value("target", replace(figure, maintain=True), year))
    same = re.match(rf"と?(?:同じ|同程度の|同等の|の)水準(?:に|を|で|の){choice('numbers.words', 'maintain')}", behind)
    if same and name:
        return Statement("kept", name, sure, _value("baseline", replace(figure, maintain=True), year))
    if name and re.match(
        rf"{_BOUND}(?:と|に)(?:する|します|いたします|しています|しております|している)(?:こととする)?[。]?$", behind
    ):
        return Statement("set", name, sure, _value("target", figure, year))
    bare = re.sub(r"\([^()]*\)", "", behind).strip("。 ")
    if name and (
        re.fullmatch(rf"{_BOUND}に{choice('kpi', 'more')}[^、。]{{0,4}}", bare) or (figure.bound and not bare)
    ):
        return Statement("set", name, sure, _value("target", figure, year))
    if match := re.fullmatch(r"(?P<year>[^:\d]{0,3}\d{1,4}年?度?)\s*[:\s]\s*", text[: figure.start]):
        years = find_years(match["year"], bare=True)
        if years and not behind.strip("。 "):
            return Statement("year", None, False, _value("baseline", figure, years[0].value))
    told = name and sure and re.search(r"[はが](?:約|延べ)?$", without_time(text[: figure.start]))
    if re.match(rf"{_BOUND}(?:{_WAS}|(?:で|であり|となり)、)", behind) or (told and not bare):
        return Statement("was", name, sure, _value("baseline", figure, year))
    return None


def _value(side: str, figure: Figure, year: int | None) -> Value:
    return Value(side, figure, figure.start, figure.end, year, list(figure.doubts))


def _rose(text: str, figures: list[Figure]) -> Statement | None:
    """参加校数が11校から14校に増えました: where it stood, for a target told next."""
    one, two = figures
    name, sure = name_before(text, one.start)
    past = re.match(r"(?:に|へ|まで)(?:まで)?[^、。\d]{1,10}(?:た|ている|ています|ております)。?$", text[two.end :])
    if one.unit != two.unit or not name or not past or not re.fullmatch(r"から、?", text[one.end : two.start]):
        return None
    return Statement("was", name, sure, _value("baseline", one, year_near(text, one)))


def _direction(text: str) -> Statement | None:
    """就職率の上昇を目指す: a target in words."""
    match = re.search(
        rf"(?P<what>[^。]+?)の(?P<way>{choice('numbers.more', 'change')}|{choice('numbers.words', 'maintain')})(?:を(?:目指|図)|に(?:努|取り組))",
        text,
    )
    if not match:
        return None
    name, sure = name_before(text, match.end("what"))
    figure = read_figure(match["way"])
    if not name or not sure:
        return None
    return Statement("set", name, sure, Value("target", figure, match.start("way"), match.end("way")))
