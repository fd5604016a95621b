"""Made minutes, visions, reports and agreements of many styles are read as the file beside each says.

tests/readings/NAME.txt is the document, NAME.toml what it states: kpis as initiative, indicator, baseline, target,
`keep` where the value is to be kept, and the indicator replaced; agreements as subject, parties, date, outsiders;
opinions as role and type; initiatives and organizations, where it lists
them, as name, participants and the year of the beginning. Of a file marked hard the KPIs need not all be right, but what is wrong must be flagged."""

import tomllib
from pathlib import Path

import pytest

from teiju_graph.extract.prose import prose_of, read_prose
from teiju_graph.extract.rendition import Line, Place, Rendition
from teiju_graph.extract.words.context import Context
from tests.zones import REGISTER

READINGS = sorted((Path(__file__).parent / "readings").glob("*.txt"))
PLAIN = [path for path in READINGS if "hard = true" not in path.with_suffix(".toml").read_text(encoding="utf-8")]
BASES = {"per_year", "per_month", "per_day", "cumulative", "yoy"}
STATUSES = {"blank", "implied", "qualitative", "not_stated"}
ZONES = {zone.key: zone for zone in REGISTER.zones}


def read(path):
    wanted = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8").split("\n")
    lines = [Line(line, Place(number, number)) for number, line in enumerate(text, 1)]
    zone = ZONES[wanted["zone"]]
    prose = prose_of(Rendition(lines, [], "text", path.name, ""), REGISTER)
    records = read_prose(prose, Context(REGISTER, zone, zone.prefecture))
    return wanted, records


def side(record, name):
    """A side of a KPI in one line: 96.2 ％ 2023, 6 回 per_year implied; a stock is not told, it is never printed."""
    value, unit, basis, status, year = (
        record.fields[f"{name}_{part}"] for part in ("value", "unit", "basis", "status", "year")
    )
    told = [
        value,
        unit,
        basis if basis != "stock" else None,
        status if status != "stated" else None,
        year,
    ]
    return " ".join(str(each) for each in told if each is not None)


def kpi(record):
    fields = record.fields
    keep = "keep" if fields["target_maintain"] else ""
    told = [
        fields["initiative"] or "",
        fields["indicator"] or "",
        side(record, "baseline"),
        side(record, "target"),
        keep,
    ]
    return [*told, fields["replaces"]] if fields["replaces"] else told


def told_side(name, line):
    """The fields of a side as the file says it in one line."""
    fields = dict.fromkeys((f"{name}_{part}" for part in ("value", "unit", "basis", "year")), None)
    fields[f"{name}_status"] = "stated"
    for word in line.split():
        if word in BASES:
            fields[f"{name}_basis"] = word
        elif word in STATUSES:
            fields[f"{name}_status"] = word
        elif not word[0].isdigit():
            fields[f"{name}_unit"] = word
        elif line.split()[0] == word and fields[f"{name}_status"] == "stated":
            fields[f"{name}_value"] = float(word)
        else:
            fields[f"{name}_year"] = int(word)
    return fields


def told_kpi(line):
    initiative, indicator, baseline, target, keep, *old = line
    fields = {"initiative": initiative or None, "indicator": indicator or None, "replaces": old[0] if old else None}
    fields["target_maintain"] = keep == "keep"
    return fields | told_side("baseline", baseline) | told_side("target", target)


def matched(wanted, records):
    """Each KPI of the file with the record that has most of its fields, each record once."""
    left = [record for record in records if record.kind == "kpi"]
    for line in wanted["kpis"]:
        true = told_kpi(line)
        same = {
            id(each): sum(each.fields.get(name) == value is not None for name, value in true.items()) for each in left
        }
        best = max(left, key=lambda each: same[id(each)], default=None)
        if best is not None and same[id(best)] > 3:
            left.remove(best)
        yield true, best if best is not None and same[id(best)] > 3 else None


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_a_wrong_field_of_a_kpi_is_flagged(path):
    wanted, records = read(path)
    for true, record in matched(wanted, records):
        assert record is not None, true
        flagged = {flag.field for flag in record.flags}
        fields = {name: None if value == "stock" else value for name, value in record.fields.items()}
        assert not {name for name, value in true.items() if fields.get(name) != value} - flagged, true


def names(cell):
    return " ".join(each if isinstance(each, str) else each["name"] for each in cell or [])


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_the_kpis_are_those_of_the_document(path):
    wanted, records = read(path)
    assert [kpi(record) for record in records if record.kind == "kpi"] == wanted["kpis"]


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_the_agreements_are_those_of_the_document(path):
    wanted, records = read(path)
    found = [
        [fields["subject"] or "", names(fields["parties"]), fields["date"] or "", names(fields["excluded"])]
        for fields in (record.fields for record in records if record.kind == "agreement")
    ]
    assert found == wanted["agreements"]


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_the_initiatives_and_the_bodies_are_those_of_the_document(path):
    wanted, records = read(path)
    for kind, who, year in (
        ("initiative", "participants", "start_year"),
        ("organization", "members", "founded_year"),
    ):
        found = [
            [fields["name"], names(fields.get(who)), str(fields.get(year) or "")]
            for fields in (record.fields for record in records if record.kind == kind)
        ]
        assert found == wanted.get(f"{kind}s", found)


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_the_opinions_are_those_of_the_document(path):
    wanted, records = read(path)
    found = [[record.fields["role"], record.fields["type"]] for record in records if record.kind == "opinion"]
    assert found == wanted["opinions"]


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_every_name_and_figure_stands_in_the_lines_that_its_record_cites(path):
    _, records = read(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    for record in records:
        places = [record.place, *record.also]
        cited = "".join(line.strip() for place in places for line in lines[place.first - 1 : place.last])
        for field in ("initiative", "indicator", "replaces", "subject"):
            assert (record.fields.get(field) or "") in cited, (field, record.place.key)


def test_parties_that_no_table_tells_are_flagged():
    _, records = read(READINGS[0].with_name("parties.txt"))
    flags = [{flag.field for flag in record.flags} for record in records if record.kind == "agreement"]
    assert [("parties" in each) for each in flags] == [False, True, True]
