"""What became of each line of a document: nothing that it says is dropped silently."""

from dataclasses import dataclass

from teiju_graph.extract.grid.entries import Sheet
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Place, Rendition

_TITLE = 60  # letters that the heading of a table has at most

Unread = tuple[Place, str, str]  # what no record holds, and why (ja, en)


@dataclass(frozen=True)
class Fate:
    """What became of a line: `record`, `heading`, `note`, `prose`, `blank` or `unread`; why, where it is unread."""

    kind: str
    ja: str = ""
    en: str = ""


def fates_of(
    rendition: Rendition, sheets: list[tuple[Sheet, list[Unread]]], records: list[Record], headings: list[Place]
) -> dict[int, Fate]:
    """Return the fate of each line, the first being 1. sheets: each with what of it no record holds; headings: those of
    running text."""
    fates: dict[int, Fate] = {}
    for sheet, unread in sheets:
        _note(fates, sheet.headings, Fate("heading"))
        for place, ja, en in unread:
            _note(fates, [place], Fate("unread", ja, en))
    _note(fates, headings, Fate("heading"), only_new=True)
    for record in records:
        _note(fates, [record.place], Fate("record"))
    for place, ja, en in (left for sheet, _ in sheets if sheet.is_beside for left in sheet.unread):
        said = Fate("unread", f"並んだ表の一方で、{ja}", f"of one of the tables side by side, {en}")
        _note(fates, [place], said)
    for record in records:
        _note(fates, record.also, Fate("record"), only_new=True)
    for grid in rendition.grids:
        above = [
            line.place for line in grid.before if len(line.text) <= _TITLE and not line.text.endswith(("。", "、"))
        ]
        _note(fates, above, Fate("heading"), only_new=True)
        _note(fates, [line.place for line in grid.after], Fate("note"), only_new=True)
    _note_rest(rendition, fates)
    return fates


def _note(fates: dict[int, Fate], places: list[Place], fate: Fate, *, only_new: bool = False) -> None:
    for place in places:
        for number in range(place.first, place.last + 1):
            if not (only_new and number in fates):
                fates[number] = fate


def _note_rest(rendition: Rendition, fates: dict[int, Fate]) -> None:
    """The lines that nothing took: rows of tables, empty ones, and running text."""
    for line in rendition.lines:
        if line.place.first not in fates:
            unread = Fate("unread", "どの記録にも入らなかった表の行", "a row of a table that no record holds")
            fates[line.place.first] = unread if line.in_grid else Fate("prose" if line.text.strip() else "blank")
