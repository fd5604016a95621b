"""Answers of queries as tables for people."""

from dataclasses import dataclass, field

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from teiju_graph.labels import read_labels
from teiju_graph.pages.statements import Value, read_value
from teiju_graph.store import Answer, Store


@dataclass
class Sheet:
    """An answer as a table for people: columns by variable, cells as values; `boolean` for ASK."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[Value]] = field(default_factory=list)
    boolean: bool | None = None


def read_sheet(store: Store, answer: Answer) -> Sheet:
    """Return an answer of rows or of yes and no as a table whose things bear their names."""
    if not isinstance(answer, QuerySolutions):
        return Sheet(boolean=bool(answer))
    columns = [variable.value for variable in answer.variables]
    rows = [[row[name] for name in columns] for row in answer]
    links = read_labels(store, {cell for row in rows for cell in row if isinstance(cell, NamedNode)})
    return Sheet(columns, [[Value("") if cell is None else read_value(cell, links) for cell in row] for row in rows])


def read_reply(store: Store, results: bytes) -> Sheet:
    """Return SPARQL results in JSON as a table whose things bear their names."""
    return read_sheet(store, parse_query_results(results, format=QueryResultsFormat.JSON))
