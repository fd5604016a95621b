"""A throw-away store that can be written to, for outside conformance suites only; empty when it begins."""

from pyoxigraph import DefaultGraph, NamedNode, Quad, parse

from teiju_graph.endpoint.formats import GRAPHS
from teiju_graph.endpoint.protocol import Operation, refuse_federation
from teiju_graph.engines.store import MemoryStore, telling
from teiju_graph.engines.tokens import insert_using
from teiju_graph.errors import GraphError, MediaTypeError


class ScratchStore(MemoryStore):
    """A store whose default graph holds its own statements only."""

    union = False

    @property
    def digest(self) -> str:
        """Nothing: the data change."""
        return ""

    def update(self, operation: Operation, base: str) -> None:
        """Carry out an update (SPARQL 1.1 Update); relative IRIs stand under `base`. QueryError: it can't be parsed,
        would reach another server, or names its graphs twice."""
        refuse_federation(operation.text)
        text = operation.text
        if operation.default_graphs is not None or operation.named_graphs is not None:
            text = insert_using(text, operation.default_graphs or (), operation.named_graphs or ())
        with telling():
            self._store.update(text, base_iri=base)

    def add(self, name: NamedNode | None, content: bytes, media_type: str, base: str) -> None:
        """Add the statements of a document to a graph (None: the default one). MediaTypeError: it is of no RDF type;
        GraphError: it can't be read."""
        engine = next((each.engine for each in GRAPHS.values() if each.media_type == media_type), None)
        if engine is None:
            raise MediaTypeError(
                "RDF の種類ではありません。", "is not a type of RDF.", column=f"Content-Type: {media_type}"
            )
        try:
            statements = list(parse(content, format=engine, base_iri=base))  # type: ignore[arg-type]
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"読めません:{error}", f"can't be read: {error}") from error
        if name:
            self._store.add_graph(name)
        self._store.extend(
            Quad(each.subject, each.predicate, each.object, name or DefaultGraph()) for each in statements
        )

    def remove(self, name: NamedNode | None) -> None:
        """Remove a graph, or the statements of the default one."""
        self._store.remove_graph(name or DefaultGraph())
