"""Sets of nodes as SPARQL patterns: a pattern binds ?this to each of its nodes."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from teiju_graph.validation.shacl.shape import Shape, Term
from teiju_graph.vocab import A


def values_of(where: str, shape: Shape) -> str:
    """Return the pattern that also binds ?value to the values of the shape: those of its path, else the focus node itself."""
    return f"{where} ?this {shape.path} ?value ." if shape.path else f"{where} BIND(?this AS ?value)"


def within(where: str, shape: Shape) -> str:
    """Return the pattern whose ?this are the values of the shape."""
    if not shape.path:
        return where
    return f"{{ SELECT DISTINCT (?inner AS ?this) {{ SELECT (?value AS ?inner) {{ {values_of(where, shape)} }} }} }}"


def without(where: str, pattern: str) -> str:
    """Return the pattern for what `where` binds and `pattern` does not match: a difference of two sets, but where the
    nodes are listed, a look at each, which does not begin with all that `pattern` matches."""
    kind = "FILTER NOT EXISTS" if "VALUES ?this {" in where else "MINUS"
    return f"{where} {kind} {{ {pattern} }}"


def instance(variable: str, classes: list[Term]) -> str:
    """Return the pattern that binds the variable to the instances of these classes."""
    if len(classes) == 1:
        return f"{variable} {A} {classes[0]} ."
    named = " ".join(str(each) for each in classes if isinstance(each, NamedNode))
    return f"VALUES {variable}_class {{ {named} }} {variable} {A} {variable}_class ."


def listed(nodes: Iterable[Term]) -> str:
    """Return the pattern that binds ?this to these nodes."""
    return f"VALUES ?this {{ {' '.join(sorted(str(each) for each in nodes))} }}"
