"""Who takes part, as the cells of an entry say: a list of names, or marks in columns that municipalities head."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from teiju_graph.extract.grid.entries import Entry, Value
from teiju_graph.extract.records import Correction, Flag
from teiju_graph.extract.rendition import Line, Place
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.glyphs import fold
from teiju_graph.extract.words.headings import words
from teiju_graph.extract.words.names import Names, as_json
from teiju_graph.extract.words.phrases import choice, level
from teiju_graph.extract.words.phrases import fold as fold_names
from teiju_graph.extract.words.register import Municipality

_LEGEND = re.compile(r"([◎○◯〇●△▲□■☆★])\s*(?:印|…+|･+|・+|[:：=＝は、]|\s)*\s*([^◎○◯〇●△▲□■☆★\s、,，。;；)）／－×]+)")

_HEADINGS = 2  # lines above a table that may say who takes part
_HEADED = re.compile(r"\W*([^。]{2,40}?)で(?:共同|連携|協力)?(?:で|して)?(?:、)?(?:行|実施|取り?組|進め|展開)")
_MEMBERS = 3  # members among the headings of marks, from which on these are taken for what they are
_REMARK = re.compile(r"(.)\(.+\)$")
_KIND = re.compile(r"(\d+)([市町村])")
_LISTED = re.compile(r"((?:\d+[市町村])+)[(（]([^()（）]+)[)）]")
_COUNT = re.compile(r"[(（]\s*(\d+)\s*[)）]\s*$")


@dataclass
class Parties:
    """names: JSON values, None where the document gives none; is_open: whether the list is open, None without a list;
    words: what leaves it open; also: lines of the headings of marks."""

    names: list | None = None
    is_open: bool | None = None
    words: str = ""
    flags: list[Flag] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    also: list[Place] = field(default_factory=list)


def read_parties(entry: Entry, roles: tuple[str, ...], name: str, context: Context) -> Parties:
    """Return who takes part, from the cells of these roles and from marks; flags name the field `name`."""
    told = Parties()
    found: list[Municipality | str] = []
    listed = False
    for value in entry.all(*roles):
        text = value.text
        if fold(text) in words("cells", "empty") or not text:
            continue
        names = _counted(text, context) or context.names(text)
        listed = True
        found += [each for each in names.found if each not in found]
        told.words = told.words or names.open or ""
        told.corrections += names.corrections
        told.flags += [doubt.of(name) for doubt in names.doubts]
        told.is_open = _either(told.is_open, None if names.complete is None else not names.complete)
    marks = [value for value in entry.values if value.role == "municipality"]
    if marks:
        _read_marks(marks, entry, name, context, told, found)
    _leave_out(entry, roles, name, context, told, found)
    unsure = found and told.flags and told.is_open is not False or told.is_open and not found  # some whom nothing tells
    if unsure and not marks and name in ("participants", "members"):
        told.flags.append(Flag(f"{name}_open", "一覧を読みきれていない", "the list is not read to its end"))
    if found:
        told.names = as_json(found)
        if told.is_open is None and marks and not listed:
            told.is_open = False
    return told


def read_headed(entry: Entry, name: str, context: Context) -> Parties:
    """Return who takes part by the heading above a table that has no column of them, flagged: 8市町村で行っている事業."""
    for line in reversed(entry.before[-_HEADINGS:]):
        match = _HEADED.match(level(line.text))
        names = context.names(match[1]) if match and not line.text.endswith("。") else None
        if names and names.found and not names.doubts:
            told = Parties(names.json, not names.complete, names.open or "")
            told.flags += [
                Flag(field, "表の上の見出しから読んだ", "read from the heading above the table")
                for field in (name, f"{name}_open")
            ]
            return told
    return Parties()


def read_left_out(entry: Entry, context: Context) -> list[Municipality]:
    """Return who the remarks of an entry leave out: 備考「大紀町を除く。」"""
    found: list[Municipality] = []
    for value in entry.all("other"):
        for said in re.findall(rf"([^。\n]+?){choice('names', 'left_out')}", level(value.text)):
            names = context.names(said.removeprefix("ただし").strip("、 "))
            found += [each for each in names.municipalities if each not in found and not names.doubts]
    return found


def _leave_out(entry: Entry, roles: tuple[str, ...], name: str, context: Context, told: Parties, found: list) -> None:
    """Take those out whom only a word for a group took in and a remark leaves out; flag it."""
    listed = "".join(fold_names(value.text) for value in entry.all(*roles))
    for each in read_left_out(entry, context):
        if each in found:
            if fold_names(each.stem) not in listed:
                found.remove(each)
            told.flags.append(Flag(name, f"備考で{each.name}を除いている", f"a remark leaves out {each.name}"))


def _counted(text: str, context: Context) -> Names | None:
    """The names that a number in brackets counts, or that stand in brackets after their count (都城市、三股町(2),
    1市1町(都城市、三股町)); None where there are none such, or as many others."""
    if match := _COUNT.search(text):
        names = context.names(text[: match.start()])
        return names if len(names.found) == int(match[1]) and not names.doubts else None
    if match := _LISTED.fullmatch(text.strip()):
        names = context.names(match[2])
        kinds = Counter(each.kind for each in names.municipalities)
        counted = {kind: int(number) for number, kind in _KIND.findall(match[1])}
        return names if kinds == counted and not names.doubts and not names.open else None
    return None


def _either(one: bool | None, other: bool | None) -> bool | None:
    return other if one is None else one if other is None else one or other


def _read_marks(
    marks: list[Value], entry: Entry, name: str, context: Context, told: Parties, found: list[Municipality | str]
) -> None:
    legend = read_legend([*entry.before, *entry.after])
    every = [context.names(value.municipality) for value in marks]
    members = {each for heads in every for each in heads.found if context.zone and each in context.zone.members}
    for value, heads in zip(marks, every, strict=True):
        mark = fold(value.text)
        sense = legend.get(mark) or _plain_sense(mark)
        if len(members) >= _MEMBERS and heads.found and all(each in members for each in heads.found):
            heads = replace(heads, doubts=[])  # a row of headings that are members: 室蘭 beside 登別 is 室蘭市
        if sense in ("in", "doubt_in"):
            found += [each for each in heads.found if each not in found]
            told.corrections += heads.corrections
            told.flags += [doubt.of(name) for doubt in heads.doubts]
            if heads.open:
                told.is_open, told.words = True, told.words or heads.open
            elif not heads.found and not heads.doubts:
                told.flags.append(
                    Flag(name, f"「{value.municipality}」の欄に印がある", f"“{value.municipality}” is marked")
                )
            told.also += [place for place in value.under if place not in told.also]
        if sense.startswith("doubt"):
            said = f"{value.municipality}の「{value.text}」"
            read = "参加と読んだ" if sense == "doubt_in" else "参加とは読まなかった"
            as_read = "read as taking part" if sense == "doubt_in" else "not read as taking part"
            told.flags.append(
                Flag(name, f"{said}:印の意味が確かでない({read})", f"“{value.text}” of {value.municipality}: unclear mark, {as_read}")
            )  # fmt: skip
    if not found:
        told.flags.append(Flag(name, "どの市町村にも印がない", "no municipality has a mark"))


def _plain_sense(mark: str) -> str:
    if not mark or mark in words("marks", "out"):
        return "out"
    if mark in words("marks", "in"):
        return "in"
    return "doubt_in" if (remark := _REMARK.match(mark)) and remark[1] in words("marks", "in") else "doubt"


def read_legend(lines: list[Line]) -> dict[str, str]:
    """Return what marks mean by the lines around a table: `in`, `out`, or `doubt` (◎:幹事 ○:参加 △:検討中)."""
    found: dict[str, str] = {}
    for line in lines:
        for mark, meaning in _LEGEND.findall(line.text):
            for sense in ("doubt", "out", "in"):
                if any(word in fold(meaning) for word in words("marks", f"legend_{sense}")):
                    found.setdefault(fold(mark), sense)
                    break
    return found
