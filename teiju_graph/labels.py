"""Names of things in both languages, asked for many things at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.queries import page_query
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
    """Return the names of things by address. What no graph names bears its own address.

    Names of a store whose data can't change are asked for once: pages name the same things over and over."""
    known = _known(store, store.digest) if store.digest else {}
    wanted = {node.value: node for node in things}
    found = {iri: link for iri in wanted if (link := known.get(iri))}
    if len(found) < len(wanted):
        asked = _ask(store, {iri: node for iri, node in wanted.items() if iri not in found})
        if len(known) > _MANY:
            known.clear()
        known.update(asked)
        found |= asked
    return found


_MANY = 50_000  # names kept at most: about 30 MB


@kept(4)
def _known(store: Store, digest: str) -> dict[str, Link]:
    return {}


def _ask(store: Store, wanted: dict[str, NamedNode]) -> dict[str, Link]:
    names: dict[str, dict[str, str]] = {iri: {} for iri in wanted}
    for row in select(store, page_query("labels").fill({"things": list(wanted.values())})):
        names[row["things"].value][row["name"].language or "en"] = row["name"].value
    return {
        iri: Link(
            iri, found.get("ja") or found.get("en") or shorten(iri), found.get("en") or found.get("ja") or shorten(iri)
        )
        for iri, found in names.items()
    }
