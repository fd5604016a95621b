"""What others publish is taken in where it is whole and breaks no rule; else it is named, skipped, and what was there
before stays."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.engines.store import open_store, select
from teiju_graph.errors import InputError, MissingError
from teiju_graph.harvest.harvest import harvest
from teiju_graph.harvest.release import Limits
from teiju_graph.publish.release import publish
from teiju_graph.queries import find_question
from teiju_graph.questions import ask
from teiju_graph.releases.dumps import DATASET, write_dump
from teiju_graph.validation.check import check, checked_files
from teiju_graph.vocab import BASE
from teiju_graph.web import create_app
from tests.conftest import TABLES
from tests.engines import free_port
from tests.releases import (
    DUMP,
    SOURCES,
    answer,
    build_zone,
    drip,
    hosting,
    shared_tables,
    small_quads,
    write_release,
    zone_tables,
)

QUICK = Limits(seconds=2.0, most=2**20)


class Zones:
    """Small releases of several publishers on one host, and the folder that they are harvested into."""

    def __init__(self, place: Path, host):
        self.place, self.host, self.into, self.listing = place, host, place / "into", place / "publishers.toml"

    def publish(self, key: str, more: str = "", quads: bytes = b"", version: str = "1") -> None:
        write_release(self.place / "web" / key, quads or small_quads(key, more), version)

    def list(self, *keys: str) -> None:
        self.listing.write_text("".join(f'{key} = "{self.host.address}{key}/"\n' for key in keys))

    def harvest(self, *keys: str, grown: tuple[str, ...] = ()) -> dict:
        self.list(*keys)
        return {each.publisher.key: each for each in harvest(self.listing, self.into, QUICK, frozenset(grown))}

    def served(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.into.glob("*.ttl")}


@pytest.fixture(scope="module")
def tables_here(tmp_path_factory) -> Path:
    """A folder whose data/ttl has the tables that all share, as far as they are of Hokkaido."""
    place = tmp_path_factory.mktemp("here")
    build_zone(shared_tables(TABLES, place / "tables"), place / "data" / "ttl")
    return place


@pytest.fixture
def zones(tmp_path, tables_here, monkeypatch):
    monkeypatch.chdir(tables_here)
    (tmp_path / "web").mkdir()
    with hosting(tmp_path / "web") as host:
        yield Zones(tmp_path, host)


def told(entry) -> str:
    """The findings of an entry, as words."""
    return "\n".join(each.message("en") for each in entry.findings)


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


def html(to, content: bytes) -> None:
    answer(to, b"<!doctype html><title>Maintenance</title>", Content_Type="text/html")


def broken_digest(to, content: bytes) -> None:
    answer(to, hashlib.sha256(b"other").hexdigest().encode() + f"  {DUMP}\n".encode())


def far_away(to, content: bytes, dump: bytes = b"http://127.0.0.2/dump.nq.gz") -> None:
    answer(to, content.replace(DUMP.encode(), dump))


FAULTS = {
    "reset": ("dataset.ttl", lambda to, content: to.connection.close(), "can't be had"),
    "500": (DUMP, lambda to, content: answer(to, b"", status=500), "HTTP 500"),
    "gone": (DUMP, lambda to, content: answer(to, b"", status=404), "There is no http"),
    "slow": (DUMP, drip, "did not arrive within 2 seconds"),
    "slow-description": ("dataset.ttl", drip, "did not arrive within 2 seconds"),
    "cut-off": (DUMP, lambda to, content: answer(to, content[:-9], Content_Length=str(len(content))), "cut off"),
    "shorter": (DUMP, lambda to, content: answer(to, content[:-9]), "not what its SHA-256 says"),
    "wrong-digest": ("SHA256SUMS", broken_digest, "not what its SHA-256 says"),
    "no-digest": ("SHA256SUMS", lambda to, content: answer(to, b"", status=404), "without a SHA-256"),
    "html": (DUMP, html, "came as text/html"),
    "html-description": ("dataset.ttl", html, "came as text/html"),
    "no-turtle": ("dataset.ttl", lambda to, content: answer(to, b"%PDF-1.4"), "not valid Turtle"),
    "elsewhere": ("dataset.ttl", far_away, "describes no N-Quads"),
    "elsewhere-below": ("dataset.ttl", lambda to, content: far_away(to, content, f"{BASE}//127.0.0.2/x".encode()), "describes no N-Quads"),
    "circle": (DUMP, lambda to, content: answer(to, b"", status=302, Location=to.path), "HTTP 302"),
    "to-a-file": (DUMP, lambda to, content: answer(to, b"", status=302, Location="file:///etc/hostname"), "HTTP 302"),
    "absurd": (DUMP, lambda to, content: answer(to, b"", Content_Length=str(2**40)), "larger than"),
}  # fmt: skip


def test_a_publisher_that_fails_is_named_and_skipped_and_what_was_there_before_stays(zones):
    keys = [*FAULTS, "well"]
    for key in keys:
        zones.publish(key)
    assert {each.outcome for each in zones.harvest(*keys).values()} == {"taken"}
    before = zones.served()
    for key in keys:
        zones.publish(key, '<id/body/KEY> skos:altLabel "KEY"@en .', version="2")
        if key in FAULTS:
            path, fault, _ = FAULTS[key]
            zones.host.faults[f"/{key}/{path}"] = fault
    entries = zones.harvest(*keys)
    assert entries.pop("well").outcome == "taken"
    for key, entry in entries.items():
        assert entry.outcome == "skipped" and FAULTS[key][2] in told(entry), (key, told(entry))
    after = zones.served()
    assert {name for name in after if after[name] != before[name]} == {"well-2025.ttl", "harvested.ttl"}
    zones.host.faults.clear()
    assert {each.outcome for key, each in zones.harvest(*keys).items() if key != "well"} == {"taken"}


def test_a_server_that_is_down_spoils_nothing(zones):
    zones.publish("well")
    zones.list("well")
    with zones.listing.open("a") as stream:
        stream.write(f'down = "http://127.0.0.1:{free_port()}/"\n')
    well, down = harvest(zones.listing, zones.into, QUICK)
    assert (well.outcome, down.outcome) == ("taken", "skipped") and "refused" in told(down)


BODY = "<id/body/KEY-{0}> a teiju:Body, teiju:Cooperation, org:Organization ; {1} ; teiju:kind <id/kind/body> ; prov:wasDerivedFrom <id/passage/KEY-2025-l1> ."
MEMBER = "<id/membership/KEY-{0}> a teiju:ZoneMembership ; skos:prefLabel 'KEY {0}'@ja, 'KEY {0}'@en ; teiju:zone <id/zone/nishi-iburi> ; teiju:role <id/role/{0}> ; teiju:municipality <id/municipality/012301> ; prov:wasDerivedFrom <id/passage/KEY-2025-l1> ."
TOWN = "<id/municipality/{0}> a teiju:Municipality ; skos:prefLabel '伊達市'@ja, 'Date'@en ; dcterms:identifier '{0}' ; prov:wasDerivedFrom <id/passage/KEY-2025-l1> ."
WRONG = {
    "no-name": (BODY.format(1, "teiju:member <id/municipality/012050>"), "body/no-name-1"),
    "unknown-town": (
        BODY.format(1, "skos:prefLabel 'x'@ja, 'x'@en ; teiju:participant <id/municipality/999999>"),
        "municipality/999999",
    ),
    "two-roles": (MEMBER.format("central") + MEMBER.format("neighbouring"), "both a centre and a neighbour"),
    "check-digit": (TOWN.format("012336"), "check digit"),
    "one-name": (TOWN.format("999989") + TOWN.format("999997"), "bear the same name"),
    "others-thing": ("<id/municipality/012050> geo:lat 12.3 .", "belongs to the tables"),
    "a-term": ("teiju:Zone a teiju:Body .", "belongs to the tables"),
    "withholds": (
        "<id/municipality/012050> owl:deprecated true ; dcterms:description 'x'@ja, 'x'@en .",
        "belongs to the",
    ),
    "undescribed": ("<id/body/other> teiju:foundedYear '1990'^^xsd:gYear .", "is not described in this release"),
    "blank": ("<id/body/KEY> dcterms:relation [ dcterms:title 'x' ] .", "blank node"),
}


def test_a_release_that_breaks_a_rule_is_skipped_whole_and_says_which(zones):
    for key, (more, _) in WRONG.items():
        zones.publish(key, more)
    zones.publish("no-quads", quads=b"this is no statement")
    zones.publish(
        "union-only", quads=b"<https://w3id.org/teiju/id/body/a> <http://example.org/p> <http://example.org/o> ."
    )
    zones.publish(
        "foreign", quads=small_quads("foreign").replace(b"teiju/graph/foreign-2025> .", b"teiju/x/foreign> .")
    )
    zones.publish("no-source", quads=small_quads("no-source").replace(b"/terms/source>", b"/terms/relation>"))
    zones.publish(
        "well", "<id/body/KEY-old> owl:deprecated true ; dcterms:description '個人の情報'@ja, 'Personal data'@en ."
    )
    more = {
        "no-quads": "not valid N-Quads",
        "union-only": "no graph of a source",
        "foreign": "a graph is named",
        "no-source": "does not say which source",
    }
    entries = zones.harvest(*WRONG, *more, "well")
    well = entries.pop("well")
    assert well.outcome == "taken", told(well)
    for key, entry in entries.items():
        words = more.get(key) or WRONG[key][1]
        assert entry.outcome == "skipped" and words in told(entry), (key, told(entry))
    assert set(zones.served()) == {
        "well-2025.ttl", "harvested.ttl", "inferred.ttl", "municipalities.ttl", "zones.ttl"
    }  # fmt: skip


def test_a_graph_or_a_thing_stays_with_whom_it_was_first(zones):
    zones.publish("ichi")
    assert zones.harvest("ichi")["ichi"].outcome == "taken"
    zones.publish("ni", quads=small_quads("ni", graph="ichi-2025") + small_quads("ni"))
    zones.publish("san", "<id/body/ichi> a teiju:Body ; skos:prefLabel 'x'@ja, 'x'@en .")
    zones.publish("yon", quads=small_quads("ichi") + small_quads("yon"))
    entries = zones.harvest("san", "ni", "yon", "ichi")
    assert "is a graph of ichi" in told(entries["ni"]) and "ichi describes it too" in told(entries["san"])
    assert (entries["ichi"].outcome, entries["yon"].outcome) == ("unchanged", "taken")  # the same words are no quarrel
    assert "ni-2025.ttl" not in zones.served() and "san-2025.ttl" not in zones.served()


def test_ten_times_the_usual_size_is_taken_only_when_allowed(zones):
    zones.publish("ichi")
    zones.harvest("ichi")
    served = zones.served()
    noise = " ".join(hashlib.sha512(bytes([number % 256, number // 256])).hexdigest() for number in range(100))
    zones.publish("ichi", f'<id/body/KEY> dcterms:description "{noise}"@en .', version="2")
    assert "larger than" in told(zones.harvest("ichi")["ichi"]) and zones.served() == served
    assert zones.harvest("ichi", grown=("ichi",))["ichi"].outcome == "taken"
    zones.publish("ichi", quads=small_quads("ichi") + b"# " + b" " * 300_000 + b"\n", version="3")
    assert "holds more than" in told(zones.harvest("ichi")["ichi"])  # as small as usual, but not once it is unpacked
    zones.publish("ichi", quads=small_quads("ichi") + b"# " + b" " * 2_200_000 + b"\n", version="4")
    assert "holds more than" in told(zones.harvest("ichi", grown=("ichi",))["ichi"])
    with pytest.raises(MissingError, match="ni"):
        zones.harvest("ichi", grown=("ni",))


def test_who_leaves_the_list_leaves_the_data(zones):
    zones.publish("ichi")
    zones.publish("ni")
    zones.harvest("ichi", "ni")
    zones.harvest("ni")
    assert "ichi-2025.ttl" not in zones.served() and not list((zones.into / "fetched").glob("ichi*"))
    assert b"/ichi/" not in zones.served()["harvested.ttl"]


def test_the_same_releases_give_the_same_bytes_and_the_report_tells_the_machine(zones):
    zones.publish("ichi")
    zones.publish("ni", WRONG["two-roles"][0])
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
