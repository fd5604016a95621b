"""What stands in a draft's folder already: keys are kept, and rows that a person corrected stay as they are.

`draft.json` remembers each row as it was drafted. A row that still is as drafted follows the new reading; one that a
person has changed, added, renamed or taken out is theirs."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from teiju_graph.extract.drafts.draft import DraftRow, rename
from teiju_graph.files import read_text
from teiju_graph.tables.records import tables

MEMORY = "draft.json"
_SOURCE = "source.toml"


@dataclass
class Kept:
    """The tables as they will stand: heading and rows by table; what was kept of a person's (table, key, `changed`,
    `own` or `removed`)."""

    sheets: dict[str, tuple[list[str], list[dict[str, str]]]] = field(default_factory=dict)
    kept: list[tuple[str, str, str]] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """Return each table as CSV, by file name."""
        found = {}
        for name, (heading, rows) in self.sheets.items():
            sheet = io.StringIO()
            writer = csv.DictWriter(sheet, heading, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            found[f"{name}.csv"] = sheet.getvalue().encode()
        return found


def recall_keys(folder: Path, rows: list[DraftRow]) -> None:
    """Give the rows the keys under which they were drafted before: by lines and name, by name, or by lines. Rows that
    are new get keys that no row has had."""
    memory = _memory(folder)
    by_both = {(each["table"], each["anchor"], each["label"]): each["key"] for each in memory}
    by_label = {(each["table"], each["label"]): each["key"] for each in memory}
    by_anchor = {(each["table"], each["anchor"]): each["key"] for each in memory}
    keys: dict[tuple[str, str], str] = {}
    taken: set[tuple[str, str]] = set()
    for find in (
        lambda row: by_both.get((row.table, row.anchor, row.label)),
        lambda row: by_label.get((row.table, row.label)),
        lambda row: by_anchor.get((row.table, row.anchor)),
    ):
        for row in rows:
            key = find(row)
            if (row.table, row.key) not in keys and key and (row.table, key) not in taken:
                keys[row.table, row.key] = key
                taken.add((row.table, key))
    used = taken | {(each["table"], each["key"]) for each in memory}
    for row in rows:
        if (row.table, row.key) not in keys and (row.table, row.key) in used:
            stem = row.key.rpartition("-")[0]
            number = next(n for n in range(1, 10_000) if (row.table, f"{stem}-{n:02}") not in used)
            keys[row.table, row.key] = f"{stem}-{number:02}"
            used.add((row.table, f"{stem}-{number:02}"))
    rename(rows, {before: after for before, after in keys.items() if before[1] != after})


def merge(folder: Path, rows: list[DraftRow]) -> Kept:
    """Return the tables with the rows drafted now and those that are a person's."""
    memory = {(each["table"], each["key"]): each["digest"] for each in _memory(folder)}
    result = Kept()
    for table in tables().values():
        if table.name == "passages":
            continue
        heading, present = _read(folder / f"{table.name}.csv")
        drafted = {row.key: row for row in rows if row.table == table.name}
        sheet: list[dict[str, str]] = []
        for cells in present:
            key = cells.get("key", "")
            before = memory.get((table.name, key))
            if before is None or before != digest(cells):
                result.kept.append((table.name, key, "own" if before is None else "changed"))
                sheet.append(cells)
            elif key in drafted:
                sheet.append(drafted[key].cells)
        there = {cells.get("key", "") for cells in present}
        for key, row in drafted.items():
            if key in there:
                continue
            if (table.name, key) in memory:
                result.kept.append((table.name, key, "removed"))
            else:
                sheet.append(row.cells)
        if sheet or present:
            order = [*table.required, *table.optional]
            used = {name for cells in sheet for name in cells if cells[name]} | set(table.required)
            heading = [*heading, *(name for name in order if name in used and name not in heading)]
            result.sheets[table.name] = (heading, [{name: cells.get(name, "") for name in heading} for cells in sheet])
    return result


def states(folder: Path) -> dict[tuple[str, str], str]:
    """Return what became since of each row of a draft, by table and key: `drafted` (as it was), `changed`, `removed`,
    or `own` (added by a person)."""
    found = {(each["table"], each["key"]): "removed" for each in _memory(folder) if each["table"] != _SOURCE}
    memory = {(each["table"], each["key"]): each["digest"] for each in _memory(folder)}
    for name in tables():
        for cells in _read(folder / f"{name}.csv")[1] if name != "passages" else ():
            at = (name, cells.get("key", ""))
            found[at] = "own" if at not in memory else "drafted" if memory[at] == digest(cells) else "changed"
    return found


def remember(rows: list[DraftRow], description: str) -> bytes:
    """Return the content of draft.json for these rows and this source.toml."""
    told = [
        {"table": row.table, "key": row.key, "anchor": row.anchor, "label": row.label, "digest": digest(row.cells)}
        for row in rows
    ]
    said = {"table": _SOURCE, "key": "", "anchor": "", "label": "", "digest": digest({"": description})}
    return json.dumps([said, *told], ensure_ascii=False, indent=0).encode() + b"\n"


def keeps_description(folder: Path) -> bool:
    """Say whether the folder's source.toml is a person's: changed since it was drafted, or never drafted."""
    path = folder / _SOURCE
    if not path.exists():
        return False
    drafted = [each["digest"] for each in _memory(folder) if each["table"] == _SOURCE]
    return drafted != [digest({"": read_text(path)})]


def digest(cells: dict[str, str]) -> str:
    """Return a digest of a row's filled cells."""
    filled = sorted((name, cell.strip()) for name, cell in cells.items() if cell and cell.strip())
    return hashlib.sha256(json.dumps(filled, ensure_ascii=False).encode()).hexdigest()[:16]


def _memory(folder: Path) -> list[dict[str, str]]:
    path = folder / MEMORY
    return json.loads(read_text(path)) if path.exists() else []


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    if not path.exists():
        return [], []
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    rows = [{name: (cell or "").strip() for name, cell in row.items() if name} for row in reader]
    return [name.strip() for name in reader.fieldnames or []], rows
