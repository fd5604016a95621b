"""Opinions: what was said of things at meetings, what was answered, what changed."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from teiju_graph.engines.store import Store
from teiju_graph.pages.rows import Row, gather, read_lines, read_rows


def read_opinions(store: Store, things: Sequence[NamedNode]) -> list[Row]:
    """Return the opinions about things, or given at them where they are meetings: rows of the query `opinions`, each
    opinion once, with lists of its stances and of what changed, and with the lines that it stands in."""
    rows = read_rows(store, {"opinions": {"things": things}})["opinions"]
    opinions = gather(rows, "opinion", "stance", "changed")
    lines = read_lines(store, [NamedNode(row["opinion"].iri) for row in opinions])
    return [{**row, "lines": lines.get(row["opinion"].iri, [])} for row in opinions]
