"""Dumps: all that a store holds, as files that other software reads; the same data give the same bytes."""

import gzip
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Triple, serialize

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.errors import MissingError
from teiju_graph.queries import page_query
from teiju_graph.releases.sheets import describe_sheets, sheet_classes, write_class
from teiju_graph.vocab import BASE, PREFIXES, A, graph

DATASET = "teiju.nq"
LIVE = "teiju.nq.gz"
SHEETS = "csv-metadata.json"
MEDIA_TYPES = {
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
    "json": "application/csvm+json",
    "gz": "application/gzip",
}
_GRAPH = BASE + "graph/"
_UNION = {"teiju.ttl": RdfFormat.TURTLE, "teiju.jsonld": RdfFormat.JSON_LD, "teiju.rdf": RdfFormat.RDF_XML}


@kept()
def dump_names(store: Store) -> tuple[str, ...]:
    """Return the names of all dumps, as they stand below `dumps/`:

    `teiju.nq` is the dataset of the endpoint, each named graph and the union as the default graph (`teiju.nq.gz` the
    same, packed); `teiju.ttl`, `.jsonld`, `.rdf` are the union; `graphs/{name}.ttl` one graph each;
    `inferences.ttl` what the editors inferred, in RDF 1.2, each inference reifying its statement;
    `tables/{Class}.csv` the things of a class, described by `tables/csv-metadata.json` (CSV on the Web)."""
    graphs = [f"graphs/{name}.ttl" for name in graph_names(store)]
    sheets = [f"tables/{name}.csv" for name in sheet_classes(store)]
    return (DATASET, LIVE, *_UNION, "inferences.ttl", *graphs, *sheets, f"tables/{SHEETS}")


def write_dump(store: Store, name: str) -> bytes:
    """Return the dump of that name. MissingError: there is none."""
    if name not in dump_names(store):
        raise MissingError(f"「{name}」という一括ファイルはありません。", f"There is no dump “{name}”.")
    folder, _, stem = name.rpartition("/")
    if folder == "graphs":
        return _turtle(_named(store, graph(stem.removesuffix(".ttl"))))
    if folder == "tables":
        return describe_sheets(store) if stem == SHEETS else write_class(store, stem.removesuffix(".csv"))
    return _WRITERS[name](store)


def graph_names(store: Store) -> list[str]:
    """Return the names of the store's named graphs, as they stand below `graph/`."""
    names = [row["graph"].value for row in select(store, page_query("graphs").text)]
    return [name.removeprefix(_GRAPH) for name in names if name.startswith(_GRAPH)]


def union(store: Store) -> list[Triple]:
    """Return the statements of the default graph, in a fixed order."""
    return sorted(_union(store), key=_order)


def _union(store: Store) -> set[Triple]:
    answer = store.query(page_query("graph").text)
    assert isinstance(answer, QueryTriples)
    return set(answer)


def _named(store: Store, name: NamedNode) -> list[Quad]:
    """The statements of a named graph, in a fixed order."""
    return sorted(_quads(store, name), key=_order)


def _quads(store: Store, name: NamedNode | None = None) -> Iterator[Quad]:
    """The statements of the named graphs, or of one."""
    for row in select(store, page_query("quads").fill({"graph": [name] if name else []})):
        yield Quad(row["subject"], row["predicate"], row["object"], row["graph"])


def _order(statement: Triple | Quad) -> tuple[str, bool, str, str]:
    """By subject, its classes first."""
    predicate = statement.predicate
    return (str(statement.subject), predicate != A, predicate.value, str(statement.object))


@kept()  # for the packed one, which is asked for next
def _dataset(store: Store) -> bytes:
    """Each statement of the union beside those of the named graphs that it stands in, in the order of their lines."""
    quads = [*_quads(store), *(Quad(*each) for each in _union(store))]
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def _packed(store: Store) -> bytes:
    return gzip.compress(_dataset(store), compresslevel=6, mtime=0)


def _turtle(statements: list[Quad] | list[Triple]) -> bytes:
    triples = [each.triple if isinstance(each, Quad) else each for each in statements]
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _inferences(store: Store) -> bytes:
    rows = select(store, page_query("reified").text)
    said = {row["inference"]: Triple(row["subject"], row["predicate"], row["object"]) for row in rows}
    statements = [quad.triple for quad in _named(store, graph("inferred"))]
    reifying = [Triple(inference, _REIFIES, each) for inference, each in said.items()]
    return _turtle(sorted([*statements, *reifying], key=_order))


_REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")


def _in_form(form: RdfFormat) -> Callable[[Store], bytes]:
    return lambda store: serialize(union(store), format=form, prefixes=PREFIXES) or b""


_WRITERS: dict[str, Callable[[Store], bytes]] = {
    DATASET: _dataset,
    LIVE: _packed,
    "inferences.ttl": _inferences,
    **{name: _in_form(form) for name, form in _UNION.items()},
}
