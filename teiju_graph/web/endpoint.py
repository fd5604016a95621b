"""The SPARQL endpoint (SPARQL 1.1 Protocol) in front of the site, which it leaves people to: what is sent for a request.

It stands outside Flask because programs send it many small requests that need nothing of what a page needs; how a
request comes in and an answer goes out is the affair of front.py and gateway.py."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, Protocol

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.negotiation import choose
from teiju_graph.endpoint.protocol import Operation, Request, read_operation
from teiju_graph.endpoint.replies import Answerer
from teiju_graph.errors import MethodError, ParameterError, SizeError, TeijuError

PATHS = ("/sparql", "/sparql/", "/en/sparql")
_READABLE = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Retry-After, Teiju-Limits"),
]
_PREFLIGHT = [
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
    ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
]
CORS = [*_READABLE, *_PREFLIGHT]
_ALLOWED = "GET, HEAD, POST, OPTIONS"
_SAFE = [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'; sandbox")]
_WAIT = "2"  # seconds after which a refused client may ask again
_REPEATED = 4096  # requests of which tag and headers are kept
_PAGE = ["application/sparql-results+json", "text/html"]


class Asked(Protocol):
    """An HTTP request as it comes in. origin: scheme and host, and the root of the site; request: what the endpoint made of it, for the log."""

    method: str
    path: str
    query: str
    client: str
    origin: str
    request: Request | None

    def header(self, name: str) -> str:
        """Return a header by its name in small letters, empty where there is none."""
        ...

    async def read(self, most: int) -> bytes:
        """Return the body, of which no more than `most` bytes and one are needed."""
        ...


class Told(NamedTuple):
    """What is sent for a request; of HEAD, all but the body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""


class Endpoint:
    """Answers the addresses PATHS, but for what browsers ask of them."""

    def __init__(
        self,
        answers: Answerer,
        digest: str,
        limits: Limits,
        update: Callable[[Operation, str], None] | None = None,
    ):
        """digest: of the data, for entity tags, empty where it may change; update: what carries out updates, in a store meant for them only; they
        may then be sent to `/update` as well."""
        self._answers, self._update, self.limits = answers, update, limits
        self._digest = hashlib.sha256(digest.encode()) if digest else None
        self._paths = frozenset([*PATHS, "/update"] if update else PATHS)
        self._headers = [("Vary", "Accept"), ("Teiju-Limits", limits.words()), *_READABLE, *_SAFE]
        # what is asked again and again is not made again; an address is short, a body need not be
        self._tag_of_short = lru_cache(_REPEATED)(self._tag)
        self._headers_of = lru_cache(_REPEATED)(self._make_headers)

    def takes(self, asked: Asked) -> bool:
        """Return whether a request is the endpoint's to answer, and not the site's."""
        return asked.path in self._paths and not _is_for_people(asked)

    async def answer(self, asked: Asked) -> Told:
        """Return what is sent for a request; errors are told, too."""
        try:
            return await self._exchange(asked)
        except TeijuError as error:
            return self._told(*tell(error))

    async def _exchange(self, asked: Asked) -> Told:
        if asked.method == "OPTIONS":
            return self._told(204, [("Allow", _ALLOWED), *_PREFLIGHT])
        if asked.method not in ("GET", "HEAD", "POST"):
            raise MethodError("GET か POST で送ってください。", "Send it by GET or POST.")
        request = asked.request = await self._read(asked)
        if self._update and (operation := read_operation(request, writable=True)) and operation.kind == "update":
            self._update(operation, request.base)
            return self._told(204, [])
        seen = asked.header("if-none-match")
        tag = self._tag(request) if request.body else self._tag_of_short(request)
        if tag and tag in seen:
            return self._told(304, [("ETag", tag)])
        reply = await self._answers.answer(request, asked.client)
        if tag and seen.strip() == "*":
            return self._told(304, [("ETag", tag)])
        return Told(200, self._headers_of(reply.media_type, tag if reply.lasting else "", len(reply.body)), reply.body)

    def _told(self, status: int, headers: list[tuple[str, str]], body: bytes = b"") -> Told:
        length = [] if status in (204, 304) else [("Content-Length", str(len(body)))]
        return Told(status, [*headers, *self._headers, *length], body)

    def _make_headers(self, media_type: str, tag: str, length: int) -> list[tuple[str, str]]:
        """The headers of an answer; tag: empty where it may be another the next time."""
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        kept = [("ETag", tag), ("Cache-Control", "no-cache")] if tag else [("Cache-Control", "no-store")]
        return [("Content-Type", media_type + charset), *kept, *self._headers, ("Content-Length", str(length))]

    async def _read(self, asked: Asked) -> Request:
        """The request as far as it matters; HEAD is answered as GET is."""
        if len(asked.query) > self.limits.address:
            error = SizeError(
                f"アドレスが {self.limits.address:,} 文字を超えています。POST で送ってください。",
                f"The address is longer than {self.limits.address:,} characters; send it by POST.",
            )
            error.status = 414
            raise error
        base, accept = asked.origin + asked.path, asked.header("accept")
        if asked.method != "POST":
            return Request("GET", asked.query, "", accept, b"", base)
        body = await read_body(asked, self.limits.request)
        return Request("POST", asked.query, asked.header("content-type"), accept, body, base)

    def _tag(self, request: Request) -> str:
        """The same request over the same data gets the same answer: so the tag is known before the answer is."""
        if not self._digest:
            return ""
        _, query_string, content_type, accept, body, base = request
        digest = self._digest.copy()
        digest.update(f"{query_string}\0{content_type}\0{accept}\0{base}\0".encode() + body)
        return f'"{digest.hexdigest()[:32]}"'


async def read_body(asked: Asked, most: int) -> bytes:
    """Return the body of a request. SizeError: it is longer than `most` bytes; ParameterError: its length is no number."""
    try:
        length = int(asked.header("content-length") or 0)
    except ValueError as error:
        raise ParameterError("数ではありません。", "is not a number.", column="Content-Length") from error
    body = b"" if length > most else await asked.read(most)
    if length > most or len(body) > most:
        raise SizeError(f"{most:,} バイトを超えています。", f"The request is longer than {most:,} bytes.")
    return body


def tell(error: TeijuError) -> Told:
    """Return what tells a program of an error, in both languages."""
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    if error.status in (429, 503):
        headers.append(("Retry-After", _WAIT))
    if error.status == 405:
        headers.append(("Allow", _ALLOWED))
    return Told(error.status, headers, f"{error.message('en')}\n{error.message('ja')}\n".encode())


def _is_for_people(asked: Asked) -> bool:
    """A browser that asks for a page; or a GET that asks nothing, whose answer is the service description."""
    if asked.method not in ("GET", "HEAD"):
        return False
    if "query=" not in asked.query and "update=" not in asked.query:
        return True
    accept = asked.header("accept")
    return "text/html" in accept and "format=" not in asked.query and choose(accept, _PAGE) == "text/html"
