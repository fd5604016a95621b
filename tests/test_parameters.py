"""What is given for a question's parameters is taken for the thing that is meant, or told with what to do; so is the head of a
question that can't be read."""

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.errors import MissingError, ParameterError, QueryError
from teiju_graph.queries import find_question, read_question
from teiju_graph.questions import ask, read_things
from teiju_graph.vocab import thing

STORE = open_store()


def test_an_unknown_question_is_answered_with_the_nearest():
    with pytest.raises(MissingError, match="shared-only"):
        find_question("shared-onyl")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"m": ["室欄市"]}, "室蘭市"),
        ({"m": ["2016"]}, "2016"),
        ({"n": ["室蘭市"]}, "no such parameter"),
        ({}, "needs a value"),
        ({"m": ["室蘭市"], "zone": ["西いぶり定住自立圏", "東胆振定住自立圏"]}, "one value only"),
        ({"m": ['室蘭市" } DROP ALL #']}, "unknown"),
    ],
)
def test_a_bad_parameter_is_named_with_what_to_do(given, words):
    with pytest.raises(ParameterError, match=words):
        ask(STORE, find_question("shared-by-all"), given)


def test_a_name_of_two_prefectures_is_offered_with_both():
    with pytest.raises(ParameterError, match="東京都府中市, 広島県府中市"):
        ask(STORE, find_question("partners"), {"municipality": ["府中市"]})


@pytest.mark.parametrize("name", ["福島県伊達市", "伊達市(福島県)", "伊達市（福島県）", "072133"])
def test_a_name_with_its_prefecture_is_that_municipality(name):
    assert read_things(STORE, "municipality", "m", [name]) == [thing("municipality/072133")]


def test_a_name_of_two_prefectures_is_the_one_that_the_documents_name():
    assert read_things(STORE, "municipality", "m", ["伊達市"]) == [thing("municipality/012335")]


def test_a_name_of_two_prefectures_is_the_one_beside_the_others_of_the_question():
    found = read_things(STORE, "municipality", "m", ["府中市", "三原市"])
    assert found == [thing("municipality/342084"), thing("municipality/342041")]


def test_what_stands_in_a_value_is_never_a_place_for_another(tmp_path):
    head = "".join(
        f'#+ [parameters.{name}]\n#+ type = "text"\n#+ ja = "a"\n#+ en = "a"\n' for name in ("first", "second")
    )
    path = tmp_path / "two.rq"
    path.write_text(
        f'#+ title.ja = "a"\n#+ title.en = "a"\n{head}'
        "SELECT ?first ?second { VALUES ?first { UNDEF } VALUES ?second { UNDEF } }"
    )
    said = ["VALUES ?second { UNDEF }", "} UNION { ?first ?second ?x } #"]
    (row,) = ask(STORE, read_question(path), {"first": said[:1], "second": said[1:]})
    assert [row["first"].value, row["second"].value] == said


def test_a_year_of_the_wrong_form_is_named():
    with pytest.raises(ParameterError, match="four digits"):
        ask(STORE, find_question("started-in"), {"year": ["平成28"]})


def test_a_head_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "broken.rq").write_text('#+ title.ja = "\nSELECT * { ?s ?p ?o }')
    with pytest.raises(QueryError, match=r"broken\.rq"):
        read_question(tmp_path / "broken.rq")


def test_a_parameter_without_values_is_named(tmp_path):
    head = '#+ title.ja = "a"\n#+ title.en = "a"\n#+ [parameters.m]\n#+ type = "text"\n#+ ja = "a"\n#+ en = "a"\n'
    (tmp_path / "broken.rq").write_text(head + "SELECT * { ?s ?p ?m }")
    with pytest.raises(QueryError, match="VALUES"):
        read_question(tmp_path / "broken.rq")
