"""Questions of the library over three live endpoints: one store of all, asked in parts, and by Comunica, in one run.

python -m benchmarks.federation [STATEMENTS]     100,000 if left out; needs the package `oxigraph`, and Node with Comunica

A made country, zone after zone to another of three Oxigraph servers, so that neighbours share members across servers; a
fourth server holds all. Parts are asked with all municipalities as known, where the question names none. Comunica's time holds
the start of its process, which the last line tells alone.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from benchmarks.country import statements as country
from benchmarks.zone import code
from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.store import Answer
from teiju_graph.errors import TeijuError
from teiju_graph.federation.comunica import Comunica
from teiju_graph.federation.parts import SHARED, ask_parts, open_shared
from teiju_graph.files import folder
from teiju_graph.ontology import SCHEMES, read_turtle
from teiju_graph.queries import Question, library
from teiju_graph.questions import fill
from tests.engines import oxigraph

ENDPOINTS, ROUNDS = 3, 5
TOWNS = {"m": [code(3, 1), code(3, 2)], "municipality": [code(3, 1)], "without": [code(3, 3)], "prefecture": ["第4県"]}
_ZONE = re.compile(r"/(?:[a-z]+/|department/\d+-|membership/)z(\d+)|country-l(\d+)\d{3}$")
_MUNICIPALITY = re.compile(r"/municipality/(\d{5})")


def endpoint_of(address: str) -> int:
    """Return which endpoint holds what is said of a thing: that of its zone, or of the zone that a town is first in."""
    if found := _MUNICIPALITY.search(address):
        return int(found[1]) // 8 % ENDPOINTS
    found = _ZONE.search(address)
    return int(found[1] or found[2]) % ENDPOINTS if found else 0


def timed(ask: Callable[[], Answer]) -> tuple[list[str] | None, float]:
    """Return the rows of an answer, None where there is none, and the seconds that it took."""
    begun = time.perf_counter()
    try:
        rows = sorted(set(map(str, ask())))  # type: ignore[arg-type]
    except TeijuError as error:
        print(f"  {error}", file=sys.stderr)
        return None, time.perf_counter() - begun
    return rows, time.perf_counter() - begun


def write_parts(number: int, place: Path) -> list[Path]:
    """Write the country as one file for each endpoint, one for all, and the tables that all share."""
    every = list(country(number, mistakes=0))
    concepts = [each.triple for name in SCHEMES for each in read_turtle(folder("ontology") / name)]
    parts = [[each for each in every if endpoint_of(each.subject.value) == part] for part in range(ENDPOINTS)]
    parts[0] += concepts
    files = []
    for part, told in enumerate([*parts, [*every, *concepts]]):
        files.append(place / f"{part}.nq")
        serialize((Quad(*each) for each in told), str(files[-1]), format=RdfFormat.N_QUADS)
    shared = place / "data" / "ttl"
    shared.mkdir(parents=True)
    towns = [each for each in every if _MUNICIPALITY.search(each.subject.value)]
    zones = [each for each in every if "/id/zone/" in each.subject.value]
    for name, told in zip(SHARED, (towns, zones), strict=True):
        serialize(told, str(shared / f"{name}.ttl"), format=RdfFormat.TURTLE)
    return files


def compare(number: int) -> None:
    """Print the ratios over a country of so many statements."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        place = Path(name)
        files = write_parts(number, place)
        os.chdir(place)
        addresses = [stack.enter_context(oxigraph(path, path.with_suffix(""))) for path in files]
        endpoints = {f"e{part}": RemoteStore(address, 60) for part, address in enumerate(addresses[:ENDPOINTS])}
        whole, together = RemoteStore(addresses[-1], 60), Comunica(addresses[:ENDPOINTS])
        print(f"{number:,} statements, {ENDPOINTS} endpoints\n")
        print(
            "| question | rows | one store ms | in parts ms | Comunica ms | parts : store | Comunica : parts | same |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for question in (each for each in library().values() if each.part):
            print(_row(question, endpoints, whole, together), flush=True)
        begun = timed(lambda: together.query("SELECT ?s { ?s ?p ?o } LIMIT 1"))[1]
        print(f"\nComunica's least, for one row: {begun * 1000:,.0f} ms")


def _row(question: Question, endpoints: dict[str, RemoteStore], whole: RemoteStore, together: Comunica) -> str:
    given = {key: TOWNS.get(key, ["zone/z3"]) for key, each in question.parameters.items() if not each.optional}
    text = fill(open_shared(), question, given)
    store, parts = [], []
    for turn in range(ROUNDS):
        store.append(timed(partial(whole.query, f"{text} # {turn}")))
        parts.append(timed(partial(ask_parts, endpoints, open_shared(), question, given)))
    rows, slow = timed(partial(together.query, text))
    expected = store[0][0] or []
    same = ["yes" if found == expected else "no" for found in (parts[0][0], rows)]
    at_once, joined = (statistics.median(seconds for _, seconds in found) for found in (store, parts))
    words = f"{slow * 1000:,.0f}" if rows is not None else f"none in {slow:.0f} s"
    return (
        f"| {question.name} | {len(expected)} | {at_once * 1000:.1f} | {joined * 1000:.1f} | {words} | "
        f"{joined / at_once:.1f} | {slow / joined:.0f} | {', '.join(same)} |"
    )


if __name__ == "__main__":
    compare(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
