"""What kinds of things there are, and the things of a kind."""

from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import Literal

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.errors import MissingError
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.tables.records import tables
from teiju_graph.vocab import BASE, path_of, thing

_LONG = 200  # more things than this are listed by prefecture
_KEY = 100  # as much of a mistyped key is compared


@dataclass(frozen=True)
class Entry:
    """One thing in a list of things; place: the prefecture of a municipality."""

    thing: Link
    description_ja: str
    description_en: str
    place: str = ""


@kept()
def read_kinds(store: Store) -> list[tuple[Link, int]]:
    """Return the kinds of things there are, in the order of the tables, each with its number."""
    counts = {row["kind"].value: int(row["count"].value) for row in select(store, page_query("kinds").text)}
    order = [*(table.kind for table in tables().values()), "membership", "source"]
    return [(kind_link(kind), counts[kind]) for kind in dict.fromkeys(order) if kind in counts]


def name_kind(store: Store, kind: str) -> Link:
    """Return a kind of things with its name: that of its table, or of its scheme where the things are concepts."""
    link = kind_link(kind)
    return link if link.ja != kind else read_labels(store, [thing(kind)])[thing(kind).value]


def kind_link(kind: str) -> Link:
    """Return a kind of things with its name: that of its table, else the kind itself."""
    own = {"membership": ("圏域構成", "Zone memberships"), "source": ("出典", "Sources")}
    names = own | {table.kind: (table.ja, table.en) for table in tables().values()}
    return Link(f"{BASE}id/{kind}", *names.get(kind, (kind, kind)))


@kept(128)
def list_kind(store: Store, kind: str) -> list[Entry]:
    """Return the things of a kind (or the concepts of a scheme). MissingError: there are none."""
    within = Literal(f"{BASE}id/{kind}/")
    rows = list(select(store, page_query("list").fill({"within": [within]})))
    if not rows:
        raise MissingError(f"「{kind}」という種類のものはありません。", f"There are no things of the kind “{kind}”.")
    found: dict[str, Entry] = {}
    for row in rows:
        link = Link(row["thing"].value, row["ja"].value, row["en"].value)
        texts = [row[name].value if row[name] else "" for name in ("description_ja", "description_en", "place")]
        found.setdefault(link.iri, Entry(link, *texts))
    return list(found.values())


def by_place(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    """Return a list too long to look through by prefecture, in the order of the codes; as one group where it is short
    or knows no places."""
    if len(entries) < _LONG or not entries[0].place:
        return [("", entries)]
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.place, []).append(entry)
    return list(groups.items())


def find_near(store: Store, kind: str, key: str) -> list[Link]:
    """Return things of a kind whose key or name is close to `key`, the closest first; none where nothing is."""
    try:
        entries = list_kind(store, kind)
    except MissingError:
        return []
    names: dict[str, list[Link]] = {}
    for entry in entries:
        for name in (entry.thing.path.partition("/")[2], entry.thing.ja, entry.thing.en.lower()):
            names.setdefault(name, []).append(entry.thing)
    near = get_close_matches(key[:_KEY].strip("/ ").lower(), names, n=3, cutoff=0.7)
    return list(dict.fromkeys(link for name in near for link in names[name]))[:5]


@kept()
def list_members(store: Store) -> list[tuple[Link | None, list[tuple[Link, str]]]]:
    """Return the municipalities with their codes by zone, the central city first; those in no zone last, under None."""
    zones: dict[str, list[tuple[Link, str]]] = {}
    for row in select(store, page_query("members").text):
        link = Link(row["municipality"].value, row["ja"].value, row["en"].value)
        zone = path_of(row["zone"].value) if row["zone"] else ""
        zones.setdefault(zone, []).append((link, link.path.partition("/")[2]))
    names = {each.thing.path: each.thing for each in list_kind(store, "zone")}
    return [(names.get(zone), zones[zone]) for zone in sorted(zones, key=lambda zone: (not zone, zone))]
