"""Our server beside the Oxigraph server and Virtuoso, on the same data in one run: requests per second and seconds.

python benchmarks/engines.py [STATEMENTS]     needs wrk, the package `oxigraph` and, for its column, Virtuoso 7
"""

import math
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.country import write_country
from benchmarks.zone import code
from tests.engines import free_port, has_virtuoso, oxigraph, virtuoso

SECONDS, WARMING, CLIENTS, ROUNDS = 6, 2, 32, 7
PREFIXES = """PREFIX teiju: <https://w3id.org/teiju/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX m: <https://w3id.org/teiju/id/municipality/> PREFIX i: <https://w3id.org/teiju/id/initiative/>
"""
SMALL = "SELECT ?c ?ja { ?c teiju:participant m:%s ; teiju:kind <https://w3id.org/teiju/id/kind/agreement> ; skos:prefLabel ?ja FILTER(lang(?ja) = 'ja') }"
ONE, TWO, THREE = (f"m:{code(3, place)}" for place in (1, 2, 3))  # the centre of a zone, and two neighbours
QUERIES = {
    "shared agreements": SMALL % code(3, 1),
    "all of three": f"SELECT ?c ?ja {{ ?c teiju:participant {ONE}, {TWO}, {THREE} ; skos:prefLabel ?ja }}",
    "pairs": f"SELECT ?b (COUNT(?c) AS ?n) {{ ?c teiju:participant {ONE}, ?b }} GROUP BY ?b ORDER BY DESC(?n)",
    "only these": f"SELECT ?c {{ ?c teiju:participant {ONE}, {TWO} ; teiju:participantsComplete true "
    f"OPTIONAL {{ ?c teiju:participant ?o FILTER(?o NOT IN ({ONE}, {TWO})) }} FILTER(!BOUND(?o)) }}",
    "KPI aggregate": "SELECT ?f (AVG(?n) AS ?mean) { ?i teiju:zone <https://w3id.org/teiju/id/zone/z3> ; teiju:field ?f ; "
    "teiju:kpi/teiju:observed/teiju:value ?n } GROUP BY ?f",
    "text": "SELECT ?c ?ja { ?c a teiju:Agreement ; skos:prefLabel ?ja FILTER(CONTAINS(?ja, '救急')) } ORDER BY ?c LIMIT 20",
    "path": f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ {ONE} (^teiju:municipality/teiju:zone/^teiju:zone/teiju:municipality)+ ?m }}",
    "grouping": "SELECT ?f (COUNT(?c) AS ?n) { ?c a teiju:Agreement ; teiju:field ?f } GROUP BY ?f ORDER BY ?f",
    "describe": "DESCRIBE i:z3-1",
    "zone page": "SELECT ?i ?ja ?y { ?i teiju:zone <https://w3id.org/teiju/id/zone/z3> ; teiju:startYear ?y ; skos:prefLabel ?ja } ORDER BY ?y",
}
LUA = """
local number = SEED
local codes = { %s }
function request()
  number = number + 1
  local query = string.gsub([[%s]], "PLACE", codes[number %% #codes + 1])
  local unique = DISTINCT and ("%%23" .. number) or ""
  return wrk.format("GET", "%s" .. query .. unique, {["Accept"] = "application/sparql-results+json"})
end
"""


@contextmanager
def ours(data: Path, *options: str):
    """Yield the address of our own server over a folder."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "teiju_graph",
        "--lang",
        "en",
        "serve",
        "--port",
        str(port),
        "--data",
        data,
        *options,
    ]
    process = subprocess.Popen([str(word) for word in command], stderr=subprocess.PIPE)
    try:
        assert process.stderr and b"Ready" in process.stderr.readline()
        yield f"http://127.0.0.1:{port}/sparql"
    finally:
        process.terminate()
        process.wait()


def load(address: str, distinct: bool, zones: int, folder: Path, seconds: int = SECONDS) -> tuple[float, float]:
    """Return the requests per second and the 99th percentile in seconds of CLIENTS clients with small queries."""
    join = "&query=" if "?" in address else "?query="
    query = urllib.parse.quote(PREFIXES + SMALL.replace("%s", "PLACE"), safe="")
    path = "/" + address.split("/", 3)[3] + join
    if not distinct:
        zones = min(zones, 50)
    script = folder / "small.lua"
    codes = ", ".join(f'"{code(zone, place)}"' for zone in range(zones) for place in range(1, 8))
    text = LUA % (codes, query.replace("%", "%%%%").replace("%%%%", "%"), path)
    seed = time.time_ns() // 1000 % 10**12  # what was distinct once is not distinct again
    script.write_text(f"DISTINCT, SEED = {str(distinct).lower()}, {seed}\n" + text)
    base = "/".join(address.split("/", 3)[:3])
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", "-s", str(script), base]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if failed := re.search(r"Non-2xx.*|Socket errors.*", told):
        print(f"  {address}: {failed[0]}", file=sys.stderr)
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    return rate, float(amount) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]


def ask(address: str, query: str) -> float:
    """Return the seconds until the whole answer is read."""
    body = urllib.parse.urlencode({"query": PREFIXES + query}).encode()
    accept = "application/n-triples" if "DESCRIBE" in query else "application/sparql-results+json"
    begun = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(address, body, {"Accept": accept}), timeout=120) as answer:
        answer.read()
    return time.perf_counter() - begun


def compare(number: int) -> None:
    """Print the ratios over a country of so many statements."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        for name in ("data", "oxigraph", "virtuoso"):
            (folder / name).mkdir()
        _, quads = write_country(number, folder / "data")
        zones = sum(1 for line in quads.open() if "#Zone>" in line) // 2
        peers = {"ours": stack.enter_context(ours(folder / "data"))}
        peers["oxigraph"] = stack.enter_context(oxigraph(quads, folder / "oxigraph"))
        if has_virtuoso():
            at = stack.enter_context(virtuoso(quads, folder / "virtuoso", rows=1_000_000, megabytes=4000))
            peers["virtuoso"] = f"{at}?default-graph-uri=https://w3id.org/teiju/graph/union"
        for address in peers.values():  # what is read in at the first query is no engine's usual time
            ask(address, QUERIES["shared agreements"])
            load(address, True, zones, folder, WARMING)
        print(f"{number:,} statements, {CLIENTS} clients\n")
        print(
            "| small queries | " + " | ".join(f"{name}/s" for name in peers) + " | beside oxigraph | beside virtuoso |"
        )
        print("|---|" + "---|" * (len(peers) + 2))
        for kind in ("repeated", "distinct"):
            rates = {name: load(address, kind == "distinct", zones, folder)[0] for name, address in peers.items()}
            ratios = " | ".join(f"{rates['ours'] / (rates[name] or math.nan):.2f}×" for name in list(peers)[1:])
            print(f"| {kind} | " + " | ".join(f"{rate:,.0f}" for rate in rates.values()) + f" | {ratios} |", flush=True)
        print("\n| query (cold: a new text each time) | " + " | ".join(f"{name} ms" for name in peers) + " | cached ms | beside oxigraph | beside virtuoso |")  # fmt: skip
        print("|---|" + "---|" * (len(peers) + 3))
        for name, query in QUERIES.items():
            times: dict[str, list[float]] = {peer: [] for peer in peers}
            for turn in range(ROUNDS):
                for peer, address in peers.items():
                    try:
                        times[peer].append(ask(address, f"{query} # {turn} {name}"))
                    except urllib.error.HTTPError as error:
                        print(f"  {peer}, {name}: {error.code}", file=sys.stderr)
                        times[peer].append(float("nan"))
            cached = min(ask(peers["ours"], f"{query} # 0 {name}") for _ in range(5))
            middle = {peer: statistics.median(found) for peer, found in times.items()}
            ratios = " | ".join(f"{middle['ours'] / middle[peer]:.2f}" for peer in list(peers)[1:])
            row = " | ".join(f"{seconds * 1000:.1f}" for seconds in middle.values())
            print(f"| {name} | {row} | {cached * 1000:.1f} | {ratios} |", flush=True)


if __name__ == "__main__":
    for asked in sys.argv[1:] or ["100000", "1000000"]:
        compare(int(asked))
