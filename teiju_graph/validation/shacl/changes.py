"""After a change: which focus nodes it can touch, so that only these are validated again.

A shape looks from its focus node along paths. A changed statement matters to a focus node only if the statement stands
on such a path; the way up to the first changed statement on it is unchanged, so that it is found in the changed store.
Where a shape asks by SPARQL, its query is followed in the same way if it is plain (reach.py), else run again in full."""

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, NamedNode, Triple

from teiju_graph.validation.shacl.reach import steps_of
from teiju_graph.validation.shacl.shape import Shape, Step, Term, sh
from teiju_graph.validation.shacl.shapes import Shapes
from teiju_graph.validation.shacl.sparql import text_of
from teiju_graph.validation.shacl.validation import Part, Report, Validation
from teiju_graph.vocab import A, term

_SUBCLASS = term("rdfs:subClassOf")
_OTHERS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


def revalidate(validation: Validation, report: Report, changes: Iterable[Triple]) -> Report:
    """Return the report of the store as it is now, where `report` is that of the store before `changes`, the statements
    that came or went."""
    changes = list(changes)
    found = dict(report)
    validation.forget()
    for part in validation.parts:
        nodes = touched(validation, part, changes)
        if nodes is None:
            found[part] = validation.of(part)
        elif nodes:
            kept = frozenset(each for each in report[part] if each.focus not in nodes)
            found[part] = kept | validation.of(part, nodes)
    return found


def touched(validation: Validation, part: Part, changes: list[Triple]) -> set[Term] | None:
    """Return the nodes that changed statements can matter to, as focus nodes of a part of a shape; None: any."""
    (root, inner), kinds = part, validation.subclasses
    looked_at = steps(validation.shapes, part)
    if looked_at is None or any(each.predicate == _SUBCLASS for each in changes):
        return None
    found: set[Term] = set()
    starts: dict[str, set[Term]] = {}
    for step in looked_at:
        for each in changes:
            if step.predicate in (None, each.predicate) and (not step.kind or each.object in kinds(step.kind)):
                starts.setdefault(step.before, set()).add(each.object if step.backwards else each.subject)  # type: ignore[arg-type]
    for before, nodes in starts.items():
        if any(isinstance(node, BlankNode) for node in nodes):
            return None  # no query can name it
        found |= validation.leading_to(nodes, before) if before else nodes
    # Deep: its results are about other nodes than the focus nodes of the target.
    deep = inner is not root and (root.path or inner.all("property"))
    if found and (deep or any(isinstance(node, BlankNode) for node in found)):
        return None
    return found


@cache
def steps(shapes: Shapes, part: Part) -> frozenset[Step] | None:
    """Return all statements that a part of a shape looks at, its target among them; None: they can't be told."""
    root, inner = part
    try:
        found = set(_own(shapes, root, "") if inner is root else _reads(shapes, inner, root.path))
        if inner is not root and root.path:
            found |= set(_own(shapes, root, ""))
    except ValueError:
        return None
    for name, value in shapes.targets(root):
        if name == "targetClass":
            found.add(Step("", A, kind=value))
        elif name != "targetNode":
            found.add(Step("", value, name == "targetObjectsOf"))  # type: ignore[arg-type]
    return frozenset(found)


def _reads(shapes: Shapes, shape: Shape, before: str) -> Iterator[Step]:
    at = _join(before, shape.path)
    yield from _own(shapes, shape, before)
    for node in shape.all("property"):
        yield from _reads(shapes, shapes.shape(node), at)


def _own(shapes: Shapes, shape: Shape, before: str) -> Iterator[Step]:
    at = before
    if shape.path:
        for step in _path(shapes, shapes.value(shape.node, sh("path")), False):  # type: ignore[arg-type]
            yield Step(_join(before, step.before), step.predicate, step.backwards)
        at = _join(before, shape.path)
    yield from (Step(at, A, kind=kind) for kind in shape.all("class"))
    if shape.all("closed"):
        yield Step(at, None)
    for name in _OTHERS:
        yield from (Step(before, other) for other in shape.all(name))  # type: ignore[arg-type]
    nested = [each for each in shapes.parts(shape) if each not in shape.all("property")]
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
