"""Parts: things that a sentence names by a part of their name, or by a part and what they are (下水汚泥の協定)."""

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

from teiju_graph.sentences.phrasings import heads

Name = tuple[str, str, str]  # levelled, with the kind and the address below `id/` of what bears it
Part = tuple[int, int, dict[str, tuple[str, ...]]]  # from where to where, and what it may be by kind
_Words = tuple[int, int, str]  # from where to where, and the part of a name

_SHORTEST, _SHARE = 4, 0.45  # characters, and share of the name, that a part of a name must have,
_LONG = 6  # or as many characters, where nothing else bears them
_FEWEST, _HALF = 2, 0.5  # words of an English name, and share of them, that a sentence must have
_DOUBT = 3  # things that may be meant, all of which are offered; a word that more bear names none
_LINK = re.compile(r"(?:の|に関する|についての|に係る|という)$")
_HAN = re.compile("[\u3400-\u9fff々]")
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "in", "is", "of", "on", "or", "the", "this", "to", "with"])


def find_parts(text: str, names: Collection[Name], lang: str) -> list[Part]:
    """Return the one place, if any, where a levelled sentence names something by a part of a name: with a word for what
    it is, where few things fit; else by some words of the name, or by a good run of its characters."""
    headed = max(_headed(text, names, lang), key=lambda part: part[1] - part[0], default=None)
    if headed:
        return [headed]
    return _by_words(text, [name for name in names if name[0].isascii()]) or _by_run(
        text, [name for name in names if not name[0].isascii()]
    )


def _headed(text: str, names: Collection[Name], lang: str) -> Iterator[Part]:
    for word, kinds in heads().items():
        for place in re.finditer(re.escape(word) if lang == "ja" else rf"\b{re.escape(word)}\b", text):
            for start, end, part in _before(text, place) if lang == "ja" else _beside(text, place):
                found = _bearers(part, kinds, names)
                if found:
                    if len(found[1]) <= _DOUBT:
                        yield start, end, {found[0]: found[1]}
                    break


def _bearers(part: str, kinds: tuple[str, ...], names: Collection[Name]) -> tuple[str, tuple[str, ...]] | None:
    """The things of the first of the kinds of which any bears the part: an item comes before the agreements on it."""
    for kind in kinds:
        bearing = dict.fromkeys(path for name, known, path in names if known == kind and _holds(name, part))
        if bearing:
            return kind, tuple(bearing)
    return None


def _holds(name: str, part: str) -> bool:
    return f" {part} " in f" {name} " if part.isascii() else part in name


def _before(text: str, head: re.Match[str]) -> Iterator[_Words]:
    """What may stand before a Japanese word for a kind, the longest first."""
    rest = _LINK.sub("", text[: head.start()])
    for start in range(max(len(rest) - 20, 0), len(rest) - 1):
        part = rest[start:]
        if " " not in part and _HAN.match(part):
            yield start, head.end(), part


def _beside(text: str, head: re.Match[str]) -> Iterator[_Words]:
    """What may stand before an English word for a kind, or after it and a preposition, the longest first."""
    before = list(_WORD.finditer(text[: head.start()]))
    for first in before[-6:]:
        part = text[first.start() : head.start()].strip()
        if part not in _SMALL and "  " not in part:
            yield first.start(), head.end(), part
    after = re.match(r"\s(?:on|about|for|of)\s(?:the\s)?", text[head.end() :])
    if after:
        begin = head.end() + after.end()
        for last in list(_WORD.finditer(text, begin))[5::-1]:
            yield head.start(), last.end(), text[begin : last.end()]


def _by_words(text: str, names: Collection[Name]) -> list[Part]:
    words = [each for each in _WORD.finditer(text) if each[0] not in _SMALL]
    best: list[tuple[int, int, int, str, str]] = []
    for name, kind, path in names:
        known = set(_WORD.findall(name)) - _SMALL
        first = 0
        for place in range(len(words) + 1):
            if place < len(words) and words[place][0] in known:
                continue
            if place - first >= max(_FEWEST, _HALF * len(known)):
                best.append((place - first, words[first].start(), words[place - 1].end(), kind, path))
            first = place + 1
    most = max((each[0] for each in best), default=0)
    return _together([each for each in best if each[0] == most])


def _by_run(text: str, names: Collection[Name]) -> list[Part]:
    best: list[tuple[float, int, int, str, str]] = []
    for name, kind, path in names:
        match = SequenceMatcher(None, text, name, autojunk=False).find_longest_match()
        share = match.size / len(name)
        if match.size >= _SHORTEST:
            best.append((match.size + share, match.a, match.a + match.size, kind, path))
    score = max((each[0] for each in best), default=0.0)
    near = [each for each in best if each[0] > score - 1]
    alone = score >= _LONG and len({path for *_, path in near}) == 1
    return _together([each for each in near if alone or each[0] % 1 >= _SHARE or each[0] % 1 == 0])


def _together(found: list[tuple]) -> list[Part]:
    if not found:
        return []
    paths: dict[str, tuple[str, ...]] = {}
    for _, _, _, kind, path in found:
        paths[kind] = tuple(dict.fromkeys([*paths.get(kind, ()), path]))
    return [(found[0][1], found[0][2], paths)]
