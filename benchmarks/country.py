"""Makes a country that never was: as many statements of our vocabulary as asked for, in the shape of the two sources.

python benchmarks/country.py STATEMENTS FOLDER     writes FOLDER/country.ttl and FOLDER/country.nq
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple, serialize
from pyoxigraph import RdfFormat as Form

from teiju_graph.vocab import A, concept, graph, term, thing

_FIELDS = ("medical", "welfare", "education", "industry", "environment", "disaster", "transport", "roads")
_WORDS = (
    "救急医療",
    "図書館の相互利用",
    "観光の振興",
    "消防の広域化",
    "ごみ処理",
    "公共交通の維持",
    "鳥獣害の防止",
    "職員の研修",
)
_ZONE = 8  # municipalities of a zone


def statements(most: int, seed: int = 1) -> Iterator[Triple]:
    """Yield about `most` statements, the same for the same seed."""
    chance, made = random.Random(seed), 0
    zone = 0
    while made < most:
        zone += 1
        for each in _zone(zone, chance):
            made += 1
            yield each


def _zone(number: int, chance: random.Random) -> Iterator[Triple]:
    zone = thing(f"zone/z{number}")
    members = [thing(f"municipality/{number:04d}{place}") for place in range(_ZONE)]
    yield from _named(zone, "Zone", f"第{number}定住自立圏", f"Zone {number}")
    yield Triple(zone, term("teiju:centralCity"), members[0])
    for place, member in enumerate(members):
        yield from _named(member, "Municipality", f"第{number}の{place}町", f"Town {number}-{place}")
        yield Triple(zone, term("teiju:member"), member)
        yield Triple(member, term("teiju:neighbour"), members[(place + 1) % _ZONE])
    yield Triple(members[0], term("teiju:neighbour"), thing(f"municipality/{number + 1:04d}0"))
    for count in range(12):
        yield from _initiative(thing(f"initiative/z{number}-{count}"), zone, members, chance, count)


def _initiative(
    initiative: NamedNode, zone: NamedNode, members: list[NamedNode], chance: random.Random, count: int
) -> Iterator[Triple]:
    word, field = chance.choice(_WORDS), concept("field", chance.choice(_FIELDS))
    agreement = thing(initiative.value.rpartition("/id/")[2].replace("initiative/", "agreement/"))
    for each, kind in ((initiative, "Initiative"), (agreement, "Agreement")):
        yield from _named(each, kind, f"{word}{count}", f"{kind} {count}")
        yield Triple(each, A, term("teiju:Cooperation"))
        yield Triple(each, term("teiju:kind"), concept("kind", kind.lower()))
        yield Triple(each, term("teiju:zone"), zone)
        yield Triple(each, term("teiju:field"), field)
        yield Triple(each, term("teiju:participantsComplete"), _boolean(chance.random() < 0.7))
        for member in chance.sample(members, chance.randint(2, 6)):
            yield Triple(each, term("teiju:participant"), member)
    yield Triple(initiative, term("teiju:realises"), agreement)
    yield Triple(initiative, term("teiju:startYear"), Literal(str(chance.randint(1965, 2025)), datatype=_xsd("gYear")))
    for number in range(2):
        kpi = thing(f"kpi/{initiative.value.rpartition('/')[2]}-{number}")
        yield from _named(kpi, "KPI", f"{word}の件数{number}", f"Count {number}")
        yield Triple(initiative, term("teiju:kpi"), kpi)
        for year in range(2020, 2025):
            value = thing(f"observation/{kpi.value.rpartition('/')[2]}-{year}")
            yield Triple(kpi, term("teiju:observation"), value)
            yield Triple(value, term("teiju:year"), Literal(str(year), datatype=_xsd("gYear")))
            yield Triple(value, term("teiju:number"), Literal(chance.randint(1, 9999)))


def _named(each: NamedNode, kind: str, ja: str, en: str) -> Iterator[Triple]:
    yield Triple(each, A, term(f"teiju:{kind}"))
    yield Triple(each, term("skos:prefLabel"), Literal(ja, language="ja"))
    yield Triple(each, term("skos:prefLabel"), Literal(en, language="en"))


def _boolean(value: bool) -> Literal:
    return Literal(str(value).lower(), datatype=_xsd("boolean"))


def _xsd(name: str) -> NamedNode:
    return NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")


def write_country(most: int, folder: Path) -> tuple[Path, Path]:
    """Write the country as Turtle for our server, and as N-Quads with its union as the default graph for the others.
    Return both paths."""
    turtle, quads = folder / "country.ttl", folder / "country.nq"
    found = list(statements(most))
    serialize(found, str(turtle), format=Form.TURTLE)
    both = (
        Quad(each.subject, each.predicate, each.object, where)
        for where in (graph("country"), DefaultGraph())
        for each in found
    )
    serialize(both, str(quads), format=Form.N_QUADS)
    return turtle, quads


if __name__ == "__main__":
    print(*write_country(int(sys.argv[1]), Path(sys.argv[2])))
