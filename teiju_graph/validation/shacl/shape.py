"""One shape: what SHACL lets it say, and what breaks that."""

from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from teiju_graph.vocab import term

Term = NamedNode | BlankNode | Literal
SH = "http://www.w3.org/ns/shacl#"


@cache
def sh(name: str) -> NamedNode:
    """Return the term of the SHACL vocabulary."""
    return NamedNode(SH + name)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VIOLATION = sh("Violation")
# What says something of a shape beside its constraints.
ABOUT = _names(
    "path targetClass targetNode targetSubjectsOf targetObjectsOf severity message deactivated name description order "
    "group defaultValue select ask prefixes"
)
SHAPES = _names("property node not qualifiedValueShape")  # parameters whose value is a shape
LISTS = _names("and or xone")  # …a list of shapes
COUNTS = _names("minCount maxCount minLength maxLength qualifiedMinCount qualifiedMaxCount")
SINGLE = COUNTS | _names(
    "datatype nodeKind minInclusive maxInclusive minExclusive maxExclusive pattern flags languageIn uniqueLang in closed "
    "ignoredProperties qualifiedValueShape qualifiedValueShapesDisjoint"
)
CORE = SHAPES | LISTS | SINGLE | _names("class equals disjoint lessThan lessThanOrEquals hasValue sparql")
KINDS = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "(isBlank(?value) || isIRI(?value))",
    "BlankNodeOrLiteral": "(isBlank(?value) || isLiteral(?value))",
    "IRIOrLiteral": "(isIRI(?value) || isLiteral(?value))",
}
# The store keeps these as the type that they narrow: what asks for them would find none.
_NARROWED = {
    "integer": _names(
        "byte short int long unsignedByte unsignedShort unsignedInt unsignedLong nonNegativeInteger positiveInteger "
        "negativeInteger nonPositiveInteger"
    ),
    "dateTime": _names("dateTimeStamp"),
}


@dataclass(frozen=True)
class Shape:
    """A node shape (path empty) or a property shape: its path as SPARQL writes it, and for each parameter its values."""

    node: Term
    path: str
    parameters: dict[NamedNode, tuple[Term, ...]] = field(hash=False, compare=False)
    messages: tuple[Literal, ...] = ()
    severity: NamedNode = VIOLATION
    deactivated: bool = False

    def all(self, name: str) -> tuple[Term, ...]:
        """Return the values of a parameter of the SHACL vocabulary."""
        return self.parameters.get(sh(name), ())

    def one(self, name: str) -> Term | None:
        """Return the only value of a parameter, or None."""
        return next(iter(self.all(name)), None)


@dataclass(frozen=True)
class Step:
    """A statement that a shape looks at: what path leads to it from the focus node (empty: none), its predicate (None:
    any), whether it is met at its object, and of which class it says an instance, where it is about a type."""

    before: str
    predicate: NamedNode | None
    backwards: bool = False
    kind: Term | None = None


def find_fault(shape: Shape) -> tuple[str, str] | None:
    """Return what breaks the syntax of a shape, in Japanese and English, or None."""
    for name in sorted(SINGLE):
        if len(shape.all(name)) > 1:
            return f"sh:{name} は一つだけです。", f"has more than one sh:{name}."
    for name in sorted(COUNTS):
        if not all(isinstance(each, Literal) and each.value.isdecimal() for each in shape.all(name)):
            return f"sh:{name} は0以上の整数です。", f"needs a whole number from 0 for sh:{name}."
    for name in ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"):
        if shape.all(name) and not shape.path:
            return f"sh:{name} には sh:path が要ります。", f"has sh:{name} but no sh:path."
    if set(shape.all("nodeKind")) - {sh(name) for name in KINDS}:
        return f"sh:nodeKind は {', '.join(KINDS)} のどれかです。", f"needs one of {', '.join(KINDS)} for sh:nodeKind."
    for kept, narrowed in _NARROWED.items():
        if {term(f"xsd:{name}") for name in narrowed} & set(shape.all("datatype")):
            return (
                f"この型は xsd:{kept} として保存されます。xsd:{kept} とし、範囲は sh:minInclusive などで書いてください。",
                f"asks for a type that is kept as xsd:{kept}; ask for that, and say the range by sh:minInclusive etc.",
            )
    if not all(_matchable(each, shape.one("flags")) for each in shape.all("pattern")):
        return (
            "sh:pattern が正規表現として読めません(先読みと後方参照は使えません)。",
            "has an sh:pattern that is no regular expression (it has neither look-around nor back references).",
        )
    return None


def _matchable(pattern: Term, flags: Term | None) -> bool:
    """Ask the engine itself, which leaves a pattern that it can't read without any result."""
    given = [Literal(each.value if isinstance(each, Literal) else "") for each in (pattern, flags)]
    (row,) = Store().query(f'SELECT (REGEX("", {given[0]}, {given[1]}) AS ?read) {{}}')  # type: ignore[union-attr, misc]
    return row["read"] is not None


def truth(value: Term | None) -> bool:
    """Return whether a literal is `true`; SHACL lets no other way of writing it count."""
    return isinstance(value, Literal) and value.value == "true"
