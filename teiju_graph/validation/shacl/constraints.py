"""The constraints of SHACL Core in SPARQL: as tests of one value, and as queries for what breaks them.

A test is an expression about ?value that is true where the value is right and never an error. A query is over a
pattern `where` that binds ?this to every focus node; `values` also binds ?value to each of its values."""

from collections.abc import Callable

from pyoxigraph import Literal, NamedNode

from teiju_graph.validation.shacl.patterns import without
from teiju_graph.validation.shacl.shape import KINDS, Shape, Term, sh, truth
from teiju_graph.vocab import term

# Of other types the engine can't tell a bad text, and any is let pass.
_CASTS = """boolean integer decimal double float date dateTime time gYear gYearMonth gMonthDay gDay gMonth duration
dayTimeDuration yearMonthDuration"""
_CAST = frozenset(term(f"xsd:{name}") for name in _CASTS.split())


def _datatype(wanted: Term, shape: Shape) -> str:
    # A cast fails where the text is none of the type's.
    sound = f"isLiteral({wanted}(STR(?value)))" if wanted in _CAST else "true"
    return f"COALESCE(datatype(?value) = {wanted} && {sound}, false)"


def _compared(operator: str) -> Callable[[Term, Shape], str]:
    return lambda bound, shape: f"COALESCE(?value {operator} {bound}, false)"


def _long(operator: str) -> Callable[[Term, Shape], str]:
    return lambda length, shape: f"(!isBlank(?value) && STRLEN(STR(?value)) {operator} {_plain(length)})"


def _pattern(pattern: Term, shape: Shape) -> str:
    flags = shape.one("flags") or Literal("")
    return f"(!isBlank(?value) && REGEX(STR(?value), {Literal(_plain(pattern))}, {Literal(_plain(flags))}))"


def _same(members: list[Term]) -> str:
    # A blank node of the shapes graph is none of the data graph.
    return (
        " || ".join(f"sameTerm(?value, {each})" for each in members if isinstance(each, NamedNode | Literal)) or "false"
    )


def _matching(ranges: list[Term]) -> str:
    return " || ".join(f"langMatches(lang(?value), {each})" for each in ranges) or "false"


# Parameter → its test, where its value is one term; `in` and `languageIn` take a list.
TESTS: dict[NamedNode, Callable[[Term, Shape], str]] = {
    sh("datatype"): _datatype,
    sh("nodeKind"): lambda kind, shape: KINDS[str(kind)[1:-1].rpartition("#")[2]],
    sh("minInclusive"): _compared(">="),
    sh("maxInclusive"): _compared("<="),
    sh("minExclusive"): _compared(">"),
    sh("maxExclusive"): _compared("<"),
    sh("minLength"): _long(">="),
    sh("maxLength"): _long("<="),
    sh("pattern"): _pattern,
}
LIST_TESTS: dict[NamedNode, Callable[[list[Term]], str]] = {
    sh("in"): lambda members: f"({_same(members)})",
    sh("languageIn"): lambda ranges: f"COALESCE({_matching(ranges)}, false)",
}


def fewer(where: str, step: str, least: Term) -> str:
    """Return the query for the nodes of `where` from which `step` leads to less than `least` values."""
    if int(_plain(least)) == 1:
        return f"SELECT ?this {{ {without(where, step)} }}"
    return f"SELECT ?this {{ {where} OPTIONAL {{ {step} }} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) < {_plain(least)})"


def more(where: str, step: str, most: Term) -> str:
    """Return the query for the nodes of `where` from which `step` leads to more than `most` values."""
    if int(_plain(most)) == 0:
        return f"SELECT DISTINCT ?this {{ {where} {step} }}"
    return f"SELECT ?this {{ {where} {step} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) > {_plain(most)})"


def _languages(where: str, values: str, shape: Shape, unique: Term) -> str:
    if not truth(unique):
        return ""
    # One result for each language used twice.
    test = "lang(?value) != '' && !sameTerm(?value, ?other) && LCASE(lang(?value)) = LCASE(lang(?other))"
    return f"SELECT DISTINCT ?this (LCASE(lang(?value)) AS ?language) {{ {values} ?this {shape.path} ?other FILTER({test}) }}"


def _equals(where: str, values: str, shape: Shape, other: Term) -> str:
    if not shape.path:
        return (
            f"SELECT ?this ?value {{ {{ {where} BIND(?this AS ?value) MINUS {{ ?this {other} ?value }} }} UNION "
            f"{{ {where} ?this {other} ?value FILTER(!sameTerm(?this, ?value)) }} }}"
        )
    return (
        f"SELECT ?this ?value {{ {{ {values} MINUS {{ ?this {other} ?value }} }} UNION "
        f"{{ {where} ?this {other} ?value MINUS {{ ?this {shape.path} ?value }} }} }}"
    )


def _disjoint(where: str, values: str, shape: Shape, other: Term) -> str:
    if not shape.path:
        return f"SELECT ?this (?this AS ?value) {{ {where} ?this {other} ?this }}"
    return f"SELECT ?this ?value {{ {values} ?this {other} ?value }}"


def _less(operator: str) -> Callable[[str, str, Shape, Term], str]:
    def query(where: str, values: str, shape: Shape, other: Term) -> str:
        return (
            f"SELECT DISTINCT ?this ?value {{ {values} ?this {other} ?other "
            f"FILTER(!COALESCE(?value {operator} ?other, false)) }}"
        )

    return query


def _has(where: str, values: str, shape: Shape, wanted: Term) -> str:
    if not shape.path:
        return f"SELECT ?this {{ {where} FILTER(!sameTerm(?this, {wanted})) }}"
    return f"SELECT ?this {{ {without(where, f'?this {shape.path} {wanted}')} }}"


# Parameter → the query for what breaks it, of `where`, `values`, the shape, and the parameter's value.
QUERIES: dict[NamedNode, Callable[[str, str, Shape, Term], str]] = {
    sh("minCount"): lambda where, values, shape, least: fewer(where, f"?this {shape.path} ?value", least),
    sh("maxCount"): lambda where, values, shape, most: more(where, f"?this {shape.path} ?value", most),
    sh("uniqueLang"): _languages,
    sh("equals"): _equals,
    sh("disjoint"): _disjoint,
    sh("lessThan"): _less("<"),
    sh("lessThanOrEquals"): _less("<="),
    sh("hasValue"): _has,
}


def _plain(value: Term) -> str:
    return value.value if isinstance(value, Literal) else str(value)
