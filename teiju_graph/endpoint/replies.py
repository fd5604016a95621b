"""Replies to strangers' requests: asked of a pool or of a store, and kept for whoever asks the same again.

Whoever replies does so in a coroutine, so that thousands may wait on one thread; a reply that is there at once, as a
store in this very process gives it, needs no event loop (see at_once)."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from teiju_graph.endpoint import protocol
from teiju_graph.endpoint.limits import Clients, Limits
from teiju_graph.endpoint.protocol import Reply, Request
from teiju_graph.endpoint.turns import Turns
from teiju_graph.endpoint.workers import Pool
from teiju_graph.engines.store import Store

T = TypeVar("T")


class Answerer(Protocol):
    """What replies to a request for a query."""

    async def answer(self, request: Request, client: str = "") -> Reply:
        """Return the reply to a request of the client with that address; see protocol.answer for the errors."""
        ...


class Unguarded:
    """Replies from a store in this very process, without a deadline: for tests and the conformance suites."""

    def __init__(self, store: Store):
        self._store = store

    async def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer; it never waits."""
        return protocol.answer(self._store, request)


class Threaded:
    """Replies from a store that ends its queries itself but blocks while it waits: each asked in a thread, as many at a
    time as a pool has workers, in turn, and within each client's share of work."""

    def __init__(self, store: Store, limits: Limits):
        self._store = store
        self._turns = Turns(limits, list(range(limits.workers)))
        self._clients = Clients(limits)

    async def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer. TurnError: the client has had its share; UnavailableError: too many wait."""
        turn = await self._turns.take(client)
        try:
            with self._clients.working(client):
                return await asyncio.to_thread(protocol.answer, self._store, request)
        finally:
            self._turns.give(turn, client)


class Outside:
    """What a pool answers on its event loop, for threads outside of it: they are blocked until the reply is there."""

    def __init__(self, answerer: Answerer, pool: Pool):
        """answerer: what asks the pool, or the pool."""
        self.answerer, self._pool = answerer, pool

    async def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer; not to be called on the pool's loop, and it never waits on another."""
        return asyncio.run_coroutine_threadsafe(self.answerer.answer(request, client), self._pool.loop).result()


def at_once(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns that never waits. RuntimeError: it does wait."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("It waits, and needs an event loop.")


class Kept:
    """Replies kept up to a number of bytes, the least recently asked for forgotten first, all on one thread. The data must
    not change."""

    def __init__(self, answerer: Answerer, most: int = 64 * 2**20):
        self.answerer, self._room = answerer, most
        self.hits = self.misses = 0
        self._kept: OrderedDict[Request, Reply] = OrderedDict()

    async def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer; errors and what changes by itself are not kept."""
        if kept := self._kept.get(request):
            self._kept.move_to_end(request)
            self.hits += 1
            return kept
        self.misses += 1
        reply = await self.answerer.answer(request, client)
        if reply.lasting and request not in self._kept:
            self._kept[request] = reply
            self._room -= _size(request, reply)
            while self._room < 0:
                self._room += _size(*self._kept.popitem(last=False))
        return reply


def _size(request: Request, reply: Reply) -> int:
    return len(reply.body) + sum(map(len, request)) + 1000
