"""The column dictionary (`ontology/tables.toml`) as data: which tables there are and what each column means."""

from dataclasses import dataclass
from functools import cache

from teiju_graph.files import folder, read_toml


@dataclass(frozen=True)
class Column:
    """One column of the dictionary; `form`, `property`, `proof` and the rest as the head of the file says."""

    name: str
    form: str
    ja: str
    en: str
    property: str = ""
    lang: str = ""
    scheme: str = ""
    of: str = ""
    role: str = ""
    proof: str = ""
    inverse: bool = False
    many: bool = False


@dataclass(frozen=True)
class Table:
    """One kind of table: the address of its rows' things, their classes, its columns in the order of the sheet."""

    name: str
    ja: str
    en: str
    address: str
    classes: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    ours: tuple[str, ...]
    constant: tuple[tuple[str, str], ...]

    def proof(self, column: str) -> str:
        """How `teiju verify` proves a cell of this table; empty where there is nothing to prove."""
        return "ours" if column in self.ours else columns()[column].proof

    @property
    def kind(self) -> str:
        """The first part of the addresses of this table's things (`initiative`)."""
        return self.address.partition("/")[0]


@cache
def columns() -> dict[str, Column]:
    """Return every column of the dictionary by its name."""
    described = read_toml(folder("ontology") / "tables.toml")["column"]
    return {name: Column(name=name, **entry) for name, entry in described.items()}


@cache
def tables() -> dict[str, Table]:
    """Return every table of the dictionary by its name."""
    described = read_toml(folder("ontology") / "tables.toml")["table"]
    return {
        name: Table(
            name=name,
            ja=entry["ja"],
            en=entry["en"],
            address=entry["address"],
            classes=tuple(entry["class"]),
            required=tuple(entry["required"]),
            optional=tuple(entry["optional"]),
            ours=tuple(entry.get("ours", ())),
            constant=tuple(entry.get("constant", {}).items()),
        )
        for name, entry in described.items()
    }
