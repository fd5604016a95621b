"""The days from which sources speak: as of each the graph says something else."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.labels import Link
from teiju_graph.queries import page_query
from teiju_graph.vocab import thing

_ERAS = (("令和", date(2019, 5, 1)), ("平成", date(1989, 1, 8)), ("昭和", date(1926, 12, 25)))


@dataclass(frozen=True)
class Day:
    """A day from which sources speak; sources: those that it is the date of."""

    date: date
    sources: tuple[Link, ...] = ()

    def label(self, lang: str) -> str:
        """Return the day in words: 令和5年6月1日(2023年), 1 June 2023."""
        if lang == "en":
            return f"{self.date.day} {self.date:%B %Y}"
        day = f"{self.date.month}月{self.date.day}日"
        for era, begun in _ERAS:
            if self.date >= begun:
                year = self.date.year - begun.year + 1
                return f"{era}{'元' if year == 1 else year}年{day}({self.date.year}年)"
        return f"{self.date.year}年{day}"


@kept()
def list_days(store: Store) -> tuple[Day, ...]:
    """Return the days from which sources of a store speak, the first one first."""
    sources: dict[date, list[Link]] = {}
    for row in select(store, page_query("days").text):
        ja, en = (row[lang].value if row[lang] else "" for lang in ("ja", "en"))
        link = Link(row["source"].value, ja or en, en or ja)
        sources.setdefault(_first_day(row["day"].value), []).append(link)
    return tuple(Day(day, tuple(sources[day])) for day in sorted(sources))


def find_day(store: Store, day: date) -> Day | None:
    """Return the last day on or before a day from which a source speaks, None where none spoke then."""
    days = list_days(store)
    place = bisect_right([each.date for each in days], day)
    return days[place - 1] if place else None


def said_since(store: Store, path: str) -> Day | None:
    """Return the first day from which a source tells of the thing at `path` below `id/`; None where none that is dated
    does. MissingError: no address can hold such characters."""
    rows = select(store, page_query("said-since").fill({"thing": [thing(path)]}))
    return min((Day(_first_day(row["day"].value)) for row in rows), key=lambda day: day.date, default=None)


def _first_day(told: str) -> date:
    """The first day of a date, of a month or of a year: from then on it counts (see engines.moments.until)."""
    return date.fromisoformat(f"{told}-01-01"[:10])
