"""Asking ahead: what the pages of many things ask for one by one, asked at once where it is known which come next."""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store, select
from teiju_graph.queries import Question, Term
from teiju_graph.vocab import path_of

Row = dict  # a value, or None, by the name of its variable


class Ahead:
    """A store over another that can be asked ahead. A query is, if it takes many things as its one parameter and names
    each in its rows, and if it was asked of a thing of their kind before."""

    def __init__(self, store: Store):
        self._store = store
        self.union, self.query = store.union, store.query
        self._usual: dict[str, dict[tuple[str, str], Question]] = {}  # by kind of thing: what is asked of each
        self._found: dict[tuple[str, NamedNode], list[Row]] = {}

    @property
    def digest(self) -> str:
        """See Store.digest."""
        return self._store.digest

    def look_ahead(self, things: Iterable[NamedNode]) -> None:
        """Ask of these things what was asked of others of their kinds; forget what was asked ahead before."""
        self._found = {}
        kinds: dict[str, list[NamedNode]] = {}
        for each in things:
            kinds.setdefault(_kind(each), []).append(each)
        for kind, nodes in kinds.items():
            for (name, parameter), question in self._usual.get(kind, {}).items():
                found: dict[NamedNode, list[Row]] = {node: [] for node in nodes}
                for row in _ask(self._store, question, {parameter: nodes})[1]:
                    found[row[parameter]].append(row)
                self._found |= {(name, node): rows for node, rows in found.items()}

    def answer(self, question: Question, given: Mapping[str, Sequence[Term]]) -> list[Row]:
        """Return the rows of a query; those asked ahead are given once."""
        ((parameter, terms), *more) = given.items()
        if more or len(terms) != 1 or not isinstance(node := terms[0], NamedNode):
            return _ask(self._store, question, given)[1]
        if (rows := self._found.pop((question.name, node), None)) is not None:
            return rows
        names, rows = _ask(self._store, question, given)
        if question.parameters[parameter].many and parameter in names:
            self._usual.setdefault(_kind(node), {})[question.name, parameter] = question
        return rows


def answer(store: Store, question: Question, given: Mapping[str, Sequence[Term]]) -> list[Row]:
    """Return the rows of a SELECT query, asked with these parameters or, by a store that can, ahead."""
    return store.answer(question, given) if isinstance(store, Ahead) and given else _ask(store, question, given)[1]


def _ask(store: Store, question: Question, given: Mapping[str, Sequence[Term]]) -> tuple[list[str], list[Row]]:
    """The variables of an answer, and its rows."""
    rows = select(store, question.fill(given))
    names = [variable.value for variable in rows.variables]
    return names, [dict(zip(names, row, strict=True)) for row in rows]


def _kind(node: NamedNode) -> str:
    return path_of(node.value).partition("/")[0]
