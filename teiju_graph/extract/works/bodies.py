"""Bodies in running text: associations and councils, who belongs to them and since when they are there.

利根沼田学校組合は、昭和32年に設立されました。構成市町村は沼田市、川場村です。
(1) 本庄上里学校給食組合
本庄市と上里町が昭和45年に設立しました。前身は昭和38年に発足した給食会です。
・置賜広域行政事務組合　　設立：昭和46年　構成：米沢市、長井市
津軽広域連合（平成10年設立）　弘前市、黒石市

What no label tells is doubted."""

import re
from dataclasses import dataclass, field
from functools import cache

from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.text.details import find_details, tells_detail
from teiju_graph.extract.text.parties import named
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.titles import is_heading
from teiju_graph.extract.text.topics import bare
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.names import as_json
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.years import find_years, read_years

_SAID = Doubt("文から読んだ", "read from a sentence")
_MANY = 2


@dataclass
class Body:
    """A body that a text is about: its name as printed, and the paragraphs that tell of it, the one that names it first."""

    name: str
    paragraphs: list[Paragraph] = field(default_factory=list)


def find_bodies(paragraphs: list[Paragraph]) -> list[Body]:
    """Return the bodies that paragraphs are about, in order: named by a heading, by an item of a list, or by the subject of
    a sentence."""
    found: list[Body] = []
    section = False  # a heading names the last body: all below is of it
    for paragraph in paragraphs:
        if is_heading(paragraph):
            name = re.sub(r"\([^()]*\)$", "", bare(paragraph.text))
            section = bool(re.fullmatch(_name(), name))
            found += [Body(paragraph.printed(name), [paragraph])] if section else []
        elif match := _opening().match(paragraph.text):
            found.append(Body(paragraph.printed(match["name"]), [paragraph]))
            section = match.end() == len(paragraph.text.rstrip())  # nothing but the name
        elif (match := _within().search(paragraph.text)) and not (
            section and _sort().fullmatch(match["name"] or match["made"])
        ):
            found.append(Body(paragraph.printed(match["name"] or match["made"]), [paragraph]))
            section = False
        elif found and (section or (tells_detail(paragraph) and _follows(found[-1], paragraph))):
            found[-1].paragraphs.append(paragraph)
    return [body for body in found if any(_tells(paragraph) for paragraph in body.paragraphs)]


def read_bodies(bodies: list[Body], context: Context) -> list[Record]:
    """Return the records of the bodies of which the text tells who belongs to them or since when, one for each name."""
    found: dict[str, Record] = {}
    for body in bodies:
        if body.name not in found and (record := _Reading(body, context).record()):
            found[body.name] = record
    return list(found.values())


def _follows(body: Body, paragraph: Paragraph) -> bool:
    return paragraph.place.first - body.paragraphs[-1].place.last <= 2


def _tells(paragraph: Paragraph) -> bool:
    return bool(re.search(choice("bodies", "founded", "members"), paragraph.text))


def _name() -> str:
    return rf"(?P<name>(?:[^\s、。:「」()はがで]|[はが](?=[ぁ-ん])){{2,40}}?{choice('bodies', 'kinds')})"


@cache
def _opening() -> re.Pattern:
    """The name of a body at the beginning of a paragraph: as the subject of a sentence, or before brackets, a blank or a
    colon and what else an item of a list tells."""
    mark = r"[\s・○●◯〇■◆□◇※]*(?:\(?\d{1,2}[.)]\s*|\(\d{1,2}\)\s*)?"
    label = rf"(?:[【\[〔]?{choice('bodies', 'label')}[】\]〕]?\s*:?\s*)?"
    return re.compile(
        rf"{mark}{label}{_name()}(?:\([^()]*\))?(?:(?:は|では)、?|\s*:|\s+|(?<=\))(?=[一-龥])|$)(?!と|の)"
    )


@cache
def _within() -> re.Pattern:
    """A body that a sentence says whom it is made by: 両町でつくる給食組合, 下田市と河津町は、消防組合をつくり."""
    made = r"(?:つくる|つくった|構成する|組織する|設立した|設置した|つくっている)"
    make = r"(?:つくり|つくって|構成し|設立し|設置し|組織し)"
    other = _name().replace("name", "made")
    law = r"(?:[^、。「」]{2,24}に基づ(?:く|き)、?)?"
    return re.compile(rf"(?:で|が){made}「?{_name()}|[市町村](?:は|が)、?{law}「?{other}」?を(?:{make}|設[置立]。?$)")


@cache
def _sort() -> re.Pattern:
    """What sort of body one is, and no name: 一部事務組合."""
    return re.compile(rf"(?:一部事務|任意の)?{choice('bodies', 'kinds')}")


class _Reading:
    """One body being read."""

    def __init__(self, body: Body, context: Context) -> None:
        self.body, self.context = body, context
        self.fields: dict[str, object] = {"name": body.name}
        self.flags: list[Flag] = []
        self.places: list[Place] = [body.paragraphs[0].place]

    def record(self) -> Record | None:
        """Return the record, None where nothing but the name is told."""
        for detail in find_details(self.body.paragraphs):
            self._take(detail.role, detail.value, detail.paragraph.place)
        labelled = {"members", "founded_year"} <= self.fields.keys()
        sentences = [sentence for paragraph in self.body.paragraphs for sentence in paragraph.sentences]
        listing = re.compile(choice("bodies", "members"))
        for sentence in sorted(sentences, key=lambda each: not listing.search(each.text)):
            self._take_sentence(sentence)
        if "members" not in self.fields and "founded_year" not in self.fields:
            return None
        self.flags += [
            Flag(name, "書かれていないか、読めない", "is not printed, or not read")
            for name in ("members", "founded_year")
            if name not in self.fields
        ]
        if not labelled:
            self.flags += [_SAID.of(name) for name in ("members_open", "precursor_year")]
        return Record("organization", span(self.places), self.fields, list(dict.fromkeys(self.flags)))

    def _take(self, role: str, value: str, place: Place) -> None:
        """Take what a label tells."""
        if role == "participants" and "members" not in self.fields:
            names = self.context.names(value)
            if len(names.found) < _MANY:
                return
            self.fields |= {"members": names.json, "members_open": bool(names.open)}
            self.flags += [doubt.of("members") for doubt in names.doubts]
        elif role == "founded_year" and "founded_year" not in self.fields:
            years = read_years(value)
            if years.outer is None:
                return
            self.fields |= {"founded_year": years.outer, "precursor_year": years.bracketed}
            self.flags += [doubt.of("founded_year") for doubt in years.doubts]
        else:
            return
        self.places.append(place)

    def _take_sentence(self, sentence: Paragraph) -> None:
        """Take what a sentence tells; it is doubted."""
        text = sentence.text.replace(self.body.name, "", 1)
        before, text = _parted(text)
        founded = re.search(choice("bodies", "founded"), text)
        years = find_years(text[: founded.start()]) if founded else []
        if before and "precursor_year" not in self.fields:
            self.fields["precursor_year"] = before
            self.places.append(sentence.place)
        if years and "founded_year" not in self.fields:
            self.fields["founded_year"] = years[-1].value
            if len(years) > 1:
                self.flags.append(_SAID.of("founded_year"))
            self.places.append(sentence.place)
        listed = _list_in(text)
        who, doubts = named(listed, self.context)
        if len(who) >= _MANY and "members" not in self.fields:
            self.fields["members"] = as_json(who)
            opened = rf"(?:[市町村]{choice('names', 'open')}|{choice('names', 'open')}(?:です|である|とする)?。?$)"
            self.fields["members_open"] = bool(re.search(opened, listed))
            self.flags += [doubt.of("members") for doubt in (_SAID, *doubts)]
            self.places.append(sentence.place)


def _parted(text: str) -> tuple[int | None, str]:
    """The year of what was there before the body, and the text without that: 前身は平成5年に発足した同盟会です,
    平成5年発足の同盟会を前身とし、平成17年に設立."""
    match = re.search(choice("bodies", "precursor"), text)
    if match is None:
        return None, text
    begins = text[match.end() :].startswith(("は", "の", "が"))
    told, rest = (
        (text[match.end() :], text[: match.start()]) if begins else (text[: match.start()], text[match.end() :])
    )
    years = find_years(told)
    return (years[0].value if years else None), rest


def _list_in(text: str) -> str:
    """The part of a sentence that lists the members: that before で構成, else that behind 構成市町村は, else all of it."""
    before = re.search(rf"(?P<who>[^。]+?)(?:で|が|により|から){choice('bodies', 'members')}", text)
    behind = re.search(rf"{choice('bodies', 'members')}[^、。は]{{0,6}}は、?(?P<who>[^。]+)", text)
    return behind["who"] if behind else before["who"] if before else text
