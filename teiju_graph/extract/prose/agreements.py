"""Agreements in running text: what about, between whom, when, and who is outside.

「Ａの共同化」について、厚真町、安平町の議決を経て、令和７年１月１日付で協定を締結しました。
なお、白老町は単独実施のため、本協定には入っておりません。"""

import re
from dataclasses import dataclass, field
from functools import cache

from teiju_graph.extract.prose.parties import named, outsiders
from teiju_graph.extract.prose.running import Paragraph
from teiju_graph.extract.prose.speech import Turn
from teiju_graph.extract.prose.titles import heading_of
from teiju_graph.extract.prose.topics import Topic, topic_of
from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.dates import read_date
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.register import Municipality

_AFTER = 6  # sentences after an agreement in which an outsider can still be its outsider
_DAY = re.compile(
    r"(?:(?:令和|平成|昭和)\s*[元\d]{1,2}年|[RHS]\s*[元\d]{1,2}[./年]|20\d\d[./年-])\s*\d{1,2}[./月-]\s*\d{1,2}日?"
)
_PARTY = re.compile(
    r"\(?以下[、,]?「(?:[甲乙丙丁戊]|(?:関係|構成|両|各|協定)(?:市町村|市町|市村|町村|市|町|村|自治体|団体))」という"
)
_PROVISION = re.compile(
    r"(?:変更し|廃止し|解除し)、?(?:又は|または)|(?:変更|廃止|解除|改正)(?:し|を)?(?:ようとする|する(?:場合|とき))"
)  # what the text of one lays down
_TITLE = re.compile(r"(?:^|\s)(?P<what>[^\s]+?)(?:に関する|に係る|についての)[^\s]*?協定書?$")
_MONTH = re.compile(r"(?:(?:令和|平成|昭和)\s*[元\d]{1,2}年|20\d\d年)(?:度|\s*\d{1,2}月)?")


@dataclass
class _Draft:
    """One agreement being read; left: in how many sentences more an outsider may be named."""

    subject: str | None
    parties: list[Municipality | str]
    date: str | None
    places: list[Place]
    excluded: list[Municipality | str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    left: int = _AFTER
    signed: bool = False
    also: list[Place] = field(default_factory=list)


def read_agreements(turns: list[Turn], context: Context) -> list[Record]:
    """Return the agreements that the document says were concluded, changed or ended; members' words count for nothing."""
    reading = _Agreements(context)
    for turn in turns:
        if turn.of_office or turn.of_chair:
            reading.read(turn)
    days = [part for turn in turns for part in turn.paragraphs if _DAY.fullmatch(part.text.strip())]
    for draft in reading.drafts:
        if draft.signed and days:  # a text of the agreement itself ends with its day
            day = next((each for each in days if each.place.first > draft.places[-1].last), days[-1])
            draft.date = read_date(day.text)[0]
            draft.also.append(day.place)
        if draft.signed and (draft.subject or "こと").endswith("こと"):
            titles = [
                (part, found) for turn in turns for part in turn.paragraphs if (found := _TITLE.search(part.text))
            ]
            for part, found in titles[:1]:
                draft.subject = part.printed(found["what"])
                draft.also.append(part.place)
    return [_record(draft, context) for draft in reading.drafts]


class _Agreements:
    def __init__(self, context: Context):
        self.context = context
        self.drafts: list[_Draft] = []
        self.open: _Draft | None = None
        self.topic: Topic | None = None

    def read(self, turn: Turn) -> None:
        self.open = self.topic = None
        for paragraph in turn.paragraphs:
            if topic := heading_of(paragraph):
                self.open, self.topic = None, topic
                continue
            for sentence in paragraph.sentences:
                if topic := topic_of(sentence):
                    self.open, self.topic = None, topic
                elif match := _concluded(sentence.text):
                    self._take(sentence, match, None if turn.role else self.topic)
                elif self.open and self.open.left:
                    self.open.left -= 1
                    self._leave_out(sentence)

    def _take(self, sentence: Paragraph, match: re.Match, topic: Topic | None) -> None:
        text = sentence.text
        parties, flags = self._named(text[: match.end()])
        if not parties:
            parties, flags = self._named(text[match.end() :])
        subject = (_subject(text, match) or "").lstrip("・○●◇◆■□- 　") or (
            topic.name if topic and "協定" not in topic.name else None
        )
        date, doubts = _date(text)
        if not parties and not (subject and date):
            return
        if date is None and re.search(r"同日|同じ日", text[: match.end()]) and self.drafts:
            date = self.drafts[-1].date
        signed = bool(_PARTY.search(text))
        flags += [doubt.of("date") for doubt in doubts]
        if len({each[0] for each in _DAY.finditer(text)}) > 1:
            flags.append(Flag("date", "日付が複数ある", "several dates are printed"))
        if subject and re.search(r"[、。:]|[はがを](?=[一-龥ァ-ヶ])|^(?:本|この|その|次|同|両)", subject):
            flags.append(Flag("subject", "文の一部かもしれない", "may be a part of the sentence"))
        if subject and text.find(f"{subject}協", 0, match.end()) >= 0:
            flags.append(Flag("subject", "協定の名から読んだ", "read from the name of the agreement"))
        if subject and "形成" in subject and "変更" not in subject:
            flags.append(
                Flag(
                    "subject",
                    "協定の名か内容か、どちらとも読める",
                    "may be the name of the agreement, or what it is about",
                )
            )
        if len(parties) > 2 and re.search(r"それぞれ|各々|1対1", text):
            flags.append(Flag("parties", "一つずつの協定かもしれない", "may be an agreement with each of them"))
        if self._is_told_again(subject, parties, sentence):
            return
        self.open = _Draft(sentence.printed(subject) if subject else None, parties, date, [sentence.place], flags=flags)
        self.open.signed = signed
        self.drafts.append(self.open)
        self._leave_out(sentence)

    def _is_told_again(self, subject: str | None, parties: list[Municipality | str], sentence: Paragraph) -> bool:
        """Take a headline and the sentence below it as one agreement: the same parties, one subject within the other."""
        for draft in self.drafts:
            one, other = draft.subject or "", subject or ""
            if draft.parties and draft.parties == parties and (one in other or other in one):
                draft.subject = sentence.printed(other) if len(other) > len(one) else draft.subject
                draft.date = draft.date or _date(sentence.text)[0]
                draft.places.append(sentence.place)
                self.open = draft
                draft.left = _AFTER
                return True
        return False

    def _leave_out(self, sentence: Paragraph) -> None:
        """Take whom a sentence says to be outside."""
        draft, left_out = self.open, outsiders(sentence.text, self.context)
        if draft is None or not left_out:
            return
        if any(each in draft.parties for each in left_out):
            said = "当事者とも、外とも書かれている", "is named as a party and as an outsider"
            draft.flags += [Flag("parties", *said), Flag("excluded", *said)]
        if any(isinstance(each, str) for each in left_out):
            draft.flags.append(Flag("excluded", "複数の都道府県にある", "exists in several prefectures"))
        draft.excluded += [each for each in left_out if each not in draft.excluded]
        draft.parties = [each for each in draft.parties if each not in left_out]
        if sentence.place not in draft.places:
            draft.places.append(sentence.place)

    def _named(self, text: str) -> tuple[list[Municipality | str], list[Flag]]:
        found, doubts = named(text, self.context)
        return found, [doubt.of("parties") for doubt in doubts]


def _concluded(text: str) -> re.Match | None:
    """Where a sentence says that an agreement is concluded; 締結した協定に基づく and 締結予定 only mention one."""
    if _PARTY.search(text) and (
        match := re.search(
            rf"(?P<kind>{choice('agreements', 'kinds')})書?[^。]{{0,30}}を、?(?:次のとおり|以下のとおり|ここに)?、?(?:締結|取り交わ|定め)",
            text,
        )
    ):
        return match
    for match in _conclusion().finditer(text):
        relative = re.match(
            r"(?:もの(?!で)|ため|(?:又は|または|しようと|する(?:場合|とき))|[一-龥「])", text[match.end() :]
        ) and not match[0].endswith(("、", "ました"))
        other = re.search(
            r"(?:同様の|別の|同じ|既存の|これまでの|新たな)$", text[: match.start()]
        ) or _PROVISION.search(text)
        quoted = text[: match.start()].count("「") > text[: match.start()].count("」")
        if not relative and not other and (not quoted or re.search("[」』]", match[0])):
            return match
    return None


@cache
def _conclusion() -> re.Pattern:
    kinds, verbs = choice("agreements", "kinds"), choice("agreements", "verbs")
    did = r"(?:いたしました|しました|しております|しています|している|しており|して、|し、|した|する運びとなりました|されました|された|済み|(?=[。(]|$))"
    tied = r"(?:結ばれ(?:ました|た(?=[。、])|て(?:い|お)|、)|結びました|結んでおり|結んでいます|結んでいる|結んで、|結んだ|結び、|取り交わしました|取り交わした|取り交わし、|取り交わされ(?:ました|ている|ており|たもの(?=で)|た(?=[。、]))|交わしました|交わした|交わし、)"
    between = r"(?:の一部)?(?:(?:を|については?、)[^。を]{0,70}?|(?:が、?|に|の|は、?|も)(?:[^、。]{0,40}?(?:と|で|間で|にて|付けで|付で|により|によって|に|をもって)、?){0,3})(?:新たに|それぞれ|正式に|改めて)?"
    return re.compile(
        rf"(?P<kind>{kinds})書?[」』]?{between}(?:{verbs}(?:式を(?:行い|開催し|執り行い)ました|{did})|{tied})"
    )


def _subject(text: str, match: re.Match) -> str | None:
    """What an agreement is about: quoted words, or those before について, に関する and the like."""
    ahead = text[: match.start()]
    if re.search("[」』]", match[0]) and "「" in ahead:
        return re.split("[」』]", text[ahead.rfind("「") + 1 :])[0]
    if added := re.match(r"[^。]*?\((?P<what>[^()]+?)を(?:追加|加え)", text[match.end() :]):
        return added["what"]
    for quoted in reversed(re.findall(r"「([^「」]+)」(?!という)", ahead)):
        if len(quoted) > 2 and not re.search(r"予定$|済み?$|^仮称", quoted):
            return quoted
    changed = re.search(r"[一-龥ァ-ヶー・]{2,20}協定の一部を(?:変更|改正)する協定$", ahead + match["kind"])
    if changed:
        return changed[0]
    about = re.search(r"(?P<what>[^。「」]+?)(?:について|に関し|に関する|に係る|のための|に向けた)", ahead)
    if about:
        parts = [
            part
            for part in re.split(r"、|日(?:付けで|付で|に)|[市町村](?:は|が|との|と|で|では|の間で)", about["what"])
            if part
        ]
        return (
            re.sub(
                rf"^(?:[^、]*{choice('agreements', 'bodies')}(?:との間で|と|は|が)|{choice('topics', 'lead')}|の|締結した|結んだ|(?:両|関係|構成|各)(?:市町村|市町|市村|町村|市|町|村)の)",
                "",
                parts[-1],
            )
            or None
            if parts
            else None
        )
    beside = re.search(
        r"(?P<what>[一-龥ァ-ヶー・]{2,25})の?$", ahead + match["kind"].removesuffix("協定").removesuffix("協約")
    )
    what = beside["what"] if beside else ""
    return what if what and not re.search(r"[市町村間者付]$|^(?:本|同|当該|変更|形成|連携)$", what) else None


def _date(text: str) -> tuple[str | None, list[Doubt]]:
    text = re.sub(
        r"(?:令和|平成|昭和)[^、。「」]{1,14}?日付け?[^、。]{0,16}?第\d+号|(?:令和|平成|昭和|20|19)[^、。「」]{1,14}?に(?:結んだ|締結した|取り交わした|交わした)(?=[^。])|(?:令和|平成|昭和)[元\d]{1,2}年(?:(?:度)?の|(?:法律|条例|政令|省令|告示|規則))",
        "",
        text,
    )
    match = _DAY.search(text) or _MONTH.search(text)
    return read_date(match[0]) if match else (None, [])


def _record(draft: _Draft, context: Context) -> Record:
    flags = list(draft.flags)
    if draft.subject is None:
        flags.append(Flag("subject", "何についての協定か読めない", "what it is about is not read"))
    if draft.date is None:
        flags.append(Flag("date", "日付が書かれていない", "no date is printed"))
    if len(draft.parties) < 2:
        flags.append(Flag("parties", "当事者が二者そろわない", "fewer than two parties are named"))
    elif context.zone and not any(each in draft.parties for each in context.zone.central):
        flags.append(Flag("parties", "中心市が当事者として書かれていない", "the centre is not named as a party"))
    fields: dict[str, object] = {
        "subject": draft.subject,
        "parties": [each if isinstance(each, str) else each.json for each in draft.parties] or None,
        "date": draft.date,
        "excluded": [each if isinstance(each, str) else each.json for each in draft.excluded] or None,
    }
    return Record("agreement", span(draft.places), fields, list(dict.fromkeys(flags)), also=draft.also)
