"""Headings of tables by their meaning, as `ontology/headings.toml` lists them: 関係市町村名 heads participants."""

import re
from dataclasses import dataclass
from functools import cache

from teiju_graph.extract.words.glyphs import fold
from teiju_graph.files import folder, read_toml

_BESIDE = 7  # letters that a heading may have beside the words that tell its role
_NAMING = ("initiative", "organization", "agreement", "participants")
_BRACKETS = re.compile(r"[(\[【〔<《〈][^()\[\]【】〔〕<>《》〈〉]*[)\]】〕>》〉]")
_NUMBERING = re.compile(r"^(?:[①-⑳]|[ア-オ]\s|\(?[0-9]{1,2}[.)、:]|[(\[][ア-ン0-9a-z一二三四五六七八九十]{1,2}[)\]])")
YEAR = re.compile(r"(?:(?:令和|平成|昭和|[RHS])\.?(?:\d{1,2}|元)|(?:19|20)\d\d)(?:年度?)?(?:末|時点)?")
_VALUE = re.compile(r"\d(?:[%％人件回円社校日冊台本か箇ヶ施病団系世時分kmtKh万億千]|,\d{3}|\.\d)")
_TOLD = re.compile(r"\s*(\S[^\s:：]{0,14}?(?:\s?[(（][^()（）]{1,12}[)）])?)\s*(?:[:：]|\s)\s*(\S.*)", re.DOTALL)
_MARKS = re.compile(r"[「」『』・/\\*※:,、。|]")


@dataclass(frozen=True)
class Heading:
    """A heading: the role that its words tell (empty: none known), its words, and what stands in its brackets."""

    role: str
    text: str
    remark: str


@cache
def _listed() -> dict:
    return read_toml(folder("ontology") / "headings.toml")


@cache
def words(section: str, name: str) -> tuple[str, ...]:
    """Return one list of the file outside the roles, folded: `words("marks", "in")`."""
    return tuple(_key(word) or fold(word) for word in _listed()[section][name])


def _key(text: str) -> str:
    return _MARKS.sub("", fold(text)).lower()


@cache
def read_heading(text: str) -> Heading:
    """Return what a heading means."""
    folded = fold(text)
    bare = _NUMBERING.sub("", _BRACKETS.sub("", folded)) or folded.strip("()[]【】〔〕<>《》〈〉")
    key = _key(bare)
    remark = " ".join(match[0][1:-1] for match in _BRACKETS.finditer(folded))
    role = _role(key)
    if role in ("", "field") and (told := _role(_key(remark))) in _NAMING:
        role = told  # 小項目(取組名)
    return Heading(role, key, remark)


def _role(key: str) -> str:
    if not key:
        return ""
    exact, within = _roles()
    if key in exact:
        return exact[key]
    found = [
        (len(word), role)
        for word, role, without in within
        if word in key and len(key) <= len(word) + _BESIDE and not any(each in key for each in without)
    ]
    return max(found, key=lambda each: each[0], default=(0, ""))[1]


@cache
def _roles() -> tuple[dict[str, str], list[tuple[str, str, list[str]]]]:
    """The roles by whole heading, and the words within headings with what rules them out."""
    exact: dict[str, str] = {}
    within: list[tuple[str, str, list[str]]] = []
    for role, told in _listed()["role"].items():
        exact |= {_key(word): role for word in told.get("is", ()) if _key(word) not in exact}
        without = [_key(word) for word in told.get("not", ())]
        within += [(_key(word), role, without) for word in told.get("has", ())]
    return exact, within


def is_heading(text: str) -> bool:
    """Say whether a cell reads as a heading of a known role, or of one known and not read. 目標値 135施設 is none,
    nor is a sentence."""
    return (
        0 < len(text) <= 40
        and not text.rstrip().endswith("。")
        and read_heading(text).role != ""
        and not tells_value(text)
        and not read_told(text)
    )


@cache
def read_told(text: str) -> tuple[Heading, str] | None:
    """Return the heading that a cell of its own begins with, and the value after it: 現状値 121施設, 目標値:－. None where
    it is no cell of a baseline or a target, or has no value: 目標値 令和11年度 is a heading."""
    match = _TOLD.fullmatch(text)
    heading = read_heading(match[1]) if match else None
    if not match or not heading or heading.role not in ("baseline", "target"):
        return None
    return (heading, match[2]) if tells_value(match[2]) or fold(match[2]) in words("cells", "empty") else None


@cache
def tells_value(text: str) -> bool:
    """Say whether a cell has a figure that is no year and not in brackets: a value."""
    return bool(_VALUE.search(YEAR.sub("", re.sub(r"\([^()]*\)", "", fold(text)))))


@cache
def units() -> dict[str, str]:
    """Return the key of the unit in our scheme for each printed counter."""
    return {counter: key for key, counters in _listed()["units"].items() for counter in counters}
