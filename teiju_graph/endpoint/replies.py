"""Replies to strangers' requests: asked of a pool or of a store, and kept for whoever asks the same again.

Whoever replies does so in a coroutine, so that thousands may wait on one thread; a reply that is there at once, as a
store in this very process gives it, needs no event loop (see at_once)."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from datetime import date
from typing import Any, Protocol, TypeVar

from teiju_graph.endpoint import protocol
from teiju_graph.endpoint.limits import Clients, Limits
from teiju_graph.endpoint.protocol import Reply, Request
from teiju_graph.endpoint.turns import Turns
from teiju_graph.endpoint.workers import Pool
from teiju_graph.engines.store import Store
from teiju_graph.errors import UnavailableError

T = TypeVar("T")
_KEPT_OF_PAST = 8 * 2**20  # bytes of replies from what was said until a day


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


class Past:
    """Replies from what was said until a day, by a pool that is opened when it is first asked; on the event loop of the
    pool that it comes from."""

    def __init__(self, pool: Pool, day: date, limits: Limits):
        """limits: see Pool.until."""
        self._pool, self._day, self._limits = pool, day, limits
        self._opening: asyncio.Task[Pool] | None = None
        self._kept: Kept | None = None
        self._closed = False

    async def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer. UnavailableError: it is closed."""
        if self._closed:
            raise UnavailableError("もう一度送ってください。", "Send it again.")
        if not self._kept:
            self._opening = self._opening or asyncio.ensure_future(self._open())
            await asyncio.shield(self._opening)  # also where whoever asked first is gone
        assert self._kept
        return await self._kept.answer(request, client)

    async def close(self) -> None:
        """Close the pool once what it was asked is answered; there are no replies any more."""
        self._closed = True
        if self._opening:
            await (await self._opening).close()

    async def _open(self) -> Pool:
        try:
            pool = await asyncio.to_thread(self._pool.until, self._day, self._limits)
            await pool.open()
        except BaseException:
            self._opening = None
            raise
        self._kept = Kept(pool, _KEPT_OF_PAST)
        return pool


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
