"""Queries that can be stopped: strangers' queries run in worker processes, which are ended at the deadline.

A pool of workers forked by one zygote (zygote.py) that has loaded the data; a query waits for a free worker, in turn.
A worker that passes a limit is replaced; nobody else notices."""

import array
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from teiju_graph.errors import DeadlineError, LimitError, UnavailableError, error_named
from teiju_graph.limits import Clients, Limits
from teiju_graph.protocol import Reply, Request
from teiju_graph.zygote import FRAME

_CLOSING = 5.0  # seconds that queries under way get when the pool closes


@dataclass
class _Worker:
    process: int
    handle: int
    channel: socket.socket


class Pool:
    """Workers over the Turtle files of one folder."""

    def __init__(self, data: Path | None = None, limits: Limits | None = None):
        """Start the zygote and the workers. UnavailableError: the data can't be loaded."""
        self.limits = limits or Limits()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [str(theirs.fileno()), json.dumps(asdict(self.limits)), str(data.resolve()) if data else ""]
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "teiju_graph.zygote", *words], pass_fds=[theirs.fileno()]
        )
        theirs.close()
        told = json.loads(self._control.recv(2**16) or b'{"error": "the zygote ended"}')
        if "error" in told:
            raise UnavailableError(
                f"データを読み込めません:{told['error']}", f"The data can't be loaded: {told['error']}"
            )
        self._lock, self._free = threading.Condition(), [self._fork() for _ in range(self.limits.workers)]
        self.waiting, self.replaced, self._held = 0, 0, Counter[str]()
        self._clients = Clients(self.limits)
        atexit.register(self.close)

    def answer(self, request: Request, client: str = "") -> Reply:
        """Return the reply to a client's query, as protocol.answer does. DeadlineError: it took too long; LimitError:
        its answer or its memory passed a limit; TurnError: the client has had its share of work; UnavailableError: too
        many queries wait."""
        worker = self._take(client)
        try:
            with self._clients.working(client):
                return self._ask(worker, request)
        except (TimeoutError, EOFError, ConnectionError) as error:
            self._end(worker)
            worker = self._fork()
            self.replaced += 1
            if isinstance(error, TimeoutError):
                raise DeadlineError(
                    f"{self.limits.seconds:g} 秒で終わりませんでした。条件を足すか LIMIT を付けてください。",
                    f"It did not end within {self.limits.seconds:g} seconds; add conditions or a LIMIT.",
                ) from error
            raise self._over("memory") from error
        finally:
            with self._lock:
                self._held[client] -= 1
                if not self._held[client]:
                    del self._held[client]
                self._free.append(worker)
                self._lock.notify_all()

    @property
    def busy(self) -> int:
        """How many workers have a query."""
        return self.limits.workers - len(self._free)

    def close(self) -> None:
        """End the workers and the zygote, once the queries under way are answered or their time is up."""
        atexit.unregister(self.close)
        with self._lock:
            self._lock.wait_for(lambda: len(self._free) == self.limits.workers, _CLOSING)
            while self._free:
                self._end(self._free.pop())
        self._control.close()
        self._zygote.wait()

    def _take(self, client: str) -> _Worker:
        def ready() -> bool:
            return bool(self._free) and self._held[client] < self.limits.held

        with self._lock:
            if not ready() and self.waiting >= self.limits.waiting:
                raise self._busy()
            self.waiting += 1
            try:
                if not self._lock.wait_for(ready, self.limits.patience):
                    raise self._busy()
                self._held[client] += 1
                return self._free.pop()
            finally:
                self.waiting -= 1

    def _ask(self, worker: _Worker, request: Request) -> Reply:
        end = time.monotonic() + self.limits.seconds
        asked = {name: value for name, value in vars(request).items() if name != "body"}
        packed = json.dumps(asked).encode()
        worker.channel.settimeout(self.limits.seconds)
        worker.channel.sendall(FRAME.pack(len(packed), len(request.body)) + packed + request.body)
        head, body = FRAME.unpack(_read(worker.channel, FRAME.size, end))
        told = json.loads(_read(worker.channel, head, end))
        content = _read(worker.channel, body, end)
        if "cap" in told:
            raise self._over(told["cap"])
        if "error" in told:
            raise error_named(told["error"])(told["ja"], told["en"], column=told["column"])
        return Reply(told["media_type"], content, told["lasting"])

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with _FORKING:
            descriptor = array.array("i", [theirs.fileno()])
            self._control.sendmsg([b"fork"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptor)])
            process = json.loads(self._control.recv(2**10))["pid"]
        theirs.close()
        return _Worker(process, os.pidfd_open(process), ours)

    def _end(self, worker: _Worker) -> None:
        try:
            signal.pidfd_send_signal(worker.handle, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.close(worker.handle)
        worker.channel.close()

    def _over(self, cap: str) -> LimitError:
        most = {"rows": f"{self.limits.rows:,} rows", "bytes": f"{self.limits.bytes:,} bytes"}.get(cap, "its memory")
        return LimitError(
            f"答えが上限({most})を超えました。LIMIT を付けるか、条件を足してください。",
            f"The answer passed the limit ({most}); add a LIMIT or conditions.",
        )

    def _busy(self) -> UnavailableError:
        return UnavailableError(
            "混み合っています。少し待ってからもう一度送ってください。",
            "Too many queries are waiting; try again in a while.",
        )


_FORKING = threading.Lock()


def _read(channel: socket.socket, length: int, end: float) -> bytes:
    """Exactly `length` bytes before the monotonic time `end`."""
    chunks = []
    while length:
        channel.settimeout(max(end - time.monotonic(), 0.001))
        chunk = channel.recv(min(length, 2**20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)
