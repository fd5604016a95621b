"""Agreements in tables: what a row calls it, who concludes it, when, and who is left out."""

import re

from teiju_graph.extract.grid.entries import Entry
from teiju_graph.extract.grid.evidence import extra_of, places_of
from teiju_graph.extract.grid.fields import read_name
from teiju_graph.extract.grid.kinds import PARTIES
from teiju_graph.extract.grid.parties import Parties, read_left_out, read_parties
from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.dates import read_date
from teiju_graph.extract.words.register import Municipality


def read_agreement(entry: Entry, context: Context) -> Record | None:
    """Return the agreement that an entry states, None where it gives neither parties nor a day. `extra["one_sided"]`: its
    column names the other parties only."""
    name, flags = _subject(entry)
    roles = PARTIES if entry.first(*PARTIES) else ("participants",)
    parties = read_parties(entry, roles, "parties", context)
    value = entry.first("date") or entry.first("start_year")
    date, doubts = read_date(value.text) if value else (None, [])
    if parties.names is None and date is None:
        return None
    excluded = read_parties(Entry(entry.all("excluded"), entry.place), ("excluded",), "excluded", context)
    left_out = excluded.names or [each.json for each in read_left_out(entry, context)] or None
    one_sided = _is_one_sided(entry, roles, parties)
    if parties.names is not None and (whole := _in_title(name, parties.names, context)):
        parties.names[:], one_sided = whole, False
    elif one_sided:
        flags.append(_complete(parties, name, context))
    if parties.is_open:
        flags.append(
            Flag("parties", f"「{parties.words}」とあり、ほかにもいる", f"“{parties.words}”: there are others")
        )
    flags += [*parties.flags, *(doubt.of("date") for doubt in doubts), *excluded.flags]
    fields: dict[str, object] = {"subject": name, "parties": parties.names, "date": date, "excluded": left_out}
    extra = {**extra_of(entry, parties), "one_sided": one_sided}
    return Record(
        "agreement", entry.place, fields, flags, parties.corrections, places_of(entry, parties), extra
    )  # fmt: skip


def _subject(entry: Entry) -> tuple[str | None, list[Flag]]:
    """What an entry calls its agreement, else what stands above the table, and why a person must look."""
    value = entry.first("agreement", "name", "initiative", "summary")
    name = read_name(value)
    if value is None or name is None:
        return _above(entry), [Flag("subject", "件名の列がない", "no column gives the subject")]
    if entry.carried:
        said = "件名のない行に上の行の件名を当てた", "a row without a subject, given that above"
    elif name.startswith("同"):
        said = "上の行を指す件名", "a subject that points to the row above"
    elif value.role == "summary":
        said = "内容の列から読んだ", "read from the column of contents"
    elif value.guess:
        said = "上の見出しから読んだ", "read from the heading above"
    else:
        return name, []
    return name, [Flag("subject", *said)]


def _above(entry: Entry) -> str | None:
    """The agreement that the nearest line above a table names, in a sentence or as its title."""
    title = next((line.text.strip() for line in reversed(entry.before) if "協定" in line.text), "")
    if title.endswith("。") and (told := re.search("[一-龥ァ-ヶー]+(?:協定|協約)", title)):
        return told[0]
    return re.sub(r"[(（][^()（）]*[)）]$|の?(?:締結)?(?:状況|一覧表?|について)$", "", title).strip() or None


def _is_one_sided(entry: Entry, roles: tuple[str, ...], parties: Parties) -> bool:
    """Whether an entry names the other parties only: its heading or its count says so, or there is but one."""
    alone = parties.names is not None and len(parties.names) == 1 and not parties.is_open
    others = any(re.search("先|相手", value.heading) for value in entry.all("parties"))
    return alone or others or any(_counts_one_more(value.text, parties) for value in entry.all(*roles))


def _complete(parties: Parties, subject: str | None, context: Context) -> Flag:
    """Put who concludes the agreement beside the other parties, where that shows; return why a person must look."""
    owner = _counterpart(subject, parties.names or [], context)
    if owner and parties.names is not None and owner.json not in parties.names:
        parties.names.insert(0, owner.json)
    added = f"。{owner.name}を加えた" if owner else "で、文書を作った市町村は書かれていない"
    return Flag(
        "parties",
        f"相手だけの欄{added}",
        f"a column of the other parties only{f'; {owner.name} was added' if owner else ''}",
    )


def _counterpart(subject: str | None, named: list, context: Context) -> Municipality | None:
    """Who concludes an agreement beside those that a column of the other parties names: whose document it is, or the
    centre of the zone with which a neighbour concludes the agreement that forms it."""
    central = context.zone.central if context.zone else ()
    neighbours = [each.json for each in context.zone.neighbouring] if context.zone else []
    forms = "形成協定" in (subject or "") or all(each in neighbours for each in named)
    return context.owner or (central[0] if len(central) == 1 and forms else None)


def _in_title(subject: str | None, named: list, context: Context) -> list | None:
    """The parties that the title of an agreement names, where it names these and others: Ａ市及びＢ町における…協約."""
    listed = re.match(r"[^\s。]*?[市町村](?=における|の間|との|間の)", subject or "")
    names = context.names(listed[0]) if listed else None
    found = [each.json for each in names.municipalities] if names and not names.doubts else []
    return found if len(found) > len(named) and all(each in found for each in named) else None


def _counts_one_more(text: str, parties: Parties) -> bool:
    """Whether a list counts one more than it names, who then lists the others: 猪名川町、播磨町(3市町間での協定)."""
    counted = re.search(r"[(（]([\d０-９]{1,3})(?:市|区|町|村)+(?:間|で|の|による)*協定[)）]", text)
    return bool(counted and parties.names and int(counted[1]) == len(parties.names) + 1)
