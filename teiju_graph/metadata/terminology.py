"""The ontology as people read it: each term with its meaning, its place, its rules in words, an example, the questions
that use it, and its kin in other vocabularies."""

import re
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from teiju_graph.files import folder, read_text, read_toml
from teiju_graph.ontology import TERMS, read_turtle
from teiju_graph.queries import Question, library
from teiju_graph.vocab import PREFIXES, A, shorten, term

ALIGNMENTS, SHAPES = "alignments.ttl", "shapes.ttl"
_SCHEMA = "https://schema.org/"
_SH = "http://www.w3.org/ns/shacl#"
_OWN = PREFIXES["teiju"]


@dataclass
class Term:
    """A class or property by its name after `teiju:`.

    parents: what it is a special case of, as CURIEs; of, values: for a property, the classes that have it and what its
    values are; kin: relation and term of another vocabulary; rules: what SHACL requires, in Japanese and English;
    example: Turtle; questions: those of the library that use it."""

    name: str
    is_class: bool
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    parents: list[str] = field(default_factory=list)
    of: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    kin: list[tuple[str, str]] = field(default_factory=list)
    rules: list[tuple[str, str]] = field(default_factory=list)
    example: str = ""
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """A class in the diagram: its place on the grid, from the left and from above."""

    name: str
    column: int
    row: int


@dataclass(frozen=True)
class Arrow:
    """Properties that lead from one class of the diagram to another."""

    start: Box
    end: Box
    names: tuple[str, ...]


@cache
def read_terminology() -> tuple[Term, ...]:
    """Return every term of the ontology, classes first, each sort in the order of the file."""
    found: dict[str, Term] = {}
    for quad in read_turtle(folder("ontology") / TERMS):
        if quad.predicate == A and quad.object in (term("owl:Class"), *map(term, _PROPERTIES)):
            name = _name(quad.subject)
            found[name] = Term(name, quad.object == term("owl:Class"))
    for quad in read_turtle(folder("ontology") / TERMS):
        if _name(quad.subject) in found:
            _tell(found[_name(quad.subject)], quad)
    for quad in read_turtle(folder("ontology") / ALIGNMENTS):
        if _name(quad.subject) in found and isinstance(quad.object, NamedNode):
            found[_name(quad.subject)].kin.append((shorten(quad.predicate.value), _short(quad.object.value)))
    for name, rule in _rules():
        if name in found and rule not in found[name].rules:
            found[name].rules.append(rule)
    for each in found.values():
        path = folder("ontology") / "examples" / "valid" / f"{each.name}.ttl"
        each.example = re.sub(r"@prefix[^\n]*\n", "", read_text(path)).strip() if path.exists() else ""
        pattern = re.compile(rf"teiju:{each.name}\b")
        each.questions = [question for question in library().values() if pattern.search(question.text)]
    for each in found.values():
        if each.is_class:  # a question about what only this class has is about the class
            own = [one for one in found.values() if one.of == [f"teiju:{each.name}"]]
            asked = [question for one in own for question in one.questions if question not in each.questions]
            each.questions += {question.name: question for question in asked}.values()
    return tuple(sorted(found.values(), key=lambda each: not each.is_class))


def properties_of(name: str) -> list[Term]:
    """Return the properties that things of the class of that name have."""
    return [each for each in read_terminology() if not each.is_class and f"teiju:{name}" in each.of]


def read_version() -> str:
    """Return the version of the ontology."""
    quads = read_turtle(folder("ontology") / TERMS)
    return next(
        quad.object.value
        for quad in quads
        if quad.predicate == term("owl:versionInfo") and isinstance(quad.object, Literal)
    )


def read_diagram() -> tuple[list[Box], list[Arrow]]:
    """Return the classes of the diagram at their places (ontology/diagram.toml), and the properties between them."""
    boxes = {name: Box(name, *place) for name, place in read_toml(folder("ontology") / "diagram.toml")["place"].items()}
    between: dict[tuple[str, str], list[str]] = {}
    for each in read_terminology():
        pairs = [(one, other) for one in each.of for other in each.values] if not each.is_class else []
        if each.is_class:
            pairs = [(f"teiju:{each.name}", parent) for parent in each.parents]
        for one, other in pairs:
            start, end = one.removeprefix("teiju:"), other.removeprefix("teiju:")
            if start in boxes and end in boxes and start != end:
                between.setdefault((start, end), []).append("⊑" if each.is_class else each.name)
    return list(boxes.values()), [
        Arrow(boxes[one], boxes[other], tuple(names)) for (one, other), names in between.items()
    ]


_PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty")


def _tell(each: Term, quad: Quad) -> None:
    name, value = shorten(quad.predicate.value), quad.object
    if isinstance(value, Literal):
        into = {"rdfs:label": each.labels, "skos:definition": each.definitions}.get(name)
        if into is not None:
            into[value.language or "en"] = value.value
        return
    lists = {
        "rdfs:subClassOf": each.parents,
        "rdfs:subPropertyOf": each.parents,
        "dcterms:source": each.sources,
        f"{_SCHEMA}domainIncludes": each.of,
        f"{_SCHEMA}rangeIncludes": each.values,
    }
    if name in lists and isinstance(value, NamedNode):
        lists[name].append(value.value if name == "dcterms:source" else _short(value.value))


def _rules() -> list[tuple[str, tuple[str, str]]]:
    """What each shape requires in words, by the classes that it is for and by the property that it is about."""
    found: dict[object, dict[str, list]] = {}
    for quad in read_turtle(folder("ontology") / SHAPES):
        found.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    rules: list[tuple[str, tuple[str, str]]] = []
    for told in found.values():
        targets = [_name(each) for each in told.get(_SH + "targetClass", [])]
        parts = [found[each] for each in told.get(_SH + "property", []) if each in found]
        parts += [found[each] for each in told.get(_SH + "sparql", []) if each in found]
        for part in parts if targets else []:
            messages = {each.language: each.value for each in part.get(_SH + "message", [])}
            about = [_name(each) for each in part.get(_SH + "path", []) if isinstance(each, NamedNode)]
            if "ja" in messages and "en" in messages and len(targets) < _EVERYTHING:
                rules += [(name, (messages["ja"], messages["en"])) for name in (*targets, *about)]
    return rules


_EVERYTHING = 8  # a shape for that many classes is about all things, not about each


def _name(node: object) -> str:
    value = node.value if isinstance(node, NamedNode) else ""
    return value.removeprefix(_OWN) if value.startswith(_OWN) else ""


def _short(iri: str) -> str:
    known = {"schema": _SCHEMA, "oa": "http://www.w3.org/ns/oa#", "time": "http://www.w3.org/2006/time#"}
    known |= {"cpsv": "http://purl.org/vocab/cpsv#", "cv": "http://data.europa.eu/m8g/"}
    known |= {"qb": "http://purl.org/linked-data/cube#", "sacs": "http://data.e-stat.go.jp/lod/terms/sacs#"}
    for prefix, namespace in known.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return shorten(iri)
