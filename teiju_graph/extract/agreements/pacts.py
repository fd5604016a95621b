"""An agreement while it is read, its record, and the agreements with each neighbour that one sentence tells of."""

import re
from dataclasses import dataclass, field, replace

from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.names import as_json
from teiju_graph.extract.words.register import Municipality

_WITH = re.compile(r"との(?:間|協[定約])")
_EACH = re.compile(r"それぞれ|各々|個別に|1対1|一対一")
_FORMS = re.compile(r"定住自立圏の?形成|形成協定")
_SEVERAL = re.compile(r"\d+[市町村]|[各両全近隣周辺](?:市町村|[市町村])")


@dataclass
class Draft:
    """One agreement being read. excluded: whom the text says to be outside; also: other places that it rests on."""

    subject: str | None
    parties: list[Municipality | str]
    date: str | None
    places: list[Place]
    excluded: list[Municipality | str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    also: list[Place] = field(default_factory=list)

    def leave_out(self, outside: list[Municipality | str], place: Place) -> None:
        """Take whom a passage says to be outside."""
        if not outside:
            return
        if any(each in self.parties for each in outside):
            said = "当事者とも、外とも書かれている", "is named as a party and as an outsider"
            self.flags += [Flag("parties", *said), Flag("excluded", *said)]
        if any(isinstance(each, str) for each in outside):
            self.flags.append(Flag("excluded", "複数の都道府県にある", "exists in several prefectures"))
        self.excluded += [each for each in outside if each not in self.excluded]
        self.parties = [each for each in self.parties if each not in outside]
        if place not in self.places:
            self.places.append(place)

    def record(self, context: Context) -> Record:
        """Return the agreement as a record; what is missing in it is flagged."""
        flags = list(self.flags)
        if self.subject is None:
            flags.append(Flag("subject", "何についての協定か読めない", "what it is about is not read"))
        if self.date is None:
            flags.append(Flag("date", "日付が書かれていない", "no date is printed"))
        if len(self.parties) < 2:
            flags.append(Flag("parties", "当事者が二者そろわない", "fewer than two parties are named"))
        elif context.zone and not any(each in self.parties for each in context.zone.central):
            flags.append(Flag("parties", "中心市が当事者として書かれていない", "the centre is not named as a party"))
        fields: dict[str, object] = {
            "subject": self.subject,
            "parties": as_json(self.parties) or None,
            "date": self.date,
            "excluded": as_json(self.excluded) or None,
        }
        return Record("agreement", span(self.places), fields, list(dict.fromkeys(flags)), also=self.also)


def with_each(draft: Draft, text: str, context: Context) -> list[Draft]:
    """Return the agreements that a levelled text tells of in one: where it says so (それぞれ), or names the neighbours one
    by one with the centre in an agreement that forms a zone, one with each neighbour; else the draft itself."""
    each_one = bool(_EACH.search(text))
    forms = bool(_FORMS.search(text)) and not _SEVERAL.search(text)
    centres = [each for each in draft.parties if context.zone and each in context.zone.central]
    others = [each for each in draft.parties if each not in centres]
    inside = context.zone is not None and all(each in context.zone.neighbouring for each in others)
    apart = inside and (each_one or forms)
    if not centres and each_one and (hub := _hub(draft, text)):
        centres, others, apart = [hub], draft.parties[1:], True
    if draft.date and centres and len(others) > 1 and apart:
        flag = Flag("parties", "一つずつの協定と読んだ", "read as an agreement with each of them")
        return [
            replace(draft, parties=[*centres, other], places=[*draft.places], excluded=[*draft.excluded], flags=[*draft.flags, flag])
            for other in others
        ]  # fmt: skip
    if each_one and len(draft.parties) > 2:
        draft.flags.append(Flag("parties", "一つずつの協定かもしれない", "may be an agreement with each of them"))
    return [draft]


def _hub(draft: Draft, text: str) -> Municipality | None:
    """Who concludes an agreement with each other party, where the words say so: Ａ市とＢ市、Ｃ町がそれぞれ."""
    first, *others = draft.parties or [""]
    named = [each for each in others if not isinstance(each, str)]
    if isinstance(first, str) or len(named) != len(others) or not re.search(rf"{first.name}(?:と|は)", text):
        return None
    return None if any(f"{each.name}と" in text for each in named[:-1]) else first


def with_own(
    parties: list[Municipality | str], text: str, context: Context
) -> tuple[list[Municipality | str], list[Flag]]:
    """Return the parties of a levelled sentence with the one that it leaves out, where it is of an agreement that forms a
    zone, or names one other party (豊浦町との協定)."""
    if _FORMS.search(text) and all(each in context.zone.neighbouring if context.zone else False for each in parties):
        return with_unnamed(parties, "", context)
    alone = len(parties) == 1 and bool(_WITH.search(text))
    return with_unnamed(parties, text, context) if alone else (parties, [])


def with_unnamed(
    parties: list[Municipality | str], text: str, context: Context
) -> tuple[list[Municipality | str], list[Flag]]:
    """Return the parties of a levelled text with the one that it leaves out before them, where it names one alone or lists
    several that it doesn't say to be parties together (Ａ町とＢ町): the zone's only centre before its neighbours, else
    whose document it is."""
    zone = context.zone
    apart = len(parties) == 1 or not re.search("と|及び|並びに|間", text)
    if not parties or not apart:
        return parties, []
    centre = zone and len(zone.central) == 1 and all(each in zone.neighbouring for each in parties)
    own = zone.central[0] if zone and centre else context.owner
    if own is None or own in parties:
        return parties, []
    return [own, *parties], [
        Flag("parties", f"書かれていない{own.name}を加えた", f"{own.name}, which is not named, was added")
    ]
