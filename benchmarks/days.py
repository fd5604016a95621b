"""What it costs that the site is asked for as it was on a day: seconds until the first page and the first query of the day,
what pages of today take beside that, and the memory that the day holds.

python benchmarks/days.py        (no server needed: it starts its own)
"""

import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

from teiju_graph.engines.store import open_store
from teiju_graph.pages.days import list_days
from tests.engines import free_port

PAGE = "/doc/zone/nishi-iburi"
COUNT = "/sparql?query=SELECT+(COUNT(*)+AS+?n)+%7B?s+?p+?o%7D"
SECONDS = 5.0  # of today's pages before and after
PAUSE = 0.005  # seconds between them


class Visitor(threading.Thread):
    """Asks for a page of today again and again; `taken`: when each was there, and the seconds that it took."""

    def __init__(self, address: str):
        super().__init__()
        self._address = address
        self.taken: list[tuple[float, float]] = []
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(PAUSE):
            seconds = get(self._address + PAGE)[0]
            self.taken.append((time.perf_counter(), seconds))

    def tell(self, words: str, begun: float, ended: float) -> None:
        """Print what the pages took that were there between two times."""
        taken = sorted(1000 * seconds for when, seconds in self.taken if begun <= when <= ended)
        if taken:
            print(f"{words}: median {statistics.median(taken):.1f} ms, slowest {taken[-1]:.0f} ms of {len(taken)}")


def get(address: str) -> tuple[float, str]:
    """The seconds that a page takes, and its text."""
    begun = time.perf_counter()
    asked = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=300) as answer:
        text = answer.read().decode()
    return time.perf_counter() - begun, text


def memory(address: str) -> float:
    """The megabytes that the server and its workers hold, shared ones once."""
    told = re.search(r"(?m)^teiju_memory_bytes (\S+)", get(f"{address}/metrics")[1])
    assert told
    return float(told[1]) / 2**20


def main() -> None:
    """Print the figures."""
    store = open_store()
    day = list_days(store)[0].date
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "teiju_graph", "--lang", "en", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE)
    visitor = Visitor(address)
    try:
        assert server.stderr and b"Ready" in server.stderr.readline()
        time.sleep(SECONDS)  # it makes its first pages
        before = memory(address)
        begun = time.perf_counter()
        visitor.start()
        time.sleep(SECONDS)
        asked = time.perf_counter()
        page = get(f"{address}/as-of/{day}{PAGE}")[0]
        shown = time.perf_counter()
        query = get(f"{address}/as-of/{day}{COUNT}")[0]
        answered = time.perf_counter()
        time.sleep(SECONDS)
        visitor.ended.set()
        visitor.join()
        print(f"{day}: first page {page:.1f} s, first query {query:.1f} s")
        visitor.tell("a page of today before", begun, asked)
        visitor.tell("while the day is made", asked, shown)
        visitor.tell("while its workers start", shown, answered)
        visitor.tell("after", answered, time.perf_counter())
        print(f"memory {before:.0f} MB, with the day {memory(address):.0f} MB")
    finally:
        visitor.ended.set()
        server.terminate()
        server.wait(60)


if __name__ == "__main__":
    main()
