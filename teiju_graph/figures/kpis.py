"""KPIs: where baseline, target and observed values stand to each other, where the sources let one say so."""

from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query

WIDTH = 300
_MARGIN = 10
_ROLES = ("baseline", "target", "observed")
_LINKS = ("kpi", "initiative", "direction", "valuation", "status", "unit", "basis", "replaced_by")


@dataclass(frozen=True)
class Valuation:
    """One value of a KPI. value: None unless the source states a number; implied: what it only implies; printed: as it
    stands there; basis, unit: as stated; x: where it stands on the axis, if it may stand on one."""

    valuation: Link
    role: str
    status: str
    value: Decimal | None
    implied: Decimal | None
    unit: Link | None
    basis: Link | None
    printed: str
    reason_ja: str
    reason_en: str

    def reason(self, lang: str) -> str:
        """Return why there is no value, in `lang`."""
        return self.reason_ja if lang == "ja" else self.reason_en

    @property
    def number(self) -> str:
        """The value in plain digits, empty where there is none."""
        return "" if self.value is None else f"{self.value.normalize():,f}"


@dataclass
class Kpi:
    """One indicator. comparable: None where one of the two values is not stated; replaced_by: the KPI that came in
    its place."""

    kpi: Link
    initiative: Link | None = None
    direction: Link | None = None
    comparable: bool | None = None
    replaced_by: Link | None = None
    values: list[Valuation] = field(default_factory=list)

    def of(self, role: str) -> list[Valuation]:
        """Return the values in a role: `baseline`, `target`, `observed`."""
        return [each for each in self.values if each.role == role]

    @property
    def wanted(self) -> str:
        """The direction that is wanted: `increase`, `decrease`, `maintain`, or nothing where none is stated."""
        return self.direction.path.partition("/")[2] if self.direction else ""

    @property
    def shape(self) -> str:
        """How it may be drawn: `compared` on one axis; `maintained`; `apart` (the two values are not comparable); `blank`
        (one is not there); `replaced`."""
        if self.replaced_by:
            return "replaced"
        if self.comparable is False:
            return "apart"
        if self.comparable and all(self.of(role) and self.of(role)[0].value is not None for role in _ROLES[:2]):
            return "compared"
        return "maintained" if self.wanted == "maintain" else "blank"

    @property
    def on_axis(self) -> list[tuple[Valuation, float]]:
        """The values that can stand on one axis, from zero to the greatest, with their places; none unless the KPI is
        `compared`. An observed value stands there only where it is counted as the target is."""
        if self.shape != "compared":
            return []
        target = self.of("target")[0]
        stated = [each for each in self.values if each.value is not None]
        fit = [
            each for each in stated if each.role != "observed" or (each.unit, each.basis) == (target.unit, target.basis)
        ]
        most = max(each.value for each in fit if each.value is not None) or Decimal(1)
        scale = (WIDTH - 2 * _MARGIN) / float(most)
        return [(each, _MARGIN + float(each.value) * scale) for each in fit if each.value is not None]

    @property
    def change(self) -> Decimal | None:
        """By how many per cent the target differs from the baseline; None unless the KPI is `compared`."""
        if self.shape != "compared" or not (start := self.of("baseline")[0].value):
            return None
        return ((self.of("target")[0].value or 0) - start) * 100 / start


@kept(64)
def read_kpis(store: Store, zone: Link) -> list[Kpi]:
    """Return the KPIs of a zone, those that were replaced last."""
    rows = list(select(store, page_query("figure-kpi-values").fill({"zone": [NamedNode(zone.iri)]})))
    links = read_labels(store, {row[name] for row in rows for name in _LINKS if row[name]})

    def link(row, name: str) -> Link | None:
        return links[row[name].value] if row[name] else None

    found: dict[str, Kpi] = {}
    for row in rows:
        kpi = found.setdefault(row["kpi"].value, Kpi(links[row["kpi"].value]))
        kpi.initiative, kpi.direction, kpi.replaced_by = (
            link(row, name) for name in ("initiative", "direction", "replaced_by")
        )
        kpi.comparable = row["comparable"].value == "true" if row["comparable"] else None
        if not row["valuation"] or any(each.valuation.iri == row["valuation"].value for each in kpi.values):
            continue
        kpi.values.append(
            Valuation(
                links[row["valuation"].value],
                row["role"].value.rpartition("#")[2],
                row["status"].value.rpartition("/")[2],
                _decimal(row["value"]),
                _decimal(row["implied"]),
                link(row, "unit"),
                link(row, "basis"),
                *(row[name].value if row[name] else "" for name in ("printed", "reason_ja", "reason_en")),
            )
        )
    return sorted(found.values(), key=lambda each: (each.replaced_by is not None, each.kpi.iri))


def _decimal(value) -> Decimal | None:
    return Decimal(value.value) if value else None
