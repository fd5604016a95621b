"""The facts at the head of minutes: which meeting, when, where, who led it, how many came, whose office it was."""

import re
from functools import cache

from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.dates import read_date
from teiju_graph.extract.words.phrases import choice, words

_HEAD = 40  # paragraphs in which the head of minutes is looked for
_BEGUN = re.compile(r"[\d.．(（\s]*[)）]?\s*(?:開\s?会|議\s?事|議\s?題|報告事項|協議|次\s?第|あいさつ|挨拶)")
_TIME = re.compile(
    r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})(?:時(?:(?P<minute>\d{1,2})分|(?P<thirty>半))?|:(?P<colon>\d\d))"
)
_TITLE = r"(?:(?:令和|平成|R|H)\s*[元\d]{1,2}年度\s*)?(?:第\s*\d+\s*回\s*)?[^\s。、:]{0,40}?"


def read_meeting(paragraphs: list[Paragraph]) -> list[Record]:
    """Return the meeting that minutes are of, none where the head names neither a day nor a place of a meeting."""
    head = paragraphs[:_HEAD]
    begun = [number for number, part in enumerate(head) if _BEGUN.match(part.text.strip())]
    head = head[: begun[0]] if begun else head
    fields: dict[str, object] = {}
    flags: list[Flag] = []
    places: list[Place] = []
    for number, paragraph in enumerate(head):
        for role, value, follows in _labelled(paragraph, head[number + 1 :]):
            told, doubts = _READERS[role](value)
            if told and not fields.keys() >= told.keys():
                fields |= {name: each for name, each in told.items() if name not in fields}
                flags += doubts
                places += [paragraph.place, *follows]
    if "date" not in fields or "venue" not in fields:
        return []
    title, place = _title(paragraphs[: 2 * _HEAD])
    if title:
        fields["name"] = title
        places = [*places, place] if place and place.first < places[0].first else places
    else:
        flags.append(Flag("name", "会議の名前が読めない", "the name of the meeting is not read"))
    return [Record("meeting", span(places), fields, flags, also=[place] if place and place not in places else [])]


def with_office(record: Record, context: Context) -> Record:
    """Return a meeting with the municipalities of its office read; other words (names of people) are left out."""
    printed = record.fields.get("secretariat")
    if not isinstance(printed, str):
        return record
    names = context.names(printed)
    fields = {**record.fields, "secretariat": names.json or None}
    return Record(**{**vars(record), "fields": fields}).flagged(*(doubt.of("secretariat") for doubt in names.doubts))


@cache
def _label() -> re.Pattern:
    roles = "|".join(f"(?P<{role}>{'|'.join(map(_spaced, words('meetings', role)))})" for role in _READERS)
    return re.compile(rf"^[\s○●◯◇◆□■・\d.．()（）]*[【〔\[<]?\s*(?:{roles})\s*(?:\([^()]*\))?\s*[】〕\]>]?\s*[:：]?\s*")


def _spaced(word: str) -> str:
    """日　　時: a label may be printed with blanks between its letters."""
    return r"\s*".join(map(re.escape, re.sub(r"\s", "", word)))


def _labelled(paragraph: Paragraph, following: list[Paragraph]) -> list[tuple[str, str, list[Place]]]:
    """The role of a labelled paragraph, its words, and the places of those that follow where they belong to it."""
    match = _label().match(paragraph.text)
    if not match or not match.lastgroup:
        return []
    role, value = match.lastgroup, paragraph.text[match.end() :].strip()
    places: list[Place] = []
    enclosed = re.search(r"[】〕\]>:：]\s*$", match[0]) or not value or re.search(r"\s$", match[0])
    if not enclosed:
        return []
    if role in ("who", "office"):
        for each in following:
            if _label().match(each.text) or re.match(r"[【〔(]|\d+[.．)]", each.text) or len(places) > 12:
                break
            value += f"\n{each.text}"
            places.append(each.place)
    elif not value and following:
        value, places = following[0].text, [following[0].place]
    return [(role, value, places)] if value else []


def _when(value: str) -> tuple[dict[str, object], list[Flag]]:
    date, doubts = read_date(re.sub(r"\([月火水木金土日祝・]+\)|[月火水木金土日]曜日", "", value))
    told: dict[str, object] = {"date": date} if date and len(date) == 10 else {}
    times = [_clock(match) for match in _TIME.finditer(value)]
    if times:
        told["started_at"] = times[0]
    if len(times) > 1:
        told["ended_at"] = _after(times[0], times[1])
    return told, [doubt.of("date") for doubt in doubts]


def _clock(match: re.Match) -> str:
    hour = int(match["hour"]) + (12 if match["half"] == "午後" and int(match["hour"]) < 12 else 0)
    return f"{hour:02}:{int(match['minute'] or match['colon'] or (30 if match['thirty'] else 0)):02}"


def _after(start: str, end: str) -> str:
    """午後2時から3時30分: the end is in the afternoon too."""
    return f"{int(end[:2]) + 12:02}{end[2:]}" if end < start and int(end[:2]) < 12 else end


def _where(value: str) -> tuple[dict[str, object], list[Flag]]:
    return {"venue": value.split("\n")[0].strip()}, []


def _who(value: str) -> tuple[dict[str, object], list[Flag]]:
    told: dict[str, object] = {}
    count = re.search(r"(?:委員|出席者?|参加者|構成員)[^\n\d]{0,8}?\(?(\d{1,3})\s*[名人]|(\d{1,3})\s*[名人]", value)
    if count:
        told["attendee_count"] = int(count[1] or count[2])
    chair = re.search(
        r"(?P<name>[一-龥々]{1,4})\s*(?:\([^()]*\))?\s*(?:座長|委員長|会長)(?!代理)|(?:座長|委員長|会長)[\s:：、(]+(?P<after>[一-龥々]{1,4})",
        value,
    )
    if chair and not (chair["name"] or chair["after"]).endswith("副"):
        told["chair_name"] = chair["name"] or chair["after"]
    office = re.search(rf"{choice('meetings', 'office')}\s*[:：]?\s*\n?(?P<names>[^\n]*[市町村][^\n]*)", value)
    if office:
        told["secretariat"] = office["names"].strip()
    return told, []


def _office(value: str) -> tuple[dict[str, object], list[Flag]]:
    return {"secretariat": next((line.strip() for line in value.split("\n") if re.search("[市町村]", line)), None)}, []


def _name(value: str) -> tuple[dict[str, object], list[Flag]]:
    return {"name": value.split("\n")[0].strip()}, []


def _absent(value: str) -> tuple[dict[str, object], list[Flag]]:
    return {}, []


_READERS = {"when": _when, "where": _where, "absent": _absent, "office": _office, "who": _who, "name": _name}


def _title(paragraphs: list[Paragraph]) -> tuple[str | None, Place | None]:
    """The line that names the meeting: … 懇談会 議事概要. The year before it may stand on a line of its own."""
    pattern = re.compile(
        rf"^(?P<title>{_TITLE}{choice('meetings', 'title')})\s*(?:の)?\s*\(?(?:議事概要|議事録|会議録|会議概要|議事要旨|記録|概要|結果|開催結果)"
    )
    for number, paragraph in enumerate(paragraphs):
        if match := pattern.match(paragraph.text.strip()):
            before = paragraphs[number - 1] if number else None
            if before and re.fullmatch(r"(?:令和|平成)\s*[元\d]{1,2}年度?", before.text.strip()):
                return f"{before.text.strip()}{match['title']}", span([before.place, paragraph.place])
            return match["title"].strip(), paragraph.place
    return None, None
