"""Rows of tables as records: what a table is about decides the kind, its cells give the fields."""

import re

from teiju_graph.extract.grid.agreements import read_agreement
from teiju_graph.extract.grid.entries import Entry, Sheet
from teiju_graph.extract.grid.evidence import extra_of, places_of
from teiju_graph.extract.grid.fields import part_year, read_department, read_departments_of, read_name, read_start
from teiju_graph.extract.grid.indicators import read_kpi
from teiju_graph.extract.grid.kinds import PARTIES, read_kinds, stand_in
from teiju_graph.extract.grid.namesakes import (
    blanks_repeat,
    doubt_blank,
    doubt_break,
    doubt_differing,
    doubt_guessed,
    doubt_one_sided,
    doubt_repeated,
    group_entries,
    join_entries,
)
from teiju_graph.extract.grid.parties import read_headed, read_parties
from teiju_graph.extract.grid.remarks import read_remarks
from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import level
from teiju_graph.extract.words.register import Municipality
from teiju_graph.extract.works.undertaking import begun

_SAID = Doubt("内容の文から読んだ", "read from a sentence of its contents")


def read_rows(sheet: Sheet, context: Context) -> tuple[list[Record], list[tuple[Place, str, str]]]:
    """Return the records of a sheet's entries, and the entries that give none, each with why (ja, en)."""
    records: list[Record] = []
    unread: list[tuple[Place, str, str]] = []
    entries = [part_year(entry) for entry in sheet.entries]
    kinds = read_kinds(entries, context)
    if any(kinds(entry) == ["opinion"] for entry in entries):
        return read_remarks(entries)
    repeats, above = blanks_repeat(entries), set[str]()
    for group in group_entries(entries):
        found: list[Record] = []
        for kind in kinds(group[0]):
            if kind == "kpi":
                found += [record for entry in group if (record := read_kpi(entry))]
            else:
                parts = [[entry] for entry in group] if kind == "agreement" and _each_concluded(group) else [group]
                for part in parts:
                    if record := _READERS[kind](join_entries(part), context):
                        found.append(doubt_differing(part, doubt_guessed(part, doubt_break(part, record))))
        if "kpi" in kinds(group[0]) and not any(each.kind == "initiative" for each in found):
            found = [*(_named_by_indicator(each) for each in group[:1] if each.first("initiative", "name")), *found]
        if not found:
            unread += [(entry.place, "取組とも指標とも読めない行", "a row that is read as nothing") for entry in group]
        records += [doubt_blank(group, above, record) if repeats else record for record in found]
        above |= {value.role for entry in group for value in entry.values if value.text}
    return doubt_repeated(doubt_one_sided(records)), unread


def _each_concluded(group: list[Entry]) -> bool:
    """Whether rows under one name are agreements of their own: each has its date and its parties."""
    return len(group) > 1 and all(
        any(value.text and not value.merged for value in entry.all(*roles))
        for entry in group
        for roles in (("date",), (*PARTIES, "participants"))
    )


def _named_by_indicator(entry: Entry) -> Record:
    """The initiative that the row of an indicator names, of which nothing else is said there."""
    name, flags = _subject(entry, "initiative", "name")
    fields: dict[str, object] = {"name": name}
    extra = {**extra_of(entry, None), "by_indicator": True}
    return Record("initiative", entry.place, fields, flags, extra=extra)


def _subject(entry: Entry, *roles: str) -> tuple[str | None, list[Flag]]:
    value = entry.first(*roles)
    name = read_name(value)
    flags = []
    if name is None:
        flags.append(Flag("name", "名称が空", "the name is empty"))
    elif entry.titled:
        flags.append(Flag("name", "表の上の見出しから読んだ", "read from the heading above the table"))
    elif entry.carried and value:
        flags.append(Flag("name", "名称のない行を上の行に合わせた", "rows without a name were joined to the row above"))
    elif name.startswith("同"):
        flags.append(Flag("name", "上の行を指す名称", "a name that points to the row above"))
    elif not re.match(r"[\w「『【〈《(（“\"'#＃♪]", name) or re.search(r"[│┃|\t]", name) or name.isdecimal():
        flags.append(Flag("name", "名称らしくない", "does not look like a name"))
    elif len(name) > 60 or name.endswith("。"):
        flags.append(Flag("name", "名称にしては長い", "is long for a name"))
    return name, flags


def _named_by_stand_in(entry: Entry) -> tuple[str | None, list[Flag]]:
    value = stand_in(entry)
    heading = value.heading if value else ""
    return read_name(value), [
        Flag("name", f"名称の列がなく「{heading}」から読んだ", f"no column of names; read from “{heading}”")
    ]


def _initiative(entry: Entry, context: Context) -> Record | None:
    name, flags = _subject(entry, "initiative", "name")
    if not entry.roles & {"initiative", "name"}:
        name, flags = _named_by_stand_in(entry)
    parties = read_parties(entry, ("participants", "first_party", "second_party", "parties"), "participants", context)
    if not entry.roles & {*PARTIES, "participants", "municipality"}:
        parties = read_headed(entry, "participants", context)
    years, year_flags = read_start(entry, "start_year")
    summary = entry.first("summary")
    since = _begun(summary.text) if summary and years["start_year"] is None else None
    if since and not year_flags:
        years |= since
        year_flags = [_SAID.of(field) for field in since]
    department, department_flags = read_department(entry)
    if name is None and parties.names is None:
        return None
    fields: dict[str, object] = {
        "name": name,
        "participants": parties.names,
        "participants_open": parties.is_open,
        **years,
        "department": department,
    }
    flags += [*parties.flags, *year_flags, *department_flags]
    extra = {**extra_of(entry, parties), "departments_of": _departments_of(entry, context)}
    return Record("initiative", entry.place, fields, flags, parties.corrections, places_of(entry, parties), extra)


def _begun(summary: str) -> dict[str, int | None] | None:
    """The first year since which a sentence of the contents says that something is done, as fields."""
    return next((found for said in level(summary).split("。") if (found := begun(f"{said}。"))), None)


def _departments_of(entry: Entry, context: Context) -> list[tuple[str, Municipality]]:
    """The departments with their municipalities, where each municipality has a column of its own."""
    told = [(label, context.names(heading).municipalities) for label, heading in read_departments_of(entry)]
    return [(label, those[0]) for label, those in told if len(those) == 1]


def _organization(entry: Entry, context: Context) -> Record | None:
    name, flags = _subject(entry, "organization", "name", "initiative")
    if not entry.roles & {"organization", "name", "initiative"}:
        name, flags = _named_by_stand_in(entry)
    parties = read_parties(entry, ("participants", "first_party", "second_party", "parties"), "members", context)
    years, year_flags = read_start(entry, "founded_year")
    department, _ = read_department(entry)
    if name is None:
        return None
    fields: dict[str, object] = {"name": name, "members": parties.names, "members_open": parties.is_open, **years}
    extra = {**extra_of(entry, parties), "department": department or ""}
    flags += [*parties.flags, *year_flags]
    return Record("organization", entry.place, fields, flags, parties.corrections, places_of(entry, parties), extra)


_READERS = {"initiative": _initiative, "organization": _organization, "agreement": read_agreement}
