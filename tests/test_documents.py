"""Every format becomes lines and grids with their places; what can't be read says so at once."""

import os
import struct
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from teiju_graph.errors import InputError
from teiju_graph.extract import extract
from teiju_graph.extract.media.document import read_document
from tests.conftest import TABLES
from tests.papers import make_drawn_pdf, make_pdf, make_placed_pdf, make_scanned_pdf, make_vertical_pdf

SHEET = "事業名\t関係市町\n乳児健診\t富士見市、月見町\n"


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_a_table_reads_the_same_in_every_encoding(tmp_path, encoding):
    read = read_document(written(tmp_path / "a.txt", SHEET.replace("\n", "\r\n").encode(encoding)))
    assert texts(read.grids[0]) == [["事業名", "関係市町"], ["乳児健診", "富士見市、月見町"]]
    assert read.encoding == encoding.removesuffix("-sig")
    assert read.text == SHEET


def test_a_text_is_its_own_rendition(tmp_path):
    read = read_document(written(tmp_path / "a.txt", SHEET))
    assert read.sha256 == read.digest
    assert [row[0].place.loc for row in read.grids[0].rows] == [{"lines": [1, 1]}, {"lines": [2, 2]}]


def test_a_quoted_cell_may_hold_commas_and_line_ends(tmp_path):
    read = read_document(
        written(tmp_path / "a.csv", '題名,,\n事業名,概要,年\n"健診","乳児の、\n健診",令和2年\n\n※注,,\n')
    )
    assert texts(read.grids[0])[1] == ["健診", "乳児の、\n健診", "令和2年"]
    assert read.grids[0].rows[1][0].place.loc == {"lines": [3, 4]}
    assert [line.text for line in read.grids[0].before] == ["題名,,"]


def test_a_sentence_with_commas_is_no_table(tmp_path):
    assert not read_document(written(tmp_path / "a.txt", "本日は, 晴れ, です。\nそうですか。\nはい, そう。\n")).grids


def test_merged_cells_stand_in_every_place_that_they_cover(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "一覧"
    for row in (["連携の一覧"], ["分野", "事業名", "率"], ["医療", "救急", 0.913], [None, "健診", 2], [], ["※ 注"]):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    sheet["C3"].number_format = "0.0%"
    sheet["C4"].number_format = '0"回"'
    hidden = book.create_sheet("控え")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    read = read_document(tmp_path / "a.xlsx")
    assert texts(read.grids[0]) == [["分野", "事業名", "率"], ["医療", "救急", "91.3%"], ["医療", "健診", "2回"]]
    assert read.grids[0].rows[2][0].origin == (1, 0)
    assert read.grids[0].rows[2][1].place.loc == {"sheet": "一覧", "cells": "A4:C4"}
    assert [line.text for line in read.grids[0].before] == ["一覧", "連携の一覧"]
    assert [line.text for line in read.grids[0].after] == ["※ 注"]
    assert "控え" in read.warnings[0][0]


def test_cells_that_span_several_are_carried_over_them_in_html(tmp_path):
    page = """<html><head><title>x</title><meta charset="shift_jis"></head><body><h2>一 覧</h2><table><tr><td>
    <table><tr><th rowspan=2>事業</th><th colspan=2>目標</th></tr><tr><th>値</th><th>年</th></tr>
    <tr><td>健<ruby>診<rt>しん</rt></ruby><br>二次</td><td><img src=x alt="○"></td><td>2026</td></tr></table>
    </td><td>menu</td></tr></table><p>あとがき<script>x()</script></body></html>"""
    read = read_document(written(tmp_path / "a.html", page.encode("cp932")))
    assert read.encoding == "cp932"
    assert texts(read.grids[0]) == [["事業", "目標", "目標"], ["事業", "値", "年"], ["健診\n二次", "○", "2026"]]
    assert [line.text for line in read.prose() if line.text] == ["一 覧", "menu", "あとがき"]


def test_a_table_over_two_pages_is_one_grid(tmp_path):
    rows = [["事業名", "概要", "関係市町"]]
    rows += [[f"第{n}の事業", "圏域の住民のための事業をいっしょに行う" * 2, "富士見市、月見町"] for n in range(40)]
    read = read_document(make_pdf(tmp_path / "a.pdf", ["まえがき", rows, "あとがき"], [100, 250, 100]))
    assert len(read.grids) == 1
    names = [row[0].text for row in read.grids[0].rows if row[0].text != "事業名"]
    assert names == [row[0] for row in rows[1:]]
    assert read.grids[0].rows[2][1].text == rows[1][1]  # lines broken in a cell are one again
    assert read.grids[0].rows[-1][0].place.loc["page"] == 2


def test_vertical_text_reads_from_the_right_and_letter_spacing_is_closed(tmp_path):
    read = read_document(make_vertical_pdf(tmp_path / "a.pdf", ["圏域の将来像を定める", "連携の取組を進める"]))
    assert [line.text for line in read.lines] == ["圏域の将来像を定める", "連携の取組を進める"]
    spaced = read_document(
        make_placed_pdf(tmp_path / "b.pdf", [(50, 700, "全　国　の　定　住"), (50, 600, "ふつうの文　です")])
    )
    assert [line.text for line in spaced.lines] == ["全国の定住", "ふつうの文 です"]


def test_a_long_pdf_reports_its_progress_page_by_page(tmp_path):
    path = make_pdf(tmp_path / "a.pdf", [part for n in range(50) for part in (f"第{n}頁", None)])
    told = []
    read = read_document(path, lambda done, of: told.append((done, of)))
    assert told == [(n, 50) for n in range(1, 51)]
    assert [line.text for line in read.lines] == [f"第{n}頁" for n in range(50)]


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 150_000_000)


def wide_merge(path):
    book = Workbook()
    book.active.append(["事業名", "年"])
    book.save(path)
    with zipfile.ZipFile(path) as parts:
        contents = {part: parts.read(part) for part in parts.namelist()}
    name = "xl/worksheets/sheet1.xml"
    merge = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    contents[name] = contents[name].replace(b"</sheetData>", b"</sheetData>" + merge)
    with zipfile.ZipFile(path, "w") as parts:
        for part, content in contents.items():
            parts.writestr(part, content)


def far_cell(path):
    book = Workbook()
    book.active["XFD1048576"] = "x"
    book.save(path)


def false_size(path):
    """An archive that says of a part that it is small."""
    bomb(path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 24, 1000)
    path.write_bytes(content)


def heavy_page(path):
    make_drawn_pdf(path, [b"0 0 m 9 9 l S " * 2_000_000])


def sparse(path):
    with path.open("wb") as stream:
        stream.truncate(200_000_000)


BAD = {
    "locked.pdf": (lambda path: make_pdf(path, ["秘密"], encrypt="x"), "encrypted"),
    "scan.pdf": (make_scanned_pdf, "scanned"),
    "cut.pdf": (lambda path: path.write_bytes(b"%PDF-1.4\nnothing"), "PDF"),
    "bomb.xlsx": (bomb, "unpacks"),
    "merge.xlsx": (wide_merge, "merged cells"),
    "far.xlsx": (far_cell, "unpacks"),
    "cut.xlsx": (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "archive"),
    "false.xlsx": (false_size, "can't be read as a workbook"),
    "wide.html": (lambda path: path.write_text("<table><tr>" + "<td colspan=100>x" * 9 + "<tr><td>a<td>b</table>"), "columns"),
    "heavy.pdf": (heavy_page, "draw more than is read"),
    "old.xls": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)), "password"),
    "large.csv": (sparse, "too large"),
    "binary.csv": (lambda path: path.write_bytes(os.urandom(5000) + b"\0"), "binary"),
    "noise.csv": (lambda path: path.write_bytes(bytes(n or 1 for n in os.urandom(5000)) + b"\xff\xff\xfe"), "none of UTF-8"),
    "deep.html": (lambda path: path.write_text("<div>" * 10_000 + "x"), "nested"),
    "empty.txt": (lambda path: path.write_text(" \n"), "empty"),
    "missing.txt": (lambda path: None, "can't be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cant_be_read_says_why(tmp_path, name):
    make, why = BAD[name]
    make(tmp_path / name)
    with pytest.raises(InputError) as caught:
        read_document(tmp_path / name)
    assert why in caught.value.message("en")
    assert name in caught.value.message("ja")


def test_a_workbook_of_a_broken_part_says_so(tmp_path):
    book = Workbook()
    book.save(tmp_path / "a.xlsx")
    load_workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        contents = {part: parts.read(part) for part in parts.namelist()}
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as parts:
        for part, content in contents.items():
            parts.writestr(part, content[: len(content) // 2] if part == "xl/workbook.xml" else content)
    with pytest.raises(InputError, match="workbook"):
        read_document(tmp_path / "b.xlsx")


def test_a_page_that_cant_be_read_is_named_and_the_others_are_read(tmp_path):
    text = b"BT /F 12 Tf 50 700 Td (council) Tj ET"
    path = make_drawn_pdf(tmp_path / "a.pdf", [text, b"0 0 m 9 9 l S " * 2_000_000, text])
    read = read_document(path)
    assert [(line.text, line.place.page) for line in read.lines] == [("council", 1), ("council", 3)]
    assert read.warnings[0][1].startswith("Pages 2 are broken")


JUNK = {
    "entities.html": '<!DOCTYPE html [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><html><body>&b;&b;</body></html>',
    "letters.txt": "qwertz uiop\n%% 12 %%\n",
}


@pytest.mark.parametrize("name", JUNK)
def test_a_document_that_says_nothing_is_an_error_and_no_empty_draft(tmp_path, name):
    with pytest.raises(InputError, match=name):
        extract([written(tmp_path / name, JUNK[name])], TABLES)


def test_headings_prose_and_rows_that_are_not_read_still_make_a_draft(tmp_path):
    for text in ("はじめに\n\nこの圏域では医療の連携を進めています。\n", "a,b,c\n1,2,3\n4,5,6\n"):
        assert extract([written(tmp_path / "a.csv", text)], TABLES).records == []
