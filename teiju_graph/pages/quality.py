"""The quality page: what the sources leave open, what was corrected or concluded, which rules are broken, how much is
known of each zone."""

from dataclasses import dataclass

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.rows import Row, gather, read_rows
from teiju_graph.queries import checks, find_question
from teiju_graph.validation.violations import Violation, find_violations

QUESTIONS = ("open-lists", "open-references", "blank-kpis", "corrections", "inferences")


@dataclass
class Known:
    """How much is known of a zone: counts by the name of the class (`ZoneMembership`, `Initiative`, …)."""

    zone: Link
    counts: dict[str, int]

    @property
    def programme(self) -> bool:
        """Whether a source of the zone's programme has been read in."""
        return bool(self.counts.get("Initiative") or self.counts.get("KPI"))


@dataclass
class Quality:
    """What stands on the quality page. answers: rows of the library's QUESTIONS by name; inferences: by what they
    conclude (the property); rules: how many were checked."""

    answers: dict[str, list[Row]]
    inferences: list[tuple[Link, list[Row]]]
    unknown: list[Row]
    unstated: list[Row]
    zones: list[Known]
    rules: int
    violations: list[Violation]


@kept()
def read_quality(store: Store) -> Quality:
    """Return what is open, corrected, concluded, broken and known in the data of a store."""
    answers = read_rows(store, {name: {} for name in QUESTIONS}, find_question)
    own = read_rows(store, {"unknown-participants": {}, "unstated-values": {}, "zone-counts": {}})
    inferences: dict[Link, list[Row]] = {}
    for row in answers["inferences"]:
        inferences.setdefault(row["predicate"], []).append(row)
    zones: dict[str, Known] = {}
    for row in own["zone-counts"]:
        known = zones.setdefault(row["zone"].iri, Known(row["zone"], {}))
        known.counts[row["class"].iri.rpartition("#")[2]] = row["count"]
    return Quality(
        answers=answers,
        inferences=sorted(inferences.items(), key=lambda group: (len(group[1]), group[0].iri)),
        unknown=own["unknown-participants"],
        unstated=gather(own["unstated-values"], "valuation"),
        zones=sorted(zones.values(), key=lambda known: (not known.programme, known.zone.iri)),
        rules=len(checks()),
        violations=find_violations(store),
    )
