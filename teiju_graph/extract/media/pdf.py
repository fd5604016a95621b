"""PDF documents: page by page the running text and the ruled tables; a table that goes on over the page is one grid.

pdfplumber finds the tables. Pages are read by several processes in turns of a few pages each, and every turn opens the
file anew, so that memory does not grow with the document."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as Paper
from pdfplumber.utils.exceptions import PdfminerException

from teiju_graph.errors import InputError
from teiju_graph.extract.media.layout import Layout, Raw
from teiju_graph.extract.media.paper import LightPaper, Page, Table, read_paper
from teiju_graph.extract.media.weight import is_heavy
from teiju_graph.extract.rendition import Place

Progress = Callable[[int, int], None]
_BREAKS = (  # a broken page fails in any of its parts; the others are read
    PSException,
    PdfminerException,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RecursionError,
)
_TURN = 20  # pages that a process reads before it opens the file anew
_GUESSED = ("罫線のない表で、行の切れ目が確かでない", "of a table without rules whose rows may begin elsewhere")
_BEGINS = re.compile(  # what heads something new above a table, or tells of it; no head of a page does
    r"\s*(?:[①-⑳■◆●◎]|[(（【][\d０-９]{1,2}[)）】]|[\d０-９]{1,2}[.．、]\s?\D|(?![(（※注]).*[^。]。$)"
)
_NEAR = 4.0  # points that the edges of a table's columns may differ on the next page


def read_pdf(path: Path, name: str, progress: Progress | None = None) -> tuple[Layout, list[tuple[str, str]]]:
    """Return the layout of a PDF and what a person must know: pages without text. `progress` is called with how many
    pages have been read, of how many. InputError: the document is encrypted, scanned, or none."""
    count = _count_pages(path, name)
    layout = Layout()
    empty: list[int] = []
    left_out: list[int] = []
    aligned: list[int] = []  # pages with tables without rules
    open_table: list[tuple[Table, list[Place]]] = []
    for number, page in enumerate(_pages(path, count), start=1):
        if progress:
            progress(number, count)
        if page.is_scanned:
            empty.append(number)
        if page.is_left_out:
            left_out.append(number)
        layout.turn(number)
        page = _settled(page, open_table[-1][0] if open_table else None)
        if any(isinstance(part, Table) and not part.ruled for part in page.parts):
            aligned.append(number)
        open_table = _add(layout, page, open_table)
    _close(layout, open_table)
    if len(empty) == count:
        raise InputError(
            "文字のない PDF です(紙を読み取った画像と思われます)。文字認識(OCR)をかけるか、元の文書ファイルを使ってください。",
            "is a PDF without text, probably scanned; run character recognition (OCR) on it, or use the original file.",
            file=name,
        )
    if len(empty) + len(left_out) == count:
        raise InputError(
            "どのページも壊れているか、描画が大きすぎて読めません。PDF に書き出し直してください。",
            "has no page that can be read: they are broken, or draw more than is read; export the document again.",
            file=name,
        )
    told = []
    if left_out:
        listed = ", ".join(map(str, left_out))
        told.append(
            (
                f"{listed} ページは壊れているか、描画が大きすぎるため、読んでいません。",
                f"Pages {listed} are broken or draw more than is read; not read.",
            )
        )
    if aligned:
        listed = ", ".join(map(str, aligned))
        told.append(
            (
                f"{listed} ページの罫線のない表は、語の並びから読みました。行と列を見比べてください。",
                f"Pages {listed} have tables without rules, read by how their words stand; compare rows and columns.",
            )
        )
    if empty:
        listed = ", ".join(map(str, empty))
        told.append(
            (f"{listed} ページには文字がなく(画像)、読めません。", f"Pages {listed} are images without text; not read.")
        )
    return layout, told


def _count_pages(path: Path, name: str) -> int:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font
    try:
        with pdfplumber.open(path) as document:
            return len(document.pages)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise InputError(
                "パスワードで保護された PDF です。保護を外した写しを渡してください。",
                "is an encrypted PDF; give a copy without its password.",
                file=name,
            ) from error
        raise _broken(name, cause) from error
    except Exception as error:  # a broken file may fail in any of its parts
        raise _broken(name, error) from error


def _broken(name: str, cause: object) -> InputError:
    return InputError(
        f"PDF として読めません({type(cause).__name__})。別の写しを渡すか、PDF に書き出し直してください。",
        f"can't be read as a PDF ({type(cause).__name__}); give another copy or export it again.",
        file=name,
    )


def _pages(path: Path, count: int) -> Iterator[Page]:
    """The pages in order; a long document is read by as many processes as there are processors."""
    turns = [(path, first, min(first + _TURN, count)) for first in range(0, count, _TURN)]
    if len(turns) < 3:
        for turn in turns:
            yield from _read_turn(turn)
        return
    workers = min(os.cpu_count() or 1, 8)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for pages in pool.map(_read_turn, turns):
            yield from pages


def _read_turn(turn: tuple[Path, int, int]) -> list[Page]:
    path, first, last = turn
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages = []
    with pdfplumber.open(path, pages=list(range(first + 1, last + 1))) as document:
        for page in document.pages:
            paper = LightPaper(document, page.page_obj, page.page_number)
            pages.append(_read_page(paper))
            paper.close()
            page.close()
    return pages


def _read_page(paper: Paper) -> Page:
    try:
        return Page(is_left_out=True) if is_heavy(paper) else read_paper(paper)
    except _BREAKS:
        return Page(is_left_out=True)


def _add(layout: Layout, page: Page, open_table: list[tuple[Table, list[Place]]]) -> list[tuple[Table, list[Place]]]:
    """Add a page; return the table that may go on over the next page, with those before that it goes on from."""
    tables = [number for number, part in enumerate(page.parts) if isinstance(part, Table)]
    for number, part in enumerate(page.parts):
        if isinstance(part, str):
            layout.line(part)
            continue
        above = [each for each in page.parts[:number] if isinstance(each, str)]
        goes_on = bool(open_table) and number == tables[0] <= 2 and _same_columns(open_table[-1][0], part)
        goes_on = goes_on and not any(_BEGINS.match(text) for text in above)
        if not goes_on:
            _close(layout, open_table)
            open_table = []
        open_table.append((part, [layout.line(text) for text in part.lines]))
    if tables and len(page.parts) - tables[-1] <= 2 or not page.parts:
        return open_table
    _close(layout, open_table)
    return []


def _settled(page: Page, last: Table | None) -> Page:
    """The page with what is a table only where it goes on from the last one as text where it does not."""
    parts: list[str | Table] = []
    for number, part in enumerate(page.parts):
        if isinstance(part, Table) and part.plain and not (last and number <= 2 and _same_columns(last, part)):
            parts += part.plain
        else:
            parts.append(part)
    return replace(page, parts=parts)


def _close(layout: Layout, parts: list[tuple[Table, list[Place]]]) -> None:
    rows: list[list[Raw]] = []
    places: list[Place] = []
    for table, lines in parts:
        below = len(rows)
        rows += [
            [(text, origin and (origin[0] + below, origin[1])) for text, origin in row] for row in table.rows
        ]  # fmt: skip
        places += lines
    if rows:
        layout.grid(rows, places, _GUESSED if any(table.is_guess for table, _ in parts) else None)


def _same_columns(one: Table, other: Table) -> bool:
    near = _NEAR if one.ruled else 2 * _NEAR
    return (
        one.ruled == other.ruled
        and len(one.edges) == len(other.edges)
        and all(abs(a - b) <= near for a, b in zip(one.edges, other.edges, strict=True))
    )
