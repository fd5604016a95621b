"""Municipalities by name: a cell's 伊達市 becomes the municipality meant, prefecture first."""

from difflib import get_close_matches
from pathlib import Path

from teiju_graph.errors import TableError
from teiju_graph.tables.printed import full_name
from teiju_graph.tables.records import tables
from teiju_graph.tables.rows import Row, read_table
from teiju_graph.tables.sources import read_source


class Municipalities:
    """The table of municipalities, asked by name or by six-digit code."""

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self.by_code = {row.cells["key"]: row for row in rows}
        self._by_name: dict[str, list[Row]] = {}
        for row in rows:
            for name in (row.cells["label_ja"], row.cells["key"], _full_name(row)):
                self._by_name.setdefault(name, []).append(row)

    def code(self, name: str, row: Row, column: str) -> str:
        """Return the six-digit code of the municipality that `name` means in that cell. A name that two prefectures
        bear is the one in the source's own prefecture, or is written 北海道伊達市 or 伊達市(北海道). TableError: nobody
        bears the name (the nearest are offered), or several do (all are offered)."""
        known = self.known_code(name, row.source.prefecture)
        if known:
            return known
        bearers = [_full_name(each) for each in self._bearers(name)]
        if bearers:
            raise row.error(
                column,
                f"「{name}」は複数の都道府県にあります。{'、'.join(bearers)} のどれかで書いてください。",
                f"“{name}” exists in several prefectures; write it with its prefecture: {', '.join(bearers)}.",
            )
        near = self._near(name, row.source.prefecture)
        raise row.error(
            column,
            f"「{name}」という市町村は表にありません。" + (f"{'、'.join(near)} ではありませんか。" if near else ""),
            f"no municipality is called “{name}”." + (f" Did you mean {', '.join(near)}?" if near else ""),
        )

    def known_code(self, name: str, prefecture: str) -> str | None:
        """Return the code of the municipality that `name` means in a source of that prefecture, None where nobody
        bears the name or several do."""
        found = self._bearers(name)
        if len(found) > 1:
            found = [each for each in found if each.cells["prefecture"] == prefecture]
        return found[0].cells["key"] if len(found) == 1 else None

    def named_in(self, text: str) -> list[str]:
        """Return the names and codes of municipalities that stand in `text`; one inside a longer one is not meant."""
        found = [name for name in self._by_name if name in text]
        return [name for name in found if not any(name != other and name in other for other in found)]

    def _bearers(self, name: str) -> list[Row]:
        return self._by_name.get(name) or self._by_name.get(full_name(name), [])

    def _near(self, name: str, prefecture: str) -> list[str]:
        """The names most like `name`: those of the prefecture if any is like it there."""
        inside = [row.cells["label_ja"] for row in self.rows if row.cells["prefecture"] == prefecture]
        return get_close_matches(name, inside) or get_close_matches(name, self._by_name, cutoff=0.3)


def _full_name(row: Row) -> str:
    return row.cells["prefecture"] + row.cells["label_ja"]


def read_municipalities(folder: Path) -> Municipalities:
    """Return the municipalities of the folder `data/tables`. TableError: there is no such table."""
    path = folder / "municipalities"
    if not (path / "municipalities.csv").exists():
        raise TableError(
            "市町村の表がありません。", "there is no table of municipalities.", file=path / "municipalities.csv"
        )
    return Municipalities(read_table(read_source(path), tables()["municipalities"]))
