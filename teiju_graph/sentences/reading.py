"""A sentence read: the question of the library that it asks with its parameters filled in, or the nearest ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from teiju_graph.engines.store import Store
from teiju_graph.queries import Question, library
from teiju_graph.sentences.mentions import Mention, find_mentions, level_sentence
from teiju_graph.sentences.phrasings import language_of, likeness, slot, tidy, withouts, words

SURE, AHEAD = 0.34, 0.8  # how near a question must be, and the most that the next may have of it, to be answered
_OFFERED = 3
_CONCEPTS = {"direction", "kind", "material", "stance"}
_SHARED = {"initiative", "body", "item", "agreement"}
_ANY = {*_SHARED, "kpi", "facility", "plan", "meeting"}
_UNUSED, _BLANK = 0.7, 0.8  # what of its likeness a question keeps that uses not all that is named, or lacks a value
_SEVERAL = re.compile("([\ue000\ue001])(?:(?:と|や|および|及び|とか|ならびに|と、|\\band\\b|\\s|、)*\\1)+")
_OR = re.compile("([\ue000])(?:(?:\\s*か\\s*|\\s*または\\s*|\\s*もしくは\\s*|\\s*or\\s*)\\1)+")


@dataclass(frozen=True)
class Candidate:
    """A question that a sentence may ask, with parameters as `questions.fill` takes them; likeness from 0 to 1."""

    question: Question
    given: dict[str, tuple[str, ...]]
    likeness: float


@dataclass(frozen=True)
class Reading:
    """What became of a sentence: the candidates, the nearest first, and whether the first is sure."""

    candidates: tuple[Candidate, ...]
    sure: bool


def read_sentence(store: Store, sentence: str) -> Reading:
    """Return what a sentence asks, in Japanese or English. Nothing is made up: what isn't near enough to a phrasing, or
    names what the graph doesn't know, is not sure; then the nearest questions are offered."""
    lang = language_of(sentence)
    text = level_sentence(sentence, lang)
    mentions = find_mentions(store, text, lang)
    found = [each for question in library().values() if (each := _try(question, text, mentions, lang))]
    found.sort(key=lambda each: (-each.likeness, each.question.name))
    if not found:
        return Reading((), False)
    first = found[0]
    rival = max((each.likeness for each in found[1:] if not _covers(first, each)), default=0.0)
    single = [values for name, values in first.given.items() if not first.question.parameters[name].many]
    sure = first.likeness >= SURE and rival <= AHEAD * first.likeness and all(len(values) == 1 for values in single)
    if sure and _is_whole(first):
        return Reading(tuple(found[:_OFFERED]), True)
    return Reading(tuple(each for candidate in found for each in _single(candidate))[:_OFFERED], False)


def _single(candidate: Candidate) -> list[Candidate]:
    """A question with one value for each parameter that takes one: as many as there are things that may be meant."""
    doubtful = [
        (name, values) for name, values in candidate.given.items() if not candidate.question.parameters[name].many
    ]
    several = next(((name, values) for name, values in doubtful if len(values) > 1), None)
    if not several:
        return [candidate]
    name, values = several
    return [each for value in values for each in _single(replace(candidate, given={**candidate.given, name: (value,)}))]


def _is_whole(candidate: Candidate) -> bool:
    parameters = candidate.question.parameters
    return all(parameter.optional or candidate.given.get(name) for name, parameter in parameters.items())


def _covers(first: Candidate, other: Candidate) -> bool:
    """Whether a question about this kind of thing is asked as well as the same about anything: the first says it all."""
    general = {each.type for each in other.question.parameters.values()} == {"thing"}
    special = {each.type for each in first.question.parameters.values()}.isdisjoint({"thing"})
    return general and special and sorted(first.given.values()) == sorted(other.given.values())


def _try(question: Question, text: str, mentions: list[Mention], lang: str) -> Candidate | None:
    """The question with what the sentence gives for its parameters; None where one of several that it needs is missing."""
    taken = _take(question, text, mentions, lang)
    given: dict[str, tuple[str, ...]] = {}
    for name, mention in taken:
        given[name] = tuple(dict.fromkeys([*given.get(name, ()), *_paths(question, name, mention)]))
    for name, parameter in question.parameters.items():
        if parameter.type in _CONCEPTS and (values := _concepts(parameter.type, text)):
            given[name] = values if parameter.many else values[:1]
    lacking = [
        name for name, parameter in question.parameters.items() if not parameter.optional and not given.get(name)
    ]
    if lacking and (len(question.parameters) > 1 or given):
        return None
    masked = tidy(_mask(question, text, taken), lang)
    masked = _SEVERAL.sub(r"\1", _OR.sub(r"\1か" if lang == "ja" else r"\1 or", _SEVERAL.sub(r"\1", masked)))
    near = likeness(question.name, masked, lang)
    if "m" in given and len(given["m"]) == 1:
        near *= 0.8  # one municipality alone shares nothing
    if any(not mention.whole for _, mention in taken):
        near *= 0.95
    if lacking:
        near *= _BLANK
    if any(mention.paths.keys() & _ANY and not _meets(mention, taken) for mention in mentions):
        near *= _UNUSED
    return Candidate(question, given, near)


def _take(question: Question, text: str, mentions: list[Mention], lang: str) -> list[tuple[str, Mention]]:
    """Which mention gives which parameter, in the order of the sentence; none overlaps another."""
    free: list[Mention] = []
    for mention in mentions:
        fits = any(_paths(question, name, mention) for name in question.parameters)
        if fits and not any(mention.start < other.end and other.start < mention.end for other in free):
            free.append(mention)
    taken: list[tuple[str, Mention]] = []
    free.sort(key=lambda each: each.start)
    for place, mention in enumerate(free):
        names = [name for name in question.parameters if _paths(question, name, mention)]
        if "without" in names:
            outside = _is_outside(text, free, place, lang)
            names = ["without" if outside else "m"]
        name = next((name for name in names if question.parameters[name].many or not _has(taken, name)), None)
        if name:
            taken.append((name, mention))
    return taken


def _meets(mention: Mention, taken: Iterable[tuple[str, Mention]]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for _, other in taken)


def _has(taken: Iterable[tuple[str, Mention]], name: str) -> bool:
    return any(each == name for each, _ in taken)


def _is_outside(text: str, mentions: list[Mention], place: int, lang: str) -> bool:
    """Whether the sentence says of a mention that it is not in: by words after its list in Japanese, before it in
    English."""
    if lang == "en":
        before = mentions[place - 1].end if place else 0
        gap = text[before : mentions[place].start]
        if re.fullmatch(r"\s*(?:and|or)?\s*", gap) and place:
            return _is_outside(text, mentions, place - 1, lang)
        return bool(withouts(lang).search(gap))
    after = mentions[place + 1].start if place + 1 < len(mentions) else len(text)
    gap = text[mentions[place].end : after]
    if re.fullmatch(r"と|や|か|および|及び|", gap) and place + 1 < len(mentions):
        return _is_outside(text, mentions, place + 1, lang)
    return bool(withouts(lang).search(gap))


def _paths(question: Question, name: str, mention: Mention) -> tuple[str, ...]:
    """What a mention may mean for a parameter; one for a text is named as the kind of its mentions (prefecture)."""
    kind = question.parameters[name].type
    if kind == "thing":
        fitting = _SHARED if name in ("cooperation", "other") else _ANY
        return tuple(path for each in sorted(fitting) for path in mention.paths.get(each, ()))
    return mention.paths.get(name if kind == "text" else kind, ())


def _concepts(kind: str, text: str) -> tuple[str, ...]:
    named = {path: found for path, found in words().items() if path.startswith(f"{kind}/")}
    lengths = {path: max((len(word) for word in found if word in text), default=0) for path, found in named.items()}
    longest = max(lengths.values(), default=0)
    return tuple(path for path, length in lengths.items() if length and length == longest)


def _mask(question: Question, text: str, taken: list[tuple[str, Mention]]) -> str:
    for name, mention in sorted(taken, key=lambda each: -each[1].start):
        text = f"{text[: mention.start]} {slot(question, name)} {text[mention.end :]}"
    return text
