"""Initiatives in running text: the topics of which it tells who takes part, since when, or by what they are measured.

① 病院群輪番制運営事業
【構成市町】丸亀市、善通寺市、多度津町　【開始年度】平成26年度
Ａ－２ 特定健診の相互受診（大牟田市、荒尾市、長洲町）
5 路線バスの維持
延岡市、日向市の２市で、広域バス路線の運行を支援した。      named by no label: a doubt"""

import re
from collections.abc import Iterator

from teiju_graph.extract.kpis.kpi import is_subject
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.details import find_details
from teiju_graph.extract.text.topics import Told, quoted_topic
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import fold, level
from teiju_graph.extract.words.scan import scan
from teiju_graph.extract.works.asides import find_asides
from teiju_graph.extract.works.bodies import Body
from teiju_graph.extract.works.undertaking import Undertaking

_OTHER = re.compile(r"ビジョン|(?:協定|協約|覚書)書?(?:の(?:締結|変更|概要|内容))?$")
_SENTENCES = 5  # from the heading on; farther below others may be meant


def read_initiatives(
    sections: list[Told], bodies: list[Body], kpis: list[Record], context: Context, strategic: bool
) -> list[Record]:
    """Return the initiatives that the topics of a text name, in order, one for each name; what it tells of bodies is of
    none. strategic: a heading that has nothing but indicators may be that of a field."""
    others = {body.name for body in bodies}
    places = {paragraph.place for body in bodies for paragraph in body.paragraphs}
    measured = {str(record.fields["initiative"]) for record in kpis}
    found: dict[str, Record] = {}
    for section in _with_quoted(sections):
        name = section.topic.name
        if not name or name in found or name in others or not is_subject(level(name)) or _OTHER.search(name):
            continue
        if _is_whom(name, context):
            continue
        draft = _read(section, places, context)
        spoken = section.topic.how not in ("heading", "bare") or not (strategic or section.lists)
        if (
            draft.labelled
            or draft.is_told
            or (name in measured and (spoken or draft.fields.get("participants")))
            or section.topic.how == "item"
            or (section.topic.how == "quoted" and draft.fields.get("participants"))
        ):
            found[name] = draft.record()
    return list(found.values())


def _is_whom(name: str, context: Context) -> bool:
    """Whether a topic is a word for municipalities, or their names: 「全構成市町」は、Ａ市、…をいう。"""
    parts = list(scan(name, context.zone, context.register))
    return fold(name) in context.defined or all(part.kind in ("name", "group", "open", "bracket") for part in parts)


def _with_quoted(sections: list[Told]) -> Iterator[Told]:
    """The sections, and after each those that a sentence in it names in quotes: 帯広市と芽室町が「Ａ」を実施."""
    for section in sections:
        yield section
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                topic = quoted_topic(sentence)
                if topic and topic.name != section.topic.name:
                    yield Told(topic, [sentence])


def _read(section: Told, others: set[Place], context: Context) -> Undertaking:
    draft = Undertaking(section.topic, context)
    told = [paragraph for paragraph in section.paragraphs if paragraph.place not in others]
    details = list(find_details(told))
    for detail in details:
        if detail.role != "period":
            draft.take(detail)
    for detail in find_asides(section.topic.name, told, context):
        draft.take(detail, beside=True)
    sentences = [sentence for paragraph in told for sentence in paragraph.sentences]
    for sentence in sentences[:_SENTENCES]:
        other = quoted_topic(sentence)
        if other is None or other.name == section.topic.name:
            draft.take_sentence(sentence)
    for detail in details:
        draft.take(detail)  # the period of a plan, where nothing else tells of the beginning
    return draft
