"""What a stranger's query may take, and how clients share the workers."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from teiju_graph.errors import TurnError

_REMEMBERED = 10_000  # clients; the one unheard of longest is forgotten, its budget then being full again or nearly so


@dataclass(frozen=True)
class Limits:
    """What a query may take: seconds, rows, bytes of its answer, bytes of memory beyond the data; how many workers
    there are, how many queries may wait for one, and for how many seconds; how many workers one client holds at a time,
    and for how many seconds of work it may hold them, of which it regains `share` each second; and how many bytes a
    request and its address may have."""

    seconds: float = 10.0
    rows: int = 500_000
    bytes: int = 64 * 2**20
    memory: int = 2**30
    workers: int = 8
    waiting: int = 32
    patience: float = 30.0
    held: int = 6
    work: float = 240.0
    share: float = 4.0
    request: int = 2**20
    address: int = 2**14

    def words(self) -> str:
        """Return what a query and a client may take, as one line for people and headers."""
        return (
            f"seconds={self.seconds:g}, rows={self.rows}, bytes={self.bytes}, memory={self.memory}, "
            f"waiting={self.waiting}, parallel={self.held}, work-seconds={self.work:g}, "
            f"work-share={self.share:g}, request-bytes={self.request}, address-bytes={self.address}"
        )


class Clients:
    """Seconds of work that each client has left."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @contextmanager
    def working(self, client: str) -> Iterator[None]:
        """Charge the seconds spent inside to a client. TurnError: it has none left."""
        if self._charge(client, 0.0) <= 0:
            raise TurnError(
                f"この接続元の問い合わせは、続けて {self._limits.work:g} 秒分を使い切りました。少し待ってください。",
                f"Queries from your address have used up their {self._limits.work:g} seconds of work; wait a while.",
            )
        begun = time.monotonic()
        try:
            yield
        finally:
            self._charge(client, time.monotonic() - begun)

    def _charge(self, client: str, seconds: float) -> float:
        """Charge seconds of work to a client, and return how many it has left."""
        now = time.monotonic()
        left, then = self._left.pop(client, (self._limits.work, now))
        left = min(left + (now - then) * self._limits.share, self._limits.work) - seconds
        self._left[client] = left, now
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return left
