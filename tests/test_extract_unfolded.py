"""Tables copied as text with a cell to a line are read row by row, and running text below labels stays what it is."""

import pytest

from teiju_graph.extract.media.separated import read_separated
from tests.extracted import read_text as read

HEAD = "室蘭市の災害協定\n\n協定名\n協定市町\n協定日\n備考\n"


def told(record):
    parties = [each["name"] for each in record.fields["parties"]]
    return record.fields["subject"], parties, record.fields["date"]


def test_numbered_rows_without_their_last_cell_are_whole_and_sure(tmp_path):
    rows = "\n1\n災害時の応援に関する協定\n登別市、伊達市、室蘭市\n平成18年4月1日\n更新\n\n2\n給水の協定\n室蘭市、豊浦町\n令和2年5月1日\n"
    records = read(tmp_path, HEAD + rows)
    assert [told(each) for each in records] == [
        ("災害時の応援に関する協定", ["登別市", "伊達市", "室蘭市"], "2006-04-01"),
        ("給水の協定", ["室蘭市", "豊浦町"], "2020-05-01"),
    ]
    assert [each.place.loc for each in records] == [{"lines": [8, 12]}, {"lines": [14, 17]}]
    assert not any(each.flags for each in records)


def test_rows_that_nothing_numbers_are_read_and_doubted(tmp_path):
    rows = "\n救急の協定\n室蘭市、伊達市\n平成18年4月1日\n更新\n\n給水の協定\n室蘭市、豊浦町\n令和2年5月1日\n"
    records = read(tmp_path, HEAD + rows)
    assert [told(each)[2] for each in records] == ["2006-04-01", "2020-05-01"]
    assert all({"subject", "parties", "date"} <= {flag.field for flag in each.flags} for each in records)


def test_a_list_that_counts_one_more_than_it_names_is_of_the_documents_own_municipality_too(tmp_path):
    rows = "\n1\n応援の協定\n登別市、伊達市(3市間での協定)\n平成18年4月1日\n\n2\n給水の協定\n登別市、豊浦町(2市町の協定)\n令和2年5月1日\n"
    first, second = read(tmp_path, HEAD + rows)
    assert {*told(first)[1]} == {"室蘭市", "登別市", "伊達市"}
    assert {*told(second)[1]} == {"登別市", "豊浦町"}
    assert "parties" in {flag.field for flag in first.flags}


@pytest.mark.parametrize("below", ["\n一つ目の段落。\n\n二つ目の段落。\n\n三つ目の段落。\n", "\n1\n2\n\n3\n4\n"])
def test_lines_that_do_not_fill_the_headings_are_no_rows(tmp_path, below):
    assert not [each for each in read(tmp_path, HEAD + below) if each.kind == "agreement"]


@pytest.mark.parametrize(
    "text", ["事業名\n関係市町\n開始年度\nあ\n室蘭市\n", "事業名 |\nあ\n", "a | b\n", "|\n", "名称\n\n"]
)
def test_a_long_text_that_only_begins_like_tables_has_none(text):
    assert read_separated(text * 5000, False).finish()[1] == []
