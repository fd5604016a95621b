"""Bad input gets one clear message: file, row, column, what to do."""

import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from teiju_graph.engines.store import open_store
from teiju_graph.errors import TeijuError
from teiju_graph.tables.build import build
from teiju_graph.validation.check import checked_files, read_store
from teiju_graph.validation.violations import find_violations
from teiju_graph.vocab import term, thing, typed
from teiju_graph.web import create_app

ROOT = Path(__file__).parent.parent
INITIATIVES = Path("muroran-2023") / "initiatives.csv"


def edit(path: Path, change) -> None:
    """Rewrite a table by `change`, a function of its rows (lists of cells, the heading first)."""
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as sheet:
        csv.writer(sheet, lineterminator="\n").writerows(rows)


def put(rows, number, column, value):
    rows[number - 1][rows[0].index(column)] = value


def error_of(tables: Path) -> TeijuError:
    with pytest.raises(TeijuError) as caught:
        build(tables)
    return caught.value


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("participants", "室欄市;登別市", "室蘭市"),
        ("participants", "札幌区", "札幌区"),
        ("start_year", "平成28年", "2016"),
        ("start_year", "216", "216"),
        ("participants_complete", "はい", "true"),
        ("kind", "zone-initiativ", "zone-initiative"),
        ("department", "012050-helth", "012050-health"),
        ("lines", "十行目", "39-43"),
        ("label_en", "", "is empty"),
    ],
)
def test_a_bad_cell_is_named_by_file_row_and_column_with_the_remedy(tables, column, value, remedy):
    edit(tables / INITIATIVES, lambda rows: put(rows, 5, column, value))
    error = error_of(tables)
    assert error.file.endswith(str(INITIATIVES)) and error.row == 5 and error.column == column
    assert remedy in error.message("en")
    assert "行目" in error.message("ja")


def test_a_missing_column_is_named(tables):
    edit(tables / INITIATIVES, lambda rows: [row.pop(rows[0].index("kind")) for row in reversed(rows)])
    error = error_of(tables)
    assert error.column == "kind" and "missing" in error.en


def test_an_unknown_column_is_named_with_the_nearest(tables):
    edit(tables / INITIATIVES, lambda rows: put(rows, 1, "participants", "participant"))
    error = error_of(tables)
    assert error.column == "participant" and "participants" in error.en


def test_an_unknown_table_is_named_with_the_nearest(tables):
    (tables / INITIATIVES).rename(tables / "muroran-2023" / "initiative.csv")
    assert "initiatives" in error_of(tables).en


def test_a_duplicate_key_names_both_rows(tables):
    edit(tables / INITIATIVES, lambda rows: put(rows, 4, "key", rows[1][rows[0].index("key")]))
    error = error_of(tables)
    assert error.row == 4 and error.column == "key" and "row 2" in error.en


def test_a_cell_too_many_is_named(tables):
    edit(tables / INITIATIVES, lambda rows: rows[2].append("surplus"))
    assert error_of(tables).row == 3


def test_cp932_is_named(tables):
    path = tables / INITIATIVES
    path.write_bytes(path.read_text(encoding="utf-8").replace("×", "x").encode("cp932", errors="replace"))
    assert "UTF-8" in error_of(tables).en


def test_a_key_missing_in_source_toml_is_named(tables):
    path = tables / "muroran-2023" / "source.toml"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if not line.startswith("layout")))
    error = error_of(tables)
    assert error.column == "layout" and error.file.endswith("source.toml")


def test_a_passage_without_digest_says_which_command_records_it(tables):
    edit(tables / "muroran-2023" / "passages.csv", lambda rows: rows.pop(2))
    assert "teiju verify muroran-2023 FILE --record" in error_of(tables).en


def test_a_name_of_two_prefectures_is_that_of_the_source(tables):
    assert b"012335" in build(tables)["muroran-2023"]  # 伊達市 of Hokkaido, not of Fukushima


@pytest.mark.parametrize(("name", "code"), [("福島県伊達市", b"072133"), ("伊達市（福島県）", b"072133")])
def test_a_name_with_its_prefecture_is_that_municipality(tables, name, code):
    edit(tables / INITIATIVES, lambda rows: put(rows, 5, "participants", name))
    assert code in build(tables)["muroran-2023"]


def test_a_name_of_two_prefectures_other_than_that_of_the_source_is_offered_with_both(tables):
    edit(tables / INITIATIVES, lambda rows: put(rows, 5, "participants", "府中市"))
    error = error_of(tables)
    assert error.row == 5 and error.column == "participants"
    assert "東京都府中市" in error.message("ja") and "広島県府中市" in error.message("en")


def test_the_register_holds_each_existing_municipality_once_with_a_right_check_digit():
    path = Path("data/tables/municipalities/municipalities.csv")
    rows = list(csv.DictReader((ROOT / path).read_text(encoding="utf-8").splitlines()))
    codes = [row["key"] for row in rows]
    assert len(codes) == len(set(codes)) == 1741
    for code in codes:
        rest = 11 - sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=False)) % 11
        assert code[5] == str(rest)[-1], code
    assert len({row["prefecture"] for row in rows}) == 47
    assert all(row["area"].endswith(f"/C{row['key'][:5]}") and row["pages"] for row in rows)
    assert {row["label_ja"][-1] for row in rows} == set("市町村区")
    assert len({row["prefecture"] + row["label_ja"] for row in rows}) == len(rows)


def zones():
    return list(csv.DictReader((ROOT / "data/tables/zones/zones.csv").read_text(encoding="utf-8").splitlines()))


def test_every_zone_has_its_page_one_or_two_centres_and_says_whether_its_list_is_complete():
    rows = zones()
    assert len({row["label_ja"] for row in rows}) == len(rows) == 129
    for row in rows:
        assert row["pages"].startswith("http"), row["key"]
        assert row["members_complete"] in ("true", "false"), row["key"]
        assert 1 <= len(row["central"].split(";")) <= 2, row["key"]
        assert re.fullmatch("[a-z-]+", row["key"])


def test_a_zone_only_declared_was_not_formed_and_lists_no_neighbour():
    declared = [row for row in zones() if row["zone_status"] == "declared-only"]
    assert declared
    for row in declared:
        assert not (row["formed_on"] or row["neighbouring"] or row["dissolved_on"]), row["key"]
        assert row["members_complete"] == "false", row["key"]


@pytest.mark.parametrize(("column", "added"), [("neighbouring", "登別市;室蘭市"), ("neighbouring", "登別市;登別市")])
def test_a_member_of_a_zone_in_two_roles_or_twice_is_named_by_row_and_column(tables, column, added):
    edit(tables / "zones" / "zones.csv", lambda rows: put(rows, 2, column, added))
    error = error_of(tables)
    assert error.file.endswith("zones.csv") and error.row == 2 and error.column == column
    assert "twice" in error.message("en") and "二度" in error.message("ja")


def test_a_name_of_two_prefectures_in_a_zone_is_not_guessed(tables):
    edit(tables / "zones" / "zones.csv", lambda rows: put(rows, 2, "neighbouring", "登別市;伊達市"))
    error = error_of(tables)
    assert error.row == 2 and "北海道伊達市" in error.message("ja") and "福島県伊達市" in error.message("en")


WITHDRAWN = Path("editors") / "withdrawn.csv"
HEADING = "path,withdrawn_on,reason_ja,reason_en,replaced_by\n"


def take_out(tables: Path, table: Path, key: str) -> None:
    edit(tables / table, lambda rows: rows.remove(next(row for row in rows if row[0] == key)))


def test_what_is_withheld_says_why_and_nothing_else(tables):
    held = "body/i-next"
    (tables / WITHDRAWN).write_text(f"{HEADING}{held},2026-11-26,依頼による,On request,\n", encoding="utf-8")
    take_out(tables, Path("muroran-2023") / "bodies.csv", "i-next")
    refers = error_of(tables)
    assert (refers.file.rpartition("/")[2], refers.column) == ("inferences.csv", "subject") and "withheld" in refers.en
    take_out(tables, Path("editors") / "inferences.csv", "i-next-field")
    written = build(tables)
    said = {
        (quad.predicate, quad.object)
        for text in written.values()
        for quad in parse(text, format=RdfFormat.TURTLE)
        if quad.subject == thing(held)
    }
    assert said == {
        (term("owl:deprecated"), typed("true", "boolean")),
        (term("dcterms:description"), Literal("依頼による", language="ja")),
        (term("dcterms:description"), Literal("On request", language="en")),
        (term("dcterms:modified"), typed("2026-11-26", "date")),
    }
    for name, content in written.items():
        (tables / f"{name}.ttl").write_bytes(content)
    files = checked_files(tables)
    assert find_violations(read_store(files)) == []
    answer = create_app(open_store(tables)).test_client().get(f"/id/{held}", headers={"Accept": "text/html"})
    assert answer.status_code == 410 and "依頼による" in answer.get_data(as_text=True)


def test_what_is_replaced_keeps_its_row_and_leads_to_what_took_its_place(tables):
    row = "body/biratori-sanitary,2026-11-26,合併,Merged,body/tomakomai-development\n"
    (tables / WITHDRAWN).write_text(HEADING + row, encoding="utf-8")
    for name, content in build(tables).items():
        (tables / f"{name}.ttl").write_bytes(content)
    assert find_violations(read_store(checked_files(tables))) == []
    page = (
        create_app(open_store(tables)).test_client().get("/doc/body/biratori-sanitary", headers={"Accept": "text/html"})
    )
    assert page.status_code == 200
    assert "代わりのもの" in page.get_data(as_text=True) and "/doc/body/tomakomai-development" in page.get_data(
        as_text=True
    )


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("body/biratori-sanitary,2026-11-26,依頼,On request,", "path", "still stands in"),
        ("body/nothing,2026-11-26,合併,Merged,body/tomakomai-development", "path", "keeps its row"),
        (
            "body/biratori-sanitary,2026-11-26,合併,Merged,body/tomakomai-developmen",
            "replaced_by",
            "tomakomai-development",
        ),
        ("body/biratori-sanitary,2026-11-26,合併,Merged,body/biratori-sanitary", "replaced_by", "itself"),
        ("平取町外２町衛生施設組合,2026-11-26,依頼,On request,", "path", "facility/xxx"),
        ("body/nothing,きのう,依頼,On request,", "withdrawn_on", "2025-01-01"),
        ("body/nothing,2026-11-26,依頼,,", "reason_en", "is empty"),
    ],
)
def test_a_withdrawal_that_does_not_fit_the_tables_is_named_with_the_remedy(tables, row, column, words):
    (tables / WITHDRAWN).write_text(f"{HEADING}{row}\n", encoding="utf-8")
    error = error_of(tables)
    assert error.file.endswith(str(WITHDRAWN)) and error.row == 2 and error.column == column
    assert words in error.en and error.ja
