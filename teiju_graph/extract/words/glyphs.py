"""Glyphs that fonts give for letters: Kangxi and CJK radicals, folded to the letters that they look like."""

import unicodedata

# NFKC folds the Kangxi radicals (⾃ to 自) but only a few of the supplement; these are the ones met in running text.
_RADICALS = {"⺎": "兀", "⺟": "母", "⺠": "民", "⺡": "氵", "⺫": "目", "⺼": "肉", "⻁": "虎", "⻄": "西", "⻅": "見", "⻆": "角", "⻋": "車", "⻑": "長", "⻘": "青", "⻝": "食", "⻤": "鬼", "⻨": "麦", "⻩": "黄", "⻫": "斉", "⻭": "歯", "⻯": "竜", "⻲": "亀", "⺩": "王", "⻞": "食", "⻣": "骨", "⻙": "韋", "⻓": "長", "⻔": "門", "⻛": "風", "⻜": "飛", "⻢": "馬", "⻥": "魚", "⻦": "鳥"}  # fmt: skip


def fold_radicals(text: str) -> str:
    """Return the text with radicals (U+2E80 to U+2FDF) replaced by the letters that they stand for; else unchanged."""
    if not any("\u2e80" <= letter <= "\u2fdf" for letter in text):
        return text
    return "".join(
        _RADICALS.get(letter) or unicodedata.normalize("NFKC", letter) if "\u2e80" <= letter <= "\u2fdf" else letter
        for letter in text
    )


def fold(text: str) -> str:
    """Return a text in the form in which headings are compared: radicals and width levelled, no white space."""
    return "".join(unicodedata.normalize("NFKC", fold_radicals(text)).split())
