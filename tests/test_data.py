"""Data that can't be read are told by file and line, alike whether they are only looked through or loaded."""

import pytest

from teiju_graph.engines.store import check_data, open_store
from teiju_graph.errors import GraphError
from teiju_graph.files import folder

BROKEN = {
    "syntax": (b"<urn:a> <urn:b>\n", "row 2: is not valid Turtle"),
    "no address": (b"<urn:a> <urn:b> <urn: c> .\n", "row 1: is not valid Turtle"),
    "no prefix": (b"<urn:a> teiju:b 1 .\n", "row 1: is not valid Turtle"),
    "bytes": ('<urn:a> <urn:b> "市" .\n'.encode("cp932"), "is not valid Turtle"),
    "folder": (None, "can't be read"),
}


@pytest.mark.parametrize("read", [open_store, check_data])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_named_with_its_line(tmp_path, read, kind):
    content, told = BROKEN[kind]
    path = tmp_path / "broken.ttl"
    path.mkdir() if content is None else path.write_bytes(content)
    (tmp_path / "good.ttl").write_bytes(b"<urn:a> <urn:b> <urn:c> .\n")
    with pytest.raises(GraphError) as caught:
        read(tmp_path)
    assert "broken.ttl" in caught.value.message("en") and told in caught.value.message("en")


@pytest.mark.parametrize("read", [open_store, check_data])
def test_a_folder_without_turtle_is_told(tmp_path, read):
    with pytest.raises(GraphError, match="holds no Turtle file"):
        read(tmp_path)


def test_what_is_right_is_only_looked_through():
    check_data(folder("data/ttl"))
