"""Cells that hold an indicator with both its values, a line for each: 「広域貸出冊数　41.5万冊 ⇒ 45万冊」."""

import re
from dataclasses import replace

from teiju_graph.extract.grid.entries import Entry, Sheet, Value
from teiju_graph.extract.grid.upright import by_indicator
from teiju_graph.extract.words.numbers import read_figure

_SIDES = {"baseline", "target"}
_ARROW = re.compile(r"\s*(?:→|⇒|⇨|➡|➜)\s*")
_GAP = re.compile(r"\s*[:：]\s*|\s+")
_CLOSED = re.compile(r"(?P<name>[^()（）]{2,})[(（](?P<values>[^()（）]*)[)）]$")
_MARK = re.compile(r"^[・○●◯〇◆◇■□※\s\u3000]+")


def with_values(sheet: Sheet) -> Sheet:
    """Return the sheet with what such cells hold as values of their own, an entry for each indicator."""
    return replace(sheet, entries=[each for entry in sheet.entries for each in _parted(entry)])


def _parted(entry: Entry) -> list[Entry]:
    if entry.roles & _SIDES or "indicator" not in entry.roles:
        return [entry]
    parts = [[value] if value.role != "indicator" else _lines(value) for value in entry.values]
    return by_indicator(replace(entry, values=[each for part in parts for each in part]))


def _lines(value: Value) -> list[Value]:
    """The indicators of a cell, each with its two values; the cell as it is where not every line is one."""
    found: list[Value] = []
    for line in value.text.splitlines():
        told = _read(_MARK.sub("", line.strip()))
        if told is None:
            return [value]
        name, baseline, target = told
        found += [
            replace(value, text=name),
            replace(value, role="baseline", text=baseline, merged=False, under=()),
            replace(value, role="target", text=target, merged=False, under=()),
        ]
    return found


def _read(line: str) -> tuple[str, str, str] | None:
    """The name and the two values of a line; of several gaps before the arrow the first that a value follows parts the
    name from it, else the last."""
    if closed := _CLOSED.match(line):
        line = f"{closed['name']} {closed['values']}"
    sides = _ARROW.split(line)
    if len(sides) != 2 or not all(sides):
        return None
    gaps = [gap for gap in _GAP.finditer(sides[0]) if 0 < gap.start() and gap.end() < len(sides[0])]
    firm = [gap for gap in gaps if read_figure(sides[0][gap.end() :]).status in ("stated", "blank")]
    for gap in (*firm[:1], *gaps[-1:]):
        return sides[0][: gap.start()].strip(), sides[0][gap.end() :].strip(), sides[1].strip()
    return None
