"""Validation: SHACL shapes and violation queries over Turtle files, told by table, row and column."""

from pathlib import Path

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from teiju_graph.errors import GraphError, SourceError, TableError
from teiju_graph.files import folder, shown
from teiju_graph.ontology import SCHEMES, read_turtle
from teiju_graph.records import columns
from teiju_graph.sources import read_sources
from teiju_graph.store import MemoryStore
from teiju_graph.tables import Row, read_tables
from teiju_graph.violations import Violation, find_violations
from teiju_graph.vocab import BASE, graph, path_of, shorten

SHAPES = "shapes.ttl"
Finding = TableError | GraphError | SourceError

rdflib.NORMALIZE_LITERALS = False  # else rdflib mends a bad lexical form before the shapes see it


def check(files: list[Path], tables: Path | None = None) -> list[Finding]:
    """Return what is wrong in the Turtle files, as findings that name table, row and column where the folder `tables`
    holds the thing, else the address of the thing. An empty list: all rules hold. GraphError: a file is broken."""
    found = [*check_shapes(files), *check_queries(files)]
    places = _Places(tables)
    return [places.finding(violation) for violation in sorted(found, key=lambda each: (each.thing, each.rule))]


def check_shapes(files: list[Path], shapes: Path | None = None) -> list[Violation]:
    """Return what the SHACL shapes find in the union of the files and the SKOS schemes. GraphError: a file is broken."""
    rules = rdflib.Graph().parse(shapes or folder("ontology") / SHAPES)
    data = rdflib.Graph()
    for path in [*files, *(folder("ontology") / name for name in SCHEMES)]:
        read_turtle(path)  # its errors name the line; rdflib's do not always
        data.parse(path, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = report.value(result, SH.sourceShape)
        messages = {
            each.language: str(each) for each in rules.objects(shape, SH.message) if isinstance(each, rdflib.Literal)
        }
        told = str(report.value(result, SH.resultMessage) or "")
        value = report.value(result, SH.value)
        found.append(
            Violation(
                rule=str(shape),
                thing=str(report.value(result, SH.focusNode)),
                property=str(report.value(result, SH.resultPath) or ""),
                value="" if value is None else str(value),
                ja=messages.get("ja", told),
                en=messages.get("en", told),
            )
        )
    return found


def check_queries(files: list[Path]) -> list[Violation]:
    """Return what the queries of `queries/checks/` find in the files. GraphError: a file is broken."""
    store = MemoryStore()
    for path in files:
        store.load(path, graph(path.stem))
    for name in SCHEMES:
        store.load(folder("ontology") / name, graph("schemes"))
    return find_violations(store)


class _Places:
    """Where a thing's statements were written: table, row, column."""

    def __init__(self, tables: Path | None):
        self.rows: dict[str, list[Row]] = {}
        for source in read_sources(tables) if tables else []:
            for row in read_tables(source):
                self.rows.setdefault(row.path, []).append(row)

    def finding(self, violation: Violation) -> Finding:
        path = path_of(violation.thing)
        rows = self.rows.get(path) or self._membership(path)
        for row in rows:
            column = self._column(row, violation)
            if column or row is rows[-1]:
                return row.error(column or "key", violation.ja, violation.en)
        value = path_of(violation.value)
        if value in self.rows and violation.thing.startswith(BASE):
            row = self.rows[value][0]
            return row.error("key", f"{path}:{violation.ja}", f"{path}: {violation.en}")
        return GraphError(violation.ja, violation.en, file=path, column=shorten(violation.property) or None)

    def _membership(self, path: str) -> list[Row]:
        if not path.startswith("membership/"):
            return []
        zone = path.removeprefix("membership/").rpartition("-")[0]
        return self.rows.get(f"zone/{zone}", [])

    def _column(self, row: Row, violation: Violation) -> str:
        named = shorten(violation.property)
        mine = [name for name in (*row.table.required, *row.table.optional) if columns()[name].property == named]
        return next((name for name in mine if violation.value in row.values(name)), mine[0] if mine else "")


def checked_files(data: Path) -> list[Path]:
    """Return the Turtle files of a folder. GraphError: there is none."""
    files = sorted(data.glob("*.ttl"))
    if not files:
        raise GraphError(
            "Turtle ファイルがありません。teiju build で作ってください。",
            "holds no Turtle file; make them with teiju build.",
            file=shown(data),
        )
    return files
