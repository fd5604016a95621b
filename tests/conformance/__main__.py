"""Runs the suites of the folder TEIJU_SUITES and writes `docs/conformance/`: python -m tests.conformance"""

import os
from datetime import date
from pathlib import Path

from tests.conformance.report import DOCS, write_report
from tests.conformance.running import outcomes, serving

if __name__ == "__main__":
    suites = Path(os.environ["TEIJU_SUITES"])
    with serving() as server:
        for path in write_report(list(outcomes(server, suites)), DOCS, date.today(), suites):
            print(path)
