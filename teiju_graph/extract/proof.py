"""A draft proofread: what stands in a record's own lines and in no field of it, and values that a thing of its kind
hardly has. A reader says what it doubted while it read; this looks once more, at all of them alike, and only flags."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise, takewhile

from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.rendition import Rendition
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import choice, level, words
from teiju_graph.extract.words.phrases import fold as fold_names
from teiju_graph.extract.words.years import find_years
from teiju_graph.extract.words.zone import mentions

LISTS = {"initiative": "participants", "organization": "members", "agreement": "parties"}
_YEARS = {"initiative": "start_year", "organization": "founded_year"}
_SIDES = ("baseline", "target")
_FEW = 3
_SECTION = 15  # lines; a detail farther below belongs to something else
_DEPARTMENT = re.compile(r"[一-龥ァ-ヶー]{2,}(?:課|室|係)(?![一-龥])")
_DAY = re.compile(r"(?:\d{1,2}|元)年\s*\d{1,2}月\s*\d{1,2}日")
_CALL = re.compile(r"[うくぐすつぬふぶむる][!?]?$|[♥♪★☆!?]|^担当|[Pp]\.?\d+|^「[^」]*」.")
_SOON = re.compile(r"(?:今|本|来|昨|新)年度?|\d{1,2}月(?:から|より)|(?:来|今)月")
_PAIRS = (("(", ")"), ("（", "）"), ("「", "」"), ("『", "』"), ("【", "】"), ("〔", "〕"), ("[", "]"))
_REMARK = re.compile(r"\([^()]{1,3}\)$|単位|変更|^「|^うち|[|／/]$")
_OWNED = re.compile(r"(?:事業|取組)(?:の|で|については)")
_ASKS = re.compile(r"のか(?:$|[、。])|でしょうか")
_WORDS = re.compile("[ぁ-んァ-ヶ一-龥]")
_BEGINS = re.compile(r"から|より|始|開始")

_ALONE = Doubt("一つの市町村だけでは連携にならない", "one municipality alone is no cooperation")
_BODY = Doubt("取組ではなく組織の名前かもしれない", "may be the name of a body, not of an initiative")
_FIELD = Doubt("取組ではなく分野の名前かもしれない", "may be the name of a field, not of an initiative")
_SLOGAN = Doubt("取組の名前らしくない", "does not look like the name of an initiative")
_NO_INDICATOR = Doubt("数えるものの名前らしくない", "does not look like the name of what is counted")
_OWNER = Doubt("取組の名前が入っているかもしれない", "may hold the name of an initiative")
_KEPT = Doubt("基準値と同じ目標値", "the target is the baseline’s value")
_MAY_ASK = Doubt("問いかもしれない", "may be a question")
_MAY_ANSWER = Doubt("問いのすぐあと", "follows a question at once")
_SAME = Doubt("どの指標も同じ名前になった", "every indicator got this name")
_UNKNOWN_UNIT = Doubt("一覧にない単位", "a unit of no list")
_BRACKETS = Doubt("括弧がそろっていない", "its brackets do not match")
_PARTNER = Doubt("相手の名前が入っているかもしれない", "may hold the name of a partner")
_NO_FIGURE = Doubt("数字のあるセルを数として読めない", "has digits, and is not read as a figure")
_BACKWARDS = Doubt("基準値の年が目標値の年より後", "the baseline’s year is after the target’s")
_YEARLESS = Doubt("年が書かれていないか、読めていない", "its year is not printed, or was not read")
_DAYS = Doubt("ほかの日付も書かれている", "other days are printed too")
_UNASKED = Doubt("問いのあとではない", "follows no question")


def proofread(records: list[Record], rendition: Rendition, context: Context) -> list[Record]:
    """Return the records, in the order of the document, each with a flag on what a second look finds doubtful."""
    proof = _Proof(records, rendition, context)
    return [record.flagged(*proof.flags(number)) for number, record in enumerate(records)]


class _Proof:
    """One draft as it is proofread."""

    def __init__(self, records: list[Record], rendition: Rendition, context: Context):
        self.records, self.rendition, self.context = records, rendition, context
        self.named = {fold_names(str(each.fields["name"])) for each in records if each.fields.get("name")}
        self.begins = sorted(each.place.first for each in records if each.kind in LISTS)
        said = [number for number, each in enumerate(records) if each.kind == "opinion"]
        answers = {number for number in said if records[number].fields.get("type") == "answer"}
        self.unasked = answers & {*said[:1], *(after for before, after in pairwise(said) if before in answers)}
        self.asked = {after for before, after in pairwise(said) if records[before].fields.get("type") == "question"}
        self.years = {each.fields.get(f"{side}_year") for each in records if each.kind == "kpi" for side in _SIDES}
        indicators = [str(each.fields.get("indicator")) for each in records if each.kind == "kpi"]
        self.same = indicators[0] if len(indicators) >= _FEW and len(set(indicators)) == 1 else ""

    @cached_property
    def dated(self) -> bool:
        """Whether the document prints a year at all."""
        return any(find_years(line.text, bare=True) for line in self.rendition.lines)

    @cached_property
    def days(self) -> set[str]:
        """Every day that the document prints."""
        return _days(self.rendition.lines)

    def flags(self, number: int) -> Iterator[Flag]:
        """Yield what is doubtful of the record of that number."""
        record = self.records[number]
        yield from _bracket_flags(record)
        if record.kind in LISTS:
            yield from _party_flags(record)
        if not self.rendition.lines[record.place.first - 1].in_grid:
            yield from _heading_flags(record)
            if record.kind == "kpi" and _is_kept(record):
                yield _KEPT.of("target_maintain")
            if record.kind == "agreement" and self._has_other_days(record):
                yield _DAYS.of("date")
        if record.kind in _YEARS:
            yield from self._left_out(record, self._section(number))
        if record.kind == "kpi":
            yield from self._indicator_flags(record)
            yield from _value_flags(record, dated=self.dated)
        if number in self.unasked:
            yield _UNASKED.of("type")
        if record.fields.get("type") == "opinion":
            if _ASKS.search(str(record.fields.get("text"))):
                yield _MAY_ASK.of("type")
            if number in self.asked:
                yield _MAY_ANSWER.of("type")

    def _section(self, number: int) -> str:
        """The lines of a record and those below it, up to the next thing that has a name."""
        record = self.records[number]
        numbers = [line for place in (record.place, *record.also) for line in range(place.first, place.last + 1)]
        lines = self.rendition.lines
        after = bisect_right(self.begins, record.place.first)
        end = min(*self.begins[after : after + 1], record.place.last + _SECTION, len(lines) + 1)
        in_grid = lines[record.place.first - 1].in_grid
        numbers += takewhile(lambda each: lines[each - 1].in_grid or not in_grid, range(record.place.last, end))
        return level("\n".join(lines[each - 1].text for each in dict.fromkeys(numbers)))

    def _left_out(self, record: Record, section: str) -> Iterator[Flag]:
        """What the lines print of a field that is empty."""
        rest = section.replace(level(str(record.fields.get("name") or "\0")), "")
        year, listed = _YEARS[record.kind], LISTS[record.kind]
        told = {record.fields.get(year), record.fields.get("precursor_year"), *self.years}
        years = [each.printed for each in find_years(rest) if each.value not in told]
        if record.fields.get(year) is None and years:
            yield from _printed(years[0], year, "precursor_year")
        elif record.fields.get(year) is None and (match := _SOON.search(rest)):
            yield from _printed(match[0], year)
        elif record.fields.get(year) is None and (begun := self._begun_above(record)):
            yield from _printed(begun, year)
        match = _DEPARTMENT.search(rest)
        if match and record.kind == "initiative" and record.fields.get("department") is None:
            yield from _printed(match[0], "department")
        if record.fields.get(listed) is None and (names := mentions(fold_names(rest), self.context.register)):
            yield from _printed(next(iter(names)), listed, f"{listed}_open")

    def _begun_above(self, record: Record) -> str:
        """The year since which the line above a record's table says that all of it is done, empty where it says none."""
        lines = self.rendition.lines[: record.place.first - 1]
        if not self.rendition.lines[record.place.first - 1].in_grid:
            return ""
        above = next(
            (level(line.text) for line in reversed(lines) if _WORDS.search(line.text) and not line.in_grid), ""
        )
        years = find_years(above)
        return years[0].printed if years and _BEGINS.search(above[years[0].end :]) else ""

    def _indicator_flags(self, record: Record) -> Iterator[Flag]:
        """What is counted is no year, no list of municipalities, no sentence and no initiative."""
        indicator = level(str(record.fields.get("indicator") or ""))
        years = find_years(indicator, bare=True)
        is_year = bool(years) and years[0].start == 0 and len(indicator) - years[-1].end < 3
        is_list = (
            bool(mentions(fold_names(indicator), self.context.register)) and not self.context.names(indicator).doubts
        )
        valueless = all(record.fields.get(f"{side}_value") is None for side in _SIDES)
        if is_year or is_list or indicator.endswith("。") or (valueless and fold_names(indicator) in self.named):
            yield from (_NO_INDICATOR.of(field) for field, value in record.fields.items() if value is not None)
        if _REMARK.search(indicator):
            yield _NO_INDICATOR.of("indicator")
        if _OWNED.search(indicator):
            yield _OWNER.of("indicator")
        if indicator and indicator == self.same:
            yield _SAME.of("indicator")

    def _has_other_days(self, record: Record) -> bool:
        """Whether an agreement's lines print several days; where they print none, whether the document does."""
        inside = self.rendition.lines[record.place.first - 1 : record.place.last]
        return bool(record.fields.get("date")) and len(_days(inside) or self.days) > 1


def _printed(words: str, *fields: str) -> Iterator[Flag]:
    yield from (Flag(field, f"「{words}」が書かれている", f"“{words}” is printed") for field in fields)


def _days(lines: list) -> set[str]:
    return {re.sub(r"\s", "", day) for line in lines for day in _DAY.findall(level(line.text))}


def _party_flags(record: Record) -> Iterator[Flag]:
    """A list of one, and a body's name on an initiative."""
    field = LISTS[record.kind]
    listed = record.fields.get(field)
    if isinstance(listed, list) and len(listed) == 1 and not record.fields.get(f"{field}_open"):
        yield _ALONE.of(field)
    name = level(str(record.fields.get("name") or ""))
    if record.kind == "initiative" and re.search(rf"{choice('bodies', 'kinds')}$", name):
        yield _BODY.of("name")
    if re.search(rf"{choice('agreements', 'bodies')}と", level(str(record.fields.get("subject") or ""))):
        yield _PARTNER.of("subject")


def _heading_flags(record: Record) -> Iterator[Flag]:
    """Headings of running text that name a field of policy, or call to mind what is done, and name no initiative."""
    field = {"initiative": "name", "kpi": "initiative"}.get(record.kind, "")
    name = level(str(record.fields.get(field) or ""))
    if _is_field(name):
        yield _FIELD.of(field)
    if name and (len(name) < 2 or _CALL.search(name)):
        yield _SLOGAN.of(field)


def _bracket_flags(record: Record) -> Iterator[Flag]:
    for field, value in record.fields.items():
        if isinstance(value, str) and any(value.count(one) != value.count(other) for one, other in _PAIRS):
            yield _BRACKETS.of(field)


def _value_flags(record: Record, dated: bool) -> Iterator[Flag]:
    """What is doubtful of the values of an indicator; dated: the document prints a year anywhere."""
    for side in _SIDES:
        status, printed = record.fields.get(f"{side}_status"), str(record.extra.get(f"{side}_printed") or "")
        if status == "qualitative" and re.search(r"\d", level(printed)):
            yield from (_NO_FIGURE.of(f"{side}_{part}") for part in ("value", "unit", "basis", "status"))
        unit = record.fields.get(f"{side}_unit")
        if unit and level(str(unit)) not in words("numbers", "counters"):
            yield _UNKNOWN_UNIT.of(f"{side}_unit")
        if dated and status in ("stated", "implied", "qualitative") and record.fields.get(f"{side}_year") is None:
            yield _YEARLESS.of(f"{side}_year")
    first, last = record.fields.get("baseline_year"), record.fields.get("target_year")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        yield from (_BACKWARDS.of(f"{side}_{part}") for side in _SIDES for part in ("value", "year"))


def _is_kept(record: Record) -> bool:
    """Whether both values are the same figure, and nothing read says that it is to be kept."""
    first, last = (record.fields.get(f"{side}_value") for side in _SIDES)
    return first is not None and first == last and not record.fields.get("target_maintain")


def _is_field(name: str) -> bool:
    """Whether a name is that of a field of policy, or of several: 医療, 移住・定住, 教育分野, Ⅱ　都市機能の集積."""
    said = choice("topics", "fields")
    return bool(re.match(r"[IVX]+[\s.]", name)) or bool(
        re.fullmatch(rf"[IVXivx]*{said}(?:(?:・|、|と|及び){said})*(?:の?分野)?", name)
    )
