"""The years that a document gives once for all its values: 「基準値は令和５年度の実績、目標値は令和11年度の値である」."""

import re
from functools import cache

from teiju_graph.extract.kpis.values import find_values
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.titles import is_heading
from teiju_graph.extract.text.topics import bare
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.years import find_years

_BEHIND = re.compile(
    r"(?:\((?:19|20)\d\d\)\s*年?度?)?(?:末|時点|現在)*(?:の)?(?:実績値?|値|数値|もの|数字)?(?:です|である|であり|とし|を|と|で|、|。|に|は|\)|$|\s|・|/)"
)
_SAID = re.compile(
    r"の?(?:年度?|時点)?(?:は|が|を|には|については|:)(?:、|いずれも|すべて|全て|特に[^、。\d]{2,12}(?:限り|場合)は?|\s)*"
)
_BESIDE = re.compile(  # 目標値(令和８年度)とを比較し, [現状値(令和５年度)⇒目標値(令和11年度)]
    r"\((?P<year>[^()]{2,10})\)(?=[とをはにがで、。→⇒⇨➡\]】〕]|です|である|の(?:数?値|実績))"
)
_BEFORE = re.compile(r"(?:末|時点|現在)?(?:における|の|を)?(?:実績(?:値)?を)?")


def years_of_all(paragraphs: list[Paragraph]) -> dict[str, int]:
    """Return the year of the baselines and that of the targets, each where the document gives one for all of them."""
    found: dict[str, set[int]] = {}
    for paragraph in paragraphs:
        headed = [f"{bare(paragraph.text)}は"] if is_heading(paragraph) else []  # 4 今後の目標(令和11年度)
        for text in headed or [sentence.text for sentence in paragraph.sentences]:
            if not find_values(text):
                for side, year in _told(text):
                    found.setdefault(side, set()).add(year)
    return {side: years.pop() for side, years in found.items() if len(years) == 1}


def tells_years(paragraphs: list[Paragraph]) -> bool:
    """Say whether a document ties a year to its plan, its baselines or targets anywhere: then a value without one may
    have that."""
    tied = rf"計画期間|{choice('kpi', 'baseline', 'target', 'target_weak')}"
    return any(re.search(tied, part.text) and find_years(part.text, bare=True) for part in paragraphs)


def _told(text: str) -> list[tuple[str, int]]:
    """The years that the words for a baseline and a target of a sentence without figures have behind them, or both before
    them, or that an arrow joins."""
    if arrow := _arrow().search(text):
        joined = [year.value for side in ("baseline", "target") for year in find_years(arrow[side], bare=True)]
        if len(joined) == 2 and joined[0] < joined[1]:
            return list(zip(("baseline", "target"), joined, strict=True))
    ends = [(match.end(), side) for side, match in _words(text)]
    ends += [(label.end, label.side) for label in find_labels(text) if label.year is None]
    found = []
    for end, side in sorted(set(ends)):
        said = _SAID.match(text, end)
        rest = text[said.end() :] if said else ""
        beside = _BESIDE.match(text, end)
        years = find_years(beside["year"] if beside else rest, bare=bool(beside))
        told = bool(years and not years[0].start and years[0].until is None)
        if told and (beside or _BEHIND.match(rest, years[0].end)):
            found.append((side, years[0].value))
    found = [(side, year) for side, year in found if side in ("baseline", "target")]
    return found or _ahead(text) or _until(text)


def _until(text: str) -> list[tuple[str, int]]:
    """令和10年度までの目標を定めました: the year of all targets."""
    said = re.compile(
        rf"(?:末)?まで(?:に|の)[^、。]{{0,12}}?{choice('kpi', 'target')}(?:を(?:定め|設定|掲げ|示|設け)|は(?:次|以下))"
    )
    return [("target", year.value) for year in find_years(text) if said.match(text, year.end)]


def _ahead(text: str) -> list[tuple[str, int]]:
    """令和５年度の現状値と令和11年度の目標値を示す, 令和４年度を基準年度とし、令和９年度を目標年度とする: the years, where both sides
    have one."""
    words = [(match.start(), side) for side, match in _words(text)]
    found = {
        (side, year.value)
        for year in find_years(text)
        for start, side in words
        if year.until is None and year.end <= start and _BEFORE.fullmatch(text[year.end : start])
    }
    return sorted(found) if {side for side, _ in found} == {"baseline", "target"} else []


def _words(text: str) -> list[tuple[str, re.Match]]:
    """現状, 最終年度 and the like too, which label a value only where one follows."""
    return [
        *(("baseline", match) for match in re.finditer(choice("kpi", "baseline", "baseline_weak"), text)),
        *(("target", match) for match in re.finditer(choice("kpi", "target", "target_weak"), text)),
    ]


@cache
def _arrow() -> re.Pattern:
    """令和５年度実績→令和11年度目標値."""
    year = r"(?:(?:令和|平成|[RH])\s*(?:元|\d{1,2})|20\d\d)(?:\s*年度?)?(?:末|の)*"
    words = choice("kpi", "baseline", "baseline_weak", "actual"), choice("kpi", "target", "target_weak")
    return re.compile(
        rf"(?P<baseline>{year}){words[0]}?[\])】〕]?\s*(?:→|⇒|⇨|➡)\s*[\[(【〔]?(?P<target>{year})(?:{words[1]}|で|の|は|\s|[\])】〕]|$)"
    )
