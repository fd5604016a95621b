"""Running text: lines joined to paragraphs and parted into sentences, each with the exact lines that it stands on.

A line that fills its width and ends no sentence goes on in the next one, over blank lines, page numbers and pages too;
so 「２，７ / ００件」 and 「システ / ム」 are whole again. Text is in NFKC form."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from teiju_graph.extract.rendition import Line, Place, span
from teiju_graph.extract.words.headings import read_heading
from teiju_graph.extract.words.phrases import choice, level

_ENDS = "。．.!?！？】:：…"
_FULL = 0.86  # of the usual width: a line so long was broken because it was full
_LONGEST = 1200  # letters of a sentence
_NARROW = 36  # columns; lines of a text set narrower than this are not broken by their width
_PAGE = re.compile(r"\s*(?:[-–—―~]\s*)?(?:\d{1,4}|[ivxl]{1,5})(?:\s*/\s*\d{1,4})?\s*(?:ページ|頁|[-–—―~])?\s*$")
_CIRCLED = {chr(ord("①") + number): f"({number + 1})" for number in range(20)}
_GAPS = re.compile(r"\S(?:[ \u3000]{2,}|\t)\S")  # a line set in columns
_DATED = re.compile(r"(?:令和|平成|昭和)[元\d]{1,2}年\d{1,2}月(?:\d{1,2}日)?\s")
_WITH_DAY = re.compile(r"[^。]{2,60}\((?:令和|平成|昭和)[元\d]{1,2}年\d{1,2}月\d{1,2}日[^()]{0,12}\)")
_CLUSTER = re.compile(r".[ﾞﾟ゙゚]?", re.DOTALL)
_LABELS = {"participants", "start_year", "period", "department", "founded_year", "summary", "indicator"}
_NEW = re.compile(
    r"(?:(?:昭和|平成|令和|19|20)[元\d]{1,2}年度?(?:開始|から実施)(?:$|\s)|(?:基本|重点|政策)目標\s?\d|\d{1,2}(?:[-‐–ー.．]\d{1,2})+[　 ]|\d{1,2}[-‐–ー]?[(（]\d{1,2}[)）]|[(（\[【〔《〈]?\s*(?:\d{1,2}|[ア-ンa-zA-Z一二三四五六七八九十①-⑳])\s*[)）\]】〕》〉.．、](?!\d)|[①-⑳]|第\d+|\d{1,2}[　 ])"
)


@dataclass(frozen=True)
class Paragraph:
    """Lines joined. text: in NFKC form; for each of its characters, `owner` says on which line it stands and `raw` how
    it is printed; indented: whether the first line is."""

    text: str
    lines: tuple[Line, ...]
    owner: tuple[int, ...]
    raw: tuple[str, ...]
    indented: bool = False

    @property
    def place(self) -> Place:
        """The place of all its lines."""
        return span(line.place for line in self.lines)

    def at(self, start: int, end: int) -> Place:
        """Return the place of the characters from `start` to before `end`."""
        held = self.owner[start : max(end, start + 1)] or self.owner[-1:]
        return span(self.lines[number].place for number in dict.fromkeys(held))

    def part(self, start: int, end: int | None = None) -> "Paragraph":
        """Return the paragraph of the characters from `start` to before `end`."""
        end = len(self.text) if end is None else end
        used = sorted(set(self.owner[start:end])) or [0]
        owner = tuple(used.index(number) for number in self.owner[start:end])
        lines = tuple(self.lines[number] for number in used)
        return Paragraph(self.text[start:end], lines, owner, self.raw[start:end], self.indented)

    def printed(self, words: str) -> str:
        """Return words of the text as they are printed; the words themselves where the text doesn't hold them."""
        start = self.text.find(words)
        return "".join(self.raw[start : start + len(words)]) if words and start >= 0 else words

    @cached_property
    def sentences(self) -> list["Paragraph"]:
        """Its sentences in order; one longer than any that a person writes is none."""
        found = []
        for start, end in _parts(self.text):
            text = self.text[start:end]
            lead = len(text) - len(text.lstrip())
            if text.strip() and len(text) < _LONGEST:
                found.append(self.part(start + lead, start + len(text.rstrip())))
        return found


def paragraphs(lines: list[Line], broken: bool = True) -> list[Paragraph]:
    """Return the paragraphs of lines of running text, page numbers and running heads left out. broken: lines may end
    because they were full; those of a web page are whole."""
    told = [line for line in lines if not line.in_grid]
    heads = _running_heads(told)
    kept = [
        line
        for line in told
        if line.text.strip() and not _PAGE.match(level(line.text)) and line.text.strip() not in heads
    ]
    width = _usual_width(kept) if broken else 0
    spaced = _is_spaced(told)
    found: list[list[Line]] = []
    position = {line.place.first: number for number, line in enumerate(told)}
    for line in kept:
        before = found[-1][-1] if found else None
        between = told[position[before.place.first] + 1 : position[line.place.first]] if before else []
        if before and _goes_on(before, line, width, spaced, between):
            found[-1].append(line)
        else:
            found.append([line])
    return [_join(group) for group in found]


def join(one: Paragraph, other: Paragraph) -> Paragraph:
    """Return two paragraphs as one."""
    owner = (*one.owner, *(number + len(one.lines) for number in other.owner))
    return Paragraph(one.text + other.text, one.lines + other.lines, owner, one.raw + other.raw, one.indented)


def columns(text: str) -> int:
    """Return how wide a text is printed: 2 for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def indent(paragraph: Paragraph) -> int:
    """Return how far the first line of a paragraph is indented, in columns."""
    text = paragraph.lines[0].text
    return columns(text[: len(text) - len(text.lstrip())])


def _join(group: list[Line]) -> Paragraph:
    text = ""
    owner: list[int] = []
    raw: list[str] = []
    for number, line in enumerate(group):
        printed = line.text.strip()
        if raw and re.match(r"[A-Za-z]", printed) and re.search(r"[A-Za-z]$", raw[-1]):
            printed = f" {printed}"
        for cluster in _CLUSTER.findall(printed):
            levelled = _CIRCLED.get(cluster) or level(cluster)
            text += levelled
            owner += [number] * len(levelled)
            raw += [cluster, *[""] * (len(levelled) - 1)] if levelled else []
    return Paragraph(text, tuple(group), tuple(owner), tuple(raw), group[0].text[:1] in " 　")


def _running_heads(lines: list[Line]) -> set[str]:
    """Lines that stand again and again, as heads of pages do."""
    pages = {line.place.page for line in lines}
    if len(pages) < 3:
        return set()
    often = Counter(line.text.strip() for line in lines if len(line.text.strip()) > 3)
    return {
        text
        for text, count in often.items()
        if count > len(pages) / 2 and not re.search(choice("running", "bullets"), text[:1])
    }


def _usual_width(lines: list[Line]) -> int:
    widths = sorted(columns(line.text.rstrip()) for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _is_spaced(lines: list[Line]) -> bool:
    """Whether a blank line stands after nearly each line, so that it parts no paragraphs."""
    filled = [bool(line.text.strip()) for line in lines]
    pairs = sum(1 for one, other in itertools.pairwise(filled) if one and other)
    return sum(filled) > 3 and pairs < sum(filled) * 0.2


def _goes_on(before: Line, line: Line, width: int, spaced: bool, between: list[Line]) -> bool:
    last, first = level(before.text).strip(), level(line.text).strip()
    if line.place.first - before.place.last > len(between) + 1:  # a grid stands between them
        return False
    if line.heading or before.heading:
        return False
    if re.search(r"[\d,]$", last) and re.match(r"[\d,万億]", first) and columns(before.text.rstrip()) >= width * _FULL:
        return not _blank_between(before, line, between) or spaced
    full = width >= _NARROW and columns(before.text.rstrip()) >= width * _FULL
    alike = before.text[:1] == line.text[:1] or last.rfind("(") > last.rfind(")")  # (以下 / 「甲」という。)
    quotes = full and first[:1] in "「『" and last[-1:] not in _ENDS and alike
    if (begins_new(first) and not quotes) or any(_is_in_columns(each.text) for each in (before, line)):
        return False
    if all(re.search(rf"→|⇒|⇨|➡|{choice('kpi', 'indicator')}\s*:", each) for each in (last, first)):
        return False  # rows of indicators, one below another
    if all(re.search(r"\d{1,2}日[)]?$", each) or _DATED.match(each) for each in (last, first)):
        return False  # lines of a list, each with its day
    if _WITH_DAY.fullmatch(first) or (_WITH_DAY.fullmatch(last) and not re.match("[ぁ-ん]", first)):
        return False
    hangs = re.match(choice("running", "bullets"), before.text)  # what an item goes on with is indented
    if not spaced and line.text[:1] == "　" and before.text[:1] != "　" and not (full and hangs):
        return False
    if last[-1:] in _ENDS or (_blank_between(before, line, between) and not spaced):
        return False
    if first[:1] in "、。」』)ゃゅょっー":
        return True
    return full or (last.endswith("、") and width >= _NARROW)


def _is_in_columns(text: str) -> bool:
    """Whether gaps part a line; the one behind a mark and what it marks is none: ○座長　　では, ・図書館の相互利用　　圏域の"""
    text = text.strip()
    marked = re.match(rf"{choice('running', 'bullets')}[ \u3000]?[^\s。]{{1,30}}[ \u3000]+(?=\S)", text)
    return bool(_GAPS.search(text[marked.end() :] if marked else text))


def _blank_between(before: Line, line: Line, between: list[Line]) -> bool:
    """Whether blank lines part the two, and nothing of a page's edge (a number, a form feed) does."""
    if before.place.page != line.place.page or "\f" in line.text:
        return False
    return bool(between) and not any(each.text.strip(" 　") for each in between)


def begins_new(text: str) -> bool:
    """Say whether a line begins something new: a bullet, a number, a letter in brackets, a label (開始年度 平成22年度)."""
    said = choice("speech", "roles", "question_marks", "opinion_marks", "answer_marks")
    marked = re.match(rf"[(（]\S{{0,4}}?{said}[)）]|\S{{0,4}}?{said}\d{{0,2}}[:：]", text)
    asked = rf"{choice('speech', 'question_marks', 'opinion_marks', 'answer_marks')}\d{{0,2}}[\s.．]"
    if re.match(rf"[^\s、。「」]{{1,14}}[:：]|{asked}", text):
        return True
    if re.fullmatch(choice("kpi", "indicator", "target", "baseline"), text):
        return True
    label = re.match(r"(?P<key>[^\s、。「」/]{2,8})[\s/]+\S", text)
    if label and read_heading(label["key"]).role in _LABELS:
        return True
    return bool(marked or re.match(choice("running", "bullets"), text) or _NEW.match(text))


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end: at 。, not inside 「」 or before という."""
    start = depth = 0
    for at, char in enumerate(text):
        depth += (char in "「『(") - (char in "」』)")
        depth = max(depth, 0)
        if (
            char in "。!?\n"
            and (depth == 0 or len(text) - start > 400)
            and not re.match(r"(?:という|といった|との|って|[)」』])", text[at + 1 :])
        ):
            yield start, at + 1
            start, depth = at + 1, 0
    if start < len(text):
        yield start, len(text)
