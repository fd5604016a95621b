"""The years that a document gives once for all its values: 「基準値は令和５年度の実績、目標値は令和11年度の値である」."""

import re

from teiju_graph.extract.prose.captions import find_labels
from teiju_graph.extract.prose.running import Paragraph
from teiju_graph.extract.prose.values import find_values
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.years import find_years

_BEHIND = re.compile(
    r"(?:\((?:19|20)\d\d\)\s*年?度?)?(?:末|時点|現在)*(?:の)?(?:実績値?|値|数値|もの|数字)?(?:です|である|であり|とし|を|と|で|、|。|に|は|\)|$|\s|・|/)"
)


def years_of_all(paragraphs: list[Paragraph]) -> dict[str, int]:
    """Return the year of the baselines and that of the targets, each where the document gives one for all of them."""
    found: dict[str, set[int]] = {}
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            if not find_values(sentence.text):
                for side, year in _told(sentence.text):
                    found.setdefault(side, set()).add(year)
    return {side: years.pop() for side, years in found.items() if len(years) == 1}


def tells_years(paragraphs: list[Paragraph]) -> bool:
    """Say whether a document ties a year to its plan, its baselines or targets anywhere: then a value without one may
    have that."""
    tied = rf"計画期間|{choice('kpi', 'baseline', 'target', 'target_weak')}"
    return any(re.search(tied, part.text) and find_years(part.text, bare=True) for part in paragraphs)


def _told(text: str) -> list[tuple[str, int]]:
    """The years that the words for a baseline and a target of a sentence without figures have behind them."""
    ends = [(match.end(), side) for side, match in _words(text)]
    ends += [(label.end, label.side) for label in find_labels(text) if label.year is None]
    found = []
    for end, side in sorted(set(ends)):
        said = re.match(r"の?(?:年度?|時点)?(?:は|が|を|には|については|:)(?:、|いずれも|すべて|全て|\s)*", text[end:])
        rest = text[end + said.end() :] if said else ""
        beside = re.match(r"\((?P<year>[^()]{2,10})\)(?=[とをはにがで])", text[end:])  # 目標値(令和８年度)とを比較し
        years = find_years(beside["year"] if beside else rest, bare=bool(beside))
        told = bool(years and not years[0].start and years[0].until is None)
        if told and (beside or _BEHIND.match(rest, years[0].end)):
            found.append((side, years[0].value))
    return [(side, year) for side, year in found if side in ("baseline", "target")]


def _words(text: str) -> list[tuple[str, re.Match]]:
    """現状, 最終年度 and the like too, which label a value only where one follows."""
    return [
        *(("baseline", match) for match in re.finditer(choice("kpi", "baseline", "baseline_weak"), text)),
        *(("target", match) for match in re.finditer(choice("kpi", "target", "target_weak"), text)),
    ]
