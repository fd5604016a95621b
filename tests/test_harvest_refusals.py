"""What a harvest must not take is named and skipped, with what was there before left in its place."""

import hashlib

import pytest

from teiju_graph.engines.deadline import may_follow
from teiju_graph.errors import MissingError
from teiju_graph.harvest.harvest import harvest
from teiju_graph.vocab import BASE
from tests.engines import free_port
from tests.harvests import QUICK, told
from tests.releases import DUMP, answer, drip, small_quads


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
    "nowhere": (DUMP, lambda to, content: answer(to, b"", status=302, Location="http://["), "is broken"),
    "no-host": (DUMP, lambda to, content: answer(to, b"", status=302, Location="http://a..b/x"), "is broken"),
    "strange-length": (DUMP, lambda to, content: answer(to, content, Content_Length="\xb2"), "is broken"),
    "strange-host": ("dataset.ttl", lambda to, content: far_away(to, content, "http://a℀b.example/x".encode()), "describes no N-Quads"),
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


@pytest.mark.parametrize(
    ("asked", "sent_on_to", "followed"),
    [
        ("https://8.8.8.8/teiju/", "https://1.1.1.1/teiju/", True),
        ("http://8.8.8.8/", "https://8.8.8.8/", True),
        ("https://8.8.8.8/", "http://8.8.8.8/", False),
        ("http://8.8.8.8/", "http://127.0.0.1:8080/shutdown", False),
        ("http://8.8.8.8/", "http://[::1]/", False),
        ("http://8.8.8.8/", "http://169.254.169.254/latest/", False),
        ("http://8.8.8.8/", "http://192.168.0.1/", False),
        ("http://192.168.0.1/", "http://192.168.0.2/", True),
    ],
)
def test_a_publisher_out_there_sends_nobody_on_to_a_host_in_here(asked, sent_on_to, followed):
    assert may_follow(asked, sent_on_to) == followed


def test_a_server_that_is_down_spoils_nothing(zones):
    zones.publish("well")
    zones.list("well")
    with zones.listing.open("a") as stream:
        stream.write(f'down = "http://127.0.0.1:{free_port()}/"\n')
    well, down = harvest(zones.listing, zones.into, QUICK)
    assert (well.outcome, down.outcome) == ("taken", "skipped") and "refused" in told(down)


NESTED = f"<{BASE}id/body/nested> <{BASE}ontology#about> <<( <{BASE}a> <{BASE}b> <{BASE}c> )>> <{BASE}graph/nested-2025> .\n".encode()
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
    zones.publish("nested", quads=small_quads("nested") + NESTED)
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
        "nested": "a statement about a statement",
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
