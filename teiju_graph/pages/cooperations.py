"""Cooperations: in short for a list of them, and in full on a page of their own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.kpis import Kpi, read_kpis
from teiju_graph.pages.opinions import read_opinions
from teiju_graph.pages.rows import Row, gather, read_lines, read_rows
from teiju_graph.pages.statements import Lines, Page, Value
from teiju_graph.vocab import concept, term, thing

FORMATION = concept("kind", "formation-agreement").value
_TAKING_PART = ("teiju:participant", "teiju:member", "teiju:party", "teiju:firstParty", "teiju:secondParty")


@dataclass
class Listed:
    """A cooperation in a list. complete: whether its list of participants is closed, None where there is none; since:
    start, foundation or conclusion as stated; fields: with their viewpoints; inference: why it is in this list, where
    the editors concluded that."""

    cooperation: Link
    kind: Link
    since: str
    complete: bool | None
    open_reference: str
    participants: list[Link] = field(default_factory=list)
    fields: list[tuple[Link, Link | None]] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    inference: Link | None = None


def list_cooperations(store: Store, things: Iterable[Link]) -> list[Listed]:
    """Return cooperations as a list shows them, in the order of their kinds and addresses."""
    nodes = [NamedNode(link.iri) for link in things]
    rows = read_rows(store, {"cooperations": {"things": nodes}, "cooperation-participants": {"things": nodes}})
    lines = read_lines(store, nodes)
    found: dict[str, Listed] = {}
    for row in rows["cooperations"]:
        link = row["things"]
        since = row["start"] or row["founded"] or row["concluded"] or ""
        one = found.setdefault(link.iri, Listed(link, row["kind"], since, row["complete"], row["open"] or ""))
        if row["field"] and row["field"] not in [each for each, _ in one.fields]:
            one.fields.append((row["field"], row["viewpoint"]))
    for row in rows["cooperation-participants"]:
        found[row["things"].iri].participants.append(row["participant"])
    for iri, one in found.items():
        one.lines = lines.get(iri, [])
    return sorted(found.values(), key=lambda one: (one.kind.iri, one.cooperation.iri))


def by_kind(listed: Iterable[Listed]) -> list[tuple[Link, list[Listed]]]:
    """Return cooperations by their kind, the largest group first, formation agreements last."""
    groups: dict[Link, list[Listed]] = {}
    for one in listed:
        groups.setdefault(one.kind, []).append(one)
    return sorted(groups.items(), key=lambda group: (group[0].iri == FORMATION, -len(group[1]), group[0].iri))


@dataclass
class CooperationPage:
    """What stands on the page of a cooperation.

    sides: those who take part, by what the source calls them; complete, open_reference: as in Listed; outside: those
    said to be outside; absent: the other members of the zone, which are outside where the list is closed, else
    unknown; around: what realises it (`realises`), amends it (`amends`) or is part of it (`isPartOf`)."""

    sides: list[Value]
    complete: bool | None
    open_reference: str
    outside: list[Value]
    exclusion_reason: dict[str, str]
    absent: list[Link]
    zone: Link | None
    codes: list[str]
    around: dict[str, list[Listed]]
    kpis: list[Kpi]
    opinions: list[Row]
    processings: list[Row]


def tell_cooperation(store: Store, page: Page) -> CooperationPage:
    """Return what the page of a cooperation shows in its own way, taken from its facts and asked for around it."""
    node = thing(page.thing.path)
    sides = page.take(*_TAKING_PART)
    outside = page.take("teiju:excludes")
    zones = [value.link for value in page.take("teiju:zone") if value.link]
    complete = [value.text == "true" for value in page.take("teiju:participantsComplete")]
    rows = read_rows(
        store,
        {
            "cooperation-around": {"thing": [node]},
            "zone-members": {"zone": [NamedNode(zone.iri) for zone in zones[:1]]},
            "processings": {"things": [node]},
        },
    )
    named = {value.link.iri for value in (*sides, *outside) if value.link}
    around: dict[str, list[Link]] = {}
    for row in rows["cooperation-around"]:
        around.setdefault(row["property"].iri, []).append(row["near"])
    listed = {name: list_cooperations(store, around.get(term(name).value, [])) for name in _AROUND}
    page.take("teiju:kpi")
    page.leave_out(*_AROUND, "teiju:about", "teiju:under")
    return CooperationPage(
        sides=sides,
        complete=complete[0] if complete else None,
        open_reference=" ".join(value.text for value in page.take("teiju:openReference")),
        outside=outside,
        exclusion_reason=page.take_text("teiju:exclusionReason"),
        absent=[row["municipality"] for row in rows["zone-members"] if row["municipality"].iri not in named],
        zone=zones[0] if zones else None,
        codes=[value.link.path.partition("/")[2] for value in sides if value.link],
        around={name.partition(":")[2]: each for name, each in listed.items() if each},
        kpis=read_kpis(store, around.get(term("teiju:kpi").value, [])),
        opinions=read_opinions(store, [node]),
        processings=gather(rows["processings"], "processing"),
    )


_AROUND = ("teiju:realises", "teiju:amends", "dcterms:isPartOf")


def tell_facility(store: Store, page: Page) -> list[Row]:
    """Return what is processed at a facility: rows of the query `processings`."""
    page.leave_out("teiju:atFacility")
    rows = read_rows(store, {"processings": {"things": [thing(page.thing.path)]}})
    return gather(rows["processings"], "processing")
