"""What runaways do to everybody else: small queries of many clients alone, then beside one runaway a second.

python -m benchmarks.overload [STATEMENTS]     needs wrk
"""

import collections
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from benchmarks.country import write_country
from benchmarks.engines import CLIENTS, load, ours

SECONDS, DEADLINE, GOAL = 30, 2, 10
RUNAWAYS = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 1) }",
    "SELECT (COUNT(*) AS ?n) { ?a (<http://a>|!<http://a>)* ?b . ?b (<http://a>|!<http://a>)* ?c }",
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f . FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(x+x+)+y')) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 1",
    "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
]


def run_away(address: str, number: int, statuses: collections.Counter) -> None:
    """Send a query that would never end, and count what it gets."""
    query = f"{RUNAWAYS[number % len(RUNAWAYS)]} # {number}"
    try:
        with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode({'query': query})}", timeout=60) as answer:
            statuses[answer.status] += 1
    except urllib.error.HTTPError as error:
        statuses[error.code] += 1


def measure(number: int) -> None:
    """Print the 99th percentiles without and with runaways, their ratio, and what the runaways got."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "data").mkdir()
        _, quads = write_country(number, folder / "data")
        zones = sum(1 for line in quads.open() if "#Zone>" in line) // 2
        with ours(folder / "data", "--query-timeout", str(DEADLINE)) as address:
            load(address, True, zones, folder)
            rate, alone = load(address, True, zones, folder, SECONDS)
            statuses: collections.Counter[int] = collections.Counter()
            begun = time.monotonic()
            senders = [threading.Timer(second, run_away, (address, second, statuses)) for second in range(SECONDS)]
            for sender in senders:
                sender.start()
            beside_rate, beside = load(address, True, zones, folder, SECONDS)
            for sender in senders:
                sender.join()
            took = time.monotonic() - begun
        print(f"{number:,} statements, {CLIENTS} clients, deadline {DEADLINE} s, {SECONDS} runaways in {took:.0f} s\n")
        print("| small queries | per second | 99th percentile ms |\n|---|---|---|")
        print(f"| alone | {rate:,.0f} | {alone * 1000:.1f} |")
        print(f"| beside runaways | {beside_rate:,.0f} | {beside * 1000:.1f} |")
        told = "reached" if beside < GOAL * alone else "MISSED"
        print(f"\n{beside / alone:.1f} times the 99th percentile; goal: under {GOAL}: {told}")
        print(f"runaways got: {dict(statuses)}")


if __name__ == "__main__":
    for asked in sys.argv[1:] or ["100000"]:
        measure(int(asked))
