"""Opinions in tables: what a member says in one column, what is said to it in the next.

委員意見の概要 | 事務局の回答"""

import re

from teiju_graph.extract.grid.entries import Entry, Value
from teiju_graph.extract.meetings.opinions import read_remark, read_reply
from teiju_graph.extract.meetings.speech import Turn
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Line
from teiju_graph.extract.text.running import paragraphs
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import words
from teiju_graph.extract.words.phrases import choice, level


def read_remarks(entry: Entry) -> list[Record]:
    """Return the opinion or question of an entry and the answer beside it. Who speaks is the position that the heading
    or the cell of the speaker prints; a person's name is left out."""
    said, reply = _turn(entry.first("opinion"), entry), _turn(entry.first("reply"), entry)
    found = []
    if said and (record := read_remark(said, reply is not None)):
        found.append(record)
    if reply and (record := read_reply(reply)):
        found.append(record)
    return found


def _turn(value: Value | None, entry: Entry) -> Turn | None:
    """What a cell says, as a turn; None for an empty cell."""
    if value is None or fold(value.text) in words("cells", "empty"):
        return None
    lines = [Line(text, value.place) for text in value.text.split("\n") if text.strip()]
    speaker = entry.first("speaker") if value.role == "opinion" else None
    role = _position(speaker.text if speaker else "") or _position(value.heading)
    return Turn(
        role,
        "answer" if value.role == "reply" else "",
        paragraphs=paragraphs(lines, broken=False),
        member=value.role == "opinion",
    )


def _position(text: str) -> str:
    """The last position that a text prints, empty where it prints none: 山田委員 and 委員意見 are of a 委員."""
    told = re.findall(choice("speech", "roles"), level(text))
    return told[-1] if told else ""
