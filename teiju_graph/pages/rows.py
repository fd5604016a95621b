"""Rows of the site's own queries, whose things bear their names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from teiju_graph.ahead import Row, answer
from teiju_graph.engines.store import Store
from teiju_graph.labels import read_labels
from teiju_graph.pages.statements import Lines, tell_lines
from teiju_graph.queries import Question, Term, page_query

_READ: dict[str, Callable[[str], Any]] = {"boolean": lambda text: text == "true", "integer": int}


def read_rows(
    store: Store,
    asked: Mapping[str, Mapping[str, Sequence[Term]]],
    find: Callable[[str], Question] = page_query,
) -> dict[str, list[Row]]:
    """Return the rows of queries by the query's name; asked: their parameters by the query's name; find: where the
    names are looked up, among the queries of the site or of the library.

    A cell is a Link for a thing, a number, a truth or a text for a literal, None where there is nothing."""
    found: dict[str, list[Row]] = {}
    for name, given in asked.items():
        if all(given.values()):
            found[name] = answer(store, find(name), given)
        else:
            found[name] = []
    every = [row for rows in found.values() for row in rows]
    links = read_labels(store, {cell for row in every for cell in row.values() if isinstance(cell, NamedNode)})
    for row in every:
        for column, cell in row.items():
            if isinstance(cell, NamedNode):
                row[column] = links[cell.value]
            elif isinstance(cell, Literal):
                read = _READ.get(cell.datatype.value.rpartition("#")[2], str)
                row[column] = read(cell.value)
    return found


def gather(rows: Iterable[Row], by: str, *many: str) -> list[Row]:
    """Return one row for each value of the column `by`, in order; the columns `many` become lists of what the rows of
    that value have there, each once."""
    gathered: dict[Any, Row] = {}
    for row in rows:
        one = gathered.setdefault(row[by], {**row, **{column: [] for column in many}})
        for column in many:
            if row[column] is not None and row[column] not in one[column]:
                one[column].append(row[column])
    return list(gathered.values())


def read_lines(store: Store, things: Iterable[NamedNode]) -> dict[str, list[Lines]]:
    """Return the lines that things rest on, by the address of the thing; nothing for a thing without lines."""
    nodes = list(things)
    found: dict[str, list[Lines]] = {}
    if nodes:
        rows = answer(store, page_query("lines"), {"things": nodes})
        links = read_labels(store, {row["source"] for row in rows})
        for row in rows:
            found.setdefault(row["things"].value, []).append(tell_lines(row, links))
    return found
