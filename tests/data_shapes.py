"""The W3C data-shapes suite, and reports as sets of lines that two engines can be held to each other by.

Where two ways lead to one result, SHACL writes it twice; a set holds it once, and so do both engines here."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, RdfFormat

from teiju_graph.errors import TeijuError
from teiju_graph.validation.reference import validate_by_reference
from teiju_graph.validation.shacl import Result, Shapes, Validation
from teiju_graph.validation.shacl.shape import Term, sh

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
FAILURE = frozenset({"failure"})
Report = frozenset[str]


@dataclass(frozen=True)
class Case:
    """A test of the suite: its data, its shapes, and the report that it expects."""

    name: str
    data: Path
    shapes: Path
    expected: Report


def find_suite() -> Path | None:
    """Return the folder of the suite, or None where it is not at hand."""
    root = os.environ.get("TEIJU_SUITES") or Path(__file__).parent.parent.parent / "shared" / "suites"
    folder = Path(root) / "data-shapes"
    return folder if folder.is_dir() else None


def read_cases(manifest: Path) -> list[Case]:
    """Return the tests of a manifest and of those that it includes."""
    graph = Shapes(read(manifest))
    here = NamedNode(manifest.as_uri())
    found = []
    for included in graph.values(here, NamedNode(MF + "include")):
        found += read_cases(_file(included))
    for head in graph.values(here, NamedNode(MF + "entries")):
        for test in graph.items(head):
            action, result = graph.value(test, NamedNode(MF + "action")), graph.value(test, NamedNode(MF + "result"))
            data, shapes = (_file(graph.value(action, NamedNode(SHT + name))) for name in ("dataGraph", "shapesGraph"))
            expected = FAILURE if result == NamedNode(SHT + "Failure") else report_of(graph, result)
            name = test.value.rpartition("data-shapes/")[2]
            found.append(Case(name, data, shapes, expected))
    return found


def report_of(graph: Shapes, report: Term) -> Report:
    """Return the results of a report, one line each."""
    return frozenset(
        _line(
            graph.value(each, sh("focusNode")),
            graph.path(path) if (path := graph.value(each, sh("resultPath"))) else "",
            graph.value(each, sh("value")),
            graph.value(each, sh("sourceConstraintComponent")),
            graph.value(each, sh("sourceShape")),
            graph.value(each, sh("resultSeverity")),
        )
        for each in graph.values(report, sh("result"))
    )


def fast(data: list[Path], shapes: Path) -> Report:
    """Return the report of the fast engine."""
    store = pyoxigraph.Store()
    for path in data:
        store.extend(read(path))
    try:
        found = Validation(store, Shapes(read(shapes), shapes)).run()
    except TeijuError:
        return FAILURE
    return frozenset(map(_told, found))


def reference(data: list[Path], shapes: Path) -> Report:
    """Return the report of pyshacl."""
    try:
        return frozenset(map(_told, validate_by_reference(data, shapes)))
    except TeijuError:
        return FAILURE


def read(path: Path) -> list[pyoxigraph.Quad]:
    """Return the statements of a Turtle file whose own address is its place."""
    return list(pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri()))


def _told(each: Result) -> str:
    return _line(each.focus, each.path, each.value, each.component, each.shape, each.severity)


def _line(*terms: Term | str | None) -> str:
    return " ".join("-" if each is None else "_" if isinstance(each, BlankNode) else str(each) for each in terms)


def _file(iri: Term | None) -> Path:
    return Path(unquote(iri.value.removeprefix("file://")))
