"""The release that pages cite: what was served, told apart by its data."""

from datetime import date

from teiju_graph import __version__
from teiju_graph.engines.store import open_store
from teiju_graph.releases.release import read_release


def test_a_release_names_its_version_its_data_and_the_date_of_its_youngest_source():
    release = read_release(open_store())
    assert release.version == __version__ and release.name.startswith(f"{__version__}+")
    assert len(release.digest) == 64 and date.fromisoformat(release.as_of) >= date(2025, 2, 7)


def test_other_data_is_another_release(tmp_path):
    (tmp_path / "small.ttl").write_text("<https://w3id.org/teiju/id/source/a> <https://example.org/p> 1 .")
    small = read_release(open_store(tmp_path))
    assert small.name != read_release(open_store()).name and small.as_of == ""
