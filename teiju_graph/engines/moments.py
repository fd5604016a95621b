"""Stores as of a moment: an earlier release, or what the sources that there were on a day say."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from teiju_graph.engines.store import MemoryStore, open_store
from teiju_graph.errors import ParameterError
from teiju_graph.vocab import BASE, PREF_LABEL, term

RELEASES = "releases"  # where a published folder keeps them
_THINGS = f"{BASE}id/"


def open_as_of(data: Path | None, moment: str) -> MemoryStore:
    """Return a store over the data of a folder as of a moment; see open_store for what the folder may be.

    moment: empty for now; a day (2024-03-31), for the sources that are not dated later; else the name of a release, for
    what the published folder `data` says of it. ParameterError: it is no day, and no release that the folder keeps."""
    if not moment:
        return open_store(data)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", moment):
        try:
            return until(open_store(data), date.fromisoformat(moment))
        except ValueError as error:
            raise ParameterError(
                f"「{moment}」という日はありません。", f"“{moment}” is no day of the calendar.", column="--as-of"
            ) from error
    kept = data / RELEASES if data else Path(RELEASES)
    names = sorted(each.name for each in kept.iterdir()) if kept.is_dir() else []
    if moment not in names:
        raise ParameterError(
            f"「{moment}」は日付(2024-03-31 の形)でも、--data で示した公開フォルダの版でもありません。"
            f"版:{'、'.join(names) or 'なし'}",
            f"“{moment}” is neither a day, written as 2024-03-31, nor a release of a published folder given with --data. "
            f"Releases there: {', '.join(names) or 'none'}.",
            column="--as-of",
        )
    return open_store(kept / moment)


def until(store: MemoryStore, day: date) -> MemoryStore:
    """Return a store of what the sources of a store say that are not dated after a day, as it was then: what a later
    source replaces is current, and of what the editors say nothing remains that is about things of later sources."""
    graph_of = {quad.object: quad.subject for quad in store.quads(term("dcterms:source"))}
    late = {
        graph_of.get(quad.subject)
        for quad in store.quads(term("teiju:asOf"))
        if isinstance(quad.object, Literal) and quad.object.value > str(day)
    }

    def kept(predicate: NamedNode | None = None) -> Iterator[Quad]:
        return (quad for quad in store.quads(predicate) if quad.graph_name not in late)

    told = {quad.subject for each in (PREF_LABEL, term("owl:deprecated")) for quad in kept(each)}
    lost = {quad.subject for quad in kept(term("rdf:subject")) if quad.object not in told}
    replaced = {graph_of.get(quad.object) for quad in kept(term("dcterms:replaces"))}
    staying = (
        quad
        for quad in kept()
        if quad.subject not in lost and all(node in told for node in (quad.subject, quad.object) if _is_thing(node))
    )
    digest = hashlib.sha256(f"{store.digest} {day}".encode()).hexdigest()
    return MemoryStore.of(staying, replaced, digest)  # type: ignore[arg-type]


def _is_thing(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(_THINGS)
