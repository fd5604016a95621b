"""The page of a zone: its members, agreements, programme, indicators, meetings and opinions."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.cooperations import FORMATION, Listed, list_cooperations
from teiju_graph.pages.kpis import Kpi, read_kpis
from teiju_graph.pages.opinions import read_opinions
from teiju_graph.pages.rows import Row, gather, read_rows
from teiju_graph.pages.statements import Page
from teiju_graph.vocab import term, thing

Programme = list[tuple[Link | None, list[tuple[Link | None, list[Listed]]]]]


@dataclass
class ZonePage:
    """What stands on the page of a zone. members: rows by role, the centre first; complete: whether they are all, None
    where nothing says so; programme: what is done, by viewpoint
    and by field, None where no field is known; meetings: each with its opinions."""

    members: list[tuple[Link, list[Row]]]
    complete: bool | None
    agreements: list[Listed]
    programme: Programme
    kpis: list[Kpi]
    plans: list[Link]
    meetings: list[tuple[Link, str, list[Row]]]

    @property
    def done(self) -> int:
        """How many cooperations the programme holds, each counted once."""
        return len({one.cooperation for _, fields in self.programme for _, listed in fields for one in listed})


def tell_zone(store: Store, page: Page) -> ZonePage:
    """Return what the page of a zone shows in its own way."""
    node = thing(page.thing.path)
    rows = read_rows(store, {"zone-members": {"zone": [node]}, "zone-contents": {"zone": [node]}})
    members: dict[Link, list[Row]] = {}
    for row in rows["zone-members"]:
        members.setdefault(row["role"], []).append(row)
    contents: dict[str, list[Row]] = {}
    for row in gather(rows["zone-contents"], "thing"):
        contents.setdefault(row["class"].iri, []).append(row)

    def of(name: str) -> list[Row]:
        return contents.get(term(f"teiju:{name}").value, [])

    listed = list_cooperations(store, [row["thing"] for row in of("Cooperation")])
    kpis = read_kpis(store, [row["thing"] for row in of("KPI")])
    opinions = read_opinions(store, [NamedNode(row["thing"].iri) for row in of("Meeting")])
    page.leave_out("teiju:zone", "teiju:about")
    complete = [value.text == "true" for value in page.take("teiju:membersComplete")]
    return ZonePage(
        members=list(members.items()),
        complete=complete[0] if complete else None,
        agreements=[one for one in listed if one.kind.iri == FORMATION],
        programme=by_field([one for one in listed if one.kind.iri != FORMATION]),
        kpis=[kpi for kpi in kpis if kpi.values],
        plans=[row["thing"] for row in of("Plan")],
        meetings=[
            (row["thing"], row["date"] or "", [each for each in opinions if each["meeting"] == row["thing"]])
            for row in reversed(of("Meeting"))
        ],
    )


def by_field(listed: list[Listed]) -> Programme:
    """Return cooperations by viewpoint and by field within it; what has several fields stands under each."""
    found: dict[Link | None, dict[Link | None, list[Listed]]] = {}
    for one in listed:
        fields: list[tuple[Link | None, Link | None]] = [*one.fields] or [(None, None)]
        for field, viewpoint in fields:
            found.setdefault(viewpoint or field, {}).setdefault(field, []).append(one)

    return [
        (viewpoint, sorted(fields.items(), key=lambda group: (group[0] is None, group[0].iri if group[0] else "")))
        for viewpoint, fields in sorted(found.items(), key=lambda group: _rank(group[0]))
    ]


def _rank(viewpoint: Link | None) -> int:
    """The guidelines' order of the viewpoints; what has none comes last."""
    names = [f"field/{name}" for name in ("life-functions", "networks", "management")]
    return names.index(viewpoint.path) if viewpoint and viewpoint.path in names else len(names)
