"""KPI records as rows: the indicators, their values, the plan that holds them, initiatives that only they name."""

from decimal import Decimal

from teiju_graph.extract.drafts.draft import DraftRow, cited_lines, untranslated
from teiju_graph.extract.reading import Reading
from teiju_graph.extract.records import Record
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import units

_BASES = {"per_year": "per-year", "per_month": "per-month", "per_day": "per-day", "yoy": "year-on-year"}


def kpi_rows(reading: Reading, source: str, rows: list[DraftRow]) -> list[DraftRow]:
    """Return the rows of a document's KPIs; none where its zone isn't known, for a KPI has one. `rows`: the other rows,
    to which initiatives that only KPIs name are added."""
    zone = reading.context.zone
    if zone is None:
        return []
    names = {row.label: row for row in rows if row.table in ("items", "initiatives")}
    found: list[DraftRow] = []
    for number, record in enumerate((each for each in reading.records if each.kind == "kpi"), start=1):
        initiative = str(record.fields.get("initiative") or "")
        if initiative and initiative not in names:
            names[initiative] = _initiative(initiative, record, f"{source}-k{number:02}", zone.key)
            rows.append(names[initiative])
        key = f"{source}-kpi-{number:02}"
        row = _kpi(record, key, zone.key, names.get(initiative))
        values = [value for side in ("baseline", "target") if (value := _valuation(record, row, side))]
        found += [row, *values]
    return found


def _initiative(name: str, record: Record, key: str, zone: str) -> DraftRow:
    cells = {
        "key": key,
        "label_ja": name,
        "label_en": untranslated(name),
        "kind": "zone-initiative",
        "lines": cited_lines(record),
        "zone": zone,
    }
    row = DraftRow("initiatives", cells, f"{record.place.key}:{name}")
    row.notes.append(("label_ja", "指標の欄だけにある取組", "an initiative that only an indicator names"))
    return row


def _kpi(record: Record, key: str, zone: str, initiative: DraftRow | None) -> DraftRow:
    indicator = str(record.fields.get("indicator") or "")
    label = ":".join(filter(None, [initiative.label if initiative else "", indicator])) or "指標"
    cells = {"key": key, "label_ja": label, "label_en": untranslated(label), "zone": zone, "lines": cited_lines(record)}
    if initiative:
        cells["kpi_of"] = initiative.path
    if indicator:
        cells |= {"indicator_ja": indicator, "indicator_en": untranslated(indicator)}
    baseline, target = _number(record, "baseline"), _number(record, "target")
    if record.fields.get("target_maintain"):
        cells["direction"] = "maintain"
    if baseline is not None and target is not None:
        alike = all(
            record.fields.get(f"baseline_{part}") == record.fields.get(f"target_{part}") for part in ("unit", "basis")
        )
        cells["comparable"] = "true" if alike else "false"
        if alike and "direction" not in cells:
            cells["direction"] = "increase" if target > baseline else "decrease" if target < baseline else "maintain"
    return DraftRow("kpis", cells, f"{record.place.key}:{indicator}", record)


def _number(record: Record, side: str) -> Decimal | None:
    value = record.fields.get(f"{side}_value")
    return (
        Decimal(str(value)) if isinstance(value, int | float) and record.fields[f"{side}_status"] == "stated" else None
    )


def _valuation(record: Record, kpi: DraftRow, side: str) -> DraftRow | None:
    status = record.fields.get(f"{side}_status")
    if status in (None, "not_stated"):
        return None
    word = {"baseline": "基準値", "target": "目標値"}[side]
    label = f"{record.fields.get('indicator') or kpi.label}の{word}"
    cells = {
        "key": f"{kpi.key}-{side}",
        "label_ja": label,
        "label_en": untranslated(label),
        "status": str(status),
        "lines": kpi.cells["lines"],
        f"{side}_of": kpi.key,
    }
    notes: list[tuple[str, str, str]] = []
    told = {part: record.fields.get(f"{side}_{part}") for part in ("value", "unit", "basis")}
    implied = record.extra.get(f"{side}_implied")
    if isinstance(implied, dict):
        told = implied
        notes.append(
            ("implied_value", "維持とだけ書かれ、基準値を当てた", "only 維持 is printed: the baseline’s value")
        )
    value = told["value"]
    if isinstance(value, int | float):
        cells["value" if status == "stated" else "implied_value"] = str(value)
    unit = told["unit"]
    other = ""
    if unit and str(unit) in units():
        cells["unit"] = units()[str(unit)]
    elif unit:
        cells |= {"unit": "other", "printed_form": str(record.extra.get(f"{side}_figure") or "")}
        other = str(unit)
        notes.append(("unit", f"単位「{unit}」は語彙にない", f"the unit “{unit}” is not in the scheme"))
    elif value is not None:
        cells["unit"] = "unstated"
    basis = told["basis"]
    if value is not None:
        cells["basis"] = _BASES.get(str(basis), str(basis)) if basis else "unstated"
    if status == "blank":
        cells |= {"reason_ja": "欄が空", "reason_en": "the cell is blank"}
    printed = record.extra.get(f"{side}_printed")
    if printed:
        shown = str(printed)
        cells["printed_form"] = shown if fold(other) in fold(shown) else f"{shown} {other}"
    cells = {name: cell for name, cell in cells.items() if cell}
    return DraftRow("valuations", cells, f"{record.place.key}:{record.fields.get('indicator')}:{side}", record, notes)
