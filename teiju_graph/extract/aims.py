"""KPIs in running text: what each initiative is measured by, where it stands and where it is to get."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from teiju_graph.extract.captions import find_labels
from teiju_graph.extract.measures import Change, find_change, name_after, name_before, name_put
from teiju_graph.extract.numbers import Figure
from teiju_graph.extract.phrases import choice, level
from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.running import Paragraph
from teiju_graph.extract.speech import Turn
from teiju_graph.extract.topics import Topic, heading_of, topic_of
from teiju_graph.extract.values import Value, find_values

_NEAR = 12  # lines; a topic so near is part of the record's place
_ASKS = re.compile(r"(?:か|かな|でしょうか|のか)[。?？]?$|[?？]$")


@dataclass
class _Draft:
    """One KPI being read."""

    topic: Topic | None
    indicator: str | None = None
    places: list[Place] = field(default_factory=list)
    sides: dict[str, Value] = field(default_factory=dict)
    replaces: str | None = None
    flags: list[Flag] = field(default_factory=list)
    explicit: bool = False

    @property
    def stated(self) -> bool:
        """Whether it has a value, or a word in place of one."""
        return bool(self.sides)

    @property
    def whole(self) -> bool:
        return {"baseline", "target"} <= set(self.sides)


class Aims:
    """The KPIs of a text, read turn by turn; what members say of KPIs is no KPI."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.changes: list[tuple[Change, Place]] = []
        self.draft = _Draft(None)
        self.columns: list[str] = []

    def read(self, turns: list[Turn]) -> list[Record]:
        """Return the KPIs that the document states, in order."""
        for turn in turns:
            if turn.of_office:
                self._topic(None)
                for paragraph in turn.paragraphs:
                    self._paragraph(paragraph)
        self._close()
        return [self._replacing(record) for record in self.records]

    def _paragraph(self, paragraph: Paragraph) -> None:
        if (topic := heading_of(paragraph)) and not find_values(paragraph.text):
            self._topic(topic)
            return
        if self._row(paragraph):
            return
        for sentence in paragraph.sentences:
            if topic := topic_of(sentence):
                self._topic(topic)
            elif not _ASKS.search(sentence.text):
                self._sentence(sentence)

    def _topic(self, topic: Topic | None) -> None:
        self._close()
        self.columns = []
        self.draft = _Draft(topic)

    def _sentence(self, sentence: Paragraph) -> None:
        text = sentence.text
        change = find_change(text)
        if change:
            old, new = sentence.printed(change.old), sentence.printed(change.new)
            self.changes.append((Change(old, new, change.start, change.end), sentence.place))
            self._name(change.new, sentence)
            self.draft.replaces = sentence.printed(change.old)
        for event in _events(text, change):
            if isinstance(event, Value):
                self._value(event, sentence)
            else:
                self._name(event[0], sentence)

    def _name(self, name: str, sentence: Paragraph) -> None:
        if self.draft.stated or (self.draft.indicator and self.draft.explicit):
            self._next()
        self.draft.indicator = sentence.printed(name)
        self.draft.explicit = True
        self.draft.places.append(sentence.place)

    def _value(self, value: Value, sentence: Paragraph) -> None:
        side = value.side
        name, sure = name_before(sentence.text, value.start)
        if side in self.draft.sides:
            if self.draft.whole or (name and self.draft.indicator and sentence.printed(name) != self.draft.indicator):
                self._next()
            else:
                self._again(value, sentence)
                return
        if self.draft.indicator is None and name and not self.draft.stated:
            self.draft.indicator = sentence.printed(name)
            if not sure:
                self.draft.flags.append(
                    Flag("indicator", "指標という語がなく、値の前の語を読んだ", "read from the words before the value")
                )
        self.draft.sides[side] = value
        self.draft.places.append(sentence.place)
        self.draft.flags += [doubt.of(f"{side}_value") for doubt in value.doubts]

    def _again(self, value: Value, sentence: Paragraph) -> None:
        """A second value of a side: the last target is the final one, the first baseline stays; a person must look."""
        told = Doubt("同じ側の値が二つある", "two values for the same side").of(f"{value.side}_value")
        if told not in self.draft.flags:
            self.draft.flags.append(told)
        if value.side == "target":
            self.draft.sides["target"] = value
            self.draft.places.append(sentence.place)

    def _row(self, paragraph: Paragraph) -> bool:
        """A line of a table set as text: the labels first, then a line for each indicator."""
        labels = find_labels(paragraph.text)
        sides = [label.side for label in labels]
        rest = paragraph.text
        for label in reversed(labels):
            rest = rest[: label.start] + rest[label.end :]
        if (
            len(set(sides) & {"baseline", "actual", "target"}) > 1
            and not re.search(r"\d", re.sub(r"\([^()]*\)", "", rest))
            and len(rest.strip()) < 20
        ):
            self.columns = [side for side in sides if side != "indicator"]
            return True
        if not self.columns or "。" in paragraph.text:
            return False
        cells = re.split(
            r"\s{2,}|\t|　|(?<=[^\d\s])\s(?=[▲約年月累\d-])|(?<=[一-龥%回件人円)])\s", paragraph.text.strip()
        )
        if len(cells) != len(self.columns) + 1:
            return False
        values = find_values(
            " ".join(f"{_WORD[side]}:{cell}" for side, cell in zip(self.columns, cells[1:], strict=True))
        )
        if len(values) != len(self.columns):
            return False
        if self.draft.stated or self.draft.indicator:
            self._next()
        self.draft.indicator, self.draft.explicit = paragraph.printed(cells[0]), True
        self.draft.places.append(paragraph.place)
        self.draft.sides = {value.side: value for value in values}
        self.draft.flags += [doubt.of(f"{value.side}_value") for value in values for doubt in value.doubts]
        return True

    def _next(self) -> None:
        topic = self.draft.topic
        self._close()
        self.draft = _Draft(topic)

    def _close(self) -> None:
        if self.draft.stated and (self.draft.topic or self.draft.indicator):
            self.records.append(_record(self.draft))
        self.draft = _Draft(self.draft.topic)

    def _replacing(self, record: Record) -> Record:
        """The record with the indicator that it replaces, where another place of the document tells it (more fully)."""
        indicator = str(record.fields.get("indicator") or "")
        before = str(record.fields.get("replaces") or "")
        for change, place in self.changes:
            old, new = level(change.old), level(change.new)
            alike = indicator and (new in level(indicator) or level(indicator) in new)
            if alike and (not before or (level(before) in old and len(old) > len(level(before)))):
                fields = {**record.fields, "replaces": change.old}
                return replace(record, fields=fields, also=[*record.also, place])
        return record


_WORD = {"baseline": "基準値", "actual": "基準値", "target": "目標値"}


def _events(text: str, change: Change | None) -> Iterator[Value | tuple[str]]:
    """The names and values of a sentence in order."""
    found: list[tuple[int, Value | tuple[str]]] = []
    for label in find_labels(text):
        if label.side != "indicator" or (change and label.start < change.end):
            continue
        name = name_after(text, label) or name_put(text, label)
        if name and not any(isinstance(event, tuple) and event[0] == name for _, event in found):
            found.append((label.start, (name,)))
    for value in find_values(text):
        if not (change and change.start <= value.start < change.end):
            found.append((value.start, value))
    yield from (event for _, event in sorted(found, key=lambda each: each[0]))


def _record(draft: _Draft) -> Record:
    indicator = draft.indicator
    fields: dict[str, object] = {
        "initiative": draft.topic.name if draft.topic else None,
        "indicator": indicator,
        "replaces": draft.replaces,
    }
    flags = list(draft.flags)
    if draft.topic is None:
        flags.append(Flag("initiative", "どの取組のものか書かれていない", "does not say of which initiative"))
    if indicator is None:
        flags.append(Flag("indicator", "指標の名前がない", "the indicator has no name"))
    target = draft.sides.get("target")
    baseline = draft.sides.get("baseline")
    fields["target_maintain"] = bool(target and target.figure.maintain)
    for side, value, other in (("baseline", baseline, target), ("target", target, baseline)):
        told, doubts = _side(side, value, other, indicator or "")
        fields |= told
        flags += doubts
    place = span(draft.places)
    also: list[Place] = []
    if draft.topic:
        near = 0 <= place.first - draft.topic.place.last <= _NEAR and draft.topic.place.page == place.page
        place, also = (span([draft.topic.place, place]), []) if near else (place, [draft.topic.place])
    return Record("kpi", place, fields, list(dict.fromkeys(flags)), also=also)


def _side(side: str, value: Value | None, other: Value | None, indicator: str) -> tuple[dict[str, object], list[Flag]]:
    """The five fields of one side and what of them is doubtful."""
    flags = []
    figure = value.figure if value else None
    status = figure.status if figure else "not_stated"
    kept = other.figure if other and other.figure.value is not None else None
    if side == "baseline" and value is None and kept and kept.maintain:
        figure, status = kept, "implied"
    elif figure and status == "implied" and kept:
        figure = Figure(kept.value, kept.unit, kept.basis, "implied", figure.printed, figure.maintain)
    if status == "implied":
        flags.append(Flag(f"{side}_value", "維持とだけ書かれている", "only 維持 is printed"))
    basis = figure.basis if figure else None
    if figure and figure.value is not None:
        if figure.unit is None:
            flags.append(Flag(f"{side}_unit", "単位が書かれていない", "no unit is printed"))
        if basis is None:
            basis, flag = _basis_of(indicator, f"{side}_basis")
            flags += [flag] if flag else []
    fields = {
        "value": figure.number if figure else None,
        "unit": figure.unit if figure else None,
        "basis": basis if figure and figure.value is not None else None,
        "status": status,
        "year": value.year if value else None,
    }
    return {f"{side}_{name}": each for name, each in fields.items()}, flags


def _basis_of(indicator: str, name: str) -> tuple[str | None, Flag | None]:
    """What the name of an indicator says of its values: 年間利用者数 are per year; 登録機関数 counts what is there."""
    text = level(indicator)
    for basis in ("cumulative", "per_day", "per_month", "per_year", "yoy"):
        if re.search(rf"^(?:の)?{choice('numbers.named', basis)}", text) or re.search(
            rf"\({choice('numbers.named', basis)}\)$", text
        ):
            return basis, None
    plain = re.sub(r"\([^()]*\)$", "", text)
    if re.search(rf"{choice('kpi', 'stock')}$", plain) and not re.search(choice("kpi", "flow"), plain):
        return "stock", Flag(
            name, "数えるものから、ある時点の数と読んだ", "read from what is counted, as a number at a time"
        )
    return None, None


def read_aims(turns: list[Turn]) -> list[Record]:
    """Return the KPIs of a text whose turns are given; those of the document and its office only."""
    return Aims().read(turns)
