"""Sheets: the things of each class as a CSV table, and the description of the tables (CSV on the Web)."""

import json
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from teiju_graph.endpoint.formats import write_sheet
from teiju_graph.engines.store import Store, select
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.vocab import PREFIXES, shorten, term

_SEPARATORS = (";", "|", "¦", "‖")
_FIRST = ("prefLabel_ja", "prefLabel_en", "type")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_Values = dict[str, list[str]]  # by the address of the thing


@dataclass
class SheetColumn:
    """One column: values of one property, in one language where they have one. datatype: as CSV on the Web names it;
    separator: what stands between the values of a cell, empty where every cell has one."""

    name: str
    property: NamedNode
    lang: str
    datatype: str
    separator: str
    values: _Values


def sheet_classes(store: Store) -> list[str]:
    """Return the names of the classes of our vocabulary that things have."""
    return [row["class"].value.partition("#")[2] for row in select(store, page_query("classes").text)]


def write_class(store: Store, name: str) -> bytes:
    """Return the things of the class as CSV: a row for each, its address first, a column for each property."""
    columns = _columns(store, name)
    things = sorted({thing for column in columns for thing in column.values})
    rows = [[thing, *(column.separator.join(column.values.get(thing, [])) for column in columns)] for thing in things]
    return write_sheet(["uri", *(column.name for column in columns)], rows)


def describe_sheets(store: Store) -> bytes:
    """Return the description of all tables: what each column is, and how RDF is made of it again."""
    classes = {name: _columns(store, name) for name in sheet_classes(store)}
    nodes = {term(f"teiju:{name}") for name in classes}
    nodes |= {column.property for columns in classes.values() for column in columns}
    links = read_labels(store, nodes)
    tables = [_table(name, links[term(f"teiju:{name}").value], columns, links) for name, columns in classes.items()]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:license": {"@id": _LICENCE},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n", "\n"]},
        "tables": tables,
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _table(name: str, link: Link, columns: list[SheetColumn], links: dict[str, Link]) -> dict:
    address = {"name": "uri", "titles": "uri", "datatype": "anyURI", "required": True, "suppressOutput": True}
    described = [_described(column, links[column.property.value]) for column in columns]
    return {
        "url": f"{name}.csv",
        "rdfs:label": _named(link),
        "tableSchema": {"aboutUrl": "{+uri}", "primaryKey": "uri", "columns": [address, *described]},
    }


def _described(column: SheetColumn, link: Link) -> dict:
    told = {
        "name": column.name,
        "titles": column.name,
        "rdfs:label": _named(link),
        "propertyUrl": column.property.value,
        "datatype": column.datatype,
    }
    if column.lang:
        told["lang"] = column.lang
    if column.separator:
        told["separator"] = column.separator
    elif column.datatype == "anyURI":
        told["valueUrl"] = f"{{+{column.name}}}"
    return told


def _named(link: Link) -> list[dict[str, str]]:
    return [{"@value": link.ja, "@language": "ja"}, {"@value": link.en, "@language": "en"}]


def _columns(store: Store, name: str) -> list[SheetColumn]:
    """The columns of a class: its names first, then by their own names."""
    found: dict[tuple[NamedNode, str], _Values] = {}
    datatypes: dict[tuple[NamedNode, str], set[str]] = {}
    for row in select(store, page_query("instances").fill({"class": [term(f"teiju:{name}")]})):
        value = row["value"]
        key = (row["property"], (value.language or "") if isinstance(value, Literal) else "")
        found.setdefault(key, {}).setdefault(row["thing"].value, []).append(value.value)
        datatypes.setdefault(key, set()).add(_datatype(value))
    columns = []
    for (node, lang), values in found.items():
        for each in values.values():
            each.sort()
        kinds = datatypes[node, lang]
        datatype = kinds.pop() if len(kinds) == 1 else "string"
        columns.append(SheetColumn(_column_name(node, lang), node, lang, datatype, _separator(values), values))
    return sorted(columns, key=lambda each: (each.name not in _FIRST, each.name))


def _separator(values: _Values) -> str:
    if all(len(each) == 1 for each in values.values()):
        return ""
    return next(sign for sign in _SEPARATORS if not any(sign in text for each in values.values() for text in each))


def _datatype(value: NamedNode | Literal) -> str:
    if isinstance(value, NamedNode):
        return "anyURI"
    own = value.datatype.value.removeprefix(PREFIXES["xsd"])
    return own if own in ("integer", "decimal", "boolean", "date", "gYear", "gYearMonth") else "string"


def _column_name(node: NamedNode, lang: str) -> str:
    """`participant`, `description_ja`; with its prefix where several vocabularies have the name."""
    prefix, _, local = shorten(node.value).partition(":")
    name = local if prefix in ("teiju", "skos", "rdf") else f"{prefix}_{local}"
    return f"{name}_{lang.replace('-', '_')}" if lang else name
