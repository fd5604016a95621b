"""What others publish is taken in where it is whole and breaks no rule; else it is named, skipped, and what was there
before stays."""

import gzip
import json
import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.engines.store import open_store, select
from teiju_graph.errors import InputError
from teiju_graph.harvest.harvest import harvest
from teiju_graph.publish.release import publish
from teiju_graph.queries import find_question
from teiju_graph.questions import ask
from teiju_graph.releases.dumps import DATASET, write_dump
from teiju_graph.validation.check import check, checked_files
from teiju_graph.vocab import BASE
from teiju_graph.web import create_app
from tests.conftest import TABLES
from tests.engines import free_port
from tests.harvests import Zones, told
from tests.releases import (
    DUMP,
    SOURCES,
    build_zone,
    hosting,
    small_quads,
    write_release,
    zone_tables,
)


@pytest.fixture(scope="module")
def two_zones(tmp_path_factory):
    """The two zones of the project, each with its own release, and what a harvest makes of them."""
    place = tmp_path_factory.mktemp("zones")
    for zone in SOURCES:
        data = build_zone(zone_tables(TABLES, zone, place / zone), place / f"{zone}-ttl")
        write_release(place / "web" / zone, write_dump(open_store(data), DATASET))
    with hosting(place / "web") as host:
        zones = Zones(place, host)
        zones.list(*SOURCES)
        zones.entries = harvest(zones.listing, zones.into)
        yield zones


def test_two_zones_give_the_statements_that_one_release_of_both_has(two_zones):
    assert [each.outcome for each in two_zones.entries] == ["taken", "taken"]
    merged, whole = open_store(two_zones.into), open_store()
    for source in SOURCES.values():
        rows = f"SELECT ?s ?p ?o {{ GRAPH <{BASE}graph/{source}> {{ ?s ?p ?o }} }}"
        assert set(map(str, select(merged, rows))) == set(map(str, select(whole, rows)))
    for name in ("shared-only", "inferences", "items", "zones-sharing-a-member"):
        question = find_question(name)
        given = {key: list(each.example) for key, each in question.parameters.items() if not each.optional}
        answers = [sorted(map(str, ask(store, question, given))) for store in (merged, whole)]
        assert answers[0] == answers[1] and answers[0], name


def test_what_a_harvest_makes_passes_the_check_and_answers_queries(two_zones):
    assert check(checked_files(two_zones.into)) == []
    result = CliRunner().invoke(main, ["query", "-", "--data", str(two_zones.into)], input="ASK { ?s ?p ?o }")
    assert result.exit_code == 0 and "true" in result.output


def test_each_graph_leads_to_the_release_that_it_was_in_and_the_day_it_was_fetched(two_zones):
    rows = list(
        select(
            open_store(two_zones.into),
            """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
            SELECT ?graph ?dump ?from ?day { ?graph prov:wasDerivedFrom ?dump .
            ?dump dcterms:isPartOf ?from ; <http://purl.org/pav/retrievedOn> ?day } ORDER BY ?graph ?dump""",
        )
    )
    found = [(row["graph"].value.rpartition("/")[2], row["from"].value.split("/")[-2]) for row in rows]
    inferred = [("inferred", zone) for zone in SOURCES]
    assert found == sorted([*inferred, *((source, zone) for zone, source in SOURCES.items())])
    assert all(re.match(r"\d{4}-\d\d-\d\dT", row["day"].value) for row in rows)


def test_the_page_of_a_source_says_where_it_was_harvested(two_zones):
    site, address = create_app(open_store(two_zones.into)).test_client(), f"{two_zones.host.address}muroran/"
    page = site.get("/doc/source/muroran-2023.html").text
    assert f'<a href="{address}">' in page and f'<a href="{address}{DUMP}">' in page and "取り込んだところ" in page
    assert "取り込んだところ" not in site.get("/doc/source/zones.html").text


def test_the_inferences_of_two_zones_have_editors_of_their_own(two_zones):
    inferred = (two_zones.into / "inferred.ttl").read_text(encoding="utf-8")
    for zone in SOURCES:
        assert f"id/source/editors-{zone}>" in inferred and f"id/passage/editors-{zone}-l1>" in inferred


def test_a_release_that_teiju_publish_writes_is_taken_and_then_left_alone(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    quads = small_quads("ichi")
    (data / "ichi-2025.ttl").write_bytes(b"\n".join(re.sub(rb" <[^>]*> \.$", b" .", x) for x in quads.splitlines()))
    (tmp_path / "web").mkdir()
    with hosting(tmp_path / "web") as host:
        publish(tmp_path / "web" / "teiju", data, version="2025.1")
        for name in ("dataset.ttl", "SHA256SUMS", DUMP):
            os.utime(tmp_path / "web" / "teiju" / name, (1e9, 1e9))  # not in the second in which they are fetched
        zones = Zones(tmp_path, host)
        assert zones.harvest("teiju")["teiju"].outcome == "taken"
        served, host.sent[:] = zones.served(), []
        assert zones.harvest("teiju")["teiju"].outcome == "unchanged"
        assert (host.sent, zones.served()) == ([], served)
        assert open_store(zones.into).query(f"ASK {{ <{BASE}id/body/ichi> ?p ?o }}")


def test_a_release_is_taken_from_a_server_as_people_start_it(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    quads = small_quads("ichi")
    (data / "ichi-2025.ttl").write_bytes(b"\n".join(re.sub(rb" <[^>]*> \.$", b" .", x) for x in quads.splitlines()))
    port = free_port()
    command = [sys.executable, "-m", "teiju_graph", "--lang", "en", "serve", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert "Ready" in server.stderr.readline()
        (tmp_path / "list.toml").write_text(f'ichi = "http://127.0.0.1:{port}/"')
        first, second = (harvest(tmp_path / "list.toml", tmp_path / "into") for _ in range(2))
        server.terminate()
    assert (first[0].outcome, second[0].outcome) == ("taken", "unchanged"), told(first[0])


def test_who_leaves_the_list_leaves_the_data(zones):
    zones.publish("ichi")
    zones.publish("ni")
    zones.harvest("ichi", "ni")
    zones.harvest("ni")
    assert "ichi-2025.ttl" not in zones.served() and not list((zones.into / "fetched").glob("ichi*"))
    assert b"/ichi/" not in zones.served()["harvested.ttl"]


def test_the_same_releases_give_the_same_bytes_and_the_report_tells_the_machine(zones):
    zones.publish("ichi")
    zones.publish("ni", "<id/body/KEY> dcterms:relation [ dcterms:title 'x' ] .")  # blank nodes have no address
    zones.list("ichi", "ni")
    result = CliRunner().invoke(main, ["--lang", "ja", "harvest", str(zones.listing), "--into", str(zones.into)])
    assert result.exit_code == 1
    assert "ichi:取り込みました" in result.stderr and "ni:見送りました(前の版もありません)" in result.stderr
    told = json.loads((zones.into / "harvest.json").read_text(encoding="utf-8"))["publishers"]
    assert (told["ichi"]["outcome"], told["ni"]["outcome"]) == ("taken", "skipped")
    assert told["ichi"]["release"]["sha256"] and told["ni"]["findings"][0]["ja"] and told["ni"]["release"] is None
    served = zones.served()
    (zones.into / "fetched" / "ichi.nq.gz").write_bytes(gzip.compress(b"spoilt"))
    assert zones.harvest("ichi")["ichi"].outcome == "taken"  # what was kept is not what was fetched: it is fetched anew
    assert {name for name, content in zones.served().items() if content != served[name]} <= {
        "harvested.ttl",
        "inferred.ttl",
    }


def test_a_folder_with_other_files_and_a_list_without_addresses_are_refused(tmp_path):
    listing = tmp_path / "list.toml"
    for text in ("", "ichi = 1", 'ichi = "ftp://example.org/"', 'ICHI = "https://example.org/"', "nonsense"):
        listing.write_text(text)
        with pytest.raises(InputError):
            harvest(listing, tmp_path / "into")
    listing.write_text('ichi = "https://example.org/"')
    with pytest.raises(InputError, match="was not made by teiju harvest"):
        harvest(listing, tmp_path)
