"""The review of a draft as plain data: every cell with its passage and what is doubtful of it, and what became of every
line. `review.json` holds it for the pages of the site, `review.md` tells it (see account.py)."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

from teiju_graph.errors import InputError
from teiju_graph.extract.drafts.draft import UNTRANSLATED, DraftRow
from teiju_graph.extract.drafts.earlier import Change
from teiju_graph.extract.drafts.folder import Drafted
from teiju_graph.extract.reading import Reading
from teiju_graph.extract.records import FIELDS, Doubt, Record
from teiju_graph.extract.rendition import Line
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.files import read_text, shown

NAME = "review.json"
_BESIDE = {  # fields that the cell of another one tells
    "participants_open": ("participants",),
    "members_open": ("members",),
    "precursor_year": ("start_year", "founded_year"),
}
_WINDOW = 6  # lines that one value may stand in at most, to be found inside a longer passage


@dataclass(frozen=True)
class Cell:
    """One value that was read. name: the field of the record (records.FIELDS); value: as shown, empty where the
    document gives none; printed: as it stands there; first, last: the lines it was read from; doubts: why a person must
    look at it, nothing where it is sure."""

    name: str
    value: str
    printed: str
    first: int
    last: int
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True)
class Fixed:
    """A printed form that was read as another one, and why."""

    printed: str
    corrected: str
    why: Doubt


@dataclass(frozen=True)
class Item:
    """One thing that the document states. kind: of the record; label: its name; table, key: the row it was drafted
    into, empty where there is none; lines: first and last of each passage it rests on, its own first; where: the place
    in a sheet or on a page."""

    kind: str
    label: str
    table: str
    key: str
    lines: list[tuple[int, int]]
    where: str
    cells: list[Cell]
    fixed: list[Fixed] = field(default_factory=list)

    @property
    def doubtful(self) -> list[Cell]:
        """The cells that a person must look at."""
        return [cell for cell in self.cells if cell.doubts]


@dataclass(frozen=True)
class Note:
    """What a person must decide of a row beside the doubts of its cells."""

    table: str
    key: str
    label: str
    column: str
    why: Doubt


@dataclass(frozen=True)
class Fate:
    """What became of lines `first` to `last`: `record`, `heading`, `note`, `prose`, `blank` or `unread`, then why."""

    first: int
    last: int
    kind: str
    why: Doubt


@dataclass(frozen=True)
class Review:
    """The review of one draft. document, form, encoding: the file and how it was read; zone: its name, empty where it
    isn't known; zone_doubt, warnings: what a person must know of the reading; findings: what `teiju verify` says;
    earlier: the key of the earlier edition; kept: rows that are a person's, as (table, key, `changed`, `own` or
    `removed`); untranslated: English names to be written; text: the lines of the rendition."""

    source: str
    document: str
    form: str
    encoding: str
    zone: str
    zone_doubt: list[Doubt]
    warnings: list[Doubt]
    items: list[Item]
    notes: list[Note]
    findings: list[Doubt]
    fates: list[Fate]
    earlier: str
    changes: list[Change]
    kept: list[tuple[str, str, str]]
    untranslated: int
    text: list[str]

    @property
    def doubtful(self) -> int:
        """How many cells a person must look at."""
        return sum(len(item.doubtful) for item in self.items)

    @property
    def unread(self) -> list[Fate]:
        """The lines that were not read."""
        return [fate for fate in self.fates if fate.kind == "unread"]

    def file(self) -> bytes:
        """Return the content of review.json."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=0).encode() + b"\n"


def make_review(draft: Drafted) -> Review:
    """Return the review of a draft."""
    reading = draft.reading
    rendition, zone, doubt = reading.rendition, reading.context.zone, reading.context.doubt
    rows: dict[int, DraftRow] = {}
    for row in draft.rows:
        if row.record:
            rows.setdefault(id(row.record), row)
    earlier = draft.earlier
    return Review(
        source=draft.key,
        document=rendition.name,
        form=rendition.kind,
        encoding=rendition.encoding,
        zone=zone.names[0] if zone else "",
        zone_doubt=[doubt] if doubt else [],
        warnings=[Doubt(ja, en) for ja, en in rendition.warnings],
        items=[_item(record, rows.get(id(record)), rendition.lines) for record in reading.records],
        notes=[
            Note(row.table, row.key, row.label, column, Doubt(ja, en))
            for row in draft.rows
            for column, ja, en in row.notes
        ],
        findings=[Doubt(finding.message("ja"), finding.message("en")) for finding in draft.findings],
        fates=list(_fates(reading)),
        earlier=earlier.source.key if earlier else "",
        changes=earlier.changes if earlier else [],
        kept=draft.kept.kept,
        untranslated=sum(cell.startswith(UNTRANSLATED) for row in draft.rows for cell in row.cells.values()),
        text=[line.text for line in rendition.lines],
    )


def _item(record: Record, row: DraftRow | None, lines: list[Line]) -> Item:
    label = str(record.fields.get("name") or record.fields.get("indicator") or record.fields.get("subject") or "")
    places = list(dict.fromkeys((place.first, place.last) for place in (record.place, *record.also)))
    loc = record.place.loc
    where = f"{loc['sheet']} {loc['cells']}".strip() if "sheet" in loc else f"p. {loc['page']}" if "page" in loc else ""
    return Item(
        record.kind,
        label,
        row.table if row else "",
        row.key if row else "",
        places,
        where,
        list(_cells(record, places, lines)),
        [Fixed(each.printed, each.corrected, Doubt(each.ja, each.en)) for each in record.corrections],
    )


def _cells(record: Record, places: list[tuple[int, int]], lines: list[Line]) -> Iterator[Cell]:
    doubts: dict[str, list[Doubt]] = {}
    for flag in record.flags:
        doubts.setdefault(flag.field, []).append(Doubt(flag.ja, flag.en))
    told = record.extra.get("printed")
    printed_of = told if isinstance(told, dict) else {}
    for name in dict.fromkeys((*FIELDS.get(record.kind, ()), *doubts)):
        value = record.fields.get(name)
        printed = printed_of.get(name, "") or str(record.extra.get(f"{name.partition('_')[0]}_printed", ""))
        if value is None and name not in doubts and not printed:
            continue
        printed = printed or next((printed_of[each] for each in _BESIDE.get(name, ()) if each in printed_of), "")
        first, last = _find(printed or shown_value(value), places, lines)
        yield Cell(name, shown_value(value), printed, first, last, doubts.get(name, []))


def shown_value(value: object) -> str:
    """Return a field's value as a person reads it: names parted by 、, `true` and `false`, empty for none."""
    if isinstance(value, list):
        return "、".join(each["name"] if isinstance(each, dict) else str(each) for each in value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _find(text: str, places: list[tuple[int, int]], lines: list[Line]) -> tuple[int, int]:
    """The fewest lines of the places that hold the text; the first place where none does."""
    wanted = fold(text)
    for first, last in places if wanted else ():
        folded = [fold(lines[number - 1].text) for number in range(first, last + 1)]
        for size in range(1, min(_WINDOW, len(folded)) + 1):
            for start in range(len(folded) - size + 1):
                if wanted in "".join(folded[start : start + size]):
                    return first + start, first + start + size - 1
    return places[0]


def _fates(reading: Reading) -> Iterator[Fate]:
    ordered = sorted(reading.fates.items())
    for (kind, ja, en), group in groupby(ordered, key=lambda each: (each[1].kind, each[1].ja, each[1].en)):
        numbers = [number for number, _ in group]
        yield Fate(numbers[0], numbers[-1], kind, Doubt(ja, en))


def read_review(folder: Path) -> Review:
    """Return the review that stands in a draft's folder. InputError: there is none, or it was made by another version."""
    path = folder / NAME
    try:
        told = json.loads(read_text(path))
        return Review(
            **{
                **told,
                "zone_doubt": _doubts(told["zone_doubt"]),
                "warnings": _doubts(told["warnings"]),
                "items": [_read_item(each) for each in told["items"]],
                "notes": [Note(**{**each, "why": Doubt(**each["why"])}) for each in told["notes"]],
                "findings": _doubts(told["findings"]),
                "fates": [Fate(**{**each, "why": Doubt(**each["why"])}) for each in told["fates"]],
                "changes": [Change(**each) for each in told["changes"]],
                "kept": [tuple(each) for each in told["kept"]],
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "この版の下書きの確認ではありません。teiju extract をもう一度実行してください。",
            "is no review of this version; run teiju extract once more.",
            file=shown(path),
        ) from error


def _doubts(told: list[dict]) -> list[Doubt]:
    return [Doubt(**each) for each in told]


def _read_item(told: dict) -> Item:
    cells = [Cell(**{**each, "doubts": _doubts(each["doubts"])}) for each in told["cells"]]
    fixed = [Fixed(**{**each, "why": Doubt(**each["why"])}) for each in told["fixed"]]
    return Item(**{**told, "lines": [tuple(each) for each in told["lines"]], "cells": cells, "fixed": fixed})
