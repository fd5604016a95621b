"""Opinions in tables: what a member says in one column, what is said to it in the next; or one turn a row, with who speaks.

委員意見の概要 | 事務局の回答, or 発言者 | 発言要旨"""

import re

from teiju_graph.extract.grid.entries import Entry, Value
from teiju_graph.extract.meetings.opinions import read_opinions, read_remark, read_reply
from teiju_graph.extract.meetings.speech import Turn, kind_of
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Line, Place
from teiju_graph.extract.text.running import paragraphs
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import words
from teiju_graph.extract.words.phrases import choice, level


def read_remarks(entries: list[Entry]) -> tuple[list[Record], list[tuple[Place, str, str]]]:
    """Return the opinions, questions and answers of a table, and the entries that give none, each with why (ja, en). Who
    speaks is the position that the heading or the cell of the speaker prints; a person's name is left out."""
    in_turn = all("speaker" in entry.roles and "reply" not in entry.roles for entry in entries)
    records = _taken_in_turn(entries) if in_turn else [record for entry in entries for record in _replied(entry)]
    told = {record.place for record in records}
    unread = [
        (entry.place, "意見も質問も答えも読めない行", "a row in which no opinion, question or answer is read")
        for entry in entries
        if not told & {entry.place, *(value.place for value in entry.values)}
    ]
    return records, unread


def _taken_in_turn(entries: list[Entry]) -> list[Record]:
    """What the rows hold, ask and answer as the turns of minutes do: what answers is told by who speaks, and after whom."""
    return read_opinions([turn for entry in entries if (turn := _turn(entry.first("opinion"), entry))])


def _replied(entry: Entry) -> list[Record]:
    """The opinion or question of an entry and the answer beside it, whoever says it."""
    said, reply = _turn(entry.first("opinion"), entry), _turn(entry.first("reply"), entry)
    found = [read_remark(said, reply is not None) if said else None, read_reply(reply) if reply else None]
    return [record for record in found if record]


def _turn(value: Value | None, entry: Entry) -> Turn | None:
    """What a cell says, as a turn; None for an empty cell. Who has no position there is a member."""
    if value is None or fold(value.text) in words("cells", "empty"):
        return None
    lines = [Line(text, value.place) for text in value.text.split("\n") if text.strip()]
    speaker = entry.first("speaker") if value.role == "opinion" else None
    role = _position(speaker.text if speaker else "") or _position(value.heading)
    said = "answer" if value.role == "reply" else _kind(entry)
    return Turn(role, said, paragraphs=paragraphs(lines, broken=False), member=value.role == "opinion" and not role)


def _kind(entry: Entry) -> str:
    """What a cell of its own says that a row is: 質問, 意見; empty where none does."""
    return next((kind for value in entry.all("field", "") if (kind := kind_of(value.text))), "")


def _position(text: str) -> str:
    """The last position that a text prints, empty where it prints none: 山田委員 and 委員意見 are of a 委員."""
    told = re.findall(choice("speech", "roles"), level(text))
    return told[-1] if told else ""
