"""The site: a Flask application over a store. Pages stand in Japanese under / and in English under /en/."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_babel import Babel
from markupsafe import Markup, escape

from teiju_graph.errors import MissingError, TeijuError
from teiju_graph.files import folder
from teiju_graph.labels import Link
from teiju_graph.store import Store, open_store
from teiju_graph.web import endpoint, site, things

DATA = "TEIJU_DATA"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(store: Store) -> Flask:
    """Return the site over a store."""
    app = Flask(__name__, template_folder=str(folder("web/templates")), static_folder=str(folder("web/static")))
    app.config.update(
        BABEL_TRANSLATION_DIRECTORIES=str(folder("web/translations")),
        BABEL_DEFAULT_LOCALE="ja",
        MAX_CONTENT_LENGTH=2**20,
    )
    app.extensions["store"] = store
    app.jinja_env.globals["anchor"] = anchor
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=language)
    for room in (site, things, endpoint):
        app.register_blueprint(room.blueprint)
    app.register_error_handler(TeijuError, _tell_error)
    app.register_error_handler(404, lambda _: _tell_error(_no_page()))
    app.context_processor(_page_context)
    app.after_request(_add_headers)
    app.wsgi_app = _Languages(app.wsgi_app)  # type: ignore[method-assign]
    return app


def create_served_app() -> Flask:
    """Return the site over the Turtle files that the variable TEIJU_DATA names, else over the release's own."""
    data = os.environ.get(DATA)
    return create_app(open_store(Path(data) if data else None))


def language() -> str:
    """Return the language of the page asked for: en below /en, else ja."""
    return "en" if request.script_root.endswith("/en") else "ja"


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
    return {
        "lang": language(),
        "root": request.script_root,
        "address_ja": f"{root}{request.path}{query}",
        "address_en": f"{root}/en{request.path}{query}",
    }


def _no_page() -> TeijuError:
    return MissingError(
        "このアドレスのページはありません。初めのページから探してください。",
        "There is no page at this address; try the first page.",
    )


def _tell_error(error: TeijuError) -> tuple[Response, int]:
    return site.show_error(error), error.status


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
