"""An earlier edition of a document: its rows matched to the new ones, so that keys are kept and changes are listed."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from teiju_graph.extract.drafts.draft import UNTRANSLATED, DraftRow, rename
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.tables.rows import Row, read_tables
from teiju_graph.tables.sources import Source, read_sources

MATCHED = ("initiatives", "bodies", "items", "agreements", "kpis")
_OURS = ("label_en", "kind", "alt_ja", "description_ja", "description_en", "field", "also_a", "realises", "direction")
_COMPARED = ("label_ja", "start_year", "precursor_start_year", "founded_year", "participants", "members", "parties", "participants_complete", "open_reference", "concluded_on")  # fmt: skip
_LEAST, _NEAR, _ALIKE = 0.4, 0.62, 0.8  # shares of rows that match; likeness of names with the same, with any members


@dataclass(frozen=True)
class Change:
    """A difference from the earlier edition. kind: `added`, `dropped`, `renamed` or `changed`; column, before, after:
    what differs."""

    kind: str
    table: str
    key: str
    label: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass
class Earlier:
    """The earlier edition: its source, and what has changed since."""

    source: Source
    changes: list[Change] = field(default_factory=list)


def find_earlier(rows: list[DraftRow], tables: Path, key: str, given: str = "") -> Earlier | None:
    """Return the earlier edition that the rows' document replaces: the source `given`, else the one of which most names
    stand in the new document; None where there is none. The rows take over its keys and what people wrote in our own
    words. SourceError: a source can't be read."""
    sources = [each for each in read_sources(tables) if each.key != key and each.layout != "own"]
    replaced = {each.replaces for each in sources}
    candidates = [each for each in sources if each.key == given or (not given and each.key not in replaced)]
    names = {(row.table, fold(row.label)) for row in rows if row.table in MATCHED}
    best: tuple[float, Source, list[Row]] | None = None
    for source in candidates:
        old = [row for row in read_tables(source) if row.table.name in MATCHED]
        same = sum((row.table.name, fold(row.cells["label_ja"])) in names for row in old)
        share = same / max(1, min(len(old), len(names)))
        fits = source.key == given or (same >= 2 and share >= _LEAST)
        if fits and (best is None or share > best[0]):
            best = (share, source, old)
    if best is None:
        return None
    earlier = Earlier(best[1])
    _match(rows, best[2], earlier)
    return earlier


def _match(rows: list[DraftRow], old: list[Row], earlier: Earlier) -> None:
    keys: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for row, before in _pairs([row for row in rows if row.table in MATCHED], old):
        taken.add(before.path)
        keys[row.table, row.key] = before.cells["key"]
        _take_over(row, before)
        earlier.changes += _differences(row, before)
    matched = set(keys)
    added = [row for row in rows if row.table in MATCHED and (row.table, row.key) not in matched]
    rename(rows, keys)
    earlier.changes += [Change("added", row.table, row.key, row.label) for row in added]
    earlier.changes += [
        Change("dropped", row.table.name, row.cells["key"], row.cells["label_ja"]) for row in old if row.path not in taken
    ]  # fmt: skip


def _pairs(rows: list[DraftRow], old: list[Row]) -> list[tuple[DraftRow, Row]]:
    """Each new row with the old one that it continues: of the same name, else of the most alike name."""
    pairs: list[tuple[DraftRow, Row]] = []
    open_new = list(rows)
    open_old = list(old)
    for row in rows:
        same = [
            each
            for each in open_old
            if each.table.name == row.table and fold(each.cells["label_ja"]) == fold(row.label)
        ]
        if same:
            pairs.append((row, same[0]))
            open_old.remove(same[0])
            open_new.remove(row)
    scored = sorted(
        ((_likeness(row, each), a, b) for a, row in enumerate(open_new) for b, each in enumerate(open_old)), reverse=True
    )  # fmt: skip
    used_new: set[int] = set()
    used_old: set[int] = set()
    for likeness, a, b in scored:
        if likeness > 0 and a not in used_new and b not in used_old:
            pairs.append((open_new[a], open_old[b]))
            used_new.add(a)
            used_old.add(b)
    return pairs


def _name(cells: dict[str, str]) -> str:
    """What a thing is known by from one edition to the next: a KPI by its indicator."""
    return fold(cells.get("indicator_ja") or cells["label_ja"])


def _likeness(row: DraftRow, old: Row) -> float:
    """How alike two names are, 0 where that is too little; the same members make less enough."""
    if row.table != old.table.name:
        return 0
    ratio = SequenceMatcher(None, _name(row.cells), _name(old.cells), autojunk=False).ratio()
    members = [name for name in ("participants", "members", "parties") if name in row.cells]
    same = bool(members) and all(_set(row.cells[name]) == _set(old.cells.get(name, "")) for name in members)
    return ratio if ratio >= (_NEAR if same else _ALIKE) else 0


def _take_over(row: DraftRow, before: Row) -> None:
    renamed = _name(row.cells) != _name(before.cells)
    for name in _OURS:
        own = row.cells.get(name, "")
        if name in before.cells and (not own or own.startswith(UNTRANSLATED) or name == "kind"):
            row.cells[name] = before.cells[name]
    if renamed:
        row.notes.append(
            ("label_ja", f"前の版の「{before.cells['label_ja']}」と同じものか", f"is it the former “{before.cells['label_ja']}”?")
        )  # fmt: skip


def _differences(row: DraftRow, before: Row) -> list[Change]:
    found = []
    for name in _COMPARED:
        if name == "label_ja" and _name(row.cells) == _name(before.cells):
            continue
        new, old = row.cells.get(name, ""), before.cells.get(name, "")
        differs = _set(new) != _set(old) if ";" in new + old else fold(new) != fold(old)
        if differs:
            kind = "renamed" if name == "label_ja" else "changed"
            found.append(Change(kind, row.table, before.cells["key"], row.label, name, old, new))
    return found


def _set(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


def reuse_departments(rows: list[DraftRow], tables: Path, key: str) -> None:
    """Give departments the keys and English names that other sources have for the same ones."""
    known: dict[tuple[str, str], Row] = {}
    for source in read_sources(tables):
        if source.key != key:
            for old in read_tables(source):
                if old.table.name == "departments":
                    known.setdefault((old.cells["unit_of"], fold(old.cells["label_ja"])), old)
    keys: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.table == "departments" and (before := known.get((row.cells["unit_of"], fold(row.label)))):
            keys["departments", row.key] = before.cells["key"]
            row.cells["label_en"] = before.cells["label_en"]
    rename(rows, keys)
