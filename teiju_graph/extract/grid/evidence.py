"""What the record of a row rests on: its places, and the cells as printed."""

from teiju_graph.extract.grid.entries import Entry
from teiju_graph.extract.grid.parties import Parties
from teiju_graph.extract.rendition import Place

# Fields of records, with the roles that their printed form is taken from.
PRINTED = {
    "name": ("initiative", "organization", "name"),
    "participants": ("participants", "first_party", "second_party", "parties"),
    "members": ("participants", "first_party", "second_party", "parties"),
    "start_year": ("start_year", "founded_year", "period"),
    "founded_year": ("founded_year", "start_year", "period"),
    "department": ("department",),
    "subject": ("agreement", "name", "initiative", "summary"),
    "parties": ("parties", "first_party", "second_party", "participants"),
    "date": ("date", "start_year"),
}


def extra_of(entry: Entry, parties: Parties | None) -> dict[str, object]:
    """Return what a record holds beyond its fields: the printed cells, the heading of its rows, its summary, open words."""
    summary = entry.first("summary")
    printed = {name: value.text for name, roles in PRINTED.items() if (value := entry.first(*roles))}
    return {
        "printed": printed,
        "heading": entry.section,
        "summary": summary.text if summary else "",
        "open_words": parties.words if parties else "",
    }


def places_of(entry: Entry, parties: Parties) -> list[Place]:
    """Return the places that a record rests on beside its own row."""
    places = [value.place for value in entry.values] + parties.also
    return [place for place in dict.fromkeys(places) if place != entry.place]
