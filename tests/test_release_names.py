"""A release gets a name by itself; one name is never published with two sets of data."""

import pytest

from teiju_graph import __version__
from teiju_graph.errors import ParameterError
from teiju_graph.publish.naming import in_order, name_release
from teiju_graph.publish.target import MARK, mark_of


def put(folder, version: str, digest: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_bytes(mark_of(version=version, digest=digest))


@pytest.fixture
def site(tmp_path):
    """A folder with two releases: the first kept, the second standing."""
    put(tmp_path / "releases" / __version__, __version__, "first")
    put(tmp_path / "releases" / f"{__version__}-2", f"{__version__}-2", "second")
    put(tmp_path, f"{__version__}-2", "second")
    return tmp_path


@pytest.mark.parametrize(
    ("digest", "name"),
    [
        ("second", f"{__version__}-2"),  # what stands there, published again
        ("third", f"{__version__}-3"),
        ("first", __version__),  # what stood there before, taken back
    ],
)
def test_a_release_without_a_name_gets_one_that_is_free_or_its_own(site, digest, name):
    assert name_release(site, digest) == name


def test_the_first_release_is_named_by_the_software(tmp_path):
    assert name_release(tmp_path / "new", "first") == __version__


def test_a_named_release_published_again_keeps_its_name(tmp_path):
    put(tmp_path, "2027.1", "first")
    assert name_release(tmp_path, "first") == "2027.1"
    assert name_release(tmp_path, "second") == __version__


@pytest.mark.parametrize("name", [__version__, f"{__version__}-2"])
def test_a_name_with_other_data_is_refused_with_one_that_is_free(site, name):
    with pytest.raises(ParameterError, match=f"--release {name}-[23]"):
        name_release(site, "third", name)


@pytest.mark.parametrize("name", ["2027/1", "..", ".", "-1", "版", "a b", "1..2"])
def test_a_name_that_can_be_no_folder_is_refused(tmp_path, name):
    with pytest.raises(ParameterError, match=r"2026\.1"):
        name_release(tmp_path, "first", name)


def test_releases_stand_with_the_youngest_first():
    assert in_order({"0.1.0", "0.1.0-10", "0.1.0-2", "0.2.0"}) == ("0.2.0", "0.1.0-10", "0.1.0-2", "0.1.0")
