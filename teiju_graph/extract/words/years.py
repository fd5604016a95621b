"""Years as cells and sentences print them: eras, fiscal years, short forms, years in brackets, ranges.

平成23年 (平成12年)   outer 2011, bracketed 2000
H28.4               outer 2016
平成32年             outer 2020, doubted: that era had no such year"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.phrases import choice, level, section, words

_KANJI = "〇一二三四五六七八九"
_BRACKETS = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]*)[)\]〕】]")
_RANGE = r"\s*(?:~|〜|-|–|—|―|から|より)\s*"


@dataclass(frozen=True)
class Year:
    """A year in a text: CE year, where it stands, how it is printed; until: the last year of a range."""

    value: int
    start: int
    end: int
    printed: str
    until: int | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Years:
    """What a cell says of years. outer: the year outside brackets; bracketed: that inside; further: other years, in
    order; doubts: why a person must look."""

    outer: int | None = None
    bracketed: int | None = None
    further: list[int] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def find_years(text: str, bare: bool = False) -> list[Year]:
    """Return the years that a text prints, in order. bare: a number such as 2011 is a year without 年 too, as in a
    cell. Positions are those in the NFKC form of the text."""
    shown = level(text)
    found = []
    for match in _year(bare).finditer(shown):
        value, doubt = _value(match["era"] or match["letter"], match["year"] or match["short"], match["ce"])
        if value is None:
            continue
        until = _until(match, value)
        found.append(Year(value, match.start(), match.end(), match[0].strip(), until, doubt))
    return found


def read_years(text: str) -> Years:
    """Return what a cell says of years. A cell that gives none (blank, 未定, 不明) has no year and no doubt."""
    shown = re.sub(r"(?<=\d)[\r\n]+\s*(?=\d)", "", level(text)).strip()
    listed, _, note = shown.partition("※")
    inside = " ".join(_BRACKETS.findall(listed))
    outside = _BRACKETS.sub(" ", listed)
    outer, inner = find_years(outside, bare=True), find_years(inside, bare=True)
    inner = [year for year in inner if year.value not in {each.value for each in outer}]
    doubts = [*_doubts_of(outside, outer), *_doubts_of(inside, inner)]
    if not outer and not inner:
        if level(text).strip() not in {"", *words("years", "none")} and not doubts:
            doubts.append(_doubt(shown, "年として読めない", "is not read as a year"))
        return Years(doubts=doubts)
    if not outer:
        doubts.append(_doubt(shown, "括弧の中の年しかない", "has a year in brackets only"))
    if outer and inner and inner[0].value > outer[0].value:
        doubts.append(_doubt(shown, "括弧の中の年のほうが後", "the year in brackets is the later one"))
    further = [*outer[1:], *inner[1:], *find_years(note)]
    if further:
        doubts.append(_doubt(shown, "ほかの年もある", "has further years"))
    return Years(
        outer[0].value if outer else None,
        inner[0].value if inner else None,
        [each.value for each in further],
        list(dict.fromkeys(doubts)),
    )


def _doubts_of(text: str, years: list[Year]) -> Iterator[Doubt]:
    for year in years:
        if year.doubt:
            yield year.doubt
        if year.until is not None:
            yield _doubt(year.printed, "期間である", "is a range")
    rest = text
    for year in reversed(years):
        rest = rest[: year.start] + rest[year.end :]
    if (match := re.search(choice("years", "vague"), rest)) and years:
        yield _doubt(text.strip(), f"「{match[0]}」とある", f"says “{match[0]}”")
    rest = re.sub(rf"{choice('years', 'silent', 'none')}|[\d\s.,/~〜\-]", "", rest)
    if rest and years:
        yield _doubt(text.strip(), f"ほかの語がある:{rest}", f"has other words: {rest}")


@cache
def _year(bare: bool) -> re.Pattern:
    number = rf"元|\d{{1,2}}(?!\d)|[{_KANJI}十]{{1,3}}"
    letters = "".join(section("years")["short"])
    ce = r"(?<!\d)(?:1[89]|20)\d\d(?:\s*年度|\s*年(?!間)" + (r"|(?!\d)(?=[./-]\d|\s|[~〜)\]]|$)" if bare else "") + ")"
    era = (
        rf"(?P<era>{'|'.join(section('years')['eras'])})\s*(?P<year>{number})(?:\s*年度|\s*年(?!間))?"
        rf"|(?<![A-Za-z0-9])(?P<letter>[{letters}])\.?\s?(?P<short>元|\d{{1,2}})(?![\dA-Za-z%])(?:\s*年度|\s*年(?!間))?"
    )
    until = rf"(?:{_RANGE}(?:(?P<until_era>{'|'.join(section('years')['eras'])}|[{letters}])\s*)?(?P<until>元|\d{{1,4}})(?:\s*年度|\s*年))?"
    return re.compile(rf"(?:{era}|(?P<ce>{ce})){until}")


def _value(era: str | None, number: str | None, ce: str | None) -> tuple[int | None, Doubt | None]:
    if ce:
        return int(re.sub(r"\D", "", ce)), None
    name = section("years")["short"].get(era, era)
    before, last = section("years")["eras"][name]
    count = 1 if number == "元" else _count(number or "")
    if not count:
        return None, None
    doubt = None
    if count > last:
        doubt = _doubt(f"{name}{count}年", f"{name}は{last}年まで", f"{name} ended in its year {last}")
    return before + count, doubt


def _until(match: re.Match, value: int) -> int | None:
    if not match["until"]:
        return None
    if match["until_era"]:
        return _value(match["until_era"], match["until"], None)[0]
    number = 1 if match["until"] == "元" else int(match["until"])
    if number > 1000:
        return number
    era = match["era"] or match["letter"]
    return _value(era, str(number), None)[0] if era else value // 100 * 100 + number


def _count(number: str) -> int:
    """Return 23 for 23 and 二十三."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if ten:
        return (_KANJI.index(tens) if tens in _KANJI[1:] and tens else 1) * 10 + (_KANJI.index(ones) if ones else 0)
    return int("".join(str(_KANJI.index(char)) for char in number))


def _doubt(printed: str, ja: str, en: str) -> Doubt:
    return Doubt(f"「{printed}」:{ja}", f"“{printed}”: {en}")
