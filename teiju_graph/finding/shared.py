"""The finder: what municipalities share, who else takes part, who is outside and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.finding.wish import Wish, read_wish
from teiju_graph.finding.zones import read_zones
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.vocab import concept, path_of, shorten

_Listed = dict[NamedNode, tuple[list[NamedNode], bool | None]]
_FORMATION = concept("kind", "formation-agreement").value
_DATES = {
    "teiju:startYear": "started",
    "teiju:precursorStartYear": "precursor",
    "teiju:foundedYear": "founded",
    "teiju:concludedOn": "concluded",
}
_KEPT = 20_000  # cooperations read into memory before all are let go


@dataclass(frozen=True)
class Evidence:
    """Lines of a source that a cooperation rests on; `passage` is what follows `id/`."""

    passage: str
    source: Link
    first: int
    last: int

    def __str__(self) -> str:
        lines = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.source.path.partition('/')[2]}:{lines}"


@dataclass
class Shared:
    """One cooperation that the finder found.

    complete: whether its list is closed; None where the source has no list. certain: for `only`, whether nobody else
    can be in it. absent: members of its zone that it neither names nor excludes. dates: started (the outer year),
    precursor (the bracketed one), founded, concluded, as far as stated."""

    cooperation: Link
    kind: Link
    participants: list[Link] = field(default_factory=list)
    others: list[Link] = field(default_factory=list)
    complete: bool | None = None
    certain: bool = True
    open_reference: str = ""
    excluded: list[Link] = field(default_factory=list)
    exclusion_reason: dict[str, str] = field(default_factory=dict)
    absent: list[Link] = field(default_factory=list)
    zones: list[Link] = field(default_factory=list)
    fields: list[Link] = field(default_factory=list)
    departments: list[Link] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    sources: list[Link] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def label(self, lang: str) -> str:
        """Return the name of the cooperation."""
        return self.cooperation.label(lang)

    @property
    def start_year(self) -> int | None:
        """The year in which it started or was founded."""
        year = self.dates.get("started") or self.dates.get("founded")
        return int(year) if year else None

    @property
    def lines(self) -> list[str]:
        """The lines it rests on, each as `muroran-2023:25`."""
        return [str(each) for each in self.evidence]

    def values(self, name: str) -> list[Link]:
        """Return its values for a filter (kind, field, zone, department, source)."""
        return [self.kind] if name == "kind" else getattr(self, f"{name}s")

    def years(self) -> set[str]:
        """Return the years in which it started, was founded or was concluded."""
        return {date[:4] for how, date in self.dates.items() if how != "precursor"}


def find_shared(
    store: Store, municipalities: Iterable[str], mode: str = "all", year: str = "", **filters: str | None
) -> list[Shared]:
    """Return what municipalities (names, codes or addresses) share; see find and read_wish."""
    return find(store, read_wish(store, municipalities, mode, year, filters))


def find(store: Store, wish: Wish) -> list[Shared]:
    """Return the cooperations that fit what is asked.

    mode: `all` of the municipalities take part, `any` of them does, or `only` these and nobody else: then closed lists
    come first, and open lists that may hold somebody else follow with `certain` False. Formation agreements are found
    only when that kind is asked for."""
    return [each for each in fitting(store, wish) if passes(each, wish)]


def fitting(store: Store, wish: Wish) -> list[Shared]:
    """Return the cooperations that the municipalities take part in as asked, whatever narrows it down."""
    chosen = {node.value for node in wish.municipalities}
    found = []
    for each in _shelf(store).of(wish.municipalities):
        named = {link.iri for link in each.participants}
        if wish.mode == "all" and not chosen <= named:
            continue
        if wish.mode == "only" and not (named == chosen if each.complete else named <= chosen):
            continue
        others = [link for link in each.participants if link.iri not in chosen]
        found.append(replace(each, others=others, certain=wish.mode != "only" or each.complete is True))
    return sorted(found, key=lambda each: (not each.certain, each.kind.iri, each.cooperation.iri))


def passes(each: Shared, wish: Wish) -> bool:
    """Return whether a cooperation passes the filters and the year of a question."""
    if each.kind.iri == _FORMATION and "kind" not in wish.filters:
        return False
    if wish.year and wish.year not in each.years():
        return False
    return all(node.value in {link.iri for link in each.values(name)} for name, node in wish.filters.items())


class _Shelf:
    """The cooperations read so far, by the municipalities that take part in them; a store doesn't change."""

    def __init__(self, store: Store):
        self._store = store
        self._read: dict[NamedNode, Shared] = {}
        self._by: dict[NamedNode, list[Shared]] = {}

    def of(self, municipalities: Iterable[NamedNode]) -> list[Shared]:
        """Return what any of these takes part in, each once."""
        wanted = {node: self._by.get(node) for node in municipalities}
        missing = [node for node, known in wanted.items() if known is None]
        if missing:
            wanted |= self._fetch(missing)
        return list({each.cooperation.iri: each for known in wanted.values() for each in known or []}.values())

    def _fetch(self, municipalities: list[NamedNode]) -> dict[NamedNode, list[Shared] | None]:
        if len(self._read) > _KEPT:
            self._read, self._by = {}, {}
        listed = _listed(self._store, municipalities)
        new = {node: who for node, who in listed.items() if node not in self._read}
        read = {**self._read, **_describe(self._store, new)}
        found: dict[NamedNode, list[Shared]] = {node: [] for node in municipalities}
        for cooperation, (named, _) in listed.items():
            for node in set(named) & found.keys():
                found[node].append(read[cooperation])
        self._read.update(read)
        self._by.update(found)
        return dict(found)


@kept()
def _shelf(store: Store) -> _Shelf:
    return _Shelf(store)


def _listed(store: Store, asked: list[NamedNode]) -> _Listed:
    """Every cooperation that names one of those asked for: whom it names, and whether its list is closed."""
    found: _Listed = {}
    for row in select(store, page_query("shared-participants").fill({"m": list(asked)})):
        complete = row["complete"].value in ("true", "1") if row["complete"] else None
        found.setdefault(row["cooperation"], ([], complete))[0].append(row["participant"])
    return found


def _describe(store: Store, listed: _Listed) -> dict[NamedNode, Shared]:
    if not listed:
        return {}
    given = {"things": list(listed)}
    details = list(select(store, page_query("details").fill(given)))
    lines = list(select(store, page_query("lines").fill(given)))
    nodes = {*listed, *(node for named, _ in listed.values() for node in named), *(row["source"] for row in lines)}
    links = read_labels(store, nodes | {row["value"] for row in details if isinstance(row["value"], NamedNode)})
    found = {}
    for node, (named, complete) in listed.items():
        members = [links[each.value] for each in named]
        found[node] = Shared(links[node.value], links[node.value], members, complete=complete)
    for row in details:
        _tell(found[row["things"]], shorten(row["property"].value), row["value"], links)
    for row in lines:
        each, source = found[row["things"]], links[row["source"].value]
        place = path_of(row["passage"].value)
        each.evidence.append(Evidence(place, source, int(row["first"].value), int(row["last"].value)))
        if source not in each.sources:
            each.sources.append(source)
    zones = read_zones(store)
    for each in found.values():
        if len(each.zones) == 1 and each.participants and each.kind.iri != _FORMATION and each.zones[0].iri in zones:
            told = {link.iri for link in (*each.participants, *each.excluded)}
            each.absent = [link for link in zones[each.zones[0].iri].members if link.iri not in told]
    return found


def _tell(each: Shared, name: str, value: NamedNode | Literal, links: dict[str, Link]) -> None:
    if isinstance(value, NamedNode):
        link = links[value.value]
        if name == "teiju:kind":
            each.kind = link
            return
        into = {"zone": each.zones, "field": each.fields, "department": each.departments, "excludes": each.excluded}
        into[name.removeprefix("teiju:")].append(link)
    elif name == "teiju:openReference":
        each.open_reference = value.value
    elif name == "teiju:exclusionReason":
        each.exclusion_reason[value.language or ""] = value.value
    else:
        each.dates[_DATES[name]] = value.value


@kept()
def read_source_dates(store: Store) -> dict[str, str]:
    """Return as of when each source that says so speaks, by its address."""
    return {row["source"].value: row["date"].value for row in select(store, page_query("source-dates").text)}


def write_rows(found: list[Shared]) -> tuple[list[str], list[list[str]]]:
    """Return the heading and the rows of the finder's table, as `/shared.csv` has them."""
    heading = [
        "uri",
        "kind",
        "label_ja",
        "label_en",
        "participants",
        "complete",
        "excluded",
        "zone",
        "field",
        "start_year",
        "source",
        "lines",
    ]
    rows = [
        [
            each.cooperation.iri,
            each.kind.path.partition("/")[2],
            each.cooperation.ja,
            each.cooperation.en,
            ";".join(link.ja for link in each.participants),
            "" if each.complete is None else str(each.complete).lower(),
            ";".join(link.ja for link in each.excluded),
            ";".join(link.ja for link in each.zones),
            ";".join(link.ja for link in each.fields),
            str(each.start_year or ""),
            ";".join(link.path.partition("/")[2] for link in each.sources),
            ";".join(each.lines),
        ]
        for each in found
    ]
    return heading, rows
