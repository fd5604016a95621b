"""How long the server takes for its pages and for its start; each page beside /healthz, asked in turn in one run.

python benchmarks/pages.py        (no server needed: it starts its own)
"""

import statistics
import subprocess
import sys
import time
import urllib.request

from teiju_graph.pages import list_kind, read_kinds
from teiju_graph.store import open_store
from teiju_graph.web import create_app

ROUNDS = 7
PAGES = [
    "/",
    "/shared?m=012050&m=012301&mode=only",
    "/shared?m=012050&mode=any",
    "/questions",
    "/questions/kpis",
    "/sparql",
    "/map",
    "/map?zone=nishi-iburi&others=1",
    "/matrix?zone=nishi-iburi",
    "/upset?zone=nishi-iburi",
    "/network?zone=nishi-iburi&others=1",
    "/kpi?zone=higashi-iburi",
    "/timeline?zone=nishi-iburi",
    "/departments",
]


def seconds(call) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure_start(port: int = 8971) -> float:
    """Return the seconds from `teiju serve` to the first answer of a query."""
    ask = f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "teiju_graph", "serve", "--port", str(port)], stderr=subprocess.DEVNULL
    ) as server:
        try:
            while True:
                try:
                    urllib.request.urlopen(ask, timeout=1).read()
                    return time.perf_counter() - start
                except OSError:
                    time.sleep(0.01)
        finally:
            server.terminate()


def main() -> None:
    """Print the table."""
    store = open_store()
    site = create_app(store).test_client()
    things = [f"/doc/{entry.thing.path}" for kind, _ in read_kinds(store) for entry in list_kind(store, kind.path)]
    kinds = [f"/doc/{kind.path}" for kind, _ in read_kinds(store)]
    print(f"from teiju serve to the first answer: {measure_start():.2f} s")
    took = {}
    for page in [*PAGES, *kinds, *things]:
        site.get(page)
        pairs = [
            (seconds(lambda page=page: site.get(page)), seconds(lambda: site.get("/healthz"))) for _ in range(ROUNDS)
        ]
        took[page] = tuple(statistics.median(side) for side in zip(*pairs, strict=True))
    print("page                                                     ms   times /healthz")
    slowest = {page: took[page] for page in (*PAGES, max(kinds, key=took.get), *sorted(things, key=took.get)[-3:])}
    for page, (own, health) in slowest.items():
        print(f"{page:52} {own * 1000:6.1f} {own / health:8.1f}")
    print(f"{len(took)} pages; slower than 20 ms: {sum(own > 0.02 for own, _ in took.values())}")


if __name__ == "__main__":
    main()
