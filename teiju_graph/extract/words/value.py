"""One value of an indicator: its side, its figure and its year."""

import re
from dataclasses import dataclass, field, replace

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.numbers import Figure, find_figures
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.years import find_years


@dataclass(frozen=True)
class Value:
    """A value found: its side, figure and year, where the whole phrase begins and ends; doubts: why a person must
    look; gap: the words between a label and the figure; actual: it is labelled as what was reached (実績)."""

    side: str
    figure: Figure
    start: int
    end: int
    year: int | None = None
    doubts: list[Doubt] = field(default_factory=list)
    gap: str = ""
    actual: bool = False


def with_basis(value: Value, text: str) -> Value:
    """Return a value with what the brackets behind it say that it counts over: 400人(R6~R10累計)."""
    remark = re.match(r"\s*[(《〈\[]([^()《》〈〉\[\]]*)[)》〉\]]", text[value.end :])
    if value.figure.value is None or value.figure.basis or remark is None:
        return value
    said = next(
        (
            each
            for each in ("cumulative", "per_month", "per_day")
            if re.search(choice("numbers.named", each), remark[1])
        ),
        None,
    )
    return replace(value, figure=replace(value.figure, basis=said)) if said else value


def year_near(text: str, figure: Figure) -> int | None:
    """Return the year of a figure: in brackets behind it or at the end of the sentence, else the last one before it in
    its phrase; None where there is none."""
    behind = re.match(
        r"(?:以上|以内|以下|程度)?(?:[をの]?維持)?\s*[(《〈\[]([^()《》〈〉\[\]]*)[)》〉\]]", text[figure.end :]
    )
    if behind and (years := find_years(behind[1], bare=True)):
        return years[0].until or years[0].value
    ending = re.match(r"[^\d。]{0,20}\(([^()]*)\)[。]?$", text[figure.end :])
    if ending and not find_figures(ending[1]) and (years := find_years(ending[1], bare=True)):
        return years[0].value
    if years := find_years(figure.printed):
        return years[-1].value
    before = re.sub(
        r"\([^()]*\)(?=(?:を|から|に対し)[^()]*$)", "", text[: figure.start]
    )  # 4,600人(令和5年度)を7,000人に
    lead = re.split(r"[、。]|から|を(?=[^、。]*年度)|→|⇒", before)
    lead_text = lead[-1] if lead else ""
    if not lead_text and len(lead) > 1 and not find_figures(lead[-2]):
        lead_text = lead[-2]
    return years[-1].value if (years := find_years(lead_text)) else None
