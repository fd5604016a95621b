"""What a person asks of the finder: which municipalities, how they take part, and what narrows it down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.errors import ParameterError
from teiju_graph.queries import Term, page_query
from teiju_graph.questions import read_things
from teiju_graph.vocab import path_of, typed

MODES = ("all", "any", "only")
FILTERS = ("kind", "field", "zone", "department", "source")
MOST = 200  # municipalities in one question: more than any prefecture has


@dataclass(frozen=True)
class Wish:
    """A question to the finder, every name in it read. mode: one of MODES; filters: things by the name of the filter;
    year: four digits, or empty."""

    municipalities: tuple[NamedNode, ...]
    mode: str = "all"
    year: str = ""
    filters: Mapping[str, NamedNode] = field(default_factory=dict)

    def without(self, name: str) -> "Wish":
        """Return the same question without a filter, or without the year."""
        if name == "year":
            return replace(self, year="")
        return replace(self, filters={key: node for key, node in self.filters.items() if key != name})

    def key(self, name: str) -> str:
        """Return the key of a filter, or the year; empty where there is none."""
        if name == "year":
            return self.year
        return _key(self.filters[name]) if name in self.filters else ""

    def words(self) -> list[tuple[str, str]]:
        """Return the question as parameters of its permanent address: codes and keys, in one order, none empty."""
        found = [("m", _key(node)) for node in self.municipalities]
        found.append(("mode", self.mode))
        return [*found, *((name, self.key(name)) for name in (*FILTERS, "year") if self.key(name))]

    def query(self) -> str:
        """Return the SPARQL query that finds the same; the library's questions shared-by-all, shared-by-any and
        shared-only are the same without most of the filters."""
        values: dict[str, list[Term]] = {"m": list(self.municipalities)}
        values |= {name: [node] for name, node in self.filters.items()}
        if self.year:
            values["year"] = [typed(self.year, "integer")]
        return page_query(f"finder-{self.mode}").fill(values)


def read_wish(
    store: Store,
    municipalities: Iterable[str],
    mode: str = "all",
    year: str = "",
    filters: Mapping[str, str | None] | None = None,
) -> Wish:
    """Return what is asked, from names, codes (five or six digits) or addresses of municipalities, and names or keys of
    what narrows it down. ParameterError: no municipality is named, there are more than MOST, or a name, the mode, the
    year or a filter is unknown."""
    if mode not in MODES:
        raise ParameterError(
            f"「{mode}」は選べません。{'、'.join(MODES)} のどれかです。",
            f"is one of {', '.join(MODES)}.",
            column="mode",
        )
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ParameterError("西暦4桁で書いてください。", "is a year of four digits (CE).", column="year")
    given = [text.strip() for text in municipalities if text.strip()]
    if not given:
        raise ParameterError("市町村を一つ以上選んでください。", "name at least one municipality.", column="m")
    if len(given) > MOST:
        raise ParameterError(
            f"一度に選べる市町村は{MOST}までです。", f"takes at most {MOST} municipalities at once.", column="m"
        )
    asked = read_things(store, "municipality", "m", [_whole_code(text) for text in given])
    wanted = {name: read_things(store, name, name, [value])[0] for name, value in (filters or {}).items() if value}
    return Wish(tuple(asked), mode, year, wanted)


def _whole_code(text: str) -> str:
    """A code of five digits with its check digit (JIS X 0402: 11 less the remainder of the weighted sum)."""
    if len(text) != 5 or not (text.isascii() and text.isdigit()):
        return text
    rest = sum(weight * int(digit) for weight, digit in zip(range(6, 1, -1), text, strict=True)) % 11
    return f"{text}{(11 - rest) % 10}"


def _key(node: NamedNode) -> str:
    return path_of(node.value).partition("/")[2]
