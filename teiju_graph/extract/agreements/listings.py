"""Agreements told as a list below words that announce it: headings with what is agreed below, lines with days.

２　締結する協定                     協定の締結状況
(1) 消費生活相談の広域化               ・平成22年7月2日　本庄市と美里町
Ａ市と金山町                     ・平成22年7月2日　本庄市と神川町"""

import re
from dataclasses import dataclass, field
from functools import cache

from teiju_graph.extract.agreements.concluded import DAY, day_of, issue_of, signing_day
from teiju_graph.extract.agreements.pacts import Draft, with_each, with_unnamed
from teiju_graph.extract.agreements.signings import find_signing
from teiju_graph.extract.agreements.subjects import labelled_title, subject_of, title_of
from teiju_graph.extract.records import Flag
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.parties import named, outsiders, tells_outsider
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.titles import form_of
from teiju_graph.extract.text.topics import bare
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.scan import scan

_DAYS = ("一覧の前に書かれた日を当てた", "given the day that is told for the whole list")
_TITLED = ("協定の名の下の文から読んだ", "read from the sentence below the agreement’s name")
_ANNOUNCED = ("一覧の前の文から読んだ", "read from the sentence before the list")
_DOCUMENT = ("「書」を除いて協定の名とした", "the name of the agreement, without that it is a document (書)")
_BELOW = r"(?:次|以下|下記)の"
_LONGEST = 120  # letters of a line with a day and names
_TIES = re.compile(r"締結(?!式)|結び(?:ま|、)|結ん|調印(?!式)|取り交わ")  # what the heading above names
_REST = re.compile(r"[・\s、。:()にて付け]|締結|調印|協定|一部|変更|改正|日")


@dataclass
class Listed:
    """One agreement of a list: its name or what it is about, what its lines say, and whether its name is a title."""

    subject: str | None
    place: Place
    titled: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    day: tuple[str | None, list[Flag], Place] | None = None


@dataclass
class _List:
    """A list being read. form: how the heading above it is numbered, which another of that form ends; text: its words."""

    form: str
    text: str
    place: Place
    number: int
    said: Paragraph | None = None
    subject: str | None = None
    item: Listed | None = None
    partners: list[Paragraph] = field(default_factory=list)


def announces(text: str) -> bool:
    """Say whether a levelled sentence or heading announces agreements told below it: 次の３つの協定を締結しました."""
    kinds = choice("agreements", "kinds")
    tied = r"(?:締結|結び|結ん|調印|取り交わ|交わ)"
    return bool(
        re.search(rf"{_BELOW}[^。]{{0,24}}?{kinds}[^。]{{0,24}}?{tied}|{kinds}[^。]{{0,30}}{_BELOW}とおり(?!、?(?:締結(?!式)|定め))", text)
        and not re.search("「[甲乙丙]」", text)
    )  # fmt: skip


def read_listings(paragraphs: list[Paragraph], context: Context) -> list[Draft]:
    """Return the agreements that lists of a document tell of, in order."""
    return _Listings(paragraphs, context).read()


class _Listings:
    def __init__(self, paragraphs: list[Paragraph], context: Context):
        self.paragraphs, self.context = paragraphs, context
        self.list: _List | None = None
        self.form = ""  # of the last heading
        self.title: Listed | None = None  # where no list is read
        self.day: tuple[str | None, list[Flag], Place] | None = None
        self.found: list[Draft] = []

    def read(self) -> list[Draft]:
        for number, paragraph in enumerate(self.paragraphs):
            self._take(number, paragraph)
        self._end()
        return self.found

    def _take(self, number: int, paragraph: Paragraph) -> None:
        form = form_of(paragraph)
        if form:
            self.form = form
        if self.list and form and form == self.list.form:
            self._end()
        if labelled_title(paragraph.text):
            return  # of what a sentence tells
        if line := self._line(paragraph):
            self._close()
            self.found.append(line)
        elif (form and _heads(paragraph.text)) or (not form and announces(paragraph.text)):
            self._end()
            said = next((each for each in paragraph.sentences if find_signing(each.text)), None)
            self.list = _List(self.form, paragraph.text, paragraph.place, number, said, _named_by(paragraph))
            self.day = self._day(number, paragraph) or self.day
        elif day := self._day(number, paragraph):
            if self.list and self.list.item:
                self.list.item.day = day
            else:
                self.day = day
        elif self.list is None:
            self._below_title(paragraph)
        elif self.list.said and _names_one(paragraph.text, self.context):
            self.list.partners.append(paragraph)
        elif dated := self._dated(paragraph):
            self._close()
            self.found += dated
        elif title := title_of(paragraph.text):
            self._begin(Listed(paragraph.printed(title), paragraph.place, titled=True))
        elif form:
            self._begin(Listed(paragraph.printed(bare(paragraph.text)) or None, paragraph.place))
        elif self.list.item:
            self.list.item.paragraphs.append(paragraph)

    def _below_title(self, paragraph: Paragraph) -> None:
        """Take lines of names and days right below a title, where no words announce a list."""
        if title := title_of(paragraph.text):
            self.title = Listed(paragraph.printed(title), paragraph.place, titled=True)
        elif self.title and (dated := self._dated(paragraph)):
            self.found += dated
        else:
            self.title = None

    def _begin(self, item: Listed) -> None:
        self._close()
        if self.list:
            self.list.item = item

    def _end(self) -> None:
        """End the list being read: the names below a sentence (次の市町と協定を締結しました) are the other parties."""
        self._close()
        if self.list is None:
            return
        said, partners, number = self.list.said, self.list.partners, self.list.number
        self.list = None
        signing = find_signing(said.text) if said else None
        if not (said and signing and partners):
            return
        subject, flags = subject_of(said.text, signing)
        date, told = day_of(said.text, issue_of(self.paragraphs, number))
        parties, doubts = named("、".join([said.text, *(each.text for each in partners)]), self.context)
        flags += [*told, *(doubt.of("parties") for doubt in doubts)]
        flags.append(Flag("parties", "下に並ぶ名から読んだ", "read from the names listed below"))
        places = [each.place for each in partners]
        draft = Draft(said.printed(subject) if subject else None, parties, date, [said.place], flags=flags, also=places)
        self.found += with_each(draft, said.text, self.context)

    def _close(self) -> None:
        """End the item being read: what its lines say are agreements."""
        item = self.list.item if self.list else None
        if self.list is None or item is None:
            return
        self.list.item = None
        said = [sentence for paragraph in item.paragraphs for sentence in paragraph.sentences]
        if any(find_signing(each.text) for each in said):
            return  # it says so itself
        told = [each for each in item.paragraphs if _is_list(each.text, self.context)]
        drafts = [self._of(item, each, each.text) for each in told]
        if not drafts:
            drafts = [
                self._of(item, each, each.text)
                for each in said
                if _TIES.search(each.text) and not tells_outsider(each.text) and named(each.text, self.context)[0]
            ]
        if not drafts and item.titled:
            first = next((each for each in said if len(named(each.text, self.context)[0]) > 1), None)
            drafts = [self._of(item, first, first.text)] if first else []
            for draft in drafts:
                draft.flags.append(Flag("parties", *_TITLED))
        for sentence in said:
            for draft in drafts[-1:]:
                draft.leave_out(outsiders(sentence.text, self.context), sentence.place)
        self.found += drafts

    def _of(self, item: Listed, said: Paragraph, text: str) -> Draft:
        parties, doubts = named(text, self.context)
        flags = [doubt.of("parties") for doubt in doubts]
        others = re.match(choice("agreements", "others"), text.strip(" 　・"))
        if len(parties) == 1 or others:
            parties, added = with_unnamed(parties, "" if others else text, self.context)
            flags += added
        if not item.titled:
            flags.append(Flag("subject", "上の見出しから読んだ", "read from the heading above"))
        date, told = day_of(text)
        also = [item.place]
        if date is None and (day := item.day or self.day):
            date, told = day[0], [*day[1], *([] if item.day else [Flag("date", *_DAYS)])]
            also.append(day[2])
        return Draft(item.subject, parties, date, [said.place], flags=[*flags, *told], also=also)

    def _line(self, paragraph: Paragraph) -> Draft | None:
        """The agreement of a line that holds its name, who concludes it, and the day in brackets:
        ・室蘭市・登別市間の消防相互応援協定（昭和46年4月1日締結）"""
        text = paragraph.text.strip()
        match = _line().fullmatch(text) if len(text) <= _LONGEST else None
        if match is None or find_signing(text):
            return None
        parties, doubts = named("、".join(match[part] or "" for part in ("who", "by", "when")), self.context)
        date, flags = day_of(match["when"])
        if not parties and self.list and self.list.said:
            parties, doubts = named(self.list.said.text, self.context)
            flags.append(Flag("parties", *_ANNOUNCED))
        if len(parties) < 2:
            return None
        flags += [doubt.of("parties") for doubt in doubts]
        if match["deed"]:
            flags.append(Flag("subject", *_DOCUMENT))
        return Draft(paragraph.printed(match["name"]), parties, date, [paragraph.place], flags=flags)

    def _dated(self, paragraph: Paragraph) -> list[Draft]:
        """The agreements of a line that gives a day and names, and nothing else."""
        text = paragraph.text
        day = DAY.search(text)
        item = self.list.item if self.list else self.title
        head = item if item and item.titled else self.list
        if head is None or day is None or "。" in text or len(text) > _LONGEST or find_signing(text):
            return []
        parties, doubts = named(DAY.sub("、", text), self.context)
        rest = _REST.sub("", DAY.sub("", text))
        if not parties or len(rest) > sum(len(str(getattr(each, "name", each))) + 2 for each in parties):
            return []
        parties, flags = with_unnamed(parties, text, self.context)
        flags += [doubt.of("parties") for doubt in doubts]
        date, told = day_of(text)
        subject = head.subject
        if re.search("変更|改正", text):
            flags.append(Flag("subject", "変更の協定かもしれない", "may be an agreement that changes it"))
        if subject:
            flags.append(Flag("subject", "上の見出しから読んだ", "read from the heading above"))
        draft = Draft(subject, parties, date, [paragraph.place], flags=[*flags, *told], also=[head.place])
        return with_each(draft, f"{subject or ''}{text}", self.context)

    def _day(self, number: int, paragraph: Paragraph) -> tuple[str | None, list[Flag], Place] | None:
        """The day of the signing that a line gives: by a label, below the heading 日時, or in the words that announce."""
        text = paragraph.text
        if not re.search(choice("agreements", "when"), text) and not announces(text):
            return None
        issue = issue_of(self.paragraphs, number)
        if found := signing_day(paragraph, issue):
            return found
        below = self.paragraphs[number + 1] if number + 1 < len(self.paragraphs) else None
        if (
            form_of(paragraph)
            and below
            and re.match(choice("agreements", "when"), bare(text))
            and DAY.match(below.text)
        ):
            return *day_of(below.text, issue), below.place
        date, flags = day_of(text, issue, planned=not re.search("ました|した", text)) if announces(text) else (None, [])
        return (date, flags, paragraph.place) if date else None


def _heads(text: str) -> bool:
    """Whether a heading announces agreements: 締結する協定, 変更協定の内容, 協定の締結状況."""
    kinds = choice("agreements", "kinds")
    listed, heads = choice("agreements", "listed"), choice("agreements", "heads")
    return bool(re.search(rf"締結(?:する|した|済みの?)[^。]{{0,12}}{kinds}|{kinds}の?{listed}|{heads}", text))


def _named_by(paragraph: Paragraph) -> str | None:
    """The agreement that a heading names: 定住自立圏形成協定の締結状況, 定住自立圏形成協定の変更."""
    kinds, listed = choice("agreements", "kinds"), choice("agreements", "listed")
    name = re.match(rf"(?P<name>[^\s。、]*?{kinds}(?:の(?:一部)?変更)?)の?(?:{listed}|$)", bare(paragraph.text))
    return paragraph.printed(name["name"]) if name and len(name["name"]) > 3 else None


@cache
def _line() -> re.Pattern:
    who = r"(?:(?P<who>[^。()「」]*?[市町村](?:[^。()「」]{0,8}?組合)?)(?:の間|と?の?間|と)?の、?)?"
    name = rf"[「『]?(?P<name>[^。()「」市町村、][^。()「」、]*?{choice('agreements', 'kinds')})(?P<deed>書)?[」』]?"
    by = r"(?:[【〔\[](?P<by>[^【】〔〕\[\]]*)[】〕\]])?"
    return re.compile(
        rf"(?:[・○●◇■-]|\(?\d{{1,2}}[).])?\s*{who}{name}\s*{by}\s*\((?P<when>[^()]*{DAY.pattern}[^()]*)\)"
        r"(?:\s*[\[(](?:PDF|Word|ワード)[^\[\]()]*[\])])?"
    )


def _names_one(text: str, context: Context) -> bool:
    """Whether a line is the name of a municipality, and nothing else."""
    parts = list(scan(re.sub(r"^[・○●◯◇■\s-]+", "", text), context.zone, context.register))
    return [part.kind for part in parts] == ["name"]


def _is_list(text: str, context: Context) -> bool:
    """Whether a line is a list of two municipalities or more, and nothing else."""
    parts = list(scan(re.sub(r"^[・○\s-]+", "", text), context.zone, context.register))
    names = [part for part in parts if part.kind == "name"]
    return len(names) > 1 and all(part.kind in ("name", "bracket") for part in parts)
