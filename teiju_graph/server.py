"""The production server: granian over the site, its address told once it answers."""

import os
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from teiju_graph.engines.store import open_store
from teiju_graph.errors import UnavailableError
from teiju_graph.variables import DATA, DRAFTS, ENDPOINT, LOG, REPORT, TIMEOUT

_PATIENCE = 60.0  # seconds until a server that does not answer is said to be late
# What a reload leaves the new process to get ready in while the old one answers: seconds, and times that reading the data
# took, for it reads them twice, and beside requests.
_CHANGE, _READING = 10.0, 6
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
    drafts: Path | None = None,
) -> None:
    """Serve the site until the process is ended: over the SPARQL endpoint at the address `endpoint`, or where that is
    empty over the Turtle files of the folder `data` (the release's own where None); a stranger's query may take
    `timeout` seconds; requests are written to the file `log` (`-`: standard error);
    `drafts`: the folder of tables whose drafts are shown too, None on every public server;
    `report` is the mail or web address for mistakes; `ready` is called with the address as soon as `/healthz` answers. SIGHUP loads the data anew,
    SIGTERM ends it, neither dropping a request. UnavailableError: the port is taken; GraphError: the data can't be loaded."""
    _take(host, port)
    begun = time.monotonic()
    if data:
        open_store(data)  # a broken file is told here, once, not by a worker that dies
        os.environ[DATA] = str(data.absolute())  # a link is followed anew at each reload
    os.environ[ENDPOINT] = endpoint
    os.environ[TIMEOUT] = str(timeout)
    os.environ[LOG] = log
    os.environ[REPORT] = report or os.environ.get(REPORT, "")
    os.environ[DRAFTS] = str(drafts.resolve()) if drafts else ""
    _run("create_front", host, port, ready, _CHANGE + _READING * (time.monotonic() - begun))


def serve_conformance(port: int, ready: Callable[[str], None]) -> None:
    """Serve an empty store that can be written to, on loopback, until the process is ended; see serve."""
    _take("127.0.0.1", port)
    _run("create_conformance_front", "127.0.0.1", port, ready, _CHANGE)


def _run(application: str, host: str, port: int, ready: Callable[[str], None], change: float) -> None:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    threading.Thread(target=_announce, args=(address, ready), daemon=True).start()
    Granian(
        f"teiju_graph.web.served:{application}",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        factory=True,
        websockets=False,
        http1_settings=HTTP1Settings(max_buffer_size=_HEADERS),
        respawn_interval=change,
        workers_kill_timeout=_ENDING,
        log_level=LogLevels.error,
    ).serve()


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


def _announce(address: str, ready: Callable[[str], None]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}healthz", timeout=1) as answer:
                if answer.status == 200:
                    return ready(address)
        except OSError:
            time.sleep(0.02)
