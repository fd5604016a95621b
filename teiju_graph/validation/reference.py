"""The reference for shapes: pyshacl over rdflib, slow and long tried; its report in the form of our own."""

from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from pyparsing import ParseBaseException
from rdflib.plugins.parsers.notation3 import BadSyntax

from teiju_graph.errors import GraphError
from teiju_graph.files import shown
from teiju_graph.validation.shacl import Result, Shapes
from teiju_graph.validation.shacl.shape import Term, sh
from teiju_graph.validation.shacl.sparql import Row, filled


def validate_by_reference(data: list[Path], shapes: Path) -> list[Result]:
    """Return what pyshacl finds in the union of the Turtle files, each result once.
    GraphError: a file is broken, or pyshacl can't apply the shapes."""
    graph, rules = _read(data), _read([shapes])
    try:
        _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    except (RuntimeError, TypeError, ValueError, ParseBaseException) as error:
        report = error
    if not isinstance(report, rdflib.Graph):
        raise GraphError(
            f"pyshacl がこのシェイプを使えません:{report}", f"can't be applied by pyshacl: {report}", file=shown(shapes)
        )
    told, source = _shapes(report), _shapes(rules)
    results = [each for node in told.nodes() for each in told.values(node, sh("result"))]
    return list(dict.fromkeys(_result(told, each, source) for each in results))


def _read(files: list[Path]) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False  # else rdflib mends a bad lexical form before the shapes see it
    graph = rdflib.Graph()
    for path in files:
        try:
            graph.parse(path, format="turtle", publicID=path.resolve().as_uri())
        except (OSError, BadSyntax) as error:
            raise GraphError(
                f"Turtle として読めません:{error}", f"is not valid Turtle: {error}", file=shown(path)
            ) from error
    return graph


def _shapes(graph: rdflib.Graph) -> Shapes:
    return Shapes(parse(graph.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES))


def _result(told: Shapes, result: Term, source: Shapes) -> Result:
    def one(name: str) -> Term | None:
        return told.value(result, sh(name))

    focus, shape, path = one("focusNode"), one("sourceShape"), one("resultPath")
    component, severity = one("sourceConstraintComponent"), one("resultSeverity")
    assert focus and shape and isinstance(component, NamedNode) and isinstance(severity, NamedNode)
    # A message in Japanese is lost on its way into the report of a SPARQL constraint: taken from its source instead.
    written = source.values(one("sourceConstraint") or shape, sh("message")) or source.values(shape, sh("message"))
    own = [each for each in written or told.values(result, sh("resultMessage")) if isinstance(each, Literal)]
    value = one("value")
    return Result(
        focus=focus,
        path=told.path(path) if path else "",
        value=value,
        shape=shape,
        component=component,
        severity=severity,
        messages=tuple(sorted((filled(each, Row(focus, value)) for each in own), key=str)),
    )
