"""Starts the server, runs the suites one after another, and says which tests can't apply to it."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.manifests import MF, QT, UT, Test, file_of, read_tests
from tests.conformance.suites import Server, run

SUITES = {
    "protocol": "sparql11/protocol/manifest.ttl",
    "service description": "sparql11/service-description/manifest.ttl",
    "graph store protocol": "sparql11/graph-store-protocol/manifest.ttl",
    "SPARQL 1.1 query": "sparql11/manifest-sparql11-query.ttl",
    "SPARQL 1.1 results": "sparql11/manifest-sparql11-results.ttl",
    "SPARQL 1.1 update": "sparql11/manifest-sparql11-update.ttl",
    "SPARQL 1.2": "sparql12/manifest.ttl",
}
_REACHING_OUT = re.compile(r"\b(SERVICE|LOAD)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What became of a test: `passed`, `failed` or `inapplicable`, with what went otherwise."""

    test: Test
    outcome: str
    told: str


@contextmanager
def serving() -> Iterator[Server]:
    """Start `teiju conformance` on a free port of loopback, and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "teiju_graph", "--lang", "en", "conformance", "--port", str(port)],
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stderr and b"Ready" in process.stderr.readline()
        yield Server(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()


def outcomes(server: Server, folder: Path, suites: dict[str, str] = SUITES) -> Iterator[Outcome]:
    """Yield what becomes of each test of the suites in `folder`."""
    for suite, manifest in suites.items():
        for test in read_tests(folder / "rdf-tests" / "sparql" / manifest, suite):
            if _reaches_out(test):
                yield Outcome(
                    test, "inapplicable", "It asks for SERVICE or LOAD, which this server refuses on purpose."
                )
                continue
            told = run(server, test)
            yield Outcome(test, "failed" if told else "passed", told)


def _reaches_out(test: Test) -> bool:
    if "Protocol" in test.kind or "Description" in test.kind or test.kind.startswith("Negative"):
        return False
    action = test.value(MF.action)
    text = test.value(QT.query, action) or test.value(UT.request, action) or action
    words = re.sub(r"#[^\n<>]*\n", "\n", file_of(text).read_text(encoding="utf-8"))
    return bool(_REACHING_OUT.search(re.sub(r"<[^>\s]*>", "", words)))
