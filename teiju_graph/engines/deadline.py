"""HTTP with a total deadline: the seconds that `urlopen` is given count for the whole exchange, headers and body too.

The timeout of a socket alone never catches a server that sends a byte now and then. Redirects are followed only where
the caller says how many."""

import http.client
import ipaddress
import re
import socket
import ssl
import time
import urllib.request
from functools import cache
from urllib.parse import urlsplit


class _Ending:
    """A socket whose reads end at a monotonic time."""

    end: float | None = None

    def recv_into(self, *args, **named):
        """Read as the socket does. TimeoutError: the time is up."""
        if self.end is not None:
            left = self.end - time.monotonic()
            if left <= 0:
                raise TimeoutError("the deadline has passed")
            self.settimeout(left)  # type: ignore[attr-defined]
        return super().recv_into(*args, **named)  # type: ignore[misc]


class _Socket(_Ending, socket.socket):
    pass


class _SecureSocket(_Ending, ssl.SSLSocket):
    pass


def _end(timeout: object) -> float | None:
    """When a timeout is over; None where the caller gave none (http.client then holds a mark in its place)."""
    return time.monotonic() + timeout if isinstance(timeout, int | float) else None


class _Connection(http.client.HTTPConnection):
    def connect(self) -> None:
        """Connect, the whole exchange being over within the timeout."""
        end = _end(self.timeout)
        super().connect()
        left = self.sock.gettimeout()
        self.sock = _Socket(fileno=self.sock.detach())
        self.sock.settimeout(left)
        self.sock.end = end


class _SecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        """Connect, the whole exchange being over within the timeout."""
        end = _end(self.timeout)
        super().connect()
        self.sock.end = end  # type: ignore[union-attr]


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, request):
        """Open an http: address."""
        return self.do_open(_Connection, request)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, request):
        """Open an https: address."""
        context = ssl.create_default_context()
        context.sslsocket_class = _SecureSocket
        return self.do_open(_SecureConnection, request, context=context)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **named):
        """Follow none: the operator named the server that may be asked."""
        return


class _FewRedirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 3

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """Follow as may_follow says; the seconds of the first request go on counting."""
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is None or not may_follow(req.full_url, new.full_url):
            return None
        new.end = req.end  # type: ignore[attr-defined]
        req.timeout = max(0.001, new.end - time.monotonic())  # type: ignore[attr-defined]  # what the next is opened with
        return new


def may_follow(asked: str, sent_on_to: str) -> bool:
    """Say whether who asks an address may be sent on to another: within the web, never from https: to http:, and never
    from outside to a host of the own network, which answers whoever is inside."""
    old, new = urlsplit(asked), urlsplit(sent_on_to)
    if new.scheme not in ("http", "https") or (old.scheme, new.scheme) == ("https", "http"):
        return False
    return old.netloc == new.netloc or _is_outside(new.hostname) or not _is_outside(old.hostname)


def _is_outside(host: str | None) -> bool:
    """Whether all that a name stands for is in the public network; a name that stands for nothing is."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True
    return all(ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)


def length_of(answer: http.client.HTTPResponse) -> int | None:
    """Return the length that an answer says it has; None: it says none; -1: what it says is no length."""
    told = answer.headers.get("Content-Length", "").strip()
    if not told:
        return None
    return int(told) if re.fullmatch(r"[0-9]{1,18}", told) else -1


def keep_deadlines() -> None:
    """Make `urlopen` of this process keep total deadlines, for the libraries that use it."""
    urllib.request.install_opener(urllib.request.build_opener(_Handler, _SecureHandler, _NoRedirect))


def open_page(request: urllib.request.Request, seconds: float) -> http.client.HTTPResponse:
    """Return the answer of an address of the web, or of one that it is sent on to (three at most), all within
    `seconds`. HTTPError, URLError, OSError, HTTPException: as urlopen raises them; also for what is not modified."""
    request.end = time.monotonic() + seconds  # type: ignore[attr-defined]
    return _followed().open(request, timeout=seconds)


@cache
def _followed() -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()  # without the handlers of file:, ftp: and data:
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        _Handler,
        _SecureHandler,
        _FewRedirects,
    ):
        opener.add_handler(handler())
    return opener
