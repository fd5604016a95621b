"""Dates as cells print them, as precise as they are: 令和7年1月1日, R7.1.1, 2025/1/1, 令和7年1月."""

import re

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.phrases import level
from teiju_graph.extract.words.years import find_years

_ERAS = {"大": "大正", "昭": "昭和", "平": "平成", "令": "令和"}
_MONTH, _DAY = r"(1[0-2]|0?[1-9])(?!\d)", r"(3[01]|[12]\d|0?[1-9])(?!\d)"
_AFTER = re.compile(rf"\s*(?:[./\-]\s*{_MONTH}(?:\s*[./\-]\s*{_DAY})?|年?\s*{_MONTH}\s*月(?:\s*{_DAY}\s*日?)?)")
_TWICE = re.compile(
    r"[(](?:(?:令和|平成|昭和|大正|[RHST]\.?)\s*)?(?:元|\d{1,4})(?:年\s*[)](?=\s*\d)|\s*[)](?=\s*年))"
)  # the year once more: 2015(平成27)年10月1日, 平成27年(2015年)10月1日


def widen_eras(text: str) -> str:
    """Return the text with eras of one character (昭46, 平12) written out."""
    return re.sub(r"(?<![一-龥])([大昭平令])(?=\s?[元\d０-９])", lambda match: _ERAS[match[1]], text)


def read_date(text: str) -> tuple[str | None, list[Doubt]]:
    """Return the date that a cell prints as YYYY-MM-DD, YYYY-MM or YYYY, and why a person must look. None where it
    prints none; of several the first, doubted."""
    whole = re.sub(r"(?<=[\d年月./])\s+(?=\d)", "", level(widen_eras(text)))
    again = " ".join(f"{match[0].strip('()年 ')}年" for match in _TWICE.finditer(whole))
    shown = _TWICE.sub("", whole)
    found: list[str] = []
    doubts: list[Doubt] = []
    years = find_years(shown, bare=True)
    if {year.value for year in find_years(again)} - {year.value for year in years}:
        doubts.append(Doubt(f"「{text.strip()}」:年が食い違う", f"“{text.strip()}”: its years differ"))
    for year in years:
        match = _AFTER.match(shown, year.end)
        parts = [f"{year.value:04}"]
        if match and not shown[year.start : year.end].endswith("年度"):
            parts += [f"{int(part):02}" for part in match.groups() if part]
        found.append("-".join(parts))
        doubts += [year.doubt] if year.doubt else []
    different = list(dict.fromkeys(found))
    if len(different) > 1:
        doubts.append(Doubt(f"「{text.strip()}」:日付が複数ある", f"“{text.strip()}” has several dates"))
    if text.strip() and not found:
        doubts.append(Doubt(f"「{text.strip()}」:日付として読めない", f"“{text.strip()}” is not read as a date"))
    return (different[0] if different else None), doubts
