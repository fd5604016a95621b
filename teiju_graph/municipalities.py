"""Municipalities by name: a cell's 伊達市 becomes the municipality meant, prefecture first."""

from difflib import get_close_matches
from pathlib import Path

from teiju_graph.errors import TableError
from teiju_graph.records import tables
from teiju_graph.sources import read_source
from teiju_graph.tables import Row, read_table


class Municipalities:
    """The table of municipalities, asked by name or by six-digit code."""

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self._by_name: dict[str, list[Row]] = {}
        for row in rows:
            for name in (row.cells["label_ja"], row.cells["key"]):
                self._by_name.setdefault(name, []).append(row)

    def code(self, name: str, row: Row, column: str) -> str:
        """Return the six-digit code of the municipality that `name` means in that cell. A name that two prefectures
        bear is the one in the source's own prefecture, or is written 北海道伊達市. TableError: nobody bears the name
        (the nearest is offered), or several do."""
        known = self.known_code(name, row.source.prefecture)
        if known:
            return known
        if name in self._by_name:
            raise row.error(
                column,
                f"「{name}」は複数の都道府県にあります。都道府県名を付けて書いてください。",
                f"“{name}” exists in several prefectures; write it with its prefecture.",
            )
        near = get_close_matches(name, self._by_name, n=1, cutoff=0.3)
        raise row.error(
            column,
            f"「{name}」という市町村は表にありません。" + (f"「{near[0]}」ではありませんか。" if near else ""),
            f"no municipality is called “{name}”." + (f" Did you mean “{near[0]}”?" if near else ""),
        )

    def known_code(self, name: str, prefecture: str) -> str | None:
        """Return the code of the municipality that `name` means in a source of that prefecture, None where nobody
        bears the name or several do."""
        found = self._by_name.get(name) or self._in_prefecture(name)
        if len(found) > 1:
            found = [each for each in found if each.cells["prefecture"] == prefecture]
        return found[0].cells["key"] if len(found) == 1 else None

    def names(self) -> list[str]:
        """Return every name and code that the table knows."""
        return list(self._by_name)

    def _in_prefecture(self, name: str) -> list[Row]:
        return [
            row
            for rows in self._by_name.values()
            for row in rows
            if name == row.cells["prefecture"] + row.cells["label_ja"]
        ][:1]


def read_municipalities(folder: Path) -> Municipalities:
    """Return the municipalities of the folder `data/tables`. TableError: there is no such table."""
    path = folder / "municipalities"
    if not (path / "municipalities.csv").exists():
        raise TableError(
            "市町村の表がありません。", "there is no table of municipalities.", file=path / "municipalities.csv"
        )
    return Municipalities(read_table(read_source(path), tables()["municipalities"]))
