"""The words by which cells and running text are read (`ontology/phrases.toml`), as lists, maps and patterns."""

import re
import unicodedata
from functools import cache

from teiju_graph.files import folder, read_toml


@cache
def _file() -> dict:
    return read_toml(folder("ontology") / "phrases.toml")


@cache
def section(name: str) -> dict:
    """Return one section of the file; `numbers.before` is a section inside another."""
    found = _file()
    for part in name.split("."):
        found = found[part]
    return found


@cache
def words(section_name: str, name: str) -> list[str]:
    """Return one list of the file, longest first, in normal form."""
    return sorted({level(word) for word in section(section_name)[name]}, key=lambda word: (-len(word), word))


@cache
def choice(section_name: str, *names: str) -> str:
    """Return a pattern (without a group of its own number) that finds any word of the lists named, the longest first."""
    every = {word for name in names for word in words(section_name, name)}
    return "(?:" + "|".join(map(re.escape, sorted(every, key=lambda word: (-len(word), word)))) + ")"


def level(text: str) -> str:
    """Return the NFKC form of a text; blanks and line breaks are kept."""
    return unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """Return a text in NFKC form with older and rarer characters replaced by the usual ones, character for character:
    髙 by 高, ヶ by ケ. Only for comparing names."""
    variants = section("variants")
    return "".join(variants.get(char, char) for char in level(text))
