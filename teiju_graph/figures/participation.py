"""Who takes part in what, as far as the sources say: what matrix, sets, network, map and timeline are drawn from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from pyoxigraph import NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.figures.scope import Scope
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import library, page_query
from teiju_graph.vocab import concept, shorten

ANSWERS = ("yes", "inferred", "no", "outside", "unknown")
_FORMATION = concept("kind", "formation-agreement").value
_DATES = ("teiju:startYear", "teiju:precursorStartYear", "teiju:foundedYear", "teiju:concludedOn")


@dataclass
class Listing:
    """One cooperation and whom its sources name.

    participants: by address; inferred: those of them whom only the editors concluded; complete: whether the list is
    closed, None where there is none; dates: `teiju:startYear` and the like, as stated."""

    cooperation: Link
    kind: Link
    participants: dict[str, Link] = field(default_factory=dict)
    inferred: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    complete: bool | None = None
    open_reference: str = ""
    dates: dict[str, str] = field(default_factory=dict)

    def answer(self, municipality: Link) -> str:
        """Say whether a municipality takes part: one of ANSWERS. Only a closed list says no; `outside` is said of it
        in so many words."""
        if municipality.iri in self.participants:
            return "inferred" if municipality.iri in self.inferred else "yes"
        if municipality.iri in self.excluded:
            return "outside"
        return "no" if self.complete else "unknown"


@kept(64)
def read_listings(store: Store, scope: Scope) -> list[Listing]:
    """Return the cooperations of the scope's zone and those that its municipalities take part in, by kind; formation
    agreements only where the scope wants them or that kind is asked for."""
    if scope.zone:
        asked = page_query("figure-zone-cooperations").fill({"zone": [NamedNode(scope.zone.iri)]})
    else:
        asked = library()["shared-by-any"].fill({"m": [NamedNode(each.iri) for each in scope.members]})
    nodes = [row["cooperation"] for row in select(store, asked)]
    if not nodes:
        return []
    rows = list(select(store, page_query("figure-participation").fill({"cooperation": nodes})))
    links = read_labels(store, {*nodes, *(row["value"] for row in rows if isinstance(row["value"], NamedNode))})
    found = {node.value: Listing(links[node.value], links[node.value]) for node in nodes}
    for row in rows:
        _tell(
            found[row["cooperation"].value], shorten(row["property"].value), row["value"], bool(row["inferred"]), links
        )
    kinds = {each.kind.iri for each in found.values()} - (set() if scope.formation else {_FORMATION})
    wanted = {scope.kind.iri} if scope.kind else kinds
    listings = (each for each in found.values() if each.kind.iri in wanted)
    return sorted(listings, key=lambda each: (each.kind.iri, each.cooperation.iri))


def count_pairs(listings: Iterable[Listing], scope: Scope, others: bool) -> dict[tuple[Link, Link], int]:
    """Return how many cooperations name both of two municipalities, both in the scope, or with `others` at least one
    (it stands first); most first."""
    rank = {each.iri: place for place, each in enumerate(scope.members)}
    pairs: Counter[tuple[Link, Link]] = Counter()
    for listing in listings:
        for pair in combinations(listing.participants.values(), 2):
            one, other = sorted(pair, key=lambda each: (rank.get(each.iri, len(rank)), each.iri))
            if one.iri in rank and (others or other.iri in rank):
                pairs[one, other] += 1
    return dict(sorted(pairs.items(), key=lambda item: (-item[1], item[0][0].iri, item[0][1].iri)))


def count_shared(listings: Iterable[Listing], wanted: set[str]) -> Counter[str]:
    """Return, for each of some municipalities, in how many cooperations it takes part with another of them."""
    found: Counter[str] = Counter()
    for listing in listings:
        named = wanted & listing.participants.keys()
        if len(named) > 1:
            found.update(named)
    return found


def _tell(listing: Listing, name: str, value, inferred: bool, links: dict[str, Link]) -> None:
    if name == "teiju:kind":
        listing.kind = links[value.value]
    elif name == "teiju:participant":
        listing.participants[value.value] = links[value.value]
        if inferred:
            listing.inferred.add(value.value)
    elif name == "teiju:excludes":
        listing.excluded.add(value.value)
    elif name == "teiju:participantsComplete":
        listing.complete = value.value == "true"
    elif name == "teiju:openReference":
        listing.open_reference = value.value
    elif name in _DATES:
        listing.dates[name] = value.value
