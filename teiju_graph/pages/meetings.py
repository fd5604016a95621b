"""The pages of what is said, planned and concluded: a meeting, a plan, an inference."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.kpis import Kpi, read_kpis
from teiju_graph.pages.opinions import read_opinions
from teiju_graph.pages.rows import Row, read_rows
from teiju_graph.pages.statements import Page
from teiju_graph.vocab import shorten, thing


def tell_meeting(store: Store, page: Page) -> list[Row]:
    """Return the opinions given at a meeting."""
    page.leave_out("teiju:meeting")
    return read_opinions(store, [thing(page.thing.path)])


@dataclass
class PlanPage:
    """What stands on the page of a plan: its KPIs, what was new in it, the meetings and opinions about it."""

    kpis: list[Kpi]
    added: list[Link]
    meetings: list[Link]
    opinions: list[Row]


def tell_plan(store: Store, page: Page) -> PlanPage:
    """Return what the page of a plan shows in its own way."""
    node = thing(page.thing.path)
    rows = read_rows(store, {"plan-contents": {"plan": [node]}})["plan-contents"]
    near: dict[str, list[Link]] = {}
    for row in rows:
        near.setdefault(shorten(row["property"].iri), []).append(row["near"])
    page.leave_out("teiju:plan", "teiju:addedIn", "teiju:about")
    return PlanPage(
        kpis=read_kpis(store, near.get("teiju:plan", [])),
        added=near.get("teiju:addedIn", []),
        meetings=[link for link in near.get("teiju:about", []) if link.path.startswith("meeting/")],
        opinions=read_opinions(store, [node]),
    )


def tell_inference(store: Store, page: Page) -> Row:
    """Return what an inference concludes and why."""
    page.take("rdf:subject", "rdf:predicate", "rdf:object", "teiju:reason")
    given = {"inference": [NamedNode(page.thing.iri)]}
    return read_rows(store, {"concluded-because": given})["concluded-because"][0]
