"""A snapshot loaded into Virtuoso in bulk: every statement in its graph, the site over it, and faults told."""

import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.snapshot import read_snapshot
from teiju_graph.engines.virtuoso import UNION
from teiju_graph.files import folder
from teiju_graph.releases.snapshots import write_snapshot
from teiju_graph.web import create_app
from tests.engines import empty_virtuoso, free_port, has_virtuoso

EACH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Where the snapshots are."""
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture(scope="module")
def snapshot(place) -> Path:
    """A snapshot of the release."""
    return write_snapshot(place)[0]


@pytest.fixture(scope="module")
def virtuoso(place, tmp_path_factory):
    """A Virtuoso that may read the snapshots: the address for queries, and the one for loading."""
    if not has_virtuoso():
        pytest.skip("Virtuoso is not installed (tests/install-debian installs it where it may)")
    with empty_virtuoso(tmp_path_factory.mktemp("virtuoso"), place) as addresses:
        yield addresses


def load(snapshot: Path, server: str, *words: str):
    return CliRunner().invoke(main, ["load", str(snapshot), "--virtuoso", server, "--password", "dba", *words])


def held(address: str) -> dict[str, int]:
    return {row["g"].value: int(row["n"].value) for row in RemoteStore(address).query(EACH) if "/teiju/" in row["g"].value}  # fmt: skip


def test_every_statement_stands_in_its_graph_also_after_another_snapshot(snapshot, virtuoso, place):
    address, server = virtuoso
    data = Path(shutil.copytree(folder("data/ttl"), place / "ttl"))
    (data / "more.ttl").write_text("<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n")
    for each in (write_snapshot(place, data)[0], snapshot):
        result = load(each, server)
        assert result.exit_code == 0, result.stderr
        told = read_snapshot(each)
        found = held(address)
        assert {name: found[name] for name in told.graphs} == told.graphs and found[UNION] == told.statements


def test_the_site_stands_over_it(snapshot, virtuoso):
    address, server = virtuoso
    assert f"default-graph-uri={UNION}" in load(snapshot, server).stdout
    site = create_app(RemoteStore(f"{address}?default-graph-uri={UNION}")).test_client()
    assert "登別市" in site.get("/doc/municipality/012050.html", headers={"Accept": "text/html"}).text
    assert len(site.get("/shared.csv?m=012050&m=012301").data.splitlines()) > 5


def test_a_folder_that_virtuoso_may_not_read_is_named_and_what_stood_there_stays(snapshot, virtuoso):
    address, server = virtuoso
    load(snapshot, server)
    before = held(address)
    with tempfile.TemporaryDirectory(dir="/var/tmp") as elsewhere:  # Virtuoso may always read what is below /tmp
        result = load(Path(shutil.copytree(snapshot, Path(elsewhere) / snapshot.name)), server)
    assert result.exit_code == 2 and "DirsAllowed" in result.stderr and result.stdout == ""
    assert held(address) == before


def test_what_is_wrong_is_one_message(snapshot, virtuoso, tmp_path):
    for words in ((snapshot, f"127.0.0.1:{free_port()}"), (snapshot, virtuoso[1], "--user", "nobody"), (tmp_path, virtuoso[1])):  # fmt: skip
        result = load(*words)
        assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1 and "Traceback" not in result.output
