"""Queries that can be stopped: strangers' queries run in worker processes, which are ended at the deadline.

A pool of workers forked by one zygote (zygote.py) that has loaded the data; a query waits for a free worker, in turn.
A worker that passes a limit is replaced; nobody else notices. All but forking happens on one event loop."""

import array
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path

from teiju_graph.endpoint.frames import pack, unpack
from teiju_graph.endpoint.limits import Clients, Limits
from teiju_graph.endpoint.protocol import Reply, Request
from teiju_graph.endpoint.turns import Turns
from teiju_graph.endpoint.zygote import FORK
from teiju_graph.errors import DeadlineError, LimitError, UnavailableError, error_named

_MALLOC = "glibc.malloc.tcache_count=1000"  # a query allocates many small pieces: it takes a quarter less time so
_CLOSING = 5.0  # seconds beyond the deadline that queries under way get when the pool closes


class _Worker(asyncio.Protocol):
    """A worker process, and the socket to it."""

    def __init__(self, process: int):
        self._handle: int | None = os.pidfd_open(process)
        self._content = bytearray()
        self._answer: asyncio.Future[list[bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._content += data
        if self._answer and not self._answer.done() and (pieces := unpack(self._content)):
            self._content.clear()
            self._answer.set_result(pieces)

    def connection_lost(self, error: Exception | None) -> None:
        self._fail(EOFError())

    async def ask(self, frame: bytes, seconds: float) -> list[bytes]:
        """Send a frame and return the pieces of the answer. TimeoutError: it isn't there after so many seconds;
        EOFError: the worker is gone."""
        if self._transport.is_closing():
            raise EOFError
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        deadline = loop.call_later(seconds, self._fail, TimeoutError())
        self._transport.write(frame)  # type: ignore[attr-defined]
        try:
            return await self._answer
        finally:
            deadline.cancel()

    def end(self) -> None:
        if self._handle is None:  # it was ended already, and nothing could take its place
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        os.close(self._handle)
        self._handle = None
        self._transport.close()

    def _fail(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)


class _Zygote:
    """The process that has the data and forks workers. process: as the system knows one that was started here."""

    def __init__(self, control: socket.socket, process: "subprocess.Popen | None" = None):
        self._control, self._process = control, process
        self._forking = threading.Lock()

    @classmethod
    def start(cls, data: Path | None, limits: Limits) -> "_Zygote":
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [str(theirs.fileno()), json.dumps(asdict(limits)), str(data) if data else ""]
        process = subprocess.Popen(
            [sys.executable, "-m", "teiju_graph.endpoint.zygote", *words],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "GLIBC_TUNABLES": _MALLOC},
        )
        theirs.close()
        return cls(ours, process)

    def wait(self) -> None:
        """Wait until it has the data. UnavailableError: they can't be loaded."""
        told = json.loads(self._control.recv(2**16) or b'{"error": "the zygote ended"}')
        if "error" in told:
            raise UnavailableError(
                f"データを読み込めません:{told['error']}", f"The data can't be loaded: {told['error']}"
            )

    def until(self, day: date) -> "_Zygote":
        """Another one, over what was said until a day."""
        _, control = self._fork(str(day).encode(), socket.SOCK_SEQPACKET)
        return _Zygote(control)

    def fork(self) -> tuple[int, socket.socket]:
        """A worker: its process, and the socket to it."""
        return self._fork(FORK, socket.SOCK_STREAM)

    def close(self) -> None:
        self._control.close()
        if self._process:
            self._process.wait()

    def _fork(self, message: bytes, kind: int) -> tuple[int, socket.socket]:
        """What the zygote forks, and the socket to it. OSError, ValueError: the zygote ended."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        try:
            with self._forking, theirs:
                descriptor = array.array("i", [theirs.fileno()])
                self._control.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptor)])
                return json.loads(self._control.recv(2**10))["pid"], ours
        except BaseException:
            ours.close()
            raise


class Pool:
    """Workers over the Turtle files of one folder, on the event loop that opens it."""

    def __init__(
        self,
        data: Path | None = None,
        limits: Limits | None = None,
        origin: "tuple[Callable[[], _Zygote], Clients] | None" = None,
    ):
        """Start the zygote, which loads the data while its maker goes on; origin: what starts that of another pool in its
        place (see until), with what its clients have left."""
        self.limits = limits or Limits()
        self.replaced = 0
        self._turns: Turns[_Worker] = Turns(self.limits, [])
        folder = data and data.resolve()
        self._begin, self._clients = origin or (lambda: _Zygote.start(folder, self.limits), Clients(self.limits))
        self._zygote, self._forking = self._begin(), asyncio.Lock()

    def until(self, day: date, limits: Limits) -> "Pool":
        """Return another pool, still to be opened, over what was said until a day (see engines.moments), for the same
        clients; limits: this pool's, but for how many workers there are, wait and are held. To open it takes as long as
        finding out what was said."""
        return Pool(limits=limits, origin=(lambda: self._zygote.until(day), self._clients))

    async def open(self) -> None:
        """Fork the workers once the data are there; they are asked on the loop that runs this. UnavailableError: the data
        can't be loaded."""
        self.loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._zygote.wait)
        self._turns = Turns(self.limits, [await self._fork() for _ in range(self.limits.workers)])

    async def answer(self, request: Request, client: str = "") -> Reply:
        """Return the reply to a client's query, as protocol.answer does. DeadlineError: it took too long; LimitError:
        its answer or its memory passed a limit; TurnError: the client has had its share of work; UnavailableError: too
        many queries wait."""
        worker = await self._turns.take(client)
        try:
            with self._clients.working(client):
                told = await worker.ask(_framed(request), self.limits.seconds)
        except (TimeoutError, EOFError, asyncio.CancelledError) as error:
            worker.end()  # also where nobody wants the answer any more: it must not reach the next who asks
            worker = await self._fork()
            self.replaced += 1
            if isinstance(error, TimeoutError):
                raise DeadlineError(
                    f"{self.limits.seconds:g} 秒で終わりませんでした。条件を足すか LIMIT を付けてください。",
                    f"It did not end within {self.limits.seconds:g} seconds; add conditions or a LIMIT.",
                ) from error
            if isinstance(error, EOFError):
                raise self._over("memory") from error
            raise
        finally:
            self._turns.give(worker, client)
        return self._read(*told)

    @property
    def busy(self) -> int:
        """How many workers have a query."""
        return self.limits.workers - self._turns.free

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._turns.waiting

    async def close(self) -> None:
        """End the workers and the zygote, once the queries under way are answered or their time is up."""
        end = time.monotonic() + self.limits.seconds + _CLOSING
        while self.busy and time.monotonic() < end:
            await asyncio.sleep(0.01)
        for worker in self._turns.drain():
            worker.end()
        self._zygote.close()

    def _read(self, what: bytes, name: bytes, ja: bytes, en: bytes, column: bytes, body: bytes) -> Reply:
        """What a worker tells (see zygote.reply)."""
        if what == b"cap":
            raise self._over(name.decode())
        if what == b"error":
            raise error_named(name.decode())(ja.decode(), en.decode(), column=column.decode() or None)
        return Reply(name.decode(), body, what == b"lasting")

    async def _fork(self) -> _Worker:
        """A new worker. The zygote takes its time over it, so it is asked in a thread. UnavailableError: it ended, and no
        other could take its place."""
        async with self._forking:
            try:
                process, channel = await asyncio.to_thread(self._zygote.fork)
            except (OSError, ValueError):  # it ended, as when the system runs out of memory
                process, channel = await asyncio.to_thread(self._fork_anew)
        loop = asyncio.get_running_loop()
        return (await loop.create_unix_connection(lambda: _Worker(process), sock=channel))[1]

    def _fork_anew(self) -> tuple[int, socket.socket]:
        self._zygote.close()
        try:
            self._zygote = self._begin()
            self._zygote.wait()
            return self._zygote.fork()
        except (OSError, ValueError) as error:
            raise UnavailableError(
                "今は答えられません。少し待ってからもう一度送ってください。",
                "It can't be answered now; try again in a while.",
            ) from error

    def _over(self, cap: str) -> LimitError:
        most = {"rows": f"{self.limits.rows:,} rows", "bytes": f"{self.limits.bytes:,} bytes"}.get(cap, "its memory")
        return LimitError(
            f"答えが上限({most})を超えました。LIMIT を付けるか、条件を足してください。",
            f"The answer passed the limit ({most}); add a LIMIT or conditions.",
        )


def _framed(request: Request) -> bytes:
    method, query_string, content_type, accept, body, base = request
    return pack(method.encode(), query_string.encode(), content_type.encode(), accept.encode(), body, base.encode())
