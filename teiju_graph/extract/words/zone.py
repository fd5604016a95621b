"""The zone that a document belongs to, found by its name and by the municipalities that the document names."""

import re
from collections import Counter
from dataclasses import dataclass

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.rendition import Rendition
from teiju_graph.extract.words.phrases import fold
from teiju_graph.extract.words.register import Register, Zone

_READ = 400_000  # characters; a document names its zone long before
_SUFFIX = re.compile(r"(?:広域)?(?:圏域)?定住自立圏(?:域)?(?:構想)?$|圏域$|地域$")
_NAMED = 1.0  # what the zone's name in the document counts, beside a share of at most 1
_LEAST, _ENOUGH, _CLEAR = 0.25, 0.5, 0.15


@dataclass(frozen=True)
class FoundZone:
    """The zone found, None where the document names none; doubt: why a person must look, None where it is sure."""

    zone: Zone | None
    doubt: Doubt | None = None


def find_zone(rendition: Rendition, register: Register) -> FoundZone:
    """Return the zone whose members the document names, rather than others, and whose own name it bears."""
    text = fold(rendition.text[:_READ])
    named = mentions(text, register)
    every = sum(named.values())
    ranked = sorted(((_score(zone, text, named, every), zone) for zone in register.zones), key=lambda each: -each[0])
    if not ranked or ranked[0][0] == 0:
        return FoundZone(None, Doubt("圏域の名も市町村の名もない", "names neither a zone nor its municipalities"))
    score, zone = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if score < _LEAST:
        return FoundZone(None, Doubt("どの圏域の文書か分からない", "does not show whose document it is"))
    if score - second < _CLEAR:
        other = ranked[1][1].names[0]
        return FoundZone(zone, Doubt(f"{other}の文書かもしれない", f"may be a document of {other}"))
    if score < _ENOUGH:
        return FoundZone(zone, Doubt("構成市町村があまり出てこない", "names few of the members"))
    return FoundZone(zone)


def mentions(text: str, register: Register) -> Counter[str]:
    """How often each folded name of a municipality stands in the text, the longest first at each place."""
    found: Counter[str] = Counter()
    at = 0
    while at < len(text):
        name = register.starting(text, at)
        if name:
            found[name] += 1
        at += len(name) or 1
    return found


def _score(zone: Zone, text: str, named: Counter[str], every: int) -> float:
    """How well the document fits a zone: its members that are named, among all municipalities that are, and its name."""
    names = {fold(each.name) for each in zone.members}
    inside = sum(named[name] for name in names)
    recall = sum(1 for name in names if named[name]) / len(names)
    share = inside / every if every else 0.0
    score = 2 * recall * share / (recall + share) if inside else 0.0
    return score + (_NAMED if any(_bears(text, name) for name in zone.names) else 0.0)


def _bears(text: str, name: str) -> bool:
    stem = _SUFFIX.sub("", fold(name)).strip("()（）")
    return len(stem) > 1 and bool(re.search(rf"{re.escape(stem)}\s*(?:広域)?(?:圏域|定住|地域)", text))
