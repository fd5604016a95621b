"""HAProxy before the replicas: its configuration, and what it is told while it runs.

It has a slot more than there are replicas, so that the next one can be put beside those that it will follow."""

import csv
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from pathlib import Path

from teiju_graph.errors import UnavailableError
from teiju_graph.replicas.replica import ALIVE, QUERY

_PATIENCE = 10.0
# A request that got no answer is sent again to another replica: they only read. One that took too long is not.
_CONFIGURATION = """\
global
    stats socket {socket} mode 600 level admin
    hard-stop-after 30s
    noreuseport

defaults
    mode http
    timeout connect 1s
    timeout client 60s
    timeout http-request 10s
    timeout check 5s
    timeout queue {seconds:g}s
    timeout server {seconds:g}s
    retries 3
    option redispatch 1
    retry-on conn-failure empty-response junk-response 502 503

frontend queries
    bind {host}:{port}
    http-request deny deny_status 404 unless {{ path {path} }}
    http-request deny deny_status 405 unless METH_GET or {{ method HEAD POST OPTIONS }}
    default_backend replicas

backend replicas
    balance leastconn
    option httpchk
    http-check send meth GET uri {alive} ver HTTP/1.1 hdr Host localhost
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1 maxconn {share} disabled
{slots}
"""
_SHARE = 64  # requests that a replica gets at a time; the others wait


class Balancer:
    """HAProxy on a port, with so many slots for replicas; it answers 503 until one is put in."""

    def __init__(self, host: str, port: int, slots: int, seconds: float):
        """Start it. UnavailableError: it is not installed, or does not start."""
        program = shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        if not program:
            raise UnavailableError(
                "HAProxy がありません。apt-get install haproxy で入ります。",
                "There is no HAProxy; apt-get install haproxy brings it.",
            )
        self._folder = tempfile.TemporaryDirectory(prefix="teiju-")
        self._socket, file = Path(self._folder.name) / "haproxy.sock", Path(self._folder.name) / "haproxy.cfg"
        file.write_text(
            _CONFIGURATION.format(
                socket=self._socket,
                host=host,
                port=port,
                seconds=seconds,
                path=QUERY,
                alive=ALIVE,
                share=_SHARE,
                slots="\n".join(f"    server r{slot} 127.0.0.1:1" for slot in range(slots)),
            )
        )
        self._process = subprocess.Popen(
            [program, "-db", "-f", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert self._process.stderr
        self._words: deque[str] = deque(maxlen=9)  # read all the time: HAProxy would wait for room to write more
        self._hearing = threading.Thread(target=self._words.extend, args=(self._process.stderr,), daemon=True)
        self._hearing.start()
        self._wait(f"{host}:{port}")

    @property
    def lives(self) -> bool:
        """Whether its process has not ended."""
        return self._process.poll() is None

    def put(self, slot: int, port: int) -> None:
        """Give requests to the replica at a port of loopback, in that slot. UnavailableError, here and below: HAProxy does
        not answer."""
        self._tell(f"set server replicas/r{slot} addr 127.0.0.1 port {port}")
        self._tell(f"set server replicas/r{slot} state ready")

    def drain(self, slot: int, seconds: float) -> None:
        """Give the slot no more requests, and wait until those that it has are answered, at most so long."""
        self._tell(f"set server replicas/r{slot} state maint")
        end = time.monotonic() + seconds
        while self._count(slot, "scur") and time.monotonic() < end:
            time.sleep(0.02)

    def close(self) -> None:
        """Take no more requests, and end once those under way are answered."""
        self._process.send_signal(signal.SIGUSR1)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._clear()

    def failed(self, slot: int) -> int:
        """Return how many requests got no answer in that slot so far: too late, or broken off."""
        return self._count(slot, "eresp")

    def _clear(self) -> None:
        self._hearing.join()
        assert self._process.stderr
        self._process.stderr.close()
        self._folder.cleanup()

    def _count(self, slot: int, what: str) -> int:
        rows = csv.DictReader(self._tell("show stat").removeprefix("# ").splitlines())
        return next((int(row[what]) for row in rows if row["svname"] == f"r{slot}"), 0)

    def _tell(self, command: str) -> str:
        try:
            with socket.socket(socket.AF_UNIX) as channel:
                channel.settimeout(_PATIENCE)
                channel.connect(str(self._socket))
                channel.sendall(f"{command}\n".encode())
                return b"".join(iter(lambda: channel.recv(2**16), b"")).decode()
        except OSError as error:
            raise UnavailableError(f"HAProxy が答えません({error})。", f"HAProxy does not answer ({error}).") from error

    def _wait(self, place: str) -> None:
        while self.lives:
            try:
                self._tell("show info")
                return
            except UnavailableError:
                time.sleep(0.02)
        self._clear()
        why = self._words[-1].strip() if self._words else ""
        raise UnavailableError(
            f"HAProxy が {place} で動きません({why})。--port で別の番号を選んでください。",
            f"HAProxy does not start on {place} ({why}); choose another number with --port.",
        )
