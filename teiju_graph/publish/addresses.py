"""Addresses as files: which file a plain host sends for an address, and links that lead from file to file."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from markupsafe import Markup, escape

_FILES = frozenset(
    [
        "html",
        "ttl",
        "nt",
        "nq",
        "trig",
        "jsonld",
        "rdf",
        "csv",
        "tsv",
        "json",
        "rq",
        "rdfp",
        "xml",
        "txt",
        "svg",
        "png",
        "ico",
        "css",
        "js",
        "wasm",
        "gz",
        "zip",
        "cff",
        "md",
        "webmanifest",
    ]
)
_SAME = frozenset(("ttl", "nt", "nq", "jsonld", "rdf", "rq", "gz"))  # files that say the same in both languages
_DOCUMENT = re.compile(r"(en/)?doc/[^/]+/.+")
FIGURES = frozenset(("map", "matrix", "upset", "network", "kpi", "timeline", "departments"))
_LOCATION = re.compile(rb'(<loc>|href=")([^<"]*)')


@lru_cache(maxsize=16384)
def file_of(path: str) -> str:
    """Return the file for the path of an address, a figure's with its query after it (from the root of the site, without it): `doc/zone/a` is the page
    `doc/zone/a.html`, `shared` is `shared/index.html`, `shared.csv` is itself."""
    path = unquote(path)
    last = path.rpartition("/")[2]
    if last.rpartition(".")[2] in _FILES and "." in last or path.startswith(".well-known/") or path.isupper():
        return path
    if _DOCUMENT.fullmatch(path):
        return f"{path}.html"
    return f"{path.rstrip('/')}/index.html".lstrip("/")


def _place_of(path: str) -> str:
    """The file for a path, as links name it: a folder for its index."""
    return quote(file_of(path).removesuffix("index.html"), safe="/:@!$&'()*+,;=~")


class Links:
    """Turns the links of a page from addresses of the site at `root` (as `/sub`, empty for a host of its own) into
    ones that lead from file to file, wherever the folder is put.

    host: what stands before the root in whole addresses: `https://example.org`."""

    def __init__(self, host: str, root: str):
        self.host, self.root = host, root
        start = re.escape(root)
        leading = "|".join(f'(?<={name}=")' for name in ("href", "src", "action", "data-suggest"))
        # what all links begin with stands first: the engine leaps from one to the next
        self._attribute = re.compile(rf'="(?:{leading}){start}(/[^"]*)"')
        self._endpoint = re.compile(rf'"endpoint": "{start}(/[^"]*)"')
        self._whole = re.compile(rf'<link rel="canonical" href="{re.escape(host)}{start}(/[^"]*)"')

    def in_page(self, page: str, file: str) -> tuple[str, set[str]]:
        """Return the page with its links turned, as it stands in `file`, and the paths that it leads to."""
        up = "../" * file.count("/") or "./"
        found: set[str] = set()

        def turn(address: str) -> str:
            path, place = _lead(address)
            found.add(path)
            return f"{up}{place}"

        def turn_link(match: re.Match[str]) -> str:
            return match[0] if match[1].startswith("//") else f'="{turn(match[1])}"'

        page = self._attribute.sub(turn_link, page)
        page = self._endpoint.sub(lambda match: f'"endpoint": "{turn(match[1])}"', page)
        return self._whole.sub(self._canonical, page, count=1), found

    def _canonical(self, match: re.Match[str]) -> str:
        return f'<link rel="canonical" href="{self.whole(match[1][1:])}"'

    def in_sitemap(self, content: bytes) -> bytes:
        """Return a site map (or an index of such) whose addresses are those of the files."""
        start = f"{self.host}{self.root}/"

        def turn(match: re.Match[bytes]) -> bytes:
            address = Markup(match[2].decode()).unescape()
            if address.startswith(start):
                address = self.whole(address.removeprefix(start))
            return match[1] + escape(address).encode()

        return _LOCATION.sub(turn, content)

    def whole(self, path: str) -> str:
        """Return the whole address of the file for a path."""
        return f"{self.host}{self.root}/{_place_of(path)}"


def figure_of(path: str) -> tuple[str, str]:
    """Return the path of the site and the query that are meant by `map/zone=nishi-iburi`."""
    place, _, query = path.rpartition("/")
    return (place, query) if "=" in query and place.removeprefix("en/") in FIGURES else (path, "")


@lru_cache(maxsize=16384)
def _lead(address: str) -> tuple[str, str]:
    """The path of the site that an address in a page leads to, and its place as a link names it, with query and
    fragment."""
    path, mark, rest = _split(address[1:])
    path = _in_any_language(path)
    if mark == "?" and path.removeprefix("en/") in FIGURES:  # each is drawn beforehand
        query, mark, rest = rest.replace("&amp;", "&").partition("#")
        path = f"{path}/{query}"
    return path, f"{_place_of(path)}{mark}{rest}"


def _in_any_language(path: str) -> str:
    """The path of what stands once for both languages, without the mark of one."""
    same = path.startswith(("en/static/", "en/dumps/")) or path.rpartition(".")[2] in _SAME
    return path.removeprefix("en/") if same else path


def _split(address: str) -> tuple[str, str, str]:
    """The path of an address, and its query and fragment with the mark before them."""
    match = re.search(r"[?#]", address)
    return (address, "", "") if not match else (address[: match.start()], match[0], address[match.end() :])
