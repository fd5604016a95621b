"""The day on which an agreement is concluded, as a sentence or a line gives it: 令和７年１月１日付で, ９月２日 beside the
year of the document's own date."""

import re
from dataclasses import dataclass

from teiju_graph.extract.records import Flag
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.words.dates import read_date
from teiju_graph.extract.words.phrases import choice

_YEAR = r"(?:(?:令和|平成|昭和)\s*[元\d]{1,2}年|[RHS]\s*[元\d]{1,2}[./年]|20\d\d[./年-])"
DAY = re.compile(rf"{_YEAR}\s*\d{{1,2}}[./月-]\s*\d{{1,2}}日?")
_MONTH = re.compile(r"(?:(?:令和|平成|昭和)\s*[元\d]{1,2}年|20\d\d年)(?:度|\s*\d{1,2}月)?")
_NO_YEAR = re.compile(r"(?<![\d年])(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日(?:付|に|の|、|\()")
_ANY = rf"{_YEAR}[^、。「」]{{0,8}}?"
_NOT_SIGNED = re.compile(
    rf"{_ANY}日付け?[^、。]{{0,16}}?第\d+号"
    rf"|{_ANY}に(?:結んだ|締結した|取り交わした|交わした)(?=[^。])"
    r"|(?:令和|平成|昭和)[元\d]{1,2}年(?:(?:度)?の|(?:法律|条例|政令|省令|告示|規則))"
)  # the day of a notice, of an earlier agreement, the year of a law
_DONE_TO_IT = re.compile(rf"{_ANY}日?(?:に|の)?、?(?:一部)?(?:変更|改正|議決|可決|施行|宣言)")
_ISSUE = re.compile(
    r"(?P<year>20\d\d|(?:令和|平成)\s*[元\d]{1,2})年\s*(?P<month>\d{1,2})月(?:\s*(?P<day>\d{1,2})日|号)"
)
_HEAD, _ARTICLE = 6, 12  # paragraphs that give a document's own day; paragraphs of an article, which its day follows
_SAID = ("年は文書の日付から読んだ", "the year is read from the date of the document")


@dataclass(frozen=True)
class Issue:
    """When a document or an article in it came out."""

    year: int
    month: int
    day: int


def day_of(text: str, issue: Issue | None = None, planned: bool = False) -> tuple[str | None, list[Flag]]:
    """Return the day that a levelled text gives, as precise as it is, and why a person must look. issue: gives the year of
    a day without one; planned: the day is still to come then."""
    text = _NOT_SIGNED.sub("", text)
    signed = _DONE_TO_IT.sub("", text)
    text = signed if DAY.search(signed) else text
    days = [match[0] for match in DAY.finditer(text)]
    dated = days or [match[0] for match in _MONTH.finditer(text)]
    if dated:
        date, doubts = read_date(dated[0])
        flags = [doubt.of("date") for doubt in doubts]
        if len(set(days)) > 1:
            flags.append(Flag("date", "日付が複数ある", "several dates are printed"))
        return date, flags
    match = _NO_YEAR.search(text)
    if not match or issue is None:
        return None, []
    told = int(match["month"]), int(match["day"])
    apart = (told > (issue.month, issue.day)) - (told < (issue.month, issue.day))  # 1: later in a year, -1: earlier
    year = issue.year + (apart < 0 if planned else -(apart > 0))
    return f"{year:04}-{told[0]:02}-{told[1]:02}", [Flag("date", *_SAID)]


def signing_day(paragraph: Paragraph, issue: Issue | None) -> tuple[str | None, list[Flag], Place] | None:
    """Return the day that a labelled line gives (締結日　９月２日), None where it is no such line."""
    match = re.match(rf"[\s・○●◇■(\d.)]*{choice('agreements', 'when')}[\s:は]+(?=\S*\d)", paragraph.text)
    if match is None:
        return None
    date, flags = day_of(re.sub(r"\([^()]*\)", "の", paragraph.text[match.end() :]), issue, planned=True)
    return (date, flags, paragraph.place) if date else None


def issue_of(paragraphs: list[Paragraph], number: int) -> Issue | None:
    """Return when the text around a paragraph came out: a day in brackets below the article, else that of the head."""
    below = [each.text.strip() for each in paragraphs[number + 1 : number + 1 + _ARTICLE]]
    foot = next((text for text in below if re.fullmatch(r"\([^()]+\)", text) and _ISSUE.search(text)), None)
    for text in [foot or "", *(each.text for each in paragraphs[:_HEAD])]:
        match = _ISSUE.search(text)
        years = read_date(match["year"] + "年")[0] if match else None
        if match and years:
            return Issue(int(years), int(match["month"]), int(match["day"] or 31))
    return None
