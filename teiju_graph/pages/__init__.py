"""Pages as plain data: what stands on the page of a thing, of a kind, of a question's answer."""

from collections.abc import Callable
from typing import Any

from teiju_graph.engines.store import Store
from teiju_graph.pages.cooperations import tell_cooperation, tell_facility
from teiju_graph.pages.department import tell_department
from teiju_graph.pages.kinds import (
    Entry,
    by_place,
    find_near,
    kind_link,
    list_kind,
    list_members,
    name_kind,
    read_kinds,
)
from teiju_graph.pages.kpis import tell_kpi
from teiju_graph.pages.meetings import tell_inference, tell_meeting, tell_plan
from teiju_graph.pages.municipality import tell_municipality
from teiju_graph.pages.quality import read_quality
from teiju_graph.pages.sheets import Sheet, read_columns, read_reply, read_sheet
from teiju_graph.pages.source import tell_passage, tell_source
from teiju_graph.pages.statements import Fact, Lines, Page, Value, read_page
from teiju_graph.pages.zone import tell_zone

# Kinds that have a page of their own: what it shows beside the facts of the thing; the rest is shown fact by fact.
TELLING: dict[str, Callable[[Store, Page], Any]] = {
    "municipality": tell_municipality,
    "zone": tell_zone,
    "initiative": tell_cooperation,
    "agreement": tell_cooperation,
    "item": tell_cooperation,
    "body": tell_cooperation,
    "facility": tell_facility,
    "kpi": tell_kpi,
    "department": tell_department,
    "source": tell_source,
    "passage": tell_passage,
    "meeting": tell_meeting,
    "plan": tell_plan,
    "inference": tell_inference,
}

__all__ = [
    "TELLING",
    "Entry",
    "Fact",
    "Lines",
    "Page",
    "Sheet",
    "Value",
    "by_place",
    "find_near",
    "kind_link",
    "list_kind",
    "list_members",
    "name_kind",
    "read_columns",
    "read_kinds",
    "read_page",
    "read_quality",
    "read_reply",
    "read_sheet",
]
