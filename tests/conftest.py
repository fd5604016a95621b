"""What several tests share: the project's tables as a copy that a test may break, and the texts of the sources."""

import os
import shutil
from pathlib import Path

import pytest

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


def pytest_sessionfinish(session, exitstatus):
    """Where nothing may be skipped, a skipped test fails the run."""
    report = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TEIJU_SKIP_NOTHING") and report and report.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
