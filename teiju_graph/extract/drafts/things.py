"""Records as rows of the ordinary tables: cooperations, the departments in charge, and corrections of misprints."""

import re
from dataclasses import dataclass, field

from teiju_graph.extract.drafts.draft import DraftRow, cited_lines, untranslated
from teiju_graph.extract.drafts.proceedings import proceeding_rows
from teiju_graph.extract.drafts.valuations import kpi_rows
from teiju_graph.extract.reading import Reading
from teiju_graph.extract.records import Record
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.register import Municipality

_ZONE = re.compile("定住自立圏|共生ビジョン|連携中枢")
_OTHER = re.compile("その他|以外")


@dataclass
class _Things:
    """The rows as they are made."""

    source: str
    reading: Reading
    rows: list[DraftRow] = field(default_factory=list)
    departments: dict[tuple[str, str], DraftRow] = field(default_factory=dict)
    corrections: dict[tuple[str, str], DraftRow] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def next_key(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{self.source}-{self.counts[kind]:02}"


def make_rows(reading: Reading, source: str) -> list[DraftRow]:
    """Return the rows of the tables that a document gives, under keys made of the source's and a number."""
    things = _Things(source, reading)
    for record in reading.records:
        row = _MAKERS[record.kind](things, record) if record.kind in _MAKERS else None
        if row:
            things.rows.append(row)
            _correct(things, record, row)
    kpis = kpi_rows(reading, source, things.rows)
    turns = proceeding_rows(reading, source)
    return [*things.rows, *things.departments.values(), *kpis, *turns, *things.corrections.values()]


def _named(things: _Things, record: Record, name: str, column: str) -> dict[str, str]:
    """The cells of a list of municipalities: those resolved, whether the list is closed, what leaves it open."""
    listed = record.fields.get(name)
    if not isinstance(listed, list):
        return {}
    resolved = [each for each in listed if isinstance(each, dict)]
    is_open = record.fields.get(f"{name}_open")
    cells = {column: ";".join(_written(things, each) for each in resolved)}
    if is_open is not None and len(resolved) == len(listed):
        cells["participants_complete"] = "false" if is_open else "true"
    if is_open and record.extra.get("open_words"):
        cells["open_reference"] = str(record.extra["open_words"])
    return cells


def _written(things: _Things, municipality: dict) -> str:
    """A municipality as the tables name it: with its prefecture where another one bears the name."""
    register = things.reading.context.register
    same = [each for each in register.municipalities if each.name == municipality["name"]]
    own = municipality["pref"] == things.reading.context.prefecture
    return municipality["name"] if len(same) == 1 or own else municipality["pref"] + municipality["name"]


def _initiative(things: _Things, record: Record) -> DraftRow | None:
    name = record.fields.get("name")
    if not name:
        return None
    kind, sure = _kind(things, record)
    cells = {
        "key": things.next_key("initiative"),
        "label_ja": str(name),
        "label_en": untranslated(str(name)),
        "kind": kind,
        "lines": cited_lines(record),
    }
    zone = things.reading.context.zone
    if zone and kind == "zone-initiative":
        cells["zone"] = zone.key
    cells |= _year(record, "start_year", "start_year") | _year(record, "precursor_year", "precursor_start_year")
    cells |= _named(things, record, "participants", "participants")
    row = DraftRow("initiatives", cells, record.place.key, record)
    if not sure:
        row.notes.append(
            ("kind", "圏域の取組かどうかは見出しから読んだ", "whether it is the zone’s: read from the headings")
        )
    _add_department(things, record, row, record.fields.get("department"))
    return row


def _kind(things: _Things, record: Record) -> tuple[str, bool]:
    """Whether an initiative is the zone's, by the headings above its table, else by the whole document."""
    for text in (str(record.extra.get("heading", "")), *reversed(_above(things, record))):
        if _OTHER.search(text):
            return "other-initiative", True
        if _ZONE.search(text):
            return "zone-initiative", True
    whole = things.reading.rendition.text
    return ("zone-initiative" if _ZONE.search(fold(whole)) else "other-initiative"), False


def _above(things: _Things, record: Record) -> list[str]:
    for grid in things.reading.rendition.grids:
        if grid.place.first <= record.place.first <= grid.place.last:
            return [line.text for line in grid.before]
    return []


def _year(record: Record, name: str, column: str) -> dict[str, str]:
    year = record.fields.get(name)
    return {column: str(year)} if year else {}


def _body(things: _Things, record: Record) -> DraftRow:
    name = str(record.fields["name"])
    cells = {
        "key": things.next_key("body"),
        "label_ja": name,
        "label_en": untranslated(name),
        "lines": cited_lines(record),
        **_year(record, "founded_year", "founded_year"),
        **_named(things, record, "members", "members"),
    }
    row = DraftRow("bodies", cells, record.place.key, record)
    _add_department(things, record, row, record.extra.get("department"))
    return row


def _agreement(things: _Things, record: Record) -> DraftRow:
    """An agreement; with somebody outside it is the shared item, which alone can say who is left out."""
    name = str(record.fields.get("subject") or "協定")
    zone = things.reading.context.zone
    cells = {"label_ja": name, "label_en": untranslated(name), "lines": cited_lines(record)}
    if record.fields.get("date"):
        cells["concluded_on"] = str(record.fields["date"])
    excluded = record.fields.get("excluded")
    if isinstance(excluded, list) and excluded and zone:
        cells |= {"key": things.next_key("item"), "zone": zone.key, **_named(things, record, "parties", "participants")}
        cells["excludes"] = ";".join(_written(things, each) for each in excluded if isinstance(each, dict))
        cells["exclusion_reason_ja"] = str(record.extra.get("reason") or "理由は未記入")
        cells["exclusion_reason_en"] = untranslated(cells["exclusion_reason_ja"])
        return DraftRow("items", cells, record.place.key, record)
    parties = _named(things, record, "parties", "parties")
    parties.pop("open_reference", None)
    cells |= {"key": things.next_key("agreement"), "kind": "agreement", **parties}
    return DraftRow("agreements", cells, record.place.key, record)


def _add_department(things: _Things, record: Record, row: DraftRow, printed: object) -> None:
    if not printed:
        return
    told = record.extra.get("departments_of")
    if isinstance(told, list) and told:
        each_of = [(part, owner, True) for label, owner in told for part in label.split("、")]
    else:
        owner, sure = _owner(things, str(printed))
        if owner is None:
            row.notes.append(
                ("department", f"「{printed}」がどの市町村の課か分からない", f"whose department “{printed}” is")
            )
            return
        each_of = [(label, owner, sure) for label in str(printed).split("、")]
    keys = [_department(things, record, label, owner, sure).key for label, owner, sure in each_of]
    row.cells["department"] = ";".join(dict.fromkeys(keys))


def _department(things: _Things, record: Record, label: str, owner: Municipality, sure: bool) -> DraftRow:
    """The row of a department, made when it is first met, with the lines that name it."""
    department = things.departments.get((owner.code, label))
    if department is None:
        number = sum(code == owner.code for code, _ in things.departments) + 1
        cells = {
            "key": f"{owner.code}-{things.source}-{number:02}",
            "label_ja": label,
            "label_en": untranslated(label),
            "unit_of": _written(things, owner.json),
            "lines": "",
        }
        department = DraftRow("departments", cells, f"{owner.code}:{label}")
        if not sure:
            ja, en = f"{owner.name}の課と読んだ(文書に書かれていない)", f"read as of {owner.name}; not stated"
            department.notes.append(("unit_of", ja, en))
        things.departments[owner.code, label] = department
    lines = [*filter(None, department.cells["lines"].split(";")), record.place.key]
    department.cells["lines"] = ";".join(dict.fromkeys(lines))
    return department


def _owner(things: _Things, printed: str) -> tuple[Municipality | None, bool]:
    """Whose department it is: the municipality that its name begins with, the one whose document it is by its first
    lines, else (not sure) the zone's centre."""
    register, zone = things.reading.context.register, things.reading.context.zone
    own = register.starting(fold(printed), 0)
    if own and len(register.by_name[own]) == 1 and fold(printed) != own:
        return register.by_name[own][0], True
    head = fold("".join(line.text for line in things.reading.rendition.lines[:10]))
    for match in re.finditer(r"\((.{2,6}?[市町村])(?:関係)?分\)|^(.{2,6}?[市町村])の?(?:広域連携|連携)", head):
        found = register.by_name.get(match[1] or match[2], [])
        if len(found) == 1:
            return found[0], True
        inside = [each for each in found if zone and each in zone.members]
        if inside:
            return inside[0], True
    return (zone.central[0], False) if zone and len(zone.central) == 1 else (None, False)


def _correct(things: _Things, record: Record, row: DraftRow) -> None:
    for correction in record.corrections:
        key = (correction.printed, correction.corrected)
        drafted = things.corrections.get(key)
        if drafted is None:
            found = things.reading.context.register.by_name.get(correction.corrected, [])
            members = things.reading.context.zone.members if things.reading.context.zone else ()
            about = next((each for each in found if each in members), found[0] if found else None)
            cells = {
                "key": things.next_key("correction"),
                "label_ja": f"{correction.printed}→{correction.corrected}",
                "label_en": f"{correction.printed} read as {correction.corrected}",
                "lines": "",
                "printed_form": correction.printed,
                "corrected_form": correction.corrected,
                "about": f"municipality/{about.code}" if about else row.path,
                "reason_ja": correction.ja,
                "reason_en": correction.en,
                "corrects": "",
            }
            drafted = things.corrections[key] = DraftRow("corrections", cells, correction.printed)
        for name, value in (("lines", record.place.key), ("corrects", row.path)):
            values = [*filter(None, drafted.cells[name].split(";")), value]
            drafted.cells[name] = ";".join(dict.fromkeys(values))


_MAKERS = {"initiative": _initiative, "organization": _body, "agreement": _agreement}
