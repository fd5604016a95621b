"""An initiative while it is read, and the record that it becomes: what labels, brackets and sentences tell of it."""

import re
from dataclasses import dataclass, field

from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.text.details import Detail
from teiju_graph.extract.text.parties import named, outsiders, stands_in_name
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.titles import is_slogan
from teiju_graph.extract.text.topics import Topic
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.names import as_json
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.register import Municipality
from teiju_graph.extract.words.years import find_years, read_years

_SUBJECT = re.compile(r"は|が|で|において|の|を対象|に住|による|と(?=連携|協力|共同)")
_BEGUN = re.compile(
    r"(?:に|より|から)、?[^、。]{0,24}?(?:始|開始|スタート|運行し|導入|実施し|取り組)"
    r"|(?:開始|始ま|スタート|事業開始)|(?:から|より)(?:実施|運用|続|で|です|である)"
)
_SINCE = re.compile(r"(?:から|より)(?!は)、?(?P<done>[^。]{0,80}?(?:ます|ている|る|し、))(?=。|[^。ぁ-ん])")
_FROM = re.compile(r"(?:開始|実施|運用|運行)(?:時期|年度)?は、?$")
_OFF = re.compile(r"(?:計画|予定|目標|令和\d+年度まで)")
_SAID = Doubt("文から読んだ", "read from a sentence")
_BESIDE = Doubt("ラベルのない語を読んだ", "read from words without a label")
_MANY = 2


@dataclass
class Undertaking:
    """An initiative being read: its fields, whether a label told one, its places, what is doubtful, the words that leave
    its participants open, and whom a sentence says to be outside."""

    topic: Topic
    context: Context
    fields: dict[str, object] = field(default_factory=dict)
    labelled: bool = False
    places: list[Place] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    open_words: str | None = None
    outside: list[Municipality] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether two of who, since when and by whom are told, so that what is read is hardly something else."""
        told = [bool(self.fields.get("participants") or self.outside)]
        told += [self.fields.get(name) is not None for name in ("start_year", "department")]
        return sum(told) > 1

    def take(self, detail: Detail, beside: bool = False) -> None:
        """Take what a label tells. beside: it stands beside the name without one, and only a list of participants is as
        sure."""
        role, value = detail.role, detail.value
        if role == "participants" and "participants" not in self.fields:
            names = self.context.names(value)
            if not names.found:
                return
            self.fields |= {"participants": names.json, "participants_open": bool(names.open)}
            self.open_words = names.open
            self.flags += [doubt.of("participants") for doubt in names.doubts]
        elif role in ("start_year", "period") and "start_year" not in self.fields:
            years = read_years(re.sub(r"[~〜-]\s*$", "", value))
            if years.outer is None:
                return
            self.fields |= {"start_year": years.outer, "precursor_year": years.bracketed}
            self.flags += [doubt.of("start_year") for doubt in years.doubts]
            if role == "period":
                self.flags.append(Flag("start_year", "期間の初めの年", "the first year of a period"))
        elif role == "department" and "department" not in self.fields:
            self.fields["department"] = value.rstrip(" 】〕》>」])")
        else:
            return
        if beside and role != "participants":
            self.flags.append(_BESIDE.of(role))
        self.labelled |= not beside or role == "participants"
        self.places.append(detail.paragraph.place)

    def take_sentence(self, sentence: Paragraph) -> None:
        """Take whom a sentence names as those who do it, and since when; both are doubted."""
        text = sentence.text
        if "participants" not in self.fields and (told := self._subject(text)):
            ahead, who, doubts = told
            self.fields |= {
                "participants": as_json(who),
                "participants_open": bool(re.search(rf"{choice('names', 'open')}$", ahead)),
            }
            self.flags += [doubt.of("participants") for doubt in (_SAID, *doubts)]
            self.flags.append(_SAID.of("participants_open"))
            self.places.append(sentence.place)
        if "start_year" not in self.fields and (since := begun(text)):
            self.fields |= since
            sure = self.topic.how in ("label", "heading", "item") and len(find_years(text)) == 1
            sure = sure and bool(re.search(r"始|開始|実施|運用|運行|スタート|導入", text))
            self.flags += [] if sure else [_SAID.of(name) for name in since]
            self.places.append(sentence.place)
        self.outside += [each for each in outsiders(text, self.context) if isinstance(each, Municipality)]

    def _subject(self, text: str) -> tuple[str, list[Municipality | str], list[Doubt]] | None:
        """Whom the words before a particle name, with these words and why a person must look."""
        for subject in _SUBJECT.finditer(text):
            if not stands_in_name(text, subject.start(), self.context):
                ahead = text[: subject.start()]
                who, doubts = self._who(ahead)
                if len(who) >= _MANY:
                    return ahead, who, doubts
        return None

    def _who(self, text: str) -> tuple[list[Municipality | str], list[Doubt]]:
        """Whom words before a particle name; 東串良町を除く３市４町 too."""
        if "を除" not in text:
            return named(text, self.context)
        names = self.context.names(re.split(r"[。は]", text)[-1])
        return names.found, names.doubts

    def record(self) -> Record:
        """Return the record; what is not read is null and flagged."""
        self._leave_out()
        flags, topic = list(self.flags), self.topic
        if not self.labelled or topic.how not in ("label", "heading") or is_slogan(topic.name):
            flags.append(Flag("name", "見出しや話題を取組と読んだ", "a heading or topic is read as an initiative"))
        if not self.fields.get("participants"):
            flags += [
                Flag(field, "参加する市町村が書かれていない", "no participants are printed")
                for field in ("participants", "participants_open")
            ]
        if self.fields.get("start_year") is None:
            flags += [
                Flag(field, "開始年度が書かれていない", "no year of its beginning is printed")
                for field in ("start_year", "precursor_year")
            ]
        if self.fields.get("department") is None:
            flags.append(Flag("department", "担当課が読み取れない", "no department is read"))
        near = [place for place in self.places if place.page == topic.place.page and place.first >= topic.place.first]
        also = [each for each in self.places if each not in near]
        extra: dict[str, object] = {"open_words": self.open_words} if self.open_words else {}
        fields = {"name": topic.name, **self.fields}
        return Record(
            "initiative", span([topic.place, *near]), fields, list(dict.fromkeys(flags)), also=also, extra=extra
        )

    def _leave_out(self) -> None:
        """Take all of the zone but whom a sentence says to be outside, where no other participants are told."""
        zone = self.context.zone
        if self.fields.get("participants") or zone is None or not set(self.outside) & set(zone.members):
            return
        said = Doubt("加わらない市町村のほかの全部", "all but those said to be outside")
        self.fields["participants"] = [each.json for each in zone.members if each not in self.outside]
        self.fields["participants_open"] = False
        self.flags += [said.of("participants"), said.of("participants_open")]


def begun(text: str) -> dict[str, int | None] | None:
    """Return the year since which a levelled sentence says that something is done, and that in brackets behind it, as
    fields; None where it says neither, or speaks of a plan."""
    if _OFF.search(text):
        return None
    text = re.sub(r"\([^()]*\)(?=。?$)", "", text)  # (担当:健康課)
    for year in find_years(text):
        remark = re.match(r"(?:末)?\(([^()]*)\)", text[year.end :])
        behind = re.sub(r"^\d{1,2}月(?:\d{1,2}日)?", "", text[year.end + (remark.end() if remark else 0) :])
        since = _SINCE.match(behind)
        goes_on = (
            since
            and "まで" not in since["done"]
            and not any(each.unit and not re.match("[市町村]", each.unit) for each in find_figures(since["done"]))
        )
        if _BEGUN.match(behind) or goes_on or (_FROM.search(text[: year.start]) and year.until is None):
            inside = find_years(remark[1], bare=True) if remark else []
            before = inside[0].value if inside and inside[0].value < year.value else None
            return {"start_year": year.value, "precursor_year": before}
    return None
