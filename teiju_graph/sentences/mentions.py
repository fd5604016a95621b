"""Mentions: where a sentence names things of the graph, by any of their names, by a part of them, or years."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.finding.spelling import level, stem
from teiju_graph.queries import page_query
from teiju_graph.sentences.parts import Name, find_parts
from teiju_graph.sentences.phrasings import words
from teiju_graph.vocab import BASE, path_of

KINDS: tuple[str, ...] = (
    "municipality",
    "zone",
    "field",
    "department",
    "initiative",
    "body",
    "item",
    "agreement",
    "facility",
    "plan",
    "kpi",
    "meeting",
    "source",
)
_LONG = {"initiative", "body", "item", "agreement", "kpi", "facility", "plan"}  # named by a part of their name too
_APART = {"municipality", "zone", "year", "prefecture", "subprefecture"}  # never a word of something else's name
_HAN = re.compile("[\u3400-\u9fff々]")
_LEGAL = re.compile(r"^[(（](?:公財|公社|一財|一社|財|社|株)[)）]|[(（][^)）]*[)）]$")
_ERAS = {"meiji": "明治", "taisho": "大正", "showa": "昭和", "heisei": "平成", "reiwa": "令和"}
_ERA = re.compile(rf"\b({'|'.join(_ERAS)}) (\d{{1,2}})\b", re.IGNORECASE)
_YEAR = re.compile(
    r"(?<!before )(?<!after )(?<!until )(?<![0-9])((?:1[89]|20)\d\d)(?![0-9])\s?(?:年度|年)?(?!以前|以降|より|まで|から|前|後)"
)
_PARTED = re.compile(r"\s*[、，,・/／&＆]\s*")


@dataclass(frozen=True)
class Mention:
    """Where something is named: from `start` to `end` of the levelled sentence. paths: what it may be, by kind, the
    addresses below `id/`; for `year`, `prefecture` and `subprefecture` the value itself. whole: the name, not a part of it."""

    start: int
    end: int
    paths: dict[str, tuple[str, ...]]
    whole: bool = True


def level_sentence(sentence: str, lang: str) -> str:
    """Return the sentence levelled; what parts the names of a list becomes と in Japanese, `and` in English."""
    sentence = _ERA.sub(
        lambda found: f" {level(_ERAS[found[1].lower()] + found[2] + '年').removesuffix('年')} ", sentence
    )
    joined = _PARTED.sub("と" if lang == "ja" else " and ", sentence.strip(" 。．.?？!！"))
    return level(joined)


def find_mentions(store: Store, text: str, lang: str) -> list[Mention]:
    """Return what a levelled sentence names, longest first; mentions may overlap."""
    found = [*_years(text), *_named(store, text, lang)]
    if not any(mention.paths.keys() & _LONG for mention in found):
        rest = list(text)
        for mention in found:
            if mention.paths.keys() & _APART:
                rest[mention.start : mention.end] = " " * (mention.end - mention.start)
        parts = find_parts("".join(rest), _long_names(store), lang)
        found += [Mention(start, end, paths, whole=False) for start, end, paths in parts]
    return sorted(found, key=lambda each: (each.start - each.end, each.start))


def _years(text: str) -> list[Mention]:
    """The years that are meant as such; before, until or after a year is another question."""
    return [Mention(each.start(), each.end(), {"year": (each[1],)}) for each in _YEAR.finditer(text)]


def _named(store: Store, text: str, lang: str) -> list[Mention]:
    names, longest = _names(store)
    found: dict[tuple[int, int], dict[str, tuple[str, ...]]] = {}
    for start in range(len(text)):
        if lang == "en" and start and text[start - 1].isalnum() and text[start].isascii():
            continue
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            for (kind, short), paths in names.get(text[start:end], {}).items():
                if _stands_alone(text, start, end, short):
                    known = found.setdefault((start, end), {})
                    known[kind] = tuple(dict.fromkeys([*known.get(kind, ()), *paths]))
    return [Mention(start, end, paths) for (start, end), paths in found.items()]


def _stands_alone(text: str, start: int, end: int, short: bool) -> bool:
    """A Latin name is no part of a word; a name without 市, 町 or 村 is no part of a longer word of Han characters."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[end - 1].isascii() and text[end - 1].isalnum() and after.isascii() and after.isalnum():
        return False
    return not short or not (_HAN.match(before) or _HAN.match(after))


_Names = dict[str, dict[tuple[str, bool], tuple[str, ...]]]


@kept()
def _names(store: Store) -> tuple[_Names, int]:
    """What each levelled name may be, by kind and whether it is short for something; and the length of the longest."""
    active = {path_of(row["municipality"].value) for row in select(store, page_query("taking-part").text)}
    found: dict[str, dict[tuple[str, bool], dict[str, None]]] = {}

    def add(name: str, kind: str, path: str, short: bool = False) -> None:
        if len(name) > 1:
            found.setdefault(name, {}).setdefault((kind, short), {})[path] = None

    for kind in KINDS:
        rows = select(store, page_query("names").fill({"within": [Literal(f"{BASE}id/{kind}/")]}))
        for row in rows:
            path, name = path_of(row["thing"].value), row["name"].value
            add(level(name), kind, path)
            add(level(_LEGAL.sub("", name)), kind, path)
            if kind == "municipality" and path in active:
                add(level(stem(name)), kind, path, short=True)
            if kind == "zone":
                for ending in ("定住自立圏", " settlement zone"):
                    add(level(name.removesuffix(ending)), kind, path)
    for path, alike in words().items():
        kind, _, value = path.partition("/")
        for word in alike if kind in KINDS or kind == "prefecture" else ():
            add(word, kind, path if kind in KINDS else value)
    for row in select(store, page_query("subprefectures").text):
        value = row["name"].value
        for ending in ("", "総合振興局", "振興局"):
            if value.endswith(ending):
                add(level(value.removesuffix(ending)), "subprefecture", value)
                add(level(value.removesuffix(ending) + "管内"), "subprefecture", value)
    for by_kind in found.values():
        for (kind, _), paths in by_kind.items():
            if kind == "municipality" and len(paths) > 1 and active & paths.keys():
                for path in [path for path in paths if path not in active]:
                    del paths[path]
    names = {name: {key: tuple(paths) for key, paths in by_kind.items()} for name, by_kind in found.items()}
    return names, max(map(len, names), default=0)


@kept()
def _long_names(store: Store) -> list[Name]:
    """Levelled names of six characters and more with their kind and address, for being named by a part."""
    return [
        (name, kind, path)
        for name, by_kind in _names(store)[0].items()
        for (kind, _), paths in by_kind.items()
        for path in paths
        if kind in _LONG and len(name) >= 6
    ]
