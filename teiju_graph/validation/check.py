"""Validation: SHACL shapes and violation queries over Turtle files, told by table, row and column."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Triple

from teiju_graph.engines.store import MemoryStore, replaced_graphs
from teiju_graph.errors import GraphError, SourceError, TableError
from teiju_graph.files import folder, shown
from teiju_graph.ontology import SCHEMES, read_turtle
from teiju_graph.tables.records import columns
from teiju_graph.tables.rows import Row, read_tables
from teiju_graph.tables.sources import read_sources
from teiju_graph.validation.shacl import Result, Shapes, Validation, touched
from teiju_graph.validation.violations import Violation, find_violations
from teiju_graph.vocab import BASE, graph, path_of, shorten

SHAPES = "shapes.ttl"
Finding = TableError | GraphError | SourceError


def check(files: list[Path], tables: Path | None = None, by_reference: bool = False) -> list[Finding]:
    """Return what is wrong in the Turtle files, as findings that name table, row and column where the folder `tables`
    holds the thing, else the address of the thing. An empty list: all rules hold. by_reference: pyshacl applies the
    shapes, which takes minutes for what otherwise takes a second. GraphError: a file is broken."""
    store = read_store(files)
    if by_reference:
        from teiju_graph.validation.reference import validate_by_reference

        results = validate_by_reference([*files, *(folder("ontology") / name for name in SCHEMES)], _rules())
    else:
        results = Validation(store, read_shapes(_rules())).run()
    return _told([*map(violation_of, results), *find_violations(store)], tables)


def check_since(files: list[Path], earlier: list[Path], tables: Path | None = None) -> list[Finding]:
    """Return what is wrong in the files and was not in those of an earlier build. The shapes are applied only to what
    the difference between the two can touch. GraphError: a file is broken."""
    store, old = read_store(files), read_store(earlier)
    shapes = read_shapes(_rules())
    now, before = Validation(store, shapes), Validation(old, shapes)
    changes = list(_statements(files) ^ _statements(earlier))
    found = set(find_violations(store)) - set(find_violations(old))
    for part in now.parts:
        nodes = touched(now, part, changes)
        if nodes is None or nodes:
            found |= {violation_of(each) for each in now.of(part, nodes) - before.of(part, nodes)}
    return _told(found, tables)


def _rules() -> Path:
    return folder("ontology") / SHAPES


def _statements(files: list[Path]) -> set[Triple]:
    return {quad.triple for path in files for quad in read_turtle(path)}


def _told(found: Iterable[Violation], tables: Path | None) -> list[Finding]:
    places = _Places(tables)
    return [places.finding(each) for each in sorted(found, key=lambda each: (each.thing, each.rule, each.value))]


def read_store(files: list[Path]) -> MemoryStore:
    """Return a store over the files, each a graph of its own, and the SKOS schemes. Of a source that a later one
    replaces only those things count that no current source describes. GraphError: a file is broken."""
    store = MemoryStore()
    replaced = replaced_graphs([path for path in files if path.exists()])
    for path in files:
        store.load(path, graph(path.stem), current=path.stem not in replaced)
    for path in files:
        if path.stem in replaced:
            store.supplement(graph(path.stem))
    for name in SCHEMES:
        store.load(folder("ontology") / name, graph("schemes"))
    return store


def read_shapes(path: Path) -> Shapes:
    """Return the shapes of a Turtle file. GraphError: it is broken."""
    return Shapes(read_turtle(path), path)


def violation_of(result: Result) -> Violation:
    """Return a result of SHACL as a violation, told in the words of its shape."""
    told = {each.language: each.value for each in result.messages}
    plain = told.get(None) or f"{shorten(result.shape.value)} ({shorten(result.component.value)})"
    return Violation(
        rule=result.shape.value,
        thing=result.focus.value,
        property=result.path[1:-1] if result.path.startswith("<") else result.path,
        value="" if result.value is None else result.value.value,
        ja=told.get("ja", plain),
        en=told.get("en", plain),
    )


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
    """Return the Turtle files of a folder, or the one file that `data` is. GraphError: there is none."""
    files = [data] if data.is_file() else sorted(data.glob("*.ttl"))
    if not files:
        raise GraphError(
            "Turtle ファイルがありません。teiju build で作ってください。",
            "holds no Turtle file; make them with teiju build.",
            file=shown(data),
        )
    return files
