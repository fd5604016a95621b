"""Small releases of several publishers, and the folder that they are harvested into."""

from pathlib import Path

from teiju_graph.harvest.harvest import harvest
from teiju_graph.harvest.release import Limits
from tests.releases import small_quads, write_release

QUICK = Limits(seconds=2.0, most=2**20)


class Zones:
    """Small releases of several publishers on one host, and the folder that they are harvested into."""

    def __init__(self, place: Path, host):
        self.place, self.host, self.into, self.listing = place, host, place / "into", place / "publishers.toml"

    def publish(self, key: str, more: str = "", quads: bytes = b"", version: str = "1") -> None:
        write_release(self.place / "web" / key, quads or small_quads(key, more), version)

    def list(self, *keys: str) -> None:
        self.listing.write_text("".join(f'{key} = "{self.host.address}{key}/"\n' for key in keys))

    def harvest(self, *keys: str, grown: tuple[str, ...] = ()) -> dict:
        self.list(*keys)
        return {each.publisher.key: each for each in harvest(self.listing, self.into, QUICK, frozenset(grown))}

    def served(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.into.glob("*.ttl")}


def told(entry) -> str:
    """The findings of an entry, as words."""
    return "\n".join(each.message("en") for each in entry.findings)
