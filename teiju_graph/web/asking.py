"""Questions in a person's own words: read as a question of the library and answered, or the nearest ones offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, current_app, request, url_for

from teiju_graph.errors import ParameterError
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import Question
from teiju_graph.sentences import Candidate, Reading, read_sentence
from teiju_graph.vocab import thing
from teiju_graph.web.place import language
from teiju_graph.web.rendering import render_template
from teiju_graph.web.site import show_question, the_store

blueprint = Blueprint("asking", __name__)
LONGEST = 300
_EXAMPLES = {
    "ja": ["室蘭市と登別市だけの取組は?", "白老町が入っていない協定は?", "維持を目標にしているKPIは?"],
    "en": [
        "Which initiatives are only between Muroran and Noboribetsu?",
        "Which agreements leave out Shiraoi?",
        "Which KPIs aim to maintain their value?",
    ],
}


@dataclass(frozen=True)
class Offer:
    """A question that a sentence may ask: with its values named, and the address of its page filled in."""

    question: Question
    values: tuple[Link, ...]
    texts: tuple[str, ...]
    address: str

    def label(self, lang: str) -> str:
        """Return the question's title with the values that the sentence gives."""
        title = self.question.ja if lang == "ja" else self.question.en
        named = [*(link.label(lang) for link in self.values), *self.texts]
        comma = "、" if lang == "ja" else ", "
        return f"{title} ({comma.join(named)})" if named else title


@blueprint.get("/ask")
def ask():
    """The answer to a sentence where it is sure what it asks, else the nearest questions; the form without one."""
    sentence = _sentence()
    lang = language()
    reading = read_sentence(the_store(), sentence) if sentence else Reading((), False)
    offers = [_offer(each) for each in reading.candidates]
    if reading.sure:
        first = reading.candidates[0]
        given = {name: list(first.given.get(name, ())) for name in first.question.parameters}
        return show_question(first.question, given, sentence=sentence, others=offers[1:])
    return render_template("ask.html", sentence=sentence, others=offers, examples=list(_examples(lang)))


@blueprint.get("/ask.json")
def ask_json():
    """How a sentence was read: whether for sure, and the questions with their parameters, the nearest first."""
    reading = read_sentence(the_store(), _sentence())
    candidates = [
        {
            "question": each.question.name,
            "parameters": {name: list(values) for name, values in each.given.items()},
            "likeness": round(each.likeness, 3),
            "address": f"/questions/{each.question.name}?{_address(each)}",
        }
        for each in reading.candidates
    ]
    return current_app.json.response({"sure": reading.sure, "candidates": candidates})


def _sentence() -> str:
    sentence = request.args.get("q", "").strip()
    if len(sentence) > LONGEST:
        raise ParameterError(
            f"{LONGEST}字までの一文で尋ねてください。",
            f"is longer than {LONGEST} characters; ask in one sentence.",
            column="q",
        )
    return sentence


def _examples(lang: str) -> Iterator[tuple[str, str]]:
    """Sentences with where each is answered; on a published site, which reads none, on the page of its question."""
    for sentence in _EXAMPLES[lang]:
        if not current_app.extensions["publication"]:
            yield sentence, url_for("asking.ask", q=sentence)
        elif candidates := read_sentence(the_store(), sentence).candidates:
            page = url_for("site.question", name=candidates[0].question.name)
            yield sentence, f"{page}?{_address(candidates[0])}"


def _offer(candidate: Candidate) -> Offer:
    values = [value for found in candidate.given.values() for value in found]
    things = [thing(value) for value in values if "/" in value]
    links = read_labels(the_store(), things)
    texts = tuple(value for value in values if "/" not in value)
    return Offer(candidate.question, tuple(links[node.value] for node in things), texts, _address(candidate))


def _address(candidate: Candidate) -> str:
    return urlencode([(name, value) for name, values in candidate.given.items() for value in values])
