"""Agreements in running text: what about, between whom, when, and who is outside.

「Ａの共同化」について、厚真町、安平町の議決を経て、令和７年１月１日付で協定を締結しました。
なお、白老町は単独実施のため、本協定には入っておりません。"""

import re
from functools import cache

from teiju_graph.extract.agreements.concluded import DAY, day_of, issue_of, signing_day
from teiju_graph.extract.agreements.deeds import complete
from teiju_graph.extract.agreements.listings import announces, read_listings
from teiju_graph.extract.agreements.pacts import Draft, with_each, with_own
from teiju_graph.extract.agreements.signings import Signing, find_signing
from teiju_graph.extract.agreements.subjects import headed_title, labelled_title, subject_of
from teiju_graph.extract.meetings.speech import Turn
from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.text.parties import named, outsiders, seem_apart
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.titles import heading_of
from teiju_graph.extract.text.topics import Topic, topic_of
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import choice

_AFTER = 6  # sentences after an agreement in which an outsider can still be its outsider
_BELOW = 8  # paragraphs below words that announce a signing in which its day is looked for
_DAYS = ("下に書かれた日時から読んだ", "read from the day told below")
_ASIDE = ("加わらない市町村の話かもしれない", "may be told of someone outside")
_ABOVE = 3  # paragraphs above a signing in which a heading may give its title
_HEADED = ("上の見出しから読んだ", "read from the heading above")
_BESIDES = re.compile(r"(?<=[るた])ほか、")
_OF_EACH = re.compile(
    r"(?:この|本|同)(?:連携|形成)?協[定約]は、?[^。]*(?:それぞれ|各々|個別に|1対1|一対一)[^。]*(?:結|締)"
)
_SIGNED = ("前の文の締結式の日から読んだ", "read from the day of the signing in a sentence before")
_LABELLED = 12  # lines below a sentence in which a label may give the title of what it tells
_PLANNED = ("締結の予定", "still to be concluded")


def read_agreements(turns: list[Turn], context: Context) -> list[Record]:
    """Return the agreements that the document says were concluded, changed or ended, or will be on a day that it gives;
    members' words count for nothing."""
    told = [turn for turn in turns if turn.of_office or turn.of_chair]
    paragraphs = [part for turn in told for part in turn.paragraphs]
    listed = read_listings(paragraphs, context)
    reading = _Agreements(context, paragraphs, bool(listed))
    for turn in told:
        reading.read(turn)
    for paragraph in paragraphs:
        if title := labelled_title(paragraph.text):
            _entitle(reading.drafts, paragraph, title, context)
    drafts = sorted([*reading.drafts, *listed], key=lambda draft: draft.places[0].first)
    return [draft.record(context) for draft in drafts]


def _entitle(drafts: list[Draft], paragraph: Paragraph, title: str, context: Context) -> None:
    """Give the agreement that a sentence shortly before tells of the title that a label gives, and the parties in it."""
    line = paragraph.place.first
    above = [each for each in drafts if 0 <= line - each.places[-1].last <= _LABELLED]
    draft = above[-1] if above else None
    if draft is None or (draft.subject or "") not in title:
        return
    draft.subject = paragraph.printed(title)
    draft.also.append(paragraph.place)
    draft.flags = [flag for flag in draft.flags if flag.field != "subject"]
    parties, doubts = named(title, context)
    if len(parties) > len(draft.parties) and all(each in parties for each in draft.parties) and not doubts:
        draft.parties = parties


@cache
def _with_body() -> re.Pattern:
    """The other party is no municipality: 西いぶり広域連合と, 株式会社Ａとの間で."""
    bodies, firms = choice("agreements", "bodies"), choice("agreements", "firms")
    return re.compile(rf"{bodies}(?:と|との間)|{firms}[^、。と]{{1,20}}と")


def _clauses(sentence: Paragraph) -> list[Paragraph]:
    """The parts of a sentence that tell of an agreement each: …が覚書を交わしているほか、…日には…協約が締結されています."""
    match = _BESIDES.search(sentence.text)
    parts = [sentence.part(0, match.start()), sentence.part(match.end())] if match else []
    return parts if parts and all(find_signing(each.text) for each in parts) else [sentence]


class _Agreements:
    """The agreements that sentences tell of. listed: lists of the document tell of what its sentences announce."""

    def __init__(self, context: Context, paragraphs: list[Paragraph], listed: bool):
        self.context, self.paragraphs, self.listed = context, paragraphs, listed
        self.drafts: list[Draft] = []
        self.open: Draft | None = None
        self.day: str | None = None  # of a signing whose parties a sentence after it names
        self.left = 0  # in how many sentences more an outsider may be named
        self.topic: Topic | None = None
        self.at = -1  # of the paragraph being read

    def read(self, turn: Turn) -> None:
        self.open = self.topic = self.day = None
        for paragraph in turn.paragraphs:
            self.at += 1
            if topic := heading_of(paragraph):
                self.open, self.topic = None, topic
                continue
            for sentence in (part for each in paragraph.sentences for part in _clauses(each)):
                if topic := topic_of(sentence):
                    self.open, self.topic = None, topic
                elif signing := find_signing(sentence.text):
                    if not (self.listed and announces(sentence.text)):
                        self._take(sentence, signing, None if turn.role else self.topic)
                elif self.open and self.left:
                    self.left -= 1
                    self._look_outside(self.open, sentence)
                    self._part(self.open, sentence)

    def _look_outside(self, draft: Draft, sentence: Paragraph) -> None:
        """Take whom a sentence after an agreement says to be outside; one of the zone that it may mean is a doubt."""
        outside = outsiders(sentence.text, self.context)
        draft.leave_out(outside, sentence.place)
        members = self.context.zone.members if self.context.zone else ()
        others = [each for each in members if each not in draft.parties]
        aside = seem_apart(sentence.text, self.context) if not outside and not draft.excluded else []
        if any(each in others for each in aside):
            draft.flags.append(Flag("excluded", *_ASIDE))

    def _part(self, draft: Draft, sentence: Paragraph) -> None:
        """Take an agreement for one with each, where a sentence after it says so: この協約は、それぞれ１対１で結ぶもの."""
        if self.drafts[-1] is draft and _OF_EACH.match(sentence.text):
            self.drafts[-1:] = with_each(draft, sentence.text, self.context)
            self.open = self.drafts[-1]

    def _take(self, sentence: Paragraph, signing: Signing, topic: Topic | None) -> None:
        text = sentence.text
        parties, doubts = named(text[: signing.end], self.context)
        if not parties:
            parties, doubts = named(text[signing.end :], self.context)
        parties, flags = with_own(parties, text, self.context)
        flags += [doubt.of("parties") for doubt in doubts]
        subject, told = subject_of(text, signing)
        flags += told
        if subject is None and topic and "協定" not in topic.name:
            subject = topic.name
            flags += [] if parties else [Flag("subject", *_HEADED)]
        elif subject is None and parties:
            above = self.paragraphs[max(0, self.at - _ABOVE) : self.at]
            if titles := [title for each in above if (title := headed_title(each.text))]:
                subject = titles[-1]
                flags.append(Flag("subject", *_HEADED))
        date, told = self._day(sentence, signing, bool(parties))
        flags += told
        if date is None and parties and signing.how == "done" and self.day:
            date, flags = self.day, [*flags, Flag("date", *_SIGNED)]
        elif date and not parties:
            self.day = date
        if (not parties and not (subject and date)) or (len(parties) == 1 and _with_body().search(text)):
            return
        if signing.how == "planned":
            if not (date and subject and len(parties) > 1):
                return
            flags += [Flag("date", *_PLANNED)]
        before = self.drafts[-1] if self.drafts else None
        if before and subject is None and "同じ内容" in text[: signing.start]:
            subject = before.subject
            flags.append(Flag("subject", "前の協定と同じ内容とある", "said to be the same as the one before"))
        if self._is_told_again(subject, parties, date, sentence):
            return
        draft = Draft(sentence.printed(subject) if subject else None, parties, date, [sentence.place], flags=flags)
        if before and re.search(r"同じ内容|同日|同じ日", text[: signing.start]):
            draft.also += before.places
        drafts = (
            complete(draft, self.paragraphs, self.at, self.context)
            if signing.how == "text"
            else with_each(draft, text, self.context)
        )
        self.drafts += drafts
        self.open, self.left = drafts[-1], _AFTER
        self.open.leave_out(outsiders(text, self.context), sentence.place)

    def _day(self, sentence: Paragraph, signing: Signing, sure: bool) -> tuple[str | None, list[Flag]]:
        """The day that a sentence gives; 同日 is that of the agreement before. sure: it names parties, and where it tells
        no day but announces the signing, the day may stand below."""
        text = sentence.text
        if not DAY.search(text) and re.search(r"同日|同じ日", text[: signing.end]) and self.drafts:
            return self.drafts[-1].date, []
        issue = None if signing.how == "text" else issue_of(self.paragraphs, self.at)
        date, flags = day_of(text, issue, signing.how == "planned")
        if date is None and sure and announces(text):  # 下記のとおり締結式を行います
            below = self.paragraphs[self.at + 1 : self.at + 1 + _BELOW]
            told = next((found for each in below if (found := signing_day(each, issue))), None)
            return (told[0], [*told[1], Flag("date", *_DAYS)]) if told else (None, [])
        return date, flags

    def _is_told_again(self, subject: str | None, parties: list, date: str | None, sentence: Paragraph) -> bool:
        """Take a headline and the sentence below it as one agreement: the same parties, one subject within the other,
        and no day that is another."""
        for draft in self.drafts:
            one, other = draft.subject or "", subject or ""
            amends = ("変更" in one) != ("変更" in other) or bool(draft.date and date and draft.date != date)
            fewer = other in ("", one) and date == draft.date and all(each in draft.parties for each in parties)
            same = draft.parties == parties or bool(parties and date and fewer)
            if draft.parties and same and (one in other or other in one) and not amends:
                draft.subject = sentence.printed(other) if len(other) > len(one) else draft.subject
                draft.date = draft.date or date
                draft.places.append(sentence.place)
                self.open, self.left = draft, _AFTER
                return True
        return False
