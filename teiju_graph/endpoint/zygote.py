"""The process that loads the data once and forks workers: each answers one query after another over its own socket.

Started by workers.py as `python -m teiju_graph.endpoint.zygote FD LIMITS DATA`; told nothing but "fork", with the socket of the
new worker, or a day, with the socket of a process like itself over the data as of that day. A worker is cut off from the network before it sees a query: it may open no further file or socket."""

import array
import gc
import json
import os
import resource
import signal
import socket
import sys
from datetime import date
from io import RawIOBase
from pathlib import Path

from pyoxigraph import QuerySolutions

from teiju_graph.endpoint.formats import write_to
from teiju_graph.endpoint.frames import pack, receive
from teiju_graph.endpoint.protocol import Request, answer
from teiju_graph.engines.moments import until
from teiju_graph.engines.store import Answer, MemoryStore, open_store
from teiju_graph.errors import CapError, QueryError, TeijuError

FORK = b"fork"
# What stands once for each row, and how often beyond that: CSV and TSV have a heading, JSON has one comma less.
_ROW = {"csv": (b"\r\n", 1), "tsv": (b"\n", 1), "xml": (b"<result>", 0), "json": (b'"}},{"', -1)}


class Capped(RawIOBase):
    """A buffer that refuses to grow beyond a number of bytes, or of rows as `mark` counts them."""

    def __init__(self, most_bytes: int, most_rows: int, mark: bytes):
        self.chunks: list[bytes] = []
        self._bytes, self._rows = most_bytes, most_rows
        self._mark, self._tail = mark, b""

    def writable(self) -> bool:
        """Say that it takes bytes."""
        return True

    def write(self, chunk) -> int:  # type: ignore[override]
        """Take bytes. CapError: there are too many, or too many rows."""
        content = bytes(chunk)
        self.chunks.append(content)
        self._bytes -= len(content)
        if self._mark:
            text = self._tail + content
            self._rows -= text.count(self._mark)
            self._tail = text[len(text) - len(self._mark) + 1 :]
        if self._bytes < 0:
            raise CapError("bytes")
        if self._rows < 0:
            raise CapError("rows")
        return len(content)


def reply(store: MemoryStore, request: Request, limits: dict) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes]:
    """Return the pieces of the reply to a request: what it is (`lasting` or `once`, `cap`, `error`), the name of its media
    type, of the cap or of the error, that error's words in Japanese and English and its place, and the body."""

    def write(result: Answer, name: str) -> bytes:
        mark, more = _ROW[name] if isinstance(result, QuerySolutions) else (b"", 0)
        buffer = Capped(limits["bytes"], limits["rows"] + more, mark)
        write_to(result, name, buffer)
        return b"".join(buffer.chunks)

    try:
        told = answer(store, request, write)
        return b"lasting" if told.lasting else b"once", told.media_type.encode(), b"", b"", b"", told.body
    except CapError as error:
        return b"cap", error.cap.encode(), b"", b"", b"", b""
    except MemoryError:
        return b"cap", b"memory", b"", b"", b"", b""
    except OSError:  # no file or socket can be opened here
        return _error(QueryError("ほかの場所には届きません。", "It would reach out."))
    except TeijuError as error:
        return _error(error)


def work(store: MemoryStore, channel: socket.socket, limits: dict) -> None:
    """Answer requests from `channel` until it is closed."""
    with open("/proc/self/statm") as statm:
        held = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + limits["memory"], held + limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    while True:
        try:
            method, query_string, content_type, accept, body, base = receive(channel)
        except EOFError:
            return
        request = Request(
            method.decode(), query_string.decode(), content_type.decode(), accept.decode(), body, base.decode()
        )
        channel.sendall(pack(*reply(store, request, limits)))


def main(control: socket.socket, limits: dict, data: Path | None) -> None:
    """Load the data and breed (see there), or tell why they can't be loaded."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # dead workers leave no zombies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's to handle; it then closes the socket
    try:
        store = open_store(data)
    except TeijuError as error:
        control.sendall(json.dumps({"error": error.message("en")}).encode())
        return
    breed(control, store, limits)


def breed(control: socket.socket, store: MemoryStore, limits: dict) -> None:
    """Say that the data are there, and fork a process for each request until the other side is gone: a worker, or what
    breeds workers over the data as of a day."""
    gc.freeze()  # what the workers share is not looked through, and so not copied, by each
    control.sendall(b"{}")
    while True:
        message, ancillary, _, _ = control.recvmsg(16, socket.CMSG_LEN(array.array("i").itemsize))
        if not message:
            return
        descriptor = array.array("i", ancillary[0][2])[0]
        child = os.fork()
        if child == 0:
            control.close()
            channel = socket.socket(fileno=descriptor)
            if message == FORK:
                work(store, channel, limits)
            else:
                breed(channel, until(store, date.fromisoformat(message.decode())), limits)
            os._exit(0)
        os.close(descriptor)
        control.sendall(json.dumps({"pid": child}).encode())


def _error(error: TeijuError) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes]:
    name, column = type(error).__name__.encode(), (error.column or "").encode()
    return b"error", name, error.ja.encode(), error.en.encode(), column, b""


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3] else None)
