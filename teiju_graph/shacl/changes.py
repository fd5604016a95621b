"""After a change: which focus nodes it can touch, so that only these are validated again.

A shape looks from its focus node along paths. A changed statement matters to a focus node only if the statement stands
on such a path; the way up to the first changed statement on it is unchanged, so that it is found in the changed store.
Where a shape asks by SPARQL, its query is followed in the same way if it is plain (reach.py), else run again in full."""

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, NamedNode, Triple

from teiju_graph.shacl.reach import steps_of
from teiju_graph.shacl.shape import Shape, Step, Term, sh
from teiju_graph.shacl.shapes import Shapes
from teiju_graph.shacl.sparql import text_of
from teiju_graph.shacl.validation import Report, Validation
from teiju_graph.vocab import A, term

_SUBCLASS = term("rdfs:subClassOf")
_OTHERS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


def revalidate(validation: Validation, report: Report, changes: Iterable[Triple]) -> Report:
    """Return the report of the store as it is now, where `report` is that of the store before `changes`, the statements
    that came or went."""
    changes = list(changes)
    found = dict(report)
    validation.forget()
    for shape in validation.shapes.targeted:
        nodes = touched(validation, shape, changes)
        if nodes is None:
            found[shape.node] = validation.of(shape)
        elif nodes:
            kept = frozenset(each for each in report[shape.node] if each.focus not in nodes)
            found[shape.node] = kept | validation.of(shape, nodes)
    return found


def touched(validation: Validation, shape: Shape, changes: list[Triple]) -> set[Term] | None:
    """Return the nodes that changed statements can matter to, as focus nodes of a shape; None: it can be any."""
    shapes = validation.shapes
    looked_at = steps(shapes, shape)
    if looked_at is None or any(each.predicate == _SUBCLASS for each in changes):
        return None
    found: set[Term] = set()
    starts: dict[str, set[Term]] = {}
    for step in looked_at:
        for each in changes:
            if step.predicate in (None, each.predicate):
                starts.setdefault(step.before, set()).add(each.object if step.backwards else each.subject)  # type: ignore[arg-type]
    for before, nodes in starts.items():
        if any(isinstance(node, BlankNode) for node in nodes):
            return None  # no query can name it
        found |= validation.leading_to(nodes, before) if before else nodes
    deep = any(shape.path or shapes.shape(each).all("property") for each in shape.all("property"))
    if found and (deep or any(isinstance(node, BlankNode) for node in found)):
        return None  # deep: its results are about other nodes than its focus nodes
    return found


@cache
def steps(shapes: Shapes, shape: Shape) -> frozenset[Step] | None:
    """Return all statements that a shape with a target looks at; None: they can't be told."""
    try:
        found = set(_reads(shapes, shape, ""))
    except ValueError:
        return None
    for name, value in shapes.targets(shape):
        if name == "targetClass":
            found.add(Step("", A))
        elif name != "targetNode":
            found.add(Step("", value, name == "targetObjectsOf"))  # type: ignore[arg-type]
    return frozenset(found)


def _reads(shapes: Shapes, shape: Shape, before: str) -> Iterator[Step]:
    at = before
    if shape.path:
        for step in _path(shapes, shapes.value(shape.node, sh("path")), False):  # type: ignore[arg-type]
            yield Step(_join(before, step.before), step.predicate, step.backwards)
        at = _join(before, shape.path)
    if shape.all("class"):
        yield Step(at, A)
    if shape.all("closed"):
        yield Step(at, None)
    for name in _OTHERS:
        yield from (Step(before, other) for other in shape.all(name))  # type: ignore[arg-type]
    nested = shapes.parts(shape)
    for parent in shapes.holders():  # those that its values must not conform to beside
        if shape.all("qualifiedValueShapesDisjoint") and shape.node in parent.all("property"):
            nested += [q for each in parent.all("property") for q in shapes.shape(each).all("qualifiedValueShape")]
    if any(path in shape.parameters for path in shapes.parameters):
        raise ValueError("a component of the shapes' own")
    for constraint in shape.all("sparql"):
        for step in steps_of(text_of(shapes, shape, constraint, "select")):
            yield Step(_join(before, step.before), step.predicate, step.backwards)
    for node in dict.fromkeys(nested):
        yield from _reads(shapes, shapes.shape(node), at)


def _path(shapes: Shapes, node: Term, backwards: bool) -> Iterator[Step]:
    """Yield the steps of a property path, walked backwards or not."""
    if inner := shapes.value(node, sh("inversePath")):
        yield from _path(shapes, inner, not backwards)
    elif inner := shapes.value(node, sh("alternativePath")):
        for each in shapes.items(inner):
            yield from _path(shapes, each, backwards)
    elif inner := shapes.value(node, sh("zeroOrOnePath")):
        yield from _path(shapes, inner, backwards)
    elif inner := shapes.value(node, sh("zeroOrMorePath")) or shapes.value(node, sh("oneOrMorePath")):
        for step in _path(shapes, inner, backwards):
            yield Step(_join(f"({_walked(shapes, inner, backwards)})*", step.before), step.predicate, step.backwards)
    elif isinstance(node, NamedNode):
        yield Step("", node, backwards)
    else:
        before = ""
        members = shapes.items(node)
        for each in reversed(members) if backwards else members:
            for step in _path(shapes, each, backwards):
                yield Step(_join(before, step.before), step.predicate, step.backwards)
            before = _join(before, _walked(shapes, each, backwards))


def _walked(shapes: Shapes, node: Term, backwards: bool) -> str:
    return f"^({shapes.path(node)})" if backwards else shapes.path(node)


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)
