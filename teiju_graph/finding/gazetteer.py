"""Municipalities by whatever a person types: names, readings, romaji, codes, beginnings, misprints, former names."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.finding.spelling import latin, level, romanise, stem
from teiju_graph.finding.zones import Zone, read_zones
from teiju_graph.labels import Link
from teiju_graph.queries import page_query
from teiju_graph.vocab import BASE

_MOST = 12  # candidates for one thing typed: what a person looks through
_SEPARATORS = re.compile(
    r"[、，,;；・/\n\t　]+|(?<=[市町村区])\s*[とや]\s*(?=.)|(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])"
)


@dataclass(frozen=True)
class Place:
    """A municipality to choose: its code, reading and prefecture, and in how many cooperations it takes part."""

    link: Link
    code: str
    kana: str
    prefecture: str
    count: int


@dataclass(frozen=True)
class Former:
    """A municipality that is no more: its name, and the one it became part of, since when if that is known."""

    name: str
    successor: Place
    since: str


@dataclass
class Reading:
    """What something typed may mean. exact: the places that bear it as a name, reading or code; others: places whose
    names begin with it or are near it; former: municipalities of that name that are no more."""

    text: str
    exact: list[Place] = field(default_factory=list)
    others: list[Place] = field(default_factory=list)
    former: list[Former] = field(default_factory=list)

    def meant(self, prefectures: Collection[str]) -> Place | None:
        """Return the one place that is meant beside others in these prefectures, None where that is not clear: the only
        one of the name, else the only one in the prefectures, else the only one that takes part in anything."""
        inside = [place for place in self.exact if place.prefecture in prefectures]
        active = [place for place in self.exact if place.count]
        return next((found[0] for found in (self.exact, inside, active) if len(found) == 1), None)


class Gazetteer:
    """All municipalities of a store, asked by anything typed."""

    def __init__(self, places: list[Place], names: dict[str, list[str]], former: list[Former], zones: dict[str, Zone]):
        """places: in the order of their codes; names: every other name by code."""
        self.places = {place.code: place for place in places}
        self.zones = zones
        self._former: dict[str, list[Former]] = {}
        for each in former:
            for key in {level(each.name), level(stem(each.name))}:
                self._former.setdefault(key, []).append(each)
        self._whole: dict[str, list[Place]] = {}
        self._short: dict[str, list[Place]] = {}
        for place in places:
            whole, short = _keys(place, names.get(place.code, []))
            for table, keys in ((self._whole, whole), (self._short, short)):
                for key in keys:
                    table.setdefault(key, []).append(place)
        self._sorted = sorted(self._whole)

    def read(self, text: str) -> Reading:
        """Return what one thing typed may mean."""
        found = Reading(text.strip())
        keys = {level(text), latin(text)} - {""}
        if not keys:
            return found
        found.exact = _each(self._whole, keys) or _each(self._short, keys)
        found.former = [each for key in keys for each in self._former.get(key, [])]
        if not found.exact:
            found.others = self.begin(text)
            if not found.others and not found.former:
                near = self._alike(level(text))
                found.others = _ranked(_each(self._whole, near) + _each(self._short, near))
        return found

    def begin(self, text: str) -> list[Place]:
        """Return the places whose name or reading begins with what is typed, those that take part in most first."""
        found = []
        for key in {level(text), latin(text)} - {""}:
            if len(key) > 1 or not key.isascii():
                start = bisect_left(self._sorted, key)
                found += self._sorted[start : bisect_left(self._sorted, key + "\U0010ffff", start)]
        return _ranked(_each(self._whole, found))

    def _alike(self, text: str) -> list[str]:
        known = [*self._short, *self._sorted]
        fitting = [key for key in known if key.isascii() == text.isascii() and abs(len(key) - len(text)) < 2]
        return get_close_matches(text, fitting, n=_MOST, cutoff=0.5 if len(text) < 3 else 0.6)

    def split(self, text: str) -> list[str]:
        """Return the names in a text that may list several: 室蘭市、登別市 or 室蘭市と登別市 or muroran, date."""
        parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
        words = [part.split() if part.isascii() and not self.read(part).exact else [part] for part in parts]
        return [word for part in words for word in part if word.lower() not in ("and", "city", "town", "village")]

    def namesakes(self, place: Place) -> list[Place]:
        """Return the other municipalities of the same name."""
        return [each for each in self._whole.get(level(place.link.ja), []) if each is not place]

    def prefectures(self) -> list[str]:
        """Return the prefectures in the order of the codes."""
        return list(dict.fromkeys(place.prefecture for place in self.places.values() if place.prefecture))

    def within(self, area: str) -> list[Place]:
        """Return the municipalities of a zone (`zone/nishi-iburi`) or a prefecture (`prefecture/北海道`); none where
        there is no such area."""
        kind, _, name = area.partition("/")
        if kind == "prefecture":
            return [place for place in self.places.values() if place.prefecture == name]
        zone = self.zones.get(f"{BASE}id/{area}")
        codes = [link.path.partition("/")[2] for link in zone.members] if zone else []
        return [self.places[code] for code in codes if code in self.places]


@kept()
def open_gazetteer(store: Store) -> Gazetteer:
    """Return the municipalities of a store."""
    counts = {
        row["municipality"].value: int(row["count"].value) for row in select(store, page_query("takings-part").text)
    }
    places: dict[str, Place] = {}
    former = []
    for row in select(store, page_query("places").text):
        link = Link(row["municipality"].value, row["ja"].value, row["en"].value)
        kana, prefecture, since = (row[name].value if row[name] else "" for name in ("kana", "prefecture", "since"))
        place = Place(link, link.path.partition("/")[2], kana, prefecture, counts.get(link.iri, 0))
        places[link.iri] = place
        names = row["former"].value.split("・") if row["former"] else []
        former += [Former(name, place, since) for name in names if name != link.ja]
    others: dict[str, list[str]] = {}
    for row in select(store, page_query("other-names").text):
        others.setdefault(places[row["municipality"].value].code, []).append(row["name"].value)
    return Gazetteer(list(places.values()), others, former, read_zones(store))


def _keys(place: Place, others: list[str]) -> tuple[set[str], set[str]]:
    """Under what a place is found: whole names, and names without 市, 町 or 村 (their readings without し, ちょう …)."""
    name, kana = place.link.ja, place.kana
    whole = {level(each) for each in (name, place.prefecture + name, kana, place.link.en, *others)}
    whole |= {latin(place.link.en), romanise(kana), place.code, place.code[:5], *map(latin, others)}
    short = {level(stem(name)), level(re.sub("(し|ちょう|まち|そん|むら|く)$", "", kana))}
    short |= {latin(place.link.en) + suffix for suffix in ("shi", "machi", "cho", "mura", "son")}
    return whole - {""}, short - {""}


def _ranked(places: list[Place]) -> list[Place]:
    return sorted(set(places), key=lambda place: (-place.count, place.code))[:_MOST]


def _each(table: dict[str, list[Place]], keys: Iterable[str]) -> list[Place]:
    return list(dict.fromkeys(place for key in keys for place in table.get(key, [])))
