"""The page of a thing: what is said of it, what points to it, the lines that it rests on."""

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.ahead import answer
from teiju_graph.engines.store import Store
from teiju_graph.errors import MissingError
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.vocab import graph, path_of, shorten, term, thing

_INFERRED = graph("inferred").value
_NAMES = {"skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"}
_QUIET = {"rdf:type", "prov:wasDerivedFrom", "teiju:evidence", "skos:inScheme", "skos:topConceptOf"}
_SUPER = {
    "teiju:party": {"teiju:firstParty", "teiju:secondParty"},
    "teiju:participant": {"teiju:member", "teiju:party"},
}


@dataclass(frozen=True)
class Value:
    """One value on a page: text (with its language) or a thing; `inference` leads to why the editors concluded it."""

    text: str
    lang: str = ""
    link: Link | None = None
    inference: Link | None = None


@dataclass
class Fact:
    """One property of a thing with its values."""

    property: Link
    values: list[Value] = field(default_factory=list)

    def told(self, lang: str) -> list[Value]:
        """Return the values to show in `lang`: all but those of the other language, unless there are no others."""
        other = "en" if lang == "ja" else "ja"
        return [value for value in self.values if value.lang != other] or self.values


@dataclass(frozen=True)
class Lines:
    """Lines of a source that something rests on."""

    passage: str
    source: Link
    first: int
    last: int


@dataclass
class Page:
    """The page of a thing: names, classes, facts, the lines it rests on, what points to it, corrections."""

    thing: Link
    kana: str = ""
    others: list[Value] = field(default_factory=list)
    classes: list[Link] = field(default_factory=list)
    evidence: list[Link] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    pointing: list[Fact] = field(default_factory=list)
    corrections: list[Link] = field(default_factory=list)

    def take(self, *names: str) -> list[Value]:
        """Return the values of these properties (`teiju:party`), which then no longer stand among the facts: what the
        page of a kind shows in its own way."""
        taken = [fact for fact in self.facts if shorten(fact.property.iri) in names]
        self.facts = [fact for fact in self.facts if fact not in taken]
        return [value for fact in taken for value in fact.values]

    def take_text(self, name: str) -> dict[str, str]:
        """Return the texts of a property by language, taken as `take` does."""
        return {value.lang: value.text for value in self.take(name)}

    def leave_out(self, *names: str) -> None:
        """Leave out what points here by these properties, because the page shows it in its own way."""
        self.pointing = [fact for fact in self.pointing if shorten(fact.property.iri) not in names]


def read_page(store: Store, path: str) -> Page:
    """Return the page of the thing at `path` below `id/`. MissingError: nothing is said of it."""
    node = thing(path)
    given = {"thing": [node]}
    said = answer(store, page_query("statements"), given)
    if not said:
        raise MissingError.of(path)
    pointing = answer(store, page_query("pointing"), given)
    concluded = answer(store, page_query("concluded"), given)
    lines = answer(store, page_query("lines"), {"things": [node]})
    nodes = {node, *(row["property"] for row in said), *(row["property"] for row in pointing)}
    nodes |= {row["value"] for row in said if isinstance(row["value"], NamedNode)}
    nodes |= (
        {row["subject"] for row in pointing} | {row["source"] for row in lines} | {row["node"] for row in concluded}
    )
    links = read_labels(store, nodes)
    inferences = {(row["predicate"], row["object"]): links[row["node"].value] for row in concluded if row["predicate"]}
    page = tell_statements(links[node.value], said, links, inferences)
    page.corrections = [links[row["node"].value] for row in concluded if not row["predicate"]]
    page.lines = [tell_lines(row, links) for row in lines]
    page.pointing = _tell_pointing(pointing, links)
    return page


def tell_statements(of: Link, said: list, links: dict[str, Link], inferences: dict | None = None) -> Page:
    """Return a page with what rows of graph, property and value say of a thing; inferences: by property and value."""
    page = Page(of)
    facts: dict[str, Fact] = {}
    implied = _implied(said)
    for row in sorted(said, key=lambda row: (row["property"].value, str(row["value"]))):
        name, value = shorten(row["property"].value), row["value"]
        if (name, value) in implied or row["graph"] in (graph("ontology"), graph("schemes")) and name == "rdf:type":
            continue
        if name == "skos:prefLabel" and value.language == "ja-hrkt":
            page.kana = value.value
        elif name in _NAMES - {"skos:prefLabel"}:
            page.others.append(Value(value.value, value.language or ""))
        elif name == "rdf:type":
            if links[value.value] not in page.classes:
                page.classes.append(links[value.value])
        elif name == "teiju:evidence":
            page.evidence.append(links[value.value])
        elif name not in _NAMES | _QUIET:
            fact = facts.setdefault(name, Fact(links[row["property"].value]))
            told = read_value(
                value, links, row["graph"].value == _INFERRED, (inferences or {}).get((row["property"], value))
            )
            if told not in fact.values:
                fact.values.append(told)
    page.facts = sorted(facts.values(), key=lambda fact: _rank(shorten(fact.property.iri)))
    return page


def read_value(value, links: dict[str, Link], inferred: bool = False, inference: Link | None = None) -> Value:
    """Return a term as a value on a page; `inferred`: the editors concluded it, for the reason at `inference`."""
    why = inference if inferred else None
    if isinstance(value, NamedNode):
        return Value(links[value.value].ja, link=links[value.value], inference=why)
    text = value.value
    if value.datatype == term("xsd:decimal"):
        text = text.removesuffix(".0")
    return Value(text, value.language or "", inference=why)


def _implied(said: list) -> set:
    """The statements that a narrower property of the same thing already says."""
    narrower = {(shorten(row["property"].value), row["value"]) for row in said}
    return {(wide, value) for wide, narrow in _SUPER.items() for name, value in narrower if name in narrow}


def _rank(name: str) -> tuple[int, str]:
    first = (
        "dcterms:description",
        "teiju:kind",
        "teiju:participant",
        "teiju:member",
        "teiju:party",
        "teiju:firstParty",
    )
    then = (
        "teiju:secondParty",
        "teiju:participantsComplete",
        "teiju:openReference",
        "teiju:excludes",
        "teiju:exclusionReason",
        "teiju:claim",
        "teiju:answer",
        "teiju:printedForm",
        "teiju:correctedForm",
        "teiju:reason",
    )
    order = first + then
    return (order.index(name) if name in order else len(order), name)


def tell_lines(row, links: dict[str, Link]) -> Lines:
    """Return the lines of a row of the query `lines`."""
    source = links[row["source"].value]
    return Lines(path_of(row["passage"].value), source, int(row["first"].value), int(row["last"].value))


def _tell_pointing(pointing: list, links: dict[str, Link]) -> list[Fact]:
    facts: dict[str, Fact] = {}
    narrow = {(shorten(row["property"].value), row["subject"]) for row in pointing}
    for row in pointing:
        name, link = shorten(row["property"].value), links[row["subject"].value]
        wide = any((each, row["subject"]) in narrow for each in _SUPER.get(name, ()))
        told = name in ("teiju:corrects", "rdf:subject") or link.path.startswith("correction/")  # beside the name
        if wide or told or not link.inside:
            continue
        value = Value(link.ja, link=link)
        fact = facts.setdefault(name, Fact(links[row["property"].value]))
        if value not in fact.values:
            fact.values.append(value)
    return list(facts.values())
