"""The finder: what municipalities share, who else takes part, who is outside and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.errors import ParameterError
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.questions import read_things
from teiju_graph.store import Store, select
from teiju_graph.vocab import concept, path_of, shorten

MODES = ("all", "any", "only")
FILTERS = ("kind", "field", "zone", "department", "source")
_Lists = dict[NamedNode, tuple[list[NamedNode], bool | None]]
_FORMATION = concept("kind", "formation-agreement").value


@dataclass
class Shared:
    """One cooperation that the finder found.

    complete: whether its list is closed; None where the source has no list. certain: for `only`, whether nobody else
    can be in it. lines: as `muroran-2023:25`. since: the start, foundation or conclusion as stated."""

    cooperation: Link
    kind: Link
    participants: list[Link] = field(default_factory=list)
    others: list[Link] = field(default_factory=list)
    complete: bool | None = None
    certain: bool = True
    open_reference: str = ""
    excluded: list[Link] = field(default_factory=list)
    exclusion_reason: dict[str, str] = field(default_factory=dict)
    zones: list[Link] = field(default_factory=list)
    fields: list[Link] = field(default_factory=list)
    departments: list[Link] = field(default_factory=list)
    start_year: int | None = None
    since: str = ""
    sources: list[Link] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)

    def label(self, lang: str) -> str:
        """Return the name of the cooperation."""
        return self.cooperation.label(lang)


def find_shared(
    store: Store, municipalities: Iterable[str], mode: str = "all", year: str = "", **filters: str | None
) -> list[Shared]:
    """Return what municipalities (names, codes or addresses) share.

    mode: `all` of them take part, `any` of them does, or `only` these and nobody else: then closed lists come first,
    and open lists that may hold somebody else follow with `certain` False. filters: kind, field, zone, department,
    source, each by name or key; year: the year in which it started, was founded or was concluded. Formation
    agreements are found only when that kind is asked for.
    ParameterError: no municipality is named, or a name, mode or filter is unknown."""
    if mode not in MODES:
        raise ParameterError(
            f"「{mode}」は選べません。{'、'.join(MODES)} のどれかです。",
            f"is one of {', '.join(MODES)}.",
            column="mode",
        )
    if year and not (year.isdigit() and len(year) == 4):
        raise ParameterError("西暦4桁で書いてください。", "is a year of four digits (CE).", column="year")
    asked = read_things(store, "municipality", "m", municipalities)
    if not asked:
        raise ParameterError("市町村を一つ以上選んでください。", "name at least one municipality.", column="m")
    wanted = {name: read_things(store, name, name, [value]) for name, value in filters.items() if value}
    chosen = {node.value for node in asked}
    fitting = {node: listed for node, listed in _listed(store, asked).items() if _fits(*listed, chosen, mode)}
    found = [each for each in _read(store, fitting) if _passes(each, wanted) and (not year or each.since[:4] == year)]
    for each in found:
        each.others = [link for link in each.participants if link.iri not in chosen]
        each.certain = mode != "only" or (each.complete is True and len(each.participants) == len(chosen))
    return sorted(found, key=lambda each: (not each.certain, each.kind.iri, each.cooperation.iri))


def _listed(store: Store, asked: list[NamedNode]) -> _Lists:
    """Every cooperation that names one of those asked for: whom it names, and whether its list is closed."""
    found: _Lists = {}
    for row in select(store, page_query("shared-participants").fill({"m": list(asked)})):
        complete = row["complete"].value == "true" if row["complete"] else None
        found.setdefault(row["cooperation"], ([], complete))[0].append(row["participant"])
    return found


def _fits(listed: list[NamedNode], complete: bool | None, chosen: set[str], mode: str) -> bool:
    named = {node.value for node in listed}
    if mode == "any":
        return True
    if mode == "all":
        return chosen <= named
    return named == chosen if complete else named <= chosen


def _passes(each: Shared, wanted: dict[str, list[NamedNode]]) -> bool:
    if each.kind.iri == _FORMATION and "kind" not in wanted:
        return False
    has = {
        "kind": [each.kind],
        "field": each.fields,
        "zone": each.zones,
        "department": each.departments,
        "source": each.sources,
    }
    return all(nodes[0].value in {link.iri for link in has[name]} for name, nodes in wanted.items())


def _read(store: Store, listed: _Lists) -> list[Shared]:
    if not listed:
        return []
    given = {"things": list(listed)}
    details = list(select(store, page_query("details").fill(given)))
    lines = list(select(store, page_query("lines").fill(given)))
    nodes = {*listed, *(node for named, _ in listed.values() for node in named), *(row["source"] for row in lines)}
    links = read_labels(store, nodes | {row["value"] for row in details if isinstance(row["value"], NamedNode)})
    found = {}
    for node, (named, complete) in listed.items():
        members = [links[each.value] for each in named]
        found[node.value] = Shared(links[node.value], links[node.value], members, complete=complete)
    for row in details:
        _tell(found[row["things"].value], shorten(row["property"].value), row["value"], links)
    for row in lines:
        each, source = found[row["things"].value], links[row["source"].value]
        first, last = row["first"].value, row["last"].value
        each.lines.append(f"{source.path.partition('/')[2]}:{first}" + ("" if first == last else f"-{last}"))
        each.passages.append(path_of(row["passage"].value))
        if source not in each.sources:
            each.sources.append(source)
    return list(found.values())


def _tell(each: Shared, name: str, value, links: dict[str, Link]) -> None:
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
        each.exclusion_reason[value.language] = value.value
    elif name in ("teiju:startYear", "teiju:foundedYear", "teiju:concludedOn"):
        each.since = value.value
        if name != "teiju:concludedOn":
            each.start_year = int(value.value)


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


def library_question(mode: str) -> str:
    """Return the name of the library's question that answers the same mode."""
    return {"all": "shared-by-all", "any": "shared-by-any", "only": "shared-only"}[mode]
