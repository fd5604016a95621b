"""KPIs put together from the names and values that sentences give one after another: which belong to one indicator."""

import re
from dataclasses import replace

from teiju_graph.extract.kpis.events import is_labelled, name_of
from teiju_graph.extract.kpis.intentions import Intention
from teiju_graph.extract.kpis.kpi import NO_LABEL, Draft
from teiju_graph.extract.kpis.statements import Statement
from teiju_graph.extract.records import Record
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.topics import Topic
from teiju_graph.extract.words.value import Value


class Assembly:
    """The KPIs of a text while they are read. years: of all baselines and of all targets, where the speaker says so;
    dated: the document ties years to its plan;    listed: a heading says that indicators and targets follow; astray: a sentence since the topic seems to pass to
    something else; passed: paragraphs read."""

    def __init__(self) -> None:
        self.years: dict[str, int] = {}
        self.dated = False
        self.found: list[Record] = []
        self.draft = Draft(None)
        self.listed = self.astray = False
        self.passed = 0
        self._intended: list[Draft] = []  # what the text intends for the topic, without a word for a target
        self._known = 0  # records found before the topic

    def pass_to(self, topic: Topic | None) -> None:
        """Speak of another topic from here on."""
        self.close()
        self.listed = self.astray = False
        self.draft = Draft(topic)

    def close(self) -> None:
        """End the topic: what was intended for it counts where no KPI of it is told."""
        self._close()
        told = [record for record in self.found[self._known :] if record.fields["target_status"] != "not_stated"]
        if self._intended and not told:
            self.found[self._known :] = [draft.record(self.years, self.dated) for draft in self._intended]
        self._intended, self._known = [], len(self.found)

    def name(self, name: str, sentence: Paragraph) -> None:
        """Take the name of an indicator that the text calls one."""
        if self.draft.stated or (self.draft.indicator and self.draft.explicit):
            self._next()
        self.draft.indicator = sentence.printed(name)
        self.draft.explicit, self.draft.at, self.draft.named_at = True, self.passed, self.passed
        if re.search(r"[てでがは]、", name):
            self.draft.doubt("indicator", "文の一部かもしれない", "may be a part of the sentence")
        self.draft.said.append(sentence)

    def name_before(self, said: Statement, sentence: Paragraph) -> None:
        """Take the name that the sentence before gives to values without one."""
        self.draft.indicator = sentence.printed(said.name or "")
        self.draft.doubt("indicator", "前の文の語を読んだ", "read from the sentence before")
        self.draft.said.append(sentence)

    def value(self, value: Value, sentence: Paragraph) -> None:
        """Take a value that a label or its course tells, with the name that stands before it."""
        name, sure = name_of(value, sentence.text)
        if value.actual and name is None and "baseline" in self.draft.sides:
            return  # what was reached since, told below the baseline
        if value.actual and name is None and self.draft.stated and self.draft.at != self.passed:
            self.draft.doubt("baseline_value", "実績が別の行にある", "what was reached stands in another line")
            return
        if self._is_of_another(value, sentence.printed(name) if name and sure else None):
            self._next()
        self.draft.at = self.passed
        if self.draft.named_at and self.passed - self.draft.named_at > 2:
            self.draft.doubt("indicator", "値と離れたところに名前がある", "stands apart from the values")
        if not (self.listed or is_labelled(sentence.text)):
            self.draft.doubt(f"{value.side}_value", *NO_LABEL)
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

    def unlabelled(self, value: Value, name: str | None, sentence: Paragraph) -> None:
        """Take a value that nothing calls a baseline or a target."""
        if value.side in self.draft.sides:
            self._next()
        if name and not self.draft.indicator:
            self.draft.indicator = sentence.printed(name)
        self.draft.sides[value.side] = value
        self.draft.at = self.passed
        self.draft.said.append(sentence)
        kept = ("target_maintain",) if value.figure.maintain else ()
        for field in (f"{value.side}_value", "indicator", *kept):
            self.draft.doubt(field, *NO_LABEL)

    def yearly(self, value: Value, sentence: Paragraph) -> None:
        """Take R4:4団体 and R10:16団体 below an indicator: the earlier year is the baseline, the later the target."""
        first = self.draft.sides.get("baseline")
        later = first is not None and (first.year or 0) < (value.year or 0)
        self.unlabelled(replace(value, side="target") if later else value, None, sentence)

    def intention(self, intention: Intention, sentence: Paragraph) -> None:
        """Keep what a sentence intends, for a topic of which no KPI is told."""
        draft = Draft(self.draft.topic, sentence.printed(intention.name or "") or None, [sentence], at=self.passed)
        draft.sides = {value.side: value for value in intention.values}
        for field in ("indicator", "target_maintain", *(f"{side}_value" for side in draft.sides)):
            draft.doubt(field, *NO_LABEL)
        self._intended.append(draft)

    def row(self, name: str, values: list[Value], paragraph: Paragraph) -> None:
        """Take a line of a table of indicators."""
        if self.draft.stated or self.draft.indicator:
            self._next()
        self.draft.indicator, self.draft.explicit = name, True
        self.draft.said.append(paragraph)
        self.draft.sides = {value.side: value for value in values}
        for value in values:
            for doubt in value.doubts:
                self.draft.doubt(f"{value.side}_value", doubt.ja, doubt.en)

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

    def _next(self) -> None:
        self._close()
        self.draft = Draft(self.draft.topic)

    def _close(self) -> None:
        if self.draft.stated and (self.draft.named or self.draft.whole):
            if self.astray:
                self.draft.doubt(
                    "initiative", "別の取組に移ったかもしれない", "the text may have passed to another initiative"
                )
            self.found.append(self.draft.record(self.years, self.dated))
        self.draft = Draft(self.draft.topic)
