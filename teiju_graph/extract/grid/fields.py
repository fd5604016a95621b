"""Fields of an entry: names, years and departments as records hold them, with what a person must look at."""

import re
from dataclasses import replace

from teiju_graph.extract.grid.entries import Entry, Value
from teiju_graph.extract.records import Flag
from teiju_graph.extract.rendition import Line
from teiju_graph.extract.words.dates import widen_eras
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import words
from teiju_graph.extract.words.years import read_years

_NUMBERING = re.compile(
    r"^\s*(?:(?:基本目標|基本方針|施策|政策|柱)\s*(?=[①-⑳⑴-⒇(（\d０-９])|[新拡継再][\s\u3000]+|[①-⑳㉑-㉟❶-❿⑴-⒇]\s*|[(（][0-9０-９]{1,2}[)）]\s*|[(（][ア-ン][)）]\s*|[0-9０-９]{1,2}(?:[-－][0-9０-９]{1,2})*[.．、)）:：]\s*"
    r"|[0-9０-９]{1,2}[\s\u3000]+(?![年月日%％市町村]|[件人](?:[^一-龥]|$))(?=[^\s\u3000])|[ア-ン][\s\u3000]+|[■◆●○◎・※☆★▼▶➢]\s*)+"
)
_FILE = re.compile(
    r"\s*[\[(（［](?:(?:PDF|Excel|Word|エクセル|ワード)(?:ファイル)?|外部(?:サイト|リンク|ページ)|(?:新しい|別)ウ[ィイ]ンドウ)[^\[\]()（）［］]*[\])）］]$",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"^[(（【〔\[［](?:新規?|拡充?|継続?|再掲?)[)）】〕\]］]\s*(?=\S)|(?<=\S)\s*[(（【〔\[［](?:新規?|拡充?|継続?|再掲?)[)）】〕\]］]$"
)  # a mark that says what is new or goes on
_SINCE = re.compile(
    r"(?P<name>[^\n]{2,}?)\s*[(（](?P<years>(?:令和|平成|昭和|[RHS]\.?(?=[\d０-９元]))[\d０-９元]{1,2}(?:年度?)?(?:から|より|～|〜|~|－|-)?"
    r"(?:[^()（）年]{0,4}[\d０-９元]{1,2}(?:年度?)?)?(?:に?(?:開始|設立|設置|発足))?)[)）]",
    re.DOTALL,
)
_PHONE = re.compile(r"(?:電話|TEL|℡|☎|内線|FAX|ファ[クッ]ス)", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?=[^\x00-\x7f])")


def read_name(value: Value | None) -> str | None:
    """Return the name that a cell holds, on one line and without its number; None for an empty cell."""
    if value is None or fold(value.text) in words("cells", "empty"):
        return None
    return plain_name(value.text)


def plain_name(text: str) -> str | None:
    """Return a printed name on one line, without its number, marks such as (新規), and what a page says of the file behind
    it; None for an empty one."""
    whole = _NEWS.sub("", _FILE.sub("", " ".join(_BREAK.sub("", text).split(" ")).strip()))
    return _NUMBERING.sub("", whole).strip() or whole or None


def read_department(entry: Entry) -> tuple[str | None, list[Flag]]:
    """Return the departments that an entry names, as printed; several are joined by 、 and flagged where they stand in
    several cells."""
    told = [name for value in entry.all("department") if (name := _department(value))]
    found = list(dict.fromkeys(told))
    flags = []
    if len(found) > 1:
        flags.append(Flag("department", "担当課が複数のセルにある", "departments stand in several cells"))
    return "、".join(found) or None, flags


def read_departments_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the departments of an entry with the municipality that heads the column of each, where there are columns
    for several: (健康課, 室蘭市)."""
    those = [(name, value.remark) for value in entry.all("department") if (name := _department(value)) and value.remark]
    return those if len({value.remark for value in entry.all("department")}) > 1 else []


def _department(value: Value) -> str:
    """The departments of one cell, without telephone numbers; empty where it names none."""
    if not value.text or fold(value.text) in words("cells", "empty"):
        return ""
    lines = [line.strip() for line in value.text.split("\n") if line.strip()]
    lines = [line for line in lines if not _PHONE.match(line)] or lines
    return "".join(lines) if lines and lines[0][-1] in "・((" or len(lines[-1]) < 2 else "、".join(lines)


def part_year(entry: Entry) -> Entry:
    """Return the entry with the years in brackets behind its name as a period of their own, where no column gives any:
    救急医療の維持(平成22年度～)."""
    value = entry.first("initiative", "organization", "name")
    match = _SINCE.fullmatch(value.text.strip()) if value else None
    if not value or not match or entry.roles & {"start_year", "founded_year", "period", "date"}:
        return entry
    values = [replace(each, text=match["name"]) if each is value else each for each in entry.values]
    return replace(entry, values=[*values, replace(value, role="period", text=match["years"])])


def read_start(entry: Entry, year_field: str) -> tuple[dict[str, int | None], list[Flag]]:
    """Return the year that an entry begins in and the one in brackets, as fields. A period gives its first year,
    flagged; a bracketed year is flagged unless a note below or the heading explains brackets."""
    roles = ("founded_year", "start_year") if year_field == "founded_year" else ("start_year", "founded_year")
    value = entry.first(*roles, "period", "date")
    fields: dict[str, int | None] = {year_field: None, "precursor_year": None}
    flags: list[Flag] = []
    if value is not None:
        told = read_years(widen_eras(value.text))
        fields = {year_field: told.outer, "precursor_year": told.bracketed}
        flags += [doubt.of(year_field) for doubt in told.doubts]
        if value.role == "period" and told.outer and not told.doubts:
            flags.append(Flag(year_field, "期間の初めの年を読んだ", "the first year of a period"))
        if value.role == "date" and told.outer:
            flags.append(Flag(year_field, f"見出しは「{value.heading}」", f"the heading says “{value.heading}”"))
        if value.role == "founded_year" and year_field == "start_year" and told.outer:
            flags.append(Flag(year_field, "見出しは設立年", "the heading says founded"))
        if told.bracketed and not _explains_brackets([*entry.after, *entry.before], value):
            flags.append(
                Flag("precursor_year", "括弧の年の意味が書かれていない", "nothing says what the year in brackets is")
            )
    before = entry.first("precursor_year")
    if before is not None:
        told = read_years(widen_eras(before.text))
        fields["precursor_year"] = told.outer
        flags += [doubt.of("precursor_year") for doubt in told.doubts]
    return fields, flags


def _explains_brackets(lines: list[Line], value: Value) -> bool:
    said = [fold(line.text) for line in lines] + [value.remark]
    return any(
        re.search(r"\(\)|\(内|括弧|カッコ|かっこ", text) and re.search("年|開始|以前", text) for text in said
    ) or bool(re.search("以前|従前|当初", value.remark))
