"""The validation report of a release: what the shapes and the violation queries found, as SHACL says it."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from teiju_graph.engines.store import Store
from teiju_graph.files import folder
from teiju_graph.validation.check import SHAPES, read_shapes, violation_of
from teiju_graph.validation.shacl import Validation
from teiju_graph.validation.violations import Violation, find_violations
from teiju_graph.vocab import BASE, PREFIXES, A, term, typed

_SH = "http://www.w3.org/ns/shacl#"


def find_all(store: Store) -> list[Violation]:
    """Return what the shapes and the violation queries find in a store, in a fixed order."""
    results = Validation(store, read_shapes(folder("ontology") / SHAPES)).run()
    found = [*map(violation_of, results), *find_violations(store)]
    return sorted(found, key=lambda each: (each.thing, each.rule, each.property, each.value))


def write_report(violations: list[Violation]) -> bytes:
    """Return the report as RDF (Turtle)."""
    return serialize(_report(violations), format=RdfFormat.TURTLE, prefixes={**PREFIXES, "sh": _SH}) or b""


def _report(violations: list[Violation]) -> Iterator[Triple]:
    report = NamedNode(f"{BASE}reports/validation.ttl#report")
    yield Triple(report, A, _sh("ValidationReport"))
    yield Triple(report, _sh("conforms"), typed(str(not violations).lower(), "boolean"))
    for number, each in enumerate(violations, start=1):
        result = BlankNode(f"r{number}")
        yield Triple(report, _sh("result"), result)
        yield Triple(result, A, _sh("ValidationResult"))
        yield Triple(result, _sh("focusNode"), NamedNode(each.thing))
        yield Triple(result, _sh("resultSeverity"), _sh("Violation"))
        yield Triple(result, _sh("sourceConstraintComponent"), _sh("SPARQLConstraintComponent"))
        yield Triple(result, term("dcterms:identifier"), Literal(each.rule))
        if each.property.startswith("http"):
            yield Triple(result, _sh("resultPath"), NamedNode(each.property))
        if each.value:
            yield Triple(result, _sh("value"), NamedNode(each.value) if "://" in each.value else Literal(each.value))
        yield Triple(result, _sh("resultMessage"), Literal(each.ja, language="ja"))
        yield Triple(result, _sh("resultMessage"), Literal(each.en, language="en"))


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)
