"""The zones and their members, the central city first."""

from dataclasses import dataclass

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query


@dataclass
class Zone:
    """A zone with its members. known: whether anything but its formation agreements is known of it."""

    link: Link
    members: list[Link]
    known: bool


@kept()
def read_zones(store: Store) -> dict[str, Zone]:
    """Return the zones by address, in the order of their addresses."""
    rows = list(select(store, page_query("memberships").text))
    links = read_labels(store, {row[name] for row in rows for name in ("zone", "municipality")})
    zones = {row["zone"].value: Zone(links[row["zone"].value], [], bool(row["known"])) for row in rows}
    for row in rows:
        member = links[row["municipality"].value]
        if member not in zones[row["zone"].value].members:
            zones[row["zone"].value].members.append(member)
    return zones
