"""Departments and what each has to do: how many cooperations, by kind."""

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.errors import MissingError
from teiju_graph.figures.plane import fold
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.questions import read_things

WIDTH, SIZE, LINE = 343, 13, 17  # a phone's
_BAR = 290


@dataclass
class Load:
    """One department with its cooperations by kind; parts: for each kind where its part of the bar begins, and how long
    it is."""

    department: Link
    work: dict[Link, list[Link]] = field(default_factory=dict)
    parts: list[tuple[Link, float, float]] = field(default_factory=list)
    y: float = 0
    lines: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many cooperations it has."""
        return sum(map(len, self.work.values()))

    @property
    def bar_y(self) -> float:
        """The upper side of the bar."""
        return self.y + LINE * len(self.lines) + 4


@dataclass
class Departments:
    """The whole figure of one municipality; kinds: those that occur."""

    municipality: Link
    loads: list[Load]
    kinds: list[Link]
    height: float
    width: float = WIDTH


@kept()
def list_owners(store: Store) -> list[Link]:
    """Return the municipalities whose departments are known, the one with most first."""
    nodes = [row["municipality"] for row in select(store, page_query("figure-department-owners").text)]
    links = read_labels(store, nodes)
    return [links[node.value] for node in nodes]


def draw_departments(store: Store, municipality: str, lang: str) -> Departments:
    """Return the departments of a municipality (by name, code or address; else the one with most), the one with the most
    work first. ParameterError: it is unknown; MissingError: no department is known at all."""
    if municipality.strip():
        node = read_things(store, "municipality", "m", [municipality])[0]
    elif owners := list_owners(store):
        node = NamedNode(owners[0].iri)
    else:
        raise MissingError("担当課の分かる市町村がありません。", "No municipality's departments are known.")
    rows = list(select(store, page_query("figure-department-work").fill({"municipality": [node]})))
    names = ("department", "cooperation", "kind")
    links = read_labels(store, {node, *(row[name] for row in rows for name in names)})
    loads: dict[str, Load] = {}
    for row in rows:
        department, cooperation, kind = (links[row[name].value] for name in names)
        loads.setdefault(department.iri, Load(department)).work.setdefault(kind, []).append(cooperation)
    kinds = sorted({kind for load in loads.values() for kind in load.work}, key=lambda kind: kind.iri)
    figure = Departments(
        links[node.value], sorted(loads.values(), key=lambda each: (-each.count, each.department.iri)), kinds, 0
    )
    most = max((each.count for each in figure.loads), default=1)
    for each in figure.loads:
        each.y, each.lines = figure.height, fold(each.department.label(lang), WIDTH - 8, SIZE)
        before = 0
        for kind in kinds:
            if count := len(each.work.get(kind, [])):
                each.parts.append((kind, _BAR * before / most, _BAR * count / most))
                before += count
        figure.height = each.bar_y + 24
    return figure
