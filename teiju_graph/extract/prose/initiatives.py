"""Initiatives in running text: the topics of which it tells who takes part, since when, or by what they are measured.

① 病院群輪番制運営事業
【構成市町】丸亀市、善通寺市、多度津町　【開始年度】平成26年度
Ａ－２ 特定健診の相互受診（大牟田市、荒尾市、長洲町）
5 路線バスの維持
延岡市、日向市の２市で、広域バス路線の運行を支援した。      named by no label: a doubt"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from teiju_graph.extract.prose.bodies import Body
from teiju_graph.extract.prose.details import find_details
from teiju_graph.extract.prose.kpi import is_subject
from teiju_graph.extract.prose.parties import named, stands_in_name
from teiju_graph.extract.prose.running import Paragraph
from teiju_graph.extract.prose.titles import is_slogan
from teiju_graph.extract.prose.topics import Topic, quoted_topic
from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import choice, level
from teiju_graph.extract.words.register import Municipality
from teiju_graph.extract.words.years import find_years, read_years

_SUBJECT = re.compile(r"は|が|で|において|の|を対象|に住|による|と(?=連携|協力|共同)")
_BEGUN = re.compile(
    r"(?:から|より|に)、?[^、。]{0,24}?(?:始|開始|スタート|運行し|導入|実施し|取り組)|から(?:実施|運用|続)|から、?[^。]{0,40}(?:ています|ている)"
)
_SENTENCES = 5  # from the heading on; farther below others may be meant
_MANY = 2


@dataclass
class Told:
    """What the text tells under a topic: its paragraphs, and whether a list of initiatives is among them."""

    topic: Topic
    paragraphs: list[Paragraph] = field(default_factory=list)
    lists: bool = False


@dataclass
class _Draft:
    """An initiative being read: its fields, whether a label told one, its places, what is doubtful."""

    fields: dict[str, object]
    labelled: bool = False
    places: list[Place] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    open_words: str | None = None


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
        if not name or name in found or name in others or not is_subject(level(name)) or "ビジョン" in name:
            continue
        draft = _read(section, places, context)
        spoken = section.topic.how not in ("heading", "bare") or not (strategic or section.lists)
        if (
            draft.labelled
            or (name in measured and (spoken or draft.fields.get("participants")))
            or section.topic.how == "item"
            or (section.topic.how == "quoted" and draft.fields.get("participants"))
        ):
            found[name] = _record(section.topic, draft)
    return list(found.values())


def _with_quoted(sections: list[Told]) -> Iterator[Told]:
    """The sections, and after each those that a sentence in it names in quotes: 帯広市と芽室町が「Ａ」を実施."""
    for section in sections:
        yield section
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                topic = quoted_topic(sentence) if section.topic.how in ("heading", "label", "bare") else None
                if topic and topic.name != section.topic.name:
                    yield Told(topic, [sentence])


def _read(section: Told, others: set[Place], context: Context) -> _Draft:
    draft = _Draft({"name": section.topic.name})
    told = [paragraph for paragraph in section.paragraphs if paragraph.place not in others]
    sentences = [sentence for paragraph in told for sentence in paragraph.sentences]
    if len(context.names(section.topic.who).found) >= _MANY:
        _take_label(draft, "participants", section.topic.who, section.topic.place, context)
    for detail in find_details(told):
        _take_label(draft, detail.role, detail.value, detail.paragraph.place, context)
    for sentence in sentences[:_SENTENCES]:
        other = quoted_topic(sentence)
        if other is None or other.name == section.topic.name:
            _take_sentence(draft, sentence, context)
    return draft


def _take_label(draft: _Draft, role: str, value: str, place: Place, context: Context) -> None:
    if role == "participants" and "participants" not in draft.fields:
        names = context.names(value)
        if not names.found:
            return
        draft.fields |= {"participants": names.json, "participants_open": bool(names.open)}
        draft.open_words = names.open
        draft.flags += [doubt.of("participants") for doubt in names.doubts]
    elif role in ("start_year", "period") and "start_year" not in draft.fields:
        years = read_years(re.sub(r"[~〜-]\s*$", "", value))
        if years.outer is None:
            return
        draft.fields |= {"start_year": years.outer, "precursor_year": years.bracketed}
        draft.flags += [doubt.of("start_year") for doubt in years.doubts]
        if role == "period":
            draft.flags.append(Flag("start_year", "期間の初めの年", "the first year of a period"))
    elif role == "department" and "department" not in draft.fields:
        draft.fields["department"] = value.rstrip(" 】〕》>」)")
    else:
        return
    draft.labelled = True
    draft.places.append(place)


def _take_sentence(draft: _Draft, sentence: Paragraph, context: Context) -> None:
    """Take whom a sentence names as those who do it, and since when; both are doubted."""
    text = sentence.text
    said = Doubt("文から読んだ", "read from a sentence")
    if "participants" not in draft.fields:
        for subject in _SUBJECT.finditer(text):
            if stands_in_name(text, subject.start(), context):
                continue
            ahead = text[: subject.start()]
            who, doubts = _who(ahead, context)
            if len(who) >= _MANY:
                draft.fields |= {
                    "participants": [each if isinstance(each, str) else each.json for each in who],
                    "participants_open": bool(re.search(rf"{choice('names', 'open')}$", ahead)),
                }
                flags = [doubt.of("participants") for doubt in (said, *doubts)]
                draft.flags += [*flags, said.of("participants_open")]
                draft.places.append(sentence.place)
                break
    if "start_year" not in draft.fields:
        year = next((each for each in find_years(text) if _BEGUN.match(text, each.end)), None)
        if year and not re.search(r"(?:計画|予定|目標|令和\d+年度まで)", text):
            draft.fields["start_year"] = year.value
            draft.flags.append(said.of("start_year"))
            draft.places.append(sentence.place)


def _who(text: str, context: Context) -> tuple[list[Municipality | str], list[Doubt]]:
    """Whom words before a particle name; 東串良町を除く３市４町 too."""
    if "を除" not in text:
        return named(text, context)
    names = context.names(re.split(r"[。は]", text)[-1])
    return names.found, names.doubts


def _record(topic: Topic, draft: _Draft) -> Record:
    flags = list(draft.flags)
    if not draft.labelled or topic.how not in ("label", "heading") or is_slogan(topic.name):
        flags.append(Flag("name", "見出しや話題を取組と読んだ", "a heading or topic is read as an initiative"))
    if not draft.fields.get("participants"):
        flags += [
            Flag(field, "参加する市町村が書かれていない", "no participants are printed")
            for field in ("participants", "participants_open")
        ]
    if draft.fields.get("start_year") is None:
        flags += [
            Flag(field, "開始年度が書かれていない", "no year of its beginning is printed")
            for field in ("start_year", "precursor_year")
        ]
    if draft.fields.get("department") is None:
        flags.append(Flag("department", "担当課が読み取れない", "no department is read"))
    near = [place for place in draft.places if place.page == topic.place.page and place.first >= topic.place.first]
    place = span([topic.place, *near])
    also = [each for each in draft.places if each not in near]
    extra: dict[str, object] = {"open_words": draft.open_words} if draft.open_words else {}
    return Record("initiative", place, draft.fields, list(dict.fromkeys(flags)), also=also, extra=extra)
