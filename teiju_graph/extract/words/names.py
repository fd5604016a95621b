"""Lists of municipalities as cells print them: names, groups, misprints and open ends, read against the zone.

室蘭市、登別市 ほか          two names, the list open
6市町                       every member of a zone of six
杜管町                      a misprint: the only town of the zone that the list lacks"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from teiju_graph.extract.records import Correction, Doubt
from teiju_graph.extract.words.groups import Group, Resolved, resolve, resolve_others, resolve_within
from teiju_graph.extract.words.misprints import Misprint, likely, readings
from teiju_graph.extract.words.phrases import fold, words
from teiju_graph.extract.words.register import Municipality, Register, Zone
from teiju_graph.extract.words.scan import Part, is_silent, scan


@dataclass(frozen=True)
class Names:
    """What a list says. found: the municipalities in order, a name that several bear and none was chosen as text;
    open: the words that leave the list open, else None; complete: whether the list is closed, None where that is not
    known or nothing is listed; corrections: printed forms read as others; doubts: why a person must look."""

    found: list[Municipality | str] = field(default_factory=list)
    open: str | None = None
    complete: bool | None = None
    corrections: list[Correction] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def municipalities(self) -> list[Municipality]:
        """The municipalities found, without the names that stay text."""
        return [each for each in self.found if isinstance(each, Municipality)]

    @property
    def json(self) -> list[dict[str, str] | str]:
        """What was found, in the form of a record's field."""
        return as_json(self.found)


def as_json(found: Iterable[Municipality | str]) -> list[dict[str, str] | str]:
    """Return municipalities, or names that stay text, in the form of a record's field."""
    return [each if isinstance(each, str) else each.json for each in found]


def read_names(
    text: str,
    zone: Zone | None,
    register: Register,
    prefecture: str | None = None,
    known: Mapping[str, Municipality] | None = None,
) -> Names:
    """Return what a list of municipalities says. prefecture: where names are looked up first, the zone's by default;
    known: misprints of the whole document, from learn_misprints."""
    listed, _, note = text.partition("※")
    reading = _Reading(zone, register, prefecture or (zone.prefecture if zone else None), known or {})
    if note.strip():
        reading.doubt("注がある", "has a note", note.strip())
    return reading.read(list(scan(listed, zone, register)))


def learn_misprints(
    texts: Iterable[str], zone: Zone | None, register: Register, prefecture: str | None = None
) -> dict[str, Municipality]:
    """Return the names in these lists that no municipality bears, each with the one municipality that it can be a
    misprint of in all of them: 杜管町 stands where 壮瞥町 is missing."""
    candidates: dict[str, list[Municipality]] = {}
    for text in texts:
        parts = list(scan(text.partition("※")[0], zone, register))
        listed = {part.folded for part in parts if part.kind == "name"}
        for part in parts:
            if part.kind == "unread" and not is_silent(part.printed):
                able = readings(part.folded, listed, zone)
                before = candidates.get(part.printed, able)
                candidates[part.printed] = [each for each in before if each in able]
    return {printed: able[0] for printed, able in candidates.items() if len(able) == 1}


class _Reading:
    """One list being read."""

    def __init__(self, zone: Zone | None, register: Register, prefecture: str | None, known: Mapping):
        self.zone, self.register, self.prefecture, self.known = zone, register, prefecture, known
        self.found: list[Municipality | str] = []
        self.without: list[Municipality] = []
        self.groups: list[tuple[int, Group, bool, bool]] = []
        self.opened: list[str] = []
        self.unread: list[tuple[int, Part]] = []
        self.corrections: list[Correction] = []
        self.doubts: list[Doubt] = []
        self.unresolved = False

    def doubt(self, ja: str, en: str, printed: str) -> None:
        self.doubts.append(Doubt(f"「{printed}」:{ja}", f"“{printed}”: {en}"))

    def read(self, parts: list[Part]) -> Names:
        begun, others = 0, False
        for number, part in enumerate(parts):
            before = parts[number - 1] if number else None
            if part.kind == "bracket":
                begun = len(self.found)
            elif part.kind == "except":
                self._leave_out(begun)
            elif part.kind == "open":
                self.opened.append(part.printed)
                others = True
                continue
            elif part.kind == "group" and part.group and part.group.whom == "prefecture":
                those = self.register.in_prefecture(part.prefecture or self.prefecture or "")
                self._settle(len(self.found), part.group, resolve_within(part.group, those))
            elif part.kind == "group" and part.group:
                attached = bool(part.glued and before and before.kind in ("name", "unread", "bracket") and self.found)
                self._take_group(part.group, attached, others)
            elif part.kind == "name":
                self._take_name(part)
            elif part.kind == "unread":
                self._take_unread(part)
            elif part.kind == "prefecture":
                self.doubt("都道府県も加わる", "a prefecture takes part too", part.printed)
                self.unresolved = True
            elif part.kind == "county":
                self.doubt("郡のどの町村か書かれていない", "which towns of the county is not said", part.printed)
                self.opened.append(part.printed)
            others = others and part.kind == "bracket"
        self._resolve_groups()
        return self._result()

    def _leave_out(self, begun: int) -> None:
        named = [each for each in self.found[begun:] if isinstance(each, Municipality)]
        self.without += named
        del self.found[begun:]
        if len(named) > 1 and begun == 0:
            printed = "、".join(each.name for each in named)
            self.doubt("除かれるのはこのすべてか", "are all of these left out?", printed)

    def _take_group(self, group: Group, attached: bool, others: bool) -> None:
        self.groups.append((len(self.found), group, attached, others))

    def _take_name(self, part: Part) -> None:
        chosen = self._choose(part)
        if chosen not in self.found:
            self.found.append(chosen)
        if part.prefecture or isinstance(chosen, str) or part.folded != fold(part.printed):
            return
        if part.printed != chosen.name:
            reason = ("字体の違い", "another form of the same character")
            self.corrections.append(Correction(part.printed, chosen.name, *reason))

    def _choose(self, part: Part) -> Municipality | str:
        able = self.register.by_name.get(part.folded, [])
        if part.prefecture:
            able = [each for each in able if each.prefecture == part.prefecture]
            if not able:
                self.doubt("その都道府県にない", "is not in that prefecture", part.printed)
        elif self.zone and (inside := [each for each in able if each in self.zone.members]):
            able = inside
        elif len(able) > 1 and (near := [each for each in able if each.prefecture == self.prefecture]):
            able = near
        if len(able) == 1:
            self._check_outsider(able[0], part)
            return able[0]
        self.doubt("複数の都道府県にある", "exists in several prefectures", part.printed)
        self.unresolved = True
        return part.printed

    def _check_outsider(self, one: Municipality, part: Part) -> None:
        if part.prefecture or self.zone is None or one in self.zone.members:
            return
        if any(each.kana == one.kana and each.kana for each in self.zone.members):
            self.doubt("圏域に読みの同じ市町村がある", "the zone has a municipality of the same reading", part.printed)
        elif one.prefecture not in {each.prefecture for each in self.zone.members} | {self.prefecture}:
            self.doubt("ほかの都道府県にある", "is in another prefecture", part.printed)

    def _take_unread(self, part: Part) -> None:
        if is_silent(part.printed):
            return
        printed = part.printed.removesuffix("の")
        if guess := likely(fold(printed), self.known.get(part.printed), self.zone, self.register, self.prefecture):
            self._take_guess(printed, guess, len(self.found))
        else:
            self.unread.append((len(self.found), part))

    def _take_guess(self, printed: str, guess: Misprint, position: int) -> None:
        if guess.municipality not in self.found:
            self.found.insert(position, guess.municipality)
        self.corrections.append(Correction(printed, guess.municipality.name, guess.ja, guess.en))
        self.doubt(f"{guess.municipality.name}と読んだ({guess.ja})", f"read as {guess.municipality.name}", printed)

    def _resolve_groups(self) -> None:
        listed = [each for each in self.found if isinstance(each, Municipality)]
        for position, group, attached, others in reversed(self.groups):
            before = [each for each in self.found[:position] if isinstance(each, Municipality)]
            if others and group.whom == "count":
                self._settle(position, group, self._others(group, before), others)
                continue
            named = before[-group.total :] if group.total else []
            if attached and (group.fits(named) or group.whom in ("every", "unclear")):
                continue  # 厚真町、安平町の2町, 厚真町と安平町の各町: said once more
            if attached and group.total:
                self.doubt("数が名前と合わない", "the count does not fit the names", group.printed)
                continue
            if group.whom == "unclear" and listed:
                continue
            if position == 0 and group.total and len(listed) == len(self.found) and group.fits(listed):
                continue  # 16町村(島牧村、寿都町…): said before
            self._settle(position, group, resolve(group, self.zone, self.without))

    def _others(self, group: Group, before: list[Municipality]) -> Resolved:
        including = self.opened[-1] in words("names", "open_including")
        if including and self.zone and group.fits(list(self.zone.members)):
            return Resolved([each for each in self.zone.members if each not in before])
        return resolve_others(group, self.zone, before)

    def _settle(self, position: int, group: Group, resolved: Resolved, others: bool = False) -> None:
        if resolved.doubt:
            self.doubts.append(resolved.doubt)
        if resolved.members:
            self.opened = self.opened[:-1] if others else self.opened  # ほか5市町 says who the others are
            self.found[position:position] = [each for each in resolved.members if each not in self.found]
        else:
            self.opened.append(group.printed)

    def _result(self) -> Names:
        for position, part in reversed(self.unread):
            missing = readings(part.folded, {fold(each.name) for each in self._listed()}, self.zone)
            if len(missing) == 1:
                guess = Misprint(missing[0], "一覧にないのはこれだけ", "the only one missing")
                self._take_guess(part.printed, guess, position)
            else:
                self.unresolved = True
                self.doubt("市町村として読めない", "is not read as a municipality", part.printed)
        found = [each for each in self.found if each not in self.without]
        opened = "".join(self.opened) or None
        complete = None if not found and not opened else not opened
        if complete and self.unresolved:
            complete = None
        return Names(found, opened, complete, self.corrections, list(dict.fromkeys(self.doubts)))

    def _listed(self) -> list[Municipality]:
        return [each for each in self.found if isinstance(each, Municipality)]
