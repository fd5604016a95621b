"""Pages as files: what the site answers at its addresses, rendered by several processes, with links between files."""

import ctypes
import gc
import hashlib
import io
import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from flask import Flask
from pyoxigraph import NamedNode

from teiju_graph.ahead import Ahead
from teiju_graph.errors import GoneError, MissingError, TeijuError
from teiju_graph.publish.addresses import Links, figure_of, file_of
from teiju_graph.vocab import thing
from teiju_graph.web import POLICY
from teiju_graph.web.gateway import ask_site
from teiju_graph.web.place import Place
from teiju_graph.web.things import show_thing, write_thing

_BATCH = 256
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_PERSON = "text/html,application/xhtml+xml,*/*;q=0.8"
_DOCUMENT = re.compile(r"(en/)?doc/([^/]+/.+)\.(html|ttl|jsonld)")
_SCRIPTS = {"script-src": "'self'", "connect-src": "'self'", "worker-src": "'self'"}


@dataclass
class Written:
    """What a batch of addresses gave: a line for each file for the list of digests, the paths that pages lead to, and
    the addresses that did not answer."""

    lines: list[str] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


class Renderer:
    """Writes what a site answers into a folder. base_url: where the folder will stand, ending with a slash."""

    def __init__(self, app: Flask, base_url: str, folder: Path):
        self.app, self._folder = app, folder
        self._store = app.extensions["store"]
        app.config["PROPAGATE_EXCEPTIONS"] = True  # a page that fails is no page left out
        scheme, _, rest = base_url.partition("://")
        host, _, root = rest.rstrip("/").partition("/")
        self._root = f"/{root}" if root else ""
        self.links = Links(f"{scheme}://{host}", self._root)
        self._environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": self._root,
            "QUERY_STRING": "",
            "SERVER_NAME": host.partition(":")[0],
            "SERVER_PORT": host.partition(":")[2] or ("443" if scheme == "https" else "80"),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def write(self, paths: Sequence[str]) -> Written:
        """Write the files for paths of the site (`doc/zone/a.html`, empty for the first page)."""
        written = Written()
        with self.app.app_context():
            if isinstance(self._store, Ahead):
                self._store.look_ahead(_things(paths))
            for path in paths:
                file = file_of(path)
                content = self._content(path, file, written)
                if content is not None:
                    written.lines.append(write_file(self._folder, file, content))
        return written

    def _content(self, path: str, file: str, written: Written) -> bytes | None:
        """What stands in the file of a path, None for nothing; what it leads to, or lacks, is added to `written`."""
        if path.startswith("id/"):  # known to exist; the page of a withheld thing says that it is
            return self.forwarding(f"/doc/{path.removeprefix('id/')}", file)
        if document := _DOCUMENT.fullmatch(path):
            with suppress(MissingError, GoneError):  # then the site says so
                return self._document(document[1] or "", document[2], document[3], file, written)
        status, headers, body = self._ask(path)
        if status in (301, 302, 303, 307, 308):
            return self.forwarding(headers["location"], file)
        if status == 410 and not file.endswith(".html"):
            return None  # the page says that it is withheld
        if status not in (200, 410):
            written.missing.append(path)
            return None
        if headers.get("content-type", "").startswith("text/html"):
            return self._page(body.decode(), headers.get("content-security-policy", ""), file, written)
        return self.links.in_sitemap(body) if b"<loc>" in body[:4096] else body

    def _document(self, language: str, path: str, form: str, file: str, written: Written) -> bytes:
        """The document of a thing: as the site answers, asked without a request, which would take as long again."""
        if form != "html":
            return write_thing(path, form)
        place = Place(self._root, language.rstrip("/") or "ja", f"/doc/{path}.html")
        return self._page(show_thing(place, path), POLICY, file, written)

    def _page(self, page: str, policy: str, file: str, written: Written) -> bytes:
        page, found = self.links.in_page(_with_policy(page, policy), file)
        written.found |= found
        return page.encode()

    def _ask(self, path: str) -> tuple[int, dict[str, str], bytes]:
        path, query = figure_of(path)
        environ = {**self._environ, "PATH_INFO": "/" + unquote(path).encode().decode("latin-1"), "QUERY_STRING": query}
        environ |= {"HTTP_ACCEPT": _PERSON, "wsgi.input": io.BytesIO()}
        status, headers, body = ask_site(self.app.wsgi_app, environ)
        whole = body if isinstance(body, bytes) else b"".join(body)
        return status, {name.lower(): value for name, value in headers}, whole

    def forwarding(self, location: str, file: str) -> bytes:
        """Return a page, as it stands in `file`, that leads on at once: what a plain host has for 303."""
        path = location.removeprefix(self.links.host).removeprefix(self._root)
        lead = f'<a href="{self._root}{path}">→ {path}</a>'
        text = (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>→</title>\n'
            f'<link rel="canonical" href="{self.links.host}{self._root}{path}">\n<p>{lead}</p>\n</html>\n'
        )
        page, _ = self.links.in_page(text, file)
        target = re.search(r'<a href="([^"]*)"', page)
        assert target
        refresh = f'<meta http-equiv="refresh" content="0; url={target[1]}">\n'
        return page.replace("<title>", refresh + "<title>", 1).encode()


def _things(paths: Iterable[str]) -> list[NamedNode]:
    """The things whose documents are among the paths."""
    return list(dict.fromkeys(thing(match[2]) for path in paths if (match := _DOCUMENT.fullmatch(path))))


def _with_policy(page: str, policy: str) -> str:
    """The page with its policy in itself, which allows the site's own scripts to ask and answer (a plain host sends
    no such header; `frame-ancestors` can't stand in a page)."""
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())
    parts.pop("frame-ancestors", None)
    for name, value in _SCRIPTS.items():
        parts.setdefault(name, value)
    told = "; ".join(f"{name} {value}" for name, value in parts.items())
    return page.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{told}">', 1)


def write_file(folder: Path, name: str, content: bytes) -> str:
    """Write a file into a folder; return its line for the list of digests, as sha256sum prints it."""
    place = f"{folder}/{name}"
    try:
        _put(place, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        _put(place, content)
    return f"{hashlib.sha256(content).hexdigest()}  {name}"


def _put(place: str, content: bytes) -> None:
    with open(place, "xb") as stream:
        stream.write(content)


def render(renderer: Renderer, paths: Iterable[str], processes: int, tell: Callable[[int], None]) -> Iterator[Written]:
    """Write the files for paths; yield what each batch gave, in order. tell: called with the number of addresses done.
    A path that two pages' links lead to is to be given once. TeijuError: a process was ended from outside."""
    batches = list(_batches(paths))
    if processes == 1 or len(batches) == 1:
        for batch in batches:
            yield renderer.write(batch)
            tell(len(batch))
        return
    context = multiprocessing.get_context("fork")  # the store is shared, not loaded anew
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(renderer,)) as pool:
        try:
            for batch, written in zip(batches, pool.map(_write, batches), strict=True):
                yield written
                tell(len(batch))
        except BrokenProcessPool as error:
            raise TeijuError(
                "ページを書く過程の一つが外から止められました。もう一度実行してください。",
                "a process that writes pages was ended from outside; run it again.",
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _batches(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    left = iter(paths)
    while batch := tuple(islice(left, _BATCH)):
        yield batch


_renderer: Renderer


def _begin(renderer: Renderer) -> None:
    """What each process does first: it ends when the command is killed, and leaves Ctrl+C to it."""
    global _renderer
    _renderer = renderer
    gc.freeze()  # what is shared with the other processes need not be looked through
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(ctypes.CDLL(None), "prctl"):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() == 1:
        os._exit(1)


def _write(paths: tuple[str, ...]) -> Written:
    return _renderer.write(paths)
