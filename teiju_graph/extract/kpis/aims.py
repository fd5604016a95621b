"""KPIs in running text: what each initiative is measured by, where it stands and where it is to get."""

import re
from dataclasses import replace

from teiju_graph.extract.kpis.assembly import Assembly
from teiju_graph.extract.kpis.events import events, in_brackets, name_of
from teiju_graph.extract.kpis.intentions import find_intention
from teiju_graph.extract.kpis.items import bare_topic, looks_bare, opening_topic, turns_away
from teiju_graph.extract.kpis.lists import Columns, columns_of, names_next
from teiju_graph.extract.kpis.recurrences import doubt_twice, replaced
from teiju_graph.extract.kpis.statements import Statement, find_statement
from teiju_graph.extract.kpis.values import find_values
from teiju_graph.extract.kpis.vintages import tells_years, years_of_all
from teiju_graph.extract.meetings.speech import Turn
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.details import tells_detail
from teiju_graph.extract.text.measures import Change, find_change
from teiju_graph.extract.text.running import Paragraph, indent
from teiju_graph.extract.text.titles import heading_of, heads_works, is_heading, is_slogan, named_below, work_of
from teiju_graph.extract.text.topics import Told, Topic, inline_topic, quoted_topic, topic_of
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value

_ASKS = re.compile(r"(?:か|かな|でしょうか|のか)[。?？]?$|[?？]$")
_SAME = re.compile(r"(?:今後は?、?)?(?:これ|この(?:数|値|割合|回数|件数|人数))を")


def read_aims(turns: list[Turn]) -> tuple[list[Record], list[Told]]:
    """Return the KPIs that the document and its office state, in order, and what they tell under each topic; what members
    say of KPIs is no KPI."""
    written = years_of_all([part for turn in turns if not (turn.role or turn.kind) for part in turn.paragraphs])
    reading = _Aims()
    reading.kpis.dated = tells_years([part for turn in turns for part in turn.paragraphs])
    office: list[Paragraph] = []  # what the office has said since another spoke
    for turn, after in zip(turns, [*turns[1:], Turn()], strict=False):  # of no turns the last is none either
        office = [*office, *turn.paragraphs] if turn.of_office and turn.role else []
        if turn.of_office:
            if turn.role or turn.kind:
                reading.pass_to(None)
            reading.written = not (turn.role or turn.kind)
            reading.kpis.years = written if reading.written else written | years_of_all(office)
            for number, paragraph in enumerate(turn.paragraphs):
                following = turn.paragraphs[number + 1 :]
                reading.take(paragraph, following or (after.paragraphs[:1] if after.of_office else []))
    return reading.records(), [*reading.sections, *reading.items]


def _is_judged(text: str) -> bool:
    """Whether a sentence only judges what was reached, and does not say both where it stood and where it is to get."""
    sides = {label.side for label in find_labels(text)}
    return bool(re.search(choice("kpi", "judged"), text)) and not sides >= {"baseline", "target"}


class _Aims:
    """A text while it is read, paragraph by paragraph: what it speaks of, and the KPIs that it tells."""

    def __init__(self) -> None:
        self.kpis = Assembly()
        self.sections: list[Told] = []  # the last is the one spoken of; one without a name is of no topic
        self.works = False  # a heading says that initiatives follow, each an item of a list
        self.mark = ""  # before each item of that list
        self.items: list[Told] = []
        self.changes: list[tuple[Change, Place]] = []
        self.columns: Columns | None = None
        self.said: tuple[Statement, Paragraph] | None = None  # the statement of the sentence before
        self.before = ""  # the sentence before
        self.written = True  # the document itself speaks, not a person

    def records(self) -> list[Record]:
        self.kpis.close()
        return doubt_twice([replaced(record, self.changes) for record in self.kpis.found])

    def pass_to(self, topic: Topic | None) -> None:
        """Speak of another topic from here on."""
        self.kpis.pass_to(topic)
        self.columns = self.said = None
        self.before = ""
        if topic or self.sections:
            self.sections.append(Told(topic or Topic("", self.sections[-1].topic.place, "section")))

    def take(self, paragraph: Paragraph, following: list[Paragraph]) -> None:
        """Read one paragraph; those after it tell whether a bare line names an indicator, or what a slogan heads."""
        kpis = self.kpis
        kpis.passed += 1
        if self.works and self._listed(paragraph, following):
            return
        self._head(paragraph)
        if tells_detail(paragraph) and not find_labels(paragraph.text):
            self._tell(paragraph)
        elif (topic := heading_of(paragraph)) and not find_values(paragraph.text):
            if is_slogan(topic.name) and (named := named_below(following)):
                topic = replace(topic, name=named.name)
            if not self.sections or topic.name != self.sections[-1].topic.name or not topic.name:
                self.pass_to(topic)
            self._tell(paragraph)
        elif is_heading(paragraph):
            kpis.listed = bool(
                find_labels(paragraph.text) or re.search(choice("kpi", "target", "indicator"), paragraph.text)
            )
        elif names_next(paragraph, following):
            kpis.name(paragraph.text.strip("・ :"), paragraph)
        elif columns := columns_of(paragraph):
            self.columns = columns
        elif self.columns and (row := self.columns.row(paragraph)):
            kpis.row(*row, paragraph)
        else:
            self._sentences(paragraph, following)

    def _head(self, paragraph: Paragraph) -> None:
        """End the list of initiatives, if there is one, and begin another where the paragraph heads one."""
        if self.mark and self.kpis.draft.topic is self.items[-1].topic:
            self.kpis.pass_to(self.sections[-1].topic if self.sections else None)
        self.works, self.mark = heads_works(paragraph), ""

    def _listed(self, paragraph: Paragraph, following: list[Paragraph]) -> bool:
        """Take an item of a list of initiatives, or what goes on below one: its details, and what is indented farther."""
        mark = re.sub(r"\d+", "1", paragraph.text.strip()[:2].strip())[:1]
        mark = ":" if re.match(r"\w(?!\.)", mark) and mark != "1" else mark
        if (item := work_of(paragraph)) and self.mark in ("", mark):
            self.mark = mark
            self.items.append(Told(item, [paragraph]))
            for section in self.sections[-1:]:
                section.lists = True
            return True
        if not self.mark or not (tells_detail(paragraph) or indent(paragraph) > indent(self.items[-1].paragraphs[0])):
            return False
        self.items[-1].paragraphs.append(paragraph)
        if find_labels(paragraph.text):
            if self.kpis.draft.topic is not self.items[-1].topic:
                self.kpis.pass_to(self.items[-1].topic)
            self._sentences(paragraph, following)
        return True

    def _sentences(self, paragraph: Paragraph, following: list[Paragraph]) -> None:
        if topic := opening_topic(paragraph) or (bare_topic(paragraph, following) if self.written else None):
            self.pass_to(topic)
        elif self.written and looks_bare(paragraph):
            self.kpis.astray = True
        for sentence in paragraph.sentences:
            if topic := topic_of(sentence):
                led = not self.written or turns_away(sentence)
                self.pass_to(topic if led else replace(topic, how="inline"))
                continue
            self.kpis.astray |= turns_away(sentence)
            if not _ASKS.search(sentence.text) and not _is_judged(sentence.text):
                self._sentence(sentence)
        self._tell(paragraph)

    def _tell(self, paragraph: Paragraph) -> None:
        if not self.sections:
            self.sections.append(Told(Topic("", paragraph.place, "section")))
        self.sections[-1].paragraphs.append(paragraph)

    def _sentence(self, sentence: Paragraph) -> None:
        text, kpis = sentence.text, self.kpis
        change = find_change(text)
        found = list(events(text, change))
        told = [event for event in found if isinstance(event, Value) and not in_brackets(text, event.start)]
        said = None if told else find_statement(text)
        if topic := self._topic(sentence, bool(found or change or said)):
            self.pass_to(topic)
        if change:
            self._change(change, sentence)
        if told and self.said and (re.match(_SAME, text) or self._goes_on(self.said[0], told, text)):
            before, where = self.said
            kpis.unlabelled(before.value, before.name, where)
        elif told and self.said and self._is_named_before(self.said[0], told[0], text):
            kpis.name_before(*self.said)
        for event in found:
            if isinstance(event, Value):
                kpis.value(event, sentence)
            else:
                kpis.name(event, sentence)
        changed = choice("kpi", "change", "instead", "once")
        if change is None and re.search(choice("kpi", "indicator"), text) and re.search(changed, text):
            kpis.draft.doubt("replaces", "指標の変更らしい語がある", "has words of a change of indicators")
        self._after_change(change, sentence)
        self.said = self._statement(said, sentence)
        aimed = said or change or any(event.side == "target" for event in told)
        if kpis.draft.topic and not aimed and (intention := find_intention(text, self.before)):
            kpis.intention(intention, sentence)
        self.before = text

    def _topic(self, sentence: Paragraph, says: bool) -> Topic | None:
        """The topic that a sentence opens with before it says more, where it is another one than that spoken of."""
        now = self.kpis.draft.topic
        quotes = sentence.text.lstrip("・○●■◆ \u3000").startswith("「")
        topic = inline_topic(sentence) if says or turns_away(sentence) or quotes else None
        if topic is None and self.written:
            slogan = now is not None and now.how in ("heading", "bare") and is_slogan(now.name)
            topic = quoted_topic(sentence, loose=slogan or sentence.text.startswith("「"))
            if topic and now and not slogan and now.how not in ("inline", "quoted", "section"):
                self.kpis.astray, topic = True, None
        return topic if topic and (now is None or topic.name not in now.name) else None

    def _change(self, change: Change, sentence: Paragraph) -> None:
        old, new = sentence.printed(change.old), sentence.printed(change.new)
        self.changes.append((Change(old, new, change.start, change.end), sentence.place))
        if change.new:
            self.kpis.name(change.new, sentence)
        self.kpis.draft.replaces = old
        if f"「{change.old}」" not in sentence.text:
            self.kpis.draft.doubt("replaces", "引用符のない語を前の指標と読んだ", "read from words without quotes")

    def _is_named_before(self, before: Statement, first: Value, text: str) -> bool:
        """Whether the sentence before names what values without a name are of: 回数は３回であった。基準値は年２回、…"""
        draft = self.kpis.draft
        bare = not draft.stated and not draft.indicator and name_of(first, text)[0] is None
        return bool(bare and before.name and before.sure and first.figure.unit == before.value.figure.unit)

    def _goes_on(self, before: Statement, told: list[Value], text: str) -> bool:
        """Whether a target without a name is that of what the sentence before said: 890件でした。…1,000件を目標とします。"""
        first, draft = told[0], self.kpis.draft
        alike = len(told) == 1 and first.side == "target" and first.figure.unit == before.value.figure.unit
        bare = not draft.stated and not draft.indicator and name_of(first, text)[0] is None
        return bool(alike and bare and before.name)

    def _after_change(self, change: Change | None, sentence: Paragraph) -> None:
        """Take the first figure after a change of indicators as the target: 入場者数に変更し、2,000人."""
        if change and "target" not in self.kpis.draft.sides:
            figures = [each for each in find_figures(sentence.text) if each.start >= change.end]
            if figures and re.fullmatch(r"[しく、をて]*", sentence.text[change.end : figures[0].start]):
                one = figures[0]
                self.kpis.unlabelled(Value("target", one, one.start, one.end, None, list(one.doubts)), None, sentence)

    def _statement(self, said: Statement | None, sentence: Paragraph) -> tuple[Statement, Paragraph] | None:
        """Take what a sentence without labels says, where it stands beside an indicator or goes on from one."""
        if said is None:
            return None
        kpis, draft, side = self.kpis, self.kpis.draft, said.value.side
        kept = said.how in ("kept", "set") and draft.topic and side not in draft.sides
        if said.how == "becomes" and self.said and self.said[0].value.figure.unit == said.value.figure.unit:
            before, where = self.said
            kpis.unlabelled(before.value, before.name, where)
            kpis.unlabelled(said.value, None, sentence)
        elif said.how == "was" and self._goes_with(said):
            kpis.unlabelled(said.value, None, sentence)
        elif said.how == "year" and draft.explicit:
            kpis.yearly(said.value, sentence)
        elif kept and (said.sure or said.how == "kept"):
            kpis.unlabelled(said.value, said.name, sentence)
        return (said, sentence) if said.how == "was" else None

    def _goes_with(self, said: Statement) -> bool:
        """Whether 令和4年度は183人であった is the baseline of the KPI being read."""
        draft, target = self.kpis.draft, self.kpis.draft.sides.get("target")
        if draft.explicit and not draft.stated and (said.name is None or not said.sure):
            return True
        alike = target is not None and target.figure.unit == said.value.figure.unit and said.value.year is not None
        return alike and "baseline" not in draft.sides and draft.at == self.kpis.passed
