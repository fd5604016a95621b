"""Made minutes, visions, reports and agreements of many styles are read as the file beside each says.

tests/readings/NAME.txt is the document, NAME.toml what it states: kpis as initiative, indicator, baseline, target,
`keep` where the value is to be kept, and the indicator replaced; agreements as subject, parties, date, outsiders;
opinions as role and type."""

import tomllib
from pathlib import Path

import pytest

from teiju_graph.extract.context import Context
from teiju_graph.extract.minutes import read_text
from teiju_graph.extract.rendition import Line, Place, Rendition
from tests.zones import REGISTER

READINGS = sorted((Path(__file__).parent / "readings").glob("*.txt"))
ZONES = {zone.key: zone for zone in REGISTER.zones}


def read(path):
    wanted = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8").split("\n")
    lines = [Line(line, Place(number, number)) for number, line in enumerate(text, 1)]
    zone = ZONES[wanted["zone"]]
    records = read_text(Rendition(lines, [], "text", path.name, ""), Context(REGISTER, zone, zone.prefecture))
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


def names(cell):
    return " ".join(each if isinstance(each, str) else each["name"] for each in cell or [])


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_the_kpis_are_those_of_the_document(path):
    wanted, records = read(path)
    assert [kpi(record) for record in records if record.kind == "kpi"] == wanted["kpis"]


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_the_agreements_are_those_of_the_document(path):
    wanted, records = read(path)
    found = [
        [fields["subject"], names(fields["parties"]), fields["date"] or "", names(fields["excluded"])]
        for fields in (record.fields for record in records if record.kind == "agreement")
    ]
    assert found == wanted["agreements"]


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
