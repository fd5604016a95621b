"""Bodies in running text: associations and councils that a sentence says were founded, and by whom.

利根沼田学校組合は、昭和32年に設立されました。構成市町村は沼田市、川場村です。
(1) 本庄上里学校給食組合
本庄市と上里町が昭和45年に設立しました。

No label tells any of it, so all of it is doubted."""

import re

from teiju_graph.extract.prose.parties import named
from teiju_graph.extract.prose.running import Paragraph
from teiju_graph.extract.prose.titles import is_heading
from teiju_graph.extract.prose.topics import bare
from teiju_graph.extract.records import Doubt, Flag, Record
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.phrases import choice
from teiju_graph.extract.words.years import find_years

_SAID = Doubt("文から読んだ", "read from a sentence")
_MANY = 2


def read_bodies(paragraphs: list[Paragraph], context: Context) -> list[Record]:
    """Return the bodies that paragraphs are about, one for each name."""
    found: dict[str, Record] = {}
    headed: str | None = None
    for paragraph in paragraphs:
        name = body_of(paragraph) or (headed if _tells(paragraph) else None)
        headed = _headed(paragraph)
        if name and name not in found and (record := _read(name, paragraph, context)):
            found[name] = record
    return list(found.values())


def body_of(paragraph: Paragraph) -> str | None:
    """Return the name of the body that a paragraph is about, as printed, None where it is about none."""
    match = re.match(
        rf"[\s・○●■◆]*(?P<name>[^\s、。「」()]{{2,40}}?{choice('bodies', 'kinds')})(?:\([^()]*\))?(?:は|では)、?",
        paragraph.text,
    )
    return paragraph.printed(match["name"]) if match and _tells(paragraph) else None


def _tells(paragraph: Paragraph) -> bool:
    return bool(re.search(choice("bodies", "founded", "members"), paragraph.text))


def _headed(paragraph: Paragraph) -> str | None:
    """The body that a heading names: (1) 本庄上里学校給食組合."""
    name = bare(paragraph.text)
    named = is_heading(paragraph) and re.fullmatch(rf"[^\s、。]{{2,40}}{choice('bodies', 'kinds')}", name)
    return paragraph.printed(name) if named else None


def _read(name: str, paragraph: Paragraph, context: Context) -> Record | None:
    fields: dict[str, object] = {"name": name}
    flags = [_SAID.of("name"), _SAID.of("members_open")]
    for sentence in paragraph.sentences:
        text = sentence.text.replace(name, "")
        founded = re.search(choice("bodies", "founded"), text)
        years = find_years(text[: founded.start()]) if founded else []
        if years and "founded_year" not in fields:
            fields["founded_year"] = years[-1].value
        who, doubts = named(_list_in(text), context)
        if len(who) >= _MANY and "members" not in fields:
            fields["members"] = [each if isinstance(each, str) else each.json for each in who]
            fields["members_open"] = bool(
                re.search(rf"{choice('names', 'open')}(?:です|である|とする)?。?$", _list_in(text))
            )
            flags += [doubt.of("members") for doubt in (_SAID, *doubts)]
    if "members" not in fields and "founded_year" not in fields:
        return None
    flags += [
        Flag(field, "書かれていないか、読めない", "is not printed, or not read")
        for field in ("members", "founded_year")
        if field not in fields
    ]
    flags += [_SAID.of("founded_year"), _SAID.of("precursor_year")]
    return Record("organization", paragraph.place, fields, list(dict.fromkeys(flags)))


def _list_in(text: str) -> str:
    """The part of a sentence that lists the members: that before で構成, else that behind 構成市町村は, else all of it."""
    before = re.search(rf"(?P<who>[^。]+?)(?:で|が|により|から){choice('bodies', 'members')}", text)
    behind = re.search(rf"{choice('bodies', 'members')}[^、。は]{{0,6}}は、?(?P<who>[^。]+)", text)
    return behind["who"] if behind else before["who"] if before else text
