"""The page of a source or of a passage: everything drawn from it, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from teiju_graph.ahead import answer
from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.labels import Link, read_labels
from teiju_graph.pages.rows import Row, read_rows
from teiju_graph.pages.statements import Page, tell_statements
from teiju_graph.queries import page_query
from teiju_graph.vocab import thing

_MANY = 120  # a source with more passages than this lists its things without what each says


@dataclass
class Drawn:
    """Lines of a source with what was drawn from them. told: the things, each with its statements where these lines are
    the first that it rests on (elsewhere a page without facts); concluded: the inferences that rest on these lines."""

    passage: Link
    first: int
    last: int
    told: list[Page] = field(default_factory=list)
    concluded: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Origin:
    """A release of somebody else that statements were harvested from: its publisher's address, that of the file, the day."""

    publisher: str
    dump: str
    day: str


@dataclass
class SourcePage:
    """What stands on the page of a source: its passages in the order of their lines; things: how many were drawn;
    brief: whether only their names stand here, as there are too many to tell what each says; origins: where its statements
    were harvested, empty where they are this site's own."""

    key: str
    passages: list[Drawn]
    things: int
    brief: bool
    origins: list[Origin]


def tell_source(store: Store, page: Page) -> SourcePage:
    """Return what the page of a source shows in its own way."""
    page.leave_out("teiju:source", "dcterms:source")
    return read_source(store, page.thing.path.partition("/")[2])


@kept(32)
def read_source(store: Store, key: str) -> SourcePage:
    """Return everything drawn from the source of this key, by passage."""
    rows = read_rows(store, {"source-passages": {"source": [thing(f"source/{key}")]}})["source-passages"]
    things = {row["thing"] for row in rows if row["thing"]}
    many = len({row["passage"] for row in rows}) > _MANY
    drawn = _draw(rows, {} if many else _said(store, {row["passage"] for row in rows}))
    return SourcePage(key, drawn, len(things), many, _origins(store, key))


def _origins(store: Store, key: str) -> list[Origin]:
    rows = select(store, page_query("harvested").fill({"source": [thing(f"source/{key}")]}))
    return [Origin(row["publisher"].value, row["dump"].value, row["time"].value[:10]) for row in rows]


@dataclass
class PassagePage:
    """What stands on the page of a passage; digest: by which a copy of the source can be checked."""

    source: Link
    key: str
    digest: str
    drawn: Drawn


def tell_passage(store: Store, page: Page) -> PassagePage:
    """Return what the page of a passage shows in its own way."""
    rows = read_rows(store, {"drawn": {"passage": [thing(page.thing.path)]}})["drawn"]
    source = rows[0]["source"]
    page.take("teiju:source", "teiju:firstLine", "teiju:lastLine", "teiju:sha256")
    page.leave_out("prov:wasDerivedFrom")
    (drawn,) = _draw(rows, _said(store, [page.thing]))
    return PassagePage(source, source.path.partition("/")[2], rows[0]["digest"] or "", drawn)


def _said(store: Store, passages: Iterable[Link]) -> dict[str, Page]:
    """What their source says of the things drawn from passages, as a page for each."""
    nodes = [NamedNode(link.iri) for link in passages]
    said = answer(store, page_query("said-of-drawn"), {"passage": nodes}) if nodes else []
    used = {row[name] for row in said for name in ("thing", "property")}
    links = read_labels(store, used | {row["value"] for row in said if isinstance(row["value"], NamedNode)})
    by_thing: dict[str, list] = {}
    for row in said:
        by_thing.setdefault(row["thing"].value, []).append(row)
    return {iri: tell_statements(links[iri], about, links) for iri, about in by_thing.items()}


def _draw(rows: list[Row], said: dict[str, Page]) -> list[Drawn]:
    found: dict[str, Drawn] = {}
    told: set[str] = set()
    for row in rows:
        drawn = found.setdefault(row["passage"].iri, Drawn(row["passage"], row["first"], row["last"]))
        link = row["thing"]
        if link is None:
            continue
        if link.path.startswith("inference/"):
            drawn.concluded.append(link)
        else:
            drawn.told.append(Page(link) if link.iri in told else said.get(link.iri, Page(link)))
            told.add(link.iri)
    return list(found.values())
