"""Queries that run away are stopped, and nobody else notices."""

import asyncio
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.protocol import Request, answer
from teiju_graph.endpoint.replies import Threaded
from teiju_graph.endpoint.turns import Turns
from teiju_graph.endpoint.workers import Pool
from teiju_graph.engines.moments import until
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
COUNT = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o . ?s ?q ?r }"
SMALL = "SELECT ?s { ?s a <https://w3id.org/teiju/ontology#Zone> } LIMIT 3"


class Loop:
    """An event loop in a thread of its own: a browser that other tests opened has one in this thread."""

    def __init__(self):
        self._thread = ThreadPoolExecutor(1)
        self._runner = self._thread.submit(asyncio.Runner).result()

    def run(self, coroutine):
        return self._thread.submit(self._runner.run, coroutine).result()

    def close(self):
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


class Opened:
    """A pool, opened on an event loop that runs while it is asked."""

    def __init__(self, **limits):
        self.loop = Loop()
        self.pool = Pool(limits=Limits(**limits))
        self.loop.run(self.pool.open())

    def answer(self, request, client=""):
        return self.loop.run(self.pool.answer(request, client))

    def answer_all(self, asked):
        """The replies, or errors, to pairs of a request and a client that ask at the same time."""

        async def gather():
            return await asyncio.gather(*(self.pool.answer(*each) for each in asked), return_exceptions=True)

        return self.loop.run(gather())

    def close(self):
        self.loop.run(self.pool.close())
        self.loop.close()


@pytest.fixture(scope="module")
def pool():
    with closing(Opened(seconds=1.0, rows=2000, bytes=200_000, memory=256 * 2**20)) as pool:
        yield pool


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
    with closing(Opened(seconds=1.5)) as pool:
        told = pool.answer_all([(ask(text), "192.0.2.1") for text in [CROSS] * 4 + [SMALL] * 20])
    assert all(isinstance(each, DeadlineError) for each in told[:4])
    assert {each.media_type for each in told[4:]} == {"application/sparql-results+json"}


def test_the_queue_is_bounded_and_another_client_is_still_answered():
    with closing(Opened(seconds=2.0, workers=2, waiting=1, held=1, patience=0.2)) as pool:
        asked = [(ask(CROSS), "192.0.2.1"), (ask(SMALL), "192.0.2.1"), (ask(SMALL), "192.0.2.2")]
        stopped, tired, answered = pool.answer_all(asked)
        assert isinstance(stopped, DeadlineError) and isinstance(tired, UnavailableError) and answered.lasting
        assert pool.answer(ask(SMALL), "192.0.2.1").lasting
        told = pool.answer_all([(ask(CROSS), "192.0.2.1"), (ask(SMALL), "192.0.2.1"), (ask(SMALL), "192.0.2.1")])
        assert [type(each) for each in told] == [DeadlineError, UnavailableError, UnavailableError]


def test_a_client_that_used_up_its_work_waits_and_others_do_not():
    with closing(Opened(seconds=0.5, work=0.4, share=0.2)) as pool:
        with pytest.raises(DeadlineError):
            pool.answer(ask(CROSS), "192.0.2.1")
        with pytest.raises(TurnError):
            pool.answer(ask(SMALL), "192.0.2.1")
        assert pool.answer(ask(SMALL), "192.0.2.2").lasting
        time.sleep(1.5)
        assert pool.answer(ask(SMALL), "192.0.2.1").lasting


def test_an_answer_that_nobody_waits_for_any_more_reaches_nobody_else(pool):
    async def leave():
        asked = [asyncio.ensure_future(pool.pool.answer(ask(f"{CROSS} # {number}"))) for number in range(8)]
        await asyncio.sleep(0.2)
        for each in asked:
            each.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    pool.loop.run(leave())
    assert pool.answer(ask(SMALL)).body.count(b'"uri"') == 3 and pool.pool.busy == 0


def test_a_turn_that_nobody_wants_any_more_goes_to_the_next():
    async def try_it():
        turns = Turns(Limits(held=9), ["only"])
        thing = await turns.take("a")
        gone, next_one = asyncio.ensure_future(turns.take("b")), asyncio.ensure_future(turns.take("c"))
        await asyncio.sleep(0)
        gone.cancel()  # and before it has noticed, the thing is given back
        turns.give(thing, "a")
        assert await asyncio.wait_for(next_one, 5) == "only"
        late = asyncio.ensure_future(turns.take("d"))
        await asyncio.sleep(0)
        turns.give("only", "c")
        late.cancel()  # it was its turn, but nobody is there
        await asyncio.gather(gone, late, return_exceptions=True)
        assert (turns.free, turns.waiting) == (1, 0)

    with closing(Loop()) as loop:
        loop.run(try_it())


def test_another_endpoint_is_asked_for_few_of_a_client_at_a_time():
    class Watched:
        """A store that knows how many ask it at a time."""

        def __init__(self, store):
            self.store, self.now, self.most, self.counting = store, 0, 0, threading.Lock()

        def query(self, *given):
            self.count(1)
            try:
                return self.store.query(*given)
            finally:
                self.count(-1)

        def count(self, more):
            with self.counting:
                self.now += more
                self.most = max(self.most, self.now)

    async def ask_all(store):
        answers = Threaded(store, Limits(held=2, workers=3, waiting=20))
        return await asyncio.gather(*(answers.answer(ask(COUNT), "a") for _ in range(8)))

    store = Watched(open_store())
    with closing(Loop()) as loop:
        assert len({reply.body for reply in loop.run(ask_all(store))}) == 1
    assert store.most == 2


def test_what_ends_of_itself_is_begun_anew():
    with closing(Opened(seconds=20.0, workers=2)) as pool:
        before = pool.answer(ask(SMALL))
        for process in [*children(pool.pool._zygote._process.pid), pool.pool._zygote._process.pid]:
            os.kill(process, signal.SIGKILL)
        told = pool.answer_all([(ask(SMALL), str(number)) for number in range(4)])
        assert [each for each in told if not isinstance(each, LimitError)] == [before, before]
        assert pool.answer_all([(ask(SMALL), "a")] * 3) == [before] * 3


def children(process: int) -> list[int]:
    """The processes that a process started."""
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_a_pool_until_a_day_answers_from_what_was_said_then_within_the_same_limits(pool):
    sources = "SELECT ?s { ?s a <https://w3id.org/teiju/ontology#Source> } ORDER BY ?s"
    past = pool.pool.until(date(2023, 6, 1), replace(pool.pool.limits, workers=2))
    pool.loop.run(past.open())
    try:
        then, now = pool.loop.run(past.answer(ask(sources))).body, pool.answer(ask(sources)).body
        assert then == answer(until(open_store(), date(2023, 6, 1)), ask(sources)).body != now
        with pytest.raises(DeadlineError):
            pool.loop.run(past.answer(ask(CROSS)))
        with pytest.raises(LimitError, match="200,000 bytes"):
            pool.loop.run(past.answer(ask("SELECT * { ?a ?b ?c } LIMIT 2001")))
        assert pool.loop.run(past.answer(ask(sources))).body == then
        assert pool.answer(ask(sources)).body == now
    finally:
        pool.loop.run(past.close())
    assert pool.answer(ask(sources)).body == now
