"""A KPI while it is read, and the record that it becomes."""

import re
from dataclasses import dataclass, field, replace

from teiju_graph.extract.kpis.oversights import oversights
from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.text.titles import is_slogan
from teiju_graph.extract.text.topics import Topic
from teiju_graph.extract.words.numbers import Figure, read_figure
from teiju_graph.extract.words.phrases import choice, level
from teiju_graph.extract.words.value import Value

NO_LABEL = ("基準値や目標値という語のない値", "a value that no label names")
_FAR = 8  # lines; a heading farther above may not be the last that counts
_NEAR = 12  # lines; a topic so near is part of the record's place


@dataclass
class Draft:
    """One KPI being read. said: the sentences that tell of it; sides: its values by side; explicit: the text calls the
    indicator one; at: the number of the paragraph with its last value; named_at: that with its name."""

    topic: Topic | None
    indicator: str | None = None
    said: list[Paragraph] = field(default_factory=list)
    sides: dict[str, Value] = field(default_factory=dict)
    replaces: str | None = None
    flags: list[Flag] = field(default_factory=list)
    explicit: bool = False
    at: int = 0
    named_at: int = 0

    @property
    def places(self) -> list[Place]:
        """The places of its sentences."""
        return [sentence.place for sentence in self.said]

    @property
    def stated(self) -> bool:
        """Whether it has a value, or a word in place of one."""
        return bool(self.sides)

    @property
    def whole(self) -> bool:
        """Whether both sides are told."""
        return {"baseline", "target"} <= set(self.sides)

    @property
    def named(self) -> bool:
        """Whether it is known what is measured, or of what, and there is more than a blank."""
        told = any(value.figure.value is not None for value in self.sides.values())
        return bool(self.indicator or (told and self.topic and self.topic.name))

    def doubt(self, name: str, ja: str, en: str) -> None:
        """Mark a field as doubtful; twice the same is once."""
        flag = Flag(name, ja, en)
        if flag not in self.flags:
            self.flags.append(flag)

    def record(self, years: dict[str, int], dated: bool) -> Record:
        """Return the record of the KPI; `years` are those of all baselines and of all targets, where the document gives
        them; dated: it gives some somewhere."""
        topic = self.topic if self.topic and self.topic.name else None
        flags = list(self.flags)
        if topic is None:
            flags.append(Flag("initiative", "どの取組のものか書かれていない", "does not say of which initiative"))
        elif not is_subject(level(topic.name)):
            flags.append(Flag("initiative", "取組の名前らしくない", "does not look like the name of an initiative"))
        elif topic.how in ("heading", "bare") and is_slogan(topic.name):
            flags.append(Flag("initiative", "見出しが取組の名前らしくない", "the heading is no name of an initiative"))
        elif topic.how == "bare":
            flags.append(Flag("initiative", "見出しの印のない行を取組と読んだ", "read from a line without a mark"))
        elif topic.how in ("inline", "quoted"):
            flags.append(Flag("initiative", "文の初めの語を取組と読んだ", "read from the beginning of the sentence"))
        elif (
            topic.how == "heading" and self.places and min(each.first for each in self.places) - topic.place.last > _FAR
        ):
            flags.append(Flag("initiative", "離れた見出しを取組と読んだ", "read from a heading far above"))
        if self.indicator and not _is_plain(self.indicator):
            bare = all(value.figure.value is None for value in self.sides.values())
            flags += [Flag("initiative", "数のない指標", "an indicator without figures")] if bare else []
            flags += [
                Flag(name, "数えるものの名前らしくない", "does not look like the name of what is counted")
                for name in (
                    "indicator",
                    *(f"{side}_{part}" for side in self.sides for part in ("value", "unit", "basis", "year")),
                )
            ]
        if self.indicator is None:
            flags += [
                Flag(name, "指標の名前がない", "the indicator has no name")
                for name in ("indicator", "baseline_basis", "target_basis")
            ]
        baseline, target = self.sides.get("baseline"), self.sides.get("target")
        fields: dict[str, object] = {
            "initiative": topic.name if topic else None,
            "indicator": self.indicator,
            "replaces": self.replaces,
            "target_maintain": any(each.figure.maintain for each in (baseline, target) if each),
        }
        for side, value, other in (("baseline", baseline, target), ("target", target, baseline)):
            told, doubts = _side(side, value, other, self.indicator or "")
            fields |= told
            if told[f"{side}_year"] is None and told[f"{side}_status"] in ("stated", "implied", "qualitative", "blank"):
                fields[f"{side}_year"] = years.get(side)
                if dated and (side not in years or told[f"{side}_status"] == "blank"):
                    flags.append(
                        Flag(f"{side}_year", "年が別のところにあるかもしれない", "its year may stand elsewhere")
                    )
            flags += doubts
        flags += oversights([level(sentence.text) for sentence in self.said], fields)
        units = {unit for side in ("baseline", "target") if (unit := fields[f"{side}_unit"])}
        if len(units) > 1:
            said = "基準値と目標値の単位が違う", "baseline and target have different units"
            flags += [
                Flag(f"{side}_{part}", *said) for side in ("baseline", "target") for part in ("value", "unit", "year")
            ]
        if self.indicator is None and not self.whole:
            said = "名のない指標の値が一つだけある", "one value alone, of an indicator without a name"
            flags += [Flag(name, *said) for name, value in fields.items() if value is not None]
        flags += _spread(flags, fields)
        place = span(self.places)
        also: list[Place] = []
        if topic:
            near = 0 <= place.first - topic.place.last <= _NEAR and topic.place.page == place.page
            place, also = (span([topic.place, place]), []) if near else (place, [topic.place])
        extra: dict[str, object] = {
            f"{side}_figure": value.figure.printed.strip() for side, value in self.sides.items() if value.figure.unit
        }
        return Record("kpi", place, fields, list(dict.fromkeys(flags)), also=also, extra=extra)


def _spread(flags: list[Flag], fields: dict[str, object]) -> list[Flag]:
    """The flags of what rests on a doubtful value: its unit, basis, status and year; where 維持 alone is printed the value
    is the other side's, and nothing rests on it. A value without a label is read as well as any: one flag says it."""
    doubtful = [
        (flag, side)
        for side in ("baseline", "target")
        for flag in flags
        if flag.field == f"{side}_value" and (flag.ja, flag.en) != NO_LABEL and fields[f"{side}_status"] != "implied"
    ]
    return [
        Flag(f"{side}_{part}", flag.ja, flag.en)
        for flag, side in doubtful
        for part in ("unit", "basis", "status", "year")
    ]


def is_subject(name: str) -> bool:
    """Say whether a name looks like that of something done, no reference, field or part of a sentence."""
    odd = r"^.$|^(?:担当|所管|関係|連携|構成|参加)(?:課|市町|部署)|[:。?【】〔〕]|(?<!ホーム)(?<!ウェブ)ページ|資料|^(?:こちら|これ|この|その|ここ|次)|(?:から|まで|より|ため|こと|もの|ところ|分野|です|ます|定住自立圏|都市圏|圏域)$"
    return not re.search(rf"{odd}|[一-龥ァ-ヶー]は(?=[一-龥ァ-ヶ、])|\d+(?:件|人|回|%|円)", name)


def _is_plain(name: str) -> bool:
    """Whether a name looks like that of something counted, and of that alone."""
    bare = re.sub(r"\s*\([^()]*\)$", "", level(name))
    odd = re.search(
        r"[:|、。→⇒【】]|\s|」の|^(?:そして|ここ|こち|これ|この|その|また|なお|今|前|令和|平成|[RH]\d|20\d\d|いる|ある|いた|する|した|なる|[れてでにをがはもとやの]|から|より|まで)|[一-龥ァ-ヶー]は(?=[一-龥ァ-ヶ\d、])",
        bare,
    )
    return not odd and bool(re.search(rf"{choice('kpi', 'nouns')}$", bare))


def _side(side: str, value: Value | None, other: Value | None, indicator: str) -> tuple[dict[str, object], list[Flag]]:
    """The five fields of one side and what of them is doubtful."""
    flags = []
    figure = value.figure if value else None
    status = figure.status if figure else "not_stated"
    kept = other.figure if other and other.figure.value is not None else None
    if (
        side == "baseline"
        and value is None
        and kept
        and kept.maintain
        or side == "target"
        and value is None
        and kept
        and kept.maintain
    ):
        figure, status = kept, "implied"
    elif figure and status == "implied" and kept:
        figure = Figure(kept.value, kept.unit, kept.basis, "implied", figure.printed, figure.maintain)
    if status == "not_stated":
        for part in ("value", "unit", "basis", "status", "year"):
            flags.append(Flag(f"{side}_{part}", "値が見つからない", "no value is found"))
    if status == "blank" and figure and "新規" in figure.printed:
        flags.append(Flag(f"{side}_status", "新規とだけ書かれている", "only 新規 is printed"))
    if status == "implied":
        flags += [
            Flag(f"{side}_{part}", "維持とだけ書かれている", "only 維持 is printed")
            for part in ("value", "unit", "basis")
        ]
    if status == "implied" and figure is not None and figure.value is None:
        flags += [
            Flag(name, "何を維持するか数がない", "no figure to keep") for name in (f"{side}_status", "target_maintain")
        ]
    if figure and figure.value == 0 and figure.unit is None and kept:
        figure = replace(figure, unit=kept.unit)  # 基準値はゼロ、目標値は500トン
    if status == "qualitative" and figure and figure.maintain:
        flags += [
            Flag(f"{side}_{part}", "言葉の目標に維持とある", "a target in words says to keep something")
            for part in ("value", "unit", "status")
        ]
    fields: dict[str, object] = {
        "value": figure.number if figure else None,
        "unit": figure.unit if figure else None,
        "basis": None,
        "status": status,
        "year": value.year if value else None,
    }
    if figure and figure.doubts:
        flags.append(Flag(f"{side}_unit", "数の読み方が確かでない", "the reading of the figure is not sure"))
    if figure and figure.value is not None:
        if figure.unit is None:
            fields |= _unit_in_name(indicator, figure)
        if fields["unit"] is None:
            flags.append(Flag(f"{side}_unit", "単位が書かれていない", "no unit is printed"))
        fields["basis"] = figure.basis
        if figure.basis is None:
            fields["basis"], flag = basis_of(indicator, f"{side}_basis")
            flags += [flag] if flag else []
    return {f"{side}_{name}": each for name, each in fields.items()}, flags


def _unit_in_name(indicator: str, figure: Figure) -> dict[str, object]:
    """The value and unit by what stands in brackets behind the name: 入込客数(千人)."""
    remark = re.search(r"\(([^()]{1,6})\)$", level(indicator))
    told = read_figure(f"{figure.number}{remark[1]}") if remark else None
    if told is None or told.unit is None or told.doubts:
        return {}
    return {"value": told.number, "unit": told.unit}


def basis_of(indicator: str, name: str) -> tuple[str | None, Flag | None]:
    """Return what the name of an indicator says of the basis of its values (年間利用者数 are per year; 登録機関数 counts what
    is there), and the flag of the field `name` where that is read from what is counted."""
    text = level(indicator)
    for basis in ("cumulative", "per_day", "per_month", "per_year", "yoy"):
        if re.search(rf"(?<![\d.]){choice('numbers.named', basis)}(?!を通|値)|{choice('numbers.after', basis)}$", text):
            return basis, None
    plain = re.sub(r"\([^()]*\)$", "", text)
    if re.search(rf"{choice('kpi', 'stock')}$", plain) and not re.search(choice("kpi", "flow"), plain):
        return "stock", Flag(
            name, "数えるものから、ある時点の数と読んだ", "read from what is counted, as a number at a time"
        )
    return None, None
