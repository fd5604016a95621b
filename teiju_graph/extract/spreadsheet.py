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
from teiju_graph.extract.layout import Layout, Raw

_UNPACKED = 100_000_000  # bytes of XML
_CELLS = 2_000_000  # places of a sheet, filled or not, and places that merged cells cover
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_UNCOMPUTED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>\s*)?</(?:\w+:)?c>")

Warning_ = tuple[str, str]


def read_workbook(path: Path, name: str) -> tuple[Layout, list[Warning_]]:
    """Return the layout of a workbook and what a person must know: sheets left out, formulas never computed.
    InputError: no workbook, or one that unpacks to more than is read."""
    told = list(_check_size(path, name))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that openpyxl drops; no text is in them
            book = load_workbook(path, data_only=True)
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
        _read_sheet(layout, sheet)
        layout.line("")
    return layout, told


def _check_size(path: Path, name: str) -> Iterator[Warning_]:
    """Refuse what would unpack without bound, before anything is unpacked into memory."""
    with zipfile.ZipFile(path) as parts:
        sheets = [part for part in parts.infolist() if part.filename.endswith(".xml")]
        if sum(part.file_size for part in sheets) > _UNPACKED:
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


def _read_sheet(layout: Layout, sheet: Worksheet) -> None:
    origins = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    texts = {
        (cell.row, cell.column): _shown(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    last_row = max((row for row, _ in texts), default=0)
    last_column = max((column for _, column in texts), default=0)
    block: list[list[Raw]] = []
    begin = 1
    for row in range(1, last_row + 2):
        cells: list[Raw] = []
        for column in range(1, last_column + 1):
            origin = origins.get((row, column), (row, column))
            moved = (origin[0] - begin, origin[1] - 1)
            cells.append((texts.get(origin, ""), None if origin == (row, column) else moved))
        filled = any((row, column) in texts for column in range(1, last_column + 1))
        covered = any(text and origin and origin[0] >= 0 and origin[0] < row - begin for text, origin in cells)
        if filled or (block and covered):
            block.append(cells)
            continue
        _add(layout, block, begin, last_column)
        if row <= last_row:
            layout.line("", f"A{row}")
        block, begin = [], row + 1


def _add(layout: Layout, block: list[list[Raw]], begin: int, width: int) -> None:
    if block:
        last = get_column_letter(width)
        layout.table(block, [f"A{row}:{last}{row}" for row in range(begin, begin + len(block))])


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
