"""Values that an arrow joins and that are told in words: 理解度〔－→大半が役立つと答える〕, 【指標】分娩の取扱い　再開済み　→　体制の継続."""

import re
from dataclasses import replace

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.words.numbers import Figure, find_figures, read_figure
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value
from teiju_graph.extract.words.years import find_years

_ARROW = "→⇒⇨➡"
_ENCLOSED = re.compile(
    rf"[(\[〔【《<]\s*(?P<left>[^(\[〔【《<{_ARROW}]{{1,30}}?)\s*[{_ARROW}]\s*(?P<right>[^\]〕】》>{_ARROW}]{{1,40}}?)\s*[)\]〕】》>]。?$"
)
_OPEN = re.compile(rf"\s(?P<left>[^\s{_ARROW}]{{1,20}})\s*[{_ARROW}]\s*(?P<right>[^{_ARROW}。]{{1,40}})。?$")
_WORDS = Doubt("矢印の前後の語を値と読んだ", "words before and behind an arrow are read as values")


def in_words(text: str) -> list[Value]:
    """Return the baseline and the target that an arrow in a levelled sentence joins, where the target is told in words."""
    labelled = any(label.side == "indicator" for label in find_labels(text))
    match = _ENCLOSED.search(text) or (_OPEN.search(text) if labelled else None)
    if match is None or find_figures(match["right"]) or find_years(match["right"]):
        return []
    left, right = read_figure(match["left"]), read_figure(match["right"])
    named = rf"{choice('kpi', 'counts')}$|{choice('kpi', 'indicator', 'baseline', 'target')}"
    if right.status != "qualitative" or re.search(named, match["left"]) or re.search(named, match["right"]):
        return []  # 周知回数→登録者数 puts one indicator in the place of another, 基準値→目標値 explains the arrow
    return [_value("baseline", left, match), _value("target", right, match)]


def _value(side: str, figure: Figure, match: re.Match) -> Value:
    start, end = match.span("left" if side == "baseline" else "right")
    return Value(side, replace(figure, start=start, end=end), start, end, None, [*figure.doubts, _WORDS])
