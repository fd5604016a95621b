"""The context that cells and sentences are read in: whose document it is, and the misprints found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teiju_graph.extract.names import Names, read_names
from teiju_graph.extract.register import Municipality, Register, Zone


@dataclass(frozen=True)
class Context:
    """register: all municipalities and zones; zone: the document's, None where it isn't known; prefecture: where names
    are looked up first; known: misprinted names of the document."""

    register: Register
    zone: Zone | None = None
    prefecture: str | None = None
    known: Mapping[str, Municipality] = field(default_factory=dict)

    def names(self, text: str) -> Names:
        """Return what a list of municipalities says in this document."""
        return read_names(text, self.zone, self.register, self.prefecture, self.known)
