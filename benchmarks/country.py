"""Makes a country that never was, in the shape of the domain: as many statements of our vocabulary as asked for.

python -m benchmarks.country STATEMENTS FOLDER     writes FOLDER/country.ttl and FOLDER/country.nq

Zone follows zone until the number is reached, each of about 1,600 statements: a centre and seven neighbours with their
memberships and departments; seven formation agreements with the centre; two items, each realised by agreements with
three neighbours; twelve initiatives (half with a KPI that has a baseline, a target and three observed values), three
bodies; a plan, a meeting and four opinions; and a passage for every thing. Ten zones in a row are a chain: the last
neighbour of one is in the next zone too. All of it conforms to ontology/shapes.ttl and to queries/checks/, but for
mistakes in a share of the things (one in two hundred unless told otherwise), each a kind of mistakes.py. The same seed
makes the same country; only one zone at a time is in memory.
"""

import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad, Triple, serialize
from pyoxigraph import RdfFormat as Form

from benchmarks.mistakes import make_mistake
from benchmarks.zone import SOURCE, Zone, passage_of
from teiju_graph.vocab import DERIVED, PREF_LABEL, PREFIXES, A, graph, term, thing


def statements(most: int, seed: int = 1, mistakes: float = 0.005) -> Iterator[Triple]:
    """Yield about `most` statements, the same for the same seed, with mistakes in that share of the things."""
    chance, made, zone = random.Random(seed), 0, 0
    yield from _sources()
    while made < most:
        for each in Zone(zone, chance).things():
            if chance.random() < mistakes:
                make_mistake(each, chance)
            made += len(each)
            yield from each
        zone += 1


def _sources() -> Iterator[Triple]:
    """The source of the country, and that of the concepts."""
    passage = thing("passage/country-l0")
    yield from passage_of(passage, 1)
    yield Triple(graph("country"), term("dcterms:source"), SOURCE)
    for node, ja, en in ((SOURCE, "国", "Country"), (thing("source/editors"), "編集者", "Editors")):
        yield from (Triple(node, A, term(kind)) for kind in ("teiju:Source", "prov:Entity"))
        yield from (Triple(node, PREF_LABEL, Literal(text, language=tag)) for text, tag in ((ja, "ja"), (en, "en")))
        yield Triple(node, term("teiju:sha256"), Literal(hashlib.sha256(en.encode()).hexdigest()))
        yield Triple(node, DERIVED, passage)


def write_country(most: int, folder: Path, mistakes: float = 0.005) -> tuple[Path, Path]:
    """Write the country as Turtle for our server, and as N-Quads with its union as the default graph for the others.
    Return both paths."""
    turtle, quads = folder / "country.ttl", folder / "country.nq"
    serialize(statements(most, mistakes=mistakes), str(turtle), format=Form.TURTLE, prefixes=PREFIXES)
    both = (
        Quad(each.subject, each.predicate, each.object, where)
        for each in statements(most, mistakes=mistakes)
        for where in (graph("country"), DefaultGraph())
    )
    serialize(both, str(quads), format=Form.N_QUADS)
    return turtle, quads


if __name__ == "__main__":
    print(*write_country(int(sys.argv[1]), Path(sys.argv[2])))
