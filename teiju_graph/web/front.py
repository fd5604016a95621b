"""The site as it is served (RSGI, the interface of granian): requests to the endpoint are answered on one event loop,
without threads or locks, and those to the site in threads beside it."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from granian.rsgi import ProtocolClosed

from teiju_graph.endpoint.protocol import Request
from teiju_graph.endpoint.workers import Pool
from teiju_graph.errors import ParameterError, TeijuError
from teiju_graph.web.endpoint import Endpoint, read_body, tell
from teiju_graph.web.gateway import Application, ask_site, environ_of
from teiju_graph.web.observation import Observed

_THREADS = 64  # pages at a time, also those that wait for workers, and queries to another endpoint
_GARBAGE = 20_000  # things made and not gone after which cycles among them are looked for; requests make none
_ENDING = 30.0  # seconds that requests under way get at the end


class Front:
    """Hands requests to the endpoint or else to the site. pool: the workers that it opens and closes, None for none;
    opened: what is called once they are open."""

    def __init__(self, site: Application, endpoint: Endpoint, observed: Observed, pool: Pool | None = None):
        self._site, self._endpoint, self._observed, self._pool = site, endpoint, observed, pool
        self.opened: Callable[[], object] = lambda: None
        self._running = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.set_default_executor(ThreadPoolExecutor(_THREADS))
        if self._pool:
            loop.run_until_complete(self._pool.open())
        gc.freeze()  # the site stays as long as the process: it need not be looked through again and again
        gc.set_threshold(_GARBAGE)
        self.opened()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self._end())

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        begun, asked = time.perf_counter(), _Scope(scope, protocol)
        body: bytes | Iterator[bytes]
        self._running += 1
        try:
            if self._endpoint.takes(asked):
                status, headers, body = await self._endpoint.answer(asked)
            else:
                status, headers, body = await self._ask_site(asked)
            self._observed.note(asked, status, _size(headers, body), time.perf_counter() - begun)
            if not body or asked.method == "HEAD":
                protocol.response_empty(status, headers)
            elif isinstance(body, bytes):
                protocol.response_bytes(status, headers, body)
            else:
                stream = protocol.response_stream(status, headers)
                while piece := await asyncio.to_thread(next, body, b""):
                    await stream.send_bytes(piece)
        except ProtocolClosed:
            pass  # whoever asked is gone
        finally:
            self._running -= 1

    async def _ask_site(self, asked: "_Scope") -> tuple[int, list[tuple[str, str]], bytes | Iterator[bytes]]:
        try:
            body = await read_body(asked, self._endpoint.limits.request)
        except TeijuError as error:
            return tell(error)
        return await asyncio.to_thread(ask_site, self._site, environ_of(asked, asked.headers.items(), body))

    async def _end(self) -> None:
        end = time.monotonic() + _ENDING
        while self._running and time.monotonic() < end:
            await asyncio.sleep(0.01)
        if self._pool:
            await self._pool.close()


class _Scope:
    """A request as RSGI tells it (see endpoint.Asked)."""

    __slots__ = ("_protocol", "client", "headers", "method", "origin", "path", "query", "request")

    def __init__(self, scope: Any, protocol: Any):
        self.headers, self._protocol = scope.headers, protocol
        self.method, self.path, self.query = scope.method, scope.path, scope.query_string
        self.client = scope.client.rpartition(":")[0].strip("[]")
        self.origin = f"{scope.scheme}://{self.header('host') or scope.authority or 'localhost'}"
        self.request: Request | None = None

    def header(self, name: str) -> str:
        found = self.headers.get_all(name)
        return found[0] if len(found) == 1 else ", ".join(found)

    async def read(self, most: int) -> bytes:
        if self.header("content-length"):  # not too long, as read_body has seen; in pieces it would take more turns
            return await self._whole()
        content = bytearray()
        async for piece in self._protocol:
            content += piece
            if len(content) > most:
                break
        return bytes(content)

    async def _whole(self) -> bytes:
        try:
            return await self._protocol()
        except ProtocolClosed as error:
            raise ParameterError(
                "本文が途中で終わっています。", "is more than the body has.", column="Content-Length"
            ) from error


def _size(headers: list[tuple[str, str]], body: bytes | Iterator[bytes]) -> int:
    if isinstance(body, bytes):
        return len(body)
    return next((int(value) for name, value in headers if name == "Content-Length"), 0)
