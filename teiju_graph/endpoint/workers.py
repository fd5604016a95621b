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
from collections import Counter, deque
from dataclasses import asdict, dataclass
from pathlib import Path

from teiju_graph.endpoint.frames import exchange
from teiju_graph.endpoint.limits import Clients, Limits
from teiju_graph.endpoint.protocol import Reply, Request
from teiju_graph.errors import DeadlineError, LimitError, UnavailableError, error_named

_CLOSING = 5.0  # seconds that queries under way get when the pool closes


@dataclass
class _Worker:
    process: int
    handle: int
    channel: socket.socket


@dataclass
class _Turn:
    """A client that waits for a worker; `come` is set when it has one."""

    client: str
    come: threading.Event
    worker: _Worker | None = None


class Pool:
    """Workers over the Turtle files of one folder."""

    def __init__(self, data: Path | None = None, limits: Limits | None = None):
        """Start the zygote and the workers. UnavailableError: the data can't be loaded."""
        self.limits = limits or Limits()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [str(theirs.fileno()), json.dumps(asdict(self.limits)), str(data.resolve()) if data else ""]
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "teiju_graph.endpoint.zygote", *words], pass_fds=[theirs.fileno()]
        )
        theirs.close()
        told = json.loads(self._control.recv(2**16) or b'{"error": "the zygote ended"}')
        if "error" in told:
            raise UnavailableError(
                f"データを読み込めません:{told['error']}", f"The data can't be loaded: {told['error']}"
            )
        self._lock, self._free = threading.Lock(), [self._fork() for _ in range(self.limits.workers)]
        self._queue, self._held = deque[_Turn](), Counter[str]()
        self.replaced = 0
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
            self._give(worker, client)

    @property
    def busy(self) -> int:
        """How many workers have a query."""
        return self.limits.workers - len(self._free)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return len(self._queue)

    def close(self) -> None:
        """End the workers and the zygote, once the queries under way are answered or their time is up."""
        atexit.unregister(self.close)
        end = time.monotonic() + _CLOSING
        while self.busy and time.monotonic() < end:
            time.sleep(0.01)
        with self._lock:
            while self._free:
                self._end(self._free.pop())
        self._control.close()
        self._zygote.wait()

    def _take(self, client: str) -> _Worker:
        """A free worker, or the one that comes free when it is this client's turn."""
        turn = _Turn(client, threading.Event())
        with self._lock:
            if len(self._queue) >= self.limits.waiting and not self._free:
                raise self._busy()
            self._queue.append(turn)
            self._serve()
            if not turn.worker and len(self._queue) > self.limits.waiting:
                self._queue.remove(turn)
                raise self._busy()
        turn.come.wait(self.limits.patience)
        with self._lock:
            if not turn.worker:
                self._queue.remove(turn)
                raise self._busy()
        return turn.worker

    def _give(self, worker: _Worker, client: str) -> None:
        with self._lock:
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
            self._free.append(worker)
            self._serve()

    def _serve(self) -> None:
        """Give free workers to those who wait, in turn; who holds as many as a client may waits on."""
        for turn in list(self._queue) if self._free else ():
            if self._held[turn.client] < self.limits.held:
                turn.worker = self._free.pop()
                self._held[turn.client] += 1
                self._queue.remove(turn)
                turn.come.set()
                if not self._free:
                    return

    def _ask(self, worker: _Worker, request: Request) -> Reply:
        asked = {name: value for name, value in vars(request).items() if name != "body"}
        told, content = exchange(worker.channel, asked, request.body, time.monotonic() + self.limits.seconds)
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
