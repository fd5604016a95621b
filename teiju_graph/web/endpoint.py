"""The SPARQL endpoint (SPARQL 1.1 Protocol) as a WSGI application in front of the site, which it leaves people to.

It stands outside Flask because programs send it many small requests that need nothing of what a page needs."""

import hashlib
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.negotiation import choose
from teiju_graph.endpoint.protocol import Operation, Reply, Request, read_operation
from teiju_graph.endpoint.replies import Answerer
from teiju_graph.errors import MethodError, ParameterError, SizeError, TeijuError

PATHS = ("/sparql", "/sparql/", "/en/sparql")
CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
    ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match"),
    ("Access-Control-Expose-Headers", "ETag, Retry-After, Teiju-Limits"),
    ("Access-Control-Max-Age", "86400"),
]
_ALLOWED = "GET, HEAD, POST, OPTIONS"
_SAFE = [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'; sandbox")]
_WAIT = "2"  # seconds after which a refused client may ask again
_PAGE = ["application/sparql-results+json", "text/html"]

Application = Callable[[dict, Any], Iterable[bytes]]


class Endpoint:
    """Answers the addresses PATHS, and hands everything else to the site, and what browsers ask of PATHS too."""

    def __init__(
        self,
        site: Application,
        answers: Answerer,
        digest: str,
        limits: Limits,
        update: Callable[[Operation, str], None] | None = None,
    ):
        """digest: of the data, for entity tags, empty where it may change; update: what carries out updates, in a store meant for them only; they
        may then be sent to `/update` as well."""
        self._site, self._answers, self._update, self._limits = site, answers, update, limits
        self._digest = digest.encode()
        self._paths = frozenset([*PATHS, "/update"] if update else PATHS)
        self._headers = [("Vary", "Accept"), ("Teiju-Limits", limits.words()), *CORS, *_SAFE]

    def __call__(self, environ: dict, start_response: Any) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        if environ["PATH_INFO"] not in self._paths or _is_for_people(environ):
            return self._site(environ, start_response)
        try:
            status, headers, body = self._exchange(environ)
        except TeijuError as error:
            status, headers, body = tell(error)
        headers = [*headers, *self._headers, ("Content-Length", str(len(body)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _exchange(self, environ: dict) -> tuple[int, list[tuple[str, str]], bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return 204, [("Allow", _ALLOWED)], b""
        if method not in ("GET", "HEAD", "POST"):
            raise MethodError("GET か POST で送ってください。", "Send it by GET or POST.")
        request = environ["teiju.request"] = self._read(environ)
        if self._update and (operation := read_operation(request, writable=True)) and operation.kind == "update":
            self._update(operation, request.base)
            return 204, [], b""
        seen = environ.get("HTTP_IF_NONE_MATCH", "")
        tag = self._tag(request)
        if tag and tag in seen:
            return 304, [("ETag", tag)], b""
        reply = self._answers.answer(request, environ.get("REMOTE_ADDR", ""))
        if tag and seen.strip() == "*":
            return 304, [("ETag", tag)], b""
        return 200, _headers_of(reply, tag), reply.body

    def _read(self, environ: dict) -> Request:
        """The request as far as it matters; HEAD is answered as GET is."""
        query = environ.get("QUERY_STRING", "")
        accept = environ.get("HTTP_ACCEPT", "")
        if len(query) > self._limits.address:
            error = SizeError(
                f"アドレスが {self._limits.address:,} 文字を超えています。POST で送ってください。",
                f"The address is longer than {self._limits.address:,} characters; send it by POST.",
            )
            error.status = 414
            raise error
        base = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', 'localhost')}{environ['PATH_INFO']}"
        if environ["REQUEST_METHOD"] != "POST":
            return Request("GET", query, "", accept, b"", base)
        return Request("POST", query, environ.get("CONTENT_TYPE", ""), accept, self._read_body(environ), base)

    def _read_body(self, environ: dict) -> bytes:
        try:
            length = int(environ.get("CONTENT_LENGTH") or -1)
        except ValueError as error:
            raise ParameterError("数ではありません。", "is not a number.", column="Content-Length") from error
        most = self._limits.request
        body = b"" if length > most else environ["wsgi.input"].read(most + 1 if length < 0 else length)
        if length > most or len(body) > most:
            raise SizeError(f"{most:,} バイトを超えています。", f"The request is longer than {most:,} bytes.")
        return body

    def _tag(self, request: Request) -> str:
        """The same request over the same data gets the same answer: so the tag is known before the answer is."""
        if not self._digest:
            return ""
        digest = hashlib.sha256(self._digest)
        for part in (request.query_string, request.content_type, request.accept, request.base):
            digest.update(part.encode("latin-1", "replace") + b"\0")
        digest.update(request.body)
        return f'"{digest.hexdigest()[:32]}"'


def tell(error: TeijuError) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return the status, the headers and the body, in both languages, that tell a program of an error."""
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    if error.status in (429, 503):
        headers.append(("Retry-After", _WAIT))
    if error.status == 405:
        headers.append(("Allow", _ALLOWED))
    return error.status, headers, f"{error.message('en')}\n{error.message('ja')}\n".encode()


def _is_for_people(environ: dict) -> bool:
    """A browser that asks for a page; or a GET that asks nothing, whose answer is the service description."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return False
    query = environ.get("QUERY_STRING", "")
    if "query=" not in query and "update=" not in query:
        return True
    accept = environ.get("HTTP_ACCEPT", "")
    return "text/html" in accept and "format=" not in query and choose(accept, _PAGE) == "text/html"


def _headers_of(reply: Reply, tag: str) -> list[tuple[str, str]]:
    charset = "; charset=utf-8" if reply.media_type.startswith("text/") else ""
    lasting = reply.lasting and tag
    kept = [("ETag", tag), ("Cache-Control", "no-cache")] if lasting else [("Cache-Control", "no-store")]
    return [("Content-Type", reply.media_type + charset), *kept]
