"""The site as it was on a day: below /as-of/2023-06-01/ stands the whole site, over what the sources said until then.

Days from which a source speaks have such a site, made when it is first asked for; any other day leads to the last of these
before it. Clients of Memento (RFC 7089) are led there from /doc/… by `Accept-Datetime`."""

import gc
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from threading import BoundedSemaphore, Lock
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from teiju_graph.engines.moments import until
from teiju_graph.engines.store import MemoryStore, Store
from teiju_graph.errors import MissingError, ParameterError, TeijuError, UnavailableError
from teiju_graph.labels import read_labels
from teiju_graph.pages.days import Day, find_day, list_days, said_since
from teiju_graph.vocab import thing
from teiju_graph.web.gateway import Application
from teiju_graph.web.place import language
from teiju_graph.web.rendering import anchors, render_template
from teiju_graph.web.representations import split_form

blueprint = Blueprint("moments", __name__)
AT_ONCE = 16  # requests as of days under way: threads stay free for those of today
_HELD = 2  # days whose sites are held in memory
_BELOW = "/as-of"
_NEGOTIATED = "/doc/"
_METHODS = ["GET", "POST", "OPTIONS"]


@dataclass(frozen=True)
class Moment:
    """The day that a site shows. now: the store of the site as it is today."""

    day: Day
    now: Store

    def today(self, address: str) -> str:
        """Return the address of today's page for that of a page as of the day."""
        return address.replace(f"{_BELOW}/{self.day.date}", "", 1)

    def explain(self, error: MissingError, path: str) -> MissingError:
        """Return what is to be said where on that day there was nothing at `path` below `id/`: since when it is known,
        else the error as it is."""
        since = said_since(self.now, path)
        if not since or since.date <= self.day.date:
            return error
        name = read_labels(self.now, [thing(path)])[thing(path).value]
        return MissingError(
            f"「{name.label('ja')}」は、この時点({self.day.label('ja')})では分かっていません。{since.label('ja')}の出典から分かるようになりました。",
            f"Of “{name.label('en')}” nothing was known on {self.day.label('en')}; sources tell of it since {since.label('en')}.",
        )


class Site(NamedTuple):
    """A site as of a day. close: ends what it alone needs."""

    application: Application
    close: Callable[[], object]


class Moments:
    """The sites as of days over what a store says, no more than a few held at a time: another takes the place of the one
    not asked for longest."""

    def __init__(self, store: MemoryStore, open_site: Callable[[MemoryStore, Moment], Site]):
        """open_site: makes the site over a store of what was said until the day of a moment; of the last day that is the
        store itself."""
        self.store = store
        self._open_site = open_site
        self._making, self._room = Lock(), BoundedSemaphore(AT_ONCE)
        self._sites: OrderedDict[Day, Site] = OrderedDict()

    @contextmanager
    def asking(self, day: Day) -> Iterator[Application]:
        """Give the site as of a day of `list_days`, for one request. UnavailableError: too many ask at once."""
        if not self._room.acquire(blocking=False):
            raise UnavailableError(
                "ある日の時点のページは、いま混み合っています。少し待ってからもう一度開いてください。",
                "Too many ask for pages as of a day; try again in a while.",
            )
        try:
            yield self._site(day).application
        finally:
            self._room.release()

    def _site(self, day: Day) -> Site:
        with self._making:
            if day not in self._sites:
                while len(self._sites) >= _HELD:
                    self._sites.popitem(last=False)[1].close()
                    gc.collect()  # a store and what is kept of it hold each other
                last = day == list_days(self.store)[-1]
                said = self.store if last else until(self.store, day.date)
                self._sites[day] = self._open_site(said, Moment(day, self.store))
            self._sites.move_to_end(day)
            return self._sites[day]


@blueprint.get(_BELOW)
def days():
    """The days as of which a page of the site, named by `page`, can be seen; the first page where none is named."""
    page = "/" + request.args.get("page", "").lstrip("/\\")  # never the address of another host
    page = "/" if page.startswith(_BELOW) else page
    root, tongue = request.script_root.removesuffix("/en"), "/en" if language() == "en" else ""
    offered = [(day, f"{root}{_BELOW}/{day.date}{tongue}") for day in reversed(list_days(_moments().store))]
    return render_template("days.html", days=offered, page=page, anchors=anchors)


@blueprint.route(f"{_BELOW}/<day>/", methods=_METHODS, provide_automatic_options=False)
@blueprint.route(f"{_BELOW}/<day>/<path:path>", methods=_METHODS, provide_automatic_options=False)
def as_of(day: str, path: str = "") -> AnyResponse:
    """What the site as of a day answers; Temporary Redirect from a day from which no source speaks."""
    found, raw = _find(day), "/" + request.environ["PATH_INFO"].split("/", 3)[3]
    if day != str(found.date) or language() == "en":  # the language stands below the day
        return redirect(_address(found, raw), 307)
    with _moments().asking(found) as site:
        root = f"{request.script_root}{_BELOW}/{found.date}"
        response = Response.from_app(site, {**request.environ, "SCRIPT_NAME": root, "PATH_INFO": raw})
    response.headers["X-Robots-Tag"] = "noindex"
    if request.method in ("GET", "HEAD") and response.status_code in (200, 304):
        response.headers["Memento-Datetime"] = format_datetime(datetime.combine(found.date, time(), UTC), usegmt=True)
        gate = " timegate" if raw.removeprefix("/en").startswith(_NEGOTIATED) else ""
        response.headers.add("Link", f'<{_address(None, raw)}>; rel="original{gate}"')
    return response


@blueprint.before_app_request
def negotiate_day() -> AnyResponse | None:
    """Lead who asks for a document with `Accept-Datetime` to the one as of the last day on or before it, or of the first
    day (RFC 7089, section 4.5). ParameterError: it is no such time."""
    asked = request.headers.get("Accept-Datetime")
    if not (asked and request.path.startswith(_NEGOTIATED) and (days := list_days(_moments().store))):
        return None
    try:
        day = parsedate_to_datetime(asked).astimezone(UTC).date()
    except (ValueError, OverflowError) as error:
        raise ParameterError(
            "日時の形(Thu, 01 Jun 2023 00:00:00 GMT)ではありません。",
            "is no time such as Thu, 01 Jun 2023 00:00:00 GMT.",
            column="Accept-Datetime",
        ) from error
    return redirect(_address(find_day(_moments().store, day) or days[0], request.environ["PATH_INFO"]), 302)


@blueprint.after_app_request
def tell_of_days(response: Response) -> Response:
    """Say of documents that they are to be had as of days."""
    if request.path.startswith(_NEGOTIATED):
        response.vary.add("Accept-Datetime")
        response.headers.add("Link", f'<{_address(None, request.environ["PATH_INFO"])}>; rel="original timegate"')
    return response


def explain(error: TeijuError) -> TeijuError:
    """Return an error as it is to be told: on the site as of a day, with since when what was asked for is known."""
    moment, asked = current_app.extensions["moment"], request.view_args or {}
    if not (moment and type(error) is MissingError and "key" in asked):
        return error
    return moment.explain(error, split_form(f"{asked['kind']}/{asked['key']}")[0])


def _moments() -> Moments:
    return current_app.extensions["moments"]


def _address(day: Day | None, raw: str) -> str:
    """The address of what the page asked for, `raw` as WSGI tells its path, is as of a day; of today where None."""
    root = request.script_root.removesuffix("/en")
    tongue = "/en" if language() == "en" else ""
    below = f"{_BELOW}/{day.date}" if day else ""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return f"{root}{below}{tongue}{quote(raw.encode('latin-1'))}{query}"


def _find(told: str) -> Day:
    """The day of which a site is asked for. MissingError: it is no day, has not come yet, or nothing was said then."""
    try:
        day = date.fromisoformat(told) if len(told) == 10 else None
    except ValueError:
        day = None
    if not day:
        raise MissingError(
            f"「{told[:20]}」という日はありません。2023-06-01 の形で書いてください。",
            f"“{told[:20]}” is no day; write it as 2023-06-01.",
        )
    if day > date.today():
        raise MissingError(f"{day} はまだ来ていません。", f"{day} has not come yet.")
    if found := find_day(_moments().store, day):
        return found
    first = next(iter(list_days(_moments().store)), None)
    ja, en = (first.label("ja"), first.label("en")) if first else ("", "")
    raise MissingError(
        f"{day} には出典がまだありません。" + (f"初めの出典は{ja}のものです。" if ja else ""),
        f"No source spoke yet on {day}." + (f" The first is of {en}." if en else ""),
    )
