"""How people ask: the phrasings of queries/phrasings.toml, and how near a sentence comes to them."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from teiju_graph.files import folder, read_toml
from teiju_graph.finding.spelling import level
from teiju_graph.queries import Question, library

SLOTS = {"municipality": "\ue000", "without": "\ue001", "zone": "\ue002", "field": "\ue003", "department": "\ue004"}
SLOTS |= {"year": "\ue005", "text": "\ue006", "thing": "\ue007"}
_SLOT = re.compile(r"\{(\w+)\}")
_SIGN = re.compile("[\ue000-\ue00f]")
_RARE = 1.15  # how much more than the rarest known pair a pair that no phrasing has weighs,
_STRANGE = 1.6  # and an English word that none has


@dataclass(frozen=True)
class Phrasing:
    """One way to ask a question: the pairs of signs in it with their weights, of length 1."""

    question: str
    weights: dict[str, float]


def slot(question: Question, name: str) -> str:
    """Return the sign that stands for values of a parameter: things of all sorts share one."""
    if name == "without":
        return SLOTS["without"]
    return SLOTS.get(question.parameters[name].type, SLOTS["thing"])


def language_of(text: str) -> str:
    """Return ja for a sentence with any Japanese character, else en."""
    return "ja" if re.search("[\u3040-\u30ff\u3400-\u9fff]", text) else "en"


@cache
def courtesies(lang: str) -> re.Pattern[str]:
    """Return what politeness adds to a sentence and its meaning doesn't need."""
    words = sorted(map(level, _file()["courtesy"][lang]), key=len, reverse=True)
    if lang == "ja":
        return re.compile("|".join(map(re.escape, words)))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


@cache
def words() -> dict[str, list[str]]:
    """Return the words, levelled, that mean a value of a closed set, by the value's address below `id/`."""
    return {path: [level(word) for word in found] for path, found in _file()["words"].items()}


@cache
def heads() -> dict[str, tuple[str, ...]]:
    """Return the words, levelled, that say what a thing is, with the kinds that may be meant, the first before the others."""
    return {level(word): tuple(kinds) for word, kinds in _file()["heads"].items()}


@cache
def withouts(lang: str) -> re.Pattern[str]:
    """Return the words that say that somebody is outside: after the name in Japanese, before it in English."""
    return re.compile("|".join(map(re.escape, map(level, _file()["without"][lang]))))


def likeness(question: str, masked: str, lang: str) -> float:
    """Return how near a sentence, levelled and with signs for its values, comes to a question, from 0 to 1: half by its
    nearest phrasing (cosine of weighted pairs), half by how much of the sentence any of its phrasings has."""
    mine = _weigh(_pairs(masked, lang), lang)
    nearest = max(
        sum(weight * phrasing.weights.get(pair, 0.0) for pair, weight in mine.items())
        for phrasing in _of(question, lang)
    )
    known = _vocabulary(question, lang)
    return (nearest + sum(weight * weight for pair, weight in mine.items() if pair in known)) / 2


@cache
def _alike(lang: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a word that has others of its meaning, and the one that stands for them."""
    first = {level(word): level(line[0]) for line in _file()["alike"][lang] for word in line}
    words = "|".join(map(re.escape, sorted(first, key=len, reverse=True)))
    return re.compile(words if lang == "ja" else rf"\b(?:{words})\b"), first


@cache
def _file() -> dict:
    return read_toml(folder("queries") / "phrasings.toml")


@cache
def _levelled(lang: str) -> dict[str, list[str]]:
    """Every phrasing of every question, its slots as signs."""
    found: dict[str, list[str]] = {}
    for name, question in library().items():
        texts = [question.ja if lang == "ja" else question.en, *_file().get(name, {}).get(lang, [])]
        found[name] = [_level(question, text, lang) for text in texts]
    return found


def _level(question: Question, text: str, lang: str) -> str:
    parts = _SLOT.split(text)
    signs = [level(part) if place % 2 == 0 else f" {slot(question, part)} " for place, part in enumerate(parts)]
    return tidy("".join(signs) if lang == "ja" else " ".join(signs), lang)


def tidy(text: str, lang: str) -> str:
    """Return a levelled sentence without courtesies and needless spaces, words of one meaning being one word."""
    text = courtesies(lang).sub(" " if lang == "en" else "", text)
    pattern, first = _alike(lang)
    text = pattern.sub(lambda found: first[found[0]], text)
    text = re.sub(r"\s+", " ", text).strip()
    return text.replace(" ", "") if lang == "ja" else text


def _pairs(text: str, lang: str) -> Iterable[str]:
    """Pairs of neighbouring characters, or words and pairs of words; signs of values also alone."""
    if lang == "ja":
        yield from _SIGN.findall(text)
        padded = f"^{text}$"
        yield from (padded[place : place + 2] for place in range(len(padded) - 1))
        yield from (text[place : place + 3] for place in range(len(text) - 2))
    else:
        found = [_stem(word) for word in text.split()]
        yield from found
        yield from (f"{first} {second}" for first, second in itertools.pairwise(found))


def _stem(word: str) -> str:
    return re.sub(r"(?<=...)(?:ies|es|s|ed|ing|d)$", "", word) if word.isascii() else word


@cache
def _rarity(lang: str) -> dict[str, float]:
    """How much a pair tells: the fewer questions have it, the more."""
    seen: Counter[str] = Counter()
    for texts in _levelled(lang).values():
        seen.update({pair for text in texts for pair in _pairs(text, lang)})
    return {pair: math.log(1 + len(_levelled(lang)) / count) for pair, count in seen.items()}


def _weigh(pairs: Iterable[str], lang: str) -> dict[str, float]:
    rarity = _rarity(lang)
    unknown = max(rarity.values(), default=1.0) * _RARE
    strange = unknown * _STRANGE / _RARE if lang == "en" else unknown
    found = {pair: rarity.get(pair, unknown if " " in pair else strange) for pair in pairs}
    length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {pair: weight / length for pair, weight in found.items()}


@cache
def _of(question: str, lang: str) -> tuple[Phrasing, ...]:
    texts = _levelled(lang)[question]
    return tuple(Phrasing(question, _weigh(_pairs(text, lang), lang)) for text in texts)


@cache
def _vocabulary(question: str, lang: str) -> frozenset[str]:
    return frozenset(pair for phrasing in _of(question, lang) for pair in phrasing.weights)
