"""The production server: granian over the site, its address told once it answers."""

import os
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from teiju_graph.errors import UnavailableError
from teiju_graph.store import open_store

DATA = "TEIJU_DATA"
_PATIENCE = 60.0  # seconds until a server that does not answer is said to be late


def serve(host: str, port: int, data: Path | None, ready: Callable[[str], None]) -> None:
    """Serve the site over the Turtle files of the folder `data` (the release's own where None) until the process is
    ended; `ready` is called with the address as soon as `/healthz` answers. UnavailableError: the port is taken;
    GraphError: the data can't be loaded."""
    _take(host, port)
    if data:
        open_store(data)  # a broken file is told here, once, not by a worker that dies
        os.environ[DATA] = str(data.resolve())
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    threading.Thread(target=_announce, args=(address, ready), daemon=True).start()
    Granian(
        "teiju_graph.web:create_served_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=os.cpu_count(),
        websockets=False,
        log_level=LogLevels.warning,
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
