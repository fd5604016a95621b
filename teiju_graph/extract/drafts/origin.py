"""The description of a drafted source (`source.toml`): title, date, digests, layout, and the edition it replaces."""

import re
from datetime import date

from teiju_graph.extract.drafts.draft import DraftRow, untranslated
from teiju_graph.extract.reading import Reading
from teiju_graph.extract.words.dates import read_date
from teiju_graph.extract.words.phrases import level
from teiju_graph.tables.printed import normalise

_POSITIONS = {  # columns whose printed form is a whole cell, with the field of the record that it was read from
    "initiatives": {"label_ja": "name", "start_year": "start_year", "precursor_start_year": "start_year", "participants": "participants", "open_reference": "participants", "department": "department"},
    "bodies": {"label_ja": "name", "founded_year": "founded_year", "members": "members", "open_reference": "members", "department": "department"},
}  # fmt: skip


def describe(reading: Reading, rows: list[DraftRow], replaces: str, layout: str) -> str:
    """Return the text of source.toml. layout: `table`, where each cell of a row is a cell of its line, or `prose`."""
    title, title_line = _title(reading)
    as_of, date_line = _as_of(reading)
    zone = reading.context.zone
    lines = [str(number) for number in dict.fromkeys((title_line, date_line)) if number]
    told = [
        ("title_ja", title),
        ("title_en", untranslated(title)),
        ("as_of", as_of),
        ("sha256", reading.rendition.sha256),
        ("file", reading.rendition.name),
        ("file_sha256", reading.rendition.digest if reading.rendition.digest != reading.rendition.sha256 else ""),
        ("licence", "unknown"),
        ("lines", ";".join(lines)),
        ("prefecture", reading.context.prefecture or ""),
        ("zone", zone.key if zone and layout == "prose" else ""),
        ("replaces", replaces),
        ("layout", layout),
    ]
    text = "".join(f"{name} = {_toml(value)}\n" for name, value in told if value)
    return text + (_cells(reading, rows) if layout == "table" else "")


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _title(reading: Reading) -> tuple[str, int]:
    """The first line with words before the records, and its number; else the file's name."""
    for line in reading.rendition.lines[:40]:
        text = " ".join(line.text.split()).strip("#＊*・ ")
        if len(text) >= 4 and line.text != line.place.sheet and not line.in_grid and not re.fullmatch(r"[\d\W]+", text):
            return text[:120], line.place.first
    return reading.rendition.name, 1


def _as_of(reading: Reading) -> tuple[date | None, int]:
    """The date that the document says it is as of, else the first whole date of its first lines."""
    found: list[tuple[bool, date, int]] = []
    for line in reading.rendition.lines[:60]:
        if line.in_grid:
            continue
        printed, _ = read_date(line.text) if re.search(r"\d", level(line.text)) else (None, [])
        if printed and len(printed) == 10:
            found.append(("現在" in line.text, date.fromisoformat(printed), line.place.first))
    found.sort(key=lambda each: not each[0])
    return (found[0][1], found[0][2]) if found else (None, 0)


def _cells(reading: Reading, rows: list[DraftRow]) -> str:
    """Which column stands in which cell of a line: the cell that holds the printed form in every row."""
    headings = [
        str(n) for n, fate in sorted(reading.fates.items()) if fate.kind == "heading" and "\t" in _line(reading, n)
    ]
    text = f'headings = "{";".join(headings)}"\n' if headings else ""
    for table, columns in _POSITIONS.items():
        those = [row for row in rows if row.table == table and row.record]
        positions = {column: place for column, name in columns.items() if (place := _position(reading, those, name))}
        if "label_ja" in positions:
            text += f"\n[cells.{table}]\n" + "".join(f"{column} = {place}\n" for column, place in positions.items())
            if "department" in positions and "[cells.departments]" not in text:
                text += f"\n[cells.departments]\nlabel_ja = {positions['department']}\n"
    return text


def _position(reading: Reading, rows: list[DraftRow], name: str) -> int:
    shared: set[int] | None = None
    for row in rows:
        printed = row.record.extra.get("printed") if row.record else None
        wanted = printed.get(name) if isinstance(printed, dict) else None
        if row.record is None or wanted is None:
            continue
        cells = _line(reading, row.record.place.first).split("\t")
        at = {number for number, cell in enumerate(cells, start=1) if normalise(cell) == normalise(wanted)}
        shared = at if shared is None else shared & at
    return min(shared) if shared else 0


def _line(reading: Reading, number: int) -> str:
    return reading.rendition.lines[number - 1].text
