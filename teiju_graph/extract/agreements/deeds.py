"""The text of an agreement itself: its title above, what it lays down, and at its end the day and who signs.

人吉球磨定住自立圏の形成に関する協定書
Ａ市（以下「甲」という。）とＢ村（以下「乙」という。）は、…に関し、次のとおり協定を締結する。
平成２７年１月１４日"""

import itertools
import re
from dataclasses import replace

from teiju_graph.extract.agreements.concluded import DAY
from teiju_graph.extract.agreements.pacts import Draft
from teiju_graph.extract.agreements.subjects import is_generic, title_of
from teiju_graph.extract.records import Flag
from teiju_graph.extract.text.parties import named
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.dates import read_date
from teiju_graph.extract.words.phrases import choice

_AMENDS = re.compile("一部を(?:変更|改正)する協[定約]$")
_ABOVE = 6  # paragraphs above its first sentence in which a title is looked for


def complete(draft: Draft, paragraphs: list[Paragraph], at: int, context: Context) -> list[Draft]:
    """Return the agreement whose own text begins at the draft's place with its title and day, and before it the one that
    it changes, where the text gives the day of that. paragraphs: those of the whole document; at: the one that it begins in."""
    above = paragraphs[max(0, at - _ABOVE) : at]
    titles = [(part, title) for part in reversed(above) if (title := title_of(part.text))]
    flag = Flag(
        "subject", "協定の名か内容か、どちらとも読める", "may be the name of the agreement, or what it is about"
    )
    for part, title in titles[:1]:
        vague = draft.subject is None or draft.subject.endswith("こと")
        vague = vague or bool(_AMENDS.search(title) and str(draft.subject) in title)
        if vague or not (is_generic(title) or named(title, context)[0]):
            draft.subject = part.printed(title)
            draft.also.append(part.place)
    draft.flags.append(flag)
    below = itertools.takewhile(
        lambda part: "「甲」という" not in part.text, itertools.islice(paragraphs, at + 1, None)
    )
    day = next((part for part in below if DAY.fullmatch(part.text.strip())), None)
    if day:
        draft.date = read_date(day.text)[0]
        draft.also.append(day.place)
        draft.flags = [each for each in draft.flags if each.field != "date"]
    elif dated := [part for part in above if DAY.fullmatch(part.text.strip())]:
        draft.date = read_date(dated[-1].text)[0]
        draft.also.append(dated[-1].place)
        draft.flags = [*draft.flags, Flag("date", "本文の前の日付から読んだ", "read from the day above the text")]
    else:
        draft.date = None  # a day in its first sentence is that of a notice or of another agreement
    return [*_changed(draft, paragraphs[at].text), draft]


def _changed(draft: Draft, text: str) -> list[Draft]:
    """The agreement that this one changes: …年…月…日に締結したＸに関する協定（以下「原協定」という。）の一部を変更する協定."""
    match = re.search(
        rf"(?P<day>{DAY.pattern})(?:付け?で|に)、?(?:締結|取り交わ|結ん)[しだ]た?、?(?P<name>[^。、()「」]{{2,50}}?{choice('agreements', 'kinds')})(?=[(「]|の一部を)",
        text,
    )
    if match is None or match["name"] == draft.subject:
        return []
    flags = [flag for flag in draft.flags if flag.field == "parties"]
    said = Flag("subject", "変更する協定の本文が名を挙げている", "named by the agreement that changes it")
    return [
        replace(
            draft, subject=match["name"], date=read_date(match["day"])[0], excluded=[], flags=[*flags, said], also=[]
        )
    ]
