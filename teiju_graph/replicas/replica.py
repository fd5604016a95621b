"""One replica: the native Oxigraph server over the store of a snapshot, which it only reads."""

import resource
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from teiju_graph.engines.snapshot import STORE
from teiju_graph.errors import UnavailableError
from teiju_graph.files import shown

QUERY = "/query"
ALIVE = f"{QUERY}?query=ASK%20%7B%7D"  # what tells that a replica answers
_PATIENCE = 30.0  # seconds until a server that does not answer is given up
_TRIES = 3  # another program may take the port first
_MEMORY = 2**31  # bytes of its own, beside the pages of the store that all share


class Replica:
    """A server on a free port of loopback; it ends when it takes more memory than _MEMORY. Its own `--timeout-s` is not
    used: under it every query leaves a thread behind until that time is over, of which it dies in seconds under load."""

    def __init__(self, snapshot: Path):
        """Start it; it answers then. UnavailableError: there is no Oxigraph server, or it does not start."""
        self.snapshot = snapshot
        for _ in range(_TRIES):
            self.port = _free_port()
            options = ["-l", snapshot / STORE, "-b", f"127.0.0.1:{self.port}"]
            self._process = subprocess.Popen(
                [_program(), "serve-read-only", *map(str, options)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            with suppress(ProcessLookupError):  # it has ended already
                resource.prlimit(self.process, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            if self._answers():
                return
            self.stop()
        raise UnavailableError(
            "Oxigraph サーバが動きません。teiju snapshot で作り直してください。",
            "can't be served by Oxigraph; make it again with teiju snapshot.",
            file=shown(snapshot),
        )

    @property
    def process(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether its process has not ended."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        end = time.monotonic() + _PATIENCE
        while self.lives and time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{ALIVE}", timeout=5):
                    return self.lives
            except OSError:
                time.sleep(0.02)
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _program() -> str:
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not found:
        raise UnavailableError(
            "Oxigraph サーバがありません。pip install 'teiju-graph[replicas]' で入ります。",
            "There is no Oxigraph server; pip install 'teiju-graph[replicas]' brings it.",
        )
    return found
