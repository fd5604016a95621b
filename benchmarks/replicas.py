"""Replicas of a snapshot behind HAProxy: requests per second of one and of two, and requests lost in a rolling release and
when one is killed.

python -m benchmarks.replicas [STATEMENTS]     needs wrk, HAProxy and the package `oxigraph`; clients, HAProxy and
                                               replicas share the processors
"""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.country import write_country
from benchmarks.engines import CLIENTS, load
from teiju_graph.engines.snapshot import STORE
from teiju_graph.releases.snapshots import write_snapshot
from teiju_graph.replicas.replicas import Replicas
from tests.engines import free_port, serving_oxigraph
from tests.test_replicas import CLIENTS as FEW
from tests.test_replicas import Load

TURNS = 3
MORE = "<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"


def goal(name: str, reached: bool, figure: str) -> None:
    """Print whether a goal is reached, with its figure."""
    print(f"{'reached' if reached else 'MISSED '}  {name}: {figure}", flush=True)


def measure_throughput(snapshot: Path, zones: int, folder: Path) -> None:
    """Print the rates, each way measured in turn."""
    rates: dict[str, list[tuple[float, float]]] = {"one server, no HAProxy": [], "one replica": [], "two replicas": []}
    for _ in range(TURNS):
        for name, told in rates.items():
            if "no HAProxy" in name:
                with serving_oxigraph(snapshot / STORE) as address:
                    told.append(load(address, True, zones, folder))
            else:
                port = free_port()
                running = Replicas(snapshot, 1 if "one" in name else 2, port=port)
                told.append(load(f"http://127.0.0.1:{port}/query", True, zones, folder))
                running.close()
    middle = {name: sorted(told)[len(told) // 2] for name, told in rates.items()}
    print(
        f"\n| small distinct queries, {CLIENTS} clients | per second | 99 % within ms | beside one replica |\n|---|---|---|---|"
    )
    for name, (rate, slow) in middle.items():
        print(f"| {name} | {rate:,.0f} | {slow * 1000:.1f} | {rate / middle['one replica'][0]:.2f}× |", flush=True)


def count_lost(snapshots: tuple[Path, Path]) -> None:
    """Print how many requests a rolling release and a killed replica lose."""
    port = free_port()
    running = Replicas(snapshots[0], 2, port=port)
    with Load(f"http://127.0.0.1:{port}/query") as clients:
        for turn in range(TURNS):
            begun = time.monotonic()
            running.roll(snapshots[1 - turn % 2])
            print(f"rolling release {turn + 1}: {time.monotonic() - begun:.1f} s")
        clients.wait_for(300)
    told = clients.counted()
    lost = told.total() - told["True"] - told["False"]
    goal("no request lost in rolling releases", lost == 0, f"{lost} of {told.total():,} in {TURNS}")
    with Load(f"http://127.0.0.1:{port}/query") as clients:
        for _ in range(TURNS):
            os.kill(running.replicas[0].process, signal.SIGKILL)
            clients.wait_for(300)
            running.mend()
            clients.wait_for(300)
    told = clients.counted()
    lost = told.total() - told["True"] - told["False"]
    goal(
        "at most the requests in flight when one is killed",
        lost <= TURNS * FEW,
        f"{lost} of {told.total():,} in {TURNS}",
    )
    running.close()


def main(statements: int) -> None:
    """Print tables and goals."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        data = folder / "data"
        data.mkdir()
        _, quads = write_country(statements, data)
        zones = sum(1 for line in quads.open() if "#Zone>" in line) // 2
        first, _ = write_snapshot(folder, data)
        (data / "more.ttl").write_text(MORE)
        second, _ = write_snapshot(folder, data)
        print(f"{statements:,} statements; {len(os.sched_getaffinity(0))} processors, load {os.getloadavg()[0]:.1f}")
        measure_throughput(first, zones, folder)
        print()
        count_lost((first, second))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
