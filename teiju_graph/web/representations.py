"""Representations: statements sent as a page or in one of the forms of RDF, by negotiation or at fixed addresses."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache

from flask import Response, current_app, make_response, request
from pyoxigraph import Triple
from werkzeug.wrappers.response import Response as AnyResponse

from teiju_graph.endpoint.formats import GRAPHS, write_graph
from teiju_graph.endpoint.negotiation import choose
from teiju_graph.engines.store import Store
from teiju_graph.errors import FormatError
from teiju_graph.files import folder
from teiju_graph.metadata.jsonld import write_jsonld
from teiju_graph.vocab import BASE

FORMS = ("ttl", "nt", "jsonld", "rdf")
MEDIA = {"html": "text/html", **{name: GRAPHS[name].media_type for name in FORMS}}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def split_form(key: str) -> tuple[str, str]:
    """Return what stands before the ending of an address and the form that the ending names, empty for none."""
    stem, _, ending = key.rpartition(".")
    return (stem, ending) if stem and ending in MEDIA else (key, "")


def form_asked_for() -> str:
    """Return the form that the request likes best, html where it does not say. FormatError: none of the five."""
    offered = {media_type: name for name, media_type in MEDIA.items()}
    best = choose(request.headers.get("Accept", ""), list(offered))
    if best is None:
        raise FormatError(
            f"この形では出せません。使えるのは {'、'.join(offered)} です。",
            f"It doesn't come in that form; it comes as {', '.join(offered)}.",
            column="Accept",
        )
    return offered[best]


def represent(
    path: str, form: str, statements: Callable[[], Iterable[Triple]], page: Callable[[], str], about: str = ""
) -> AnyResponse:
    """Return what stands at `path` below the site, as `page` in HTML or as `statements` in another form.

    form: one of MEDIA; about: the address of the thing described, where there is one. The answer varies with Accept,
    bears an entity tag of the data, and links to its other forms, its lasting address and its licence."""
    tag = _tag(path, form)
    if tag and request.if_none_match.contains(tag):
        response = Response(status=304)
    elif form == "html":
        response = make_response(page())
    else:
        response = Response(write_statements(statements(), form), content_type=MEDIA[form])
    response.headers["Vary"] = "Accept"
    response.headers["Content-Location"] = f"{request.script_root}/{path}.{form}"
    if tag:
        response.set_etag(tag)
    for link in _links(path, form, about):
        response.headers.add("Link", link)
    if form != "html":
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def write_statements(statements: Iterable[Triple], form: str) -> bytes:
    """Return statements in a form of RDF: one of FORMS."""
    return write_jsonld(statements) if form == "jsonld" else write_graph(statements, form)


def _links(path: str, form: str, about: str) -> list[str]:
    root = request.script_root.removesuffix("/en")
    links = [
        f'<{root}/{path}.{each}>; rel="alternate"; type="{media_type}"'
        for each, media_type in MEDIA.items()
        if each != form
    ]
    if form == "html":
        links.append(f'<{root}/{path}.ttl>; rel="describedby"; type="text/turtle"')
    links += [f'<{BASE}{path}>; rel="canonical"', f'<{LICENCE}>; rel="license"']
    return [*links, f'<{about}>; rel="describes"'] if about else links


def _tag(path: str, form: str) -> str:
    """The same address over the same data, by the same templates, gets the same answer."""
    store: Store = current_app.extensions["store"]
    if not store.digest:
        return ""
    parts = (store.digest, _edition(), current_app.config["REPORT"], request.script_root, request.host, path, form)
    return hashlib.sha256("\0".join([*parts, request.query_string.decode("latin-1")]).encode()).hexdigest()[:32]


@cache
def _edition() -> str:
    """A digest of what pages are made with."""
    files = sorted(path for path in folder("web/templates").parent.rglob("*") if path.suffix in (".html", ".mo"))
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()
