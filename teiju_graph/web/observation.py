"""What an operator sees of the traffic: counters for Prometheus, and a line of JSON for each request."""

import hashlib
import json
import sys
import threading
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TextIO

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from teiju_graph.endpoint.protocol import Request, read_operation
from teiju_graph.endpoint.replies import Answerer, Kept, Outside
from teiju_graph.endpoint.workers import Pool
from teiju_graph.errors import InputError
from teiju_graph.web.endpoint import PATHS, Asked
from teiju_graph.web.memory import memory_held

_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Observed:
    """Counts and times requests, and writes them down if there is a log."""

    def __init__(self, answers: Answerer, log: str = ""):
        """log: a file to append to, `-` for standard error, empty for none."""
        self._log = _open(log)
        self._writing = threading.Lock()
        self.registry = CollectorRegistry()
        requests = Counter(
            "teiju_requests", "Requests by what was asked and the status.", ["what", "status"], registry=self.registry
        )
        seconds = Histogram(
            "teiju_request_seconds", "Seconds until the answer.", ["what"], buckets=_BUCKETS, registry=self.registry
        )
        self._counters = cache(lambda what, status: (requests.labels(what, status), seconds.labels(what)))
        _watch(answers, self.registry)

    def note(self, asked: Asked, status: int, size: int, seconds: float) -> None:
        """Note a request, the status and the bytes that were sent for it, and the seconds that this took."""
        requests, times = self._counters(_what(asked.path), status)
        requests.inc()
        times.observe(seconds)
        if self._log:
            self._write(asked, status, size, seconds)

    def tell(self) -> tuple[str, bytes]:
        """Return the media type and the text of the counters."""
        return CONTENT_TYPE_LATEST, generate_latest(self.registry)

    def _write(self, asked: Asked, status: int, size: int, seconds: float) -> None:
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": asked.client,
            "method": asked.method,
            "path": asked.path,
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 2),
            "query": query_digest(asked.request),
        }
        with self._writing:
            print(json.dumps(line, ensure_ascii=False), file=self._log, flush=True)


def query_digest(request: Request | None) -> str | None:
    """Return 16 hexadecimal digits that stand for the text of the query that a request asks for, however it was sent;
    None where there is none."""
    try:
        operation = read_operation(request, writable=True) if request else None
    except InputError:
        return None
    return hashlib.sha256(operation.text.encode()).hexdigest()[:16] if operation else None


def _what(path: str) -> str:
    if path in PATHS:
        return "sparql"
    first = path.removeprefix("/en").split("/")[1] if "/" in path.removeprefix("/en") else ""
    return (
        first if first in ("doc", "id", "shared", "questions", "graph-store", "static", "metrics", "as-of") else "page"
    )


def _watch(answers: Answerer, registry: CollectorRegistry) -> None:
    """What the processes, the workers and the kept answers tell, read when it is asked for."""
    memory = Gauge("teiju_memory_bytes", "Memory of the server and its workers, shared once.", registry=registry)
    memory.set_function(memory_held)
    if isinstance(answers, Outside):
        answers = answers.answerer
    if isinstance(answers, Kept):
        for name, text in (("hits", "Requests answered from those kept."), ("misses", "Requests that were worked on.")):
            Gauge(f"teiju_kept_{name}", text, registry=registry).set_function(partial(getattr, answers, name))
        answers = answers.answerer
    if isinstance(answers, Pool):
        pool = answers
        Gauge("teiju_workers_busy", "Workers with a query.", registry=registry).set_function(lambda: pool.busy)
        Gauge("teiju_queries_waiting", "Queries that wait.", registry=registry).set_function(lambda: pool.waiting)
        Gauge("teiju_workers_replaced", "Workers ended at a limit.", registry=registry).set_function(
            lambda: pool.replaced
        )


def _open(log: str) -> TextIO | None:
    if not log:
        return None
    return sys.stderr if log == "-" else Path(log).open("a", encoding="utf-8")
