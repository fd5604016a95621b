"""Measures extraction: precision and recall of each field against the reviewed tables, and what was wrong unflagged;
time and memory for long PDFs.

python -m benchmarks.extraction FOLDER     FOLDER holds muroran-2023.txt and higashi-iburi-2025.txt
python -m benchmarks.extraction --pages 1000     made PDFs of a tenth of that and of that many pages"""

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from teiju_graph.extract import extract
from teiju_graph.extract.records import Record
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import units
from teiju_graph.files import folder
from teiju_graph.tables.rows import Row, read_tables
from teiju_graph.tables.sources import Lines, find_source

_COLUMNS = {
    "initiative": {
        "name": "label_ja",
        "participants": "participants",
        "participants_open": "participants_complete",
        "start_year": "start_year",
        "precursor_year": "precursor_start_year",
        "department": "department",
    },
    "organization": {
        "name": "label_ja",
        "members": "members",
        "members_open": "participants_complete",
        "founded_year": "founded_year",
    },
}


class Score:
    """Right, wrong, missing and unflagged wrong values of each field."""

    def __init__(self) -> None:
        self.counts: defaultdict[str, Counter] = defaultdict(Counter)

    def add(self, field: str, told: object, true: object, flagged: bool) -> None:
        """Count one cell: what was read and what the tables say, None where there is nothing."""
        count = self.counts[field]
        count["told"] += told is not None
        count["true"] += true is not None
        count["right"] += told is not None and told == true
        count["cells"] += told != true or told is not None
        if told != true and not flagged:
            count["unflagged"] += 1

    def rows(self) -> list[tuple[str, str, str, int, int]]:
        """Return for each field its precision, its recall, the number of its cells and those wrong without a flag."""
        return [
            (field, _share(count["right"], count["told"]), _share(count["right"], count["true"]), count["cells"], count["unflagged"])
            for field, count in self.counts.items()
        ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "–"


def measure(texts: Path, tables: Path) -> Score:
    """Return the score over both sources."""
    score = Score()
    for key in ("muroran-2023", "higashi-iburi-2025"):
        records = extract([texts / f"{key}.txt"], tables).records
        rows = read_tables(find_source(tables, key))
        for kind, table in (("initiative", "initiatives"), ("organization", "bodies")):
            if key == "muroran-2023":
                _score_rows(score, records, rows, kind, table)
        _score_kpis(score, records, rows)
        _score_places(score, "opinion", records, [row for row in rows if row.table.name == "opinions"])
        _score_places(score, "agreement", records, _shared(rows))
    return score


def _shared(rows: list[Row]) -> list[Row]:
    """The agreements that the source states as one subject: items, and agreements among more than two."""
    return [row for row in rows if row.table.name == "items" or row.cells.get("kind") == "agreement"]


def _score_rows(score: Score, records: list[Record], rows: list[Row], kind: str, table: str) -> None:
    labels = {row.cells["key"]: row.cells["label_ja"] for row in rows if row.table.name == "departments"}
    mine = {record.place.key: record for record in records if record.kind == kind}
    true = {row.cells["lines"]: row for row in rows if row.table.name == table}
    for lines in mine.keys() | true.keys():
        record, row = mine.get(lines), true.get(lines)
        for field, column in _COLUMNS[kind].items():
            told = _told(record.fields.get(field)) if record else None
            cell = row.cells.get(column) if row else None
            if column == "participants_complete":
                cell = None if cell is None else str(cell == "false")
            elif column == "department":
                cell = labels.get(cell or "")
            flagged = bool(record) and any(flag.field == field for flag in record.flags)
            score.add(f"{kind}.{field}", told, cell, flagged)


def _told(value: object) -> str | None:
    if isinstance(value, list):
        return ";".join(each if isinstance(each, str) else each["name"] for each in value)
    return None if value is None else str(value)


def _score_kpis(score: Score, records: list[Record], rows: list[Row]) -> None:
    """Current KPIs, matched by the lines that they share."""
    mine = [record for record in records if record.kind == "kpi"]
    labels = {row.path: row.cells["label_ja"] for row in rows}
    values = {row.cells["key"]: row for row in rows if row.table.name == "valuations"}
    for row in rows:
        if row.table.name != "kpis" or f"{row.cells['key']}-baseline" not in values:
            continue
        record = next((each for each in mine if _overlap(each, row) and _alike(each, row, labels)), None)
        if record:
            mine.remove(record)
        fields = record.fields if record else {}
        flags = {flag.field for flag in record.flags} if record else set()
        true_name = fold(labels.get(row.cells.get("kpi_of", ""), "")) or None
        score.add("kpi.initiative", _folded(fields.get("initiative")), true_name, "initiative" in flags)
        score.add(
            "kpi.indicator",
            _folded(fields.get("indicator")),
            _folded(row.cells.get("indicator_ja")),
            "indicator" in flags,
        )
        for side in ("baseline", "target"):
            cells = values[f"{row.cells['key']}-{side}"].cells
            for part in ("value", "unit", "status"):
                field = f"{side}_{part}"
                score.add(f"kpi.{field}", _kpi_told(fields, field, part), _kpi_true(cells, part), field in flags)
    for record in mine:
        score.add("kpi.indicator", _folded(record.fields.get("indicator")) or "?", None, bool(record.flags))


def _folded(text: object) -> str | None:
    return fold(str(text)) if text else None


def _kpi_told(fields: dict, field: str, part: str) -> object:
    value = fields.get(field)
    if part == "value" and value is not None:
        return Decimal(str(value))
    return units().get(str(value), value) if part == "unit" and value else value


def _kpi_true(cells: dict[str, str], part: str) -> object:
    if part == "value":
        told = cells.get("value") or cells.get("implied_value")
        return Decimal(told) if told else None
    value = cells.get(part)
    return None if value == "unstated" else value


def _alike(record: Record, row: Row, labels: dict[str, str]) -> bool:
    indicator, name = _folded(record.fields.get("indicator")), _folded(row.cells.get("indicator_ja"))
    initiative = _folded(record.fields.get("initiative"))
    return indicator == name or initiative == fold(labels.get(row.cells.get("kpi_of", ""), "")) or not indicator


def _overlap(record: Record, row: Row) -> bool:
    return any(_meets(record, lines) for lines in row.lines())


def _meets(record: Record, lines: Lines) -> bool:
    return record.place.first <= lines.last and lines.first <= record.place.last


def _score_places(score: Score, kind: str, records: list[Record], rows: list[Row]) -> None:
    """Whether each thing is found at all, by its lines; an answer belongs to the opinion before it."""
    mine = [record for record in records if record.kind == kind and record.fields.get("type") != "answer"]
    for row in rows:
        found = next((each for each in mine if _overlap(each, row)), None)
        if found:
            mine.remove(found)
        score.add(f"{kind} found", "found" if found else None, "found", False)
    for record in mine:
        score.add(f"{kind} found", "invented", None, bool(record.flags))


_HEADER = ["事業の名称", "概要", "関係市町", "開始年度", "担当課"]
_PROSE = (
    "この圏域では、医療や福祉、交通などの分野で市町が手を取り合い、住民が安心して暮らせるように取組を進めている。" * 3
)


def make_long_pdf(path: Path, pages: int) -> None:
    """Write a PDF of which every other page is a ruled table of 18 rows, every other one full of running text."""
    from tests.papers import make_pdf

    parts: list = []
    for page in range(pages):
        rows = [
            [f"第{page}-{n}の事業", "圏域の住民のための事業をともに行う", "室蘭市、登別市", f"平成{10 + n}年度", "企画課"]
            for n in range(18)
        ]  # fmt: skip
        parts += [[_HEADER, *rows], None] if page % 2 else [*[_PROSE] * 12, None]
    make_pdf(path, parts, [90, 170, 120, 60, 60])


def read_long_pdf(path: Path) -> None:
    """Print the row of a PDF: pages, seconds, of processors too, peak memory of this process and of its largest child."""
    from teiju_graph.extract.media.document import read_document

    last: list[int] = []
    begin = time.perf_counter()
    read_document(path, lambda done, of: last.append(done))
    took = time.perf_counter() - begin
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    spent = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    print(f"| {len(last)} | {took:.1f} | {spent:.1f} | {own.ru_maxrss // 1024} | {children.ru_maxrss // 1024} |")


def measure_pages(pages: int) -> None:
    """Print time and memory for a tenth of the pages and for all, each read by a process of its own."""
    print(
        "| pages | seconds | seconds of processors | peak MB | peak MB of a worker |\n|---|---|---|---|---|", flush=True
    )
    with tempfile.TemporaryDirectory() as folder_:
        for count in (pages // 10, pages):
            path = Path(folder_) / f"{count}.pdf"
            make_long_pdf(path, count)
            subprocess.run([sys.executable, "-m", "benchmarks.extraction", "--read", str(path)], check=True)


def main() -> None:
    """Print the score as a table, or time and memory."""
    if len(sys.argv) == 3 and sys.argv[1] == "--pages":
        return measure_pages(int(sys.argv[2]))
    if len(sys.argv) == 3 and sys.argv[1] == "--read":
        return read_long_pdf(Path(sys.argv[2]))
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print("| field | precision | recall | cells | wrong and not flagged |\n|---|---|---|---|---|")
    rows = measure(Path(sys.argv[1]), folder("data/tables")).rows()
    for field, precision, recall, cells, unflagged in rows:
        print(f"| {field} | {precision} | {recall} | {cells} | {unflagged} |")
    cells, unflagged = sum(row[3] for row in rows), sum(row[4] for row in rows)
    print(f"| all | | | {cells} | {unflagged} ({unflagged / cells:.2%}) |")


if __name__ == "__main__":
    main()
