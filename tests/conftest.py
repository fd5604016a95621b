"""What several tests share: the project's tables as a copy that a test may break, the texts of the sources, the site as
people start it, and a real browser."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import free_port
from tests.harvests import Zones
from tests.releases import build_zone, hosting, shared_tables

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "data" / "tables"


@pytest.fixture
def tables(tmp_path) -> Path:
    """A copy of data/tables."""
    return Path(shutil.copytree(TABLES, tmp_path / "data" / "tables"))


@pytest.fixture(scope="session")
def source_texts() -> Path:
    """The folder with the texts of the sources; they are not the project's to publish."""
    folder = os.environ.get("TEIJU_SOURCES")
    if not folder:
        pytest.skip("TEIJU_SOURCES names no folder with the texts of the sources")
    return Path(folder)


@pytest.fixture(scope="session")
def address():
    """The address of a server as people start it, as printed when ready, without the last slash."""
    command = [sys.executable, "-m", "teiju_graph", "--lang", "en", "serve", "--port", str(free_port())]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        ready = re.search(r"http://\S+", server.stderr.readline())
        assert ready
        yield ready[0].rstrip("/")
        server.terminate()


@pytest.fixture(scope="session")
def browser():
    """A real browser; tests make their own contexts in it."""
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("chromium is not installed")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a busy machine is not an error

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def tables_here(tmp_path_factory) -> Path:
    """A folder whose data/ttl has the tables that all share, as far as they are of Hokkaido."""
    place = tmp_path_factory.mktemp("here")
    build_zone(shared_tables(TABLES, place / "tables"), place / "data" / "ttl")
    return place


@pytest.fixture
def zones(tmp_path, tables_here, monkeypatch):
    """Publishers on one host, and an empty folder to harvest into."""
    monkeypatch.chdir(tables_here)
    (tmp_path / "web").mkdir()
    with hosting(tmp_path / "web") as host:
        yield Zones(tmp_path, host)


def pytest_sessionfinish(session, exitstatus):
    """Where nothing may be skipped, a skipped test fails the run."""
    report = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TEIJU_SKIP_NOTHING") and report and report.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
