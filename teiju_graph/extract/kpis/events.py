"""What a sentence says of indicators: their names and their values, in order."""

import re
from collections.abc import Iterator

from teiju_graph.extract.kpis.values import find_values
from teiju_graph.extract.text.captions import LEADING, find_labels
from teiju_graph.extract.text.measures import Change, clean, name_after, name_before, name_put
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value


def in_brackets(text: str, position: int) -> bool:
    """Say whether a position of a text stands in brackets."""
    return bool(re.search(r"\([^()]*$", text[:position]))


def is_labelled(text: str) -> bool:
    """Say whether a sentence tells that its values are a baseline or a target."""
    return bool(find_labels(text)) or bool(re.search(choice("kpi", "aiming"), text))


def events(text: str, change: Change | None) -> Iterator[Value | str]:
    """Yield the names of indicators and the values of a levelled sentence in order; what a change of indicators tells is none."""
    found: list[tuple[int, Value | str]] = []
    for label in find_labels(text):
        if label.side != "indicator" or (change and label.start < change.end):
            continue
        name = name_after(text, label) or name_put(text, label)
        if name and name not in [event for _, event in found]:
            found.append((label.start, name))
    measured = re.search(rf"(?:これは、?|ここでは、?|では、)?(?P<name>[^、。]+?){choice('kpi', 'measured')}", text)
    if measured and not found:
        found.append((measured.start(), clean(measured["name"])))
    for value in find_values(text):
        if not (change and change.start <= value.start < change.end):
            found.append((value.start, value))
    yield from (event for _, event in sorted(found, key=lambda each: each[0]))


def subject_of(text: str) -> str | None:
    """Return what a sentence speaks of, where that is something counted: 会員数は1,238人となり、基準値1,104人…"""
    match = re.match(
        rf"(?P<name>[^、。\d]{{2,40}}?{choice('kpi', 'nouns')})(?:は|が|について(?:は)?)、?", text.lstrip()
    )
    name = clean(match["name"]) if match else ""
    return name if name and not re.search(r"[はがを]", name) else None


def name_of(value: Value, text: str) -> tuple[str | None, bool]:
    """Return what a value counts, and whether that is sure: the words before it, else those between its label and its figure
    (目標は販売会の開催を年3回), else those before the first label."""
    if in_brackets(text, value.start):  # a remark: 年3回(現状1回)
        row = re.match(r"[・\s]*[^:。()]{2,40}:(?P<name>[^:()。]{2,40})\([^()]*(?:→|⇒|⇨|➡)[^()]*\)$", text.strip())
        return (clean(row["name"]), True) if row else (None, False)
    name, sure = name_before(text, value.start)
    if name and not sure and (subject := subject_of(text[: value.start])):
        return subject, False
    if name:
        return name, sure
    between = re.sub(r"[をがはの、]+$", "", LEADING.sub("", value.gap))
    inside = clean(between)
    if len(inside) > 3 and re.search(rf"{choice('kpi', 'nouns')}$", inside):
        return inside, value.gap.rstrip().endswith("を")
    labels = find_labels(text)
    first = name_before(text, labels[0].start)[0] if labels else None
    return first or subject_of(text), False
