"""PDFs, with one of the fonts that every reader of PDFs brings, and workbooks that the tests make."""

import zlib
from pathlib import Path

from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
STYLE = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=13, wordWrap="CJK")


def make_pdf(path: Path, parts: list, widths: list[float] | None = None, encrypt: str | None = None) -> Path:
    """Write a PDF of parts: a text, a table (list of rows; its first row is repeated on each page), None for a new
    page."""
    flow = []
    for part in parts:
        if part is None:
            flow.append(PageBreak())
        elif isinstance(part, str):
            flow.append(Paragraph(part, STYLE))
        else:
            rows = [[Paragraph(text, STYLE) for text in row] for row in part]
            ruled = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
            flow.append(Table(rows, colWidths=widths, style=ruled, repeatRows=1))
    SimpleDocTemplate(str(path), pagesize=A4, topMargin=20 * mm, bottomMargin=20 * mm, encrypt=encrypt).build(flow)
    return path


def make_placed_pdf(path: Path, texts: list[tuple[float, float, str]]) -> Path:
    """Write a PDF of texts, each at its place in points from the lower left."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, 12)
    for x, y, text in texts:
        canvas.drawString(x, y, text)
    canvas.save()
    return path


def make_columns_pdf(
    path: Path, parts: list, edges: list[float], step: float = 15, gap: float = 0, rules: bool = False
) -> Path:
    """Write a PDF of parts without ruled columns: a text, a row (list of cells, their lines parted by LF, each at its
    edge from the left), None for a new page. step: between lines; gap: more of it between rows; rules: a rule below
    each row."""
    canvas = Canvas(str(path), pagesize=A4)
    y = 800.0
    canvas.setFont(FONT, 10)
    for part in parts:
        if part is None or y < 60:
            canvas.showPage()
            canvas.setFont(FONT, 10)
            y = 800.0
        if part is None:
            continue
        rows = [cell.split("\n") for cell in part] if isinstance(part, list) else [[part]]
        for x, lines in zip(edges, rows, strict=False):
            for number, line in enumerate(lines):
                canvas.drawString(x, y - step * number, line)
        y -= step * max(map(len, rows))
        if rules and isinstance(part, list):
            canvas.line(edges[0], y + step - 4, 560, y + step - 4)
        y -= gap
    canvas.save()
    return path


def make_vertical_pdf(path: Path, columns: list[str]) -> Path:
    """Write a PDF of vertical text, one string a column, from the right."""
    letters = [(n, m, letter) for n, column in enumerate(columns) for m, letter in enumerate(column)]
    return make_placed_pdf(path, [(500 - 20 * n, 780 - 13 * m, letter) for n, m, letter in letters])


def make_drawn_pdf(path: Path, commands: list[bytes]) -> Path:
    """Write a PDF of one page for each of these contents, packed, however many bytes they unpack to."""
    pages = len(commands)
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)]
    parts += [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
        % (3 + pages + number, 3 + 2 * pages)
        for number in range(pages)
    ]
    for each in map(zlib.compress, commands):
        parts.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(each), each))
    parts.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    path.write_bytes(content + end % (len(parts) + 1, listed, len(parts) + 1, len(content)))
    return path


def make_scanned_pdf(path: Path) -> Path:
    """Write a PDF of one picture, without text."""
    from PIL import Image

    picture = path.with_suffix(".png")
    Image.new("L", (40, 40), 128).save(picture)
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(str(picture), 50, 50, 400, 600)
    canvas.save()
    return path


def book(path, rows, merged=(), hidden_row=0, hidden_column=""):
    """Write rows as a workbook, with merged areas, a hidden row and a hidden column; return its path."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for area in merged:
        made.active.merge_cells(area)
    if hidden_row:
        made.active.row_dimensions[hidden_row].hidden = True
    if hidden_column:
        made.active.column_dimensions[hidden_column].hidden = True
    made.save(path)
    return path
