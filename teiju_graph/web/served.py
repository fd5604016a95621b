"""The applications that servers run, over what the variables TEIJU_… name."""

import asyncio
import os
import threading
from dataclasses import replace
from pathlib import Path

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from teiju_graph.endpoint.limits import Limits
from teiju_graph.endpoint.replies import Answerer, Kept, Outside, Past, Threaded, Unguarded
from teiju_graph.endpoint.scratch import ScratchStore
from teiju_graph.endpoint.workers import Pool
from teiju_graph.engines.store import Store, open_store
from teiju_graph.variables import DATA, DRAFTS, ENDPOINT, TIMEOUT
from teiju_graph.web import create_app, endpoint_over, writing
from teiju_graph.web.front import Front
from teiju_graph.web.moments import Moment, Moments, Site

_FIRST = (
    "/",
    "/en/",
    "/search?q=消防",
    "/ask?q=室蘭市と登別市だけの取組は",
    "/shared?m=012050&m=012301",
    "/doc/municipality/012050",
)
_WORKERS, _WAITING = 2, 4  # for queries as of a day


def create_front() -> Front:
    """Return the site as granian serves it: over the endpoint that the variable TEIJU_ENDPOINT names, else over the
    Turtle files of the folder that TEIJU_DATA names, else over the release's own."""
    limits = _limits()
    if os.environ.get(ENDPOINT):
        store = _remote(limits)
        return _front(create_app(store, limits=limits), Threaded(store, limits))
    pool = Pool(_folder(DATA), limits)
    answers = Kept(pool)
    app = _over_data(pool, answers, limits)
    threading.Thread(target=_make_first_pages, args=(app,), daemon=True).start()
    return _front(app, answers, pool)


def create_conformance_front() -> Front:
    """Return the same over an empty store that can be written to: for outside suites, never in public."""
    store = ScratchStore()
    app = create_app(store)
    app.register_blueprint(writing.blueprint)
    return _front(app, Unguarded(store))


def create_served_app() -> Flask:
    """Return the same as create_front for a WSGI server; the queries' event loop then runs in a thread."""
    limits = _limits()
    if os.environ.get(ENDPOINT):
        return create_app(_remote(limits), limits=limits)
    pool, loop = Pool(_folder(DATA), limits), asyncio.new_event_loop()
    app = _over_data(pool, Kept(pool), limits)
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(pool.open(), loop).result()
    return app


def _make_first_pages(app: Flask) -> None:
    """Make a page of each kind once: the lists of names and the templates that it needs are then there for whoever asks."""
    for path in _FIRST:
        run_wsgi_app(app.extensions["pages"], create_environ(path))


def _front(app: Flask, answers: Answerer, pool: Pool | None = None) -> Front:
    made = app.extensions
    return Front(made["pages"], endpoint_over(made["store"], answers, made["limits"]), made["observed"], pool)


def _limits() -> Limits:
    return Limits(seconds=float(os.environ.get(TIMEOUT, Limits.seconds)))


def _folder(name: str) -> Path | None:
    return Path(os.environ[name]) if os.environ.get(name) else None


def _over_data(pool: Pool, answers: Answerer, limits: Limits) -> Flask:
    """The site over the data that the variables name, and below it those as of days. answers: what asks the pool."""
    store, now = open_store(_folder(DATA)), Outside(answers, pool)
    fewer = replace(limits, workers=_WORKERS, held=_WORKERS, waiting=_WAITING)

    def open_site(said: Store, moment: Moment) -> Site:
        if said is store:
            return Site(create_app(store, now, limits, moment=moment).wsgi_app, lambda: None)
        past = Past(pool, moment.day.date, fewer)
        app = create_app(said, Outside(past, pool), fewer, moment=moment)
        return Site(app.wsgi_app, lambda: asyncio.run_coroutine_threadsafe(past.close(), pool.loop))

    return create_app(store, now, limits, drafts=_folder(DRAFTS), days=Moments(store, open_site))


def _remote(limits: Limits):
    from teiju_graph.engines.remote import RemoteStore

    return RemoteStore(os.environ[ENDPOINT], limits.seconds, limits.bytes)
