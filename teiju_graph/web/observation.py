"""What an operator sees of the traffic: counters for Prometheus, and a line of JSON for each request."""

import hashlib
import json
import sys
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from teiju_graph.endpoint.protocol import Request, read_operation
from teiju_graph.endpoint.replies import Answerer, Kept
from teiju_graph.endpoint.workers import Pool
from teiju_graph.errors import InputError
from teiju_graph.web.endpoint import PATHS, Application
from teiju_graph.web.memory import memory_held

_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Observed:
    """Hands requests on to an application, counts and times them, and writes them down if there is a log."""

    def __init__(self, application: Application, answers: Answerer, log: str = ""):
        """log: a file to append to, `-` for standard error, empty for none."""
        self._application = application
        self._log = _open(log)
        self._writing = threading.Lock()
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "teiju_requests", "Requests by what was asked and the status.", ["what", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "teiju_request_seconds", "Seconds until the answer.", ["what"], buckets=_BUCKETS, registry=self.registry
        )
        _watch(answers, self.registry)

    def __call__(self, environ: dict, start_response: Any) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        told: dict[str, Any] = {"status": 500, "bytes": 0}

        def start(status: str, headers: list, *rest: Any) -> Any:
            told["status"] = int(status[:3])
            told["bytes"] = int(next((value for name, value in headers if name == "Content-Length"), 0))
            return start_response(status, headers, *rest)

        begun = time.perf_counter()
        try:
            return self._application(environ, start)
        finally:
            seconds = time.perf_counter() - begun
            what = _what(environ["PATH_INFO"])
            self._requests.labels(what, told["status"]).inc()
            self._seconds.labels(what).observe(seconds)
            if self._log:
                self._write(environ, told, seconds)

    def tell(self) -> tuple[str, bytes]:
        """Return the media type and the text of the counters."""
        return CONTENT_TYPE_LATEST, generate_latest(self.registry)

    def _write(self, environ: dict, told: dict, seconds: float) -> None:
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": environ.get("REMOTE_ADDR", ""),
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            **told,
            "ms": round(seconds * 1000, 2),
            "query": query_digest(environ.get("teiju.request")),
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
    return first if first in ("doc", "id", "shared", "questions", "graph-store", "static", "metrics") else "page"


def _watch(answers: Answerer, registry: CollectorRegistry) -> None:
    """What the processes, the workers and the kept answers tell, read when it is asked for."""
    memory = Gauge("teiju_memory_bytes", "Memory of the server and its workers, shared once.", registry=registry)
    memory.set_function(memory_held)
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
