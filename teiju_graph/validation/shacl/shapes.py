"""The shapes graph: shapes, their targets, paths and constraints as read from Turtle, each fault named."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from teiju_graph.errors import GraphError
from teiju_graph.files import shown
from teiju_graph.validation.shacl.shape import (
    ABOUT,
    CORE,
    LISTS,
    SH,
    SHAPES,
    VIOLATION,
    Shape,
    Term,
    find_fault,
    sh,
    truth,
)
from teiju_graph.vocab import A, shorten, term

_NIL, _FIRST, _REST = term("rdf:nil"), term("rdf:first"), term("rdf:rest")


class Shapes:
    """The shapes of one graph. GraphError where the graph is no proper shapes graph; the message names the shape."""

    def __init__(self, statements: Iterable[Quad | Triple], source: Path | None = None):
        self._source = source
        self._about: dict[Term, dict[NamedNode, list[Term]]] = {}
        for each in statements:
            about = self._about.setdefault(each.subject, {})  # type: ignore[arg-type]
            about.setdefault(each.predicate, []).append(each.object)  # type: ignore[arg-type]
        self._read: dict[Term, Shape] = {}

    def nodes(self) -> list[Term]:
        """Return all that the graph says something of."""
        return list(self._about)

    def values(self, node: Term, property: NamedNode) -> list[Term]:
        """Return the objects of the statements about `node`."""
        return self._about.get(node, {}).get(property, [])

    def value(self, node: Term, property: NamedNode) -> Term | None:
        """Return the first object, or None."""
        return next(iter(self.values(node, property)), None)

    def items(self, head: Term) -> list[Term]:
        """Return the members of an RDF list."""
        found: list[Term] = []
        while head != _NIL:
            first, rest = self.values(head, _FIRST), self.values(head, _REST)
            if len(first) != 1 or len(rest) != 1 or len(found) > 100_000:
                raise self.fault(head, "リストが壊れています。", "is not a proper list.")
            found.append(first[0])
            head = rest[0]
        return found

    @cached_property
    def components(self) -> dict[Term, list[NamedNode]]:
        """The constraint components that the graph declares itself, each with the paths of its mandatory parameters."""
        kinds = self.below(sh("ConstraintComponent"))
        return {
            node: [path for parameter, path in self._declared(node) if not truth(self.value(parameter, sh("optional")))]
            for node, about in self._about.items()
            if kinds & set(about.get(A, ())) and about.get(sh("parameter"))
        }

    @cached_property
    def parameters(self) -> frozenset[NamedNode]:
        """The paths of the parameters of these components, optional ones too."""
        return frozenset(path for node in self.components for path in self.paths(node))

    def paths(self, component: Term) -> list[NamedNode]:
        """Return the paths of all parameters of a component."""
        return [path for _, path in self._declared(component)]

    def _declared(self, component: Term) -> Iterator[tuple[Term, NamedNode]]:
        for parameter in self.values(component, sh("parameter")):
            path = self.value(parameter, sh("path"))
            if not isinstance(path, NamedNode):
                raise self.fault(parameter, "引数の sh:path は述語一つです。", "needs one predicate as its sh:path.")
            yield parameter, path

    def below(self, top: Term) -> set[Term]:
        """Return a class with all its subclasses, as this graph says them."""
        found, waiting = {top}, [top]
        while waiting:
            up = waiting.pop()
            for node, about in self._about.items():
                if up in about.get(term("rdfs:subClassOf"), ()) and node not in found:
                    found.add(node)
                    waiting.append(node)
        return found

    def targets(self, shape: Shape) -> list[tuple[str, Term]]:
        """Return the targets of a shape as (property, value); a class that is a shape targets its own instances."""
        names = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
        found = [(name, value) for name in names for value in self.values(shape.node, sh(name))]
        if self._classes & set(self.values(shape.node, A)):
            found.append(("targetClass", shape.node))
        return found

    @cached_property
    def _classes(self) -> set[Term]:
        return self.below(term("rdfs:Class")) | {term("owl:Class")}

    @cached_property
    def targeted(self) -> list[Shape]:
        """The shapes that have a target, in the order of the graph. GraphError: one is misspelt or broken."""
        found = []
        for node, about in list(self._about.items()):
            shape = sh("NodeShape") in about.get(A, ()) or sh("PropertyShape") in about.get(A, ())
            if shape or any(predicate.value.startswith(SH + "target") for predicate in about):
                read = self.shape(node)
                if self.targets(read):
                    found.append(read)
        return found

    def holders(self) -> Iterator[Shape]:
        """Yield the shapes that have property shapes."""
        for node, about in list(self._about.items()):
            if sh("property") in about:
                yield self.shape(node)

    def shape(self, node: Term, within: tuple[Term, ...] = ()) -> Shape:
        """Return the shape at `node`, having read those it refers to. GraphError: it is broken or refers to itself."""
        if node in within:
            raise self.fault(node, "シェイプが自分自身を参照しています。", "refers to itself, which SHACL leaves open.")
        if node not in self._read:
            shape = self._shape(node)
            for each in self.parts(shape):
                self.shape(each, (*within, node))
            self._read[node] = shape
        return self._read[node]

    def parts(self, shape: Shape) -> list[Term]:
        """Return the shapes that a shape is made of."""
        found = [each for name in sorted(SHAPES) for each in shape.all(name)]
        return found + [each for name in sorted(LISTS) for head in shape.all(name) for each in self.items(head)]

    def _shape(self, node: Term) -> Shape:
        about = self._about.get(node, {})
        if isinstance(node, Literal):
            raise self.fault(node, "シェイプではありません。", "is not a shape.")
        for predicate in about:
            name = predicate.value.removeprefix(SH)
            if predicate.value.startswith(SH) and name not in CORE | ABOUT and predicate not in self.parameters:
                near = get_close_matches(name, CORE | ABOUT, n=1)
                raise self.fault(
                    node,
                    f"SHACL に sh:{name} はありません。{f'sh:{near[0]} ではありませんか。' if near else '消してください。'}",
                    f"SHACL has no sh:{name}; {f'did you mean sh:{near[0]}?' if near else 'take it out.'}",
                )
        paths = about.get(sh("path"), [])
        if len(paths) > 1:
            raise self.fault(node, "sh:path は一つだけです。", "has more than one sh:path.")
        known = {*(sh(name) for name in CORE), *self.parameters}
        shape = Shape(
            node=node,
            path=self.path(paths[0]) if paths else "",
            parameters={predicate: tuple(values) for predicate, values in about.items() if predicate in known},
            messages=tuple(each for each in about.get(sh("message"), ()) if isinstance(each, Literal)),
            severity=self.value(node, sh("severity")) or VIOLATION,  # type: ignore[arg-type]
            deactivated=truth(self.value(node, sh("deactivated"))),
        )
        if fault := find_fault(shape):
            raise self.fault(node, *fault)
        for name in ("node", "property"):
            if any(bool(self.values(each, sh("path"))) != (name == "property") for each in shape.all(name)):
                kind = ("プロパティ", "a property") if name == "property" else ("ノード", "a node")
                raise self.fault(
                    shape.node,
                    f"sh:{name} は{kind[0]}シェイプを指します。",
                    f"has an sh:{name} that is not {kind[1]} shape.",
                )
        return shape

    def path(self, node: Term) -> str:
        """Return a property path as SPARQL writes it. GraphError: it is none."""
        if isinstance(node, NamedNode) and node != _NIL:
            return str(node)
        if self.values(node, _FIRST):
            steps = self.items(node)
            if len(steps) > 1:
                return f"({'/'.join(map(self.path, steps))})"
        for name, form in _PATHS.items():
            if inner := self.value(node, sh(name)):
                return form.format(self.path(inner))
        if inner := self.value(node, sh("alternativePath")):
            return f"({'|'.join(map(self.path, self.items(inner)))})"
        raise self.fault(node, "プロパティパスではありません。", "is not a property path.")

    def fault(self, node: Term, ja: str, en: str) -> GraphError:
        """Return the error that tells what is wrong with the shape at `node`."""
        name = shorten(node.value) if isinstance(node, NamedNode) else str(node)
        return GraphError(ja, en, file=shown(self._source) if self._source else "SHACL", column=name)


_PATHS = {
    "inversePath": "^({})",
    "zeroOrMorePath": "({})*",
    "oneOrMorePath": "({})+",
    "zeroOrOnePath": "({})?",
}
