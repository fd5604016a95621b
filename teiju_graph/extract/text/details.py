"""Details of an initiative or a body behind their labels: who takes part, since when, by which department.

● 関係市町　米沢市、南陽市
【構成市町】丸亀市、善通寺市　【開始年度】平成26年度
担 当 課（米沢市）：健康課
担当課は弘前市健康増進課です。
○連携市町村                    a label alone heads the next line"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.topics import BULLETS, LONG, NUMBERING, SINCE, bare
from teiju_graph.extract.words.headings import read_heading
from teiju_graph.extract.words.phrases import words

_ROLES = {"participants", "start_year", "precursor_year", "period", "department", "founded_year"}
_KEY = r"(?P<key>(?:[一-龥] ){1,4}[一-龥]|[^\s:()【】\[\]〔〕《》<>、。・○●■◆◇□▼※/|]{2,10})(?:\([^()]{1,8}\))?"
_LABEL = re.compile(rf"(?<![^\s()【】\[\]〔〕《》<>・○●■◆◇□▼※/|]){_KEY}(?:[)】\]〕》>]|\s*[:/]|\s)\s*:?\s*")
_FIRST = re.compile(
    rf"\s*(?:[【\[〔<《(]{_KEY}[】\]〕>》)]\s*:?\s*\S|[(【\[〔<《]?{_KEY.replace('key', 'other')}\s*[:/\s]\s*\S)"
)
_AND_SINCE = re.compile(rf"[、,・/]\s*(?={SINCE})")  # 担当課:健康課、平成26年度開始
_SAID = re.compile(
    r"(?:^|(?<=[。\s]))(?P<key>[^\s、。は]{2,10})は、?(?P<value>[^。]+?)(?:である|です|とする|とします|でございます)。"
)


@dataclass(frozen=True)
class Detail:
    """What stands behind a label. role: what the label tells (`participants`, `start_year`, …); paragraph: where."""

    role: str
    value: str
    paragraph: Paragraph


def find_details(paragraphs: list[Paragraph]) -> Iterator[Detail]:
    """Yield the details that paragraphs tell behind labels, in order."""
    for number, paragraph in enumerate(paragraphs):
        role = label_of(paragraph)
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        if role and after and not label_of(after) and not is_detail(after.text):
            yield Detail(role, after.text.strip(" ・○"), after)
        else:
            yield from (Detail(role, value, paragraph) for role, value in _in_text(paragraph.text))


def is_detail(text: str) -> bool:
    """Say whether a levelled line is a detail behind its label, whatever mark it begins with, or an outline of one:
    【構成市町】全市町, ● 開始年度 平成31年度, 事業概要:…"""
    return _begins_with(text) in _ROLES | {"summary"}


def tells_detail(paragraph: Paragraph) -> bool:
    """Say whether a line is a detail behind its label or a label of one alone, and nothing more."""
    return _begins_with(paragraph.text) in _ROLES or bool(label_of(paragraph))


def _begins_with(text: str) -> str:
    """What the label at the beginning of a line tells, empty where none stands there."""
    before, text = None, text.strip()
    while before != text:
        before, text = text, BULLETS.sub("", NUMBERING.sub("", text)).strip(" ・")
    match = _FIRST.match(text)
    return _role(match["key"] or match["other"]) if match else ""


def first_label(text: str) -> int:
    """Return where the first label of a detail stands in a levelled text, its length where none does."""
    starts = (match.start() for match in _LABEL.finditer(text) if _role(match["key"]) in _ROLES)
    return next(starts, len(text))


def label_of(paragraph: Paragraph) -> str:
    """Return what a line that is nothing but a label tells of the next line, empty where it is none."""
    if len(paragraph.text) > LONG:
        return ""
    name = re.sub(r"\([^()]*\)$", "", bare(paragraph.text))
    role = _role(name) if re.fullmatch(r"[^\s:、。]{2,8}", name) else ""
    return role if role in _ROLES else ""


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    """The labels of a line with what stands behind each."""
    for said in _SAID.finditer(text):
        whom = re.fullmatch(r"(?:参加|連携|実施|加入)(?:し|する|している)*の", said["key"])
        yield "participants" if whom else _role(said["key"]), said["value"]
    found = [(match, role) for match in _LABEL.finditer(text) if (role := _role(match["key"]))]
    for number, (match, role) in enumerate(found):
        end = found[number + 1][0].start() if number + 1 < len(found) else len(text)
        closed = r"\)|" if text[: match.start()].endswith("(") else ""
        value = re.split(rf"\s{{3,}}|{closed}。", text[match.end() : end].strip(" (【〔[<《・○■◆◇□/|"))[0]
        value, *since = _AND_SINCE.split(value if value.count("(") else value.rstrip(")"), 1)
        yield role, value
        yield from (("start_year", year) for year in since if role == "department")


def _role(key: str) -> str:
    """What a label tells; whom to ask is no department that does the work."""
    key = key.replace(" ", "")
    return "" if key in words("topics", "contacts") else read_heading(key).role
