"""A release is published whole or not at all, in the same bytes each time; what changed since the last is told."""

import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import parse

from teiju_graph.engines.store import open_store, select
from teiju_graph.errors import InputError, ParameterError
from teiju_graph.files import folder
from teiju_graph.publish.release import publish
from teiju_graph.publish.target import SUMS, building, read_mark
from teiju_graph.releases.changes import read_changes
from teiju_graph.vocab import BASE, thing
from teiju_graph.web import create_app
from tests.plain_host import missing_files

ADDRESS = "https://example.org/teiju/"
EXAMPLES = folder("ontology") / "examples"
PREFIXES = """@prefix id: <https://w3id.org/teiju/id/> .
@prefix teiju: <https://w3id.org/teiju/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def facility(key: str, ja: str, more: str = "") -> str:
    return (
        f'<{BASE}id/facility/{key}> a teiju:Facility ; skos:prefLabel "{ja}"@ja, "Facility {key}"@en ; {more}\n'
        f"  teiju:inMunicipality <{BASE}id/municipality/012050> ;\n"
        f"  prov:wasDerivedFrom <{BASE}id/passage/muroran-2023-l25> .\n"
    )


def write_data(place: Path, *facilities: str) -> Path:
    place.mkdir()
    shutil.copy(EXAMPLES / "surroundings.ttl", place)
    (place / "facilities.ttl").write_text(PREFIXES + "".join(facilities), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> tuple[Path, Path]:
    """Two sets of data: in the second a thing is added, changed, removed, renamed, replaced, and withheld."""
    place = tmp_path_factory.mktemp("data")
    first = write_data(
        place / "first",
        *(facility(key, f"施設{key}") for key in ("same", "changed", "removed", "renamed", "old", "held")),
    )
    second = write_data(
        place / "second",
        facility("same", "施設same"),
        facility("added", "施設added"),
        facility("changed", "施設changed", 'dcterms:description "新しい説明"@ja, "New"@en ;'),
        facility("renamed", "新しい名前"),
        facility("old", "施設old", f"dcterms:isReplacedBy <{BASE}id/facility/added> ;"),
        f'<{BASE}id/facility/held> owl:deprecated true ; dcterms:description "個人の情報のため"@ja, "Personal data"@en .\n',
    )
    return first, second


@pytest.fixture(scope="module")
def site(data, tmp_path_factory) -> Path:
    """A folder into which the first release was published, then the second."""
    target = tmp_path_factory.mktemp("site") / "site"
    publish(target, data[0], ADDRESS, "1.0")
    publish(target, data[1], ADDRESS, "1.1")
    return target


def digest_of_all(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file()
    }


def test_the_same_release_published_again_is_the_same_bytes(site, data, tmp_path):
    again = tmp_path / "again"
    publish(again, data[0], ADDRESS, "1.0", processes=1)
    publish(again, data[1], ADDRESS, "1.1")
    publish(again, data[1], ADDRESS, "1.1", processes=3)
    assert digest_of_all(again) == digest_of_all(site)


def test_the_list_of_digests_is_true_of_every_file(site):
    for release in (site, site / "releases" / "1.0", site / "releases" / "1.1"):
        listed = dict(line.split("  ")[::-1] for line in (release / SUMS).read_text().splitlines())
        own = {name: digest for name, digest in digest_of_all(release).items() if not name.startswith("releases/")}
        assert listed == {name: digest for name, digest in own.items() if name != SUMS}


def test_an_earlier_release_stays_at_its_address_as_it_was(site, data, tmp_path):
    publish(tmp_path / "first", data[0], ADDRESS, "1.0")
    first = {name: each for name, each in digest_of_all(tmp_path / "first").items() if not name.startswith("releases/")}
    assert digest_of_all(site / "releases" / "1.0") == first
    # what is asked of it is answered by what it said then, also by the commands
    name = f"SELECT ?name {{ <{BASE}id/facility/renamed> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }}"
    for place, expected in ((site / "releases" / "1.0", "施設renamed"), (site, "新しい名前")):
        assert expected in {row["name"].value for row in select(open_store(place), name)}
    # and by none of its statements in the live dataset
    old = {str(quad) for quad in parse(path=str(site / "dumps" / "teiju.nq"))}
    assert not any("施設renamed" in each for each in old)


def test_what_changed_is_told_thing_by_thing(data):
    changes = read_changes(*map(open_store, data))
    kinds = {each.thing.path: each.kind for each in changes.things}
    assert kinds == {
        "facility/added": "added",
        "facility/changed": "changed",
        "facility/removed": "removed",
        "facility/renamed": "renamed",
        "facility/old": "replaced",
        "facility/held": "withheld",
    }
    renamed = next(each for each in changes.things if each.kind == "renamed")
    assert [edit.words("ja") for edit in renamed.edits] == ["名称:「施設renamed」 → 「新しい名前」"]
    assert next(each for each in changes.things if each.kind == "replaced").by[0].ja == "施設added"


def test_the_patch_makes_the_second_release_of_the_first(site):
    def quads(place: Path) -> set[str]:
        return set((place / "dumps" / "teiju.nq").read_text(encoding="utf-8").splitlines())

    before = {line for line in quads(site / "releases" / "1.0") if line.count(f"<{BASE}graph/")}
    rows = (site / "reports" / "changes.rdfp").read_text(encoding="utf-8").splitlines()
    assert (rows[0], rows[-1]) == ("TX .", "TC .")
    gone, come = ({row[2:] for row in rows if row.startswith(f"{mark} ")} for mark in "DA")
    assert gone <= before and not come & before
    assert before - gone | come == {line for line in quads(site) if line.count(f"<{BASE}graph/")}


@pytest.mark.parametrize(("root", "word"), [("", "取り下げ"), ("en/", "Withheld")])
def test_the_change_log_names_every_thing(site, root, word):
    page = (site / root / "changes" / "index.html").read_text(encoding="utf-8")
    assert word in page and f'href="{ADDRESS}releases/1.0/"' in page
    for key in ("added", "changed", "renamed", "old", "held"):
        assert f"doc/facility/{key}.html" in page
    assert "施設removed" in page or "Facility removed" in page


def test_a_withheld_thing_says_so_on_the_server_and_in_its_file(site, data):
    server = create_app(open_store(data[1])).test_client()
    for address in ("/id/facility/held", "/doc/facility/held", "/doc/facility/held.ttl"):
        answer = server.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 410 and "個人の情報のため" in answer.get_data(as_text=True)
    assert server.get("/doc/facility/old").status_code == 200
    assert "個人の情報のため" in (site / "doc" / "facility" / "held.html").read_text(encoding="utf-8")
    assert "Personal data" in (site / "en" / "doc" / "facility" / "held.html").read_text(encoding="utf-8")
    assert "doc/facility/held.html" in (site / "id" / "facility" / "held" / "index.html").read_text()


def test_every_link_of_every_page_has_its_file_also_in_an_earlier_release(site):
    assert not missing_files(site)


def test_pages_carry_their_policy_and_ask_nothing_of_other_hosts(site):
    for name in ("index.html", "en/index.html", "doc/facility/added.html", "sparql/index.html"):
        page = (site / name).read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
        assert policy and "default-src 'none'" in policy[1] and "unsafe-inline" not in policy[1]
        assert not re.search(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize("address", ["example.org/teiju", "//example.org/", "ftp://example.org/", "/teiju/"])
def test_a_base_url_without_a_web_scheme_is_refused(tmp_path, data, address):
    with pytest.raises(ParameterError, match="base-url"):
        publish(tmp_path / "site", data[0], address)
    assert not (tmp_path / "site").exists()


def test_a_version_published_with_other_data_is_not_overwritten(site, data):
    before = digest_of_all(site)
    with pytest.raises(ParameterError, match="--release"):
        publish(site, data[0], ADDRESS, "1.1")
    assert digest_of_all(site) == before


def test_a_folder_with_foreign_files_is_refused_and_untouched(site, data, tmp_path):
    plain, release = tmp_path / "plain", tmp_path / "release"
    plain.mkdir()
    (plain / "report.doc").write_text("mine")
    shutil.copytree(site, release)
    (release / "doc" / "mine.html").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for target in (plain, release, tmp_path / "file"):
        before = digest_of_all(tmp_path)
        with pytest.raises(InputError, match="mine.html|report.doc|file"):
            publish(target, data[1], ADDRESS, "1.2")
        assert digest_of_all(tmp_path) == before


PUBLISH = "import sys; from pathlib import Path; from teiju_graph.publish.release import publish; publish(Path(sys.argv[1]), Path(sys.argv[2]), version='2')"


def test_a_disk_that_fills_up_leaves_the_previous_release_whole(site, data, tmp_path):
    target = tmp_path / "site"
    shutil.copytree(site, target)
    before = digest_of_all(target)
    limited = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(target), str(data[1])],
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
    )
    assert limited.returncode != 0 and "InputError" in limited.stderr and "stays as it was" in limited.stderr
    assert digest_of_all(target) == before and os.listdir(tmp_path) == ["site"]


@pytest.mark.parametrize("moment", [0.02, 0.5])
def test_a_kill_half_way_leaves_the_previous_release_whole_and_the_next_command_cleans_up(site, data, tmp_path, moment):
    target = tmp_path / "site"
    shutil.copytree(site, target)
    before = digest_of_all(target)
    beside = tmp_path / ".site.building"
    with subprocess.Popen([sys.executable, "-c", PUBLISH, str(target), str(data[1])]) as command:
        while not (beside / "doc").exists():
            assert command.poll() is None
            time.sleep(0.01)
        time.sleep(moment)
        command.send_signal(signal.SIGKILL)
    assert digest_of_all(target) == before
    if beside.exists():
        with building(target) as new:
            shutil.copytree(site, new, dirs_exist_ok=True)
    assert digest_of_all(target) == before and os.listdir(tmp_path) == ["site"]


def test_two_commands_at_once_do_not_mix(tmp_path):
    with building(tmp_path / "site"), pytest.raises(InputError, match="another"), building(tmp_path / "site"):
        pass
    assert os.listdir(tmp_path) == ["site"]


def test_a_failure_in_the_midst_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), building(tmp_path / "site") as new:
        (new / "half").write_text("")
        _ = 1 / 0
    assert os.listdir(tmp_path) == []


def run(*words: str | Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "teiju_graph", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


def test_the_command_publishes_and_tells_the_difference(data, tmp_path):
    site = tmp_path / "site"
    told = run("--lang", "ja", "publish", site, "--data", data[0], "--release", "1", "--base-url", ADDRESS)
    assert told.returncode == 0 and "第 1 版を公開しました" in told.stderr, told.stderr
    mark = read_mark(site)
    assert mark and mark["version"] == "1" and mark["date"] == "2023-06-01"
    same = run("--lang", "en", "diff", site, data[0])
    assert same.returncode == 0 and same.stdout == "Nothing changed.\n"
    other = run("--lang", "ja", "diff", site, data[1])
    assert other.returncode == 1 and "名称の変更 1 件" in other.stdout and "facility/added" in other.stdout
    patch = run("diff", "--format", "patch", data[0], data[1])
    assert (
        patch.returncode == 1 and patch.stdout.startswith("TX .\nD ") and thing("facility/added").value in patch.stdout
    )
    wrong = run("--lang", "ja", "publish", site, "--base-url", "example.org")
    assert wrong.returncode == 2 and "--base-url" in wrong.stderr
    assert run("--lang", "en", "diff", site, tmp_path / "nothing").returncode == 2
