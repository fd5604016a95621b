"""Passages against the user's copy of a source: the digest is right, and names and figures stand in those lines.

What of a row is compared, and how, proofs.py says."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from teiju_graph.errors import SourceError, TableError
from teiju_graph.files import shown
from teiju_graph.tables.proofs import Proof
from teiju_graph.tables.rows import Row, read_passages, read_tables
from teiju_graph.tables.sources import Lines, Source, Text, find_source, own_lines, read_lines, read_sources

Finding = TableError | SourceError


def verify(tables: Path, key: str, text: Text) -> list[Finding]:
    """Return what of the source `key` does not stand in `text`, the user's copy; an empty list when all of it does.

    Each finding names file, row and column and says what to do. MissingError: there is no such source; TableError,
    SourceError: a table can't be read."""
    source = find_source(tables, key)
    rows = read_tables(source)
    findings = list(_wrong_digests(tables, source, text))
    if findings:
        return findings
    proof = Proof(tables, source, text, rows)
    for row in rows:
        findings += proof.of(row)
    if source.layout == "table":
        findings += _unread_lines(source, text, rows)
    return findings


def cited_lines(tables: Path, key: str) -> list[Lines]:
    """Return the lines of the source `key` that any table cites or that its passages explain, in order."""
    source = find_source(tables, key)
    cited = set(own_lines(source))
    cited |= {lines for each in read_sources(tables) for row in read_tables(each) for lines in row.lines()}
    cited |= {
        lines for each, row in read_passages(source).items() if len(row.cells) > 2 for lines in read_lines(each, key)
    }
    return sorted(lines for lines in cited if lines.source == key)


def record(tables: Path, key: str, text: Text) -> tuple[Path, bytes]:
    """Return the path and the new content of the passages of source `key`: each passage that any row cites with its
    digest in `text`; what people wrote about a passage is kept. SourceError: `text` is not the source's text."""
    source = find_source(tables, key)
    path = source.folder / "passages.csv"
    if source.layout == "own":
        raise SourceError(
            "この出典は表そのものなので、記録する箇所はありません。",
            "is its own document; nothing to record.",
            file=key,
        )
    if text.sha256 != source.sha256:
        raise _wrong_text(source, text)
    told = read_passages(source)
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    heading = ["key", "sha256", "explains", "description_ja", "description_en"]
    writer.writerow(heading)
    for lines in cited_lines(tables, key):
        cells = told[lines.key].cells if lines.key in told else {}
        writer.writerow([lines.key, text.digest(lines), *(cells.get(name, "") for name in heading[2:])])
    return path, sheet.getvalue().encode()


def _wrong_text(source: Source, text: Text) -> SourceError:
    return SourceError(
        f"手元の写し(SHA-256 {text.sha256[:12]}…)は、表が基づく原文({source.sha256[:12]}…)と違います。"
        "同じ版の原文を渡すか、新しい版なら新しい出典として加えてください。",
        f"your copy (SHA-256 {text.sha256[:12]}…) is not the text that the tables rest on ({source.sha256[:12]}…); "
        "give the same edition, or add a new edition as a source of its own.",
        file=shown(source.description),
        column="sha256",
    )


def _wrong_digests(tables: Path, source: Source, text: Text) -> Iterator[Finding]:
    if source.layout == "own":
        if text.sha256 != source.own_text.sha256:
            yield SourceError(
                "渡された写しは、この表と同じではありません。",
                "your copy is not the same as this table.",
                file=shown(source.folder / source.document),
            )
        return
    same = text.sha256 == source.sha256
    if not same:
        yield _wrong_text(source, text)
    recorded = read_passages(source)
    for lines in cited_lines(tables, source.key):
        if not same and lines.last > len(text.lines):
            continue  # no fault of the tables
        row = recorded.get(lines.key)
        if row is None:
            yield SourceError(
                f"{lines.key}行目の SHA-256 がありません。teiju verify {source.key} FILE --record で記録してください。",
                f"lacks the digest of lines {lines.key}; record it with teiju verify {source.key} FILE --record.",
                file=shown(source.folder / "passages.csv"),
            )
        elif row.cells["sha256"] != text.digest(lines):
            yield row.error(
                "sha256",
                f"{lines.key}行目の SHA-256 が手元の写しと違います。表か写しのどちらが変わったか確かめてください。",
                f"is not the digest of lines {lines.key} in your copy; find out which of the two has changed.",
            )


def _unread_lines(source: Source, text: Text, rows: list[Row]) -> Iterator[Finding]:
    """In a tabular source every line with cells is a heading or the row whose thing its first cell names."""
    named_first = {table for table, positions in source.cells.items() if positions.get("label_ja") == 1}
    read = {lines.first for row in rows if row.table.name in named_first for lines in row.lines()}
    read |= {lines.first for lines in read_lines(source.headings, source.key)}
    for number, line in enumerate(text.content.decode().split("\n"), start=1):
        if "\t" in line and number not in read:
            yield SourceError(
                f"{number}行目の表の行が、どの表にも書き写されていません。行を加えてください。",
                f"line {number} is a row of the source that no table holds; add it.",
                file=shown(source.folder),
            )
