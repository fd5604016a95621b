"""Snapshots: named by their content, never changed, whole or not there, and served by us and by the Oxigraph server."""

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.snapshot import DUMP, MARK, STORE, read_snapshot
from teiju_graph.engines.store import check_data, open_store, select
from teiju_graph.errors import GraphError
from teiju_graph.files import folder
from teiju_graph.queries import page_query
from tests.engines import serving_oxigraph
from tests.test_operation import get, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Path:
    """A snapshot of the release."""
    result = CliRunner().invoke(main, ["snapshot", str(tmp_path_factory.mktemp("snapshots"))])
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip())


@pytest.fixture
def copy(snapshot, tmp_path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(snapshot, tmp_path / "snapshots" / snapshot.name))


def state(place: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in place.rglob("*")}


def sizes(store) -> list[tuple]:
    return [(row["graph"], row["statements"]) for row in select(store, page_query("graph-sizes").text)]


def test_the_same_data_give_the_same_name_and_what_stands_there_is_left_alone(snapshot):
    before = state(snapshot.parent)
    for data in ([], ["--data", str(snapshot)]):
        again = CliRunner().invoke(main, ["snapshot", str(snapshot.parent), *data])
        assert again.exit_code == 0 and Path(again.stdout.strip()) == snapshot and "already" in again.stderr
    assert state(snapshot.parent) == before


def test_other_data_give_another_name(snapshot, tmp_path):
    data = Path(shutil.copytree(folder("data/ttl"), tmp_path / "ttl"))
    (data / "more.ttl").write_text("<http://example.org/a> <http://example.org/b> 1 .\n")
    result = CliRunner().invoke(main, ["snapshot", str(tmp_path / "snapshots"), "--data", str(data)])
    assert Path(result.stdout.strip()).name != snapshot.name
    assert read_snapshot(Path(result.stdout.strip())).graphs["https://w3id.org/teiju/graph/more"] == 1


def test_a_snapshot_holds_every_statement_in_its_graph_and_says_how_many(snapshot):
    release, restored, told = open_store(), open_store(snapshot), read_snapshot(snapshot)
    assert restored.digest == release.digest == told.digest and snapshot.name == f"teiju-{release.digest[:12]}"
    assert set(release.query(page_query("graph").text)) == set(restored.query(page_query("graph").text))
    assert sizes(restored) == sizes(release)
    assert told.size == len(release) == len((snapshot / DUMP).read_bytes().splitlines())


def test_the_site_serves_a_snapshot_under_the_name_of_its_release_and_tells_its_memory(snapshot):
    with serving("--data", str(snapshot)) as (_, address):
        assert snapshot.name.removeprefix("teiju-") in get(f"{address}/").decode()
        told = get(f"{address}/metrics").decode()
        memory = next(line for line in told.splitlines() if line.startswith("teiju_memory_bytes "))
        assert float(memory.split()[1]) > 50e6


def test_the_oxigraph_server_serves_the_store_of_a_snapshot_and_changes_nothing_in_it(snapshot):
    before = state(snapshot)
    with serving_oxigraph(snapshot / STORE) as address:
        assert sizes(RemoteStore(address)) == sizes(open_store(snapshot))
    assert state(snapshot) == before


@pytest.mark.parametrize("name", [MARK, DUMP, STORE])
def test_a_damaged_snapshot_is_neither_served_nor_taken_for_whole(copy, name):
    damaged = next((copy / STORE).glob("*12.sst")) if name == STORE else copy / name
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
    result = CliRunner().invoke(main, ["--lang", "ja", "snapshot", str(copy.parent)])
    assert result.exit_code == 2 and f"壊れています({name})" in result.stderr and result.stdout == ""
    for read in (open_store, check_data) if name != STORE else ():
        with pytest.raises(GraphError, match="damaged"):
            read(copy)


def test_something_else_of_that_name_is_left_alone(snapshot, tmp_path):
    foreign = tmp_path / snapshot.name / "notes.txt"
    foreign.parent.mkdir()
    foreign.write_text("mine")
    result = CliRunner().invoke(main, ["snapshot", str(tmp_path)])
    assert result.exit_code == 2 and "move it away" in result.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [foreign]


@pytest.mark.parametrize("kind", ["file", "below a file", "snapshot"])
def test_what_can_hold_no_snapshot_is_refused(snapshot, tmp_path, kind):
    file = tmp_path / "file"
    file.write_text("mine")
    place = {"file": file, "below a file": file / "deeper", "snapshot": snapshot}[kind]
    before = state(snapshot)
    result = CliRunner().invoke(main, ["snapshot", str(place)])
    assert result.exit_code == 2 and result.stdout == "" and len(result.stderr.splitlines()) == 1
    assert state(snapshot) == before and file.read_text() == "mine"


def test_what_can_not_be_written_whole_is_not_there(tmp_path):
    command = [sys.executable, "-m", "teiju_graph", "snapshot", tmp_path]
    full = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6)),
    )
    assert full.returncode == 2 and "can't be written" in full.stderr and list(tmp_path.iterdir()) == []


def test_broken_data_leave_nothing(tmp_path):
    (tmp_path / "ttl").mkdir()
    (tmp_path / "ttl" / "broken.ttl").write_text("<urn:a> <urn:b>")
    result = CliRunner().invoke(main, ["snapshot", str(tmp_path / "out"), "--data", str(tmp_path / "ttl")])
    assert result.exit_code == 2 and "broken.ttl" in result.stderr and not (tmp_path / "out").exists()
