"""Queries that run away are stopped, and nobody else notices."""

import threading
import time

import pytest

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.protocol import Request, answer
from teiju_graph.endpoint.workers import Pool
from teiju_graph.engines.store import open_store
from teiju_graph.errors import DeadlineError, FormatError, LimitError, QueryError, TurnError, UnavailableError

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c = ?f && ?f != ?i) }"
RUNAWAYS = {
    "cross product": CROSS,
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<http://none/>|^!<http://none/>)* ?b . ?b (!<http://none/>|^!<http://none/>)* ?c }",
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(a|b|c)*d{5}x')) }",
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(CONCAT(STR(?c), STR(?f))) LIMIT 1",
    "construct": "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f FILTER(CONTAINS(CONCAT(STR(?c), STR(?f)), 'nowhere')) }",
    "aggregate": "SELECT (GROUP_CONCAT(STR(?c)) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 1) }",
}
SMALL = "SELECT ?s { ?s a <https://w3id.org/teiju/ontology#Zone> } LIMIT 3"


@pytest.fixture(scope="module")
def pool():
    pool = Pool(limits=Limits(seconds=1.0, rows=2000, bytes=200_000, memory=256 * 2**20))
    yield pool
    pool.close()


def ask(text: str, accept: str = "application/sparql-results+json") -> Request:
    """A request for a query sent as it is."""
    return Request("POST", "", "application/sparql-query", accept, text.encode())


def test_a_pool_answers_as_the_store_does(pool):
    store = open_store()
    for accept in ("application/sparql-results+json", "text/csv", "application/sparql-results+xml"):
        assert pool.answer(ask(SMALL, accept)) == answer(store, ask(SMALL, accept))


@pytest.mark.parametrize("kind", RUNAWAYS)
def test_a_runaway_is_stopped_and_the_next_query_answered(pool, kind):
    with pytest.raises((DeadlineError, LimitError)) as told:
        pool.answer(ask(RUNAWAYS[kind], "*/*"))
    assert "1 seconds" in told.value.en or "memory" in told.value.en
    assert pool.answer(ask(SMALL)).body.count(b'"uri"') == 3


@pytest.mark.parametrize(
    ("query", "cap"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT 3000", "2,000 rows"),
        ("SELECT * { ?s ?p ?o } LIMIT 1900", "200,000 bytes"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "200,000 bytes"),
    ],
)
def test_an_answer_too_large_is_refused_and_names_the_cap(pool, query, cap):
    with pytest.raises(LimitError) as told:
        pool.answer(ask(query, "*/*"))
    assert cap in told.value.en


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])  # fmt: skip
def test_rows_are_counted_alike_in_every_form(pool, accept):
    rows = "SELECT ?s {{ {{ SELECT ?s {{ ?s a ?c }} LIMIT 1 }} VALUES ?x {{ {} }} }}"
    pool.answer(ask(rows.format("1 " * 2000), accept))
    with pytest.raises(LimitError):
        pool.answer(ask(rows.format("1 " * 2001), accept))


def test_errors_come_back_as_they_are(pool):
    with pytest.raises(QueryError, match="not valid SPARQL"):
        pool.answer(ask("nonsense"))
    with pytest.raises(FormatError):
        pool.answer(ask(SMALL, "image/png"))


def test_one_clients_small_queries_get_their_turn_beside_its_runaways():
    pool = Pool(limits=Limits(seconds=1.5))
    told: list[object] = []

    def send(text: str) -> None:
        try:
            told.append(pool.answer(ask(text), "192.0.2.1").media_type)
        except UnavailableError as error:
            told.append(error.status)

    try:
        threads = [threading.Thread(target=send, args=(text,)) for text in [CROSS] * 4 + [SMALL] * 20]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        pool.close()
    assert told.count(504) == 4 and told.count("application/sparql-results+json") == 20


def test_the_queue_is_bounded_and_another_client_is_still_answered():
    pool = Pool(limits=Limits(seconds=2.0, workers=2, waiting=1, held=1, patience=0.2))
    runaway = threading.Thread(target=lambda: pytest.raises(DeadlineError, pool.answer, ask(CROSS), "192.0.2.1"))
    try:
        runaway.start()
        time.sleep(0.3)
        with pytest.raises(UnavailableError, match="waiting"):
            pool.answer(ask(SMALL), "192.0.2.1")
        assert pool.answer(ask(SMALL), "192.0.2.2").lasting
        runaway.join()
        assert pool.answer(ask(SMALL), "192.0.2.1").lasting
    finally:
        pool.close()


def test_a_client_that_used_up_its_work_waits_and_others_do_not():
    pool = Pool(limits=Limits(seconds=0.5, work=0.4, share=0.2))
    try:
        with pytest.raises(DeadlineError):
            pool.answer(ask(CROSS), "192.0.2.1")
        with pytest.raises(TurnError):
            pool.answer(ask(SMALL), "192.0.2.1")
        assert pool.answer(ask(SMALL), "192.0.2.2").lasting
        time.sleep(1.5)
        assert pool.answer(ask(SMALL), "192.0.2.1").lasting
    finally:
        pool.close()
