"""Where harvested statements come from, as statements: which release each graph was in, and when it was fetched."""

import hashlib
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from teiju_graph.harvest.contribution import INFERRED
from teiju_graph.harvest.report import Entry
from teiju_graph.ontology import implications
from teiju_graph.vocab import DERIVED, PREF_LABEL, A, graph, term, thing, typed

_RETRIEVED = NamedNode("http://purl.org/pav/retrievedOn")


def describe_harvest(entries: list[Entry]) -> set[Triple]:
    """Return what is known of the releases that are served: their graphs, publishers, digests and dates."""
    said: set[Triple] = set()
    for each in entries:
        if not each.release:
            continue
        dump, key, version = NamedNode(each.release.dump), each.publisher.key, each.release.version
        said |= {
            *(Triple(graph(name), DERIVED, dump) for name in each.graphs),
            Triple(dump, A, term("prov:Entity")),
            Triple(dump, PREF_LABEL, Literal(f"{key} の公開データ {version}".rstrip(), language="ja")),
            Triple(dump, PREF_LABEL, Literal(f"Data published by {key} {version}".rstrip(), language="en")),
            Triple(dump, term("dcterms:isPartOf"), NamedNode(each.publisher.address)),
            Triple(dump, term("teiju:sha256"), Literal(each.release.sha256)),
            Triple(dump, _RETRIEVED, typed(each.release.retrieved, "dateTime")),
        }
    return said


def describe_editors(listing: Path) -> set[Triple]:
    """Return the description of the source of graph/inferred: the editors of all publishers, as the list names them."""
    content = listing.read_bytes()
    lines = content.decode("utf-8-sig").rstrip("\n").split("\n")
    source, last = thing("source/editors"), len(lines)
    passage = thing(f"passage/editors-l1-{last}" if last > 1 else "passage/editors-l1")
    said = {
        Triple(graph(INFERRED), term("dcterms:source"), source),
        Triple(source, A, term("teiju:Source")),
        Triple(source, PREF_LABEL, Literal("編集者", language="ja")),
        Triple(source, PREF_LABEL, Literal("The editors", language="en")),
        Triple(source, term("teiju:sha256"), Literal(hashlib.sha256(content).hexdigest())),
        Triple(source, DERIVED, passage),
        Triple(passage, A, term("teiju:Passage")),
        Triple(passage, PREF_LABEL, Literal(f"公開元の一覧 1〜{last}行目", language="ja")),
        Triple(passage, PREF_LABEL, Literal(f"List of publishers, lines 1–{last}", language="en")),
        Triple(passage, term("teiju:source"), source),
        Triple(passage, term("teiju:firstLine"), typed("1", "integer")),
        Triple(passage, term("teiju:lastLine"), typed(str(last), "integer")),
        Triple(passage, term("teiju:sha256"), Literal(hashlib.sha256("\n".join(lines).encode()).hexdigest())),
    }
    return {*said, *(implied for each in said for implied in implications().of(each))}
