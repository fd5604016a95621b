"""Rows of one name: joined where a cell covers them all, doubted where they tell different things."""

from collections.abc import Iterator
from dataclasses import replace

from teiju_graph.extract.grid.entries import Entry
from teiju_graph.extract.grid.evidence import PRINTED
from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.words.glyphs import fold


def group_entries(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Yield the entries that one name covers, together."""
    group: list[Entry] = []
    for entry in entries:
        if group and not entry.continued:
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def join_entries(group: list[Entry]) -> Entry:
    """Return the entries of one name as one: every value, a cell that covers several rows once."""
    if len(group) == 1:
        return group[0]
    values = [
        value
        for number, entry in enumerate(group)
        for value in entry.values
        if not number or (value.text and not value.merged)
    ]
    first = group[0]
    return Entry(
        values, first.place, first.section, first.before, first.after, first.continued, any(e.carried for e in group)
    )


def doubt_break(group: list[Entry], record: Record) -> Record:
    """Return the record with the lines of a row that a page breaks, and a flag on the name: where it broke is a guess."""
    also = [place for entry in group for place in entry.also]
    if not also:
        return record
    name = "subject" if record.kind == "agreement" else "name"
    flag = Flag(name, "ページをまたぐ行をつないだ", "a row over two pages, joined")
    return replace(record.flagged(flag), also=[*record.also, *also])


def blanks_repeat(entries: list[Entry]) -> bool:
    """Whether rows leave the cell of a field or a name blank that a row above filled: a blank may mean the same there."""
    return any(
        entry.carried or value.role == "field" and not value.text and not value.merged and not value.order
        for entry in entries[1:]
        for value in entry.values
    )


def doubt_blank(group: list[Entry], above: set[str], record: Record) -> Record:
    """Return the record with each empty field flagged whose cells are blank, where a row above filled one of such a
    role (`above`)."""
    blank = {value.role for entry in group for value in entry.values if not value.text and not value.merged}
    return record.flagged(
        *(
            Flag(name, "空欄で、上の行と同じかもしれない", "a blank cell, which may mean the same as above")
            for name, roles in PRINTED.items()
            if name in record.fields and record.fields[name] is None and set(roles) & blank & above
        )
    )


def doubt_guessed(group: list[Entry], record: Record) -> Record:
    """Return the record with a flag on each field that a column of an unknown heading gives, by what its cells look like."""
    guessed = {value.role: value.heading for entry in group for value in entry.values if value.guess and value.text}
    fields = {
        name: role for name, roles in PRINTED.items() for role in roles if role in guessed and name in record.fields
    }
    return record.flagged(
        *(
            Flag(name, f"見出し「{guessed[role]}」の列の中身から読んだ", f"read by the cells under “{guessed[role]}”")
            for name, role in fields.items()
        )
    )


def doubt_differing(group: list[Entry], record: Record) -> Record:
    """Return the record with a flag on each field that the rows of one name tell differently."""
    told = [
        name
        for name, roles in PRINTED.items()
        if name in record.fields
        and len({fold(value.text) for entry in group for value in entry.all(*roles) if value.text and not value.merged}) > 1
    ]  # fmt: skip
    told = told if len(group) > 1 else []
    return record.flagged(*(Flag(name, "行によって違う", "differs from row to row") for name in told))


def doubt_repeated(records: list[Record]) -> list[Record]:
    """Return the records, those of one kind and name flagged on each field in which they differ: 再掲, or a row for each
    municipality."""
    alike: dict[tuple[str, object], list[Record]] = {}
    for record in records:
        if record.kind != "kpi" and record.fields.get("name"):
            alike.setdefault((record.kind, record.fields["name"]), []).append(record)
    doubted: dict[int, list[Flag]] = {}
    for those in alike.values():
        differing = [
            name for name in those[0].fields if any(each.fields.get(name) != those[0].fields[name] for each in those)
        ]
        for each in those:
            doubted[id(each)] = [
                Flag(name, "同じ名称の行がほかにもある", "other rows have this name") for name in differing
            ]
    return [record.flagged(*doubted.get(id(record), [])) for record in records]


def doubt_one_sided(records: list[Record]) -> list[Record]:
    """Return the records, the parties of each agreement flagged where a row of the same table gives one party only: then
    the others, if all of theirs stand in the cell, may lack the same one."""
    if not any(each.extra.get("one_sided") for each in records):
        return records
    said = Flag("parties", "ほかの行には相手しか書かれていない", "other rows give the other party only")
    return [record.flagged(said) if _prints_parties(record) else record for record in records]


def _prints_parties(record: Record) -> bool:
    parties, printed = record.fields.get("parties"), record.extra.get("printed")
    if record.kind != "agreement" or not isinstance(parties, list) or not isinstance(printed, dict):
        return False
    names = [each["name"] if isinstance(each, dict) else str(each) for each in parties]
    return len(names) > 1 and all(name in str(printed.get("parties")) for name in names)
