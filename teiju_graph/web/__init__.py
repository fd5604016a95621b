"""The site: a Flask application over a store. Pages stand in Japanese under / and in English under /en/."""

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from gettext import translation
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_babel import Babel
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.replies import Answerer, Kept, Unguarded
from teiju_graph.endpoint.scratch import ScratchStore
from teiju_graph.endpoint.workers import Pool
from teiju_graph.engines.store import Store, open_store
from teiju_graph.errors import MissingError, TeijuError
from teiju_graph.files import folder
from teiju_graph.labels import Link
from teiju_graph.web import (
    asking,
    dataset,
    dumps,
    editor,
    figures,
    finder,
    graphs,
    operation,
    publication,
    representations,
    searching,
    site,
    things,
    vocabulary,
    writing,
)
from teiju_graph.web.citation import cite
from teiju_graph.web.endpoint import Endpoint
from teiju_graph.web.observation import Observed
from teiju_graph.web.publication import Publication

DATA, ENDPOINT, TIMEOUT, LOG = "TEIJU_DATA", "TEIJU_ENDPOINT", "TEIJU_QUERY_TIMEOUT", "TEIJU_ACCESS_LOG"
REPORT, DRAFTS = "TEIJU_REPORT", "TEIJU_DRAFTS"
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def create_app(
    store: Store,
    answers: Answerer | None = None,
    limits: Limits | None = None,
    published: Publication | None = None,
    drafts: Path | None = None,
) -> Flask:
    """Return the site over a store. answers: what replies to strangers' queries (the store itself where None);
    limits: what they may take; published: the release whose files the pages become, None for a server; drafts: the
    folder of tables whose drafts have pages too, None for every site that others see."""
    limits, answers = limits or Limits(), answers or Unguarded(store)
    app = Flask(__name__, template_folder=str(folder("web/templates")), static_folder=str(folder("web/static")))
    app.config.update(
        BABEL_TRANSLATION_DIRECTORIES=str(folder("web/translations")),
        BABEL_DEFAULT_LOCALE="ja",
        MAX_CONTENT_LENGTH=limits.request,
        REPORT=os.environ.get(REPORT, ""),
        FORMS=publication.FORMS if published else representations.FORMS,
    )
    app.extensions.update(
        store=store,
        answers=answers,
        limits=limits,
        boundaries=figures.read_boundaries_given(),
        publication=published,
        drafts=drafts,
    )
    app.jinja_env.globals.update(anchor=anchor, anchors=anchors)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=language)
    app.jinja_env.globals["_"] = _translate
    # the finder's pages are the site's own
    for room in (finder, searching, asking, things, figures, editor, graphs, dumps, dataset, vocabulary, operation):
        app.register_blueprint(room.blueprint)
    if published:
        app.register_blueprint(publication.blueprint)
    if drafts:
        from teiju_graph.web import drafts as reviewing  # with the readers of documents, which no public server needs

        app.register_blueprint(reviewing.blueprint)
    app.jinja_env.globals["has_drafts"] = drafts is not None
    app.jinja_env.globals["published"] = published
    app.register_error_handler(TeijuError, _tell_error)
    app.register_error_handler(404, lambda _: _tell_error(_no_page()))
    app.register_error_handler(HTTPException, _tell_http_error)
    app.context_processor(_page_context)
    app.after_request(_add_headers)
    update = store.update if isinstance(store, ScratchStore) else None
    site_app = _Languages(app.wsgi_app)
    observed = Observed(Endpoint(site_app, answers, store.digest, limits, update), answers, os.environ.get(LOG, ""))
    app.extensions["observed"] = observed
    app.wsgi_app = observed  # type: ignore[method-assign]
    return app


def create_conformance_app() -> Flask:
    """Return the same application over an empty store that can be written to: for outside suites, never in public."""
    app = create_app(ScratchStore())
    app.register_blueprint(writing.blueprint)
    return app


def create_served_app() -> Flask:
    """Return the site over the endpoint that the variable TEIJU_ENDPOINT names, else over the Turtle files of the
    folder that TEIJU_DATA names, else over the release's own."""
    limits = Limits(seconds=float(os.environ.get(TIMEOUT, Limits.seconds)))
    if os.environ.get(ENDPOINT):
        from teiju_graph.engines.remote import RemoteStore

        return create_app(RemoteStore(os.environ[ENDPOINT], limits.seconds, limits.bytes), limits=limits)
    data = Path(os.environ[DATA]) if os.environ.get(DATA) else None
    drafts = Path(os.environ[DRAFTS]) if os.environ.get(DRAFTS) else None
    return create_app(open_store(data), Kept(Pool(data, limits)), limits, drafts=drafts)


def language() -> str:
    """Return the language of the page asked for: en below /en, else ja."""
    return "en" if request.script_root.endswith("/en") else "ja"


def _translate(text: str, /, **values: object) -> Markup:
    """The text in the language of the page asked for, as Flask-Babel gives it; a page has a hundred of them, so each is
    looked up once."""
    word = _word(text, language())
    return word % values if values or "%" in word else word


@cache
def _word(text: str, lang: str) -> Markup:
    return Markup(translation("messages", folder("web/translations"), [lang], fallback=True).gettext(text))


@lru_cache(maxsize=8192)
def anchor(link: Link, lang: str, root: str) -> Markup:
    """Return the link to a thing's page, or to its own site; the name is escaped, and marked where it is in the other
    language."""
    name = escape(link.label(lang))
    if link.inside:
        other = "" if getattr(link, lang) else f' lang="{"en" if lang == "ja" else "ja"}"'
        return Markup(f'<a href="{escape(root)}/doc/{escape(link.path)}"{other}>{name}</a>')
    if link.iri.startswith("http"):
        return Markup(f'<a href="{escape(link.iri)}" rel="external">{name}</a>')
    return name


def anchors(links: Iterable[Link], lang: str, root: str) -> Markup:
    """Return the links to several things as a list in the language of the page: A、B or A, B."""
    return _anchors(tuple(links), lang, root)


@lru_cache(maxsize=8192)
def _anchors(links: tuple[Link, ...], lang: str, root: str) -> Markup:
    return Markup("、" if lang == "ja" else ", ").join(anchor(link, lang, root) for link in links)


class _Languages:
    """Moves a leading /en of the path into the root of the script, so that every route serves both languages."""

    def __init__(self, app: Any):
        self.app = app

    def __call__(self, environ: dict, start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if path == "/en" or path.startswith("/en/"):
            environ = {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + "/en", "PATH_INFO": path[3:] or "/"}
        return self.app(environ, start_response)


def _page_context() -> dict[str, object]:
    root = request.script_root.removesuffix("/en")
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    lang = language()
    return {
        "lang": lang,
        "other": "en" if lang == "ja" else "ja",
        "comma": "、" if lang == "ja" else ", ",
        "root": request.script_root,
        "citation": cite(),
        "offer_english": _may_offer_english() and request.accept_languages.best_match(["ja", "en"]) == "en",
        "address_ja": f"{root}{request.path}{query}",
        "address_en": f"{root}/en{request.path}{query}",
    }


def _may_offer_english() -> bool:
    """Only the first page offers the other language by what the browser says: all pages lead to it, and none depends
    on a header that a static host ignores."""
    return request.path == "/" and language() == "ja"


def _no_page() -> TeijuError:
    return MissingError(
        "このアドレスのページはありません。初めのページから探してください。",
        "There is no page at this address; try the first page.",
    )


def _tell_error(error: TeijuError) -> tuple[Response, int]:
    response = site.show_error(error)
    if error.status == 503:
        response.headers["Retry-After"] = "2"
    if error.status == 405:
        response.headers["Allow"] = "POST, OPTIONS"
    return response, error.status


def _tell_http_error(error: HTTPException) -> Response:
    """What the HTTP layer refuses (405, 413, …), told like our own errors."""
    told = TeijuError(
        f"この要求は受けられません({error.code} {error.name})。", f"{error.code} {error.name}: {error.description}"
    )
    response = site.show_error(told)
    response.status_code = error.code or 500
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _add_headers(response: Response) -> Response:
    if _may_offer_english():
        response.vary.add("Accept-Language")
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
