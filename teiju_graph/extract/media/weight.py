"""How much a page of a PDF unpacks to: a small file may hold more drawing commands than can be read in a lifetime."""

import zlib
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfplumber.page import Page as Paper

_MOST = 8_000_000  # bytes of commands of a page; a detailed map has 2 to 5 million
_DEPTH = 3  # drawings inside drawings
_SWELLS = 50  # times that other packings may swell


def is_heavy(paper: Paper) -> bool:
    """Say whether the commands of a page, with the drawings that it uses, unpack to more than is read."""
    left = _MOST
    for stream in paper.page_obj.contents:
        left -= _unpacked(resolve1(stream), left)
    return left <= 0 or _forms(paper.page_obj.resources, left, _DEPTH, set()) <= 0


def _forms(resources: Any, left: int, depth: int, seen: set[int]) -> int:
    """What is left of so many bytes after the drawings of these resources, each counted once."""
    drawings = resolve1((resolve1(resources) or {}).get("XObject")) if depth else None
    for each in (drawings or {}).values():
        stream = resolve1(each)
        if not isinstance(stream, PDFStream) or literal_name(stream.get("Subtype")) != "Form" or id(stream) in seen:
            continue
        seen.add(id(stream))
        left -= _unpacked(stream, left)
        if left <= 0:
            return left
        left = _forms(stream.get("Resources"), left, depth - 1, seen)
    return left


def _unpacked(stream: Any, most: int) -> int:
    """How many bytes a stream unpacks to, more than `most` not counted."""
    if not isinstance(stream, PDFStream):
        return 0
    data = stream.get_rawdata() or b""
    for name, _ in stream.get_filters():
        if literal_name(name) in ("FlateDecode", "Fl"):
            try:
                data = zlib.decompressobj().decompress(data, max(1, most + 1))
            except zlib.error:
                return len(data)
        elif literal_name(name) in ("LZWDecode", "LZW", "RunLengthDecode", "RL"):
            return len(data) * _SWELLS
    return len(data)
