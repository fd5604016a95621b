"""What stands beside a name or at the end of a paragraph without a label: who, since when, by which department.

特定健診の相互受診（大牟田市、荒尾市）
○図書館の広域利用：室蘭市、登別市（平成25年度～）
…共同で運営しています。（障害福祉課）"""

import re
from collections.abc import Iterator

from teiju_graph.extract.text.details import Detail
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.topics import SECTION, SINCE
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import level
from teiju_graph.extract.words.years import find_years

_CELLS = re.compile(r"\s{2,}|[()【】〔〕\[\]/|。]|(?<!\d):|、(?=(?:昭和|平成|令和|[SHR])[元\d])|(?<=[始度から~〜])、")
_LAST = re.compile(r"[(【〔\[](?P<said>[^()【】〔〕\[\]]{2,30})[)】〕\]]。?\s*$")
_MANY = 2


def find_asides(name: str, paragraphs: list[Paragraph], context: Context) -> Iterator[Detail]:
    """Yield what stands behind a name in its own line, the first of the paragraphs, and in brackets at the end of each."""
    for number, paragraph in enumerate(paragraphs):
        beside = paragraph.text.partition(level(name))[2] if number == 0 else ""
        last = _LAST.search(paragraph.text)
        for cell in dict.fromkeys([*_CELLS.split(beside), last["said"] if last else ""]):
            if role := _role(cell.strip(), context):
                yield Detail(role, cell.strip(), paragraph)


def _role(cell: str, context: Context) -> str:
    """What a cell tells by itself, empty where that isn't plain."""
    if re.fullmatch(SINCE, cell) and find_years(cell, bare=True):
        return "start_year"
    if re.fullmatch(SECTION, cell):
        return "department"
    names = context.names(cell) if re.search(r"[市町村]", cell) else None
    return "participants" if names and len(names.found) >= _MANY and not names.doubts else ""
