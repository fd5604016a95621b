"""The page of a municipality: its zones, what it takes part in, with whom, its departments."""

from dataclasses import dataclass

from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.cooperations import FORMATION, Listed, by_kind, list_cooperations
from teiju_graph.pages.rows import Row, read_rows
from teiju_graph.pages.statements import Page
from teiju_graph.vocab import thing


@dataclass
class Partner:
    """Another municipality; how much is shared with it, and how much with it alone."""

    municipality: Link
    shared: int
    alone: int

    @property
    def code(self) -> str:
        """The six figures that the finder's address takes."""
        return self.municipality.path.partition("/")[2]


@dataclass
class MunicipalityPage:
    """What stands on the page of a municipality. outside: rows of what it is said to be outside of, with the reason."""

    code: str
    zones: list[Row]
    partners: list[Partner]
    cooperations: list[tuple[Link, list[Listed]]]
    outside: list[Row]
    departments: list[Row]
    processings: list[Row]


def tell_municipality(store: Store, page: Page) -> MunicipalityPage:
    """Return what the page of a municipality shows in its own way."""
    node = thing(page.thing.path)
    given = {"municipality": [node]}
    names = ("zones", "cooperations", "outside", "departments")
    asked = {f"municipality-{name}": given for name in names} | {"processings": {"things": [node]}}
    rows = read_rows(store, asked)
    taking_part = rows["municipality-cooperations"]
    why = {row["cooperation"].iri: row["inference"] for row in taking_part}
    listed = list_cooperations(store, [row["cooperation"] for row in taking_part])
    for one in listed:
        one.inference = why[one.cooperation.iri]
    page.leave_out("teiju:participant", "teiju:member", "teiju:party", "teiju:firstParty", "teiju:secondParty")
    page.leave_out("teiju:municipality", "org:unitOf", "teiju:excludes", "teiju:ofMunicipality", "rdf:object")
    return MunicipalityPage(
        code=page.thing.path.partition("/")[2],
        zones=rows["municipality-zones"],
        partners=rank_partners(listed, page.thing),
        cooperations=by_kind(listed),
        outside=rows["municipality-outside"],
        departments=rows["municipality-departments"],
        processings=[row for row in rows["processings"] if page.thing in (row["of"], row["in"])],
    )


def rank_partners(listed: list[Listed], of: Link) -> list[Partner]:
    """Return with whom a municipality shares how much of what it takes part in, most first. Formation agreements are
    left out: they would be counted beside the item that they realise."""
    partners: dict[str, Partner] = {}
    for one in listed:
        if one.kind.iri == FORMATION:
            continue
        for other in one.participants:
            if other != of:
                partner = partners.setdefault(other.iri, Partner(other, 0, 0))
                partner.shared += 1
                partner.alone += one.complete is True and len(one.participants) == 2
    return sorted(partners.values(), key=lambda each: (-each.shared, each.municipality.iri))
