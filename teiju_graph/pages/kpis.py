"""KPIs: their values, whether these compare and why not, and what became of their indicators."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.opinions import read_opinions
from teiju_graph.pages.rows import Row, gather, read_rows
from teiju_graph.pages.statements import Page
from teiju_graph.vocab import concept, thing

_STATED = concept("status", "stated").value


@dataclass
class Kpi:
    """A KPI with its values. values: rows by `baseline`, `target` (one each at most) and `observed`; measured: what it
    measures."""

    kpi: Link
    indicator: dict[str, str]
    direction: Link | None
    comparable: bool | None
    plan: Link | None
    measured: list[Link]
    values: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def obstacle(self) -> str:
        """Why baseline and target do not compare: `missing` (one is not stated as a number), `basis` (they are counted
        otherwise), `unit`; empty where they compare."""
        both = [row for name in ("baseline", "target") for row in self.values.get(name, [])]
        if len(both) < 2 or any(row["status"].iri != _STATED for row in both):
            return "missing"
        if self.comparable:
            return ""
        return "basis" if both[0]["basis"] != both[1]["basis"] else "unit"


def read_kpis(store: Store, kpis: Iterable[Link]) -> list[Kpi]:
    """Return KPIs with their values, in the order given."""
    nodes = [NamedNode(link.iri) for link in kpis]
    rows = read_rows(store, {"kpis": {"things": nodes}, "kpi-values": {"things": nodes}})
    found = {}
    for row in gather(rows["kpis"], "things", "measured"):
        indicator = {lang: text for lang in ("ja", "en") if (text := row[f"indicator_{lang}"])}
        of = row["things"]
        found[of.iri] = Kpi(of, indicator, row["direction"], row["comparable"], row["plan"], row["measured"])
    for row in rows["kpi-values"]:
        role = row["role"].iri.rpartition("#")[2]
        found[row["things"].iri].values.setdefault(role, []).append(row)
    return [found[node.value] for node in nodes if node.value in found]


@dataclass
class KpiPage:
    """What stands on the page of a KPI: itself, what it replaced and what replaced it, what was said about it."""

    kpi: Kpi
    replacements: list[Row]
    opinions: list[Row]


def tell_kpi(store: Store, page: Page) -> KpiPage:
    """Return what the page of a KPI shows in its own way."""
    node = thing(page.thing.path)
    rows = read_rows(store, {"replacements": {"things": [node]}})
    page.take("teiju:baseline", "teiju:target", "teiju:observed", "teiju:indicator", "teiju:direction")
    page.take("teiju:comparable", "dcterms:replaces", "teiju:replacementReason", "teiju:promptedBy")
    page.leave_out("teiju:kpi", "dcterms:replaces", "teiju:about")
    (kpi,) = read_kpis(store, [page.thing])
    return KpiPage(kpi, rows["replacements"], read_opinions(store, [node]))
