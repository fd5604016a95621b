"""Replicas behind HAProxy: a new snapshot takes over without a failed request, and a killed replica loses at most what
it was just answering."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.snapshot import STORE
from teiju_graph.engines.store import open_store
from teiju_graph.errors import DeadlineError, GraphError
from teiju_graph.files import folder
from teiju_graph.releases.snapshots import write_snapshot
from teiju_graph.replicas.balancer import Balancer
from teiju_graph.replicas.replicas import Replicas
from teiju_graph.web import create_app
from tests.engines import free_port
from tests.test_operation import SLOW

CLIENTS = 8
WHICH = "ASK { GRAPH <https://w3id.org/teiju/graph/more> { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory) -> tuple[Path, Path]:
    """A snapshot of the release, and one with a statement more."""
    if not shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("HAProxy is not installed (tests/install-debian installs it where it may)")
    place = tmp_path_factory.mktemp("snapshots")
    data = Path(shutil.copytree(folder("data/ttl"), place / "ttl"))
    (data / "more.ttl").write_text("<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n")
    return write_snapshot(place)[0], write_snapshot(place, data)[0]


@pytest.fixture
def running(snapshots):
    """Two replicas of the first snapshot, and their address."""
    port = free_port()
    replicas = Replicas(snapshots[0], 2, port=port, seconds=2)
    yield replicas, f"http://127.0.0.1:{port}/query"
    replicas.close()


class Load:
    """Clients that ask one query after another, each over a connection of its own; when each was sent, and what came
    back."""

    def __init__(self, address: str):
        self.told: list[tuple[float, str]] = []
        self._place = urllib.parse.urlsplit(address)
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(CLIENTS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self.wait_for(100)
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more answers have come."""
        wanted, end = len(self.told) + more, time.monotonic() + 60
        while len(self.told) < wanted and time.monotonic() < end:
            time.sleep(0.01)

    def counted(self) -> Counter[str]:
        return Counter(what for _, what in self.told)

    def _ask(self) -> None:
        path = f"{self._place.path}?{urllib.parse.urlencode({'query': WHICH})}"
        connection = http.client.HTTPConnection(self._place.netloc, timeout=20)
        while not self._ended.is_set():
            begun = time.monotonic()
            try:
                connection.request("GET", path, headers={"Accept": "application/sparql-results+json"})
                answer = connection.getresponse()
                body = answer.read()
                what = str(b'"boolean":true' in body) if answer.status == 200 else str(answer.status)
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                what = repr(error)
            self.told.append((begun, what))
        connection.close()


def test_a_new_snapshot_takes_over_without_a_failed_request(running, snapshots):
    replicas, address = running
    before = {each.process for each in replicas.replicas}
    with Load(address) as load:
        replicas.roll(snapshots[1])
        done = time.monotonic()
        load.wait_for(200)
    assert set(load.counted()) == {"False", "True"}
    assert {what for begun, what in load.told if begun > done} == {"True"}
    assert len(replicas.replicas) == 2 and not before & {each.process for each in replicas.replicas}


def test_a_killed_replica_loses_at_most_what_it_was_answering_and_is_replaced(running):
    replicas, address = running
    with Load(address) as load:
        os.kill(replicas.replicas[0].process, signal.SIGKILL)
        load.wait_for(300)
        assert replicas.mend() == 1
        load.wait_for(100)
    lost = load.counted().total() - load.counted()["False"]
    assert lost <= CLIENTS, load.counted()
    assert len(replicas.replicas) == 2 and all(each.lives for each in replicas.replicas)
    threads = [len(list(Path(f"/proc/{each.process}/task").iterdir())) for each in replicas.replicas]
    assert max(threads) < 100  # none is left behind by a query


def test_what_is_no_snapshot_does_not_take_over(running, tmp_path):
    replicas, address = running
    with pytest.raises(GraphError, match="no snapshot"):
        replicas.roll(tmp_path)
    assert RemoteStore(address).query(WHICH) is not None


def test_a_runaway_does_not_keep_others_waiting_and_ends_with_its_replica(running):
    replicas, address = running
    before = {each.process for each in replicas.replicas}
    told = []
    runaway = threading.Thread(target=lambda: told.append(pytest.raises(DeadlineError, RemoteStore(address).query, SLOW)))  # fmt: skip
    runaway.start()
    with Load(address) as load:
        runaway.join()
        assert replicas.mend() == 1 and replicas.mend() == 0
        load.wait_for(100)
    assert told and set(load.counted()) == {"False"}
    assert len(before & {each.process for each in replicas.replicas}) == 1


def test_only_queries_are_taken(running):
    _, address = running
    place = urllib.parse.urlsplit(address).netloc
    for method, path in (("POST", "/update"), ("GET", "/store"), ("DELETE", "/query"), ("GET", "/")):
        connection = http.client.HTTPConnection(place, timeout=20)
        connection.request(method, path, body=b"update=CLEAR+ALL" if method == "POST" else None)
        assert connection.getresponse().status in (404, 405), path
        connection.close()


@contextmanager
def command(*words: str):
    """Run `teiju replicas`; yield the process once it is ready, and the address."""
    port = str(free_port())
    line = [sys.executable, "-m", "teiju_graph", "--lang", "en", "replicas", "--port", port, *words]
    process = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    try:
        told = process.stderr.readline()
        assert "Ready" in told, told
        yield process, f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(40)
        process.stderr.close()


def test_the_command_follows_a_link_serves_a_site_and_ends(snapshots, tmp_path):
    link = tmp_path / "current"
    link.symlink_to(snapshots[0])
    with command(str(link), "--count", "1") as (process, address):
        remote = RemoteStore(address)
        page = create_app(remote).test_client().get("/doc/municipality/012050.html", headers={"Accept": "text/html"})
        assert "登別市" in page.text
        assert not remote.query(WHICH)
        link.unlink()
        link.symlink_to(snapshots[1])
        process.send_signal(signal.SIGHUP)
        assert snapshots[1].name in process.stderr.readline() and remote.query(WHICH)
        process.terminate()
        assert process.wait(40) == 0


def test_a_snapshot_that_no_replica_can_serve_is_told_and_the_one_before_served_on(snapshots, tmp_path):
    hollow = shutil.copytree(snapshots[1], tmp_path / "hollow", ignore=shutil.ignore_patterns(STORE))
    link = tmp_path / "current"
    link.symlink_to(snapshots[0])
    with command(str(link), "--count", "1") as (process, address):
        link.unlink()
        link.symlink_to(hollow)
        process.send_signal(signal.SIGHUP)
        assert "can't be served" in process.stderr.readline()
        assert not RemoteStore(address).query(WHICH) and process.poll() is None


def test_the_balancer_is_not_stopped_by_what_it_has_to_say(snapshots):
    balancer = Balancer("127.0.0.1", free_port(), 2, 2.0)
    try:
        for number in range(600):
            balancer.put(number % 2, 1)
            balancer.drain(number % 2, 0)
        assert balancer.failed(0) == 0
    finally:
        balancer.close()


@pytest.mark.parametrize("wrong", ["no snapshot", "taken port"])
def test_what_can_not_start_says_why_and_leaves_nothing_running(running, snapshots, tmp_path, wrong):
    port = urllib.parse.urlsplit(running[1]).port if wrong == "taken port" else free_port()
    place = snapshots[0] if wrong == "taken port" else tmp_path
    told = subprocess.run(
        [sys.executable, "-m", "teiju_graph", "--lang", "en", "replicas", str(place), "--port", str(port)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 2 and len(told.stderr.splitlines()) == 1, told.stderr
    assert ("choose another number" if wrong == "taken port" else "teiju snapshot") in told.stderr


def test_the_help_names_what_guards_them():
    assert "teiju serve --endpoint" in CliRunner().invoke(main, ["replicas", "--help"]).output


def test_the_replicas_hold_what_the_release_holds(running):
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    ours = next(iter(open_store().query(query)))["n"].value
    assert next(iter(RemoteStore(running[1]).query(query)))["n"].value == ours
