"""What one publisher contributes: the graphs of its own sources and what its editors inferred, out of the N-Quads of its
release, and proof that it speaks only of what is its own."""

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Triple, parse

from teiju_graph.errors import BrokenError, GraphError, LimitError
from teiju_graph.vocab import BASE, A, graph, path_of, term

SHARED = ("municipalities", "zones", "schemes", "ontology", "harvested")  # the same for all: whoever harvests has them
INFERRED = "inferred"
_GRAPH, _THING = BASE + "graph/", BASE + "id/"
_EDITORS = (_THING + "source/editors", _THING + "passage/editors-l")
_NAMES = {term("skos:hiddenLabel"), term("skos:altLabel")}  # what may be said of the things of others
_TELLING = {A, term("owl:deprecated")}  # a thing that is withheld says no more what it is
_SOURCE = term("dcterms:source")
Statements = dict[str, set[Triple]]  # by the name of the graph


@dataclass(frozen=True)
class Contribution:
    """What is taken from a publisher. shared: its own copies of the graphs that all share, which are not taken."""

    key: str
    graphs: Statements
    shared: Statements

    @cached_property
    def described(self) -> dict[NamedNode, frozenset[Triple]]:
        """The things that it describes or withholds, each with all that is said of it."""
        said: dict[NamedNode, set[Triple]] = {}
        for statements in self.graphs.values():
            for each in statements:
                said.setdefault(each.subject, set()).add(each)  # type: ignore[arg-type]
        return {
            thing: frozenset(told) for thing, told in said.items() if any(each.predicate in _TELLING for each in told)
        }

    def __len__(self) -> int:
        return sum(map(len, self.graphs.values()))


def unpack(content: bytes, most: int) -> bytes:
    """Return what a gzip file holds. BrokenError: it is none, or cut off; LimitError: it holds more than `most` bytes."""
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            text = stream.read(most + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise BrokenError(
            f"gzip として読めません({error})。", f"what was fetched is not valid gzip: {error}."
        ) from error
    if len(text) > most:
        raise LimitError(
            f"ほどくと {most:,} バイトを超えます。正しい大きさなら --grown か --most で許してください。",
            f"what was fetched holds more than {most:,} bytes; if that is right, allow it with --grown or --most.",
        )
    return text


def read_contribution(key: str, text: bytes) -> Contribution:
    """Return what a publisher contributes by the N-Quads of its release. Its editors get an address of their own: each
    publisher has some. GraphError: it is not N-Quads, or holds blank nodes, statements about statements, graphs of others, or no
    graph at all."""
    graphs: Statements = {}
    try:
        for quad in parse(text, format=RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, DefaultGraph):
                continue  # the union of the others
            if any(isinstance(each, BlankNode) for each in quad):
                raise GraphError(
                    f"空白ノードがあります({quad})。アドレスを付けてください。",
                    f"holds a blank node ({quad}); give it an address.",
                )
            if isinstance(quad.object, Triple):
                raise GraphError(
                    f"文についての文があります({quad})。RDF 1.1 で書いてください。",
                    f"holds a statement about a statement ({quad}); write it in RDF 1.1.",
                )
            graphs.setdefault(quad.graph_name.value, set()).add(quad.triple)  # type: ignore[union-attr]
    except (SyntaxError, ValueError) as error:
        raise GraphError(
            f"N-Quads として読めません:{getattr(error, 'msg', error)}",
            f"is not valid N-Quads: {getattr(error, 'msg', error)}",
            row=getattr(error, "lineno", None),
        ) from error
    named = {_name(address): statements for address, statements in graphs.items()}
    shared = {name: named.pop(name) for name in SHARED if name in named}
    if not named:
        raise GraphError(
            "出典のグラフが一つもありません。名前付きグラフのある版を公開してください。",
            "holds no graph of a source; publish a release with its named graphs.",
        )
    return Contribution(key, {name: {_own(key, each) for each in told} for name, told in named.items()}, shared)


def find_trespasses(new: Contribution, others: Iterable[Contribution], shared: set[NamedNode]) -> Iterator[GraphError]:
    """Yield where a contribution says what others have to say: a graph of another, a thing that another or a shared graph
    describes otherwise, or a graph that does not name its source."""
    others = list(others)
    for name, statements in sorted(new.graphs.items()):
        for other in others:
            if name != INFERRED and statements != other.graphs.get(name, statements):
                yield GraphError(
                    f"{other.key} のグラフです。出典のフォルダに別の名前を付けてください。",
                    f"is a graph of {other.key}; give the folder of the source another name.",
                    file=f"graph/{name}",
                )
        if not any(each.subject == graph(name) and each.predicate == _SOURCE for each in statements):
            yield GraphError(
                "どの出典のグラフかが書かれていません(dcterms:source)。",
                "does not say which source it is of (dcterms:source).",
                file=f"graph/{name}",
            )
        for each in sorted(statements, key=str):
            if each.subject not in new.described and each.subject != graph(name) and each.predicate not in _NAMES:
                yield _foreign(each.subject, "shared" if each.subject in shared else "")
    for thing, said in sorted(new.described.items(), key=str):
        if thing in shared or not thing.value.startswith(_THING):
            yield _foreign(thing, "shared")
        for other in others:
            if said != other.described.get(thing, said):
                yield _foreign(thing, other.key)


def _foreign(thing: object, owner: str) -> GraphError:
    address = path_of(str(thing).strip("<>"))
    if owner == "shared":
        return GraphError(
            "共通の表や語彙のものです。ここで説明を加えることはできません。",
            "belongs to the tables or the vocabulary that all share; nothing may be said of it here.",
            file=address,
        )
    if owner:
        return GraphError(
            f"{owner} も別のことを書いています。どちらが説明するかを決めるか、別の key にしてください。",
            f"{owner} describes it too, otherwise; agree on who does, or choose another key.",
            file=address,
        )
    return GraphError(
        "この版のどこにも説明(rdf:type)がありません。",
        "is not described in this release (it has no rdf:type).",
        file=address,
    )


def _name(address: str) -> str:
    name = address.removeprefix(_GRAPH)
    if name == address or not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower():
        raise GraphError(
            f"グラフの名前は {_GRAPH} のあとに英小文字、数字、- です。",
            f"a graph is named {_GRAPH} and then small letters, figures and -.",
            file=address,
        )
    return name


def _own(key: str, said: Triple) -> Triple:
    """The statement, with the editors of this publisher in the place of the editors."""
    subject, value = said.subject, said.object
    if isinstance(subject, NamedNode):
        subject = _renamed(key, subject)
    if isinstance(value, NamedNode) and not (said.predicate == _SOURCE and subject == graph(INFERRED)):
        value = _renamed(key, value)
    return Triple(subject, said.predicate, value)


def _renamed(key: str, node: NamedNode) -> NamedNode:
    if node.value == _EDITORS[0]:
        return NamedNode(f"{node.value}-{key}")
    if node.value.startswith(_EDITORS[1]):
        return NamedNode(f"{_EDITORS[1].removesuffix('l')}{key}-l{node.value.removeprefix(_EDITORS[1])}")
    return node
