"""The replicas of a snapshot: started, replaced one after another by those of the next snapshot, and mended."""

from pathlib import Path

from teiju_graph.engines.snapshot import read_snapshot
from teiju_graph.errors import GraphError, UnavailableError
from teiju_graph.files import shown
from teiju_graph.replicas.balancer import Balancer
from teiju_graph.replicas.replica import Replica


class Replicas:
    """So many replicas behind one address. A query may take `seconds`; a replica whose query took longer is replaced, for
    nothing else ends that query."""

    def __init__(self, snapshot: Path, count: int, host: str = "127.0.0.1", port: int = 7878, seconds: float = 9.0):
        """Start them; they answer then. GraphError: `snapshot` is none, or damaged; UnavailableError: an engine is
        missing or does not start, or the port is taken."""
        self._seconds = seconds
        self._snapshot = _resolve(snapshot)
        self._slots: list[Replica | None] = [None] * (count + 1)
        self._failed = [0] * (count + 1)
        self._balancer = Balancer(host, port, count + 1, seconds)
        try:
            for _ in range(count):
                self._add(self._snapshot)
        except BaseException:
            self.close()
            raise

    @property
    def snapshot(self) -> Path:
        """The folder of the snapshot that new replicas serve."""
        return self._snapshot

    @property
    def replicas(self) -> list[Replica]:
        """The replicas that get requests."""
        return [each for each in self._slots if each]

    @property
    def lives(self) -> bool:
        """Whether requests are taken at all."""
        return self._balancer.lives

    def roll(self, snapshot: Path) -> None:
        """Let replicas of another snapshot take the place of these, one after another, without losing a request.
        GraphError, UnavailableError: as when starting; those that answer still do."""
        new = _resolve(snapshot)
        for slot, replica in list(enumerate(self._slots)):
            if replica:
                self._add(new)
                self._take_out(slot)
        self._snapshot = new

    def mend(self) -> int:
        """Put new replicas in the place of those that ended or are at a query that took too long; return how many.
        UnavailableError: HAProxy itself ended, or no replica starts."""
        if not self.lives:
            raise UnavailableError("HAProxy が終わりました。", "HAProxy has ended.")
        found = [slot for slot, replica in enumerate(self._slots) if replica and self._is_lost(slot, replica)]
        for slot in found:
            self._add(self._snapshot)
            self._take_out(slot)
        return len(found)

    def close(self) -> None:
        """End them all, once requests under way are answered."""
        self._balancer.close()
        for replica in self.replicas:
            replica.stop()

    def _add(self, snapshot: Path) -> None:
        slot = self._slots.index(None)
        replica = Replica(snapshot)
        self._failed[slot] = self._balancer.failed(slot)
        self._balancer.put(slot, replica.port)
        self._slots[slot] = replica

    def _is_lost(self, slot: int, replica: Replica) -> bool:
        return not replica.lives or self._balancer.failed(slot) > self._failed[slot]

    def _take_out(self, slot: int) -> None:
        replica = self._slots[slot]
        assert replica
        self._balancer.drain(slot, self._seconds if replica.lives else 0)
        self._slots[slot] = None
        replica.stop()


def _resolve(path: Path) -> Path:
    """The folder that a path names now: a link may name another one later."""
    place = path.resolve()
    if not read_snapshot(place):
        raise GraphError(
            "スナップショットではありません。teiju snapshot で作ってください。",
            "is no snapshot; make one with teiju snapshot.",
            file=shown(path),
        )
    return place
