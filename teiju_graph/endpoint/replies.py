"""Replies to strangers' requests: asked of a pool or of a store, and kept for whoever asks the same again."""

import threading
from collections import OrderedDict
from typing import Protocol

from teiju_graph.endpoint import protocol
from teiju_graph.endpoint.protocol import Reply, Request
from teiju_graph.engines.store import Store


class Answerer(Protocol):
    """What replies to a request for a query."""

    def answer(self, request: Request, client: str = "") -> Reply:
        """Return the reply to a request of the client with that address; see protocol.answer for the errors."""
        ...


class Unguarded:
    """Replies from a store in this very process, without a deadline: for tests and for stores that end queries
    themselves."""

    def __init__(self, store: Store):
        self._store = store

    def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer."""
        return protocol.answer(self._store, request)


class Kept:
    """Replies kept up to a number of bytes, the least recently asked for forgotten first. The data must not change."""

    def __init__(self, answerer: Answerer, most: int = 64 * 2**20):
        self.answerer, self._room = answerer, most
        self.hits = self.misses = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Request, Reply] = OrderedDict()

    def answer(self, request: Request, client: str = "") -> Reply:
        """See Answerer.answer; errors and what changes by itself are not kept."""
        with self._lock:
            if request in self._kept:
                self._kept.move_to_end(request)
                self.hits += 1
                return self._kept[request]
            self.misses += 1
        reply = self.answerer.answer(request, client)
        if reply.lasting:
            with self._lock:
                if request not in self._kept:
                    self._kept[request] = reply
                    self._room -= _size(request, reply)
                while self._room < 0:
                    self._room += _size(*self._kept.popitem(last=False))
        return reply


def _size(request: Request, reply: Reply) -> int:
    return len(reply.body) + len(request.query_string) + len(request.body) + len(request.accept) + 1000
