"""Documents: a file of any format that is read becomes a rendition; what can't be read says so at once."""

import hashlib
import re
import zipfile
from pathlib import Path

from teiju_graph.errors import InputError
from teiju_graph.extract.media.encoding import decode
from teiju_graph.extract.media.layout import Layout
from teiju_graph.extract.media.pdf import Progress, read_pdf
from teiju_graph.extract.media.separated import read_separated
from teiju_graph.extract.media.spreadsheet import read_workbook
from teiju_graph.extract.media.webpage import read_page
from teiju_graph.extract.rendition import Rendition

_LARGEST = {"pdf": 150_000_000, "xlsx": 30_000_000, "html": 20_000_000, "table": 20_000_000, "text": 20_000_000}
_PAGE = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE)


def read_document(path: Path, progress: Progress | None = None) -> Rendition:
    """Return the rendition of a file; its content, not its name, says what format it is. `progress`: see read_pdf.
    InputError: the file is missing, too large, encrypted, scanned, or in no format that is read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            begin = stream.read(4096)
    except OSError as error:
        raise InputError(
            f"読めません({error.strerror})。場所と名前を確かめてください。",
            f"can't be read ({error.strerror}); check the place and the name.",
            file=path.name,
        ) from error
    kind = _kind(path, begin)
    if size > _LARGEST[kind]:
        raise InputError(
            f"大きすぎます({size // 1_000_000} MB。{_LARGEST[kind] // 1_000_000} MB まで読みます)。要る部分だけを別のファイルにしてください。",
            f"is too large ({size // 1_000_000} MB; up to {_LARGEST[kind] // 1_000_000} MB are read); "
            "save the part that you need as a file of its own.",
            file=path.name,
        )
    encoding = ""
    told: list[tuple[str, str]] = []
    try:
        if kind == "pdf":
            layout, told = read_pdf(path, path.name, progress)
        elif kind == "xlsx":
            layout, told = read_workbook(path, path.name)
        else:
            kind, layout, encoding = _read_text(path, kind)
    except InputError as error:
        error.file = error.file or path.name
        raise
    lines, grids = layout.finish()
    if not any(line.text.strip() for line in lines):
        raise InputError("中身がありません。", "is empty.", file=path.name)
    return Rendition(lines, grids, kind, path.name, _digest(path), encoding, told)


def _kind(path: Path, begin: bytes) -> str:
    if b"%PDF-" in begin[:1024]:
        return "pdf"
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            "古い形式(.xls、.doc)か、パスワード付きの Office 文書です。パスワードを外し、.xlsx か PDF で保存し直してください。",
            "is an old Office document (.xls, .doc) or one with a password; save it as .xlsx or PDF without a password.",
            file=path.name,
        )
    if begin.startswith(b"PK\x03\x04"):
        if _is_workbook(path):
            return "xlsx"
        raise InputError(
            "Excel のブックではない圧縮ファイルです。XLSX、CSV、HTML、PDF のどれかを渡してください。",
            "is an archive, but no workbook; give XLSX, CSV, HTML or PDF.",
            file=path.name,
        )
    if path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return "html"
    return "table" if path.suffix.lower() in (".csv", ".tsv") else "text"


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as parts:
            return any(name.startswith("xl/workbook") for name in parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _read_text(path: Path, kind: str) -> tuple[str, Layout, str]:
    """The kind as the content shows it, the layout and the encoding of a file of text."""
    content = path.read_bytes()
    text, encoding = decode(content, path.name, declared=kind == "html" or b"<html" in content[:1024].lower())
    if kind == "html" or _PAGE.match(text.lstrip()[:200]):
        return "html", read_page(text, path.name), encoding
    layout = read_separated(text, path.suffix.lower() == ".csv")
    return kind, layout, encoding


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
