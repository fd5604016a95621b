"""Labels that stand alone on their lines, each with its value on the next ones, as a table copied as text gives them:

構成市町                     with the value farther to the right, or
  室蘭市、登別市             label and value in turn, at least three times"""

import re
from dataclasses import dataclass, replace

from teiju_graph.extract.grid.entries import SUBJECTS, Entry, Sheet, Value
from teiju_graph.extract.grid.fields import plain_name
from teiju_graph.extract.grid.upright import by_indicator
from teiju_graph.extract.rendition import Line, span
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import Heading, read_heading
from teiju_graph.extract.words.phrases import words

_LONGEST = 20  # letters of a label
_MOST = 6  # lines of a value
_LEAST = 3  # labels that follow one another
_AROUND = "・○●■◆◇□▼◎※【】[]〔〕《》<>〈〉:： \t\u3000"
_PARTIES = {"participants", "parties", "first_party", "second_party"}
_DETAILS = {*_PARTIES, "start_year", "founded_year", "department", "date", "period"}
_INDICATORS = {"indicator", "baseline", "target", "baseline_year", "target_year", "unit"}
_CONCLUDED = re.compile(r"(.*(?:協定|協約))の?(?:締結|調印)")


@dataclass(frozen=True)
class _Labelled:
    """A label and its value: the heading, the lines of each; after: the index of the line that follows."""

    heading: Heading
    label: Line
    value: list[Line]
    after: int


def read_stacked(lines: list[Line]) -> list[Sheet]:
    """Return a sheet for each thing that labels above their values tell of: of an agreement its parties and its day, of
    what a label names one more detail."""
    lines = [line for line in lines if line.text.strip()]
    sheets: list[Sheet] = []
    number = 0
    while number < len(lines):
        run: list[_Labelled] = []
        at = number
        while at < len(lines) and (found := _labelled(lines, at)):
            run.append(found)
            at = found.after
        if len(run) >= _LEAST:
            sheets += _sheets(run, lines[max(0, number - 2) : number])
        number = max(at, number + 1)
    return sheets


def _labelled(lines: list[Line], at: int) -> _Labelled | None:
    """The label that stands alone on a line and its value: lines farther to the right, else one line, with those that a
    list goes on in."""
    label = lines[at]
    heading = read_heading(label.text.strip(_AROUND))
    if heading.text in words("topics", "contacts"):
        return None  # whom to ask is below the table
    if _CONCLUDED.match(heading.text):
        heading = replace(heading, role="date")
    if len(fold(label.text)) > _LONGEST or label.text.rstrip().endswith("。"):
        return None
    end = at + 1
    while end < len(lines) and end - at <= _MOST and _indent(lines[end]) > _indent(label):
        end += 1
    if end == at + 1 and heading.role:
        end += end < len(lines) and not _is_label(lines[end])
        while end < len(lines) and lines[end - 1].text.rstrip().endswith(("、", "，", "・")):
            end += 1
    follows = end >= len(lines) or _indent(lines[end]) <= _indent(label)
    return _Labelled(heading, label, lines[at + 1 : end], end) if at + 1 < end and follows else None


def _is_label(line: Line) -> bool:
    return len(fold(line.text)) <= _LONGEST and bool(read_heading(line.text.strip(_AROUND)).role)


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" \t\u3000"))


def _sheets(run: list[_Labelled], above: list[Line]) -> list[Sheet]:
    """What labels that follow one another tell; a thing begins with each name, or where its first label comes again."""
    groups: list[list[_Labelled]] = []
    for each in run:
        if not groups or each.heading.role in SUBJECTS or each.heading.text == groups[-1][0].heading.text:
            groups.append([])
        groups[-1].append(each)
    return [Sheet(by_indicator(entry)) for group in groups if (entry := _entry(group, above))]


def _entry(group: list[_Labelled], above: list[Line]) -> Entry | None:
    values = [
        Value(
            each.heading.role,
            "".join(line.text.strip() for line in each.value),
            span(line.place for line in each.value),
            each.heading.text,
            each.heading.remark,
            (each.label.place,),
            order=order,
        )
        for order, each in enumerate(group)
    ]
    values = [value for value in values if value.role in _DETAILS | _INDICATORS | {*SUBJECTS, "summary"}]
    roles = {value.role for value in values}
    if (agreement := _concluded(values)) and roles & _PARTIES:
        values = [agreement, *(value for value in values if value.role not in SUBJECTS)]
    elif not roles & {*SUBJECTS} or not roles & (_DETAILS | {"indicator"}):
        return None
    places = [line.place for each in group for line in (each.label, *each.value)]
    return Entry(values, span(places), "", above)


def _concluded(values: list[Value]) -> Value | None:
    """The agreement that the label of its day names: 形成協定の締結日."""
    for value in values:
        if value.role == "date" and (match := _CONCLUDED.match(value.heading)) and (name := plain_name(match[1])):
            return replace(value, role="agreement", text=name, place=value.under[0])
    return None
