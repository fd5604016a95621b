"""JSON-LD with short names: the published context, and documents that bring the part of it that they use (JSON-LD 1.1).

Written here because a processor's compaction took longer than all the rest of a page; tests hold the result to what a
processor reads from it."""

import json
from collections.abc import Callable, Iterable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from teiju_graph.tables.records import Column, columns
from teiju_graph.vocab import PREFIXES, A, shorten, term

_COERCED = {"year": "gYear", "integer": "integer", "decimal": "decimal", "boolean": "boolean"}
_THINGS = {"names", "thing", "concept", "term", "iri", "any", "lines", "membership"}
_TYPED = {
    "teiju:firstLine": "integer",
    "teiju:lastLine": "integer",
    "prov:wasDerivedFrom": "@id",
    "teiju:source": "@id",
    "teiju:evidence": "@id",
    "teiju:participant": "@id",
    "teiju:party": "@id",
    "teiju:sha256": "",
    "skos:hiddenLabel": "@language",
}
_NATIVE: dict[str, Callable[[str], object]] = {"integer": int, "boolean": lambda text: text in ("true", "1")}


@cache
def context() -> dict[str, object]:
    """Return the context: prefixes, and each property by the short name under which documents have it, with the type
    or the languages of its values."""
    kinds = dict(_TYPED)
    for column in columns().values():
        if ":" in column.property and column.property != "rdf:type":
            kinds.setdefault(column.property, _kind(column))
    named = {curie.partition(":")[2]: _definition(curie, kind) for curie, kind in sorted(kinds.items())}
    return {**PREFIXES, "id": "@id", "type": "@type", **named}


def write_context() -> bytes:
    """Return the published context as a document."""
    return json.dumps({"@context": context()}, ensure_ascii=False, indent=1).encode() + b"\n"


def write_jsonld(statements: Iterable[Triple]) -> bytes:
    """Return statements as a JSON-LD document whose things and properties stand in a fixed order."""
    found: dict[str, dict[NamedNode, list]] = {}
    for each in statements:
        values = found.setdefault(_node(each.subject), {}).setdefault(each.predicate, [])  # type: ignore[arg-type]
        if each.object not in values:
            values.append(each.object)
    used: set[str] = set()
    things = [_thing(name, found[name], used) for name in sorted(found)]
    prefixes = {name.partition(":")[0] for name in used} & PREFIXES.keys()
    for name in list(used):
        if isinstance(defined := context().get(name), dict):
            prefixes.add(str(defined["@id"]).partition(":")[0])
            prefixes.add(str(defined.get("@type", "")).partition(":")[0])
    kept = {"id", "type", *used, *prefixes}
    trimmed = {name: value for name, value in context().items() if name in kept}
    document = {"@context": trimmed, "@graph": things}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _kind(column: Column) -> str:
    if column.form in _THINGS:
        return "@id"
    return "@language" if column.lang else _COERCED.get(column.form, "")


def _definition(curie: str, kind: str) -> dict[str, str]:
    if kind == "@language":
        return {"@id": curie, "@container": "@language"}
    if not kind:
        return {"@id": curie}
    return {"@id": curie, "@type": kind if kind == "@id" else f"xsd:{kind}"}


def _thing(name: str, values: dict[NamedNode, list], used: set[str]) -> dict:
    told: dict[str, object] = {"id": name}
    for predicate in sorted(values, key=lambda node: (node != A, shorten(node.value))):
        if predicate == A:
            kinds = sorted(shorten(each.value) for each in values[predicate])
            used.update(kinds)
            told["type"] = kinds[0] if len(kinds) == 1 else kinds
            continue
        curie = shorten(predicate.value)
        short = curie.partition(":")[2]
        defined = context().get(short)
        fits = defined if isinstance(defined, dict) and defined["@id"] == curie else {}
        ours = [each for each in values[predicate] if fits and _fits(each, fits)]
        others = [each for each in values[predicate] if each not in ours]
        if ours:
            used.add(short)
            told[short] = _coerced(ours, fits)
        if others:
            used.add(curie)
            told[curie] = [_value(each, used) for each in sorted(others, key=str)]
    return told


def _fits(value, defined: dict) -> bool:
    if isinstance(value, NamedNode | BlankNode):
        return defined.get("@type") == "@id"
    if value.language:
        return defined.get("@container") == "@language"
    if "@container" in defined:
        return False
    datatype = shorten(value.datatype.value)
    return datatype == defined.get("@type", "xsd:string")


def _coerced(values: list, defined: dict) -> object:
    if defined.get("@container"):
        told: dict[str, object] = {}
        for lang in sorted({each.language for each in values}):
            texts = sorted(each.value for each in values if each.language == lang)
            told[lang] = texts[0] if len(texts) == 1 else texts
        return told
    native = _NATIVE.get(defined.get("@type", "").partition(":")[2], str)
    plain = [
        native(text) for text in sorted(each.value if isinstance(each, Literal) else _node(each) for each in values)
    ]
    return plain[0] if len(plain) == 1 else plain


def _value(value, used: set[str]) -> dict:
    if not isinstance(value, Literal):
        return {"id": _node(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype == term("xsd:string"):
        return {"@value": value.value}
    datatype = shorten(value.datatype.value)
    used.add(datatype)
    return {"@value": value.value, "@type": datatype}


def _node(node) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
