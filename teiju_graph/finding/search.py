"""Search that knows Japanese: every spelling of a word, readings, romaji, eras and misprints, with why each was found."""

import re
import sqlite3
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store
from teiju_graph.errors import ParameterError
from teiju_graph.finding.spelling import latin, level, mark, phrase, stem, tokens
from teiju_graph.finding.texts import WHYS, Text, read_texts
from teiju_graph.labels import Link

MOST = 200  # characters of a search
BROAD = 10_000  # texts of one word that are looked at; names come before descriptions
_KINDS = ("municipality", "zone", "item", "initiative", "agreement", "body", "facility", "department", "kpi", "plan",
          "meeting", "opinion", "processing", "source", "correction")  # fmt: skip
_AROUND = 40  # characters shown before a hit, and three times as many from there
_CALLED = ("name", "reading", "romaji", "code")
_ALSO_CALLED = ("other-name", "misprint", "former")
_PARTICLES = re.compile(r"[のとはをがにでやへも、。?？!！]")
_SUFFIX = re.compile("(市|町|村|し|ちょう|まち|そん|むら|shi|cho|machi|son|mura)$")


@dataclass(frozen=True)
class Reason:
    """Why something was found: which of its texts (one of texts.WHYS) holds what was typed, and where in it."""

    why: str
    pieces: list[tuple[str, bool]]
    lang: str


@dataclass
class Hit:
    """One thing found, with its rank (lowest first), the texts of it that hold the words, and the words."""

    thing: Link
    kind: str
    rank: tuple
    texts: list[Text]
    words: list[str]

    @property
    def reasons(self) -> list[Reason]:
        """Why it was found, one reason for each text."""
        return [Reason(each.why, _cut(mark(each.text, self.words)), each.lang) for each in self.texts]


@dataclass
class Results:
    """What a search found. hits: best first; loose: whether they hold only some of the words; near: names like what was
    typed, where nothing holds it."""

    terms: list[str]
    hits: list[Hit] = field(default_factory=list)
    loose: bool = False
    near: list[str] = field(default_factory=list)

    def groups(self) -> dict[str, list[Hit]]:
        """Return the hits by kind, the kind with the best hit first."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.kind, []).append(hit)
        return found


class Index:
    """The texts of a store in SQLite's FTS5, under bigrams of their levelled form; built once, never changed."""

    def __init__(self, links: dict[str, Link], texts: list[Text]):
        self.links = links
        self._texts = sorted(texts, key=lambda each: WHYS.index(each.why))  # rows come in this order: names first
        self._levelled = [level(each.text) if each.why != "romaji" else each.text for each in self._texts]
        called = (row for row, each in enumerate(self._texts) if each.why in ("name", "reading"))
        self._names = {self._levelled[row]: self._texts[row].text for row in called}
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        rows = ((row, " ".join(tokens(text))) for row, text in enumerate(self._levelled))
        self._base.executemany("INSERT INTO words(rowid, tokens) VALUES (?, ?)", rows)

    def find(self, term: str) -> dict[str, tuple[int, int]]:
        """Return the things that one word finds, each with how well (0 is best) and the number of its text."""
        wanted, romaji = level(term), "" if re.search("[0-9]", term) else latin(term)
        found: dict[str, tuple[int, int]] = {}
        sought = [_match(wanted)] if wanted else []
        sought += [_match(romaji)] if romaji and romaji != wanted else []
        if not sought:
            return found
        rows = self._base.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?", (" OR ".join(sought), BROAD)
        )
        for (row,) in rows:
            each = self._texts[row]
            fit = _fit(each, self._levelled[row], wanted, romaji), row
            if each.thing not in found or fit < found[each.thing]:
                found[each.thing] = fit
        return found

    def text(self, row: int) -> Text:
        """Return the text of that number."""
        return self._texts[row]

    def names_near(self, typed: str) -> list[str]:
        """Return up to five names that are spelt almost as what was typed."""
        wanted = level(typed)
        like = [name for name in self._names if abs(len(name) - len(wanted)) < 3 and len(set(name) & set(wanted)) > 1]
        near = get_close_matches(wanted, like, n=5, cutoff=0.5 if len(wanted) < 4 else 0.65)
        return [self._names[each] for each in near]


@kept()
def open_index(store: Store) -> Index:
    """Return the index of a store."""
    return Index(*read_texts(store))


def search(store: Store, typed: str) -> Results:
    """Return what holds all the words typed, separated by spaces; else what holds the words between particles; else
    what holds some of them, or the beginning or end of one. Of a word that stands in more than BROAD texts the rest is
    left out. ParameterError: more than MOST characters are typed, or nothing that can be sought."""
    if len(typed) > MOST:
        raise ParameterError(
            f"長すぎます({len(typed):,}文字)。{MOST}文字までの言葉で探してください。",
            f"is too long ({len(typed):,} characters); search for up to {MOST}.",
            column="q",
        )
    index = open_index(store)
    terms = [each for each in unicodedata.normalize("NFKC", typed).split() if level(each)]
    if not terms:
        raise ParameterError("文字か数字を入れてください。", "needs letters or figures.", column="q")
    parts = [part for each in terms for part in _PARTICLES.split(each) if level(part)]
    for words in (terms, parts or terms):
        found = [index.find(each) for each in words]
        whole = index.find(" ".join(words)) if len(words) > 1 else {}
        fits = {thing: [each[thing] for each in found] for thing in found[0] if all(thing in each for each in found)}
        for thing, fit in whole.items():  # all the words in one text, in this order
            if thing not in fits or fit <= min(fits[thing]):
                fits[thing] = [fit] * len(words)
        if fits:
            return Results(words, _hits(index, fits, words))
    if not any(found):
        words = [part for each in words for part in _known_part(index, level(each))] or words
        found = [index.find(each) for each in words]
    some = {thing: [each[thing] for each in found if thing in each] for part in found for thing in part}
    return Results(words, _hits(index, some, words), loose=bool(some), near=index.names_near(typed))


def _known_part(index: Index, word: str) -> list[str]:
    """The longest beginning or end of a word that is found, of two characters at least; of Latin words none."""
    if word.isascii():
        return []
    parts = (part for size in range(len(word) - 1, 1, -1) for part in (word[:size], word[-size:]))
    return next(([part] for part in parts if index.find(part)), [])


def _hits(index: Index, fits: dict[str, list[tuple[int, int]]], words: list[str]) -> list[Hit]:
    """The things found, best first; fits: how well, and by which text, each holds the words that it holds."""
    hits = []
    for thing, found in fits.items():
        link, kind = index.links[thing], thing.partition("/")[0]
        place = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
        quality = (min(fit for fit, _ in found), sum(fit for fit, _ in found))
        rank = (len(words) - len(found), *quality, place, len(link.ja), link.iri)
        texts = [index.text(row) for row in dict.fromkeys(row for _, row in found)]
        hits.append(Hit(link, kind, rank, texts, words))
    return sorted(hits, key=lambda hit: hit.rank)


def _cut(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """A long text around its first hit."""
    before = next((place for place, (_, on) in enumerate(pieces) if on), 0)
    start = "".join(text for text, _ in pieces[:before])
    if len(start) > _AROUND:
        pieces = [(f"…{start[-_AROUND:]}", False), *pieces[before:]]
    rest = 3 * _AROUND
    found: list[tuple[str, bool]] = []
    for text, on in pieces:
        if rest <= 0:
            return [*found, ("…", False)]
        found.append((text if len(text) <= rest else f"{text[:rest]}…", on))
        rest -= len(text)
    return found


def _match(levelled: str) -> str:
    found, beginning = phrase(levelled)
    return f'"{found}"' + (" *" if beginning else "")


def _fit(each: Text, levelled: str, wanted: str, romaji: str) -> int:
    """How well a text answers a word, 0 being best: the name itself, the name without 市 or 町, its beginning, …"""
    place = each.thing.startswith("municipality/")
    forms = {wanted, romaji} - {""}
    exact = levelled in forms
    short = place and bool({_SUFFIX.sub("", levelled), level(stem(each.text))} & forms)
    if each.why in _CALLED:
        return 0 if exact else 1 if short else 3 if levelled.startswith(tuple(forms)) else 4
    if each.why in _ALSO_CALLED:
        return 2 if exact else 5
    return 6 if exact or each.why not in ("area", "date", "words") else 7 if each.why != "words" else 8
