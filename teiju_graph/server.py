"""The production server: granian over the site, its address told once it answers."""

import multiprocessing
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketSpec
from granian.server.mp import MPServer

from teiju_graph.engines.store import check_data
from teiju_graph.errors import GraphError, UnavailableError
from teiju_graph.variables import DATA, DRAFTS, ENDPOINT, LOG, REPORT, TIMEOUT

_PAUSES = 0.02, 1.0  # seconds between looks at whether the server answers: at first, and at most
_BESIDE = 2.0  # seconds that the old process of a reload still answers when the new one is ready to listen
_LOOK = 0.1  # seconds between looks at whether a new process lives and is still wanted
_ENDING = 30  # seconds that requests under way get at the end
_HEADERS = 2**16  # bytes of the headers of a request, with its address


def serve(
    host: str,
    port: int,
    data: Path | None,
    endpoint: str,
    timeout: float,
    log: str,
    report: str,
    ready: Callable[[str], None],
    refused: Callable[[GraphError], None] = lambda error: None,
    drafts: Path | None = None,
) -> None:
    """Serve the site until the process is ended: over the SPARQL endpoint at the address `endpoint`, or where that is
    empty over the Turtle files of the folder `data` (the release's own where None); a stranger's query may take
    `timeout` seconds; requests are written to the file `log` (`-`: standard error);
    `drafts`: the folder of tables whose drafts are shown too, None on every public server;
    `report` is the mail or web address for mistakes; `ready` is called with the address as soon as `/healthz` answers. SIGHUP loads the data anew,
    SIGTERM ends it, neither dropping a request; where the new data are broken, `refused` is called and the old ones stay.
    UnavailableError: the port is taken; GraphError: the data can't be loaded."""
    _take(host, port)
    if data:
        check_data(data)  # what is broken is told here, once, not by a process that dies
        os.environ[DATA] = str(data.absolute())  # a link is followed anew at each reload
    os.environ[ENDPOINT] = endpoint
    os.environ[TIMEOUT] = str(timeout)
    os.environ[LOG] = log
    os.environ[REPORT] = report or os.environ.get(REPORT, "")
    os.environ[DRAFTS] = str(drafts.resolve()) if drafts else ""
    _run("create_front", host, port, ready, lambda: _stands(data, refused))


def serve_conformance(port: int, ready: Callable[[str], None]) -> None:
    """Serve an empty store that can be written to, on loopback, until the process is ended; see serve."""
    _take("127.0.0.1", port)
    _run("create_conformance_front", "127.0.0.1", port, ready, lambda: True)


class _Server(MPServer):
    """Granian, whose new process takes the place of the old one at a reload once it is ready, however long that takes."""

    def __init__(self, application: str, **given: Any):
        self._heard, self._told = multiprocessing.Pipe(False)
        super().__init__(application, **given)

    def serve(self) -> None:  # type: ignore[override]
        """See MPServer.serve."""
        super().serve(target_loader=partial(_load, self._told), wrap_loader=True)

    def _init_shared_socket(self) -> None:
        """One socket for the old process and the new one: with one each, as granian has them on Linux, who waits at the
        old one's when it ends would be turned away."""
        listening = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd = listening  # type: ignore[assignment]
        self._sso = socket.socket(fileno=listening.get_fd())
        self._sso.set_inheritable(True)

    def _spawn_worker(self, *given: Any, **named: Any) -> Any:
        process = super()._spawn_worker(*given, **named)
        start = process.start

        def start_and_wait() -> None:
            start()
            while not self._heard.poll(_LOOK):
                if self.interrupt_signal or not process.is_alive():
                    return
            self._heard.recv_bytes()

        process.start = start_and_wait  # type: ignore[method-assign]
        return process


def _load(told: Connection, application: str) -> Any:
    """The application of that name, in its own process, which tells once it is ready."""
    from teiju_graph.web import served  # not in the process that watches

    front = getattr(served, application)()
    front.opened = lambda: told.send_bytes(b"ready")
    return front


def _run(application: str, host: str, port: int, ready: Callable[[str], None], may_reload: Callable[[], bool]) -> None:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    server = _Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        websockets=False,
        http1_settings=HTTP1Settings(max_buffer_size=_HEADERS),
        respawn_interval=_BESIDE,
        workers_kill_timeout=_ENDING,
        log_level=LogLevels.error,
    )

    def announce() -> None:
        _wait_for(f"{address}healthz")
        ready(address)

    def reload(number: int, frame: object) -> None:
        if may_reload():
            server.signal_handler_reload()

    threading.Thread(target=announce, daemon=True).start()
    server.on_startup(lambda: signal.signal(signal.SIGHUP, reload))
    server.serve()


def _stands(data: Path | None, refused: Callable[[GraphError], None]) -> bool:
    """Whether data that were changed can be loaded; where they can't, that is told."""
    try:
        if data:
            check_data(data)
    except GraphError as error:
        refused(error)
        return False
    return True


def _take(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise UnavailableError(
            f"{host}:{port} で待ち受けられません({error.strerror})。--port で別の番号を選んでください。",
            f"can't listen on {host}:{port} ({error.strerror}); choose another number with --port.",
        ) from error


def _wait_for(address: str) -> None:
    pause, most = _PAUSES
    while True:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(pause)
            pause = min(most, pause * 1.05)
