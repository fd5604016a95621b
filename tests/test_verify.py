"""What the tables say stands in the sources; altering a digit, a year or a name is found."""

import csv
import re

import pytest

from teiju_graph.errors import MissingError, SourceError
from teiju_graph.tables.records import columns
from teiju_graph.tables.records import tables as dictionary
from teiju_graph.tables.rows import read_tables
from teiju_graph.tables.sources import Text, find_source, read_source_text
from teiju_graph.tables.verify import record, verify

SOURCES = ["muroran-2023", "higashi-iburi-2025"]
PROVEN = {"text", "names", "open", "year", "bracketed-year", "date", "time", "number", "ours", "printed"}


def text_of(folder, key) -> Text:
    return read_source_text(folder / f"{key}.txt")


@pytest.mark.parametrize("key", SOURCES)
def test_everything_stands_in_the_source(source_texts, tables, key):
    assert [finding.message("en") for finding in verify(tables, key, text_of(source_texts, key))] == []


@pytest.mark.parametrize("key", ["municipalities", "zones"])
def test_our_own_tables_are_their_own_source(tables, key):
    assert verify(tables, key, read_source_text(tables / key / f"{key}.csv")) == []


def alterations(tables, key):
    """Each proven cell with one digit or one name altered: (table, line, column, new cell)."""
    names = [row.cells["label_ja"] for row in read_tables(find_source(tables, "municipalities"))]
    for row in read_tables(find_source(tables, key)):
        for column, cell in row.cells.items():
            if row.table.proof(column) not in PROVEN or column == "reason_ja" and row.table.name == "corrections":
                continue
            for match in re.finditer(r"\d", cell):
                digit = str((int(match[0]) + 5) % 10)
                yield row.table.name, row.number, column, cell[: match.start()] + digit + cell[match.end() :]
            if columns()[column].form == "names":
                for name in row.values(column):
                    rest = [each for each in row.values(column) if each != name]
                    other = [each for each in names if each not in cell][:1]
                    yield row.table.name, row.number, column, ";".join(other + rest)


def put(tables, key, table, number, column, cell):
    path = tables / key / f"{table}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    rows[number - 1][rows[0].index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as sheet:
        csv.writer(sheet, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("key", SOURCES)
def test_every_altered_digit_year_and_name_is_found_where_it_stands(source_texts, tables, key):
    text = text_of(source_texts, key)
    unfound = []
    originals = {path: path.read_bytes() for path in (tables / key).glob("*.csv")}
    by_row = {}
    for table, number, column, cell in alterations(tables, key):
        by_row.setdefault((table, column), []).append((number, cell))
    assert by_row
    for (table, column), altered in by_row.items():
        waiting = altered
        while waiting:  # one alteration in each row at a time
            now = dict(reversed(waiting))
            for number, cell in now.items():
                put(tables, key, table, number, column, cell)
            found = {(f.file.rpartition("/")[2], f.row) for f in verify(tables, key, text)}
            unfound += [
                (table, number, column, cell) for number, cell in now.items() if (f"{table}.csv", number) not in found
            ]
            waiting = [each for each in waiting if now.get(each[0]) != each[1]]
            path = tables / key / f"{table}.csv"
            path.write_bytes(originals[path])
    assert not unfound, unfound


def test_a_changed_copy_is_told_first(source_texts, tables):
    text = Text(text_of(source_texts, "muroran-2023").content.replace("昭和61年".encode(), "昭和62年".encode()))
    findings = verify(tables, "muroran-2023", text)
    assert findings[0].column == "sha256"
    assert any("73" in finding.en for finding in findings[1:])


@pytest.mark.parametrize("key", SOURCES)
def test_a_copy_of_something_else_is_told_first_however_short_it_is(tables, key):
    first, *_ = verify(tables, key, Text("別の文書\n".encode()))
    assert "is not the text that the tables rest on" in first.message("en")


def test_a_row_of_the_source_left_out_is_found(source_texts, tables):
    path = tables / "muroran-2023" / "bodies.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-2] + lines[-1:]), encoding="utf-8")
    findings = verify(tables, "muroran-2023", text_of(source_texts, "muroran-2023"))
    assert any("line 83" in finding.en for finding in findings)


def test_recording_keeps_what_people_wrote(source_texts, tables):
    path, content = record(tables, "muroran-2023", text_of(source_texts, "muroran-2023"))
    assert path.read_bytes() == content and b"teiju:precursorStartYear" in content


def test_recording_refuses_another_text(tables):
    with pytest.raises(SourceError, match="SHA-256"):
        record(tables, "muroran-2023", Text(b"another text"))


def test_an_unknown_source_is_named_with_those_there_are(tables):
    with pytest.raises(MissingError, match="muroran-2023"):
        verify(tables, "muroran-2022", Text(b""))


def test_every_proof_of_the_dictionary_is_known():
    assert {table.proof(name) for table in dictionary().values() for name in (*table.required, *table.optional)} <= {
        *PROVEN,
        "label",
        "",
    }
