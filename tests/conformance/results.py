"""Compares what was answered with what a test expects, blank nodes standing for any."""

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

_XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
TABLES = {"srx": QueryResultsFormat.XML, "srj": QueryResultsFormat.JSON, "tsv": QueryResultsFormat.TSV}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


def same_graphs(one: list[Quad], other: list[Quad]) -> bool:
    """Return whether two graphs are isomorphic."""
    return _canonical(one) == _canonical(other)


def same_rows(one: list[dict], other: list[dict]) -> bool:
    """Return whether two tables have the same rows as often, in any order."""
    return _canonical(_as_graph(one)) == _canonical(_as_graph(other))


def _value(term):
    """A literal by its value: engines may write a number in another way than a test does."""
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, _value(term.object))
    if not isinstance(term, Literal) or not term.datatype.value.startswith(_XSD):
        return term
    form = term.datatype.value.removeprefix(_XSD)
    try:
        text = _READ[form](term.value) if form in _READ else term.value
    except (ArithmeticError, ValueError):
        return term
    return Literal(text, datatype=term.datatype)


def _decimal(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


def _double(text: str) -> str:
    return repr(float(text.replace("INF", "inf")))


_READ = {
    "decimal": _decimal,
    "integer": lambda text: str(int(text)),
    "double": _double,
    "float": _double,
    "boolean": lambda text: {"0": "false", "1": "true"}.get(text, text),
}


def same_csv(one: bytes, other: bytes) -> bool:
    """Return whether two CSV tables have the same columns, in any order, and rows; a blank node is `_:` only."""
    tables = [_sort_columns(list(csv.reader(io.StringIO(each.decode())))) for each in (one, other)]
    plain = [[[_cell(cell) for cell in row] for row in table] for table in tables]
    return plain[0][0] == plain[1][0] and Counter(map(tuple, plain[0])) == Counter(map(tuple, plain[1]))


def _sort_columns(table: list[list[str]]) -> list[list[str]]:
    order = sorted(range(len(table[0])), key=lambda column: table[0][column])
    return [[row[column] for column in order] for row in table]


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    return repr(float(text)) if re.fullmatch(r"[+-]?\d*\.?\d+([eE][+-]?\d+)?", text) else text


def read_expected(path: Path) -> bool | list[dict] | list[Quad]:
    """Return the expected answer of a file: a boolean, rows, or a graph."""
    form = path.suffix[1:]
    if form in TABLES:
        return read_table(path.read_bytes(), TABLES[form])
    statements = read_graph(path.read_bytes(), GRAPHS[form], path.as_uri())
    values: dict = {}
    for each in statements:
        values.setdefault((each.subject, each.predicate.value), []).append(each.object)
    if booleans := [found[0] for (_, name), found in values.items() if name == f"{RS}boolean"]:
        return booleans[0].value == "true"
    sets = [subject for subject, name in values if name == f"{RS}resultVariable"]
    if not sets:
        return statements
    rows = []
    for solution in values.get((sets[0], f"{RS}solution"), []):
        bindings = values.get((solution, f"{RS}binding"), [])
        rows.append({values[each, f"{RS}variable"][0].value: values[each, f"{RS}value"][0] for each in bindings})
    return rows


def read_table(content: bytes, form: QueryResultsFormat) -> bool | list[dict]:
    """Return the boolean or the rows of SPARQL results."""
    found = parse_query_results(content, format=form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [each.value for each in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def read_graph(content: bytes, form: RdfFormat, base: str, graph: str = "") -> list[Quad]:
    """Return the statements of a document, put into the graph of that name if it names none itself."""
    name = NamedNode(graph) if graph else DefaultGraph()
    return [
        Quad(
            each.subject,
            each.predicate,
            each.object,
            name if isinstance(each.graph_name, DefaultGraph) else each.graph_name,
        )
        for each in parse(content, format=form, base_iri=base)
    ]


def _as_graph(rows: list[dict]) -> list[Quad]:
    """Rows as statements; rows without blank nodes are counted, so that equal ones stay cheap to compare."""
    counted: Counter = Counter()
    quads = []
    for row in rows:
        if "_:" in " ".join(map(str, row.values())):
            node = BlankNode()
            quads += [Quad(node, NamedNode(f"var:{name}"), _value(value)) for name, value in row.items()]
        else:
            counted[" ".join(f"{name}={_value(row[name])}" for name in sorted(row))] += 1
    return quads + [
        Quad(NamedNode("row:of"), NamedNode(f"times:{times}"), Literal(text)) for text, times in counted.items()
    ]


def _canonical(quads: list[Quad]) -> set[str]:
    dataset = Dataset(Quad(each.subject, each.predicate, _value(each.object), each.graph_name) for each in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(each) for each in dataset}
