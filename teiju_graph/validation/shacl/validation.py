"""Validation by sets: one query per constraint finds all that break it; and, or, not are algebra on what was found.

Where SHACL goes from focus node to focus node, this asks the store once for the whole set. A set of focus nodes is a
SPARQL pattern that binds ?this; the values of a path become the focus nodes of a nested shape by wrapping the pattern.
The rows of a constraint are what breaks it; a node fails a nested shape if it stands in one of its rows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial

from pyoxigraph import Literal, NamedNode

from teiju_graph.engines.store import Store, select
from teiju_graph.validation.shacl.constraints import LIST_TESTS, QUERIES, TESTS, fewer, more
from teiju_graph.validation.shacl.patterns import instance, listed, values_of, within, without
from teiju_graph.validation.shacl.shape import LISTS, Shape, Term, sh, truth
from teiju_graph.validation.shacl.shapes import Shapes
from teiju_graph.validation.shacl.sparql import Row, filled, of_component, of_constraint
from teiju_graph.vocab import term

_NAMES = {
    sh("qualifiedMinCount"): "QualifiedMinCount",
    sh("qualifiedMaxCount"): "QualifiedMaxCount",
    sh("sparql"): "SPARQL",
}


@dataclass(frozen=True)
class Result:
    """One violation: the focus node, the path from it (as SPARQL writes it; empty at a node shape), the value at fault
    where the constraint names one, which shape and component it breaks, and the shape's own messages."""

    focus: Term
    path: str
    value: Term | None
    shape: Term
    component: Term
    severity: NamedNode
    messages: tuple[Literal, ...]


# A part of a shape that has a target: one of its property shapes, or itself for its other constraints.
Part = tuple[Shape, Shape]
Report = dict[Part, frozenset[Result]]


class Validation:
    """The validation of a store (its default graph) against one graph of shapes."""

    def __init__(self, store: Store, shapes: Shapes):
        self._select, self.shapes = partial(select, store), shapes
        self._store = store
        self._failing: dict[tuple[Term, str], frozenset[Term]] = {}
        self.subclasses = cache(self._subclasses)
        self._siblings = self._read_siblings()

    def run(self) -> list[Result]:
        """Return every violation, each once. GraphError: a shape is broken, or its SPARQL is."""
        return list(dict.fromkeys(each for found in self.report().values() for each in found))

    def report(self) -> Report:
        """Return every violation by the part of a shape that it breaks. GraphError: a shape is broken."""
        return {part: self.of(part) for part in self.parts}

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of all shapes that have a target."""
        shape = self.shapes.shape
        return [(root, part) for root in self.shapes.targeted for part in (root, *map(shape, root.all("property")))]

    def of(self, part: Part, among: Iterable[Term] | None = None) -> frozenset[Result]:
        """Return the violations of a part of a shape; with `among`, those of these focus nodes alone."""
        root, inner = part
        where = f"{'' if among is None else listed(among)} {self.target(root)}"
        if root.deactivated:
            return frozenset()
        return frozenset(self._own(root, where) if inner is root else self.results(inner, within(where, root)))

    def forget(self) -> None:
        """Take note that the store has changed."""
        self._failing.clear()
        self.subclasses.cache_clear()

    def leading_to(self, nodes: Iterable[Term], path: str) -> set[Term]:
        """Return the nodes that the path leads from to one of these."""
        ends = " ".join(sorted(map(str, nodes)))
        return {row["this"] for row in self._select(f"SELECT ?this {{ VALUES ?end {{ {ends} }} ?this {path} ?end }}")}

    def target(self, shape: Shape) -> str:
        """Return the pattern that binds ?this to the focus nodes of a shape."""
        targets = self.shapes.targets(shape)
        patterns = []
        classes = [below for name, value in targets if name == "targetClass" for below in self.subclasses(value)]
        if classes:
            patterns.append(instance("?this", classes))
        if nodes := [value for name, value in targets if name == "targetNode"]:
            patterns.append(listed(nodes))
        patterns += [f"?this {value} ?any" for name, value in targets if name == "targetSubjectsOf"]
        patterns += [f"?any {value} ?this" for name, value in targets if name == "targetObjectsOf"]
        if len(patterns) == 1 and "?any" not in patterns[0]:
            return patterns[0]
        return f"{{ SELECT DISTINCT ?this {{ {' UNION '.join(f'{{ {each} }}' for each in patterns)} }} }}"

    def results(self, shape: Shape, where: str) -> Iterator[Result]:
        """Yield the violations of a shape among the focus nodes that `where` binds."""
        if shape.deactivated:
            return
        for node in shape.all("property"):
            yield from self.results(self.shapes.shape(node), within(where, shape))
        yield from self._own(shape, where)

    def _own(self, shape: Shape, where: str) -> Iterator[Result]:
        for component, row, messages in self._rows(shape, where):
            yield Result(
                focus=row.this,
                path=row.path or shape.path,
                value=row.value,
                shape=shape.node,
                component=component,
                severity=shape.severity,
                messages=tuple(sorted((filled(each, row) for each in messages or shape.messages), key=str)),
            )

    def failing(self, node: Term, where: str) -> frozenset[Term]:
        """Return those of the nodes that `where` binds to ?this which do not conform to the shape at `node`."""
        if (node, where) not in self._failing:
            shape = self.shapes.shape(node)
            found: set[Term] = set()
            if not shape.deactivated:
                found = {row.this for _, row, _ in self._rows(shape, where)}
                for each in shape.all("property"):
                    found.update(
                        self._leading_to(self.failing_values(self.shapes.shape(each), shape, where), shape, where)
                    )
            self._failing[node, where] = frozenset(found)
        return self._failing[node, where]

    def failing_values(self, inner: Shape, shape: Shape, where: str) -> frozenset[Term]:
        """Return the values of `shape` (focus nodes of `inner`) that do not conform to `inner`."""
        return self.failing(inner.node, within(where, shape))

    def _leading_to(self, bad: frozenset[Term], shape: Shape, where: str) -> Iterable[Term]:
        if not shape.path or not bad:
            return bad
        return {this for this, value in self._pairs(shape, where) if value in bad}

    def _rows(self, shape: Shape, where: str) -> Iterator[tuple[Term, Row, tuple[Literal, ...]]]:
        """Yield what breaks the constraints of a shape itself, its property shapes left to the caller."""
        for parameter, arguments in shape.parameters.items():
            component = sh(f"{_NAMES.get(parameter) or _capital(parameter)}ConstraintComponent")
            for argument in arguments:
                if parameter == sh("sparql"):
                    yield from (
                        (component, row, messages)
                        for row, messages in of_constraint(self._store, self.shapes, shape, argument, where)
                    )
                else:
                    yield from ((component, row, ()) for row in self._broken(shape, parameter, argument, where))
        for custom, needed in self.shapes.components.items():
            if all(shape.parameters.get(path) for path in needed):
                values = values_of(where, shape)
                for row, messages in of_component(self._store, self.shapes, shape, custom, where, values):
                    yield custom, row, messages

    def _broken(self, shape: Shape, parameter: NamedNode, argument: Term, where: str) -> Iterable[Row]:
        values = values_of(where, shape)
        name = parameter.value.rpartition("#")[2]
        if test := self._test(parameter, argument, shape):
            return self._ask(f"SELECT DISTINCT ?this ?value {{ {values} FILTER(!({test})) }}")
        if make := QUERIES.get(parameter):
            text = make(where, values, shape, argument)
            return self._ask(text) if text else ()
        if name == "class":
            classes = self.subclasses(argument)
            return self._ask(f"SELECT DISTINCT ?this ?value {{ {without(values, instance('?value', classes))} }}")
        if name == "closed":
            return self._unexpected(shape, values) if truth(argument) else ()
        if name in ("qualifiedMinCount", "qualifiedMaxCount"):
            return self._counted(shape, name, argument, where)
        if name in (*LISTS, "node", "not"):
            return self._combined(shape, name, argument, where)
        return ()

    def _test(self, parameter: NamedNode, argument: Term, shape: Shape) -> str:
        """Return the constraint as an expression about ?value, or nothing where one value alone does not tell."""
        if parameter in TESTS:
            return TESTS[parameter](argument, shape)
        if parameter in LIST_TESTS:
            return LIST_TESTS[parameter](self.shapes.items(argument))
        name = parameter.value.rpartition("#")[2]
        if name in ("node", "not", "and", "or"):
            parts = [self.test(each) for each in (self.shapes.items(argument) if name in LISTS else [argument])]
            if all(parts):
                joined = (" || " if name == "or" else " && ").join(parts) or ("false" if name == "or" else "true")
                return f"(!({joined}))" if name == "not" else f"({joined})"
        return ""

    def test(self, node: Term) -> str:
        """Return a node shape as an expression about ?value, or nothing where one value alone does not tell."""
        shape = self.shapes.shape(node)
        if shape.path or shape.deactivated:
            return "true" if shape.deactivated else ""
        parts = [
            self._test(parameter, argument, shape)
            for parameter, arguments in shape.parameters.items()
            for argument in arguments
            if parameter != sh("flags")
        ]
        return f"({' && '.join(parts)})" if all(parts) and parts else ""

    def _combined(self, shape: Shape, name: str, argument: Term, where: str) -> Iterator[Row]:
        members = self.shapes.items(argument) if name in LISTS else [argument]
        inner = within(where, shape)
        failing = [self.failing(each, inner) for each in members]
        if name in ("node", "and"):
            bad = frozenset().union(*failing)
        elif name == "or":
            bad = frozenset.intersection(*failing) if failing else self._nodes(inner)
        else:  # not, xone: how many members a value conforms to
            fails = Counter(node for each in failing for node in each)
            conforming = 0 if name == "not" else 1
            bad = frozenset(node for node in self._nodes(inner) if len(members) - fails[node] != conforming)
        if not shape.path:
            yield from (Row(this=node, value=node) for node in bad)
        elif bad:
            yield from (Row(this=this, value=value) for this, value in self._pairs(shape, where) if value in bad)

    def _counted(self, shape: Shape, name: str, bound: Term, where: str) -> Iterator[Row]:
        make = fewer if name == "qualifiedMinCount" else more
        for qualified in shape.all("qualifiedValueShape"):
            siblings = self._siblings.get((shape.node, qualified), ())
            step, test = f"?this {shape.path} ?value", self.test(qualified)
            if test and not siblings:
                yield from self._ask(make(where, f"{step} FILTER({test})", bound))
                continue
            inner = within(where, shape)
            bad = self.failing(qualified, inner)
            taken = [self.failing(each, inner) for each in siblings]
            counts = dict.fromkeys(self._nodes(where), 0)
            for this, value in self._pairs(shape, where):
                counts[this] += value not in bad and all(value in each for each in taken)
            most = int(bound.value)  # type: ignore[union-attr]
            for this, count in counts.items():
                if count < most if name == "qualifiedMinCount" else count > most:
                    yield Row(this)

    def _unexpected(self, shape: Shape, values: str) -> Iterator[Row]:
        allowed = [str(each) for head in shape.all("ignoredProperties") for each in self.shapes.items(head)]
        paths = [self.shapes.shape(node).path for node in shape.all("property")]
        allowed += [path for path in paths if path.startswith("<")]
        subject = "?value" if shape.path else "?this"
        test = f"FILTER(?property NOT IN ({', '.join(allowed)}))"
        query = f"SELECT DISTINCT ?this ?property ?object {{ {values} {subject} ?property ?object {test} }}"
        for row in self._select(query):
            yield Row(row["this"], row["object"], str(row["property"]))

    def _read_siblings(self) -> dict[tuple[Term, Term], set[Term]]:
        """(property shape, its qualified value shape) → those of its siblings, where they are to be disjoint."""
        found: dict[tuple[Term, Term], set[Term]] = {}
        for shape in self.shapes.holders():
            inner = [self.shapes.shape(each) for each in shape.all("property")]
            qualified = {each for one in inner for each in one.all("qualifiedValueShape")}
            for one in inner:
                if truth(one.one("qualifiedValueShapesDisjoint")):
                    for each in one.all("qualifiedValueShape"):
                        found.setdefault((one.node, each), set()).update(
                            qualified - set(one.all("qualifiedValueShape"))
                        )
        return found

    def _nodes(self, where: str) -> frozenset[Term]:
        return frozenset(row["this"] for row in self._select(f"SELECT DISTINCT ?this {{ {where} }}"))

    def _pairs(self, shape: Shape, where: str) -> set[tuple[Term, Term]]:
        query = f"SELECT ?this ?value {{ {values_of(where, shape)} }}"
        return {(row["this"], row["value"]) for row in self._select(query)}

    def _ask(self, text: str) -> Iterator[Row]:
        solutions = self._select(text)
        valued = any(each.value == "value" for each in solutions.variables)
        for row in solutions:
            yield Row(this=row["this"], value=row["value"] if valued else None)

    def _subclasses(self, top: Term) -> list[Term]:
        found = [top]
        for each in found:
            query = f"SELECT ?below {{ ?below {term('rdfs:subClassOf')} {each} FILTER(isIRI(?below)) }}"
            found += [row["below"] for row in self._select(query) if row["below"] not in found]
        return found


def _capital(parameter: NamedNode) -> str:
    name = parameter.value.rpartition("#")[2]
    return name[0].upper() + name[1:]
