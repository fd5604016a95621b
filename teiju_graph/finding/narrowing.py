"""What a finder's answer can be narrowed down by, and what to change where it finds nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.finding.shared import Shared, find, fitting, passes
from teiju_graph.finding.wish import FILTERS, Wish
from teiju_graph.labels import Link, read_labels


@dataclass(frozen=True)
class Choice:
    """One value of a filter that occurs, and how many results it would leave."""

    value: str
    link: Link | None
    count: int


@dataclass(frozen=True)
class Easier:
    """A question near one that finds nothing. change: `mode`, `m`, the name of a filter, `year`, or `filters` for all
    at once; thing: what is left out, where it is one thing."""

    wish: Wish
    change: str
    thing: Link | None
    count: int


def count_choices(store: Store, wish: Wish, candidates: list[Shared] | None = None) -> dict[str, list[Choice]]:
    """Return the values of every filter, and of the year, that occur in the answer but for that filter, each with the
    number of results it would leave; the value asked for is among them even where it leaves none. candidates: what fits
    the question but for the filters, where it is known already."""
    candidates = fitting(store, wish) if candidates is None else candidates
    asked = read_labels(store, wish.filters.values())
    found = {}
    for name in (*FILTERS, "year"):
        rest = wish.without(name)
        if name == "kind":  # formation agreements are left out only while no kind is asked for
            among = [each for each in candidates if passes(each, replace(rest, filters=_kind_of(each, rest)))]
        else:
            among = [each for each in candidates if passes(each, rest)]
        if name == "year":
            years = Counter(year for each in among for year in each.years())
            years.update({wish.year: 0} if wish.year else {})
            found[name] = [Choice(year, None, years[year]) for year in sorted(years, reverse=True)]
            continue
        links = Counter(link for each in among for link in each.values(name))
        links.update({asked[wish.filters[name].value]: 0} if name in wish.filters else {})
        ordered = sorted(links, key=lambda link: link.iri)
        found[name] = [Choice(link.path.partition("/")[2], link, links[link]) for link in ordered]
    return found


def find_easier(store: Store, wish: Wish) -> list[Easier]:
    """Return the questions nearest to one that finds nothing, which do find something: without one filter, in a wider
    mode, without one of the municipalities, or, where none of these helps, without any filter."""
    found = [each for each in _near(store, wish) if each.count]
    if not found and (wish.filters or wish.year):
        bare = replace(wish, filters={}, year="", mode="any")
        found = [each for each in [Easier(bare, "filters", None, len(find(store, bare)))] if each.count]
    return found


def _near(store: Store, wish: Wish) -> Iterator[Easier]:
    links = read_labels(store, [*wish.municipalities, *wish.filters.values()])

    def told(other: Wish, change: str, node: NamedNode | None = None) -> Easier:
        return Easier(other, change, links[node.value] if node else None, len(find(store, other)))

    for name, node in wish.filters.items():
        yield told(wish.without(name), name, node)
    if wish.year:
        yield told(wish.without("year"), "year")
    for mode in {"only": ("all", "any"), "all": ("any",), "any": ()}[wish.mode]:
        yield told(replace(wish, mode=mode), "mode")
    if len(wish.municipalities) > 1:
        for node in wish.municipalities:
            rest = tuple(each for each in wish.municipalities if each != node)
            yield told(replace(wish, municipalities=rest), "m", node)


def _kind_of(each: Shared, rest: Wish) -> dict[str, NamedNode]:
    return {**rest.filters, "kind": NamedNode(each.kind.iri)}
