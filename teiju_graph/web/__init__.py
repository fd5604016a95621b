"""The site: a Flask application over a store. Pages stand in Japanese under / and in English under /en/."""

import os
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.replies import Answerer, Unguarded
from teiju_graph.endpoint.scratch import ScratchStore
from teiju_graph.engines.store import Store
from teiju_graph.errors import MissingError, TeijuError
from teiju_graph.files import folder
from teiju_graph.variables import LOG, REPORT
from teiju_graph.web import (
    asking,
    dataset,
    dumps,
    editor,
    figures,
    finder,
    graphs,
    moments,
    operation,
    publication,
    rendering,
    representations,
    searching,
    site,
    things,
    vocabulary,
)
from teiju_graph.web.endpoint import Endpoint
from teiju_graph.web.gateway import Gateway
from teiju_graph.web.observation import Observed
from teiju_graph.web.place import language
from teiju_graph.web.publication import Publication

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def create_app(
    store: Store,
    answers: Answerer | None = None,
    limits: Limits | None = None,
    published: Publication | None = None,
    drafts: Path | None = None,
    days: moments.Moments | None = None,
    moment: moments.Moment | None = None,
) -> Flask:
    """Return the site over a store. answers: what replies to strangers' queries (the store itself where None);
    limits: what they may take; published: the release whose files the pages become, None for a server; drafts: the
    folder of tables whose drafts have pages too, None for every site that others see; days: the sites as of days that
    stand below this one; moment: the day that this one shows, None for today."""
    limits, answers = limits or Limits(), answers or Unguarded(store)
    app = Flask(__name__, template_folder=str(folder("web/templates")), static_folder=str(folder("web/static")))
    app.config.update(
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
        moments=days,
        moment=moment,
    )
    rendering.prepare(
        app,
        published=published,
        has_drafts=drafts is not None,
        has_days=days is not None,
        moment=moment,
        figures_of=figures.figures_of,
    )
    # the finder's pages are the site's own
    for room in (finder, searching, asking, things, figures, editor, graphs, dumps, dataset, vocabulary):
        app.register_blueprint(room.blueprint)
    if not moment:
        app.register_blueprint(operation.blueprint)  # there is one server, whatever the day
    if days:
        app.register_blueprint(moments.blueprint)
    if published:
        app.register_blueprint(publication.blueprint)
    if drafts:
        from teiju_graph.web import drafts as reviewing  # with the readers of documents, which no public server needs

        app.register_blueprint(reviewing.blueprint)
    app.register_error_handler(TeijuError, _tell_error)
    app.register_error_handler(404, lambda _: _tell_error(_no_page()))
    app.register_error_handler(HTTPException, _tell_http_error)
    app.after_request(_add_headers)
    log = "" if moment else os.environ.get(LOG, "")  # today's site writes down what is asked of those below it
    pages, observed = _Languages(app.wsgi_app), Observed(answers, log)
    app.extensions.update(pages=pages, observed=observed)
    app.wsgi_app = Gateway(pages, endpoint_over(store, answers, limits), observed)  # type: ignore[method-assign]
    return app


def endpoint_over(store: Store, answers: Answerer, limits: Limits) -> Endpoint:
    """Return the endpoint over a store whose queries are answered by `answers`; a throw-away store can be written to."""
    return Endpoint(answers, store.digest, limits, store.update if isinstance(store, ScratchStore) else None)


class _Languages:
    """Moves a leading /en of the path into the root of the script, so that every route serves both languages."""

    def __init__(self, app: Any):
        self.app = app

    def __call__(self, environ: dict, start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if path == "/en" or path.startswith("/en/"):
            environ = {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + "/en", "PATH_INFO": path[3:] or "/"}
        return self.app(environ, start_response)


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
    error = moments.explain(error)
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
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
