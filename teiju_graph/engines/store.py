"""Stores that answer SPARQL: one small interface, and the embedded one that holds a release in memory.

Every named graph stands in the store under its own name, and the union of the current ones (what no later source
`dcterms:replaces`) in the default graph: a plain query meets the union, GRAPH and FROM meet each source alone."""

import hashlib
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from teiju_graph.engines.snapshot import DUMP, Snapshot, read_snapshot
from teiju_graph.errors import GraphError, QueryError
from teiju_graph.files import folder, shown
from teiju_graph.ontology import SCHEMES, TERMS, check_turtle, read_turtle, reading
from teiju_graph.vocab import PREF_LABEL, graph, term, thing

PUBLISHED = "dumps/graphs"  # where a published release keeps its graphs
Answer = QuerySolutions | QueryBoolean | QueryTriples


class Store(Protocol):
    """What answers a query. digest: of its data, empty where that may change; union: whether the default graph is the
    union of the others."""

    union: bool

    @property
    def digest(self) -> str: ...

    def query(
        self,
        text: str,
        default_graphs: list[NamedNode] | None = None,
        named_graphs: list[NamedNode] | None = None,
        base: str = "",
    ) -> Answer:
        """Return the answer of a SPARQL 1.1 query over the dataset that the query or the two lists name, else over the
        union of the current sources; relative IRIs stand under `base`, if there is one.
        QueryError: the text is not a query; the message names line and column."""
        ...

    def __hash__(self) -> int: ...


class MemoryStore:
    """A release in memory, over pyoxigraph. Nothing is written to it after loading."""

    union = True

    def __init__(self) -> None:
        self._store = pyoxigraph.Store()
        self._digest = hashlib.sha256()
        self._restored = ""

    @property
    def digest(self) -> str:
        """A digest of all that was loaded, in hexadecimal: equal for equal data, whether from Turtle or a snapshot."""
        return self._restored or self._digest.hexdigest()

    def load(self, path: Path, name: NamedNode, current: bool = True) -> None:
        """Load a Turtle file as the graph `name`, and into the union if it is current.
        GraphError: the file is missing or broken."""
        with reading(path):
            content = path.read_bytes()
            for target in (name, DefaultGraph()) if current else (name,):
                self._store.bulk_load(content, format=RdfFormat.TURTLE, to_graph=target)
        self._digest.update(name.value.encode() + hashlib.sha256(content).digest())

    def restore(self, folder: Path, snapshot: Snapshot) -> None:
        """Load the snapshot in a folder. GraphError: its dump is not the one that was written."""
        snapshot.check(folder)
        self._store.bulk_load(path=str(folder / DUMP), format=RdfFormat.N_QUADS)
        self._restored = snapshot.digest

    @classmethod
    def of(cls, quads: Iterable[Quad], replaced: Container[NamedNode], digest: str) -> "MemoryStore":
        """Return a store over statements of named graphs; those of all graphs but the replaced ones are the union.
        digest: what stands for these data, in hexadecimal."""

        def every() -> Iterator[Quad]:
            for quad in quads:
                yield quad
                if quad.graph_name not in replaced:
                    yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())

        store = cls()
        store._restored = digest
        store._store.bulk_extend(every())
        return store

    def quads(self, predicate: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the statements of the named graphs, all or those with a predicate."""
        found = self._store.quads_for_pattern(None, predicate, None)
        return (quad for quad in found if quad.graph_name != DefaultGraph())

    def dump(self, path: Path) -> None:
        """Write all graphs, the union as the default graph, as N-Quads into a file. OSError: it can't be written."""
        self._store.dump(str(path), format=RdfFormat.N_QUADS)

    def extend(self, statements: Iterable[Triple]) -> None:
        """Put statements of no graph into the union."""
        self._store.extend(Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in statements)

    def supplement(self, name: NamedNode) -> None:
        """Let the union say of the things that it describes no more what the graph `name`, of a replaced source, says
        of them; of a thing that is described anew only the new description counts."""
        old = list(self._store.quads_for_pattern(None, None, None, name))
        gone = {quad.subject for quad in old} - {
            quad.subject for quad in self._store.quads_for_pattern(None, PREF_LABEL, None, DefaultGraph())
        }  # fmt: skip
        mine = (quad for quad in old if quad.subject in gone)
        self._store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in mine)

    def query(
        self,
        text: str,
        default_graphs: list[NamedNode] | None = None,
        named_graphs: list[NamedNode] | None = None,
        base: str = "",
    ) -> Answer:
        """See Store.query."""
        with telling():
            if default_graphs is None and named_graphs is None:
                return self._store.query(text, base_iri=base or None)
            default: list[NamedNode | BlankNode | DefaultGraph] = [*(default_graphs or [])]
            named: list[NamedNode | BlankNode] = [*(named_graphs or [])]
            return self._store.query(text, default_graph=default, named_graphs=named, base_iri=base or None)

    def __len__(self) -> int:
        return len(self._store)


@contextmanager
def telling() -> Iterator[None]:
    """Tell what the engine finds wrong with a query, also while its answer is read, as a QueryError."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"SPARQL として読めません:{error.msg}", f"is not valid SPARQL: {error.msg}") from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"この問い合わせには答えられません:{error}", f"can't be answered: {error}") from error


def select(store: Store, text: str) -> QuerySolutions:
    """Return the rows of a SELECT query. QueryError: the text is another form of query."""
    answer = store.query(text)
    if not isinstance(answer, QuerySolutions):
        raise QueryError("SELECT の問い合わせではありません。", "is not a SELECT query.")
    return answer


def open_store(data: Path | None = None) -> MemoryStore:
    """Return a store over the Turtle files of the folder `data` (the release's own where None), with the SKOS schemes
    and the terms of the ontology; of a published release or a snapshot, all as it was then.
    GraphError: the folder holds no Turtle file, or a file is broken."""
    data = data or folder("data/ttl")
    if snapshot := read_snapshot(data):
        store = MemoryStore()
        store.restore(data, snapshot)
        return store
    store, files = MemoryStore(), _turtle_files(data)
    replaced = replaced_graphs(files)
    for path in files:
        store.load(path, graph(path.stem), current=path.stem not in replaced)
    own = {path.stem for path in files}
    for name in SCHEMES if "schemes" not in own else ():
        store.load(folder("ontology") / name, graph("schemes"))
    if "ontology" not in own:
        store.load(folder("ontology") / TERMS, graph("ontology"))
    return store


def check_data(data: Path) -> None:
    """See whether open_store can read a folder, in a part of its time and without its memory: by the digest of a
    snapshot, else by the syntax of each file. GraphError: it can't."""
    if snapshot := read_snapshot(data):
        snapshot.check(data)
    else:
        for path in _turtle_files(data):
            check_turtle(path)


def _turtle_files(data: Path) -> list[Path]:
    """The Turtle files of a folder or a published release. GraphError: there are none."""
    if (data / PUBLISHED).is_dir():
        data = data / PUBLISHED
    files = sorted(data.glob("*.ttl"))
    if not files:
        raise GraphError(
            "Turtle ファイルがありません。teiju build で作るか、--data で場所を示してください。",
            "holds no Turtle file; make them with teiju build, or give their place with --data.",
            file=shown(data),
        )
    return files


def replaced_graphs(files: list[Path]) -> set[str]:
    """Return the names of the graphs, among these Turtle files, whose source a later source replaces. GraphError: a
    file can't be read."""
    sources = {thing(f"source/{path.stem}"): path.stem for path in files}
    found, replaces = set(), term("dcterms:replaces")
    for path in files:
        with reading(path):
            mentioned = b"replaces" in path.read_bytes()
        for quad in read_turtle(path) if mentioned else ():
            if quad.predicate == replaces and quad.object in sources:
                found.add(sources[quad.object])  # type: ignore[index]
    return found
