"""KPI in tables: an indicator with its baseline and its target, units and years from the cells or their headings."""

import re
from collections.abc import Mapping
from dataclasses import replace

from teiju_graph.extract.grid.entries import Entry, Value
from teiju_graph.extract.grid.fields import plain_name, read_name
from teiju_graph.extract.kpis.kpi import basis_of
from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import read_heading
from teiju_graph.extract.words.numbers import Figure, read_figure
from teiju_graph.extract.words.phrases import choice, level
from teiju_graph.extract.words.years import find_years

_ONLY_YEAR = (
    r"(?:(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)|(?:19|20)\d\d)(?:年度?|[./]\d{1,2})?(?:\d{1,2}月)?(?:末|時点)?"
)
_NEAR = Doubt("値の年は書かれておらず、表のまわりに年がある", "a year stands near the table")
_ONE_OF = Doubt("値の列が複数あり、その一つを読んだ", "one of several columns of values")
_FIRM = ("基準", "現状", "最終", "策定時", "当初", "従前", "初期")
_TITLE = r"KPI|指標|目標|単位|一覧|定住自立圏|ビジョン|現在$|^表\d*|^[A-Za-z]*[\d.\-]+$|ページ"


def read_kpi(entry: Entry) -> Record | None:
    """Return the KPI that an entry states, None where it has neither an indicator nor a value."""
    entry = _with_years(replace(entry, values=[part for value in entry.values for part in _parted(value)]))
    indicator = entry.first("indicator")
    subject = entry.first("initiative", "name")
    sides = {side: _choose(entry, side) for side in ("baseline", "target")}
    if read_name(indicator) is None and not any(value and value.text for value, _ in sides.values()):
        return None
    fields: dict[str, object] = {"initiative": read_name(subject), "indicator": _without_unit(read_name(indicator))}
    flags: list[Flag] = []
    if indicator is None:
        flags.append(Flag("indicator", "指標の名前がない", "the indicator has no name"))
    if subject is None and (heading := _heading(entry)):
        fields["initiative"] = heading
        flags.append(
            Flag(
                "initiative",
                "取組の列がなく、左の列か上の見出しから読んだ",
                "no column of initiatives; read from beside or above",
            )
        )
    if fields["initiative"] is None:
        flags.append(Flag("initiative", "どの取組の指標か書かれていない", "of which initiative is not said"))
    if entry.carried and subject:
        flags.append(Flag("initiative", "空のセルに上の行の名前を当てた", "an empty cell, read as the name above"))
    if len(entry.all("indicator")) > 1 and len({value.text for value in entry.all("indicator") if value.text}) > 1:
        flags.append(Flag("indicator", "指標の列が複数ある", "several columns hold indicators"))
    for side, (value, doubtful) in sides.items():
        told, doubts = _read_side(entry, side, value)
        fields |= {f"{side}_{name}": each for name, each in told.items() if name != "maintain"}
        if side == "target":
            fields["target_maintain"] = told["maintain"]
            if not told["maintain"] and (kept := _kept(entry)):
                fields["target_maintain"] = True
                flags.append(
                    Flag(
                        "target_maintain",
                        f"「{kept.heading}」の欄の「{kept.text}」から読んだ",
                        f"read from “{kept.text}” beside the values",
                    )
                )
        flags += doubts
        if doubtful:
            flags += [_ONE_OF.of(f"{side}_{part}") for part in ("value", "year")]
    if not any(fields[f"{side}_status"] in ("stated", "implied") for side in sides):
        flags.append(Flag("indicator", "値が一つも読めない", "not one value is read"))
    places = dict.fromkeys(place for value in entry.values for place in (value.place, *value.under))
    extra: dict[str, object] = {
        f"{side}_printed": value.text for side, (value, _) in sides.items() if value and value.text
    }
    if fields["target_status"] == "implied" and fields["baseline_status"] == "stated":  # only 維持 is printed
        extra["target_implied"] = {part: fields[f"baseline_{part}"] for part in ("value", "unit", "basis")}
    return Record(
        "kpi", entry.place, fields, flags, also=[place for place in places if place != entry.place], extra=extra
    )


def dated(record: Record, years: Mapping[str, int]) -> Record:
    """Return a KPI with the years that the document gives for all its baselines and targets, where it has none itself."""
    for side, year in years.items() if record.kind == "kpi" else ():
        field = f"{side}_year"
        told = record.fields.get(f"{side}_status") in ("stated", "implied", "qualitative")
        if told and record.fields.get(field) is None:
            flags = [flag for flag in record.flags if flag != _NEAR.of(field)]
            record = replace(record, fields=record.fields | {field: year}, flags=flags)
    return record


def _parted(value: Value) -> list[Value]:
    """A value of a column headed 基準値→目標値 as the two that it prints; any other one as it is."""
    sides = [
        role for role, words in (("baseline", "基準|現状|現況"), ("target", "目標")) if re.search(words, value.heading)
    ]
    parts = re.split("[→⇒➡]", value.text)
    if value.role not in sides or len(sides) < 2 or len(parts) != 2:
        return [value]
    return [replace(value, role=role, text=part.strip()) for role, part in zip(sides, parts, strict=True)]


def _with_years(entry: Entry) -> Entry:
    """The entry with values of a side that are only a year, beside others of it, as its year: 現状 63.5% | R5年度. A column
    whose heading prints a year has values alone: 2,010 books look like one."""
    values = list(entry.values)
    for side in ("baseline", "target"):
        those = [value for value in values if value.role == side]
        years = [value for value in those if re.fullmatch(_ONLY_YEAR, fold(value.text)) and not _is_dated(value)]
        if years and len(years) < len(those):
            values = [replace(value, role=f"{side}_year") if value in years else value for value in values]
    return replace(entry, values=values)


def _is_dated(value: Value) -> bool:
    """Whether the heading of a value prints its year."""
    return bool(find_years(fold(f"{value.heading} {value.remark}"), bare=True))


def _heading(entry: Entry) -> str | None:
    """What may name the initiative where no column does: a column before the indicator's, the heading of the rows, or
    the nearest line above that is no title of the table itself."""
    end = next((value.order for value in entry.values if value.role == "indicator"), 0)
    beside = [value.text for value in entry.values if value.role in ("", "field") and value.order < end]
    for text in (
        *reversed(beside),
        *reversed(entry.section.split(" / ")),
        *(line.text for line in reversed(entry.before)),
    ):
        name = plain_name(text)
        if name and len(name) <= 40 and not name.endswith("。") and not re.search(_TITLE, fold(name)):
            return name
    return None


def _choose(entry: Entry, side: str) -> tuple[Value | None, bool]:
    """The value of a side: of several columns the one headed as such, else the last filled one, doubted."""
    found = entry.all(side)
    if len(found) < 2:
        return (found[0] if found else None), False
    firm = [value for value in found if any(word in value.heading for word in _FIRM)]
    first = [value for value in firm if "現状" not in value.heading] if side == "baseline" else firm
    if len(firm) == 1 or len(first) == 1:
        return (first or firm)[0], False
    filled = [value for value in firm or found if value.text]
    return (filled[-1] if filled else found[-1]), len(filled) > 1


def _read_side(entry: Entry, side: str, value: Value | None) -> tuple[dict[str, object], list[Flag]]:
    empty = {"value": None, "unit": None, "basis": None, "year": None, "maintain": None}
    if value is None:
        return {**empty, "status": "not_stated"}, []
    figure = _with_basis(_with_unit(read_figure(value.text), entry, value), entry, value)
    flags = [doubt.of(f"{side}_value") for doubt in figure.doubts]
    if figure.doubts and figure.value is None:
        flags += [doubt.of(f"{side}_{part}") for doubt in figure.doubts for part in ("unit", "basis", "status")]
    indicator = entry.first("indicator")
    if figure.status == "stated" and figure.basis is None and indicator:
        basis, guess = basis_of(_without_unit(read_name(indicator)) or "", f"{side}_basis")
        figure = replace(figure, basis=None if guess else basis)  # a table prints its basis, or none is stated
    if figure.bound:
        flags.append(Flag(f"{side}_value", f"「{figure.bound}」とある", f"says “{figure.bound}”"))
    if figure.status == "stated" and figure.unit is None:
        flags.append(Flag(f"{side}_unit", "単位が書かれていない", "no unit is printed"))
    year, doubts = _year(entry, side, value)
    told: dict[str, object] = {
        "value": figure.number,
        "unit": figure.unit,
        "basis": figure.basis,
        "status": figure.status,
        "year": year,
        "maintain": figure.maintain,
    }
    return told, [*flags, *doubts]


def _with_unit(figure: Figure, entry: Entry, value: Value) -> Figure:
    """The figure with the unit that stands elsewhere: in a column of units, in the heading, behind the indicator."""
    if figure.status != "stated" or figure.unit is not None:
        return figure
    indicator = entry.first("indicator")
    unit = entry.first("unit")
    for words in (unit.text if unit else "", value.remark, read_heading(indicator.text).remark if indicator else ""):
        for word in words.replace("単位", " ").replace(":", " ").split():
            told = read_figure(f"{figure.number}{word.strip('()')}")
            if told.unit and told.value is not None and not find_years(word, bare=True):
                scaled = told.value if told.value != figure.value else figure.value
                doubts = figure.doubts if unit and unit.text else [*figure.doubts, *told.doubts]
                return replace(figure, value=scaled, unit=told.unit, basis=figure.basis or told.basis, doubts=doubts)
    return figure


def _with_basis(figure: Figure, entry: Entry, value: Value) -> Figure:
    """The figure with the basis that the indicator or the heading prints: 年間利用者数, 参加者数(累計)."""
    indicator = entry.first("indicator")
    if figure.status != "stated" or figure.basis:
        return figure
    for text in (fold(indicator.text) if indicator else "", value.remark):
        for part in re.findall(
            rf"\((?!{re.escape(figure.unit or '-')}\))([^()]*)\)|^(年間|月間|累計|延べ|1日(?:平均|当たり))|(累計|年間)$",
            text,
        ):
            basis = read_figure(f"{''.join(part)}1").basis
            if basis:
                return replace(figure, basis=basis)
    return figure


def _without_unit(indicator: str | None) -> str | None:
    """The name of an indicator without its unit in brackets: 利用者数(千人)."""
    match = re.search(r"\s*[(（]([^()（）]*)[)）]$", indicator or "")
    unit = level(match[1]).removeprefix("単位").strip(": ") if match else ""
    told = read_figure(f"1{unit}") if unit and not re.search(r"\d", unit) else None
    known = told is not None and told.unit is not None and not told.doubts
    return indicator[: match.start()] if indicator and match and known else indicator


def _kept(entry: Entry) -> Value | None:
    """A remark beside the values that says no more than 現状維持; how it went (評価, 進捗) is none."""
    return next(
        (
            value
            for value in entry.all("", "other")
            if "維持" in value.text
            and read_figure(value.text).status == "implied"
            and not re.search("評価|進捗|達成|状況|結果|方向", value.heading)
        ),
        None,
    )


def _said_of(side: str, text: str) -> str:
    """The year that a line around a table gives for all values of a side: (基準値:令和6年度 目標値:令和11年度)."""
    shown = level(text)
    for match in re.finditer(rf"{choice('kpi', f'{side}_years')}[^\d。、,()令平昭RHS]{{0,6}}", shown):
        year = next((each for each in find_years(shown) if each.start == match.end() and each.until is None), None)
        if year:
            return year.printed
    return ""


def _year(entry: Entry, side: str, value: Value) -> tuple[int | None, list[Flag]]:
    """The year of a value: in a column of its own, in the cell, in the heading; a cell's own goes before."""
    columns = [each for each in entry.all(f"{side}_year") if each.text]
    column = next((each for each in columns if each.order > value.order), None) or next(iter(columns), None)
    around = [said for line in (*reversed(entry.before), *entry.after) if (said := _said_of(side, line.text))]
    for text in (value.text, column.text if column else "", value.remark, value.heading, *around):
        found = find_years(fold(text), bare=text is not value.text)
        if found:
            flags = [each.doubt.of(f"{side}_year") for each in found if each.doubt]
            if len({each.value for each in found}) > 1 or found[0].until:
                flags.append(Flag(f"{side}_year", "年が複数ある", "several years are printed"))
            return found[0].value, flags
    unread = [value.text for value in entry.all("", "start_year", "date", "period")]
    near = [line.text for line in (*entry.before[-2:], *entry.after)]
    if any(find_years(fold(text)) for text in (*unread, *near)):  # it may be the year of the values
        return None, [_NEAR.of(f"{side}_year")]
    return None, []
