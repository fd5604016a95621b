"""Tables without rules are read by how their words stand, tables beside one another apart; a guess says so."""

import pytest
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from teiju_graph.extract import extract
from teiju_graph.extract.media.document import read_document
from tests.conftest import TABLES
from tests.extracted import flagged, names
from tests.papers import FONT, STYLE, make_columns_pdf, make_pdf

ZONE = "西いぶり定住自立圏の取組"
HEADER = ["事業名", "関係市町村", "開始年度", "担当課"]
EDGES = [60, 200, 420, 490]
ROWS = [
    ["救急医療の維持", "室蘭市、登別市", "平成22年度", "健康課"],
    ["図書館の相互利用", "室蘭市、登別市、伊達市、豊浦町", "令和元年度", "図書館"],
    ["広域観光の推進", "伊達市、豊浦町", "平成28年度", "観光課"],
]
WRAPPED = [
    ["救急医療の\n維持", "室蘭市、\n登別市", "平成22年度", "健康課"],
    ["図書館の相互利用", "室蘭市、登別市、伊達市、\n豊浦町", "令和元年度", "図書館"],
    ROWS[2],
]
PROSE = "本文がここから続いており、長い文がページの端から端まで並んでいるので、これは表ではない。"


def read(path):
    return extract([path], TABLES).records


def stated(records):
    return [
        (each.fields["name"], "、".join(names(each)), each.fields["start_year"], each.fields["department"])
        for each in records
    ]


def told(rows):
    years = {"平成22年度": 2010, "令和元年度": 2019, "平成28年度": 2016}
    return [(name, who, years[year], department) for name, who, year, department in rows]


def test_lines_below_headings_are_rows_and_what_is_around_them_is_text(tmp_path):
    path = make_columns_pdf(tmp_path / "a.pdf", [ZONE, PROSE, HEADER, *ROWS, "※室蘭市の担当課", PROSE], EDGES)
    reading = extract([path], TABLES)
    assert stated(reading.records) == told(ROWS) and not any(record.flags for record in reading.records)
    assert [line.text for line in reading.rendition.prose()] == [ZONE, PROSE, "※室蘭市の担当課", PROSE]
    assert "1 have tables without rules" in reading.rendition.warnings[0][1]


@pytest.mark.parametrize(("gap", "rules"), [(8, False), (4, True)], ids=["wider gaps", "horizontal rules"])
def test_rows_of_several_lines_are_parted_by_gaps_or_rules(tmp_path, gap, rules):
    records = read(make_columns_pdf(tmp_path / "a.pdf", [ZONE, HEADER, *WRAPPED], EDGES, 13, gap, rules))
    assert stated(records) == told(ROWS) and not any(record.flags for record in records)


def test_rows_that_nothing_parts_are_read_and_every_value_says_that_it_is_a_guess(tmp_path):
    records = read(make_columns_pdf(tmp_path / "a.pdf", [ZONE, HEADER, *WRAPPED], EDGES, 13))
    assert stated(records) == told(ROWS)
    assert all({"name", "participants", "start_year", "department"} <= flagged(record) for record in records)


def test_a_table_without_rules_goes_on_over_the_page_with_its_headings_or_without(tmp_path):
    more = [[f"第{number}の事業", "室蘭市、豊浦町", "令和元年度", "企画課"] for number in range(3)]
    for header in ([], [HEADER]):
        path = make_columns_pdf(tmp_path / "a.pdf", [ZONE, HEADER, *ROWS, None, *header, *more], EDGES)
        assert stated(read(path)) == told([*ROWS, *more])


def test_headings_within_the_table_and_blank_cells_keep_the_columns(tmp_path):
    rows = [ROWS[0], "２ 結びつきやネットワークの強化に係る政策分野", ["移住の促進", "豊浦町", "", "企画課"]]
    records = read(make_columns_pdf(tmp_path / "a.pdf", [ZONE, HEADER, *rows], EDGES))
    assert [(each.fields["name"], each.fields["start_year"]) for each in records] == [
        ("救急医療の維持", 2010),
        ("移住の促進", None),
    ]
    assert records[1].extra["heading"].startswith("２ 結びつき")


def test_marks_below_municipalities_are_read_without_rules(tmp_path):
    rows = [["No", "事業名", "室蘭市", "登別市", "伊達市"], ["1", "救急", "○", "○", ""], ["2", "移住", "◎", "", "○"]]
    records = read(make_columns_pdf(tmp_path / "a.pdf", [ZONE, *rows], [40, 70, 240, 300, 360]))
    assert [names(record) for record in records] == [["室蘭市", "登別市"], ["室蘭市", "伊達市"]]
    assert not any(record.flags for record in records)


def test_prose_in_two_columns_and_a_table_of_contents_are_no_tables(tmp_path):
    prose = [["この圏域では事業名を決めて", "関係市町は手を取り合い、"], ["取組を進めている。また、", "話し合いをして"]]
    contents = [["１ 圏域の名称", "1"], ["２ 事業と取組", "2"], ["３ 指標", "3"]]
    for rows in (prose, contents):
        path = make_columns_pdf(tmp_path / "a.pdf", [ZONE, *rows], [40, 300])
        assert not read_document(path).grids and not read(path)


BESIDE = [("救急", ["室蘭市", "登別市"]), ("移住", ["室蘭市", "伊達市"]), ("観光会議", ["伊達市", "豊浦町"])]


def in_one_ruled_table(path):
    header = ["事業名", "関係市町", "事業名", "関係市町"]
    rows = [header, ["救急", "室蘭市、登別市", "観光会議", "伊達市、豊浦町"], ["移住", "室蘭市、伊達市", "", ""]]
    return make_pdf(path, [ZONE, rows], [80, 150, 80, 150])


def in_two_ruled_tables(path):
    def ruled(rows):
        cells = [[Paragraph(cell, STYLE) for cell in row] for row in rows]
        return Table(cells, colWidths=[80, 120], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))

    left = ruled([["名称", "関係市町"], ["救急", "室蘭市、登別市"], ["移住", "室蘭市、伊達市"]])
    right = ruled([["名称", "構成市町"], ["観光会議", "伊達市、豊浦町"]])
    titles = [Paragraph("1 連携事業", STYLE), Paragraph("2 団体", STYLE)]
    outer = Table([titles, [left, right]], colWidths=[240, 240], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(ZONE, STYLE), outer])
    return path


def without_rules(path):
    """Rows of other heights: hardly a line of one table is level with one of the other."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, 10)
    canvas.drawString(40, 800, ZONE)
    left = [["事業名", "関係市町"], ["救急", "室蘭市、登別市"], ["移住", "室蘭市、伊達市"]]
    right = [["団体名", "構成市町"], ["観光会議", "伊達市、豊浦町"]]
    for x, height, rows in ((40, 15, left), (330, 22, right)):
        for number, (name, who) in enumerate(rows):
            canvas.drawString(x, 760 - height * number, name)
            canvas.drawString(x + 80, 760 - height * number, who)
    canvas.save()
    return path


def on_a_sheet(path):
    book = Workbook()
    for row in [
        [ZONE],
        [],
        ["1 連携事業", None, None, "2 団体"],
        ["名称", "関係市町", None, "名称", "構成市町"],
        ["救急", "室蘭市、登別市", None, "観光会議", "伊達市、豊浦町"],
        ["移住", "室蘭市、伊達市"],
    ]:
        book.active.append(row)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("make", [in_one_ruled_table, in_two_ruled_tables, without_rules, on_a_sheet])
def test_tables_beside_one_another_do_not_mix(tmp_path, make):
    records = read(make(tmp_path / "a.pdf"))
    found = [
        (each.fields["name"], names(each, "members" if each.kind == "organization" else "participants"))
        for each in records
    ]
    assert sorted(found) == sorted(BESIDE) and not any(record.flags for record in records)
    kinds = {each.fields["name"]: each.kind for each in records}
    assert kinds["救急"] == "initiative"
    assert kinds["観光会議"] == ("initiative" if make is in_one_ruled_table else "organization")


def test_a_row_that_is_not_read_beside_one_that_is_stands_among_the_unread(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "事業名,関係市町,,事業名,関係市町\n救急,室蘭市,,観光,伊達市\n移住,登別市,,合計,2事業\n", encoding="utf-8"
    )
    reading = extract([path], TABLES)
    assert sorted(record.fields["name"] for record in reading.records) == ["救急", "移住", "観光"]
    assert [reading.fates[number].kind for number in (1, 2, 3)] == ["heading", "record", "unread"]
    assert "side by side" in reading.fates[3].en
