"""How everything grows with the data: load, snapshot, validation, search index, pages, memory; drawn as curves.

python -m benchmarks.growth [STATEMENTS…] [--data FOLDER] [--steps …]

100000 and 1000000 statements where none are named; 10000000 takes an hour. FOLDER keeps the made countries.

Each step is a process of its own, its peak memory and processor seconds taken from outside; the native loader runs beside
ours on the same statements. Pages are asked of the site inside one process, each kind for several things that nobody
asked for before; their times are processor time, which other work on the machine disturbs less. The figures are kept in
docs/growth.json, size by size, and docs/growth.svg is drawn from all of them. `teiju build` is not measured: the made
country has no tables.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.country import write_country
from benchmarks.curves import draw
from benchmarks.zone import code

DOCS = Path(__file__).parent.parent / "docs"
PUBLISHED = 100_000  # the largest country that is published
VISITS = 9
GOAL = 50.0  # milliseconds, for the three below at the largest size
HELD = ("finder", "municipality", "search")
BROWSER = {"Accept": "text/html"}


def pages(zones: int) -> dict[str, list[str]]:
    """Return addresses of each kind of page, for things in zones spread over the country; those of the whole country
    stand last and are asked for twice."""
    spread = [zones * turn // VISITS for turn in range(VISITS)]
    kinds = {
        "municipality": "municipality/{code}",
        "zone": "zone/z{zone}",
        "initiative": "initiative/z{zone}-1",
        "agreement": "agreement/z{zone}-1",
        "item": "item/z{zone}-0",
        "KPI": "kpi/z{zone}-1",
        "meeting": "meeting/z{zone}",
        "opinion": "opinion/z{zone}-1",
        "plan": "plan/z{zone}",
    }
    found = {
        "finder": ["/shared?m={code}&m={other}&mode=all"],
        "finder, only": ["/shared?m={code}&m={other}&mode=only"],
        "suggest": ["/suggest?q=第{code}"],
        "search": ["/search?q=第{code}町"],
        "search, a common word": ["/search?q=図書館"],
        **{name: [f"/doc/{path}"] for name, path in kinds.items()},
        "map": ["/map?zone=z{zone}"],
        "matrix": ["/matrix?zone=z{zone}"],
        "timeline": ["/timeline?zone=z{zone}"],
        "KPIs": ["/kpi?zone=z{zone}"],
    }
    asked = {
        name: [each.format(zone=zone, code=code(zone, 1), other=code(zone, 2)) for zone in spread for each in templates]
        for name, templates in found.items()
    }
    whole = {"first page": "/", "finder, form": "/shared", "initiatives": "/doc/initiative", "dataset": "/dataset"}
    return asked | {name: [address, address] for name, address in whole.items()}


def be_load(data: Path) -> dict:
    """Load what `teiju serve` loads."""
    from teiju_graph.engines.store import open_store

    begun = time.perf_counter()
    held = len(open_store(data))
    return {"seconds": time.perf_counter() - begun, "statements": held}


def be_snapshot(data: Path) -> dict:
    """Write a snapshot beside the data."""
    from teiju_graph.releases.snapshots import write_snapshot

    place = data / "snapshots"
    shutil.rmtree(place, ignore_errors=True)
    begun = time.perf_counter()
    written, _ = write_snapshot(place, data)
    return {"seconds": time.perf_counter() - begun, "place": str(written)}


def be_check(data: Path) -> dict:
    """Validate by SHACL."""
    from teiju_graph.files import folder
    from teiju_graph.validation.check import read_shapes, read_store
    from teiju_graph.validation.shacl import Validation

    store, shapes = read_store([data / "country.ttl"]), read_shapes(folder("ontology") / "shapes.ttl")
    begun, worked = time.perf_counter(), time.process_time()
    found = Validation(store._store, shapes).run()
    return {
        "seconds": time.perf_counter() - begun,
        "worked": time.process_time() - worked,
        "violations": len(found),
    }


def be_pages(data: Path) -> dict:
    """Ask the site for its pages."""
    from teiju_graph.engines.store import open_store, select
    from teiju_graph.finding.gazetteer import open_gazetteer
    from teiju_graph.finding.search import open_index
    from teiju_graph.web import create_app
    from teiju_graph.web.memory import memory_held

    store = open_store(data)
    told: dict = {"store": memory_held()}
    begun = time.process_time()
    open_index(store)
    told["index"] = time.process_time() - begun
    begun = time.process_time()
    open_gazetteer(store)
    told["gazetteer"] = time.process_time() - begun
    told["served"] = memory_held()
    site = create_app(store).test_client()
    counted = "SELECT (COUNT(*) AS ?n) { ?z a <https://w3id.org/teiju/ontology#Zone> }"
    told["zones"] = int(next(iter(select(store, counted)))["n"].value)
    told["pages"] = {}
    for name, addresses in pages(told["zones"]).items():
        took = []
        for address in addresses:
            begun = time.process_time()
            answer = site.get(address, headers=BROWSER)
            took.append((time.process_time() - begun) * 1000)
            if answer.status_code != 200:
                print(f"{address}: {answer.status_code}", file=sys.stderr)
        told["pages"][name] = took[0], statistics.median(took[1:] or took), max(took[1:] or took)
        print(f"  {name}: {told['pages'][name]}", file=sys.stderr, flush=True)
    return told


STEPS: dict[str, Callable[[Path], dict]] = {
    "load": be_load,
    "snapshot": be_snapshot,
    "check": be_check,
    "pages": be_pages,
}


def run(command: list[str]) -> dict:
    """Return what a process told on its last line, with its seconds, processor seconds and peak memory in MB."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = process.stdout.read().splitlines()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    told = {"whole": time.perf_counter() - begun, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}
    return told | (json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {})


def load_natively(data: Path, into: Path) -> dict:
    """Load the same statements, the union among them, by the native loader."""
    shutil.rmtree(into, ignore_errors=True)
    program = Path(sys.executable).parent / "oxigraph"
    told = run([str(program), "load", "-l", str(into), "-f", str(data / "country.nq")])
    shutil.rmtree(into)
    return told


def measure(statements: int, data: Path, steps: list[str]) -> Iterator[tuple[str, dict]]:
    """Yield the figures of the steps at one size, each as soon as it is done."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "country.nq").exists():
        write_country(statements, data)
    for name in steps:
        if name == "native":
            told = load_natively(data, data / "native")
        elif name == "publish":
            words = ["-m", "teiju_graph", "publish", str(data / "site"), "--data", str(data)]
            told = run([sys.executable, *words])
            shutil.rmtree(data / "site")
        else:
            told = run([sys.executable, "-m", "benchmarks.growth", "--be", name, "--data", str(data)])
        print(f"{statements:,} {name}: {told['whole']:.1f} s", file=sys.stderr, flush=True)
        yield name, told


def report(figures: dict[int, dict]) -> None:
    """Print the tables and the goals."""
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print("| statements | load s | native s | load, processor s | native | snapshot | SHACL | search index | publish s | store MB | with search MB |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    columns = [("load", "whole"), ("native", "whole"), ("load", "cpu"), ("native", "cpu"), ("snapshot", "cpu")]
    columns += [("check", "worked"), ("pages", "index"), ("publish", "whole"), ("pages", "store"), ("pages", "served")]
    for size, told in figures.items():
        row = [told.get(step, {}).get(what) for step, what in columns]
        print(f"| {size:,} | " + " | ".join(map(_shown, row)) + " |")
    figures = {size: told for size, told in figures.items() if "pages" in told}
    print("\n| page, ms: median of things not asked for before (slowest; the very first) | " + " | ".join(f"{size:,}" for size in figures) + " |")  # fmt: skip
    print("|---|" + "---|" * len(figures))
    for name in next(iter(figures.values()))["pages"]["pages"]:
        found = [told["pages"]["pages"][name] for told in figures.values()]
        print(
            f"| {name} | "
            + " | ".join(f"{middle:.1f} ({most:.0f}; {first:.0f})" for first, middle, most in found)
            + " |"
        )
    print()
    for size, told in figures.items():
        if not {"load", "native"} <= told.keys():
            continue
        ratio = told["native"]["whole"] / told["load"]["whole"]
        goal(f"{size:,}: load at least as fast as natively", ratio >= 1, f"{ratio:.1f}×")
    for name in HELD:
        size, told = max(figures.items())
        middle = told["pages"]["pages"][name][1]
        goal(f"{size:,}: {name} under {GOAL:g} ms", middle < GOAL, f"{middle:.1f} ms")


def _shown(figure: float | None) -> str:
    return "not measured" if figure is None else f"{figure / 1e6:,.0f}" if figure > 1e6 else f"{figure:,.1f}"


def goal(name: str, reached: bool, figure: str) -> None:
    """Print whether a goal is reached, with its figure."""
    print(f"{'reached' if reached else 'MISSED '}  {name}: {figure}", flush=True)


def main() -> None:
    """Measure the sizes asked for, keep and draw the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("statements", nargs="*", type=int)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--steps", nargs="+", choices=["native", *STEPS, "publish"])
    parser.add_argument("--be", choices=STEPS)
    given = parser.parse_args()
    if given.be:
        print(json.dumps(STEPS[given.be](given.data)))
        return
    kept = DOCS / "growth.json"
    figures = {int(size): told for size, told in json.loads(kept.read_text()).items()} if kept.exists() else {}
    with tempfile.TemporaryDirectory() as place:
        for statements in given.statements or [100_000, 1_000_000]:
            steps = given.steps or ["native", *STEPS, *(["publish"] if statements <= PUBLISHED else [])]
            for name, told in measure(statements, (given.data or Path(place)) / str(statements), steps):
                figures.setdefault(statements, {})[name] = told
                kept.write_text(json.dumps(dict(sorted(figures.items())), indent=1) + "\n")
    figures = dict(sorted(figures.items()))
    (DOCS / "growth.svg").write_text(draw(figures))
    report(figures)


if __name__ == "__main__":
    main()
