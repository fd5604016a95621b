"""Files of other servers, fetched only where they changed, within a deadline and a size, and told apart from error pages."""

import base64
import hashlib
import http.client
import time
import urllib.error
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.request import Request

from teiju_graph.engines.deadline import length_of, open_page
from teiju_graph.errors import BrokenError, DeadlineError, LimitError, MissingError, UnavailableError

_CHUNK = 2**16
_ANY = ("application/octet-stream", "binary/octet-stream", "text/plain", "")  # of hosts that don't know the file
_REMEMBERED = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@dataclass
class Downloads:
    """The files that one publisher is asked for, all of them within `seconds`.

    seen: by address, what the server said when the file was fetched last; what changed since stands there afterwards."""

    seconds: float
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        self._end = time.monotonic() + self.seconds

    def fetch(self, address: str, types: tuple[str, ...], most: int) -> bytes | None:
        """Return the content of a file of one of these media types, of `most` bytes at most; None: it is the one that
        was fetched last. MissingError: the server has no such file; UnavailableError: it can't be reached, or fails;
        DeadlineError, LimitError: it is too slow, too large; BrokenError: it is cut off, of another type, or not HTTP."""
        known = self.seen.get(address, {})
        asked = {_REMEMBERED[name]: value for name, value in known.items() if name in _REMEMBERED}
        accept = ", ".join((*types, "*/*;q=0.1"))
        request = Request(address, headers={"User-Agent": "teiju-graph", "Accept": accept, **asked})
        left = self._end - time.monotonic()
        if left <= 0:
            raise self._late()
        try:
            with open_page(request, left) as answer:
                _check_type(address, answer, types)
                content = self._read(address, answer, most)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 304 and asked:
                return None
            if error.code in (404, 410):
                raise MissingError(f"{address} はありません。", f"There is no {address}.") from error
            raise _unavailable(address, f"HTTP {error.code}") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late() from error
            raise _unavailable(address, str(error.reason)) from error
        except TimeoutError as error:
            raise self._late() from error
        except ConnectionError as error:
            raise _unavailable(address, str(error)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: it is sent on to no address
            raise _broken(address, "HTTP ではない", "it is not HTTP") from error
        told = _marks(answer)
        digest = _digest_told(answer.headers.get("Repr-Digest", ""))
        self.seen[address] = {**told, "sha256": hashlib.sha256(content).hexdigest()}
        if digest and digest != self.seen[address]["sha256"]:
            raise _broken(address, "サーバの示すダイジェストと違う", "it is not what its Repr-Digest says")
        if digest:
            self.seen[address]["Repr-Digest"] = digest
        return content

    def _read(self, address: str, answer: http.client.HTTPResponse, most: int) -> bytes:
        length = length_of(answer)
        if length is not None and length > most:
            raise too_large(address, most)
        content = bytearray()
        try:
            while chunk := answer.read(_CHUNK):
                content += chunk
                if len(content) > most:
                    raise too_large(address, most)
        except http.client.IncompleteRead as error:
            raise _broken(address, "途中で切れた", "it was cut off") from error
        if length is not None and len(content) != length:
            raise _broken(address, "途中で切れた", "it was cut off")
        return bytes(content)

    def _late(self) -> DeadlineError:
        return DeadlineError(
            f"{self.seconds:g} 秒のうちに届きませんでした。次の回にもう一度取りに行きます。",
            f"did not arrive within {self.seconds:g} seconds; the next harvest asks again.",
        )


def too_large(address: str, most: int) -> LimitError:
    """Return the error that a file is larger than it may be."""
    return LimitError(
        f"{address} は {most:,} バイトを超えます。正しい大きさなら --grown か --most で許してください。",
        f"{address} is larger than {most:,} bytes; if that is right, allow it with --grown or --most.",
    )


def _check_type(address: str, answer: http.client.HTTPResponse, types: tuple[str, ...]) -> None:
    told = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if told not in (*types, *_ANY):
        raise _broken(address, f"{told} として送られてきた", f"it came as {told}")


def _marks(answer: http.client.HTTPResponse) -> dict[str, str]:
    """By what the server tells later whether the file changed. Its date counts only where the file was not written in the
    very second of the answer, after which it could change again (RFC 9110, section 8.8.2.2)."""
    told = {name: answer.headers[name] for name in _REMEMBERED if answer.headers[name]}
    try:
        written, sent = (parsedate_to_datetime(answer.headers.get(name, "")) for name in ("Last-Modified", "Date"))
        sure = (sent - written).total_seconds() >= 1
    except (TypeError, ValueError):
        sure = False
    if not sure:
        told.pop("Last-Modified", None)
    return told


def _digest_told(header: str) -> str:
    """The SHA-256 of a header Repr-Digest (RFC 9530), in hexadecimal; empty where it gives none."""
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "sha-256" and value.startswith(":") and value.endswith(":"):
            try:
                return base64.b64decode(value[1:-1], validate=True).hex()
            except ValueError:
                return ""
    return ""


def _unavailable(address: str, why: str) -> UnavailableError:
    return UnavailableError(f"{address} を取れません({why})。", f"{address} can't be had ({why}).")


def _broken(address: str, ja: str, en: str) -> BrokenError:
    return BrokenError(f"{address} が壊れています({ja})。", f"{address} is broken: {en}.")
