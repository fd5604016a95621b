"""Graphs and shapes by chance, the same for the same seed: all constraints of SHACL, all paths, nested, over one small
world, so that most shapes find something there."""

import random

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from teiju_graph.vocab import A, term, typed

EX = "http://example.org/"
NODES = [NamedNode(f"{EX}n{number}") for number in range(12)]
PREDICATES = [NamedNode(f"{EX}p{number}") for number in range(4)]
COUNTS = [NamedNode(f"{EX}q{number}") for number in range(2)]  # their values are numbers, so that any two compare
CLASSES = [NamedNode(f"{EX}C{number}") for number in range(3)]
NUMBERS = [*(typed(str(number), "integer") for number in range(1, 5)), typed("2.5", "decimal")]
LITERALS = [
    *NUMBERS,
    typed("many", "integer"),
    typed("2024-02-29", "date"),
    typed("2023-02-29", "date"),
    typed("2016", "gYear"),
    typed("true", "boolean"),
    *(Literal(text) for text in ("", "a", "ab", "Ab ", "室蘭市")),
    *(Literal("室蘭", language=tag) for tag in ("ja", "ja-hrkt", "en")),
    *(Literal("Muroran", language=tag) for tag in ("en", "en-gb")),
]
TRIPLES = 60


def graph(chance: random.Random) -> set[Triple]:
    """Return a graph."""
    found = {Triple(CLASSES[2], term("rdfs:subClassOf"), CLASSES[1])}
    found |= {Triple(node, A, chance.choice(CLASSES)) for node in NODES if chance.random() < 0.8}
    while len(found) < TRIPLES:
        found.add(statement(chance))
    return found


def statement(chance: random.Random) -> Triple:
    """Return a statement of the world, a type now and then."""
    if chance.random() < 0.1:
        return Triple(chance.choice(NODES), A, chance.choice(CLASSES))
    if chance.random() < 0.2:
        return Triple(chance.choice(NODES), chance.choice(COUNTS), chance.choice(NUMBERS))
    value = chance.choice(NODES if chance.random() < 0.5 else LITERALS)
    return Triple(chance.choice(NODES), chance.choice(PREDICATES), value)


def changed(triples: set[Triple], chance: random.Random, count: int) -> set[Triple]:
    """Return a graph of this world with about `count` statements taken out or put in."""
    found = set(triples)
    for _ in range(count):
        if chance.random() < 0.6:
            found.discard(chance.choice(sorted(found, key=str)))
        if chance.random() < 0.6:
            found.add(statement(chance))
    return found


def muddled(triples: set[Triple], chance: random.Random, count: int) -> set[Triple]:
    """Return any graph with `count` statements changed: left out, or with the value of another, or about another
    thing, or with a value that was broken."""
    found, values = set(triples), sorted({each.object for each in triples}, key=str)
    things = sorted({each.subject for each in triples}, key=str)
    for old in chance.sample(sorted(found, key=str), count):
        found.discard(old)
        kind = chance.randrange(6)
        if kind == 1:
            found.add(Triple(old.subject, old.predicate, chance.choice(values)))
        elif kind == 2:
            found |= {old, Triple(old.subject, old.predicate, chance.choice(values))}
        elif kind == 3:
            found.add(Triple(chance.choice(things), old.predicate, old.object))
        elif kind == 4 and isinstance(old.object, Literal):
            found.add(Triple(old.subject, old.predicate, _broken(old.object, chance)))
    return found


def _broken(value: Literal, chance: random.Random) -> Literal:
    if value.language:
        return Literal(value.value, language=chance.choice(["ja", "en", "ja-hrkt"]))
    if value.datatype == typed("1", "integer").datatype:  # pyshacl can't put in order what is no number
        return typed(str(-int(value.value)), "integer")
    return Literal(chance.choice(["", "x", value.value + "9", value.value]), datatype=value.datatype)


def turtle(triples: set[Triple]) -> bytes:
    """Return the graph as Turtle, in one order, its numbers written as the store writes them."""
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
    return serialize(sorted((quad.triple for quad in store), key=str), format=RdfFormat.N_TRIPLES)


class ShapesByChance:
    """Shapes with addresses ex:s0, ex:s1…, each with one to three constraints, nested to three levels; with `backwards`
    also over whole paths backwards, which pyshacl does otherwise."""

    def __init__(self, chance: random.Random, backwards: bool = False):
        self._chance, self._backwards = chance, backwards
        self._blocks: list[str] = []
        for _ in range(4):
            self._shape(0, self._target())

    def __str__(self) -> str:
        head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        declared = f'[ sh:prefix "ex" ; sh:namespace "{EX}"^^xsd:anyURI ]'
        return f"{head}@prefix ex: <{EX}> .\nex: sh:declare {declared} .\n" + "\n".join(self._blocks)

    def _target(self) -> str:
        kind = self._chance.choice(["targetClass"] * 3 + ["targetNode", "targetSubjectsOf", "targetObjectsOf"])
        among = {"targetClass": CLASSES, "targetNode": NODES}.get(kind, PREDICATES)
        return f"sh:{kind} {self._chance.choice(among)} ; "

    def _shape(self, depth: int, target: str = "", property_shape: bool | None = None) -> str:
        chance = self._chance
        if property_shape is None:
            property_shape = chance.random() < 0.6
        path = self._path(0) if property_shape else ""
        draw = self._compared if path in map(str, COUNTS) else lambda: self._constraint(depth, property_shape)
        drawn = [draw() for _ in range(chance.randint(1, 3))]
        parts = {each.split()[0]: each for each in drawn}.values()  # most parameters may stand only once
        name = f"ex:s{len(self._blocks)}"
        kind = "PropertyShape ; sh:path " + path if property_shape else "NodeShape"
        self._blocks.append(f"{name} a sh:{kind} ; {target}{' ; '.join(parts)} .")
        return name

    def _path(self, depth: int) -> str:
        chance = self._chance
        if depth == 0 and chance.random() < 0.15:
            return str(chance.choice(COUNTS))
        if depth > 1 or chance.random() < 0.6:
            return str(chance.choice(PREDICATES))
        if chance.random() < 0.3:
            inner = self._path(depth + 1) if self._backwards else str(chance.choice(PREDICATES))
            return f"[ sh:inversePath {inner} ]"
        forms = ["( %s %s )", "[ sh:alternativePath ( %s %s ) ]"]
        forms += [f"[ sh:{name} %s ]" for name in ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")]
        form = chance.choice(forms)
        return form % tuple(self._path(depth + 1) for _ in range(form.count("%s")))

    def _constraint(self, depth: int, property_shape: bool) -> str:
        chance = self._chance
        simple = [self._value_test] * 4 + ([self._of_path] * 4 if property_shape else []) + [self._pair]
        nested = [] if depth > 2 else [self._logic, self._logic, self._property, self._sparql]
        nested += [self._qualified] if property_shape and depth <= 2 else []
        return chance.choice(simple + nested)(depth)

    def _value_test(self, depth: int) -> str:
        chance = self._chance
        number, kinds = chance.randint(1, 4), "IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral"
        members = " ".join(map(str, chance.sample([*NODES, *LITERALS], 8)))
        languages = chance.choice(['"ja"', '"en"', '"ja" "en-gb"'])
        return chance.choice(
            [
                f"sh:class {chance.choice(CLASSES)}",
                f"sh:datatype xsd:{chance.choice(['integer', 'decimal', 'string', 'date', 'boolean', 'gYear'])}",
                f"sh:nodeKind sh:{chance.choice(kinds.split())}",
                f"sh:{chance.choice(['min', 'max'])}Length {number}",
                f'sh:pattern "{chance.choice(["^a", "b", "蘭$", "n[0-4]$"])}"',
                'sh:pattern "^A" ; sh:flags "i"',
                f"sh:languageIn ( {languages} )",
                f"sh:in ( {members} )",
                f"sh:hasValue {chance.choice([*NODES, *LITERALS])}",
            ]
        )

    def _of_path(self, depth: int) -> str:
        number = self._chance.randint(0, 3)
        return self._chance.choice(
            [f"sh:minCount {number}", "sh:minCount 1", f"sh:maxCount {number}", "sh:maxCount 1", "sh:uniqueLang true"]
        )

    def _compared(self) -> str:
        chance = self._chance
        bound = f"sh:{chance.choice(['min', 'max'])}{chance.choice(['Inclusive', 'Exclusive'])} {chance.randint(1, 4)}"
        return chance.choice([bound, f"sh:{chance.choice(['lessThan', 'lessThanOrEquals'])} {chance.choice(COUNTS)}"])

    def _pair(self, depth: int) -> str:
        return f"sh:{self._chance.choice(['equals', 'disjoint'])} {self._chance.choice(PREDICATES)}"

    def _logic(self, depth: int) -> str:
        name = self._chance.choice(["node", "not", "and", "or", "xone"])
        if name in ("node", "not"):
            return f"sh:{name} {self._shape(depth + 1, property_shape=False)}"
        return f"sh:{name} ( {' '.join(self._shape(depth + 1) for _ in range(2))} )"

    def _property(self, depth: int) -> str:
        return f"sh:property {self._shape(depth + 1, property_shape=True)}"

    def _qualified(self, depth: int) -> str:
        bound = f"sh:qualified{self._chance.choice(['Min', 'Max'])}Count {self._chance.randint(0, 2)}"
        disjoint = " ; sh:qualifiedValueShapesDisjoint true" if self._chance.random() < 0.3 else ""
        return f"sh:qualifiedValueShape {self._shape(depth + 1)} ; {bound}{disjoint}"

    def _sparql(self, depth: int) -> str:
        one, two = self._chance.sample([f"ex:p{number}" for number in range(4)], 2)
        where = self._chance.choice(
            [
                f"$this {one} ?value . FILTER(isLiteral(?value))",
                f"$this {one} ?value . OPTIONAL {{ ?value {two} ?other }} FILTER(!BOUND(?other))",
                f"?other {one} $this ; {two} ?value",
                f"$this {one} ?value . FILTER NOT EXISTS {{ $this {two} ?value }}",
                f"{{ $this {one} ?value }} UNION {{ $this {two} ?value . FILTER(isIRI($this)) }}",
                f"$this {one} ?value . {{ SELECT $this {{ $this {two} ?any }} GROUP BY $this HAVING (COUNT(?any) > 1) }}",
            ]
        )
        return f'sh:sparql [ sh:prefixes ex: ; sh:message "{{?value}}" ; sh:select """SELECT DISTINCT $this ?value {{ {where} }}""" ]'


def case(seed: int, backwards: bool = False) -> tuple[bytes, bytes]:
    """Return a graph and shapes, both as Turtle."""
    chance = random.Random(seed)
    return turtle(graph(chance)), str(ShapesByChance(chance, backwards)).encode()


def read(text: bytes) -> set[Triple]:
    """Return the statements of Turtle."""
    return {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}
