"""The register that names are read against: the municipalities and the zones of the national tables."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from teiju_graph.extract.words.phrases import fold
from teiju_graph.tables.municipalities import read_municipalities
from teiju_graph.tables.records import tables as dictionary
from teiju_graph.tables.rows import read_table
from teiju_graph.tables.sources import find_source

KINDS = "市町村"


@dataclass(frozen=True)
class Municipality:
    """A municipality: six-digit code, name, prefecture, kana."""

    code: str
    name: str
    prefecture: str
    kana: str = ""

    @property
    def kind(self) -> str:
        """市, 町, 村 or 区."""
        return self.name[-1]

    @property
    def stem(self) -> str:
        """The name without 市, 町 or 村."""
        return self.name[:-1]

    @property
    def json(self) -> dict[str, str]:
        """The municipality in the form of a record's field."""
        return {"code": self.code, "name": self.name, "pref": self.prefecture}


@dataclass(frozen=True)
class Zone:
    """A zone: its key, its names (the official one first), its centres and their neighbours; is_complete: whether these
    are known to be all of them."""

    key: str
    names: tuple[str, ...]
    central: tuple[Municipality, ...]
    neighbouring: tuple[Municipality, ...]
    is_complete: bool = True

    @property
    def members(self) -> tuple[Municipality, ...]:
        """Every member, the centre first."""
        return (*self.central, *self.neighbouring)

    @property
    def prefecture(self) -> str:
        """The prefecture of the centre."""
        return self.central[0].prefecture

    def of_kinds(self, kinds: str) -> tuple[Municipality, ...]:
        """Return the members that are of these kinds: 市町 are the cities and towns."""
        return tuple(each for each in self.members if each.kind in kinds)


class Register:
    """Municipalities and zones, asked by name; names are compared after folding (see phrases.fold)."""

    def __init__(self, municipalities: list[Municipality], zones: list[Zone]):
        self.municipalities, self.zones = municipalities, zones

    @cached_property
    def by_name(self) -> dict[str, list[Municipality]]:
        """Municipalities by folded name."""
        found: dict[str, list[Municipality]] = {}
        for each in self.municipalities:
            found.setdefault(fold(each.name), []).append(each)
        return found

    @cached_property
    def prefectures(self) -> list[str]:
        """The names of all prefectures."""
        return list(dict.fromkeys(each.prefecture for each in self.municipalities))

    @cached_property
    def by_first(self) -> dict[str, list[str]]:
        """Folded names by their first character, the longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.by_name, key=len, reverse=True):
            found.setdefault(name[0], []).append(name)
        return found

    def starting(self, text: str, position: int) -> str:
        """Return the longest folded name that stands at that position of a folded text, empty where there is none."""
        names = self.by_first.get(text[position : position + 1], ())
        return next((name for name in names if text.startswith(name, position)), "")

    def in_prefecture(self, prefecture: str) -> list[Municipality]:
        """Return the municipalities of a prefecture."""
        return [each for each in self.municipalities if each.prefecture == prefecture]


def read_register(tables: Path) -> Register:
    """Return the register of the folder `data/tables`. TableError: a table is missing, or a cell can't be read."""
    known = read_municipalities(tables)
    by_code = {
        row.cells["key"]: Municipality(
            row.cells["key"], row.cells["label_ja"], row.cells["prefecture"], row.cells.get("kana", "")
        )
        for row in known.rows
    }
    zones = []
    for row in read_table(find_source(tables, "zones"), dictionary()["zones"]):
        members = {
            column: tuple(by_code[known.code(name, row, column)] for name in row.values(column))
            for column in ("central", "neighbouring")
        }
        if members["central"]:
            names = (row.cells["label_ja"], *row.values("alt_ja"))
            known_all = row.cells["members_complete"] == "true"
            zones.append(Zone(row.cells["key"], names, members["central"], members["neighbouring"], known_all))
    return Register(list(by_code.values()), zones)
