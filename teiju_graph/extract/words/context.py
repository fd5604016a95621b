"""The context that cells and sentences are read in: whose document it is, and the misprints found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.definitions import Definitions, put_in
from teiju_graph.extract.words.names import Names, read_names
from teiju_graph.extract.words.register import Municipality, Register, Zone


@dataclass(frozen=True)
class Context:
    """register: all municipalities and zones; zone: the document's, None where it isn't known; prefecture: where names
    are looked up first; known: misprinted names of the document; defined: words for several that it defines; owner: the
    municipality whose document it is, None where it doesn't show; doubt: why the zone may
    be another one."""

    register: Register
    zone: Zone | None = None
    prefecture: str | None = None
    known: Mapping[str, Municipality] = field(default_factory=dict)
    doubt: Doubt | None = None
    defined: Definitions = field(default_factory=dict)
    owner: Municipality | None = None

    def names(self, text: str) -> Names:
        """Return what a list of municipalities says in this document."""
        text = put_in(text, self.defined)
        names = read_names(text, self.zone, self.register, self.prefecture, self.known)
        rests = self.zone or not self.owner  # a word for a group on the zone, for all of a prefecture on that as well
        if self.doubt and rests and any(each.stem not in text for each in names.municipalities):
            return replace(names, doubts=[*names.doubts, self.doubt])
        return names
