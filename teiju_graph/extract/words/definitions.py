"""Words for several municipalities that a document itself defines: 上伊那8市町村とは、伊那市、…をいう。全市町=…

Where the zone isn't known, the list behind its name gives what counts mean: ○○都市圏（Ａ市、Ｂ市、Ｃ町）→ 2市1町, 3市町."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from teiju_graph.extract.words.names import read_names
from teiju_graph.extract.words.phrases import choice, fold, section
from teiju_graph.extract.words.register import KINDS, Municipality, Register, Zone
from teiju_graph.extract.words.scan import is_silent, scan

Definitions = Mapping[str, tuple[Municipality, ...]]  # by the folded word
_LONGEST = 600  # letters of a line that may define one
_HEREAFTER = re.compile(
    r"(?P<told>(?:[^\s。()]{1,6}[市町村](?:、|,|・|及び|並びに)?)++)[。、]?\(?以下[、,]?「(?P<word>[^」]{2,12}[市町村])」"
)

_WHOLE = re.compile(r"圏域?\((?:構成市町村?[:は])?(?P<told>[^()]{5,300})\)")
_LETTER = re.compile(r"(?<![A-Za-z])(?P<letter>[A-Z])\s*[=:…]\s*(?P<told>[^\s、,=:…A-Z]{1,7}[市町村])")
_FORMED = re.compile(r"は、?(?P<told>[^。は]{5,300}?)の(?P<count>(?:\d+[市町村]){1,4})(?:で|により|から)構成")


def find_definitions(
    lines: Iterable[str], zone: Zone | None, register: Register, prefecture: str | None
) -> dict[str, tuple[Municipality, ...]]:
    """Return the words that lines of a document define by a list of municipalities; one that is defined in two ways is
    left out."""
    found: dict[str, tuple[Municipality, ...]] = {}
    unsure: set[str] = set()
    for line in lines:
        if len(line) > _LONGEST:
            continue
        text = fold(line)
        whole = [("", match["told"]) for match in _WHOLE.finditer(text)] if zone is None else []
        whole += [("", match["told"]) for match in _FORMED.finditer(text) if _adds_up(match)] if zone is None else []
        for word, listed in (*_words(text), *whole):
            if any(part.kind == "unread" and not is_silent(part.printed) for part in scan(listed, zone, register)):
                continue  # no list of names; said at once, for guessing at misprints takes long
            names = read_names(listed, zone, register, prefecture)
            those = tuple(names.municipalities)
            counts = [int(number) for number in re.findall(r"\d+", word)]
            if len(those) < 2 or names.doubts or names.open or (counts and sum(counts) != len(those)):
                continue
            for each in [word] if word else _counts(those):
                if set(found.setdefault(each, those)) != set(those):
                    unsure.add(each)
        for letter, those in _letters(text, zone, register, prefecture):
            if found.setdefault(letter, those) != those:
                unsure.add(letter)
    return {word: those for word, those in found.items() if word not in unsure}


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The words that a folded line defines, each with its list; 2市1町(A市、B市、C町) says who these are there alone."""
    for match in (*_pattern().finditer(text), *_HEREAFTER.finditer(text)):
        inside = match.groupdict().get("inside")
        if not (inside and match["word"][0].isdigit()):
            yield match["word"], match["told"] or inside or ""


def _letters(
    text: str, zone: Zone | None, register: Register, prefecture: str | None
) -> Iterator[tuple[str, tuple[Municipality, ...]]]:
    """The letters that a legend puts for municipalities, several in a line: A=釜石市 B=大槌町."""
    told = {match["letter"]: match["told"] for match in _LETTER.finditer(text)}
    for letter, name in told.items() if len(told) > 1 else ():
        names = read_names(name, zone, register, prefecture)
        if len(names.municipalities) == 1 and not names.doubts:
            yield letter, tuple(names.municipalities)


def _counts(those: tuple[Municipality, ...]) -> list[str]:
    """How a text may count these municipalities: 4市2町, 6市町, 全市町."""
    numbers = [(kind, sum(each.kind == kind for each in those)) for kind in KINDS]
    told = [(kind, number) for kind, number in numbers if number]
    kinds = "".join(kind for kind, _ in told)
    return list(
        dict.fromkeys(["".join(f"{number}{kind}" for kind, number in told), f"{len(those)}{kinds}", f"全{kinds}"])
    )


def _adds_up(match: re.Match[str]) -> bool:
    """Whether a list has as many names as the count behind it says: A市、B市、C町の2市1町で構成."""
    names = re.split("、|,|・|及び|並びに", match["told"])
    return len([name for name in names if name.strip()]) == sum(map(int, re.findall(r"\d+", match["count"])))


def put_in(text: str, definitions: Definitions) -> str:
    """Return a list with each defined word replaced by the names that it stands for."""
    for word in sorted(definitions, key=len, reverse=True):
        if word in fold(text):
            names = "、".join(each.name for each in definitions[word])
            text = re.sub(rf"(?<![^\s、,・(除く]){re.escape(word)}(?![市町村])", names, fold(text))
    return text


@cache
def _pattern() -> re.Pattern:
    kinds = "|".join(sorted(section("names")["kinds"], key=len, reverse=True))
    word = rf"(?P<word>[^\s、。「」『』()※=:はと]{{0,8}}?(?:{choice('names', 'defined')}(?:構成|関係|連携|参加|加盟)?(?:{kinds})|(?:\d+(?:{kinds}))+))"
    defines = choice("names", "defines")
    return re.compile(
        rf"{word}[」』]?(?:{defines}、?\s*(?P<told>[^。=]+?)(?:{choice('names', 'defined_end')}|[。)]|$)|\((?P<inside>[^()]+)\))"
    )
