"""The release that a page cites: the version of the software, the digest and the date of the data."""

from dataclasses import dataclass

from teiju_graph import __version__
from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.queries import page_query

_SHOWN = 12  # figures of the digest that tell two releases apart in a citation


@dataclass(frozen=True)
class Release:
    """What was served when. version: of the software; digest: of all data, empty where another endpoint holds them;
    as_of: the date of the youngest source that is dated, empty where none is."""

    version: str
    digest: str
    as_of: str

    @property
    def name(self) -> str:
        """The release in short: `0.1.0+3cdf7a377163`."""
        return f"{self.version}+{self.digest[:_SHOWN]}" if self.digest else self.version


@kept()
def read_release(store: Store) -> Release:
    """Return the release that a store serves."""
    dates = [row["date"].value for row in select(store, page_query("source-dates").text)]
    return Release(__version__, store.digest, max(dates, default=""))
