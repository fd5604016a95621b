"""The parts of a list of municipalities, in order: names, words for groups, words that leave it open, what is unread."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from teiju_graph.extract.words.groups import Group
from teiju_graph.extract.words.phrases import choice, fold, level, section, words
from teiju_graph.extract.words.register import KINDS, Register, Zone

_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"両": 2}
_OPENING, _CLOSING = "([{「『<〔【", ")]}」』>〕】"


@dataclass(frozen=True)
class Part:
    """A part of a list. kind: `name` (prefecture: printed before it), `group` (also of a prefecture), `open`, `except`, `prefecture`, `county`
    (towns that it counts, 海部郡3町), `unread` or `bracket`; printed: as it stands; glued: nothing parts it from what stands before."""

    kind: str
    printed: str
    glued: bool
    folded: str = ""
    prefecture: str = ""
    group: Group | None = None


def scan(text: str, zone: Zone | None, register: Register) -> Iterator[Part]:
    """Yield the parts of a list of municipalities."""
    yield from _Scan(text, zone, register).parts()


@cache
def _patterns() -> dict[str, re.Pattern]:
    kinds = "|".join(sorted(section("names")["kinds"], key=len, reverse=True))
    number = r"(?:\d+|[一二三四五六七八九十両])"
    return {
        "separator": re.compile(rf"\s+|{choice('names', 'separators')}"),
        "count": re.compile(rf"(?:{choice('names', 'every', 'unclear')})?((?:{number}(?:{kinds}))+)"),
        "kind": re.compile(kinds),
        "each": re.compile(rf"({number})({kinds})"),
        "every": re.compile(rf"{choice('names', 'every')}({kinds})|{choice('names', 'every_alone')}"),
        "within": re.compile(rf"{choice('names', 'within')}の?{choice('names', 'all')}(\d+)?({kinds})"),
        "central": re.compile(choice("names", "central")),
        "neighbours": re.compile(rf"{choice('names', 'neighbours')}({kinds})"),
        "unclear": re.compile(rf"{choice('names', 'unclear')}({kinds})"),
        "open": re.compile(choice("names", "open")),
        "except": re.compile(choice("names", "except")),
        "zone_ends": re.compile(rf"{choice('names', 'zone_ends')}?の?$"),
        "county": re.compile(
            rf"(?!{choice('names', 'separators')})[^\s、,()市町村]{{1,4}}?郡(?:の|内の?)?(?:{number}|全|各)?(?:{kinds})?"
        ),
    }


class _Scan:
    """One pass over one text: `text` is folded, `shown` as printed, both of one length."""

    def __init__(self, text: str, zone: Zone | None, register: Register):
        self.shown = level(text)
        self.text, self.zone, self.register = fold(text), zone, register
        self.members = sorted((fold(each.name) for each in zone.members), key=len, reverse=True) if zone else []
        self.at, self.begun, self.parted, self.last = 0, 0, True, ""

    def parts(self) -> Iterator[Part]:
        while self.at < len(self.text):
            found = (
                self._bracket()
                or self._name()
                or self._prefecture()
                or self._region()
                or self._group()
                or self._separator()
                or self._open()
            )
            if found is None:
                self.at += 1
                continue
            part, length = found
            yield from self._unread()
            if part.kind != "separator":
                yield part
            self.last = part.kind
            self.parted = part.kind in ("separator", "bracket")
            self.at += length
            self.begun = self.at
        yield from self._unread()

    @property
    def fresh(self) -> bool:
        """Nothing unread stands before this position, or it ends as a name does."""
        return self.begun == self.at or self.text[self.at - 1] in KINDS

    def _unread(self) -> Iterator[Part]:
        chunk = self.shown[self.begun : self.at].strip()
        if chunk:
            yield Part("unread", chunk, not self.parted, folded=self.text[self.begun : self.at].strip())
            self.parted = False

    def _part(self, kind: str, length: int, **more) -> tuple[Part, int]:
        glued = not self.parted or self.begun < self.at
        return Part(kind, self.shown[self.at : self.at + length], glued, **more), length

    def _bracket(self) -> tuple[Part, int] | None:
        return self._part("bracket", 1) if self.text[self.at] in _OPENING + _CLOSING else None

    def _separator(self) -> tuple[Part, int] | None:
        match = _patterns()["separator"].match(self.text, self.at)
        if not match or not match[0] or (match[0] in ("と", "や") and self.begun < self.at):
            return None
        return self._part("separator", len(match[0]))

    def _name(self) -> tuple[Part, int] | None:
        here = next((name for name in self.members if self.text.startswith(name, self.at)), "")
        name = max(here, self.register.starting(self.text, self.at), key=len)
        if name and (name == here or self.fresh):
            return self._of_prefecture(name)
        if not self.fresh:
            return None
        prefecture = next((each for each in self.register.prefectures if self.text.startswith(each, self.at)), "")
        after = self.at + len(prefecture)
        district = re.compile(r"[^\s、,()市町村]{1,4}郡").match(self.text, after)
        starts = [*([district.end()] if district else []), after]  # 兵庫県上郡町 is a town, no county of that name
        start = next((each for each in starts if each > self.at and self.register.starting(self.text, each)), 0)
        if not start:
            return None
        name = self.register.starting(self.text, start)
        return self._part("name", start - self.at + len(name), folded=name, prefecture=prefecture)

    def _of_prefecture(self, name: str) -> tuple[Part, int]:
        """A name with the prefecture that stands in brackets behind it: 松江市(島根県)."""
        after = self.at + len(name)
        behind = (each for each in self.register.prefectures if self.text.startswith(f"({each})", after))
        prefecture = next(behind, "")
        length = len(name) + (len(prefecture) + 2 if prefecture else 0)
        return self._part("name", length, folded=name, prefecture=prefecture)

    def _prefecture(self) -> tuple[Part, int] | None:
        """A word for every municipality of a prefecture, named (岡山県内全市町村) or not (県内の全27市町村)."""
        named = next((each for each in self.register.prefectures if self.text.startswith(each, self.at)), "")
        match = _patterns()["within"].match(self.text, self.at + max(0, len(named) - 1))
        if not match or not self.fresh:
            return None
        counts = ((int(match[1]) if match[1] else None, _kinds(match[2])),)
        length = match.end() - self.at
        named = named or {"道": "北海道", "都": "東京都"}.get(match[0][0], "")
        group = Group(self.shown[self.at : match.end()], "prefecture", counts)
        return self._part("group", length, group=group, prefecture=named)

    def _region(self) -> tuple[Part, int] | None:
        """A prefecture or a county where a municipality could stand."""
        if not self.fresh:
            return None
        prefecture = next((each for each in self.register.prefectures if self.text.startswith(each, self.at)), "")
        after = self.text[self.at + len(prefecture) : self.at + len(prefecture) + 1]
        if prefecture and (not after or not re.match(r"[\w々]", after)):
            return self._part("prefecture", len(prefecture))
        match = _patterns()["county"].match(self.text, self.at)
        if not match or any(self.register.starting(self.text, at) for at in range(self.at, match.end() - 1)):
            return None  # 上郡町 is a town
        if match[0].endswith("郡") and (name := self.register.starting(self.text, match.end())):  # 赤穂郡上郡町
            return self._part("name", len(match[0]) + len(name), folded=name)
        return self._part("county", len(match[0]))

    def _group(self) -> tuple[Part, int] | None:
        before = self.text[self.begun : self.at]
        if before and self._names_zone(before):
            if found := self._word_for_several():
                self.begun = self.at  # 但馬全市町, 中部1市4町 in the zone of that name
            return found
        if before in words("names", "neighbours"):
            self.begun = self.at  # 周辺2市3町
        elif before and before[-1] not in KINDS and not "ぁ" <= before[-1] <= "ん":
            return self._foreign()
        return self._word_for_several()

    def _word_for_several(self) -> tuple[Part, int] | None:
        patterns = _patterns()
        if self.last == "except" and self.begun == self.at and (match := patterns["kind"].match(self.text, self.at)):
            group = Group(self._shown(match), "every", ((None, _kinds(match[0])),))
            return self._part("group", len(match[0]), group=group)
        counts: tuple[tuple[int | None, str], ...]
        if match := patterns["count"].match(self.text, self.at):
            counts = tuple((_number(number), _kinds(kind)) for number, kind in patterns["each"].findall(match[1]))
            return self._part("group", len(match[0]), group=Group(self._shown(match), "count", counts))
        for whom in ("central", "every", "neighbours", "unclear"):
            if match := patterns[whom].match(self.text, self.at):
                counts = ((None, _kinds(match[1])),) if match.groups() and match[1] else ()
                return self._part("group", len(match[0]), group=Group(self._shown(match), whom, counts))
        return None

    def _without_zone(self, text: str) -> str:
        """The text without the zone's name, if this stands before a count: ほか但馬2市2町."""
        begun = re.match(rf"[^\d\s、,]{{2,10}}?(?={_patterns()['count'].pattern})", text)
        return text[begun.end() :] if begun and self._names_zone(begun[0]) else text

    def _names_zone(self, chunk: str) -> bool:
        word = _patterns()["zone_ends"].sub("", chunk.strip())
        return len(word) > 1 and self.zone is not None and any(word in fold(name) for name in self.zone.names)

    def _foreign(self) -> tuple[Part, int] | None:
        """Municipalities of a region that isn't the zone's, counted: 西部2市7町."""
        match = _patterns()["count"].match(self.text, self.at)
        if not match or self.text[self.at - 1].isdigit():
            return None
        begun, self.begun = self.begun, self.at
        part = Part("unread", self.shown[begun : match.end()], not self.parted, folded=self.text[begun : match.end()])
        return part, len(match[0])

    def _open(self) -> tuple[Part, int] | None:
        for kind in ("except", "open"):
            match = _patterns()[kind].match(self.text, self.at)
            if match and (kind == "except" or self._opens(match)):
                return self._part(kind, len(match[0]))
        return None

    def _opens(self, match: re.Match) -> bool:
        """室蘭市ほか and 室蘭市外5市町 leave a list open, 見守りを実施するほか and 市外 do not."""
        after = self._without_zone(self.text[match.end() :].lstrip("の"))
        ends = not after or after[0] in _CLOSING or bool(_patterns()["separator"].match(after))
        goes_on = ends or any(_patterns()[each].match(after) for each in ("count", "every", "neighbours"))
        if match[0] == "外":
            return self.fresh and (bool(_patterns()["count"].match(after)) or not after)
        return self.fresh and (goes_on or bool(self.register.starting(after, 0)))

    def _shown(self, match: re.Match) -> str:
        return self.shown[match.start() : match.end()]


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() else _DIGITS[digits]


def _kinds(word: str) -> str:
    return section("names")["kinds"][word]


def is_silent(chunk: str) -> bool:
    """Say whether words beside names mean no further municipality (事務局, 合同)."""
    return level(chunk).strip(" :。.") in {"", *words("names", "silent"), *words("names", "nothing")}
