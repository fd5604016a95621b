"""What is said of each thing in words, as far as people search for it: plain data, for an index here or elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store, select
from teiju_graph.finding.spelling import romanise
from teiju_graph.labels import Link
from teiju_graph.queries import page_query
from teiju_graph.vocab import BASE, path_of, term

# Kinds of things that nobody looks for by their words: each is reached from what it belongs to.
_QUIET = {"passage", "valuation", "membership", "inference"}
_NAMES = {
    "skos:prefLabel": "name",
    "skos:altLabel": "other-name",
    "skos:hiddenLabel": "misprint",
    "dcterms:identifier": "code",
    "teiju:establishedFrom": "former",
}
_DATES = dict.fromkeys(
    (
        "teiju:startYear",
        "teiju:precursorStartYear",
        "teiju:foundedYear",
        "teiju:concludedOn",
        "teiju:declaredOn",
        "teiju:establishedOn",
        "teiju:asOf",
        "dcterms:date",
    ),
    "date",
)
_WORDS = dict.fromkeys(
    (
        "dcterms:description",
        "skos:definition",
        "teiju:claim",
        "teiju:answer",
        "teiju:reason",
        "teiju:indicator",
        "teiju:printedForm",
        "teiju:correctedForm",
        "teiju:openReference",
        "teiju:exclusionReason",
        "teiju:replacementReason",
        "teiju:venue",
        "teiju:chairName",
    ),
    "words",
)
_AREAS = dict.fromkeys(("teiju:prefecture", "teiju:subprefecture"), "area")
_BESIDE = {
    "teiju:participant": "participant",
    "teiju:zone": "zone",
    "teiju:department": "department",
    "teiju:field": "field",
    "dcterms:isPartOf": "part-of",
    "org:unitOf": "part-of",
}
WHYS = ("name", "reading", "romaji", "code", "other-name", "misprint", "former", *dict.fromkeys(_BESIDE.values()), "area", "date", "words")  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Words about a thing. thing: what follows `id/`; why: one of WHYS, what the words are to it; lang: of the words,
    empty for figures."""

    thing: str
    why: str
    text: str
    lang: str = ""


def read_texts(store: Store) -> tuple[dict[str, Link], list[Text]]:
    """Return the things that can be searched for, by what follows `id/`, and their texts: names and readings, other
    names, misprints and former names, dates, descriptions, and the names of what they belong to."""
    links: dict[str, Link] = {}
    texts = [each for part in (_NAMES, _AREAS, _DATES, _WORDS) for each in _said(store, part)]
    for each in texts:
        if each.why == "name":
            known = links.get(each.thing, Link(f"{BASE}id/{each.thing}", "", ""))
            ja, en = (each.text, known.en) if each.lang == "ja" else (known.ja, each.text)
            links[each.thing] = Link(known.iri, ja, en)
    texts += [Text(each.thing, "romaji", romanise(each.text)) for each in texts if each.why == "reading"]
    for thing, why, other in _beside(store):
        if other in links:
            texts += [Text(thing, why, getattr(links[other], lang), lang) for lang in ("ja", "en")]
    shown = {thing: link for thing, link in links.items() if thing.partition("/")[0] not in _QUIET}
    found = [each for each in texts if each.thing in shown and each.text]
    return shown, sorted(found, key=lambda each: (each.thing, WHYS.index(each.why), each.lang, each.text))


def _said(store: Store, properties: dict[str, str]) -> Iterator[Text]:
    whys = {term(name): why for name, why in properties.items()}
    for row in select(store, page_query("texts").fill({"properties": list(whys)})):
        text, why = row["text"], whys[row["property"]]
        if isinstance(text, NamedNode):
            continue
        lang = text.language or ""
        if why == "name" and lang == "ja-hrkt":
            why, lang = "reading", "ja"
        for part in text.value.split("・") if why == "former" else [text.value]:
            yield Text(path_of(row["thing"].value), why, part, lang)


def _beside(store: Store) -> Iterator[tuple[str, str, str]]:
    whys = {term(name): why for name, why in _BESIDE.items()}
    for row in select(store, page_query("texts").fill({"properties": list(whys)})):
        yield path_of(row["thing"].value), whys[row["property"]], path_of(row["text"].value)
