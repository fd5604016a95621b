"""Dumps: all that a store holds, as files that other software reads; the same data give the same bytes."""

import gzip
from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Triple, parse, serialize

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
_FORMS = {"teiju.ttl": RdfFormat.TURTLE, "teiju.jsonld": RdfFormat.JSON_LD, "teiju.rdf": RdfFormat.RDF_XML}


@kept()
def dump_names(store: Store) -> tuple[str, ...]:
    """Return the names of all dumps, as they stand below `dumps/`:

    `teiju.nq` is the dataset of the endpoint, each named graph and the union as the default graph (`teiju.nq.gz` the
    same, packed); `teiju.ttl`, `.jsonld`, `.rdf` are the union; `graphs/{name}.ttl` one graph each;
    `inferences.ttl` what the editors inferred, in RDF 1.2, each inference reifying its statement;
    `tables/{Class}.csv` the things of a class, described by `tables/csv-metadata.json` (CSV on the Web)."""
    graphs = [f"graphs/{name}.ttl" for name in graph_names(store)]
    sheets = [f"tables/{name}.csv" for name in sheet_classes(store)]
    return (DATASET, LIVE, *_FORMS, "inferences.ttl", *graphs, *sheets, f"tables/{SHEETS}")


def write_dump(store: Store, name: str) -> bytes:
    """Return the dump of that name. MissingError: there is none."""
    if name not in dump_names(store):
        raise MissingError(f"「{name}」という一括ファイルはありません。", f"There is no dump “{name}”.")
    folder, _, stem = name.rpartition("/")
    if folder == "graphs":
        return _write(_in_order(_lines(store, graph(stem.removesuffix(".ttl")))))
    if folder == "tables":
        return describe_sheets(store) if stem == SHEETS else write_class(store, stem.removesuffix(".csv"))
    return _WRITERS[name](store)


def graph_names(store: Store) -> list[str]:
    """Return the names of the store's named graphs, as they stand below `graph/`."""
    names = [row["graph"].value for row in select(store, page_query("graphs").text)]
    return [name.removeprefix(_GRAPH) for name in names if name.startswith(_GRAPH)]


@kept()  # for the other forms, which are asked for next
def _union(store: Store) -> bytes:
    return _in_order(_lines(store))


def _lines(store: Store, name: NamedNode | None = None) -> set[bytes]:
    """The statements of the default graph, or of a named one, as lines of N-Triples."""
    answer = store.query(page_query("graph").text, default_graphs=[name] if name else None)
    assert isinstance(answer, QueryTriples)
    return set((answer.serialize(format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True))


def _in_order(lines: Iterable[bytes]) -> bytes:
    """The lines by subject, its classes first."""

    def order(line: bytes) -> tuple[bytes, bool, bytes, bytes]:
        subject, predicate, value = line.split(b" ", 2)
        return subject, predicate != _A, predicate.removesuffix(b">"), value

    ordered: list[bytes] = sorted(lines, key=order)
    return b"".join(ordered)


_A = str(A).encode()


@kept()  # for the packed one, which is asked for next
def _dataset(store: Store) -> bytes:
    """Each statement of the union beside those of the named graphs that it stands in, in the order of their lines."""
    lines = _lines(store)
    for row in select(store, page_query("graphs").text):
        place = f"{row['graph']} .\n".encode()
        lines |= {line.removesuffix(b".\n") + place for line in _lines(store, row["graph"])}
    return b"".join(sorted(lines))


def _packed(store: Store) -> bytes:
    return gzip.compress(_dataset(store), compresslevel=6, mtime=0)


def _write(lines: bytes, form: RdfFormat = RdfFormat.TURTLE) -> bytes:
    triples = (quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES))
    return serialize(triples, format=form, prefixes=PREFIXES) or b""


def _inferences(store: Store) -> bytes:
    rows = select(store, page_query("reified").text)
    said = {row["inference"]: Triple(row["subject"], row["predicate"], row["object"]) for row in rows}
    reifying = [Triple(inference, _REIFIES, each) for inference, each in said.items()]
    lines = (serialize(reifying, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return _write(_in_order([*_lines(store, graph("inferred")), *lines]))


_REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")


def _in_form(form: RdfFormat) -> Callable[[Store], bytes]:
    return lambda store: _write(_union(store), form)


_WRITERS: dict[str, Callable[[Store], bytes]] = {
    DATASET: _dataset,
    LIVE: _packed,
    "inferences.ttl": _inferences,
    **{name: _in_form(form) for name, form in _FORMS.items()},
}
