"""Printed Japanese in its normal form: width and line breaks levelled, eras, 万 and dates read as values.

The normal form of a text is its NFKC form without any white space: １，４６６件 broken over two lines and 1,466件 are
the same. Nothing else is changed; misprints are the corrections' business."""

import re
import unicodedata
from decimal import Decimal

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}  # the year before each first year
_SHORT = {"S": "昭和", "H": "平成", "R": "令和", "昭": "昭和", "平": "平成", "令": "令和"}
_YEAR = re.compile(
    rf"(?P<era>{'|'.join(ERAS)})(?P<year>元|\d{{1,2}})(?:年|(?=\)年))|(?<!\d)(?P<ce>[12]\d{{3}})(?:年|(?=\())"
    r"|(?P<short>(?<![A-Za-z0-9])[SHR]|(?<![一-龥])[昭平令])\.?(?P<count>元|\d{1,2})(?![0-9A-Za-z%])年?"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
_MAGNITUDES = {"千": 10**3, "百": 10**2, "万": 10**4, "億": 10**8, "兆": 10**12}
_PART = re.compile(rf"({_NUMBER}|ゼロ)((?:千|百(?!貨))?[万億兆]?)")
_FIGURE = re.compile(rf"(?:(?:{_NUMBER})(?:千|百(?!貨))?[万億兆]|(?:{_NUMBER})(?:千|百(?!貨)))*(?:{_NUMBER}|ゼロ)?")
_SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "億": 10**8, "十億": 10**9}
_SCALE = re.compile(
    rf"(?<![\d一-龥])({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?=[円人件個本枚台戸冊点トtkK])"
)
_DATE = re.compile(rf"(?:{_YEAR.pattern})(?:(?P<month>\d{{1,2}})月)?(?:(?P<day>\d{{1,2}})日)?")
_ISO_DATE = re.compile(r"(?<!\d)\d{4}-\d\d(?:-\d\d)?(?!\d)")
_TIME = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?:時(?:(?P<minute>\d{1,2})分|(?P<thirty>半))?|:(?P<colon>\d\d))"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")


def normalise(text: str) -> str:
    """Return the normal form of a text: NFKC, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def figures(text: str) -> set[Decimal]:
    """Return the numbers that a text in normal form prints: 41,211 → 41211, 2万 → 20000, 6万5,000 → 65000."""
    return {figure for figure, _ in counted(text)}


def counted(text: str) -> set[tuple[Decimal, str]]:
    """Return the numbers that a text in normal form prints, each with the character after it: 8月 → (8, 月)."""
    found = set()
    for match in _FIGURE.finditer(text):
        if match[0]:
            found.add((_amount(match[0]), text[match.end() : match.end() + 1]))
    return found


def _amount(printed: str) -> Decimal:
    """1億2千万 is 120000000, 9千8百万 is 98000000: what stands before 万 is counted by it."""
    total = below = Decimal(0)
    for number, magnitude in _PART.findall(printed):
        small = [each for each in magnitude if each in "千百"]
        below += Decimal(number.replace(",", "").replace("ゼロ", "0")) * (_MAGNITUDES[small[0]] if small else 1)
        if magnitude[-1:] in ("万", "億", "兆"):
            total, below = total + below * _MAGNITUDES[magnitude[-1]], Decimal(0)
    return total + below


def scales(text: str) -> set[int]:
    """Return what units that stand apart from their figures count by: 百万円 → 1000000, 千人 → 1000."""
    return {_SCALES[word] for word in _SCALE.findall(text)}


def years(text: str) -> set[int]:
    """Return the years (CE) that a text in normal form prints, of any era or CE: 令和元年 → 2019, H23 → 2011."""
    return {_ce(match) for match in _YEAR.finditer(text)}


def outer_years(text: str) -> set[int]:
    """Return the years (CE) outside brackets: 平成23年(平成12年) → 2011."""
    return years(_BRACKETS.sub("", text))


def bracketed_years(text: str) -> set[int]:
    """Return the years (CE) inside brackets: 平成23年(平成12年) → 2000."""
    return {year for inside in _BRACKETS.findall(text) for year in years(inside)}


def western(text: str) -> str:
    """Return a text in normal form with its years of an era as years CE: 平成28年度 → 2016年度."""
    return _YEAR.sub(lambda match: f"{_ce(match)}年", text)


def dates(text: str) -> set[str]:
    """Return the dates of a text in normal form as 2025-01-01, 2025-01 or 2025, as precise as they are printed."""
    found = set(_ISO_DATE.findall(text))
    for match in _DATE.finditer(text):
        parts = [f"{_ce(match):04}"]
        if match["month"]:
            parts += [f"{int(part):02}" for part in (match["month"], match["day"]) if part]
        found.add("-".join(parts))
    return found


def times(text: str) -> set[str]:
    """Return the times of day of a text in normal form: 14時00分 → 14:00, 午後1時から2時半 → 13:00 and 14:30."""
    found = set()
    half = ""
    for match in _TIME.finditer(text):
        half = match["half"] or half
        hour, minute = int(match["hour"]), int(match["minute"] or match["colon"] or (30 if match["thirty"] else 0))
        found.add(f"{hour + 12 if half == '午後' and hour < 12 else hour:02}:{minute:02}")
    return found


def names(cell: str) -> list[str]:
    """Return the names that a cell lists, in order; 、 ・ , and white space part them, a final ほか or 他 is left out."""
    listed = unicodedata.normalize("NFKC", cell)
    return [name for part in re.split(r"[、・,\s]+", listed) if (name := re.sub(r"(ほか|他)$", "", part))]


def full_name(name: str) -> str:
    """Return the name of a municipality with its prefecture in brackets, 伊達市(北海道), as 北海道伊達市; any other as
    it is."""
    match = re.fullmatch(r"(.+?)\s*\((.+)\)", unicodedata.normalize("NFKC", name))
    return match[2] + match[1] if match else name


def _ce(match: re.Match) -> int:
    if match["ce"]:
        return int(match["ce"])
    count = match["year"] or match["count"]
    return ERAS[match["era"] or _SHORT[match["short"]]] + (1 if count == "元" else int(count))
