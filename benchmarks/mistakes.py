"""Mistakes that the things of a made country may have, each breaking a rule."""

import random
from collections.abc import Callable

from pyoxigraph import Literal, NamedNode, Triple

from benchmarks.zone import Thing, code
from teiju_graph.vocab import concept, term, thing, typed


def make_mistake(each: Thing, chance: random.Random) -> None:
    """Make the first of the mistakes, in any order, that this thing has the property for."""
    before = list(each)
    for mistake in chance.sample(MISTAKES, len(MISTAKES)):
        mistake(each)
        if each != before:
            return


def _without(curie: str, tag: str | None = None) -> Callable[[Thing], None]:
    def mistake(each: Thing) -> None:
        each[:] = [one for one in each if one.predicate != term(curie) or (tag and one.object.language != tag)]  # type: ignore[union-attr]

    return mistake


def _instead(curie: str, value: NamedNode | Literal, beside: bool = False) -> Callable[[Thing], None]:
    def mistake(each: Thing) -> None:
        for place, one in enumerate(each):
            if one.predicate == term(curie):
                new = Triple(one.subject, one.predicate, value)
                each[place : place + 1] = [one, new] if beside else [new]
                return

    return mistake


MISTAKES: list[Callable[[Thing], None]] = [
    _without("skos:prefLabel", "en"),
    _without("prov:wasDerivedFrom"),
    _without("teiju:openReference"),
    _without("teiju:unit"),
    _without("teiju:role"),
    _instead("geo:lat", typed("99.9", "decimal")),
    _instead("teiju:kind", concept("kind", "project"), beside=True),
    _instead("teiju:participant", thing("zone/z0"), beside=True),
    _instead("teiju:participant", thing(f"municipality/{code(0, 0)}"), beside=True),
    _instead("teiju:startYear", typed("1889", "gYear")),
    _instead("teiju:foundedYear", typed("0061", "gYear")),
    _instead("teiju:lastLine", Literal(0)),
    _instead("teiju:direction", concept("direction", "decrease")),
]
