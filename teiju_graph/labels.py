"""Names of things in both languages, asked for many things at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from teiju_graph.queries import page_query
from teiju_graph.store import Store, select
from teiju_graph.vocab import path_of, shorten


@dataclass(frozen=True)
class Link:
    """A thing that a page leads to: its address, and its name in Japanese and English."""

    iri: str
    ja: str
    en: str

    def label(self, lang: str) -> str:
        """Return the name in `lang`, in the other language where there is none."""
        return (self.ja or self.en) if lang == "ja" else (self.en or self.ja)

    @cached_property
    def path(self) -> str:
        """What follows `id/` in the address; the address itself for a thing of another site."""
        return path_of(self.iri)

    @cached_property
    def inside(self) -> bool:
        """Whether the thing has a page here."""
        return self.path != self.iri


def read_labels(store: Store, things: Iterable[NamedNode]) -> dict[str, Link]:
    """Return the names of things by address. What no graph names bears its own address."""
    wanted = sorted(set(things), key=lambda node: node.value)
    names: dict[str, dict[str, str]] = {node.value: {} for node in wanted}
    if wanted:
        for row in select(store, page_query("labels").fill({"things": list(wanted)})):
            names[row["things"].value][row["name"].language or "en"] = row["name"].value
    return {
        iri: Link(
            iri, found.get("ja") or found.get("en") or shorten(iri), found.get("en") or found.get("ja") or shorten(iri)
        )
        for iri, found in names.items()
    }
