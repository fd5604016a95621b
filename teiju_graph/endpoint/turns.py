"""Whose turn it is: a few things that many clients want, each for a while; all on one event loop, so without locks."""

import asyncio
from collections import Counter, deque
from typing import Generic, TypeVar

from teiju_graph.endpoint.limits import Limits
from teiju_graph.errors import UnavailableError

T = TypeVar("T")


class Turns(Generic[T]):
    """Free things, and the clients that wait for one in turn; who holds as many as a client may waits on."""

    def __init__(self, limits: Limits, things: list[T]):
        self._limits, self._free = limits, things
        self._queue: deque[tuple[str, asyncio.Future[T]]] = deque()
        self._held = Counter[str]()

    @property
    def free(self) -> int:
        """How many things nobody holds."""
        return len(self._free)

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._queue)

    async def take(self, client: str) -> T:
        """Return a free thing, or the one that comes free when it is this client's turn. UnavailableError: too many
        wait, or it waited too long."""
        if self._free and self._held[client] < self._limits.held:
            self._held[client] += 1
            return self._free.pop()
        if len(self._queue) >= self._limits.waiting:
            raise _busy()
        loop = asyncio.get_running_loop()
        turn = client, loop.create_future()
        self._queue.append(turn)
        timer = loop.call_later(self._limits.patience, self._tire, turn)
        try:
            return await turn[1]
        except asyncio.CancelledError:
            if (
                turn[1].done() and not turn[1].cancelled()
            ):  # it was given in the moment in which nobody wanted it any more
                self.give(turn[1].result(), client)
            raise
        finally:
            timer.cancel()
            if turn in self._queue:  # nobody wants it any more
                self._queue.remove(turn)

    def give(self, thing: T, client: str) -> None:
        """Take back the thing that a client held, and hand it to the first in the queue who may hold one more."""
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]
        self._free.append(thing)
        for turn in self._queue:
            if self._held[turn[0]] < self._limits.held and not turn[1].done():
                self._queue.remove(turn)
                self._held[turn[0]] += 1
                turn[1].set_result(self._free.pop())
                return

    def drain(self) -> list[T]:
        """Return all free things, and have none any more."""
        things, self._free = self._free, []
        return things

    def _tire(self, turn: tuple[str, asyncio.Future[T]]) -> None:
        if not turn[1].done():
            self._queue.remove(turn)
            turn[1].set_exception(_busy())


def _busy() -> UnavailableError:
    return UnavailableError(
        "混み合っています。少し待ってからもう一度送ってください。",
        "Too many queries are waiting; try again in a while.",
    )
