"""What a figure is about: the municipalities of a zone, or those that somebody chose."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.errors import MissingError, ParameterError
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import library, page_query
from teiju_graph.questions import read_things
from teiju_graph.vocab import concept

_ACTIVE = concept("zone-status", "active").value
_OF_EVERY = frozenset(("map", "timeline"))
_OF_COOPERATIONS = frozenset(("matrix", "upset", "network", "departments"))


@dataclass(frozen=True)
class Contents:
    """A zone with its status, the number of its cooperations (formation agreements not counted) and of its KPIs.
    complete: whether all of its members are known."""

    zone: Link
    cooperations: int
    kpis: int
    status: Link | None
    complete: bool

    @property
    def active(self) -> bool:
        """Whether its agreements are in force, as far as is known."""
        return not self.status or self.status.iri == _ACTIVE

    @property
    def figures(self) -> frozenset[str]:
        """Which figures have something to show of it."""
        shared = _OF_COOPERATIONS if self.cooperations else frozenset()
        return _OF_EVERY | shared | ({"kpi"} if self.kpis else frozenset())


@dataclass(frozen=True)
class Scope:
    """The municipalities that a figure sets side by side, the central city of a zone first; zone: None where somebody
    chose them. kind: of the cooperations wanted, None for all; formation: whether formation agreements are among these
    (else a centre and its neighbour would meet item and agreement as two)."""

    zone: Link | None
    members: tuple[Link, ...]
    kind: Link | None = None
    formation: bool = False


def code_of(municipality: Link) -> str:
    """Return the six-digit code of a municipality."""
    return municipality.path.partition("/")[2]


@kept()
def list_zones(store: Store) -> list[Contents]:
    """Return all zones."""
    rows = list(select(store, page_query("figure-zone-contents").text))
    statuses = read_labels(store, {row["status"] for row in rows if row["status"]})
    return [
        Contents(
            Link(row["zone"].value, row["ja"].value, row["en"].value),
            _number(row["cooperations"]),
            _number(row["kpis"]),
            statuses[row["status"].value] if row["status"] else None,
            not row["complete"] or row["complete"].value == "true",
        )
        for row in rows
    ]


def read_zone(store: Store, wanted: str, by: str = "cooperations") -> Link:
    """Return the zone that somebody names, else the one with the most cooperations or KPIs (`by`).
    ParameterError: there is no zone of that name; MissingError: there are no zones."""
    if wanted.strip():
        return _link(store, read_things(store, "zone", "zone", [wanted])[0])
    if not (zones := list_zones(store)):
        raise MissingError("圏域がまだ一つもありません。", "There are no zones yet.")
    return max(zones, key=lambda each: getattr(each, by)).zone


def read_scope(store: Store, zone: str = "", municipalities: Iterable[str] = (), kind: str = "") -> Scope:
    """Return the scope that somebody asks for, each by name, code or address; several municipalities may stand in one
    text, with blanks or commas between. Without either it is the zone with the most cooperations.
    ParameterError: a name is unknown, or both a zone and municipalities are given."""
    names = [name for text in municipalities for name in re.split(r"[\s,、,・;]+", text) if name]
    chosen = read_things(store, "municipality", "m", names)
    kinds = read_things(store, "kind", "kind", [kind])
    wanted = _link(store, kinds[0]) if kinds else None
    if chosen and zone.strip():
        raise ParameterError(
            "圏域か市町村か、どちらか一方を選んでください。", "goes with zone or with m, not with both.", column="zone"
        )
    if chosen:
        links = read_labels(store, chosen)
        return Scope(None, tuple(links[node.value] for node in chosen), wanted)
    found = read_zone(store, zone)
    rows = select(store, library()["zone-members"].fill({"zone": [NamedNode(found.iri)]}))
    members = dict.fromkeys(Link(row["municipality"].value, row["ja"].value, row["en"].value) for row in rows)
    return Scope(found, tuple(members), wanted)


def _link(store: Store, node: NamedNode) -> Link:
    return read_labels(store, [node])[node.value]


def _number(value) -> int:
    return int(value.value) if value else 0
