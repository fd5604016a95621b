"""Sentences are read as the question that they ask, or the nearest are offered; nothing is answered by guessing."""

import tomllib
from pathlib import Path

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.queries import library
from teiju_graph.sentences import read_sentence
from teiju_graph.web import create_app

PHRASINGS = tomllib.loads((Path(__file__).parent / "phrasings.toml").read_text(encoding="utf-8"))["phrasing"]


@pytest.fixture(scope="module")
def store():
    return open_store()


@pytest.fixture(scope="module")
def site(store):
    return create_app(store).test_client()


def is_right(expected: dict, candidate) -> bool:
    wanted = {name: sorted(value) for name, value in expected.items() if name not in ("ask", "question")}
    given = {name: sorted(values) for name, values in candidate.given.items()}
    return candidate.question.name == expected["question"] and given == wanted


@pytest.fixture(scope="module")
def readings(store):
    return [(each, read_sentence(store, each["ask"])) for each in PHRASINGS]


def test_nine_of_ten_are_read_right(readings):
    asked = [(each, reading) for each, reading in readings if each["question"]]
    right = [each for each, reading in asked if reading.sure and is_right(each, reading.candidates[0])]
    assert len(PHRASINGS) >= 100 and len(right) >= 0.9 * len(asked)


def test_none_is_surely_read_wrong(readings):
    wrong = [
        each["ask"]
        for each, reading in readings
        if reading.sure and not (each["question"] and is_right(each, reading.candidates[0]))
    ]
    assert wrong == []


MORE = tomllib.loads((Path(__file__).parent / "phrasings-more.toml").read_text(encoding="utf-8"))


def test_other_ways_to_ask_are_read_right_or_offered_and_none_is_surely_read_wrong(store):
    met, wrong = [], []
    for answers, sentences in MORE.items():
        right = set(answers.split())
        for sentence in sentences:
            reading = read_sentence(store, sentence)
            names = [each.question.name for each in reading.candidates]
            if reading.sure and names[0] not in right:
                wrong.append(sentence)
            met += [sentence] * ("nothing" in right or not right.isdisjoint(names))
    assert wrong == [] and len(met) >= 0.9 * sum(map(len, MORE.values()))


@pytest.mark.parametrize(
    ("sentence", "path"),
    [
        ("下水汚泥の協定に参加しているのは？", "item/higashi-iburi-sewage"),
        ("Which municipalities share the sewage agreement?", "item/higashi-iburi-sewage"),
        ("Which towns take part in the school library system?", "initiative/nishi-iburi-school-library-system"),
    ],
)
def test_a_thing_is_known_by_a_part_of_its_name_and_what_it_is(store, sentence, path):
    reading = read_sentence(store, sentence)
    assert reading.sure and reading.candidates[0].given == {"cooperation": (path,)}


def test_where_a_part_of_a_name_fits_several_things_each_is_offered(store):
    reading = read_sentence(store, "壮瞥町は成年後見の事業に参加していますか")
    offered = {path for each in reading.candidates for path in each.given.get("cooperation", ())}
    assert (
        not reading.sure and {"initiative/nishi-iburi-guardianship", "initiative/higashi-iburi-guardianship"} <= offered
    )


def test_before_a_year_is_not_in_it(store):
    assert all(not each.given.get("year") for each in read_sentence(store, "2010年以前から続く事業").candidates)


def test_every_question_of_the_library_has_phrasings_in_both_languages():
    told = tomllib.loads((folder("queries") / "phrasings.toml").read_text(encoding="utf-8"))
    assert {name for name in library() if not (told.get(name, {}).get("ja") and told[name].get("en"))} == set()
    assert told.keys() - {"words", "heads", "alike", "courtesy", "without"} == library().keys()


def test_the_phrasings_that_are_tried_are_not_those_that_are_known():
    told = tomllib.loads((folder("queries") / "phrasings.toml").read_text(encoding="utf-8"))
    known = {text for name in library() for lang in ("ja", "en") for text in told[name][lang]}
    assert known.isdisjoint(each["ask"] for each in PHRASINGS)
    assert known.isdisjoint(sentence for sentences in MORE.values() for sentence in sentences)


FREE = [each for each in library().values() if all(parameter.optional for parameter in each.parameters.values())]


@pytest.mark.parametrize("question", FREE, ids=lambda each: each.name)
def test_the_titles_of_a_question_that_needs_nothing_ask_for_it_or_offer_it(store, question):
    for title in (question.ja, question.en):
        assert question.name in [each.question.name for each in read_sentence(store, title).candidates], title


def test_a_sentence_is_answered_with_its_question_and_what_it_was_read_as(site):
    page = site.get("/ask", query_string={"q": "室蘭市と登別市だけの取組は？"}).get_data(as_text=True)
    assert "学校図書システム広域化事業" in page and "広域観光事業" not in page
    assert "室蘭市と登別市だけの取組は？" in page and 'action="/questions/shared-only"' in page


def test_the_form_shows_the_name_of_what_was_read(site):
    page = site.get("/ask", query_string={"q": "下水汚泥の協定に参加しているのは？"}).get_data(as_text=True)
    assert 'value="下水汚泥・し尿処理の広域化・共同化"' in page and 'value="item/' not in page


def test_what_is_not_sure_is_offered_and_not_answered(site):
    page = site.get("/ask", query_string={"q": "白老町と登別市の関係は？"}).get_data(as_text=True)
    assert "/questions/shared-by-all?m=municipality%2F" in page and "<table>" not in page
    nothing = site.get("/ask", query_string={"q": "ふるさと納税の返礼品は？"})
    assert nothing.status_code == 200 and "<table>" not in nothing.get_data(as_text=True)


def test_programs_get_the_reading(site):
    told = site.get("/ask.json", query_string={"q": "Which agreements leave out Shiraoi?"}).json
    assert told["sure"] and told["candidates"][0]["question"] == "excluded"
    assert told["candidates"][0]["parameters"] == {"municipality": ["municipality/015784"]}
    assert site.get(told["candidates"][0]["address"]).status_code == 200


@pytest.mark.parametrize(
    "sentence", ["", " ", "？", "<script>alert(1)</script>", "\u0000", "室蘭市" * 80, "a b c " * 40]
)
def test_odd_sentences_get_a_page(site, sentence):
    answer = site.get("/ask", query_string={"q": sentence})
    assert answer.status_code == 200 and "<script>alert" not in answer.get_data(as_text=True)


def test_a_sentence_too_long_is_refused(site):
    answer = site.get("/ask", query_string={"q": "室蘭市" * 3000})
    assert answer.status_code == 400 and "300" in answer.get_data(as_text=True)


def test_answers_bear_headings_that_people_read(site):
    columns = tomllib.loads((folder("queries") / "columns.toml").read_text(encoding="utf-8"))
    for question in library().values():
        needed = {name: list(each.example) for name, each in question.parameters.items() if not each.optional}
        page = site.get(f"/en/questions/{question.name}", query_string=needed).get_data(as_text=True)
        headings = [part.partition("</th>")[0] for part in page.split('<th scope="col">')[1:]]
        assert set(headings) <= {each["en"] for each in columns.values()}, question.name
