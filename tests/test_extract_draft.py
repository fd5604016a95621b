"""A draft becomes tables that build, check and verify; what a person did to it stays; the next edition keeps keys."""

import csv
import shutil

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from teiju_graph.cli import main
from teiju_graph.engines.store import open_store
from teiju_graph.queries import library
from teiju_graph.questions import ask
from teiju_graph.web import create_app
from tests.papers import make_pdf

ROWS = [
    ["事業の名称", "事業内容", "事業開始年", "関係市町", "担当課"],
    ["乳児健診の共同実施", "健診を共同で行う", "平成23年", "室蘭市、登別市", "健康課"],
    ["図書館の相互利用", "図書を貸し出す", "令和元年", "室蘭市、登別市、伊達市ほか", "図書館"],
    ["広域観光の推進", "観光を進める", "平成28年", "室蘭市、登別市、伊達市、豊浦町、壮瞥町、洞爺湖町", "観光課"],
    ["救急医療の維持", "輪番で救急を行う", "平成20年", "室蘭市、伊達市", "健康課"],
]
HEAD = ["西いぶり定住自立圏の取組(室蘭市関係分)", "令和5年6月1日現在"]


def run(*arguments):
    return CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)])


def text_of(rows, separator="\t"):
    return "\n".join([*HEAD, *(separator.join(row) for row in rows)]) + "\n"


def drafted(tables, path, key="test-2023"):
    ran = run("extract", path, "--source", key, "--into", tables)
    assert ran.exit_code == 0, ran.stderr
    return tables / key


def sheet(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def put(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def close_the_circle(tables, path, key):
    assert run("build", "--tables", tables).exit_code == 0
    checked = run("check", "--tables", tables, *sorted((tables.parent / "ttl").glob("*.ttl")))
    assert checked.exit_code == 0, checked.output[:2000]
    verified = run("verify", key, path, "--tables", tables)
    assert verified.exit_code == 0, verified.output[:2000]


def as_text(folder):
    path = folder / "a.txt"
    path.write_text(text_of(ROWS), encoding="utf-8")
    return path


def as_cp932(folder):
    path = folder / "a.csv"
    rows = [[f'"{cell}"' for cell in row] for row in ROWS]
    path.write_text(text_of(rows, ","), encoding="cp932", newline="\r\n")
    return path


def as_workbook(folder):
    book = Workbook()
    for row in [[HEAD[0]], [HEAD[1]], *ROWS]:
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def as_page(folder):
    path = folder / "a.html"
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    path.write_text(f"<h1>{HEAD[0]}</h1><p>{HEAD[1]}</p><table>{rows}</table>", encoding="utf-8")
    return path


def as_pdf(folder):
    return make_pdf(folder / "a.pdf", [*HEAD, ROWS], [100, 100, 60, 150, 60])


@pytest.mark.parametrize("make", [as_text, as_cp932, as_workbook, as_page, as_pdf])
def test_a_draft_of_every_format_builds_checks_and_verifies(tmp_path, tables, make):
    path = make(tmp_path)
    folder = drafted(tables, path)
    rows = sheet(folder / "initiatives.csv")
    assert [row["label_ja"] for row in rows] == [row[0] for row in ROWS[1:]]
    assert [row["start_year"] for row in rows] == ["2011", "2019", "2016", "2008"]
    assert rows[1]["participants"] == "室蘭市;登別市;伊達市"
    assert (rows[1]["participants_complete"], rows[1]["open_reference"]) == ("false", "ほか")
    assert {row["zone"] for row in rows} == {"nishi-iburi"}
    assert [row["label_ja"] for row in sheet(folder / "departments.csv")] == ["健康課", "図書館", "観光課"]
    close_the_circle(tables, path, "test-2023")


def test_the_review_tells_of_every_line_and_every_doubt(tmp_path, tables):
    path = tmp_path / "a.txt"
    rows = [*ROWS, ["謎の事業", "分からない", "平成32年", "室蘭市、月見市", "企画課"], ["合計", "5事業", "", "", ""]]
    path.write_text(text_of(rows) + "\n※これは注である\n", encoding="utf-8")
    review = (drafted(tables, path) / "review.md").read_text(encoding="utf-8")
    assert "月見市" in review and "平成32年" in review
    assert "L9 a row of sums" in review
    for fate in ("L1-3 heading", "L4-8 record", "L9 unread", "L10 empty", "L11 note"):
        assert fate in review


def test_reading_again_changes_nothing_that_a_person_corrected(tmp_path, tables):
    path = as_text(tmp_path)
    folder = drafted(tables, path)
    rows = sheet(folder / "initiatives.csv")
    rows[0] |= {"label_en": "Joint check-ups", "start_year": "2012"}
    rows[3]["key"] = "nishi-iburi-emergency"
    put(folder / "initiatives.csv", [*rows[:2], rows[3]])
    description = (
        (folder / "source.toml")
        .read_text(encoding="utf-8")
        .replace('licence = "unknown"', 'licence = "https://a.test/"')
    )
    (folder / "source.toml").write_text(description, encoding="utf-8")
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.stem != "review"}
    drafted(tables, path)
    after = {file.name: file.read_bytes() for file in folder.iterdir() if file.stem != "review"}
    assert after == before
    review = (folder / "review.md").read_text(encoding="utf-8")
    assert "test-2023-01`: corrected" in review and "test-2023-03`: taken out" in review


def test_rows_left_as_drafted_follow_the_new_reading(tmp_path, tables):
    path = as_text(tmp_path)
    folder = drafted(tables, path)
    changed = [row[:] for row in ROWS]
    changed[1][2] = "平成24年"
    path.write_text(text_of([*changed, ["新しい事業", "始める", "令和5年", "室蘭市", "企画課"]]), encoding="utf-8")
    drafted(tables, path)
    rows = sheet(folder / "initiatives.csv")
    assert rows[0]["start_year"] == "2012"
    assert [row["key"] for row in rows] == [f"test-2023-0{n}" for n in range(1, 6)]


def test_the_next_edition_keeps_keys_and_lists_what_has_changed(tmp_path, tables):
    old = drafted(tables, as_text(tmp_path))
    rows = sheet(old / "initiatives.csv")
    put(
        old / "initiatives.csv",
        [{**row, "key": f"zone-{n}", "label_en": f"Name {'abcd'[n]}"} for n, row in enumerate(rows)],
    )
    departments = sheet(old / "departments.csv")
    put(old / "departments.csv", [{**row, "label_en": f"Division {row['label_ja']}"} for row in departments])
    following = [row[:] for row in ROWS if row[0] != "広域観光の推進"]
    following[1][0] = "乳幼児健診の共同実施"
    following[2][3] = "室蘭市、登別市"
    path = tmp_path / "b.txt"
    path.write_text(
        text_of([*following, ["空き家の対策", "話し合う", "令和5年", "室蘭市", "企画課"]]), encoding="utf-8"
    )
    new = drafted(tables, path, "test-2024")
    rows = sheet(new / "initiatives.csv")
    assert [row["key"] for row in rows[:3]] == ["zone-0", "zone-1", "zone-3"]
    assert [row["label_en"] for row in rows[:3]] == ["Name a", "Name b", "Name d"]
    assert rows[3]["key"].startswith("test-2024-")
    assert sheet(new / "departments.csv")[0]["label_en"] == "Division 健康課"
    assert 'replaces = "test-2023"' in (new / "source.toml").read_text(encoding="utf-8")
    review = (new / "review.md").read_text(encoding="utf-8")
    for change in ("added: initiatives.csv", "dropped: initiatives.csv `zone-2`", "renamed: initiatives.csv `zone-0`"):
        assert change in review
    assert "changed: initiatives.csv `zone-1` 図書館の相互利用 — participants" in review
    close_the_circle(tables, path, "test-2024")


def test_units_in_a_column_of_their_own_are_proven_with_what_they_count_by(tmp_path, tables):
    rows = [
        ["取組名", "指標", "単位", "基準値(R5)", "目標値(R11)"],
        ["図書館の相互利用", "貸出冊数", "冊", "1,200", "1,500"],
        ["救急医療の維持", "受入率", "％", "91.3", "95"],
        ["家庭ごみの減量", "排出量", "千トン", "41", "38"],
        ["広域観光の推進", "消費額", "百万円", "743", "860"],
    ]
    path = tmp_path / "a.txt"
    path.write_text(text_of(rows), encoding="utf-8")
    folder = drafted(tables, path)
    values = sheet(folder / "valuations.csv")
    assert [row["unit"] for row in values[::2]] == ["volume", "percent", "tonne", "yen"]
    assert [row["value"] for row in values[4:]] == ["41000", "38000", "743000000", "860000000"]
    close_the_circle(tables, path, "test-2023")
    put(folder / "valuations.csv", [{**row, "value": row["value"].replace("41000", "4100")} for row in values])
    verified = run("verify", "test-2023", path, "--tables", tables)
    assert verified.exit_code == 1 and "4100" in verified.output


def test_running_text_is_proven_as_it_is_read(tmp_path, tables):
    path = tmp_path / "a.txt"
    path.write_text(
        """西いぶり定住自立圏共生ビジョン懇談会　議事録

日時　令和７年２月１９日（水）　午後１時３０分～３時
場所　室蘭市役所

事務局：２ページ、６次産業化の支援です。指標は販売額で、基準値は９千８百万円、目標値は１億２千万円です。
事務局：３ページ、港の利用促進です。指標はコンテナの取扱量で、基準値は１１，４８０ＴＥＵ、目標値は１万５千ＴＥＵです。
事務局：４ページ、交通安全の推進です。指標は死亡事故の件数で、基準値は２件、目標値はゼロです。
""",
        encoding="utf-8",
    )
    values = sheet(drafted(tables, path) / "valuations.csv")
    assert [(row["value"], row["unit"]) for row in values][1:4] == [
        ("120000000", "yen"),
        ("11480", "other"),
        ("15000", "other"),
    ]
    assert values[2]["printed_form"] == "11,480TEU"
    close_the_circle(tables, path, "test-2023")


def test_the_muroran_text_drafted_anew_closes_the_circle(source_texts, tables):
    path = source_texts / "muroran-2023.txt"
    folder = drafted(tables, path, "muroran-again")
    for table in ("initiatives", "bodies", "departments", "corrections"):
        reviewed = {row["lines"]: row for row in sheet(tables / "muroran-2023" / f"{table}.csv")}
        again = {row["lines"]: row for row in sheet(folder / f"{table}.csv")}
        assert again.keys() == reviewed.keys()
        if table != "corrections":
            assert again == reviewed
    close_the_circle(tables, path, "muroran-again")


def test_nothing_is_written_where_a_file_cant_be_read(tmp_path, tables):
    (tmp_path / "bad.csv").write_bytes(b"\0\1\2")
    ran = run("extract", tmp_path / "bad.csv", "--source", "test", "--into", tables)
    assert ran.exit_code == 2 and not (tables / "test").exists()
    ran = run("extract", as_text(tmp_path), "--source", "Not A Key", "--into", tables)
    assert ran.exit_code == 2 and "--source" in ran.stderr


def test_several_files_are_one_source(tmp_path, tables):
    one = as_text(tmp_path)
    two = tmp_path / "b.csv"
    two.write_text("団体名,設立年,構成市町\n観光協議会,平成9年,室蘭市\n", encoding="utf-8")
    ran = run("extract", one, two, "--source", "both", "--into", tables)
    assert ran.exit_code == 0
    assert sheet(tables / "both" / "bodies.csv")[0]["lines"] == "10"
    assert run("verify", "both", one, two, "--tables", tables).exit_code == 0
    assert run("verify", "both", one, "--tables", tables).exit_code != 0
    shutil.rmtree(tables / "both")


def test_a_column_of_departments_for_each_municipality_gives_each_its_own(tmp_path, tables):
    path = tmp_path / "a.html"
    path.write_text(
        f"""<h1>{HEAD[0].partition("(")[0]}</h1><p>{HEAD[1]}</p><table>
        <tr><th rowspan=2>事業名</th><th rowspan=2>関係市町</th><th colspan=2>担当課</th></tr><tr><th>室蘭市</th><th>登別市</th></tr>
        <tr><td>乳児健診</td><td>室蘭市、登別市</td><td>健康推進課</td><td>健康課</td></tr>
        <tr><td>図書館</td><td>室蘭市、登別市</td><td>図書館</td><td>図書館</td></tr></table>""",
        encoding="utf-8",
    )
    folder = drafted(tables, path)
    departments = {row["key"]: (row["unit_of"], row["label_ja"]) for row in sheet(folder / "departments.csv")}
    listed = [[departments[key] for key in row["department"].split(";")] for row in sheet(folder / "initiatives.csv")]
    assert listed == [
        [("室蘭市", "健康推進課"), ("登別市", "健康課")],
        [("室蘭市", "図書館"), ("登別市", "図書館")],
    ]
    close_the_circle(tables, path, "test-2023")


def test_a_unit_of_no_scheme_stays_as_the_column_beside_the_figures_prints_it(tmp_path, tables):
    rows = [["取組名", "指標", "単位", "基準値", "目標値"], ["港の利用", "コンテナの取扱量", "TEU", "11,480", "15,000"]]
    path = tmp_path / "a.txt"
    path.write_text(text_of(rows), encoding="utf-8")
    values = sheet(drafted(tables, path) / "valuations.csv")
    assert [(row["unit"], row["printed_form"]) for row in values] == [("other", "11,480 TEU"), ("other", "15,000 TEU")]
    close_the_circle(tables, path, "test-2023")
    store = open_store(tables.parent / "ttl")
    (row,) = [row for row in ask(store, library()["kpis"], {}) if "TEU" in str(row["target_printed"])]
    assert row["unit_ja"].value == "TEU"
    site = create_app(store).test_client()
    for address in ("/id/kpi/test-2023-kpi-01", "/kpi?zone=nishi-iburi"):
        page = site.get(address, headers={"Accept": "text/html"}, follow_redirects=True).get_data(as_text=True)
        assert "15,000 TEU" in page and "ほかの単位" not in page
