"""Questions of the library asked of several endpoints: each is asked its part, for the municipalities that matter and no
more, and what they say is joined here, where the question itself is answered."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from pyoxigraph import QueryTriples, Triple

from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.store import Answer, MemoryStore, select
from teiju_graph.errors import TeijuError
from teiju_graph.files import folder, workspace
from teiju_graph.ontology import SCHEMES, TERMS
from teiju_graph.queries import Question, Term, page_query, part_query
from teiju_graph.questions import fill, read_values
from teiju_graph.vocab import graph

SHARED = ("municipalities", "zones")  # the tables that all share: they stand here
_AT_ONCE, _BATCH = 16, 400  # endpoints; municipalities of one query


def open_shared() -> MemoryStore:
    """Return a store over the tables that all share, with the SKOS schemes and the terms of the ontology. GraphError: a
    file is missing or broken."""
    store = MemoryStore()
    for name in SHARED:
        store.load(workspace("data/ttl") / f"{name}.ttl", graph(name))
    for name in (*SCHEMES, TERMS):
        store.load(folder("ontology") / name, graph("ontology" if name == TERMS else "schemes"))
    return store


def ask_parts(
    endpoints: dict[str, RemoteStore], shared: MemoryStore, question: Question, given: dict[str, list[str]]
) -> Answer:
    """Return the answer to a question that has a part, over endpoints by their names and the shared tables, into which
    what the endpoints say is put. given: parameters as people write them (see teiju_graph.questions.ask).

    ParameterError: a value is unknown. UnavailableError: an endpoint, which the error names, can't answer; half an answer
    is none."""
    text = fill(shared, question, given)
    part = part_query(question.part)
    queries = [part.fill({"municipality": batch}) for batch in _batches(_bound(shared, question, given))]
    asked = [(name, query) for name in endpoints for query in queries]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for found in pool.map(lambda each: _fetch(each[0], endpoints[each[0]], each[1]), asked):
            shared.extend(found)
    return shared.query(text)


def _bound(shared: MemoryStore, question: Question, given: dict[str, list[str]]) -> list[Term]:
    """The municipalities that a question is about; all where it names none."""
    values = read_values(shared, question, given)
    named = [
        value
        for name, parameter in question.parameters.items()
        if parameter.type == "municipality"
        for value in values.get(name, [])
    ]
    return named or list(dict.fromkeys(row["municipality"] for row in select(shared, page_query("places").text)))


def _batches(values: list[Term]) -> Iterator[list[Term]]:
    for first in range(0, len(values), _BATCH):
        yield values[first : first + _BATCH]


def _fetch(name: str, endpoint: RemoteStore, query: str) -> list[Triple]:
    try:
        answer = endpoint.query(query)
        assert isinstance(answer, QueryTriples)
        return list(answer)
    except TeijuError as error:
        error.file = name
        raise
