"""Files are read as UTF-8 or named; outputs are replaced whole or not at all."""

import os

import pytest

from teiju_graph.errors import InputError
from teiju_graph.files import read_text, read_toml, replace


def test_cp932_is_named_with_the_row_and_the_remedy(tmp_path):
    path = tmp_path / "bodies.csv"
    path.write_bytes(b"key\n" + "室蘭市".encode("cp932"))
    with pytest.raises(InputError) as caught:
        read_text(path)
    assert "bodies.csv" in caught.value.message("en") and "row 2" in caught.value.message("en")
    assert "CSV UTF-8" in caught.value.message("ja")


def test_a_byte_order_mark_is_dropped(tmp_path):
    (tmp_path / "a.csv").write_bytes("\ufeffkey\n".encode())
    assert read_text(tmp_path / "a.csv") == "key\n"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv"):
        read_text(tmp_path / "none.csv")


def test_broken_toml_is_named(tmp_path):
    (tmp_path / "source.toml").write_text("title_ja = ")
    with pytest.raises(InputError, match=r"source\.toml"):
        read_toml(tmp_path / "source.toml")


def test_outputs_are_replaced_together(tmp_path):
    replace({tmp_path / "a": b"1", tmp_path / "deep" / "b": b"2"})
    assert (tmp_path / "a").read_bytes() == b"1" and (tmp_path / "deep" / "b").read_bytes() == b"2"


def test_nothing_is_replaced_when_one_output_cannot_be_written(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError):
        replace({tmp_path / "a": b"new", tmp_path / "file" / "b": b"2"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["a", "file"]
