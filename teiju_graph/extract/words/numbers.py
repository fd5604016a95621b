"""Figures as cells and sentences print them: full width, 万 and 億, counters, what they count over, or words instead.

２，３４８人     2348 人
累計30回        30 回, cumulative
7.5百万円       7500000 円
5系統を維持     5 系統, kept as it is
増加            no figure: qualitative"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from math import prod

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.phrases import choice, level, section, words
from teiju_graph.extract.words.years import find_years

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|ゼロ(?=[にとへのをで、。)件人回]|$))"
_SMALL = {"千": 1000, "百": 100}
_HIDDEN = "\ufffc"  # stands for what is a number but no figure: a year, a date, a time
_DATES = re.compile(r"\d{1,2}月(?:\s*\d{1,2}日)?|\d{1,2}時(?:\d{1,2}分|半)?|\d{1,2}:\d\d")
_RANGE = re.compile(r"\s*(?:~|〜|から|-|–)\s*")
_ORDINAL = re.compile(r"[回点番つ年期日件本人社]?目(?![指標的安])")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True)
class Figure:
    """A value as printed. value: in base units, None where there is no figure; unit: its counter; basis: `per_year`,
    `per_month`, `per_day`, `cumulative`, `yoy` or None; status: `stated`, `implied` (only 維持 is printed), `blank` or
    `qualitative`; maintain: it is to be kept; bound: 以上, 以内 and the like; start, end: where it stands in the
    levelled text."""

    value: Decimal | None
    unit: str | None
    basis: str | None
    status: str
    printed: str
    maintain: bool = False
    bound: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def number(self) -> int | float | None:
        """The value as JSON writes it."""
        if self.value is None:
            return None
        return int(self.value) if self.value == self.value.to_integral() else float(self.value)


def find_figures(text: str) -> list[Figure]:
    """Return the figures in running text, in order; years, dates, pages and numbers of a series (第2回) are none."""
    shown = hide_dates(level(text))
    return [each for each in _figures(shown, level(text)) if each.unit != "年"]


def read_figure(text: str) -> Figure:
    """Return what a cell, or the words after a label, say of a value. An empty one is `blank`."""
    shown = join_digits(level(text)).strip(" \t\r\n:。、")
    if not shown or shown.strip("()「」") in words("numbers.words", "blank"):
        return Figure(None, None, None, "blank", shown)
    found = list(_figures(hide_dates(shown), shown)) or ([] if find_years(shown) else list(_figures(shown, shown)))
    outside = [each for each in found if not _in_brackets(shown, each.start)]
    if not found:
        return _in_words(shown)
    figure = replace((outside or found)[0], printed=shown)
    if len(outside) > 1 and _RANGE.fullmatch(shown[outside[0].end : outside[1].start]):
        return replace(figure, value=None, doubts=[_doubt(shown, "幅がある", "is a range")])
    if len(found) > 1:
        figure = replace(figure, doubts=[*figure.doubts, _doubt(shown, "数が二つ以上ある", "has several figures")])
    if re.search(choice("numbers.words", "maintain"), shown):
        figure = replace(figure, maintain=True)
    return figure


def hide_dates(text: str) -> str:
    """Return a levelled text with years, dates and times hidden, of the same length."""
    for year in reversed(find_years(text)):
        text = text[: year.start] + _HIDDEN * (year.end - year.start) + text[year.end :]
    return _DATES.sub(lambda match: _HIDDEN * len(match[0]), text)


def join_digits(text: str) -> str:
    """Return a text with numbers joined that a line break or a blank after a comma parts."""
    text = re.sub(r"(?<=[\d,.])[ \t]*[\r\n]+[ \t]*(?=[\d,.万億千])", "", text)
    return re.sub(r"(?<=\d),[ \t]+(?=\d{3}(?!\d))", ",", text)


@cache
def _pattern() -> re.Pattern:
    before = choice("numbers.before", *section("numbers")["before"])
    magnitude = "(?:" + "|".join(sorted(section("numbers")["multipliers"], key=len, reverse=True)) + ")"
    after = choice("numbers.after", *section("numbers")["after"])
    return re.compile(
        rf"(?P<before>(?:(?:\d+(?:か|カ|ヵ|箇)?年(?:間)?(?:累計|合計|計)?(?:で|の|に)?(?=\D?\D?\d)|(?<![\d元昨今来一]){before}"
        rf"|{choice('numbers.more', 'about')}|{choice('numbers.more', 'change')}率?)(?:に|で|の|、|:)?\s*)*)"
        rf"(?P<sign>[▲△]\s*|マイナス|(?<![\dA-Za-z~〜一-龥)])-)?"
        rf"(?P<amount>(?:{_NUMBER}\s?{magnitude})*{_NUMBER}\s?{magnitude}?|(?:{_NUMBER}\s?{magnitude})+)"
        rf"\s?(?P<unit>{choice('numbers', 'counters')})?"
        rf"\s?(?P<after>{after})?(?P<unit2>(?<=\)){choice('numbers', 'counters')})?"
        rf"(?P<bound>{choice('numbers.more', 'bounds')})?"
        rf"(?P<change>の?{choice('numbers.more', 'change')})?"
    )


def _figures(text: str, shown: str) -> Iterator[Figure]:
    for match in _pattern().finditer(text):
        if not _counts(text, match):
            continue
        value = _amount(match["amount"])
        unit, end = match["unit"] or match["unit2"], match.end()
        if match["sign"]:
            value = -value
        doubts = []
        printed = shown[match.start() : match.end()]
        if match["change"] or match["sign"] or re.search(choice("numbers.more", "change"), match["before"] or ""):
            doubts.append(_doubt(printed, "値ではなく変化の量", "is a change, not a value"))
        if rare := re.search(r"週に?|隔年|\d年に", text[max(0, match.start() - 2) : match.start("amount")]):
            doubts.append(_doubt(rare[0] + match["amount"], "年、月、日ごとではない", "is not per year, month or day"))
        if unit and re.match(r"/\s*[A-Za-z一-龥]", text[match.end() :]):
            doubts.append(_doubt(printed, "単位の続きがある", "its unit goes on"))
        if not unit and (loose := _loose_unit(text, match.end("amount"))):
            unit, end = loose, text.find(loose, match.end("amount")) + len(loose)
            printed = shown[match.start() : end]
            if loose not in words("numbers", "counters"):
                doubts.append(_doubt(printed, "知らない単位", "has an unknown counter"))
        yield Figure(
            value,
            "％" if unit == "%" else unit,
            _basis(match),
            "stated",
            printed,
            bound=match["bound"] or "",
            doubts=doubts,
            start=match.start() + len(match["before"]) - len(match["before"].lstrip()),
            end=end,
        )


def _counts(text: str, match: re.Match) -> bool:
    """第2回, 資料1, 12ページ, B5 are numbers, but they count nothing."""
    ahead, behind = text[: match.start()], text[match.end("amount") :]
    if ahead.endswith("(") and text[match.end() :].startswith(")") and not match["unit"]:
        return False
    if not match["before"] and re.search(rf"(?:{choice('numbers.more', 'not_after')}|[A-Za-z])\s?$", ahead):
        return False
    if any(_ORDINAL.match(rest) for rest in (text[match.end() :], behind)):
        return False
    if re.match(rf"(?:\d*[日月年人])?{choice('numbers.more', 'rates')}", text[match.end() :]):
        return False
    return bool(match["unit"]) or not re.match(rf"\s?{choice('numbers.more', 'not_before')}", behind)


def _amount(printed: str) -> Decimal:
    total = below = Decimal(0)  # below: what stands before 万 and is counted by it, as in 9千8百万
    for number, magnitude in re.findall(rf"({_NUMBER})\s?([兆億千百万]*)", printed):
        small = prod(_SMALL[each] for each in magnitude if each in _SMALL)
        large = prod(section("numbers")["multipliers"][each] for each in magnitude if each not in _SMALL)
        below += Decimal(number.replace(",", "").replace("ゼロ", "0")) * small
        if large > 1:
            total, below = total + below * large, Decimal(0)
    return total + below


def _loose_unit(text: str, end: int) -> str | None:
    """Return a counter that is in no list: the word right after the number, up to what is no kanji or katakana."""
    match = re.compile(r"\s?([一-龥々ァ-ヶー]{1,6}|[A-Za-z]{1,6})(?![一-龥々ァ-ヶー])").match(text, end)
    if not match or re.match(choice("numbers.more", "bounds", "change"), match[1]):
        return None
    return None if re.match(choice("numbers.words", "maintain", "qualitative"), match[1]) else match[1]


def _basis(match: re.Match) -> str | None:
    for part, where in (("after", "after"), ("before", "before")):
        printed = match[part] or ""
        if part == "before" and (years := re.match(r"(\d+)(?:か|カ|ヵ|箇)?年", printed)):
            if re.match(r"\d+年に", printed):
                return None
            return "cumulative" if int(years[1]) > 1 else "per_year"
        for basis in ("yoy", "cumulative", "per_day", "per_month", "per_year"):
            if printed and re.search(choice(f"numbers.{where}", basis), printed):
                return basis
    return None


def _in_words(shown: str) -> Figure:
    maintain = re.search(choice("numbers.words", "maintain"), shown)
    if maintain:
        rest = re.sub(
            rf"{choice('numbers.words', 'maintain')}|現状|現行|現在|基準値?|水準|程度|以上|の|を|に|で|する|として|とする|値",
            "",
            shown,
        )
        rest = re.sub(r"\([^()]*\)", "", rest)
        status = "qualitative" if rest.strip() else "implied"
        return Figure(None, None, None, status, shown, maintain=True)
    if re.search(choice("numbers.words", "blank"), shown):
        return Figure(None, None, None, "blank", shown)
    doubts = (
        []
        if re.search(choice("numbers.words", "qualitative"), shown)
        else [_doubt(shown, "値として読めない", "is not read as a value")]
    )
    return Figure(None, None, None, "qualitative", shown, doubts=doubts)


def _in_brackets(text: str, position: int) -> bool:
    return any(match.start() < position < match.end() for match in _BRACKETED.finditer(text))


def _doubt(printed: str, ja: str, en: str) -> Doubt:
    return Doubt(f"「{printed}」:{ja}", f"“{printed}”: {en}")
