"""What every page says of itself: its lasting address, the release that it shows, where a mistake is reported."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app

from teiju_graph import __version__
from teiju_graph.errors import TeijuError
from teiju_graph.releases.release import Release, read_release
from teiju_graph.vocab import BASE
from teiju_graph.web.place import Place


@dataclass(frozen=True)
class Citation:
    """How a page is cited. page: the lasting address of this page in its language; address: that of what it is about
    (the thing itself on a thing's page); report: where a mistake in it is reported, empty where nobody configured it."""

    page: str
    address: str
    release: Release
    report: str


def cite(place: Place) -> Citation:
    """Return how the page at a place is cited."""
    path = f"{place.lang}{place.path}" if place.lang == "en" else place.path.lstrip("/")
    path = path.removesuffix(".html")
    about = path.removeprefix("en/")
    if about.startswith("doc/") and about.count("/") > 1:
        address = f"{BASE}id/{about.removeprefix('doc/')}"
    else:
        address = f"{BASE}{path}{place.query}"
    report = report_link(current_app.config["REPORT"], address)
    return Citation(f"{BASE}{path}{place.query}", address, _release(), report)


def _release() -> Release:
    """The release; of the version alone where the store can't say more, for the page that tells so must not fail."""
    try:
        return read_release(current_app.extensions["store"])
    except TeijuError:
        return Release(__version__, "", "")


def report_link(report: str, address: str) -> str:
    """Return the link by which a mistake at an address is reported: a mail with the address as its subject where
    `report` is a mail address, else `report` itself with `{address}` in it filled in."""
    if "@" in report and "/" not in report:
        return f"mailto:{report}?subject={quote(address, safe='')}"
    return report.replace("{address}", quote(address, safe=""))
