"""Values of an indicator in a sentence: those that a label heads or follows, and those that one goes from and to.

基準値（R5）：12回 → 目標値（R11）：20回
現状10件を令和11年度までに15件に増やす
相談窓口5件を維持する目標としています"""

import re
from dataclasses import replace
from functools import cache

from teiju_graph.extract.kpis.courses import find_courses
from teiju_graph.extract.kpis.standing import kept, without_doubles
from teiju_graph.extract.records import Doubt
from teiju_graph.extract.text.captions import LEADING, Label, find_labels
from teiju_graph.extract.words.numbers import Figure, find_figures, hide_dates, read_figure
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value, with_basis, year_near
from teiju_graph.extract.words.years import find_years

_GUARD = re.compile(
    r"変更は?な|変わ|達成し|達成で|見直|比較し|届か|届い|反映|に向け|上回|下回|に対する|考え方|整合|設定してお|設定してい|掲げてお|とする圏域|推移"
)
_SAME = Doubt("基準値は目標値と同じとある", "says that the baseline is the same as the target")
_FAR = 40  # letters between a label and its figure
_ENDING = r"(?:と(?:し|する|なって|なり|設定|定め|いた|考え)|に(?:設定|掲げ|定め|し|置|対し|、)|です|である|であり|でござい|だ。|。|、|$|を(?:設定|掲げ|立て|置|定め))"


def find_values(text: str) -> list[Value]:
    """Return the values of a levelled sentence in their order."""
    found = _called_behind(text)
    every = [label for label in find_labels(text) if not any(each.start < label.start < each.end for each in found)]
    labels = [label for label in every if label.side != "indicator" and not (found and label.side == "target")]
    edges = [label.start for label in every] + [len(text)]
    for label in labels:
        stop = min(edge for edge in edges if edge >= label.end)
        region = text[label.end : stop]
        ahead = text[: label.start]
        put = ahead.endswith("を") and re.match(r"と|に", region)
        value = (None if put else _after(label, region, text)) or _before(label, ahead, text)
        if value is None and not LEADING.sub("", region).strip("や及び・/") and stop < len(text):
            value = _shared(label, labels, text, edges)
        if value is None and label.side == "baseline" and re.match(r"と(?:同じ|同数|同値|同様)", region):
            value = next(
                (replace(each, side="baseline", doubts=[_SAME]) for each in found if each.side == "target"), None
            )
        if value and not any(each.side == value.side and _overlap(value, each) for each in found):
            found.append(value)
    stands = any(each.side == "baseline" for each in found)
    found = [each for each in found if not _is_past(each, text, stands)]
    found = [part for each in found for part in ([each] if stands else kept(each, text))]
    for pair in find_courses(text):
        found += [value for value in pair if not any(_overlap(value, each) for each in found)]
    found = [with_basis(_same(_beside(value, found, text), found), text) for value in found]
    return sorted(without_doubles(found, text), key=lambda value: value.start)


def _called_behind(text: str) -> list[Value]:
    """5,830人(基準値)→7,000人(目標値・維持): each value before the brackets that say which it is."""
    found = []
    sides = (
        ("baseline", choice("kpi", "baseline", "baseline_weak")),
        ("target", choice("kpi", "target", "target_weak")),
    )
    blanks = [
        Figure(None, None, None, "blank", match[0], start=match.start(), end=match.end())
        for match in re.finditer(rf"{choice('numbers.words', 'blank')}(?=\()", text)
    ]
    for figure in [*find_figures(text), *blanks]:
        remark = re.match(r"\s*\((?P<said>[^()]{2,16})\)", text[figure.end :])
        for side, words in sides:
            if remark and re.match(words, remark["said"]):
                kept = bool(re.search(choice("numbers.words", "maintain"), remark["said"]))
                end = figure.end + remark.end()
                years = find_years(remark["said"], bare=True)
                year = years[0].value if years else year_near(text, figure)
                found.append(Value(side, replace(figure, maintain=kept), figure.start, end, year, list(figure.doubts)))
                break
    return found if len({value.side for value in found}) == 2 else []


def _beside(value: Value, found: list[Value], text: str) -> Value:
    """The value with a doubt, where another figure of its kind stands beside it that is no value of its own."""
    clause = re.match(r"[^。]*", text[value.end :])
    for each in find_figures(clause[0] if clause else ""):
        start, end = value.end + each.start, value.end + each.end
        taken = any(other is not value and other.start <= start < other.end for other in found)
        if not taken and each.unit == value.figure.unit and value.figure.value is not None:
            after = [other.start for other in found if other is not value and value.end <= other.start < start]
            if not after and not re.search(r"\([^()]*$", text[value.end : start]):
                said = Doubt(f"「{text[value.start : end]}」:もう一つの数がある", "another figure stands beside it")
                return replace(value, doubts=[*value.doubts, said])
    return value


def _same(value: Value, found: list[Value]) -> Value:
    """現状の年間3万トンを維持する目標: the figure is where it stands, and the target only keeps it."""
    stands = [each for each in found if each.side == "baseline" and each.figure.printed == value.figure.printed]
    if value.side == "target" and value.figure.maintain and any(_overlap(each, value) for each in stands):
        return replace(value, figure=replace(value.figure, value=None, unit=None, status="implied"))
    return value


def _overlap(one: Value, other: Value) -> bool:
    return one.start < other.end and other.start < one.end


def _is_past(value: Value, text: str, stands: bool) -> bool:
    """目標値は20件でしたが tells of an earlier plan, and so does 目標値20件に対し18件でした where no baseline `stands` beside it."""
    tail = re.split(r"[、。]", text[value.end :])[0]
    reached = re.match(
        r"に対し(?:て|まして)?、?(?:実績は)?[\d,.万億千]+\D{1,4}?(?:でし|であっ|だっ|となり|となっ|に(?:達し|とど|止ま|終わ|上り|上っ|のぼ))",
        text[value.end :],
    )
    return value.side == "target" and bool(
        (reached and not stands) or re.match(rf"\D{{0,12}}?{choice('kpi', 'past')}", tail)
    )


def _after(label: Label, region: str, text: str) -> Value | None:
    """The value that follows its label."""
    rest = LEADING.sub("", region)
    start = label.end + len(region) - len(rest)
    if label.side == "target" and re.match(r"に対し|の約?[\d.]+(?:%|割)", region):
        return None  # 目標値の80%以上 is a share of it
    if not rest.strip() or re.match(_ENDING, region) and re.match(r"と|に(?:設定|掲げ|定め|し)", region):
        return None
    same = re.match(rf"{choice('numbers.words', 'maintain')}(?=[、,。\s]|$)", rest)
    if same and label.side == "target":  # 目標値維持、令和5年度実績20回
        figure = Figure(None, None, None, "implied", same[0], maintain=True)
        return Value("target", figure, label.start, start + same.end(), _year_of(label))
    figures = [each for each in find_figures(rest)]
    first = figures[0] if figures else None
    blank = re.search(_blank(), rest)
    if blank and not (first and first.start < blank.start()) and not _GUARD.search(rest[: blank.start()]):
        return Value(
            label.side,
            Figure(None, None, None, "blank", rest[: blank.end()]),
            label.start,
            start + blank.end(),
            _year_of(label),
        )
    if first:
        gap = rest[: first.start]
        if _GUARD.search(gap) or len(gap) > _FAR or "。" in gap:
            return None
        second = figures[1] if len(figures) > 1 else None
        if (
            label.side == "target"
            and second
            and re.search(r"[^\s]{2,}を(?:年間|毎年|月)?$", gap)
            and _goes(rest, first, second)
        ):
            return None  # 成果目標 紹介率を72%から80%へ: both values are told by the course
        if label.side == "target" and re.match(r"[^、。\d]{0,14}?(?:→|⇒|⇨|➡)", hide_dates(rest[first.end :])):
            return None  # 数値目標 品目数 120品目→300品目: both values are told by the arrow
        if re.search(r"(?:→|⇒|⇨|➡)\s*[\ufffc:\s]*$", hide_dates(gap)):
            return None
        if second and re.fullmatch(
            r"(?:の|間の)?(?:平均|ぶり|上回る|下回る|増の|減の|多い|少ない|比)[^、。]{0,6}",
            rest[first.end : second.start],
        ):
            doubt = Doubt(f"「{rest[: second.end]}」:二つ目の数を読んだ", "the second figure is read")
            return _with(label, second, rest, start, [doubt])
        if (
            label.side == "target"
            and second
            and re.match(r"(?:から|より)", rest[first.end :])
            and re.match(r"(?:以上|程度)?(?:に|へ|まで)", rest[second.end :])
        ):
            doubt = Doubt(
                f"「{rest[: second.end]}」:目標値の変更か", f"“{rest[: second.end]}”: a change of the target?"
            )
            return _with(label, second, rest, start, [doubt])
        return _with(label, first, rest, start, [])
    phrase = re.split(r"[、。\n]|と(?:してい|してお|し|設定|なって|する)|です|であり|に設定|でござ", rest)[0]
    years = find_years(phrase)
    if years and not phrase[: years[0].start].strip():  # 目標値:令和11年度 維持
        phrase = phrase[years[0].end :].lstrip(" :末")
        start += years[0].end
    figure = read_figure(phrase.rstrip(")") if "(" not in phrase else phrase)
    if (
        phrase
        and len(phrase) <= 30
        and figure.status in ("qualitative", "implied", "blank")
        and not figure.doubts
        and not _GUARD.search(phrase)
    ):
        year = _year_of(label) or (years[0].value if years else None)
        return Value(label.side, figure, label.start, start + len(phrase), year)
    return None


def _goes(rest: str, first: Figure, second: Figure) -> bool:
    """Whether one goes from the first figure to the second."""
    return bool(
        re.fullmatch(
            r"(?:\([^()]*\))?(?:から|より)[^、。\d]{0,8}",
            hide_dates(rest[first.end : second.start]).replace("\ufffc", ""),
        )
        and re.match(r"(?:以上|程度|以下|以内)?(?:\([^()]*\))?(?:に|へ|まで)", rest[second.end :])
    )


def _with(label: Label, figure: Figure, rest: str, start: int, doubts: list[Doubt]) -> Value:
    behind = rest[figure.end :]
    maintain = re.match(rf"(?:の水準)?(?:の|を|で|\s*\()?(?:現状)?{choice('numbers.words', 'maintain')}", behind)
    year = _year_of(label) or year_near(rest, figure)
    if len(rest[: figure.start]) > 20:
        doubts = [*doubts, Doubt("見出しの語から離れた値", "a value far from its label")]
    if re.match(r"\d", behind):
        figure = replace(figure, value=None)
        doubts = [
            *doubts,
            Doubt(f"「{rest[figure.start : figure.end + 4]}」:二つの数からなる値", "a value of two figures"),
        ]
    if note := [each for each in (find_years(label.note, bare=True)) if each.doubt or each.until]:
        doubts = [*doubts, note[0].doubt or Doubt(f"「{label.note}」は期間", f"“{label.note}” is a range")]
    return Value(
        label.side,
        replace(figure, maintain=figure.maintain or bool(maintain)),
        label.start,
        start + figure.end + (maintain.end() if maintain else 0),
        year,
        [*figure.doubts, *doubts],
        rest[: figure.start],
    )


def _before(label: Label, ahead: str, text: str) -> Value | None:
    """The value that its label follows: 250件を目標として, 増加を目標とする."""
    if not re.match(_ENDING, text[label.end :]):
        return None
    begin = max((ahead.rfind(mark) for mark in "。\n"), default=-1) + 1
    clause = ahead[begin:]
    figures = find_figures(clause)
    last = figures[-1] if figures else None
    if last:
        between = clause[last.end :]
        maintain = re.match(
            rf"(?:体制|の水準)?(?:のまま|の|を|で)?(?:現状)?{choice('numbers.words', 'maintain')}", between
        )
        rest = between[maintain.end() :] if maintain else between
        if re.fullmatch(
            r"(?:を|の|とする|にする|する|すること|していくこと|とすること|に(?:増|減|引|高|伸|す)[^、。]{0,12}|まで[^、。]{0,14}|へ[^、。]{0,10}|が|以上|以下|未満|以内|程度|に(?:増|減|引|高|伸|抑)[^、。]{0,8}こと|\s)*(?:を|が|の)?",
            rest,
        ):
            year = year_near(clause, last)
            figure = replace(last, maintain=last.maintain or bool(maintain))
            return Value(label.side, figure, begin + last.start, label.end, year, list(last.doubts))
    match = re.search(r"(?P<words>[^、。はが]{2,30}?)(?:を|する)$", clause)
    if match and not last:
        figure = read_figure(match["words"])
        if figure.status in ("qualitative", "implied") and not figure.doubts:
            return Value(label.side, figure, begin + match.start(), label.end, None, [])
    return None


def _shared(label: Label, labels: list[Label], text: str, edges: list[int]) -> Value | None:
    """基準値・目標値ともに5件: the value after the next label is this one's too."""
    following = [each for each in labels if each.start >= label.end]
    if not following or following[0].start - label.end > 3 or label.side == following[0].side:
        return None
    stop = min(edge for edge in edges if edge >= following[0].end)
    region = text[following[0].end : stop]
    if not re.match(r"(?:は|が|、)?(?:とも|共|いずれも|どちらも)", region):
        return None
    value = _after(following[0], region, text)
    return replace(value, side=label.side, start=label.start) if value else None


def _year_of(label: Label) -> int | None:
    return label.year.value if label.year else None


@cache
def _blank() -> re.Pattern:
    strong = r"^(?:ございません|ありません|ない(?=[。、])|存在しません)|空欄|未設定|設定(?:し|して)(?:い|お)?(?:ない|ません|りません)|設定(?:せず|なし)|定め(?:ない|ません|ていない|ておりません)|設け(?:ない|ません|ていない|ておりません)|掲げ(?:ない|ません)|ブランク|(?:置|お)(?:かない|きません)|把握(?:し|でき)て(?:い|お)(?:ない|らず|りません)"
    return re.compile(rf"(?:{strong})|^(?:{choice('numbers.words', 'blank')})(?=[、。\s)]|です|とし|と|で|$)")
