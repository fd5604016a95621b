"""Tables of indicators set as plain lines: the labels in one line, then a line for each indicator.

指標　　　　　　基準値（R元）　目標値（R6）
利用登録児童数　214人　　　　　260人"""

import re
from dataclasses import dataclass

from teiju_graph.extract.kpis.values import find_values
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.measures import name_before
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value
from teiju_graph.extract.words.years import find_years

_CELLS = re.compile(r"\s{2,}|\t|(?<=[^\d\s])\s(?=[▲約年月累\d-])|(?<=[一-龥%回件人円所])\s")


@dataclass(frozen=True)
class Columns:
    """The columns of such a table: what each says, as its label is printed (基準値(令和元年度))."""

    labels: tuple[str, ...]

    def row(self, paragraph: Paragraph) -> tuple[str, list[Value]] | None:
        """Return the indicator and the values of a line, None where it is no row of the table."""
        if "。" in paragraph.text:
            return None
        cells = _CELLS.split(paragraph.text.strip())
        if len(cells) != len(self.labels) + 1:
            return None
        line = " ".join(f"{label}:{cell}" for label, cell in zip(self.labels, cells[1:], strict=True))
        values = find_values(line)
        return (paragraph.printed(cells[0]), values) if len(values) == len(self.labels) else None


def columns_of(paragraph: Paragraph) -> Columns | None:
    """Return the columns that a line of labels heads, None where the line is none."""
    text = paragraph.text
    labels = find_labels(text)
    sides = [label.side for label in labels]
    rest = text
    for label in reversed(labels):
        rest = rest[: label.start] + rest[label.end :]
    rest = re.sub(rf"{choice('topics', 'label')}|単位|備考|担当課|No\.?", "", rest)
    if len(set(sides) & {"baseline", "actual", "target"}) < 2 or re.search(r"[\w]", re.sub(r"[\s・/|名]", "", rest)):
        return None
    return Columns(
        tuple(text[label.start : label.end].strip("【】[]") for label in labels if label.side != "indicator")
    )


def names_next(paragraph: Paragraph, following: list[Paragraph]) -> bool:
    """Say whether a line is the name of an indicator: short, no sentence, and its values stand in the next line."""
    text = paragraph.text.strip()
    if (
        not following
        or len(text) > 45
        or not re.search(r"[一-龥ァ-ヶ]", text)
        or re.search(r"\S\s+\S", text)
        or re.search(r"[。、:?]|\d", re.sub(r"\([^()]*\)", "", text))
        or find_labels(text)
    ):
        return False
    values = find_values(following[0].text)
    if values and name_before(following[0].text, values[0].start)[1]:
        return False  # the values have a name of their own
    sides = {value.side for value in values}
    labels = [label for label in find_labels(following[0].text) if label.side != "indicator"]
    return bool(sides and labels and (labels[0].start <= 2 or _is_time(following[0].text[: labels[0].start])))


def _is_time(text: str) -> bool:
    years = find_years(text, bare=True)
    return bool(years) and len(text.strip(" 末(:")) <= years[0].end
