"""Tables of a source: CSV files read as the dictionary describes them, row by row, each with its place."""

import csv
from dataclasses import dataclass
from difflib import get_close_matches

from teiju_graph.errors import TableError
from teiju_graph.files import read_text, shown
from teiju_graph.tables.records import Column, Table, columns, tables
from teiju_graph.tables.sources import Lines, Source, read_lines

_APART = ("passages", "withdrawn")


@dataclass(frozen=True)
class Row:
    """One row of a table: `number` is its line in the file (the heading is 1), `cells` its filled cells by column."""

    source: Source
    table: Table
    number: int
    cells: dict[str, str]

    @property
    def file(self) -> str:
        """The table's path, as a person would type it."""
        return shown(self.source.folder / f"{self.table.name}.csv")

    @property
    def path(self) -> str:
        """The address of the row's thing below `id/`."""
        return self.table.address.format(source=self.source.key, **self.cells)

    def values(self, column: str) -> list[str]:
        """Return the values of a cell: separated by `;`, in a column of addresses by spaces."""
        cell = self.cells.get(column, "")
        if columns()[column].form == "iri":
            return cell.split()
        return [value for part in cell.split(";") if (value := part.strip())]

    def error(self, column: str, ja: str, en: str) -> TableError:
        """Return the error that names this row and that column."""
        return TableError(ja, en, file=self.file, row=self.number, column=column)

    def lines(self) -> list[Lines]:
        """Return the lines of the source that the row rests on; a row of a table without the column lines is itself
        the document and rests on its own line. TableError: the cell can't be read."""
        if "lines" not in self.table.required:
            return [Lines(self.source.key, self.number, self.number)]
        try:
            return read_lines(self.cells["lines"], self.source.key)
        except ValueError as error:
            raise self.error(
                "lines",
                f"「{error}」は行の書き方ではありません。25、39-43、muroran-2023:25 のように書いてください。",
                f"“{error}” does not name lines; write 25, 39-43 or muroran-2023:25.",
            ) from error


def read_table(source: Source, table: Table) -> list[Row]:
    """Return the rows of one table of a source, none where it has no such file. TableError: a column is missing or
    unknown, a required cell is empty, a key stands twice, a row has too many cells."""
    path = source.folder / f"{table.name}.csv"
    if not path.exists():
        return []
    reader = csv.reader(read_text(path).splitlines())
    heading = [name.strip() for name in next(reader, [])]
    _check_heading(shown(path), table, heading)
    rows: list[Row] = []
    for cells in reader:
        if not any(cells):
            continue
        filled = {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if cell.strip()}
        row = Row(source, table, reader.line_num, filled)
        if len(cells) > len(heading):
            raise row.error(
                heading[-1],
                f'列が {len(cells) - len(heading)} 個余っています。コンマを含むセルは " で囲んでください。',
                f"has {len(cells) - len(heading)} cells too many; put a cell that holds a comma into quotes.",
            )
        for name in table.required:
            if name not in filled:
                raise row.error(name, "空です。書き入れてください。", "is empty; fill it in.")
        rows.append(row)
    _check_keys(rows)
    return rows


def read_tables(source: Source) -> list[Row]:
    """Return the rows of all tables of a source that describe things, in the dictionary's order: all but `passages` and
    `withdrawn`."""
    known = tables()
    for path in sorted(source.folder.glob("*.csv")):
        if path.stem not in known:
            raise TableError(
                f"この名前の表はありません。{_nearest(path.stem, known)}",
                f"is not a table that the dictionary knows. {_nearest(path.stem, known, 'en')}",
                file=shown(path),
            )
    return [row for table in known.values() if table.name not in _APART for row in read_table(source, table)]


def read_passages(source: Source) -> dict[str, Row]:
    """Return the rows of `passages.csv` by the key of their lines (`25`, `39-43`)."""
    return {row.cells["key"]: row for row in read_table(source, tables()["passages"])}


def read_withdrawn(source: Source) -> list[Row]:
    """Return the rows of `withdrawn.csv`."""
    return read_table(source, tables()["withdrawn"])


def _check_heading(file: str, table: Table, heading: list[str]) -> None:
    known = {*table.required, *table.optional}
    for name in heading:
        if name not in known:
            raise TableError(
                f"知らない列です。{_nearest(name, known)}",
                f"is an unknown column. {_nearest(name, known, 'en')}",
                file=file,
                row=1,
                column=name,
            )
    for name in table.required:
        if name not in heading:
            described: Column = columns()[name]
            raise TableError(
                f"この列がありません。見出しに {name}({described.ja})を加えてください。",
                f"the column is missing; add {name} ({described.en}) to the heading.",
                file=file,
                row=1,
                column=name,
            )
    for name in heading:
        if heading.count(name) > 1:
            raise TableError(
                "同じ列が二つあります。一つにしてください。", "stands twice; keep one.", file=file, row=1, column=name
            )


def _check_keys(rows: list[Row]) -> None:
    seen: dict[str, Row] = {}
    for row in rows:
        key = row.table.required[0]
        earlier = seen.setdefault(row.cells[key], row)
        if earlier is not row:
            raise row.error(
                key,
                f"「{row.cells[key]}」は{earlier.number}行目にもあります。別の鍵にしてください。",
                f"“{row.cells[key]}” also stands in row {earlier.number}; give another key.",
            )


def _nearest(name: str, known, lang: str = "ja") -> str:
    near = get_close_matches(name, known, n=1)
    if lang == "ja":
        return f"「{near[0]}」ではありませんか。" if near else f"使えるのは {', '.join(sorted(known))} です。"
    return f"Did you mean “{near[0]}”?" if near else f"Known are {', '.join(sorted(known))}."
