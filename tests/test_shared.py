"""The finder: every mode and filter, against the SPARQL that its page shows; what to try where it finds nothing."""

import itertools

import pytest

from teiju_graph.engines.store import MemoryStore, open_store, select
from teiju_graph.errors import ParameterError
from teiju_graph.finding.narrowing import count_choices, find_easier
from teiju_graph.finding.shared import find, find_shared
from teiju_graph.finding.wish import FILTERS, MODES, read_wish
from teiju_graph.vocab import term, thing

STORE = open_store()
ASKED = [("室蘭市",), ("室蘭市", "登別市"), ("白老町", "苫小牧市"), ("厚真町", "安平町", "むかわ町")]


def names(found):
    return [each.cooperation.path for each in found]


@pytest.mark.parametrize(("chosen", "mode"), list(itertools.product(ASKED, MODES)))
def test_the_sparql_behind_an_answer_finds_the_same_with_every_filter_that_occurs(chosen, mode):
    bare = read_wish(STORE, chosen, mode)
    questions = [bare]
    for name, choices in count_choices(STORE, bare).items():
        for choice in choices:
            given = {name: choice.value} if name in FILTERS else {}
            questions.append(read_wish(STORE, chosen, mode, choice.value if name == "year" else "", given))
    for wish in questions:
        found = {each.cooperation.iri for each in find(STORE, wish)}
        rows = list(select(STORE, wish.query()))
        assert {row["cooperation"].value for row in rows} == found, wish
        assert len(rows) == len(found), wish


def test_the_sparql_of_several_filters_at_once_finds_the_same():
    given = {"kind": "zone-initiative", "zone": "nishi-iburi", "department": "012050-ict", "source": "muroran-2023"}
    wish = read_wish(STORE, ["室蘭市", "登別市"], "all", "", given)
    found = find(STORE, wish)
    assert found and {row["cooperation"].value for row in select(STORE, wish.query())} == {
        each.cooperation.iri for each in found
    }


@pytest.mark.parametrize("mode", MODES)
def test_a_choice_leaves_as_many_results_as_it_says(mode):
    wish = read_wish(STORE, ["室蘭市", "登別市"], mode)
    choices = count_choices(STORE, wish)
    assert all(choices[name] for name in ("kind", "field", "zone", "department", "source", "year"))
    for name, values in choices.items():
        for choice in values:
            year, given = (choice.value, {}) if name == "year" else ("", {name: choice.value})
            assert len(find(STORE, read_wish(STORE, ["室蘭市", "登別市"], mode, year, given))) == choice.count > 0


def test_exactly_these_gives_closed_lists_first():
    found = find_shared(STORE, ["室蘭市", "登別市"], "only")
    certain = [each.certain for each in found]
    assert certain == sorted(certain, reverse=True) and True in certain and False in certain
    assert all(each.complete is True for each in found if each.certain)
    assert not any(each.complete for each in found if not each.certain)


def test_outer_and_bracketed_years_are_told_apart():
    both = [each for each in find_shared(STORE, ["室蘭市"], "any") if "precursor" in each.dates]
    assert both and all(int(each.dates["precursor"]) < each.start_year for each in both)
    year = both[0].dates["precursor"]
    assert both[0].cooperation not in [each.cooperation for each in find_shared(STORE, ["室蘭市"], "any", year)]


def test_who_is_outside_is_told_with_its_reason_and_apart_from_who_is_not_named():
    (sewage,) = [each for each in find_shared(STORE, ["厚真町"]) if each.cooperation.path.endswith("sewage")]
    assert [link.ja for link in sewage.excluded] == ["白老町"] and sewage.exclusion_reason["ja"]
    assert sewage.absent == []
    tours = thing("initiative/nishi-iburi-three-city-tour")
    closed = term("teiju:participantsComplete")
    open_ended = MemoryStore.of(
        (quad for quad in STORE.quads() if (quad.subject, quad.predicate) != (tours, closed)), (), "open"
    )
    for store, complete in ((STORE, True), (open_ended, None)):
        (found,) = [each for each in find_shared(store, ["室蘭市"]) if each.cooperation.iri == tours.value]
        assert [link.ja for link in found.absent] == ["豊浦町", "壮瞥町", "洞爺湖町"] and found.complete is complete


def test_a_code_may_lack_its_check_digit():
    assert names(find_shared(STORE, ["01205", "01230"])) == names(find_shared(STORE, ["012050", "012301"]))


def test_where_nothing_is_found_near_questions_say_how_many_they_find():
    wish = read_wish(STORE, ["室蘭市", "登別市"], "only", "", {"zone": "higashi-iburi"})
    assert find(STORE, wish) == []
    easier = find_easier(STORE, wish)
    assert {each.change for each in easier} >= {"zone"}
    for each in easier:
        assert len(find(STORE, each.wish)) == each.count > 0


def test_no_single_change_helping_all_filters_go():
    wish = read_wish(STORE, ["室蘭市"], "any", "1901", {"zone": "higashi-iburi"})
    assert [each.change for each in find_easier(STORE, wish)] == ["filters"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"municipalities": []}, "at least one"),
        ({"municipalities": ["室蘭市"] * 201}, "at most 200"),
        ({"municipalities": ["室欄市"]}, "室蘭市"),
        ({"municipalities": ["99999"]}, "unknown"),
        ({"municipalities": ["室蘭市"], "mode": "some"}, "only"),
        ({"municipalities": ["室蘭市"], "year": "２０１７"}, "four digits"),
        ({"municipalities": ["室蘭市"], "filters": {"kind": "treaty"}}, "treaty"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_write(given, words):
    with pytest.raises(ParameterError, match=words):
        read_wish(STORE, **given)
