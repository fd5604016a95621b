"""How long publishing takes, with the memory it needs, and how soon the published site answers a first query in a browser.

python -m benchmarks.publishing [STATEMENTS …]     the project's own data, and countries of so many statements
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.country import write_country
from teiju_graph.publish.release import publish
from tests.plain_host import hosted

ROUNDS = 5
_FIRST = """async (address) => {
    if (!navigator.serviceWorker.controller)
        await new Promise((go) => navigator.serviceWorker.addEventListener("controllerchange", go, { once: true }));
    const answer = await fetch(`${address}?${new URLSearchParams({ query: "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }" })}`);
    return Number((await answer.json()).results.bindings[0].n.value);
}"""


def first_answer(browser: Browser, address: str) -> tuple[float, int]:
    """Return the seconds from opening the SPARQL page, by somebody who was never here, to the first answer, and how many
    statements it counts."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(f"{address}/sparql/", wait_until="commit")
    found = page.evaluate(_FIRST, f"{address}/sparql")
    took = time.perf_counter() - start
    context.close()
    return took, found


def _worked() -> float:
    """The seconds that processors worked for this process and those that it started: a busy machine changes them least."""
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in each)


def main(sizes: list[int]) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print(
            "data            statements   files  publish s  CPU s  peak MB a process  first answer s (median, slowest)"
        )
        for size in (0, *sizes):
            data = None
            if size:
                data = Path(place) / f"data-{size}"
                data.mkdir()
                write_country(size, data)
            site = Path(place) / f"site-{size}"
            start, worked = time.perf_counter(), _worked()
            files = publish(site, data).files
            took, worked = time.perf_counter() - start, _worked() - worked
            used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            with hosted(site) as address:
                answers = sorted(first_answer(browser, address) for _ in range(ROUNDS))
            name = f"country {size:,}" if size else "the project's"
            middle, slowest = answers[ROUNDS // 2][0], answers[-1][0]
            print(
                f"{name:16}{answers[0][1]:10,}{files:8,}{took:11.1f}{worked:7.1f}{used / 1024:19.0f}{middle:16.2f}{slowest:10.2f}"
            )
        browser.close()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
