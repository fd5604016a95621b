"""Cards: tables whose keys stand at the side, with the heading above them and the indicators inside them."""

from dataclasses import replace

from teiju_graph.extract.grid.entries import SUBJECTS, Entry, Sheet, Value
from teiju_graph.extract.grid.fields import plain_name
from teiju_graph.extract.rendition import Grid, Line, span
from teiju_graph.extract.words.headings import is_heading

_WHO = ("participants", "parties", "first_party", "second_party")
_NAME = 40  # letters that a name above a table has at most
_SENTENCES = 7  # lines between a heading and the card of what it heads


def titled(sheet: Sheet, grid: Grid) -> Sheet:
    """Return the sheet with the heading above it as its name, where it is one thing that has none: (1) 救急医療維持事業; above a
    card, sentences may stand between."""
    if len(sheet.entries) != 1 or not grid.before or sheet.entries[0].place.first - 1 != grid.before[-1].place.last:
        return sheet
    (entry,) = sheet.entries
    line = _numbered_above(grid.before) if sheet.is_card else grid.before[-1]
    name = plain_name(line.text)
    others = {*SUBJECTS} if sheet.is_card else {*SUBJECTS, "indicator", "", "field"}
    wanted = {*_WHO, "municipality", *(["indicator"] if sheet.is_card else [])}
    if entry.roles & others or not entry.roles & wanted:
        return sheet
    if not name or len(name) > _NAME or name.endswith("。") or is_heading(name):
        return sheet
    values = [Value("name", name, line.place)]
    if between := [each for each in grid.before if each.place.first > line.place.last]:
        text = "".join(each.text.strip() for each in between)
        values.append(Value("summary", text, span(each.place for each in between)))
    is_guess = name == " ".join(line.text.split())
    return replace(sheet, entries=[replace(entry, values=[*values, *entry.values], titled=is_guess)])


def _numbered_above(before: list[Line]) -> Line:
    """The numbered heading of the sentences right above a card, else the line right above it."""
    for number, line in enumerate(reversed(before[-_SENTENCES:])):
        name = plain_name(line.text)
        if name and name != " ".join(line.text.split()) and not name.endswith("。") and len(name) <= _NAME:
            return line if not number or before[-1].text.rstrip().endswith("。") else before[-1]
    return before[-1]


def inherited(sheets: list[Sheet], carded: set[int]) -> list[Sheet]:
    """Return the sheets with indicators under a table of keys, which belong to the subject that the keys name, and with what
    keys below them say of it. carded: the numbers of the sheets whose keys stand at the side."""
    subject: Value | None = None
    card: tuple[int, int] | None = None  # the sheet and the entry that named it
    found: list[Sheet] = []
    for number, sheet in enumerate(sheets):
        entries: list[Entry] = []
        for entry in sheet.entries:
            if number in carded and card and not entry.roles & {*SUBJECTS, "indicator"}:
                above = found[card[0]].entries
                above[card[1]] = replace(above[card[1]], values=[*above[card[1]].values, *entry.values])
                continue
            if number in carded and entry.first(*SUBJECTS):
                card = number, len(entries)
            if own := entry.first(*SUBJECTS):
                subject = own if number in carded else None
            nameless = not entry.roles & {*SUBJECTS} and "indicator" in entry.roles
            entries.append(replace(entry, values=[subject, *entry.values]) if subject and nameless else entry)
        found.append(replace(sheet, entries=entries))
    return found
