"""KPIs in running text: what each initiative is measured by, where it stands and where it is to get."""

import re
from dataclasses import replace

from teiju_graph.extract.prose.captions import find_labels
from teiju_graph.extract.prose.events import events, in_brackets, is_labelled, name_of
from teiju_graph.extract.prose.initiatives import Told
from teiju_graph.extract.prose.intentions import find_intention
from teiju_graph.extract.prose.items import bare_topic, looks_bare, opening_topic, turns_away
from teiju_graph.extract.prose.kpi import Draft
from teiju_graph.extract.prose.lists import Columns, columns_of, names_next
from teiju_graph.extract.prose.measures import Change, find_change
from teiju_graph.extract.prose.recurrences import doubt_twice, replaced
from teiju_graph.extract.prose.running import Paragraph
from teiju_graph.extract.prose.speech import Turn
from teiju_graph.extract.prose.statements import Statement, find_statement
from teiju_graph.extract.prose.topics import Topic, heading_of, inline_topic, is_heading, quoted_topic, topic_of
from teiju_graph.extract.prose.values import find_values
from teiju_graph.extract.prose.vintages import years_of_all
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value

_ASKS = re.compile(r"(?:か|かな|でしょうか|のか)[。?？]?$|[?？]$")
_SAME = re.compile(r"(?:今後は?、?)?(?:これ|この(?:数|値|割合|回数|件数|人数))を")
_NO_LABEL = ("基準値や目標値という語のない値", "a value that no label names")


def read_aims(turns: list[Turn]) -> tuple[list[Record], list[Told]]:
    """Return the KPIs that the document and its office state, in order, and what they tell under each topic; what members
    say of KPIs is no KPI."""
    office = [paragraph for turn in turns if turn.of_office for paragraph in turn.paragraphs]
    reading = _Aims(years_of_all(office))
    for turn, after in zip(turns, [*turns[1:], Turn()], strict=False):  # of no turns the last is none either
        if turn.of_office:
            if turn.role or turn.kind:
                reading.pass_to(None)
            reading.written = not (turn.role or turn.kind)
            for number, paragraph in enumerate(turn.paragraphs):
                following = turn.paragraphs[number + 1 : number + 2]
                reading.take(paragraph, following or (after.paragraphs[:1] if after.of_office else []))
    return reading.records(), reading.sections


class _Aims:
    """The KPIs of a text while they are read, paragraph by paragraph."""

    def __init__(self, years: dict[str, int]) -> None:
        self.years = years  # of all baselines, of all targets, where the document says so
        self.found: list[Record] = []
        self.sections: list[Told] = []
        self.changes: list[tuple[Change, Place]] = []
        self.draft = Draft(None)
        self.columns: Columns | None = None
        self.said: tuple[Statement, Paragraph] | None = None  # the statement of the sentence before
        self.intended: list[Draft] = []  # what the text intends for the topic, without a word for a target
        self.known = 0  # records found before the topic
        self.before = ""  # the sentence before
        self.listed = False  # a heading says that indicators and targets follow
        self.astray = False  # a sentence since the topic seems to pass to something else
        self.written = True  # the document itself speaks, not a person
        self.passed = 0  # paragraphs read

    def records(self) -> list[Record]:
        self._close()
        self._intend()
        return doubt_twice([replaced(record, self.changes) for record in self.found])

    def pass_to(self, topic: Topic | None) -> None:
        """Speak of another topic from here on."""
        self._close()
        self._intend()
        self.columns = self.said = None
        self.listed = self.astray = False
        self.draft = Draft(topic)
        if topic:
            self.sections.append(Told(topic))

    def take(self, paragraph: Paragraph, following: list[Paragraph]) -> None:
        """Read one paragraph; the one after it tells whether a bare line names an indicator."""
        self.passed += 1
        if (topic := heading_of(paragraph)) and not find_values(paragraph.text):
            self.pass_to(topic)
        elif is_heading(paragraph):
            self.listed = bool(
                find_labels(paragraph.text) or re.search(choice("kpi", "target", "indicator"), paragraph.text)
            )
        elif names_next(paragraph, following):
            self._name(paragraph.text.strip("・ :"), paragraph)
        elif columns := columns_of(paragraph):
            self.columns = columns
        elif self.columns and (row := self.columns.row(paragraph)):
            self._row(*row, paragraph)
        else:
            if topic := opening_topic(paragraph) or (bare_topic(paragraph, following) if self.written else None):
                self.pass_to(topic)
            elif self.written and looks_bare(paragraph):
                self.astray = True
            for sentence in paragraph.sentences:
                if topic := topic_of(sentence):
                    led = not self.written or turns_away(sentence)
                    self.pass_to(topic if led else replace(topic, how="inline"))
                    continue
                self.astray |= turns_away(sentence)
                if not _ASKS.search(sentence.text) and not re.search(choice("kpi", "judged"), sentence.text):
                    self._sentence(sentence)
            if self.sections:
                self.sections[-1].paragraphs.append(paragraph)

    def _sentence(self, sentence: Paragraph) -> None:
        text = sentence.text
        change = find_change(text)
        found = list(events(text, change))
        told = [event for event in found if isinstance(event, Value) and not in_brackets(text, event.start)]
        said = None if told else find_statement(text)
        topic = inline_topic(sentence) if found or change or said or turns_away(sentence) else None
        if (
            topic is None
            and self.written
            and (self.draft.topic is None or self.draft.topic.how in ("inline", "section"))
        ):
            topic = quoted_topic(sentence)
        if topic and (self.draft.topic is None or topic.name not in self.draft.topic.name):
            self.pass_to(topic)
        if change:
            old, new = sentence.printed(change.old), sentence.printed(change.new)
            self.changes.append((Change(old, new, change.start, change.end), sentence.place))
            if change.new:
                self._name(change.new, sentence)
            self.draft.replaces = old
            if f"「{change.old}」" not in text:
                self.draft.doubt("replaces", "引用符のない語を前の指標と読んだ", "read from words without quotes")
        if told and self.said and (re.match(_SAME, text) or self._goes_on(self.said[0], told, text)):
            before, where = self.said
            self._unlabelled(before.value, before.name, where)
        elif told and self.said and self._is_named_before(self.said[0], told[0], text):
            self.draft.indicator = self.said[1].printed(self.said[0].name or "")
            self.draft.doubt("indicator", "前の文の語を読んだ", "read from the sentence before")
            self.draft.said.append(self.said[1])
        for event in found:
            if isinstance(event, Value):
                self._value(event, sentence)
            else:
                self._name(event, sentence)
        if (
            change is None
            and re.search(choice("kpi", "indicator"), text)
            and re.search(choice("kpi", "change", "instead", "once"), text)
        ):
            self.draft.doubt("replaces", "指標の変更らしい語がある", "has words of a change of indicators")
        self._after_change(change, sentence)
        self.said = self._statement(said, sentence)
        if not any(event.side == "target" for event in told) and not said and not change:
            self._intention(sentence)
        self.before = text

    def _intention(self, sentence: Paragraph) -> None:
        """Keep what a sentence intends, for a topic of which no KPI is told."""
        intention = find_intention(sentence.text, self.before) if self.draft.topic else None
        if intention:
            draft = Draft(self.draft.topic, sentence.printed(intention.name or "") or None, [sentence], at=self.passed)
            draft.sides = {value.side: value for value in intention.values}
            for field in ("indicator", "target_maintain", *(f"{side}_value" for side in draft.sides)):
                draft.doubt(field, *_NO_LABEL)
            self.intended.append(draft)

    def _intend(self) -> None:
        """Take what was intended for the topic, where no KPI of it is told."""
        told = [record for record in self.found[self.known :] if record.fields["target_status"] != "not_stated"]
        if self.intended and not told:
            self.found[self.known :] = [draft.record(self.years) for draft in self.intended]
        self.intended, self.known, self.before = [], len(self.found), ""

    def _is_named_before(self, before: Statement, first: Value, text: str) -> bool:
        """Whether the sentence before names what values without a name are of: 回数は３回であった。基準値は年２回、…"""
        bare = not self.draft.stated and not self.draft.indicator and name_of(first, text)[0] is None
        return bool(bare and before.name and before.sure and first.figure.unit == before.value.figure.unit)

    def _goes_on(self, before: Statement, told: list[Value], text: str) -> bool:
        """Whether a target without a name is that of what the sentence before said: 890件でした。…1,000件を目標とします。"""
        first = told[0]
        alike = len(told) == 1 and first.side == "target" and first.figure.unit == before.value.figure.unit
        bare = not self.draft.stated and not self.draft.indicator and name_of(first, text)[0] is None
        return bool(alike and bare and before.name)

    def _after_change(self, change: Change | None, sentence: Paragraph) -> None:
        """Take the first figure after a change of indicators as the target: 入場者数に変更し、2,000人."""
        if change and "target" not in self.draft.sides:
            figures = [each for each in find_figures(sentence.text) if each.start >= change.end]
            if figures and re.fullmatch(r"[しく、をて]*", sentence.text[change.end : figures[0].start]):
                one = figures[0]
                self._unlabelled(Value("target", one, one.start, one.end, None, list(one.doubts)), None, sentence)

    def _statement(self, said: Statement | None, sentence: Paragraph) -> tuple[Statement, Paragraph] | None:
        """Take what a sentence without labels says, where it stands beside an indicator or goes on from one."""
        if said is None:
            return None
        draft, side = self.draft, said.value.side
        if said.how == "becomes" and self.said and self.said[0].value.figure.unit == said.value.figure.unit:
            before, where = self.said
            self._unlabelled(before.value, before.name, where)
            self._unlabelled(said.value, None, sentence)
        elif said.how == "was" and self._goes_with(said):
            self._unlabelled(said.value, None, sentence)
        elif said.how == "year" and draft.explicit:
            self._yearly(said.value, sentence)
        elif (
            said.how in ("kept", "set")
            and draft.topic
            and side not in draft.sides
            and (said.sure or said.how == "kept")
        ):
            self._unlabelled(said.value, said.name, sentence)
        return (said, sentence) if said.how == "was" else None

    def _yearly(self, value: Value, sentence: Paragraph) -> None:
        """R4:4団体 and R10:16団体 below an indicator: the earlier year is the baseline, the later the target."""
        first = self.draft.sides.get("baseline")
        later = first is not None and (first.year or 0) < (value.year or 0)
        self._unlabelled(replace(value, side="target") if later else value, None, sentence)

    def _goes_with(self, said: Statement) -> bool:
        """Whether 令和4年度は183人であった is the baseline of the KPI being read."""
        draft, target = self.draft, self.draft.sides.get("target")
        if draft.explicit and not draft.stated and (said.name is None or not said.sure):
            return True
        alike = target is not None and target.figure.unit == said.value.figure.unit and said.value.year is not None
        return alike and "baseline" not in draft.sides and draft.at == self.passed

    def _unlabelled(self, value: Value, name: str | None, sentence: Paragraph) -> None:
        if value.side in self.draft.sides:
            self._next()
        if name and not self.draft.indicator:
            self.draft.indicator = sentence.printed(name)
        self.draft.sides[value.side] = value
        self.draft.at = self.passed
        self.draft.said.append(sentence)
        kept = ("target_maintain",) if value.figure.maintain else ()
        for field in (f"{value.side}_value", "indicator", *kept):
            self.draft.doubt(field, *_NO_LABEL)

    def _name(self, name: str, sentence: Paragraph) -> None:
        if self.draft.stated or (self.draft.indicator and self.draft.explicit):
            self._next()
        self.draft.indicator = sentence.printed(name)
        self.draft.explicit, self.draft.at, self.draft.named_at = True, self.passed, self.passed
        if re.search(r"[てでがは]、", name):
            self.draft.doubt("indicator", "文の一部かもしれない", "may be a part of the sentence")
        self.draft.said.append(sentence)

    def _value(self, value: Value, sentence: Paragraph) -> None:
        name, sure = name_of(value, sentence.text)
        if value.actual and name is None and "baseline" in self.draft.sides:
            return  # what was reached since, told below the baseline
        if self._is_of_another(value, sentence.printed(name) if name and sure else None):
            self._next()
        self.draft.at = self.passed
        if self.draft.named_at and self.passed - self.draft.named_at > 2:
            self.draft.doubt("indicator", "値と離れたところに名前がある", "stands apart from the values")
        if not (self.listed or is_labelled(sentence.text)):
            self.draft.doubt(f"{value.side}_value", *_NO_LABEL)
        if value.side in self.draft.sides:
            other = name and self.draft.indicator and sentence.printed(name) != self.draft.indicator
            if not self.draft.whole and not other:
                self._again(value, sentence)
                return
            self._next()
        if self.draft.indicator is None and name and not self.draft.stated:
            self.draft.indicator = sentence.printed(name)
            if not sure:
                self.draft.doubt(
                    "indicator", "指標という語がなく、値の前の語を読んだ", "read from the words before the value"
                )
        self.draft.sides[value.side] = value
        self.draft.said.append(sentence)
        for doubt in value.doubts:
            for part in ("value",) if value.year else ("value", "year"):
                self.draft.doubt(f"{value.side}_{part}", doubt.ja, doubt.en)

    def _is_of_another(self, value: Value, name: str | None) -> bool:
        """Whether a value belongs to another KPI than the one begun: it has a name of its own, or stands apart."""
        if not self.draft.stated or self.draft.at == self.passed:
            return bool(self.draft.stated and name and self.draft.indicator and name != self.draft.indicator)
        if name and name != self.draft.indicator:
            return True
        apart = self.passed - self.draft.at > 1 or value.side == "baseline"
        return apart and value.side not in self.draft.sides and "target" in self.draft.sides

    def _again(self, value: Value, sentence: Paragraph) -> None:
        """A second value of a side: the last target is the final one, the first baseline stays; a person must look."""
        self.draft.doubt(f"{value.side}_value", "同じ側の値が二つある", "two values for the same side")
        if value.side == "target":
            self.draft.sides["target"] = value
            self.draft.said.append(sentence)

    def _row(self, name: str, values: list[Value], paragraph: Paragraph) -> None:
        if self.draft.stated or self.draft.indicator:
            self._next()
        self.draft.indicator, self.draft.explicit = name, True
        self.draft.said.append(paragraph)
        self.draft.sides = {value.side: value for value in values}
        for value in values:
            for doubt in value.doubts:
                self.draft.doubt(f"{value.side}_value", doubt.ja, doubt.en)

    def _next(self) -> None:
        self._close()
        self.draft = Draft(self.draft.topic)

    def _close(self) -> None:
        if self.draft.stated and (self.draft.named or self.draft.whole):
            if self.astray:
                self.draft.doubt(
                    "initiative", "別の取組に移ったかもしれない", "the text may have passed to another initiative"
                )
            self.found.append(self.draft.record(self.years))
        self.draft = Draft(self.draft.topic)
