"""Rows of a draft: cells of the ordinary tables, each row with the record that it was read from."""

from dataclasses import dataclass, field

from teiju_graph.extract.records import Record
from teiju_graph.tables.records import columns, tables

UNTRANSLATED = "To be translated: "


@dataclass
class DraftRow:
    """One row. table: the table's name; cells: filled cells by column, the key among them; anchor: the lines that it
    was read from; record: what it was made from, None where several records gave it; notes: what a person must decide
    beside the record's flags, as (column, ja, en)."""

    table: str
    cells: dict[str, str]
    anchor: str
    record: Record | None = None
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The row's key."""
        return self.cells["key"]

    @property
    def path(self) -> str:
        """The address of the row's thing below `id/`."""
        return tables()[self.table].address.format(key=self.key)

    @property
    def label(self) -> str:
        """The row's name in Japanese."""
        return self.cells.get("label_ja", "")


def untranslated(label: str) -> str:
    """Return what stands for an English name until a person writes it: the figures of the name stay provable."""
    return f"{UNTRANSLATED}{label}"


def cited_lines(record: Record) -> str:
    """Return the lines that a record rests on as the column `lines` has them; those within others are left out."""
    places = sorted({(place.first, place.last) for place in (record.place, *record.also)})
    outer = [(a, b) for a, b in places if not any((c, d) != (a, b) and c <= a and b <= d for c, d in places)]
    return ";".join(str(a) if a == b else f"{a}-{b}" for a, b in outer)


def rename(rows: list[DraftRow], keys: dict[tuple[str, str], str]) -> None:
    """Give rows other keys, by (table, key), in their own cell and wherever another row refers to them."""
    paths = {}
    for (table, old), new in keys.items():
        address = tables()[table].address
        paths[address.format(key=old)] = address.format(key=new)
    for row in rows:
        row.cells["key"] = keys.get((row.table, row.key), row.key)
        for name, cell in row.cells.items():
            column = columns()[name]
            if column.form == "thing":
                row.cells[name] = ";".join(_renamed(part, column.of, paths) for part in cell.split(";"))


def _renamed(value: str, kind: str, paths: dict[str, str]) -> str:
    path = f"{kind}/{value}" if kind else value
    new = paths.get(path, path)
    return new.removeprefix(f"{kind}/") if kind else new
