"""The minutes of the source are read as the reviewed tables say: every KPI, the agreement, every opinion, every line."""

import csv

import pytest

from teiju_graph.extract.media.document import read_document
from teiju_graph.extract.reading import read
from teiju_graph.extract.words.register import read_register
from tests.conftest import TABLES

SOURCE = "higashi-iburi-2025"
UNITS = {
    "place": "か所",
    "institution": "医療機関",
    "case": "件",
    "course": "講座",
    "person": "人",
    "time": "回",
    "tonne": "トン",
    "route": "系統",
    "yen": "円",
}


def rows(table):
    with (TABLES / SOURCE / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def lines_of(row):
    spans = [each.partition("-") for each in row["lines"].split(";")]
    return {n for first, _, last in spans for n in range(int(first), int(last or first) + 1)}


@pytest.fixture(scope="module")
def reading(source_texts):
    return read(read_document(source_texts / f"{SOURCE}.txt"), read_register(TABLES))


def of(reading, kind):
    return [record for record in reading.records if record.kind == kind]


def on(records, row):
    """The records that stand on lines of a row of the table, the one with most of them first."""
    wanted = lines_of(row)
    shared = {id(each): len(wanted & set(range(each.place.first, each.place.last + 1))) for each in records}
    return sorted((each for each in records if shared[id(each)]), key=lambda each: -shared[id(each)])


def reviewed_kpis():
    """The KPIs of the tables in the form of a record's fields."""
    valuations = rows("valuations")
    names = {f"initiative/{row['key']}": row["label_ja"] for row in rows("initiatives")}
    names |= {f"item/{row['key']}": row["label_ja"] for row in rows("items")}
    kpis = {f"kpi/{row['key']}": row for row in rows("kpis")}
    for row in kpis.values():
        if not row["kpi_of"]:
            continue
        fields = {
            "initiative": names[row["kpi_of"]],
            "indicator": row["indicator_ja"] or None,
            "replaces": kpis[row["replaces"]]["indicator_ja"] if row["replaces"] else None,
        }
        for side in ("baseline", "target"):
            (told,) = [each for each in valuations if each[f"{side}_of"] == row["key"]]
            value = told["value"] or told["implied_value"]
            fields |= {
                f"{side}_value": int(value) if value else None,
                f"{side}_unit": UNITS.get(told["unit"]),
                f"{side}_basis": told["basis"].replace("-", "_") if told["basis"] not in ("", "unstated") else None,
                f"{side}_status": told["status"],
                f"{side}_year": None,
            }
        yield row, fields | {"target_maintain": row["direction"] == "maintain"}


def test_each_kpi_is_complete_and_right_and_none_is_invented(reading):
    found = of(reading, "kpi")
    wrong = []
    for row, fields in reviewed_kpis():
        record = on(found, row)[0]
        wrong += [(row["key"], name) for name, value in fields.items() if record.fields.get(name) != value]
    assert not wrong
    assert len(found) == 21


def test_the_agreement_has_its_parties_its_day_and_its_outsider(reading):
    item = rows("items")[0]
    record = on(of(reading, "agreement"), item)[0]
    assert record.fields["subject"] == item["label_ja"]
    assert record.fields["date"] == item["concluded_on"]
    assert [each["name"] for each in record.fields["parties"]] == item["participants"].split(";")
    assert [each["name"] for each in record.fields["excluded"]] == [item["excludes"]]


def test_every_opinion_is_found_with_the_role_of_its_speaker(reading):
    roles = {"council-member": "委員", "chair": "座長"}
    held = [record for record in of(reading, "opinion") if record.fields["type"] != "answer"]
    for row in rows("opinions"):
        assert on(held, row)[0].fields["role"] == roles[row["speaker_role"]], row["key"]
    assert len(held) == 14


def test_answers_are_those_of_the_tables(reading):
    answers = [record for record in of(reading, "opinion") if record.fields["type"] == "answer"]
    assert len(answers) == sum(bool(row["answered_by"]) for row in rows("opinions"))


def test_no_name_of_a_speaker_is_kept_but_the_chairs(reading):
    assert not [record for record in of(reading, "opinion") if "●" in record.fields["text"]]


def test_the_meeting_is_that_of_the_tables(reading):
    (record,), row = of(reading, "meeting"), rows("meetings")[0]
    assert record.fields["name"] == row["label_ja"] and record.fields["date"] == row["date"]
    assert row["started_at"].startswith(f"{row['date']}T{record.fields['started_at']}")
    assert row["ended_at"].startswith(f"{row['date']}T{record.fields['ended_at']}")
    assert str(record.fields["attendee_count"]) == row["attendee_count"]
    assert record.fields["chair_name"] == row["chair_name"]
    assert [each["name"] for each in record.fields["secretariat"]] == row["secretariat"].split(";")


def test_no_line_of_the_minutes_is_lost(reading):
    kinds = {number: fate.kind for number, fate in reading.fates.items()}
    assert set(kinds) == set(range(1, len(reading.rendition.lines) + 1))
    assert set(kinds.values()) == {"record", "heading", "prose", "blank"}
