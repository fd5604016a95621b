"""A document read: its zone, its records, and for each of its lines what became of it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from teiju_graph.extract.fates import Fate, Unread, fates_of
from teiju_graph.extract.grid.beside import split_beside
from teiju_graph.extract.grid.entries import SUBJECTS, Sheet, Value
from teiju_graph.extract.grid.grids import read_grid
from teiju_graph.extract.grid.header import Header
from teiju_graph.extract.grid.indicators import dated
from teiju_graph.extract.grid.labelled import read_labelled
from teiju_graph.extract.grid.nested import part_names
from teiju_graph.extract.grid.rows import read_rows
from teiju_graph.extract.grid.stacked import read_stacked
from teiju_graph.extract.grid.turned import turn
from teiju_graph.extract.kpis.vintages import years_of_all
from teiju_graph.extract.proof import proofread
from teiju_graph.extract.prose import prose_of, read_prose
from teiju_graph.extract.records import FIELDS, Doubt, Flag, Record
from teiju_graph.extract.rendition import Grid, Line, Rendition
from teiju_graph.extract.text.parties import tells_outsider
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.definitions import find_definitions
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.names import learn_misprints
from teiju_graph.extract.words.owner import find_owner, own_words
from teiju_graph.extract.words.phrases import fold as fold_names
from teiju_graph.extract.words.register import Register, Zone
from teiju_graph.extract.words.zone import FoundZone, find_zone, mentions

_INCOMPLETE = Doubt("圏域の構成市町村が全部は分かっていない", "of a zone whose members are not all known")
_WORD = re.compile("[ぁ-んァ-ヶ一-龥]{2}")
_MOST = 0.6  # of the municipalities that a document names
_NAMED = ("initiative", "organization")


@dataclass(frozen=True)
class Reading:
    """A document with its context, the records in it in their order, and the fate of each line (the first is 1)."""

    rendition: Rendition
    context: Context
    records: list[Record]
    fates: dict[int, Fate] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing for a person to review: no record, no row of a table, not one Japanese word."""
        told = {fate.kind for fate in self.fates.values()}
        return not self.records and not told & {"heading", "note", "unread"} and not _WORD.search(self.rendition.text)


def read(rendition: Rendition, register: Register, zone: Zone | None = None) -> Reading:
    """Return what a document says; its zone is found in it unless it is given."""
    found = FoundZone(zone) if zone else find_zone(rendition, register)
    owner = find_owner((line.text for line in rendition.lines), found.zone, register)
    if not zone and found.zone and owner and owner not in found.zone.members:
        found = replace(found, zone=next((each for each in register.zones if owner in each.members), None))
    zone = found.zone
    prefecture = zone.prefecture if zone else owner.prefecture if owner else _prefecture(rendition, register)
    doubt = found.doubt or (_INCOMPLETE if zone and not zone.is_complete else None)
    defined = find_definitions(_whole(rendition.prose()), zone, register, prefecture)
    context = Context(register, zone, prefecture, doubt=doubt, defined=own_words(owner) | defined, owner=owner)
    stacked, labelled = read_stacked(rendition.prose()), read_labelled(rendition.prose())
    tables = (_owned(sheet, labelled, rendition) for sheet in _read_sheets(rendition.grids, context))
    sheets = [*tables, labelled, *stacked]
    lists = [
        value.text for sheet in sheets for entry in sheet.entries for value in entry.all("participants", "parties")
    ]  # fmt: skip
    context = replace(context, known=learn_misprints(lists, zone, register, prefecture))
    records: list[Record] = []
    unread: list[list[Unread]] = []  # of each sheet
    prose = prose_of(rendition, register)
    years = years_of_all(prose.paragraphs)
    for sheet in sheets:
        those, left = read_rows(sheet, context)
        records += [_doubted(dated(record, years), sheet.doubt) for record in those]
        unread.append([*sheet.unread, *left])
    records = [_doubt_silent(_doubt_elsewhere(record, rendition), rendition) for record in _once(records)]
    told = read_prose(prose, context)
    records = [_filled(record, told) for record in _without_outlines(records, told)]
    below = {line.place.first for grid in rendition.grids for line in grid.after} | _lines(stacked)
    listed = {record.fields.get("name") for record in records if record.kind in _NAMED}
    taken = _lines([labelled])
    records += [
        each
        for each in told
        if not (each.kind in (*_NAMED, "kpi") and {each.place.first, each.place.last} & below)
        and not (each.kind in _NAMED and (each.fields["name"] in listed or each.place.last in taken))
        and not _is_told(each, records)
    ]
    records = proofread(sorted(records, key=lambda record: record.place.first), rendition, context)
    fates = fates_of(rendition, list(zip(sheets, unread, strict=True)), records, prose.headings)
    return Reading(rendition, context, records, fates)


def _without_outlines(records: list[Record], told: list[Record]) -> list[Record]:
    """The records of tables without the initiatives that only an indicator names, where running text tells more of one."""
    detailed = {fold(str(each.fields["name"])) for each in told if each.kind == "initiative"}
    return [
        each
        for each in records
        if not (each.extra.get("by_indicator") and fold(str(each.fields.get("name"))) in detailed)
    ]


def _lines(sheets: list[Sheet]) -> set[int]:
    """The numbers of the lines that the entries of sheets stand in."""
    places = [entry.place for sheet in sheets for entry in sheet.entries]
    return {number for place in places for number in range(place.first, place.last + 1)}


def _whole(lines: list[Line]) -> Iterator[str]:
    """The lines of running text, each also with the next one, where a sentence may go on."""
    for number, line in enumerate(lines):
        after = lines[number + 1].text.strip() if number + 1 < len(lines) else ""
        yield line.text + after if line.text.strip() and not line.text.endswith("。") else line.text


def _doubt_elsewhere(record: Record, rendition: Rendition) -> Record:
    """A record of labelled lines that lacks what running text may tell: the year of an initiative's beginning in its own
    lines, the day of an agreement and who is outside anywhere."""
    lines = [line for line in rendition.lines[record.place.first - 1 : record.place.last] if not line.in_grid]
    flags = []
    begun = any(re.search(r"年度?から|年度?に(?:開始|始)", line.text) for line in lines)
    if record.kind == "initiative" and record.fields.get("start_year") is None and begun:
        flags.append(Flag("start_year", "文の中に開始の年がある", "a sentence tells of its beginning"))
    if record.kind == "agreement" and lines:
        if record.fields.get("date") is None:
            flags.append(Flag("date", "日付がそばに書かれていない", "no date stands beside it"))
        if record.fields.get("excluded") is None and any(tells_outsider(line.text) for line in rendition.prose()):
            flags.append(Flag("excluded", "加わらない市町村の話がある", "the text tells of someone outside"))
    return record.flagged(*flags)


def _prefecture(rendition: Rendition, register: Register) -> str | None:
    """The prefecture of a document whose zone isn't known: that of most municipalities that it names, where there are
    several and nobody else bears their names."""
    named = mentions(fold_names(rendition.text[:400_000]), register)
    bearers = [register.by_name[name] for name in named if len(register.by_name[name]) == 1]
    counts = Counter(each[0].prefecture for each in bearers).most_common(1)
    return counts[0][0] if counts and counts[0][1] >= 3 and counts[0][1] >= _MOST * len(bearers) else None


def _read_sheets(grids: list[Grid], context: Context) -> list[Sheet]:
    known = set(context.register.by_name)
    members = {fold_names(each.stem) for each in context.zone.members if len(each.stem) > 1} if context.zone else set()

    def is_municipality(text: str) -> bool:
        return fold_names(text) in known or fold_names(text) in members

    sheets: list[Sheet] = []
    header: Header | None = None
    subject: Value | None = None  # of the card that a table of indicators follows at once
    above: list[Line] = []
    for grid in grids:
        beside = not grid.before  # nothing stands between this grid and the one before
        grid = replace(grid, before=grid.before or above)
        above = grid.before
        parts = split_beside(part_names(turn(grid, is_municipality), is_municipality), is_municipality)
        for part in parts:
            found, header = read_grid(part, is_municipality, header)
            if subject and beside:
                found = [_of(subject, sheet) for sheet in found]
            named = [entry.first(*SUBJECTS) for sheet in found for entry in sheet.entries if sheet.is_card]
            subject = named[0] if len(named) == 1 else None
            sheets += [replace(sheet, doubt=grid.doubt, is_beside=len(parts) > 1) for sheet in found]
    return sheets


def _of(subject: Value, sheet: Sheet) -> Sheet:
    """The sheet with that subject in each entry that gives indicators of an unnamed one."""
    entries = [
        replace(entry, values=[subject, *entry.values]) if "indicator" in entry.roles and not entry.roles & {*SUBJECTS, "field"} else entry
        for entry in sheet.entries
    ]  # fmt: skip
    return replace(sheet, entries=entries)


def _owned(sheet: Sheet, labelled: Sheet, rendition: Rendition) -> Sheet:
    """The sheet with the subject of the labelled lines above it, where no empty line parts them from it."""
    first = min((entry.place.first for entry in sheet.entries), default=0)
    above = [entry for entry in labelled.entries if entry.place.first < first]
    subject = above[-1].first(*SUBJECTS) if above else None
    between = rendition.lines[above[-1].place.first - 1 : first - 1] if above else []
    return _of(subject, sheet) if subject and all(line.text.strip() for line in between) else sheet


def _doubt_silent(record: Record, rendition: Rendition) -> Record:
    """The record with its empty fields flagged, where only an indicator names it in a table but running text does too."""
    name = fold(str(record.fields.get("name") or ""))
    if (
        not record.extra.get("by_indicator")
        or not name
        or not any(name in fold(line.text) for line in rendition.prose())
    ):
        return record
    said = Doubt("ほかの行にもこの名称がある", "other lines have this name too")
    return record.flagged(*(said.of(field) for field in FIELDS["initiative"] if record.fields.get(field) is None))


def _filled(record: Record, told: list[Record]) -> Record:
    """An agreement of labelled lines with the day and the outsiders that running text tells of the same one."""
    same = next((each for each in told if _is_same(each, record)), None)
    silent = [name for name in ("date", "excluded") if record.fields.get(name) is None]
    taken = {name: value for name in silent if same and (value := same.fields.get(name)) is not None}
    if not same or not taken:
        return record
    said = Doubt("文の中から読んだ", "read from running text")
    also = [each for each in (same.place, *same.also) if each != record.place]
    found = replace(record, fields=record.fields | taken, also=[*record.also, *also])
    return found.flagged(*(said.of(name) for name in taken))


def _is_same(said: Record, listed: Record) -> bool:
    """Whether running text and labelled lines tell of one agreement: they call it alike."""
    name = fold(str(listed.fields.get("subject") or ""))
    return (
        said.kind == listed.kind == "agreement" and bool(name) and name == fold(str(said.fields.get("subject") or ""))
    )


def _is_told(said: Record, records: list[Record]) -> bool:
    """Whether running text only speaks of agreements that a table lists: it gives no date, or what is read with one."""
    if any(_is_same(said, each) and said.fields.get("parties") == each.fields.get("parties") for each in records):
        return True
    subject = str(said.fields.get("subject") or "")
    listed = [str(each.fields.get("subject") or "") for each in records if each.kind == "agreement"]
    is_general = said.kind == "agreement" and not said.fields.get("date")
    return is_general and any(each.startswith(subject) for each in listed)


def _once(records: list[Record]) -> list[Record]:
    """The records without the initiatives that rows of indicators name again."""
    told = {fold_names(str(each.fields["name"])) for each in records if each.kind != "kpi" and "name" in each.fields and not each.extra.get("by_indicator")}  # fmt: skip
    found = []
    for record in records:
        if record.extra.get("by_indicator"):
            name = fold_names(str(record.fields["name"]))
            if name in told:
                continue
            told.add(name)
        found.append(record)
    return found


def _doubted(record: Record, doubt: tuple[str, str] | None) -> Record:
    """The record with every value that it has flagged, where its table's rows are a guess."""
    if doubt is None:
        return record
    return record.flagged(*(Flag(name, *doubt) for name, value in record.fields.items() if value is not None))
