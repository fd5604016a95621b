"""Glyphs that fonts give for letters: radicals, compatibility letters and dots, folded to the letters that they look like."""

import re
import unicodedata

# NFKC folds the Kangxi radicals (⾃ to 自), some to an old form of the letter, and only two of the supplement; these are
# the others that letters look like.
_RADICALS = {"⺎": "兀", "⺟": "母", "⺠": "民", "⺡": "氵", "⺫": "目", "⺼": "肉", "⻁": "虎", "⻄": "西", "⻅": "見", "⻆": "角", "⻋": "車", "⻑": "長", "⻘": "青", "⻝": "食", "⻤": "鬼", "⻨": "麦", "⻩": "黄", "⻫": "斉", "⻭": "歯", "⻯": "竜", "⻲": "亀", "⺩": "王", "⻞": "食", "⻣": "骨", "⻙": "韋", "⻓": "長", "⻔": "門", "⻛": "風", "⻜": "飛", "⻢": "馬", "⻥": "魚", "⻦": "鳥", "⺁": "厂", "⺊": "卜", "⺌": "小", "⺒": "巳", "⺓": "幺", "⺜": "日", "⺝": "月", "⺞": "歹", "⺥": "爪", "⺧": "牛", "⺬": "示", "⺮": "竹", "⺯": "糸", "⺱": "网", "⺶": "羊", "⺹": "老", "⺻": "聿", "⺽": "臼", "⻃": "西", "⻉": "貝", "⻗": "雨", "⻚": "頁", "⻡": "首", "⼾": "戸", "⾭": "青", "⿈": "黄", "⿊": "黒", "⿆": "麦", "⿒": "歯", "⿑": "斉", "⿔": "亀"}  # fmt: skip
_FOLDED = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_DOT = re.compile(r"\u2027|(?<=[ぁ-んァ-ヶー一-龥])[\u00b7\u2022\u2219\u22c5\u30fb\uff65](?=[ぁ-んァ-ヶ一-龥])")


def fold_glyphs(text: str) -> str:
    """Return the text with radicals and compatibility letters (都 of U+FA26) replaced by the letters that they stand for,
    and dots inside words by ・; else unchanged."""
    text = _FOLDED.sub(lambda match: _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0]), text)
    return _DOT.sub("・", text)


def fold(text: str) -> str:
    """Return a text in the form in which headings are compared: radicals and width levelled, no white space."""
    return "".join(unicodedata.normalize("NFKC", fold_glyphs(text)).split())
