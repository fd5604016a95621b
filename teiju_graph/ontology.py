"""The ontology's files as the build needs them: concepts there are, and what every class and property implies."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from teiju_graph.errors import GraphError
from teiju_graph.files import folder, shown
from teiju_graph.vocab import A, path_of, term

SCHEMES = ("fields.ttl", "schemes.ttl")
TERMS = "teiju.ttl"


def read_turtle(path: Path) -> list[Quad]:
    """Return the statements of a Turtle file. GraphError: it is missing or broken; the message names the line."""
    with reading(path):
        return list(parse(path=str(path), format=RdfFormat.TURTLE))


def check_turtle(path: Path) -> None:
    """See whether a Turtle file can be read, without keeping what it says. GraphError: see read_turtle."""
    with reading(path):
        for _ in parse(path=str(path), format=RdfFormat.TURTLE):
            pass


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell what goes wrong while a Turtle file is read as a GraphError."""
    try:
        yield
    except FileNotFoundError as error:
        raise GraphError("ありません。場所と名前を確かめてください。", "does not exist.", file=shown(path)) from error
    except OSError as error:
        raise GraphError(
            f"読めません({error.strerror or error})。権限を確かめてください。",
            f"can't be read ({error.strerror or error}); check the rights.",
            file=shown(path),
        ) from error
    except (SyntaxError, ValueError) as error:
        raise GraphError(
            f"Turtle として読めません:{getattr(error, 'msg', error)}",
            f"is not valid Turtle: {getattr(error, 'msg', error)}",
            file=shown(path),
            row=getattr(error, "lineno", None),
        ) from error


@cache
def concepts() -> frozenset[str]:
    """Return the addresses below `id/` of all concepts: `kind/body`, `unit/tonne`."""
    statements = [quad for name in SCHEMES for quad in read_turtle(folder("ontology") / name)]
    concept = term("skos:Concept")
    return frozenset(
        path_of(each.subject.value)
        for each in statements
        if isinstance(each.subject, NamedNode) and each.predicate == A and each.object == concept
    )


@dataclass(frozen=True)
class Implications:
    """Superclasses and superproperties, transitively; those of other vocabularies included."""

    classes: dict[NamedNode, frozenset[NamedNode]]
    properties: dict[NamedNode, frozenset[NamedNode]]

    def of(self, statement: Triple) -> list[Triple]:
        """Return the statements that `statement` implies, without itself."""
        if statement.predicate == A and isinstance(statement.object, NamedNode):
            return [Triple(statement.subject, A, up) for up in sorted_terms(self.classes.get(statement.object, ()))]
        above = sorted_terms(self.properties.get(statement.predicate, ()))
        return [Triple(statement.subject, up, statement.object) for up in above]


@cache
def implications() -> Implications:
    """Return what the classes and properties of teiju.ttl imply."""
    statements = read_turtle(folder("ontology") / TERMS)
    return Implications(
        _above(statements, term("rdfs:subClassOf")),
        _above(statements, term("rdfs:subPropertyOf")),
    )


def sorted_terms(terms) -> list[NamedNode]:
    """Return IRIs by their text."""
    return sorted(terms, key=lambda node: node.value)


def _above(statements: list[Quad], relation: NamedNode) -> dict[NamedNode, frozenset[NamedNode]]:
    direct: dict[NamedNode, set[NamedNode]] = {}
    for quad in statements:
        if quad.predicate == relation and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            direct.setdefault(quad.subject, set()).add(quad.object)

    def climb(node: NamedNode) -> frozenset[NamedNode]:
        found: set[NamedNode] = set()
        waiting = [node]
        while waiting:
            for up in direct.get(waiting.pop(), set()) - found:
                found.add(up)
                waiting.append(up)
        return frozenset(found - {node})

    return {node: climb(node) for node in direct}
