"""How a sentence says that an agreement is concluded, changed or ended.

令和７年１月１日付で協定を締結しました      協定が結ばれ、
次のとおり協定を締結する。                (of the agreement's own text)
３月２６日に「…協定」を締結する予定である    (planned)"""

import re
from dataclasses import dataclass
from functools import cache

from teiju_graph.extract.words.phrases import choice

_PARTY = re.compile(
    r"\(?以下[、,]?「(?:[甲乙丙丁戊]|(?:関係|構成|連携|両|各|協定)(?:市町村|市町|市村|町村|市|町|村|自治体|団体))」という"
)
_BELOW = re.compile(r"(?:次|以下|下記)のとおり")
_PROVISION = re.compile(
    r"(?:変更し|廃止し|解除し)、?(?:又は|または)|(?:変更|廃止|解除|改正)(?:し|を)?(?:ようとする|する(?:場合|とき))"
)  # what the text of one lays down
_RELATIVE = re.compile(
    r"もの(?!で)|ため|又は|または|しようと|する(?:場合|とき)|[一-龥「]|この|その"
)  # 締結した協定に基づき
_ANOTHER = re.compile(r"(?:同様の|別の|同じ|既存の|これまでの|新たな)$")


@dataclass(frozen=True)
class Signing:
    """Where a sentence says it: `start` to `end`, from the last words of the agreement's name to the verb; kind: these
    words; quoted: the name stands in quotes; how: `done`, `planned`, or `text` where it is the agreement's own."""

    kind: str
    start: int
    end: int
    quoted: bool
    how: str = "done"


def find_signing(text: str) -> Signing | None:
    """Return where a levelled sentence says that an agreement is concluded; 締結した協定に基づく only mentions one."""
    if _PARTY.search(text) and (match := _own_text().search(text)):
        return _signing(match, "text")
    for match in _done().finditer(text):
        goes_on = match[0].endswith(("、", "ました", "して"))
        relative = not goes_on and _RELATIVE.match(text, match.end())
        if not relative and not _is_other(text, match):
            return _signing(match, "done")
    for match in _planned().finditer(text):
        if not _is_other(text, match) and not _BELOW.search(match[0]):
            return _signing(match, "planned")
    return None


def _signing(match: re.Match, how: str) -> Signing:
    kind = match["kind"] or match.groupdict().get("said") or match["article"]
    quoted = bool(re.match(f"{kind}書?[」』]", match[0]))
    return Signing(kind, match.start(), match.end(), quoted, how)


def _is_other(text: str, match: re.Match) -> bool:
    """Whether the words are of another agreement, of a provision, or within a quotation that goes on."""
    ahead = text[: match.start()]
    quoted = ahead.count("「") > ahead.count("」")
    return bool(
        _ANOTHER.search(ahead) or _PROVISION.search(text) or (quoted and not re.search("[」』]", match[0]))
    )  # fmt: skip


@cache
def _name() -> str:
    return rf"(?P<kind>{choice('agreements', 'kinds')})書?[」』]?"


@cache
def _between() -> str:
    """What may stand between the name and the verb: 協定を正式に…, 協定は、…の間で…"""
    told_of = r"(?:を|については?、)[^。を]{0,70}?"
    by_whom = (
        r"(?:が、?|に|の|は、?|も)(?:[^、。]{0,40}?(?:と|で|間で|にて|付けで|付で|により|によって|に|をもって)、?){0,3}"
    )
    return rf"(?:の一部)?(?:{told_of}|{by_whom})?(?:新たに|それぞれ|正式に|改めて)?"


@cache
def _own_text() -> re.Pattern:
    concluded = rf"{_name()}(?:\([^()]{{0,40}}\))?[^。]{{0,30}}を、?(?:{_BELOW.pattern}|ここに)?、?(?:締結|取り交わ|定め|結[ぶび])"
    agreed = rf"{_BELOW.pattern}、?(?P<said>協定|協約)(?:する|します)"
    laid_down = r"この(?P<article>協定|協約)は、(?=.*(?:こと|事項|もの)を定め)"
    return re.compile(rf"{concluded}|{agreed}|{laid_down}")


@cache
def _done() -> re.Pattern:
    verbs, did, tied = choice("agreements", "verbs"), choice("agreements", "did"), choice("agreements", "tied")
    held = rf"式(?:を|が)[^。]{{0,15}}{choice('agreements', 'held')}"
    return re.compile(rf"{_name()}{_between()}(?:{verbs}(?:{held}|{did}|して(?![いおなはも])|(?=[。(]|$))|{tied})")


@cache
def _planned() -> re.Pattern:
    verbs, will = choice("agreements", "verbs"), choice("agreements", "will")
    tied = (
        r"(?:結びます|(?:取り)?交わします|(?:結ぶ|(?:取り)?交わす)(?:予定|こととな)?(?=[^ぁ-ん一-龥]|$|予定|こととな))"
    )
    return re.compile(rf"{_name()}{_between()}(?:{verbs}(?:{will}|する(?=[。、]|$))|{tied})")
