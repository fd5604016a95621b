"""The encodings that Japanese documents come in: UTF-8, UTF-16 with a BOM, CP932, EUC-JP."""

import codecs
import re

from teiju_graph.errors import InputError

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAMES = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""")


def decode(content: bytes, name: str, *, declared: bool = False) -> tuple[str, str]:
    """Return the text of `content` with LF as line end, and the encoding it was read in. A BOM decides, then (in HTML,
    `declared`) what the page says of itself, then UTF-8; of CP932 and EUC-JP the one that gives Japanese.
    InputError: the content is no text, or in another encoding."""
    bom = next((bom for bom in _BOMS if content.startswith(bom)), b"")
    if not bom and b"\0" in content:
        raise InputError(
            "文字のファイルではありません(中身は2進データです)。元の文書を開き、CSV、XLSX、HTML、PDF のどれかで保存し直してください。",
            "is not text: its content is binary; save the document again as CSV, XLSX, HTML or PDF.",
            file=name,
        )
    tried = [_BOMS[bom]] if bom else ["utf-8"]
    match = _DECLARED.search(content[:4096]) if declared and not bom else None
    if match:
        said = match[1].decode().lower()
        tried.insert(0, _NAMES.get(said, said))
    for encoding in tried:
        text = _decoded(content, encoding)
        if text is not None:
            return _lines(text), encoding.removesuffix("-sig")
    readings = {encoding: text for encoding in ("cp932", "euc_jp") if (text := _decoded(content, encoding)) is not None}
    if not readings:
        raise InputError(
            "文字コードが分かりません(UTF-8、CP932、EUC-JP のどれでもありません)。UTF-8 で保存し直してください。",
            "is in none of UTF-8, CP932 and EUC-JP; save it again as UTF-8.",
            file=name,
        )
    best = max(readings, key=lambda encoding: _likeness(readings[encoding]))
    return _lines(readings[best]), best


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _likeness(text: str) -> int:
    """How much a text looks like Japanese: kana count for it; half-width kana, the sign of a wrong guess, against."""
    return len(re.findall(r"[ぁ-んァ-ヶー、。]", text)) - 2 * len(re.findall(r"[｡-ﾟ]", text))
