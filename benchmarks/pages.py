"""How long the server takes for its pages and for its start, and what pages weigh; each page beside /healthz, asked in
turn in one run. Times of pages are processor time, which other work on the machine disturbs less.

python benchmarks/pages.py        (no server needed: it starts its own)
"""

import gzip
import statistics
import subprocess
import sys
import time
import urllib.request

from teiju_graph.engines.store import open_store
from teiju_graph.pages import list_kind, read_kinds
from teiju_graph.web import create_app

ROUNDS = 7
BROWSER = {"Accept": "text/html"}
SAMPLE = 40  # of a kind with more things than this, so many are measured, evenly spread
LIMIT = 20.0  # milliseconds
PAGES = [
    "/",
    "/shared?m=012050&m=012301&mode=only",
    "/shared?m=012050&mode=any",
    "/shared?name=とま",
    "/suggest?q=とま",
    "/search?q=室蘭市",
    "/search?q=救急",
    "/search?q=町",
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
    """Return the processor time that one call takes."""
    start = time.process_time()
    call()
    return time.process_time() - start


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
    kinds = [kind.path for kind, _ in read_kinds(store)]
    pages = [*PAGES, "/quality", "/dataset", "/ontology", *(f"/doc/{kind}" for kind in kinds)]
    for kind in kinds:
        things = list_kind(store, kind)
        pages += [f"/doc/{entry.thing.path}" for entry in things[:: max(1, len(things) // SAMPLE)]]
    print(f"from teiju serve to the first answer: {measure_start():.2f} s")
    took, weight = {}, {}
    for page in dict.fromkeys(pages):
        first = seconds(lambda page=page: site.get(page, headers=BROWSER))
        pairs = [
            (seconds(lambda page=page: site.get(page, headers=BROWSER)), seconds(lambda: site.get("/healthz")))
            for _ in range(ROUNDS)
        ]
        own, health = (statistics.median(side) for side in zip(*pairs, strict=True))
        took[page] = (first * 1000, own * 1000, own / health)
        weight[page] = len(gzip.compress(site.get(page, headers=BROWSER).data))
    print(f"{'page':52} first ms       ms  times /healthz  compressed kB")
    shown = dict.fromkeys([*PAGES, *sorted(took, key=lambda page: took[page][1])[-10:], max(weight, key=weight.get)])
    for page in shown:
        print(f"{page:52} {took[page][0]:8.1f} {took[page][1]:8.1f} {took[page][2]:15.1f} {weight[page] / 1000:14.1f}")
    for name, column in (("at the first visit", 0), ("later", 1)):
        print(
            f"{len(took)} pages; slower than {LIMIT:g} ms {name}: {sum(each[column] > LIMIT for each in took.values())}"
        )


if __name__ == "__main__":
    main()
