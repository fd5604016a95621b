"""Excel workbooks (XLSX): each visible sheet is a run of tables, merged cells carried over the places they cover."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from teiju_graph.errors import InputError
from teiju_graph.extract.media.layout import Layout, Raw

_UNPACKED = 100_000_000  # bytes of XML
_WHOLE = 400_000_000  # bytes with pictures
_CELLS = 2_000_000  # places of a sheet, filled or not, and places that merged cells cover
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_UNCOMPUTED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>\s*)?</(?:\w+:)?c>")

Warning_ = tuple[str, str]


def read_workbook(path: Path, name: str) -> tuple[Layout, list[Warning_]]:
    """Return the layout of a workbook and what a person must know: sheets left out, formulas never computed.
    InputError: no workbook, or one that unpacks to more than is read."""
    try:
        told = list(_check_size(path, name))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that openpyxl drops; no text is in them
            book = load_workbook(path, data_only=True)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts do on a broken file
        raise InputError(
            f"Excel のブックとして読めません({error})。Excel で開いて .xlsx で保存し直してください。",
            f"can't be read as a workbook ({error}); open it in Excel and save it again as .xlsx.",
            file=name,
        ) from error
    layout = Layout()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            told.append(
                (f"隠しシート「{sheet.title}」は読んでいません。", f"The hidden sheet “{sheet.title}” was not read.")
            )
            continue
        if sheet.max_row * sheet.max_column > _CELLS:
            raise _too_large(name, f"「{sheet.title}」", f"sheet “{sheet.title}”")
        layout.sheet = sheet.title
        layout.line(sheet.title, "A1")
        told += _read_sheet(layout, sheet)
        layout.line("")
    return layout, told


def _check_size(path: Path, name: str) -> Iterator[Warning_]:
    """Refuse what would unpack without bound, before anything is unpacked into memory."""
    with zipfile.ZipFile(path) as parts:
        sheets = [part for part in parts.infolist() if part.filename.endswith(".xml")]
        if sum(p.file_size for p in sheets) > _UNPACKED or sum(p.file_size for p in parts.infolist()) > _WHOLE:
            raise _too_large(name, "ブック", "the workbook")
        for part in sheets:
            if not part.filename.startswith("xl/worksheets/"):
                continue
            xml = parts.read(part)
            covered = 0
            for match in _MERGED.finditer(xml):
                left, top, right, bottom = range_boundaries(match[1].decode())
                covered += (right - left + 1) * (bottom - top + 1)
            if covered > _CELLS:
                raise _too_large(name, "セル結合", "merged cells")
            count = len(_UNCOMPUTED.findall(xml))
            if count:
                yield (
                    f"計算結果のない数式が {count} 個あり、空として読みました。Excel で開いて保存し直すと値が入ります。",
                    f"{count} formulas have no computed value, read as empty; open and save the file in Excel to fill them.",
                )


def _too_large(name: str, ja: str, en: str) -> InputError:
    return InputError(
        f"{ja}が大きすぎます(展開すると上限を超えます)。要る表だけを新しいブックに写して保存してください。",
        f"{en} unpacks to more than is read; copy the tables you need into a new workbook.",
        file=name,
    )


def _read_sheet(layout: Layout, sheet: Worksheet) -> list[Warning_]:
    """Add the visible part of a sheet, each run of filled rows as a table; return what was left out."""
    texts = {
        (cell.row, cell.column): _shown(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    last_row = max((row for row, _ in texts), default=0)
    last_column = max((column for _, column in texts), default=0)
    hidden = _hidden(sheet, texts)
    rows = [row for row in range(1, last_row + 1) if f"{row}" not in hidden]
    columns = [column for column in range(1, last_column + 1) if get_column_letter(column) not in hidden]
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        inside = [(r, c) for r in range(area.min_row, area.max_row + 1) for c in range(area.min_col, area.max_col + 1)]
        seen = [(r, c) for r, c in inside if f"{r}" not in hidden and get_column_letter(c) not in hidden]
        if seen and (area.min_row, area.min_col) in texts:
            texts[seen[0]] = texts[area.min_row, area.min_col]
        origins |= {place: seen[0] for place in seen}
    block: list[int] = []
    for row in [*rows, last_row + 1]:
        filled = any((row, column) in texts for column in columns)
        covered = any(
            texts.get(origin) and origin[0] in block for column in columns if (origin := origins.get((row, column)))
        )
        if filled or (block and covered):
            block.append(row)
            continue
        _add(layout, block, columns, texts, origins)
        if row <= last_row:
            layout.line("", f"A{row}")
        block = []
    return [_left_out(sheet.title, hidden)] if hidden else []


def _hidden(sheet: Worksheet, texts: dict[tuple[int, int], str]) -> list[str]:
    """The rows and columns that hold text and are hidden, by number and letter."""
    folded = {
        get_column_letter(column)
        for each in sheet.column_dimensions.values()
        if each.hidden
        for column in range(each.min or 1, (each.max or 1) + 1)
    }
    rows = sorted({row for row, _ in texts if sheet.row_dimensions[row].hidden})
    columns = sorted({column for _, column in texts if get_column_letter(column) in folded})
    return [*map(str, rows), *map(get_column_letter, columns)]


def _left_out(title: str, hidden: list[str]) -> Warning_:
    shown = ", ".join(hidden[:20]) + ("…" if len(hidden) > 20 else "")
    return (
        f"「{title}」の隠れた行・列({shown})は読んでいません。読むなら、Excel で再表示して保存し直してください。",
        f"Hidden rows and columns of “{title}” ({shown}) were not read; to read them, unhide them in Excel and save.",
    )


def _add(
    layout: Layout,
    rows: list[int],
    columns: list[int],
    texts: dict[tuple[int, int], str],
    origins: dict[tuple[int, int], tuple[int, int]],
) -> None:
    """Add these rows as a table; a merged cell stands in each place that it covers. Where it begins above them, its
    places stand for themselves."""
    if not rows:
        return
    at = {row: number for number, row in enumerate(rows)}
    of = {column: number for number, column in enumerate(columns)}
    table: list[list[Raw]] = []
    for row in rows:
        cells: list[Raw] = []
        for column in columns:
            origin = origins.get((row, column), (row, column))
            begins = origin == (row, column) or origin[0] not in at
            cells.append((texts.get(origin, ""), None if begins else (at[origin[0]], of[origin[1]])))
        table.append(cells)
    first, last = get_column_letter(columns[0]), get_column_letter(columns[-1])
    layout.table(table, [f"{first}{row}:{last}{row}" for row in rows])


def _shown(cell: Cell | MergedCell) -> str:
    """A cell's value as Excel shows it, as far as it bears on the meaning: dates, per cent, a counter in the format."""
    value = cell.value
    form = cell.number_format or ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    if form.endswith("%"):
        return f"{round(value * 100, 10):g}%"
    number = f"{value:.10g}" if isinstance(value, float) else str(value)
    around = re.fullmatch(r'(?:"([^"]*)")?[#0,.?_ ]+(?:"([^"]*)")?', form.partition(";")[0])
    return f"{around[1] or ''}{number}{around[2] or ''}" if around else number
