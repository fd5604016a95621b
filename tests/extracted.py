"""Documents as tests write them, and what is read of them."""

from teiju_graph.extract import extract
from tests.conftest import TABLES

SIX = ["室蘭市", "登別市", "伊達市", "豊浦町", "壮瞥町", "洞爺湖町"]


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def read(path, kind=""):
    """The records of a document, of one kind where it is given."""
    return [record for record in extract([path], TABLES).records if kind in ("", record.kind)]


def read_text(tmp_path, text, kind="", name="a.txt"):
    return read(written(tmp_path / name, text), kind)


def names(record, field="participants"):
    found = record.fields[field]
    return found and [each if isinstance(each, str) else each["name"] for each in found]


def flagged(record):
    return {flag.field for flag in record.flags}
