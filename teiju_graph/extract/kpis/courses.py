"""Values that no label names: those that one goes from and to, aims at, or stands at.

現状10件を令和11年度までに15件に増やす
96.2％から97％以上を目指す
6,840人という現状に対し"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from teiju_graph.extract.kpis.arrows import in_words
from teiju_graph.extract.kpis.starts import of_year, stood
from teiju_graph.extract.records import Doubt
from teiju_graph.extract.text.captions import find_labels
from teiju_graph.extract.text.measures import name_before
from teiju_graph.extract.words.numbers import Figure, find_figures, hide_dates
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.value import Value, year_near
from teiju_graph.extract.words.years import find_years


def find_courses(text: str) -> Iterator[list[Value]]:
    """Yield the values of a levelled sentence that belong together: a baseline and a target, or one of them."""
    yield stood(text)
    yield of_year(text)
    yield from _from_to(text)
    yield from _aimed(text)
    yield _against(text)
    yield _remarked(text)
    yield _dated(text)
    yield _still(text)
    yield _to_kept(text)
    yield in_words(text)


def _against(text: str) -> list[Value]:
    """目標の100件に対し118件でした: what was reached is where it stands."""
    figures = find_figures(text)
    if any(label.side == "baseline" for label in find_labels(text)):
        return []  # 基準値72万人、目標値100万人に対し、令和６年度は94万人: what was reached since
    for one, two in itertools.pairwise(figures):
        between = hide_dates(text[one.end : two.start]).replace("\ufffc", "")
        aimed = re.search(rf"{choice('kpi', 'target')}値?(?:の|は|である)?$", text[: one.start])
        told = (
            rf"(?:と(?:した|する))?{'' if aimed else choice('kpi', 'target')}に対し(?:て|まして)?、?[^、。\d]{{0,12}}"
        )
        if one.unit == two.unit and re.fullmatch(told, between) and not find_labels(text[one.end : two.start])[1:]:
            doubts = [
                *two.doubts,
                Doubt("目標に対する値を基準と読んだ", "the value against a target is read as the baseline"),
            ]
            return [Value("baseline", two, two.start, two.end, year_near(text, two), doubts)]
    return []


def _remarked(text: str) -> list[Value]:
    """120件以下に抑制(令和5年度は156件): the year before in brackets is where it stands."""
    match = re.search(
        r"\((?P<year>(?:令和|平成)\s*[元\d]{1,2}年度?|[RH]\d{1,2}|20\d\d年度?)(?:末)?(?:は|の実績は|実績は|:|\s)\s*(?P<said>[^()]*)\)",
        text,
    )
    figures = find_figures(match["said"]) if match else []
    if match and not figures and re.fullmatch(choice("numbers.words", "blank"), match["said"].strip()):
        figures = [Figure(None, None, None, "blank", match["said"])]
    if match is None or len(figures) != 1 or find_years(match["said"]) or figures[0].start:
        return []
    start, years = match.start("said"), find_years(match["year"], bare=True)
    aimed = rf"(?:(?:以上|以下|以内|程度)?(?:に|へ|まで|と){choice('kpi', 'more')}[^、。()]{{0,8}})?"
    before = [
        each
        for each in find_figures(text[: match.start()])
        if re.fullmatch(aimed, text[each.end : match.start()].strip())
    ]
    ends = not text[match.end() :].strip("。 ")
    aims = [
        Value("target", each, each.start, each.end, None, list(each.doubts))
        for each in before
        if ends
        and (each.unit == figures[0].unit or figures[0].status == "blank")
        and name_before(text, each.start)[1]
        and not find_years(text[: each.start])
    ]
    return aims + [
        Value(
            "baseline", figures[0], start, match.end("said"), years[0].value if years else None, list(figures[0].doubts)
        )
    ]


def _still(text: str) -> list[Value]:
    """令和6年度の9病院を令和11年度も維持する, 9病院のまま令和11年度まで維持する: what is kept is where it stands."""
    for figure in find_figures(text):
        year = year_near(text, figure)
        kept = re.match(
            rf"(?:を|のまま|(?:で(?:あり)?|となっており|ですが|であるが)、(?=[^、。]*(?:この|その|同じ|同)(?:水準|数|値|人数|件数|回数|体制|規模)を))(?P<until>(?:令和|平成|[RH]|20\d\d)[^、。]{{0,10}}?(?:も|まで|に|において|以降も))?、?(?:引き続き|今後も)?(?:(?:この|その|同じ|同)(?:水準|数|値|人数|件数|回数|体制|規模)を)?{choice('numbers.words', 'maintain')}(?!し(?:た|て))",
            text[figure.end :],
        )
        if kept and year and name_before(text, figure.start)[1]:
            end = figure.end + kept.end()
            until = find_years(kept["until"] or "", bare=True)
            same = Figure(None, None, None, "implied", kept[0], maintain=True)
            doubts = list(figure.doubts)
            if kept[0].startswith("のまま"):
                same = replace(figure, maintain=True)
                doubts.append(Doubt("同じ数を目標とも読んだ", "the same figure is read as the target too"))
            return [
                Value("baseline", figure, figure.start, figure.end, year, doubts),
                Value("target", same, figure.end, end, until[0].value if until else None, doubts),
            ]
    return []


def _dated(text: str) -> list[Value]:
    """指標:受講者数(R6 延べ240人、R11 延べ300人): each value behind its year, the later year's is the target."""
    years = find_years(text, bare=True)
    if len(years) != 2 or years[0].value >= years[1].value or any(year.until or year.doubt for year in years):
        return []
    named = "。" not in text and name_before(text, years[0].start)[1]
    if not named and not any(label.side == "indicator" for label in find_labels(text)):
        return []
    parts = [(years[0], text[years[0].end : years[1].start]), (years[1], text[years[1].end :])]
    found: list[Value] = []
    for (year, part), side in zip(parts, ("baseline", "target"), strict=True):
        figures = find_figures(part)
        lead = re.match(r"(?:年?度?末|時点|現在|の)*[】\])]?(?:は|に|には|が|で|:|\s)*", part)
        start = lead.end() if lead else 0
        blank = re.match(rf"{choice('numbers.words', 'blank')}(?=[、,/)\s]|$)", part[start:])
        if blank and not figures:
            figure = Figure(None, None, None, "blank", blank[0], start=start, end=start + blank.end())
        elif len(figures) == 1 and figures[0].start <= start:
            figure = figures[0]
        else:
            return []
        begin = year.start - (text[year.start - 1 : year.start] in tuple("【[(〔"))
        found.append(Value(side, figure, begin, year.end + figure.end, year.value, list(figure.doubts)))
    return found


def _to_kept(text: str) -> list[Value]:
    """2,350人 → R12:維持."""
    figures = find_figures(text)
    shown = hide_dates(text)
    last = figures[-1] if figures else None
    match = (
        re.match(
            rf"\s*(?:→|⇒|⇨|➡|->|=>)[\s:\ufffc]*(?:年?度?末)?[\s:]*(?:現状)?{choice('numbers.words', 'maintain')}",
            shown[last.end :],
        )
        if last
        else None
    )
    if last is None or match is None:
        return []
    end = last.end + match.end()
    kept = Figure(None, None, None, "implied", text[last.end : end], maintain=True)
    years = find_years(text[last.end : end], bare=True)
    return [
        Value("baseline", last, last.start, last.end, year_near(text, last), list(last.doubts)),
        Value("target", kept, last.end, end, years[0].value if years else None),
    ]


def _from_to(text: str) -> Iterator[list[Value]]:
    """現状の10件を15件に増やす, 10件→15件: the first value is the baseline, the second the target."""
    figures = find_figures(text)
    if figures and (
        blank := re.search(
            rf"(?<![\w])(?:実績)?(?:{choice('numbers.words', 'blank')})[\s()]*(?:\([^()\d]*\))?\s*(?:→|⇒|⇨|➡|->|=>)[\s:]*(?:までの|までに|の)?(?:年間|毎年|累計|{choice('kpi', 'target', 'target_weak')})?[\s:]*$",
            hide_dates(text[: figures[0].start]).replace("\ufffc", ""),
        )
    ):
        yield _from_blank(text, blank[0], figures[0])
    at = 0
    while at + 1 < len(figures):
        one, two = figures[at], figures[at + 1]
        between, behind = text[one.end : two.start], text[two.end :].removeprefix(")")
        arrow = re.fullmatch(
            r"\s*(?:\([^()]*\))?\s*(?:→|⇒|⇨|➡|->|=>)\s*(?:\([^()]*\)|[^\d、。]{0,12})?\s*", hide_dates(between)
        )
        each = re.search(rf"(?:それぞれ|ともに|共に|いずれも)[^。]{{0,6}}{choice('kpi', 'more')}", behind)
        goes = re.match(
            r"(?:\([^()]*\))?(?:から|を|より|だったものを|であるものを|のところを|だったが、(?:これを|それを|今後は)?|である[^、。]{0,12}を|で(?:あっ|あり|した)[^、。]{0,6}ものを、?|で(?:ございま|あ|し)[^、。]{0,8}(?:が|て|けれども)、(?:これを|それを)?|、(?:これを|それを)|であり、(?:これを|それを)?|で、|に対し)",
            between,
        ) and (
            _goes_to(behind)
            or _is_kept(between, behind)
            or re.match(r"から.*(?:に|へ|まで)、", f"{between}{behind[:4]}")
            or _ends_list(between, behind)
            or (each and re.match(r"(?:に|へ|まで)、", behind))
        )
        alike = one.unit == two.unit or one.unit is None or two.unit is None
        if (arrow or (goes and len(between) <= 40 and "。" not in between)) and alike:
            if one.unit is None:
                one = replace(one, unit=two.unit)
            kept = re.match(
                rf"(?:以上|程度|以下|以内)?(?:\([^()]*\))?\s*(?:\(|[をの])(?:現状)?{choice('numbers.words', 'maintain')}",
                text[two.end :],
            )
            maintain = two.maintain or bool(kept) or _is_kept(between, behind)
            two = replace(two, unit=two.unit or one.unit, maintain=maintain)
            sides = (("baseline", one), ("target", two))
            yield [
                Value(side, each, each.start, each.end, year_near(text, each), list(each.doubts))
                for side, each in sides
            ]
            at += 2
        else:
            at += 1


def _is_kept(between: str, behind: str) -> bool:
    """令和６年度の12路線に対し、令和11年度も12路線を維持する."""
    kept = re.match(rf"(?:を|で)、?{choice('numbers.words', 'maintain')}(?!し(?:た|て))", behind)
    return bool(kept) and between.startswith("に対し")


def _from_blank(text: str, printed: str, figure: Figure) -> list[Value]:
    """― ⇒ 令和10年度 50人."""
    dash = text.rfind(printed.strip()[:1], 0, figure.start)
    nothing = Figure(None, None, None, "blank", printed, start=dash, end=dash + 1)
    return [
        Value("baseline", nothing, dash, dash + 1, year_near(text, nothing)),
        Value("target", figure, figure.start, figure.end, year_near(text, figure), list(figure.doubts)),
    ]


def _ends_list(between: str, behind: str) -> bool:
    """令和5年度末の61件を令和11年度末に90件: an item of a list, without a verb."""
    return bool(find_years(between)) and between.endswith("に") and not behind.strip("。 ")


def _goes_to(behind: str) -> bool:
    match = re.match(
        rf"(?:\([^()]*\))?(?:以上|以内|以下|程度)?(?:に|への|へと|へ|まで|と)(?:まで|も)?(?:、)?(?:それぞれ|ともに|共に|いずれも)?(?P<verb>{choice('kpi', 'more')}[^、。]{{0,5}})",
        behind,
    )
    if not match:
        return bool(
            re.match(
                r"(?:\([^()]*\))?(?:以上|程度|以下|以内)?(?:(?:に|へ|まで|を)(?:する)?(?:こと)?(?:を)?(?:目指|目標)|(?:へ|に|まで)。?$)",
                behind,
            )
        )
    decided = behind.startswith("と") or re.search(r"(?:計画|予定|見込み|こととし|目標|目指|たいと)", behind)
    told = re.search(r"(?:まし|っ|し)た(?!い)|なった|ており|てきて|てい(?:る|ます)", re.split(r"[、。]", behind)[0])
    return bool(decided or not told)


def _aimed(text: str) -> Iterator[list[Value]]:
    """120件を目指します; 引き続き5か所を維持します where the sentence names its indicator."""
    named = any(label.side == "indicator" for label in find_labels(text))
    for figure in find_figures(text):
        behind = text[figure.end :]
        aim = re.match(
            r"(?:以上|程度|以内|以下)?(?:を|に|へ|まで)?(?:(?:増|減|引|高|伸|抑|確保|達|すること|する|[^、。\d]{1,10}こと)[^、。\d]{0,10}を)?(?:目指|めざ)",
            behind,
        ) or (named and re.match(r"(?:以上|程度)?(?:を|と)(?:見込(?:み|む|んで)|予定)", behind))
        keep = re.match(
            rf"(?:以上|以下|以内)?(?:\([^()]*\))?(?:の水準)?(?:の|を|で)(?:引き続き|今後も|これからも|現状|、)*{choice('numbers.words', 'maintain')}(?:(?:し|する|とし|と|こと|いた)(?!た|ました|しました)|[)(。]|$)",
            behind,
        )
        goes_on = re.search(r"(?:今後も|引き続き|これからも)\D{0,4}$", text[: figure.start])
        if aim or (keep and (named or goes_on)):
            value = Value(
                "target", replace(figure, maintain=bool(keep)), figure.start, figure.end, year_near(text, figure)
            )
            yield [replace(value, doubts=list(figure.doubts))]
