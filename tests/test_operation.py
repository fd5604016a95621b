"""A server in operation: its log, its counters, new data without a dropped request, and an end that lets answers out."""

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager

import pytest

from teiju_graph.endpoint.limits import Limits
from teiju_graph.files import folder
from tests.engines import free_port

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 1) }"


@contextmanager
def serving(*options: str):
    """Start `teiju serve` on a free port; yield the process and the address."""
    port = free_port()
    command = [sys.executable, "-m", "teiju_graph", "--lang", "en", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        line = process.stderr.readline().decode()
        assert "Ready" in line, line
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(40)
        process.stderr.close()


def ask(address: str, query: str) -> tuple[int, bytes]:
    """The status and the body of the answer to a query."""
    body = urllib.parse.urlencode({"query": query}).encode()
    try:
        with urllib.request.urlopen(f"{address}/sparql", body, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def get(address: str) -> bytes:
    """What an address sends."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "access.jsonl"


@pytest.fixture(scope="module")
def server(log):
    with serving("--access-log", str(log), "--query-timeout", "1") as (_, address):
        yield address


def test_the_log_names_the_query_by_its_digest_and_its_time(server, log):
    ask(server, COUNT)
    get(f"{server}/sparql?query={urllib.parse.quote(COUNT)}")
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    asked = [line for line in lines if line["query"]]
    assert len({line["query"] for line in asked[-2:]}) == 1 and [line["method"] for line in asked[-2:]] == [
        "POST",
        "GET",
    ]
    assert all(line["ms"] > 0 and line["status"] == 200 for line in asked[-2:])


def test_the_counters_tell_what_happened(server):
    status, told = ask(server, SLOW)
    assert status == 504 and b"1 seconds" in told
    counters = get(f"{server}/metrics").decode()
    assert 'teiju_requests_total{status="504",what="sparql"} 1.0' in counters
    assert "teiju_workers_replaced 1.0" in counters and "teiju_workers_busy 0.0" in counters
    assert get(f"{server}/readyz") == b"ready\n" and get(f"{server}/healthz") == b"ok\n"


def test_as_of_a_day_a_query_that_runs_away_is_ended_too_and_requests_are_written_down_once(server, log):
    day = f"{server}/as-of/2023-06-01"
    for _ in range(3):  # there are two workers
        status, told = ask(day, SLOW)
        assert status == 504 and b"1 seconds" in told
    assert ask(day, COUNT)[0] == 200 == ask(server, COUNT)[0]
    assert b"2023" in get(f"{day}/doc/zone/nishi-iburi.html")
    assert 'teiju_requests_total{status="504",what="as-of"} 3.0' in get(f"{server}/metrics").decode()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines if line["path"].startswith("/as-of")] == [504, 504, 504, 200, 200]


def test_the_description_of_the_api_names_the_limits(server):
    told = json.loads(get(f"{server}/openapi.json"))
    assert told["x-limits"] == vars(Limits(seconds=1.0)) and "/sparql" in told["paths"]


def test_a_header_too_long_is_refused_and_the_server_goes_on(server):
    request = urllib.request.Request(f"{server}/", headers={"X-Long": "a" * 200_000})
    with pytest.raises((urllib.error.HTTPError, ConnectionError)) as told:
        urllib.request.urlopen(request, timeout=10)
    if isinstance(told.value, urllib.error.HTTPError):
        told.value.close()
        assert 400 <= told.value.code < 500
    assert ask(server, COUNT)[0] == 200


def test_new_data_are_served_without_a_dropped_request(tmp_path):
    for release in ("first", "second"):
        shutil.copytree(folder("data/ttl"), tmp_path / release)
    (tmp_path / "second" / "more.ttl").write_text(
        "<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"
    )
    data = tmp_path / "current"
    data.symlink_to("first")
    with serving("--data", str(data)) as (process, address):
        before, told, ended = ask(address, COUNT), [], threading.Event()
        day = f"{address}/as-of/2023-06-01"
        past = ask(day, COUNT), get(f"{day}/en/quality")

        def load() -> None:
            while not ended.is_set():
                told.append(ask(address, COUNT))

        thread = threading.Thread(target=load)
        thread.start()
        data.unlink()
        data.symlink_to("second")
        process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 300  # a busy machine takes its time to read the data in
        while (len(told) < 300 or before in told[-300:]) and time.monotonic() < end:
            time.sleep(0.1)  # for a while both answer
        ended.set()
        thread.join()
        assert ask(day, COUNT) != past[0] and get(f"{day}/en/quality") != past[1]
    assert {status for status, _ in told} == {200}
    assert told[-1] != before and len({body for _, body in told}) == 2


def test_broken_new_data_are_told_and_the_old_ones_served_on(tmp_path):
    shutil.copytree(folder("data/ttl"), tmp_path / "data")
    with serving("--data", str(tmp_path / "data")) as (process, address):
        before, broken = ask(address, COUNT), tmp_path / "data" / "broken.ttl"
        broken.write_text("<urn:a> <urn:b>")
        process.send_signal(signal.SIGHUP)
        assert b"broken.ttl, row 1: is not valid Turtle" in process.stderr.readline()
        assert b"served on" in process.stderr.readline()
        assert ask(address, COUNT) == before and process.poll() is None


def test_broken_data_are_told_once_and_not_served(tmp_path):
    (tmp_path / "broken.ttl").write_text("<urn:a> <urn:b>")
    command = [sys.executable, "-m", "teiju_graph", "--lang", "en", "serve", "--port", str(free_port())]
    told = subprocess.run([*command, "--data", tmp_path], check=False, capture_output=True, text=True, timeout=60)
    assert told.returncode == 2 and len(told.stderr.splitlines()) == 1 and "broken.ttl, row 1" in told.stderr


def test_the_end_lets_answers_under_way_out():
    with serving("--query-timeout", "2") as (process, address):
        told = []
        thread = threading.Thread(target=lambda: told.append(ask(address, SLOW)[0]))
        thread.start()
        time.sleep(0.7)
        process.terminate()
        thread.join()
        assert told == [504]
        assert process.wait(20) == 0
