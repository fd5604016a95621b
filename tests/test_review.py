"""A draft is reviewed in the browser: each cell beside its passage, what is left to do, and nothing of it in public."""

import csv
import io
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.engines.store import open_store
from teiju_graph.errors import GraphError, InputError
from teiju_graph.extract import extract
from teiju_graph.extract.drafts.folder import make_draft
from teiju_graph.extract.drafts.review import make_review, read_review
from teiju_graph.pages.drafts import read_draft
from teiju_graph.publish.release import publish
from teiju_graph.web import create_app
from tests.axe import AXE, look_at
from tests.conftest import TABLES
from tests.engines import free_port
from tests.test_extract_draft import put, sheet

TEXT = """西いぶり定住自立圏の取組(室蘭市関係分)
令和5年6月1日現在
事業の名称	事業内容	事業開始年	関係市町	担当課
乳児健診の共同実施	健診を共同で行う	平成23年	室蘭市、登別市	健康課
謎の事業	分からない	平成32年	室蘭市、月見市	企画課
合計	2事業
"""


@pytest.fixture
def draft(tmp_path, tables):
    """A draft with two rows, of which one is doubtful, and a line that is not read."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    ran = CliRunner().invoke(main, ["extract", str(path), "--source", "test-2023", "--into", str(tables)])
    assert ran.exit_code == 0, ran.stderr
    return tables / "test-2023"


@pytest.fixture
def site(draft):
    return create_app(open_store(), drafts=draft.parent).test_client()


def test_the_review_reads_as_it_was_written(tmp_path, tables):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    review = make_review(make_draft(extract([path], tables), "test-2023", tables / "test-2023", tables))
    (tmp_path / "review.json").write_bytes(review.file())
    assert read_review(tmp_path) == review
    (name,) = [cell for cell in review.items[1].cells if cell.name == "participants"]
    assert (name.printed, name.first, name.last) == ("室蘭市、月見市", 5, 5) and name.doubts


def test_what_needs_a_person_stands_first_and_each_cell_beside_its_passage(site):
    page = site.get("/en/drafts/test-2023").text
    assert page.count('<article class="draft"') == 1 and "謎の事業" in page and "乳児健診" not in page
    assert "<mark>月見市</mark>" in page and "<mark>平成32年</mark>" in page
    assert "/en/drafts/test-2023/lines?page=1#l5" in page
    assert "a row of sums" in page and "合計 | 2事業" in page
    everything = site.get("/en/drafts/test-2023?show=all&kind=initiative").text
    assert everything.count('<article class="draft"') == 2
    assert site.get("/drafts/test-2023?show=all&words=乳児").text.count('<article class="draft"') == 1
    lines = site.get("/drafts/test-2023/lines").text
    assert all(f'id="l{number}"' in lines for number in range(1, 8)) and "読んでいない: 合計の行" in lines


def test_a_row_that_a_person_worked_on_is_no_longer_left_to_do(site, draft):
    rows = sheet(draft / "initiatives.csv")
    put(draft / "initiatives.csv", [rows[0], {**rows[1], "participants": "室蘭市", "label_en": "Riddle"}])
    page = site.get("/en/drafts/test-2023").text
    assert "corrected by a person" in page and "<strong>0</strong>" in page
    assert site.get("/drafts/test-2023?show=worked").text.count('<article class="draft"') == 1
    assert "0</td>" in site.get("/en/drafts").text


def test_every_cell_comes_as_a_sheet(site):
    content = site.get("/drafts/test-2023.csv").data
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["lines"] for row in rows} == {"4", "5"}
    doubtful = {row["field"] for row in rows if row["sure"] == "no"}
    assert "participants" in doubtful and all(row["reason_ja"] for row in rows if row["sure"] == "no")


def test_a_draft_stands_on_no_public_site(site, draft):
    public = create_app(open_store()).test_client()
    assert public.get("/drafts").status_code == 404
    assert public.get("/drafts/test-2023").status_code == 404
    answer = site.get("/drafts")
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert site.get("/drafts/none").status_code == 404


def test_a_draft_that_nobody_reviewed_is_not_published(draft, tmp_path):
    tables = draft.parent
    assert CliRunner().invoke(main, ["build", "--tables", str(tables)]).exit_code == 0
    with pytest.raises(GraphError, match="test-2023-01"):
        publish(tmp_path / "site", tables.parent / "ttl")
    assert not (tmp_path / "site").exists()


def test_a_review_of_another_version_says_what_to_do(site, draft):
    (draft / "review.json").write_text('{"source": "x"}', encoding="utf-8")
    with pytest.raises(InputError, match="once more"):
        read_review(draft)
    assert site.get("/drafts/test-2023").status_code == 400


def test_the_command_wants_a_draft_that_is_there(tables):
    ran = CliRunner().invoke(main, ["--lang", "en", "review", "muroran-2023", "--tables", str(tables)])
    assert ran.exit_code == 1 and "teiju extract" in ran.stderr


def test_the_pages_of_a_draft_pass_axe_and_fit_a_phone(browser, draft):
    if not AXE.exists():
        pytest.skip("npm did not bring axe-core")
    port = str(free_port())
    command = ["--lang", "en", "review", "test-2023", "--tables", str(draft.parent), "--port", port]
    found = []
    with subprocess.Popen([sys.executable, "-m", "teiju_graph", *command], stderr=subprocess.PIPE, text=True) as server:
        ready = re.search(r"http://\S+/en/drafts/test-2023", server.stderr.readline())
        assert ready
        context = browser.new_context(bypass_csp=True)
        tab = context.new_page()
        for root in ("", "/en"):
            for page in ("/drafts", "/drafts/test-2023?show=all", "/drafts/test-2023/lines"):
                found += look_at(tab, f"http://127.0.0.1:{port}{root}{page}")
        context.close()
        server.terminate()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("into", ["drafts", "data/tables"])
def test_who_drafted_is_told_the_command_that_shows_the_draft(tmp_path, monkeypatch, into):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "tables").mkdir(parents=True)
    (tmp_path / "a.csv").write_text("成果指標,現状値,目標値\n利用者数,120人,150人\n", encoding="utf-8")
    words = ["--lang", "en", "extract", "a.csv", "--source", "muroran-2030", "--into", into, "--tables", str(TABLES)]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.stderr
    _, source, *options = told.stderr.rpartition("teiju ")[2].rstrip(".\n").split()
    place = options[options.index("--tables") + 1] if options else "data/tables"
    assert read_draft(tmp_path / place, source)
