"""The pages of things as plain data: they say what the tables say, and unknown where the tables are silent."""

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.pages import TELLING, read_page, read_quality
from teiju_graph.pages.cooperations import FORMATION

STORE = open_store()
ZONE = "zone/higashi-iburi"


def tell(path):
    page = read_page(STORE, path)
    return TELLING[path.partition("/")[0]](STORE, page)


def names(links):
    return {link.ja for link in links}


def test_a_municipality_ranks_its_partners_by_what_is_shared_and_counts_what_two_share_alone():
    told = tell("municipality/012050")
    first = told.partners[0]
    assert first.municipality.ja == "登別市" and first.alone == 6
    assert [each.shared for each in told.partners] == sorted((each.shared for each in told.partners), reverse=True)
    assert [row["role"].path for row in told.zones] == ["role/central"]


def test_partners_are_counted_without_formation_agreements():
    told = tell("municipality/012050")
    listed = [one for kind, group in told.cooperations if kind.iri != FORMATION for one in group]
    shared = [one for one in listed if "登別市" in names(one.participants)]
    assert told.partners[0].shared == len(shared)


def test_what_a_municipality_is_outside_of_is_told_with_the_reason():
    (row,) = tell("municipality/015784").outside
    assert row["cooperation"].path == "item/higashi-iburi-sewage" and row["reason_ja"] == "単独で実施するため"


def test_an_inferred_participation_leads_to_its_reason_in_the_list_of_the_municipality():
    told = tell("municipality/012131")
    listed = {one.cooperation.path: one for _, group in told.cooperations for one in group}
    assert listed["item/higashi-iburi-sewage"].inference.path == "inference/higashi-iburi-sewage-tomakomai"
    assert listed["agreement/tomakomai-waste"].inference is None


def test_a_zone_tells_its_members_by_role_its_programme_by_field_and_what_was_said():
    told = tell(ZONE)
    members = {role.path: names(row["municipality"] for row in rows) for role, rows in told.members}
    assert members["role/central"] == {"苫小牧市"} and len(members["role/neighbouring"]) == 4
    assert next(viewpoint.path for viewpoint, _ in told.programme if viewpoint) == "field/life-functions"
    assert FORMATION not in {one.kind.iri for _, fields in told.programme for _, group in fields for one in group}
    assert len(told.kpis) == 21 and sum(len(given) for _, _, given in told.meetings) == 14


def test_an_item_tells_who_is_outside_and_which_agreements_realise_it():
    told = tell("item/higashi-iburi-sewage")
    assert names(value.link for value in told.sides) == {"苫小牧市", "厚真町", "安平町", "むかわ町"}
    assert names(value.link for value in told.outside) == {"白老町"} and told.absent == []
    assert len(told.around["realises"]) == 3 and told.kpis[0].obstacle == "basis"


def test_members_of_the_zone_that_a_closed_list_leaves_out_are_outside_of_it():
    told = tell("initiative/nishi-iburi-guardianship")
    assert told.complete and names(told.absent) == {"伊達市", "豊浦町"}


@pytest.mark.parametrize(
    ("kpi", "obstacle"),
    [("brand-followers", ""), ("disaster-drills", "basis"), ("fire", "missing"), ("shared-systems", "missing")],
)
def test_a_kpi_says_whether_its_values_compare_and_why_not(kpi, obstacle):
    assert tell(f"kpi/higashi-iburi-2025-{kpi}").kpi.obstacle == obstacle


def test_as_many_kpis_compare_as_the_data_say():
    found = [(kpi.comparable, kpi.obstacle) for kpi in tell(ZONE).kpis]
    assert [found.count(case) for case in ((True, ""), (False, "basis"), (None, "missing"))] == [13, 2, 6]


def test_a_replaced_indicator_is_told_from_both_sides():
    for path in ("kpi/higashi-iburi-2025-brand-followers", "kpi/higashi-iburi-before-2025-brand-joint-pr"):
        (row,) = tell(path).replacements
        assert row["old"].path.endswith("brand-joint-pr") and row["new"].path.endswith("brand-followers")
        assert row["opinion"] and row["reason_en"]


def test_every_thing_of_a_source_stands_at_its_first_line_with_what_the_source_says():
    told = tell("source/muroran-2023")
    first = next(each for each in told.passages if each.first == 10)
    assert {one.thing.path: bool(one.facts) for one in first.told}["department/012050-health"]
    assert sum(bool(one.facts) for each in told.passages for one in each.told) <= told.things
    lines = [(each.first, each.last) for each in told.passages]
    assert lines == sorted(lines)


def test_what_was_concluded_from_lines_stands_apart_from_what_they_state():
    told = tell("passage/higashi-iburi-2025-l39-43")
    assert told.drawn.concluded and not any(one.thing.path.startswith("inference/") for one in told.drawn.told)


def test_the_quality_page_tells_what_is_open_and_finds_no_violation_in_the_release():
    quality = read_quality(STORE)
    assert quality.violations == [] and quality.rules > 20
    assert len(quality.answers["open-lists"]) == 3 and quality.unknown
    assert [known.programme for known in quality.zones][:2] == [True, True]
