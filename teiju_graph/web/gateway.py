"""The site as a WSGI application (PEP 3333), with the endpoint in front of it, for tests, for writing the site to files,
and for whoever runs it under a WSGI server; and a WSGI application asked from elsewhere."""

import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any

from teiju_graph.endpoint.protocol import Request
from teiju_graph.endpoint.replies import at_once
from teiju_graph.web.endpoint import Asked, Endpoint
from teiju_graph.web.observation import Observed

Application = Callable[[dict, Any], Iterable[bytes]]
_BARE = ("CONTENT_TYPE", "CONTENT_LENGTH")  # headers that WSGI names without HTTP_
_WHOLE = 2**20  # bytes of an answer that is sent in one piece


class Gateway:
    """Hands requests to the endpoint or else to the site. The endpoint's answers must not need an event loop."""

    def __init__(self, site: Application, endpoint: Endpoint, observed: Observed):
        self._site, self._endpoint, self._observed = site, endpoint, observed

    def __call__(self, environ: dict, start_response: Any) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        begun, asked = time.perf_counter(), _Environ(environ)
        if self._endpoint.takes(asked):
            told = at_once(self._endpoint.answer(asked))
            start_response(f"{told.status} {HTTPStatus(told.status).phrase}", list(told.headers))
            self._observed.note(asked, told.status, len(told.body), time.perf_counter() - begun)
            return [] if asked.method == "HEAD" else [told.body]

        def start(status: str, headers: list, *rest: Any) -> Any:
            size = int(next((value for name, value in headers if name == "Content-Length"), 0))
            self._observed.note(asked, int(status[:3]), size, time.perf_counter() - begun)
            return start_response(status, headers, *rest)

        return self._site(environ, start)


class _Environ:
    """A request as WSGI tells it (see endpoint.Asked)."""

    request: Request | None = None

    def __init__(self, environ: dict):
        self._environ = environ
        self.method, self.path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.query, self.client = environ.get("QUERY_STRING", ""), environ.get("REMOTE_ADDR", "")
        root = environ.get("SCRIPT_NAME", "")
        self.origin = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', 'localhost')}{root}"

    def header(self, name: str) -> str:
        key = name.upper().replace("-", "_")
        return self._environ.get(key if key in _BARE else f"HTTP_{key}", "")

    async def read(self, most: int) -> bytes:
        length = int(self.header("content-length") or -1)
        return self._environ["wsgi.input"].read(most + 1 if length < 0 else length)


def ask_site(site: Application, environ: dict) -> tuple[int, list[tuple[str, str]], bytes | Iterator[bytes]]:
    """Return the status, the headers and the body of the site's answer to a WSGI request; what has no length, or is
    longer than _WHOLE, in pieces."""
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], error: object = None) -> Callable[[bytes], object]:
        told[:] = int(status[:3]), headers
        return lambda _: None

    pieces = site(environ, start)
    status, headers = told
    length = next((int(value) for name, value in headers if name == "Content-Length"), _WHOLE + 1)
    if environ["REQUEST_METHOD"] != "HEAD" and length > _WHOLE:
        return status, headers, _closing(pieces)
    return status, headers, b"".join(_closing(pieces))


def environ_of(asked: Asked, headers: Iterable[tuple[str, str]], body: bytes) -> dict[str, object]:
    """Return a request with these headers and this body as WSGI tells it."""
    scheme, _, host = asked.origin.partition("://")
    environ: dict[str, object] = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path.encode().decode("latin-1"),
        "QUERY_STRING": asked.query.encode().decode("latin-1"),
        "REMOTE_ADDR": asked.client,
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": host.partition(":")[2] or ("443" if scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        key = key if key in _BARE else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _closing(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from filter(None, pieces)
    finally:
        if close := getattr(pieces, "close", None):
            close()
