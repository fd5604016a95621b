"""Headings of running text: the initiative that a line with a mark, a number or a label names.

■ 地産地消の拡大
取組名：移住・交流促進
(ｱ) 救急医療体制確保事業（担当：健康推進課）"""

import re
from functools import cache

from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.details import first_label, is_detail, label_of
from teiju_graph.extract.text.measures import name_after
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.topics import (
    ASIDE,
    BULLETS,
    CIRCLED,
    ENCLOSED,
    LONG,
    NUMBERING,
    Topic,
    bare,
    is_never,
    never,
    plain,
)
from teiju_graph.extract.words.headings import read_heading
from teiju_graph.extract.words.phrases import choice, level, words

_DETAIL = re.compile(
    r"\s*[(\[〔【](?P<key>[^()\[\]〔〕【】:：\s]{2,8})[:：\s]\s*(?P<value>[^()\[\]〔〕【】]+)[)\]〕】]\s*$"
)
_AIM = re.compile(
    r"[【〔\[]?(?:基本|重点|政策)目標\s*\d{1,2}[】〕\]]?\s"
)  # a sentence behind it: 人が還流するまちをつくる
_DETAILS = {"participants", "start_year", "precursor_year", "period", "department", "summary"}
_FOLLOW = re.compile(
    r"(?:取組|取り組み|取組み|事業|連携)(?:の(?:内容|概要|状況))?(?:は|として)、?(?:次|以下|下記)の[^。]{0,8}(?:です|である|なっています|あります|ある|なる|とおり)。?$"
    r"|(?:次|以下|下記)の[^。、]{0,10}(?:取組|取り組み|取組み|事業)(?:を|に|が)[^。、]{0,14}(?:ます|いる|む|う|する)。?$"
)
_WORK = re.compile(
    r"\s*(?P<mark>[・○●◯〇◇◆□■]|\(?\d{1,2}[).])\s*「?(?P<name>[^\s。:()【】〔〕\[\]「」]{3,40})」?"
    r"(?:[(【〔\[][^()【】〔〕\[\]]*[)】〕\]])*(?:\s+\S.*|\s*:.*)?$"
)
_TOLD = re.compile(r"(?P<name>[^\s。、:()「」]{4,40}):\s*[^:。]+。")  # an item of a page, whose mark is not printed
_ENTITLED = re.compile(r"\s*[\[【〔<《](?P<name>[^\[\]【】〔〕<>《》]{4,40})[\]】〕>》]\s*(?P<rest>\S.*)$")
_NOTE = re.compile(r"\s+※.*$")  # behind a heading
_CHAPTER = re.compile(r"\s*第\s*[\d一二三四五六七八九十]+\s*[章部編]")


def heading_of(paragraph: Paragraph) -> Topic | None:
    """Return the topic that a paragraph names by a label or as a heading, None where it is neither. A heading that
    names no initiative (KPI, 概要) is none; one of a document or a report (変更案について) is a topic without a name."""
    text = _NOTE.sub("", paragraph.text.strip())
    if topic := named_in(paragraph):
        return topic
    if not is_heading(paragraph):
        return None
    if _CHAPTER.match(text) or paragraph.lines[0].heading == 1:
        return Topic("", paragraph.place, "section")
    line = level(paragraph.lines[0].text.strip().translate(CIRCLED)) if len(paragraph.lines) == 1 else text
    line = _NOTE.sub("", line)
    detailed = _DETAIL.search(line)
    name = bare(line[: detailed.start()] if detailed and _is_labelled(detailed) else line)
    if not name or level(name) in never() or is_never(name):
        told = plain(name) not in never() and re.search(rf"{choice('topics', 'told')}$", plain(name))
        return Topic("", paragraph.place, "section") if told else None
    return Topic(paragraph.printed(name), paragraph.place, "heading")


def named_in(paragraph: Paragraph) -> Topic | None:
    """Return the initiative that a line names by a label, or in brackets before its details: 取組名:移住促進,
    [救急医療の充実]関係市町村:全市町村 担当:健康課."""
    text = _NOTE.sub("", paragraph.text.strip())
    if match := _label().fullmatch(text):
        name = bare(match["name"][: first_label(match["name"])].rstrip(" (【〔[<《/|・○●"))
        return Topic(paragraph.printed(name), paragraph.place, "label")
    match = _ENTITLED.match(text)
    if match is None or first_label(match["rest"]) > 1 or read_heading(match["name"]).role or is_never(match["name"]):
        return None
    return Topic(paragraph.printed(match["name"]), paragraph.place, "label")


def named_below(paragraphs: list[Paragraph]) -> Topic | None:
    """Return the only initiative that lines below a slogan name, None where they name none or several."""
    found = {topic.name: topic for paragraph in paragraphs if (topic := named_in(paragraph))}
    return next(iter(found.values())) if len(found) == 1 else None


def is_heading(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is a heading: short, no sentence, with a mark or number before it or brackets around."""
    text = _NOTE.sub("", paragraph.text.strip())
    raw = level(paragraph.lines[0].text.strip().translate(CIRCLED))
    if is_detail(text) or label_of(paragraph):
        return False
    if paragraph.lines[0].heading:
        return len(text) <= LONG
    detailed = _DETAIL.search(text)
    if detailed and _tells(detailed["key"]) and not re.search(r"[。、:：]", text[: detailed.start()]):
        return True
    if _AIM.match(text):
        return not re.search(r"[。:：]", text)
    if len(_inner(text)) > LONG or re.search(
        r"[。、:：,?？!]|(?:ます|です|した|する|ある|ない|たい|いる)$", _inner(text)
    ):
        return False
    if "\t" in raw or re.search(r"\S\s{2,}\S+\s{2,}\S", raw) or _names_indicator(text):
        return False
    numbered = bool(NUMBERING.match(raw) or BULLETS.match(raw) or ENCLOSED.match(raw))
    return numbered and not re.fullmatch(r"[\d\s.,%]*", bare(text))


def form_of(paragraph: Paragraph) -> str:
    """Return how a heading is set apart, the same for headings that are numbered alike; empty for what is no heading."""
    if paragraph.lines[0].heading:
        return f"h{paragraph.lines[0].heading}"
    if not is_heading(paragraph):
        return ""
    mark = NUMBERING.match(paragraph.text.strip())
    return re.sub(r"[\d一二三四五六七八九十ア-ンa-z]+", "1", mark[0].strip()) if mark else paragraph.text.strip()[0]


def _is_labelled(detail: re.Match) -> bool:
    """Whether what brackets hold is a label and more: a colon tells that, a blank only behind a label that is known."""
    return bool(re.search("[:：]", detail[0])) or _tells(detail["key"])


def _tells(label: str) -> bool:
    """Whether a label heads a detail of an initiative: who, since when, by which department."""
    return read_heading(label).role in _DETAILS


def heads_works(paragraph: Paragraph) -> bool:
    """Say whether a heading, or a sentence (主な取組は次のとおりです), says that initiatives follow, each an item of a list."""
    if _FOLLOW.search(paragraph.text.strip()):
        return True
    return is_heading(paragraph) and bool(
        re.fullmatch(rf"(?:[^。]{{2,20}}の)?{choice('topics', 'works')}", plain(bare(paragraph.text)))
    )


def work_of(paragraph: Paragraph) -> Topic | None:
    """Return what an item of such a list names: ・移住促進支援事業　住宅を取得する費用を補助します。 A detail is none."""
    match = _WORK.match(paragraph.text) or _TOLD.match(paragraph.text)
    if match is None or find_labels(paragraph.text) or is_detail(paragraph.text):
        return None
    if re.match(r"\s*[(\d]", paragraph.text) and is_heading(paragraph):
        return None  # what stands below a heading with a number is no longer of the list
    if re.search(r"[をが](?!ん)|は(?=[一-龥])|(?:ます|です|する)$", match["name"]):
        return None
    return Topic(paragraph.printed(match["name"]), paragraph.place, "item")


def is_slogan(name: str) -> bool:
    """Say whether a heading only calls to mind what it heads (子育てを応援, サイクリングで誘客), and names no initiative."""
    name = level(name)
    return bool(re.search(r"[をがもでに](?![ぁ-ん]?者)|[!?！？]|\s", name)) and not re.search(
        rf"{choice('topics', 'inline', 'undertaken')}$", name
    )


def _names_indicator(text: str) -> bool:
    """○目標指標　利用者数: a label and the name that it heads."""
    labels = find_labels(text)
    return bool(labels and labels[0].side == "indicator" and name_after(text, labels[0]))


@cache
def _labels() -> str:
    """The labels of a name, also with blanks between their letters: 事 業 名."""
    return "(?:" + "|".join(r"\s?".join(map(re.escape, word)) for word in words("topics", "label")) + ")"


@cache
def _label() -> re.Pattern:
    return re.compile(
        rf"(?:[#\s]*(?:\(\d+\)|\d+[.)])?\s*)(?:[○●◯〇◎◇◆□■・]\s*)?[【〔<\[(]?{_labels()}[】〕>\])]?\s*(?:[:/=]|\s{{1,}}|(?<=[】〕\]])\s*)\s*(?P<name>[^\s。][^。]*)"
    )


def _inner(text: str) -> str:
    before = None
    while before != text:
        before, text = text, ASIDE.sub("", text)
    return NUMBERING.sub("", BULLETS.sub("", text.strip()))
