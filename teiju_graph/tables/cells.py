"""Cells as RDF terms: one reading for each form of the column dictionary."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from teiju_graph.tables.municipalities import Municipalities
from teiju_graph.tables.records import Column, columns
from teiju_graph.tables.rows import Row
from teiju_graph.vocab import PREFIXES, concept, term, thing, typed

Term = NamedNode | Literal


@dataclass(frozen=True)
class Reader:
    """What a cell may refer to: municipalities by name, the addresses (below `id/`) of all rows, the concepts; and what
    it may refer to no more, as it was withheld."""

    municipalities: Municipalities
    things: frozenset[str]
    concepts: frozenset[str]
    withheld: frozenset[str] = frozenset()

    def things_of(self, row: Row, name: str) -> list[NamedNode]:
        """Return the things that a cell refers to; see read."""
        return [value for value in self.read(row, name) if isinstance(value, NamedNode)]

    def read(self, row: Row, name: str) -> list[Term]:
        """Return the terms that the cell of column `name` says, in order; an empty list for an empty cell.
        TableError: the cell has not the form of its column; the message names file, row, column and the remedy."""
        column = columns()[name]
        if column.form == "text" and not column.many:
            return [Literal(row.cells[name], language=column.lang)] if name in row.cells else []
        return [_FORMS[column.form](self, row, column, value) for value in row.values(name)]

    def _text(self, row: Row, column: Column, value: str) -> Term:
        return Literal(value, language=column.lang)

    def _token(self, row: Row, column: Column, value: str) -> Term:
        return Literal(value)

    def _names(self, row: Row, column: Column, value: str) -> Term:
        return thing(f"municipality/{self.municipalities.code(value, row, column.name)}")

    def _thing(self, row: Row, column: Column, value: str) -> Term:
        path = f"{column.of}/{value}" if column.of else value
        if path in self.things:
            return thing(path)
        if path in self.withheld:
            raise row.error(
                column.name,
                f"「{value}」は取り下げられています(withdrawn.csv)。ここからも消してください。",
                f"“{value}” was withheld (withdrawn.csv); take it out here too.",
            )
        near = get_close_matches(path, self.things, n=1, cutoff=0.5)
        offer = near[0].removeprefix(f"{column.of}/") if near and column.of else near[0] if near else ""
        raise row.error(
            column.name,
            f"「{value}」という鍵の行はどの表にもありません。" + (f"「{offer}」ではありませんか。" if offer else ""),
            f"no row of any table has the key “{value}”." + (f" Did you mean “{offer}”?" if offer else ""),
        )

    def _concept(self, row: Row, column: Column, value: str) -> Term:
        if f"{column.scheme}/{value}" in self.concepts:
            return concept(column.scheme, value)
        known = sorted(path.partition("/")[2] for path in self.concepts if path.startswith(f"{column.scheme}/"))
        raise row.error(
            column.name,
            f"「{value}」は使えません。使えるのは {', '.join(known)} です。",
            f"“{value}” is not one of {', '.join(known)}.",
        )

    def _term(self, row: Row, column: Column, value: str) -> Term:
        if value.partition(":")[0] in PREFIXES:
            return term(value)
        raise row.error(
            column.name,
            f"「{value}」は用語ではありません。teiju:field のように書いてください。",
            f"“{value}” is not a term; write it as teiju:field.",
        )

    def _any(self, row: Row, column: Column, value: str) -> Term:
        if value.partition(":")[0] in PREFIXES:
            return term(value)
        return thing(value) if value in self.concepts else self._thing(row, column, value)

    def _iri(self, row: Row, column: Column, value: str) -> Term:
        if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
            return NamedNode(value)
        raise row.error(
            column.name,
            f"「{value}」はアドレスではありません。https:// から書いてください。",
            f"“{value}” is not an address; write it from https:// on.",
        )

    def _year(self, row: Row, column: Column, value: str) -> Term:
        if re.fullmatch(r"(18|19|20)\d\d", value):
            return typed(value, "gYear")
        raise row.error(
            column.name,
            f"「{value}」は西暦4桁の年ではありません。平成28年は 2016 と書いてください。",
            f"“{value}” is not a year of four digits (CE); write 平成28年 as 2016.",
        )

    def _date(self, row: Row, column: Column, value: str) -> Term:
        for pattern, filled, datatype in (
            (r"\d{4}-\d\d-\d\d", value, "date"),
            (r"\d{4}-\d\d", f"{value}-01", "gYearMonth"),
            (r"\d{4}", f"{value}-01-01", "gYear"),
        ):
            if re.fullmatch(pattern, value) and _exists(date.fromisoformat, filled):
                return typed(value, datatype)
        raise row.error(
            column.name,
            f"「{value}」という日はありません。2025-01-01、2025-01、2025 のどれかで書いてください。",
            f"“{value}” is not a date; write 2025-01-01, 2025-01 or 2025.",
        )

    def _datetime(self, row: Row, column: Column, value: str) -> Term:
        if _exists(datetime.fromisoformat, value) and re.search(r"[+-]\d\d:\d\d$", value):
            return typed(value, "dateTime")
        raise row.error(
            column.name,
            f"「{value}」は時刻ではありません。2025-02-07T14:00:00+09:00 のように書いてください。",
            f"“{value}” is not a time; write it as 2025-02-07T14:00:00+09:00.",
        )

    def _integer(self, row: Row, column: Column, value: str) -> Term:
        if re.fullmatch(r"\d+", value):
            return typed(value, "integer")
        raise row.error(
            column.name,
            f"「{value}」は整数ではありません。半角数字で書いてください。",
            f"“{value}” is not a whole number.",
        )

    def _decimal(self, row: Row, column: Column, value: str) -> Term:
        if re.fullmatch(r"-?\d+(\.\d+)?", value):
            return typed(value if "." in value else f"{value}.0", "decimal")
        raise row.error(
            column.name,
            f"「{value}」は数ではありません。コンマや単位を除き、2万は 20000 と書いてください。",
            f"“{value}” is not a number; leave out commas and units, write 2万 as 20000.",
        )

    def _boolean(self, row: Row, column: Column, value: str) -> Term:
        if value.lower() in ("true", "false"):  # spreadsheets write TRUE
            return typed(value.lower(), "boolean")
        raise row.error(
            column.name, f"「{value}」は true でも false でもありません。", f"“{value}” is neither true nor false."
        )


def _exists(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


_FORMS: dict[str, Callable[[Reader, Row, Column, str], Term]] = {
    "text": Reader._text,
    "token": Reader._token,
    "names": Reader._names,
    "thing": Reader._thing,
    "concept": Reader._concept,
    "term": Reader._term,
    "any": Reader._any,
    "iri": Reader._iri,
    "year": Reader._year,
    "date": Reader._date,
    "datetime": Reader._datetime,
    "integer": Reader._integer,
    "decimal": Reader._decimal,
    "boolean": Reader._boolean,
}
