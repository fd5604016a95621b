"""Answers of queries as tables for people."""

from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from teiju_graph.engines.store import Answer, Store
from teiju_graph.files import folder, read_toml
from teiju_graph.labels import read_labels
from teiju_graph.pages.statements import Value, read_value


@dataclass
class Sheet:
    """An answer as a table for people: columns by variable, cells as values; `boolean` for ASK."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[Value]] = field(default_factory=list)
    boolean: bool | None = None

    def shown(self, lang: str) -> "Sheet":
        """Return the table as a person reads it in `lang`: without the columns that repeat in words what a column of
        things shows, or that are in the other language; the columns called as queries/columns.toml says."""
        linked = {name for place, name in enumerate(self.columns) if any(row[place].link for row in self.rows)}
        kept = [place for place, name in enumerate(self.columns) if self._is_shown(name, linked, lang)]
        rows = [[row[place] for place in kept] for row in self.rows]
        return Sheet([_called(self.columns[place], lang) for place in kept], rows, self.boolean)

    def _is_shown(self, name: str, linked: set[str], lang: str) -> bool:
        stem, _, ending = name.rpartition("_")
        if name in ("ja", "en"):
            return self.columns[0] not in linked and (name == lang or lang not in self.columns)
        if ending in ("ja", "en"):
            return stem not in linked and (ending == lang or f"{stem}_{lang}" not in self.columns)
        return True


def _called(name: str, lang: str) -> str:
    columns = read_columns()
    called = columns.get(name) or columns.get(name.removesuffix("_ja").removesuffix("_en")) or {}
    return called.get(lang, name)


@cache
def read_columns() -> dict[str, dict[str, str]]:
    """Return what columns of answers are called, by the variable and the language."""
    return read_toml(folder("queries") / "columns.toml")


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
