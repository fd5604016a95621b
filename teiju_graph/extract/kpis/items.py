"""What items of lists and lines without a mark name: the initiative of the indicators in or below them.

・病児保育　指標:利用者数　基準値:18人
休日診療所の運営
○指標を受診者数に変更"""

import re

from teiju_graph.extract.kpis.values import find_values
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.details import is_detail
from teiju_graph.extract.text.measures import LEADER
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.topics import Topic, is_vague
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice

_OPENED = re.compile(
    r"\s*(?P<name>[^\s、。「」:()\d]{4,30}(?:事業|プロジェクト|推進|の運営|の共同利用|の相互利用|の広域利用))\s+\S.*。"
)


def opening_topic(paragraph: Paragraph) -> Topic | None:
    """Return what an item of a list names before it tells of its indicator: (1)医療:…。KPI:…, ・病児保育　指標:…"""
    text = paragraph.text
    labels = find_labels(text)
    mark = re.match(r"\s*(?:[・○●◯〇◇◆□■•-]|[(〔]?(?:\d{1,2}|[ア-ン])[)〕.])\s*", text)
    if opened := _OPENED.match(text):
        return Topic(paragraph.printed(opened["name"]), paragraph.place, "inline")
    led = re.match(rf"(?P<name>[^、。「」:.…\d]{{3,40}}?){LEADER}(?=\S)", text[mark.end() if mark else 0 :])
    if led and find_values(text) and not is_vague(led["name"], True):
        return Topic(paragraph.printed(led["name"]), paragraph.place, "inline")
    if not labels or (mark is None and labels[0].side != "indicator" and not re.search(r"\s{2,}", text.strip())):
        return None
    ahead = text[mark.end() if mark else 0 : labels[0].start]
    cells = re.split(r"\s{2,}", ahead.strip())
    if len(cells) == 2 and ahead != ahead.rstrip() and not find_figures(ahead):  # two cells: 初期救急  受診者数  現状:…
        ahead = f"{cells[0]} "
    named = re.match(r"(?P<name>[^:、。「」\d]{2,25}):|(?P<item>[^:、。「」]{3,40}?)\s+$", ahead)
    name = (named["name"] if mark else "") or named["item"] if named else ""
    if not name or is_vague(name, True) or re.search(r"→|⇒|⇨|➡", name):
        return None
    return Topic(paragraph.printed(name), paragraph.place, "inline")


def bare_topic(paragraph: Paragraph, following: list[Paragraph]) -> Topic | None:
    """Return what a short line without a mark names, where items, labels or two values follow it, else None."""
    if not following or not looks_bare(paragraph):
        return None
    goes_on = following[0].text.strip()
    listed = re.match(choice("running", "bullets"), goes_on) or find_labels(goes_on) or len(find_values(goes_on)) > 1
    return Topic(paragraph.printed(paragraph.text.strip("・ ")), paragraph.place, "bare") if listed else None


def looks_bare(paragraph: Paragraph) -> bool:
    """Say whether a line may name an initiative without a mark: short, a noun, no label, no figure."""
    text = paragraph.text.strip()
    if not 3 < len(text) <= 30 or not re.search(r"[一-龥々ァ-ヶー)」りき]$", text):
        return False
    odd = is_detail(text) or re.search(
        r"[。、:?!\d\s]|[がはに](?=[一-龥ァ-ヶ])|を(?!中核|核|中心|生か|活か)(?=[一-龥ァ-ヶ])", text
    )
    return not odd and not find_labels(text) and not is_vague(text, True)


def turns_away(sentence: Paragraph) -> bool:
    """Say whether a sentence seems to pass to something else: 続いて…, 5ページ…; what follows may be of that."""
    return bool(
        re.match(
            rf"(?:{choice('topics', 'turn')}|[^、。\d]{{2,12}}の?(?:分野|関係|部門)(?:で|に|は|の)|(?:資料\s*\d*の?\s*)?\d+\s*(?:ページ|頁|[Pp])|[一二三四五六七八九十\d]+(?:点目|番目|つ目))",
            sentence.text,
        )
    )
