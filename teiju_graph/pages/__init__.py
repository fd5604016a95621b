"""Pages as plain data: what stands on the page of a thing, of a kind, of a question's answer."""

from teiju_graph.pages.kinds import Entry, kind_link, list_kind, list_members, read_kinds
from teiju_graph.pages.sheets import Sheet, read_reply, read_sheet
from teiju_graph.pages.statements import Fact, Lines, Page, Value, read_page

__all__ = [
    "Entry",
    "Fact",
    "Lines",
    "Page",
    "Sheet",
    "Value",
    "kind_link",
    "list_kind",
    "list_members",
    "read_kinds",
    "read_page",
    "read_reply",
    "read_sheet",
]
