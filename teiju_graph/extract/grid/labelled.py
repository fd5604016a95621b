"""Labelled lines of running text as entries: 「事業名:救急医療」「関係市町 室蘭市、登別市」 one below another."""

import re

from teiju_graph.extract.grid.entries import Entry, Sheet, Value
from teiju_graph.extract.media.monospaced import close_spaced
from teiju_graph.extract.rendition import Line, span
from teiju_graph.extract.words.headings import read_heading

_LABEL = re.compile(r"^[\s\u3000・○●■◆◇□▼※(（【\[〔《<〈\d０-９①-⑳.．)）]*(?P<key>[^:：\s\u3000】\]〕》>〉]{2,14})\s*(?:[:：】\]〕》>〉]+[\s\u3000]*|\u3000+|\t+)(?P<value>.*)$")  # fmt: skip
_LETTERS = re.compile(r"^\s*(?:[一-龥][ \u3000]{1,4}){1,4}[一-龥](?=[ \u3000]*[:：]|\u3000+\S)")  # 名　　称：
_AGREEMENT = re.compile(r"[\s・○●■◆◇□(（\d０-９①-⑳.．)）]*(?P<name>[^\s。、:：]{4,60}(?:協定|協約|覚書)書?)\s*$")
_ABOUT = re.compile(r"\s*(?:[(（][\d０-９]{1,2}[)）]|[①-⑳]|[\d０-９]{1,2}[.．])\s*(?P<name>[^\s。、:：]{4,40})\s*$")
_SUBJECTS = {"initiative", "organization", "agreement", "name"}
_WANTED = {
    *_SUBJECTS,
    "participants",
    "start_year",
    "founded_year",
    "department",
    "summary",
    "date",
    "parties",
    "period",
}
_APART = 3  # lines that may stand between a label and the next


def read_labelled(lines: list[Line]) -> Sheet:
    """Return the entries that labelled lines give: each begins with the label of a name, and has at least one of who,
    when and by which department. Lists that end in a comma go on in the next line."""
    entries: list[Entry] = []
    values: list[Value] = []
    last = 0  # the last line with a label that is not wanted
    for number, line in enumerate(lines):
        match = _LABEL.match(close_spaced(_LETTERS.sub(lambda apart: re.sub(r"\s", "", apart[0]), line.text, count=1)))
        heading = read_heading(match["key"]) if match else None
        if not match or heading is None or heading.role not in _WANTED:
            last = line.place.last if heading and heading.role else last
            continue
        text, place = match["value"].strip(), line.place
        for after in lines[number + 1 : number + 12]:
            if text and not text.endswith(("、", ",", "・")) and not _is_further_name(heading.role, line, after):
                break
            text, place = text + after.text.strip(), span([place, after.place])
        if heading.role in _SUBJECTS or (values and place.first - max(values[-1].place.last, last) > _APART):
            entries += _closed(values)
            values = []
        if heading.role in ("parties", "participants") and (headed := _headed(lines[:number], heading.role)):
            entries += _closed(values)
            values = [headed]
        if values or heading.role in _SUBJECTS:
            values.append(Value(heading.role, text, place, heading.text, heading.remark, order=len(values)))
    return Sheet([*entries, *_closed(values)])


def _headed(above: list[Line], role: str) -> Value | None:
    """The agreement that the line right above a label heads: （１）災害時の相互応援に関する協定; above that of its parties
    also what the agreement is about, which is a guess: （１）森林環境の保全."""
    line = next((each for each in reversed(above[-2:]) if each.text.strip()), None)
    if line and (match := _AGREEMENT.match(line.text)):
        return Value("agreement", match["name"], line.place, "協定")
    if line and role == "parties" and (match := _ABOUT.match(line.text)):
        return Value("agreement", match["name"], line.place, "協定", guess=True)
    return None


def _is_further_name(role: str, line: Line, after: Line) -> bool:
    """Whether a line below a list of municipalities goes on with it: indented as far as what stands after the label."""
    indented = len(after.text) - len(after.text.lstrip()) > len(line.text) - len(line.text.lstrip()) + 2
    return role in ("participants", "parties") and indented and bool(re.search(r"[市町村]$", after.text.strip()))


def _closed(values: list[Value]) -> list[Entry]:
    roles = {value.role for value in values if value.text}
    if not roles & _SUBJECTS or not roles & (_WANTED - _SUBJECTS - {"summary"}):
        return []
    return [Entry(values, span(value.place for value in values))]
