"""Labels in a sentence: the words that head an indicator, a baseline or a target, with what their brackets say."""

import re
from dataclasses import dataclass
from functools import cache

from teiju_graph.extract.words.phrases import choice, words
from teiju_graph.extract.words.years import Year, find_years

_LISTS = {
    "indicator": "indicator",
    "baseline": "baseline",
    "weak": "baseline_weak",
    "actual": "actual",
    "aim": "target_weak",
    "target": "target",
}
_BRACKET = r"(?:\s*\((?P<{name}>[^()]{{0,25}})\))?"
LEADING = re.compile(
    r"^(?:(?:である|となる|には|までに|は|が|を|も|で|の|については|につきましては|に関しては|としては|として|としましては|ともに|とも|:|/|=|、|,|→|⇒|-+>|\s)*)"
)


@dataclass(frozen=True)
class Label:
    """A label in a sentence. side: `indicator`, `baseline`, `actual` or `target`; note: what its brackets say."""

    side: str
    start: int
    end: int
    note: str = ""
    year: Year | None = None


def find_labels(text: str) -> list[Label]:
    """Return the labels of a levelled sentence in their order. 現状 and the like are labels only where a value follows
    at once."""
    found = []
    for match in _labels().finditer(text):
        side = _sides()[re.sub(r"\s", "", match["word"])]
        if side == "target" and re.search(r"(?:基本|重点|政策)$", text[: match.start("word")]):
            continue  # 基本目標1 is a number of a series
        after = text[match.end() :]
        if side == "target" and _heads_name(after):
            side = "indicator"
        if side in ("weak", "aim", "actual") and not _value_follows(after):
            continue
        if (
            side == "weak" and not match["note"] and match[0].endswith(")") and match[0][0] != "("
        ):  # 人口は12万人(1月1日現在)で
            continue
        if side == "actual" and match["when"] and after[:1] not in ":=" and _encloses(text, match):
            continue
        if side == "target" and re.search(rf"{choice('kpi', 'former')}$", text[: match.start("word")]):
            continue
        if side == "weak" and re.match(rf"(?:の|を)?{choice('numbers.words', 'maintain')}", text[match.end("word") :]):
            continue
        closed = match[0][-1] in "】]〕>》)"
        if (
            not closed
            and re.match(r"[一-龥ァ-ヶー]", after)
            and side in ("target", "indicator")
            and not _value_follows(after)
            and not re.match(rf"{choice('numbers.words', 'maintain')}(?=[、,。\s)]|$)", after)
        ):
            continue
        note = match["note"] or ""
        years = find_years(note, bare=True) or find_years(match["when"] or "")
        side = {"weak": "baseline", "aim": "target"}.get(side, side)
        found.append(Label(side, match.start(), match.end(), note, years[0] if years else None))
    return found


def _heads_name(after: str) -> bool:
    """数値目標:病児保育の利用登録児童数 puts the name of an indicator where others put a figure."""
    match = re.match(r"[】\]〕>》)]?\s*[:\s]\s*(?P<name>[^\d、。:→⇒]{3,40}?)(?:\([^()]*\))?$", after)
    return bool(match and re.search(rf"{choice('kpi', 'counts')}$", match["name"]))


def _encloses(text: str, match: re.Match) -> bool:
    """27.4%(令和4年度実績) → 30%: the brackets tell of the value before them, and label none."""
    opened = match[0].startswith("(") or re.search(r"\([^()]*$", text[: match.start()])
    return bool(opened) and (match[0].endswith(")") or text[match.end() :].startswith(")"))


@cache
def _labels() -> re.Pattern:
    years = (
        r"(?P<when>(?:令和|平成|昭和|[RH])\s*(?:元|\d{1,2})年?度?(?:末|時点|現在)?の?|20\d\d年度?(?:末|時点|現在)?の?)?"
    )
    return re.compile(
        rf"[【\[〔<《(]?{years}\(?(?P<word>{'|'.join(_spaced(word) for word in _sides())}){_BRACKET.format(name='note')}[】\]〕>》)]?"
    )


def _spaced(word: str) -> str:
    """指　標: a short word may be printed with blanks between all its letters."""
    if word.endswith("年"):  # 目標年15世帯 is a target of 15 a year
        return rf"{re.escape(word)}(?!\s*\d{{1,3}}[^\d年])"
    spaced = r"\s".join(map(re.escape, word))
    return f"{re.escape(word)}|{spaced}" if 1 < len(word) < 4 else re.escape(word)


@cache
def _sides() -> dict[str, str]:
    """What each word labels, the longest first."""
    told = {word: side for side, name in _LISTS.items() for word in words("kpi", name)}
    return dict(sorted(told.items(), key=lambda each: -len(each[0])))


def _value_follows(after: str) -> bool:
    rest = LEADING.sub("", after)
    lead = rf"(?:{choice('numbers.more', 'about')}|{choice('numbers.before', 'per_year', 'per_month', 'per_day', 'cumulative', 'yoy')}|、|\s)*"
    return bool(
        re.match(rf"{lead}\d", rest)
        or re.match(r"[^、。\d]{0,20}?(?:空欄|未設定|設定して(?:い|お)|ブランク)", rest)
        or re.match(rf"(?:{choice('numbers.words', 'blank')}|ゼロ)(?=[\s、。()/」]|$)", rest)
        or re.match(r"(?:令和|平成|R|H|20\d\d)[^、。]{0,10}?(?:度|年|で|は|に|\s)\D{0,4}\d", rest)
    )
