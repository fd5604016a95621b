"""What the rows of a table are: initiatives, organizations, agreements, indicators; by headings, titles, names, or a cell."""

import re
from collections.abc import Callable

from teiju_graph.extract.grid.entries import SUBJECTS, Entry, Value
from teiju_graph.extract.grid.fields import read_name
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import words

PARTIES = ("parties", "first_party", "second_party")
_DETAILS = {"participants", "municipality", "start_year", "founded_year", "period", "department", "summary"}


def read_kinds(entries: list[Entry], context: Context) -> Callable[[Entry], list[str]]:
    """Return what kinds of record the entries give, as a function of the entry."""
    title = _title(entries)
    named = _named_kind(entries)

    def of(entry: Entry) -> list[str]:
        roles = entry.roles
        leading = next((value.role for value in entry.values if value.role in SUBJECTS), "")
        found = []
        if ("indicator" in roles and roles & {"baseline", "target"}) or {"baseline", "target"} <= roles:
            found.append("kpi")
        if "opinion" in roles and not roles & {*SUBJECTS, "indicator"}:
            return ["opinion"]
        if leading == "agreement" or _states_agreements(entries):
            return ["agreement", *found]
        if _list_municipalities(entries, leading, context):
            return []
        if leading == "organization":
            return ["organization", *found]
        if leading == "initiative":
            return ["initiative", *found] if roles & _DETAILS or not found else found
        if leading == "name" and roles & _DETAILS:
            return [_told(entry) or ("organization" if "founded_year" in roles else title or named), *found]
        if not leading and roles & {"field", "summary", ""} and roles & {"participants", "municipality"} and not found:
            return ["organization" if "founded_year" in roles else named]
        return found

    return of


def _told(entry: Entry) -> str:
    """The kind that a cell of its own tells: 協議会, 一部事務組合, 事業; empty where none does."""
    texts = [fold(value.text) for value in entry.all("", "field")]
    if any(text.endswith(words("title", "organization")) for text in texts):
        return "organization"
    return "initiative" if {*texts} & {*words("title", "initiative")} else ""


def _title(entries: list[Entry]) -> str:
    """The kind that the title nearest above a table names: its last word that names one."""
    for line in reversed(entries[0].before if entries else []):
        text = fold(line.text)
        places = {
            kind: max(text.rfind(word) for word in words("title", kind))
            for kind in ("organization", "agreement", "initiative")
        }
        best = max(places, key=lambda kind: places[kind])
        if places[best] >= 0 and len(text) < 60:
            return best
    return ""


def _named_kind(entries: list[Entry]) -> str:
    names = [fold(name) for entry in entries if (name := read_name(entry.first("name") or stand_in(entry)))]
    ends = [name for name in names if name.endswith(words("cells", "organization"))]
    return "organization" if len(ends) > 0.5 * len(names) else "initiative"


def _list_municipalities(entries: list[Entry], leading: str, context: Context) -> bool:
    """Whether a table lists municipalities: under 団体名, or one to a row where no column names anything else."""
    role = leading if leading == "organization" else "" if leading else "participants"
    names = [fold(value.text) for entry in entries if role and (value := entry.first(role))]
    known = [name for name in names if name in context.register.by_name]
    return len(known) > 0.5 * len(names) and len(set(known)) == len(known)


def _states_agreements(entries: list[Entry]) -> bool:
    """Whether a table has dates of conclusion with parties: by their headings, or because its names end in 協定."""
    entry = entries[0]
    date = entry.first("date") or next(iter(entry.all("date")), None)
    if date is None or not entry.roles & {*PARTIES, "participants", "municipality"}:
        return False
    names = [fold(name) for each in entries if (name := read_name(each.first(*SUBJECTS)))]
    called = [name for name in names if re.search("協定|協約|覚書", name)]
    return (
        bool(re.search("締結|協定|調印", date.heading))
        or len(called) > 0.5 * len(names)
        or bool(entry.roles & {*PARTIES})
    )


def stand_in(entry: Entry) -> Value | None:
    """Return what names a row in a table without a column of names: its contents where they are short, else a column whose
    heading isn't known, else its narrowest field, else its contents."""
    fields = [value for value in entry.all("field") if value.text]
    unknown = [value for value in entry.all("") if value.text and value.heading and not value.text.isdecimal()]
    summary = entry.first("summary")
    if summary and len(summary.text) <= 40 and "。" not in summary.text and not unknown:
        return summary
    nameless = [value for value in entry.all("") if value.text and not value.text.isdecimal()]  # no heading at all
    return unknown[0] if unknown else fields[-1] if fields else summary or next(iter(nameless), None)
