"""The municipalities that running text names, with words for groups, and whom a sentence says to be outside.

豊川市は新城市、設楽町と協定を締結
大治町、蟹江町を含む海部郡４町        who the four are no table says: a doubt"""

import re

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.groups import Group
from teiju_graph.extract.words.phrases import choice, fold, level
from teiju_graph.extract.words.register import KINDS, Municipality
from teiju_graph.extract.words.scan import Part, scan

_NOT_IN = r"(?:加わ|参加|含ま|含め|入)[^、。]{0,6}(?:ない|なかった|ません|ず(?=[、。]|に))"
_COUNTED = re.compile(r"(?:\d+|[一二三四五六七八九十両])(?:市町村|[市町村])(?!民|立|道)")
_LATER = re.compile(r"[はがとやのもへにでをうるた]")  # a name in a sentence may follow one of these: 水を使う会津美里町


def named(text: str, context: Context) -> tuple[list[Municipality | str], list[Doubt]]:
    """Return the municipalities that a levelled text names in order (as text a name that several bear), and why a
    person must look: a group whose members no zone tells, a prefecture beside them."""
    text = re.sub(rf"\([^()]*{choice('agreements', 'seats')}[^()]*\)", "", text)
    text = _parted(re.sub(r"[^、。()]+を除(?:く|いた|き)", "", text), context)
    listed: list[str] = []
    groups: list[Group] = []
    doubts: list[Doubt] = []
    position = 0
    for part in scan(text, context.zone, context.register):
        position = text.find(part.printed, position) + len(part.printed)
        if part.kind == "name" and not _is_place(text[position:]) and not _is_doubtful(part, context):
            listed.append(part.printed)
        elif part.group and part.group.whom in ("every", "count"):
            groups.append(part.group)
        elif part.kind == "county" or (part.kind == "unread" and _COUNTED.search(part.printed)):
            doubts.append(
                Doubt(f"「{part.printed}」がどこか書かれていない", f"“{part.printed}”: which ones is not said")
            )
    names = context.names("、".join(listed))
    told = [group.printed for group in groups if not group.fits(names.municipalities[-(group.total or 0) :])]
    if told:
        names = context.names("、".join([*listed, *told]))
    if beside := next((each for each in context.register.prefectures if _is_party(each, text)), None):
        doubts.append(Doubt(f"「{beside}」も当事者か", f"is “{beside}” a party too?"))
    return list(names.found), [*names.doubts, *doubts]


def outsiders(text: str, context: Context) -> list[Municipality | str]:
    """Return whom a levelled sentence says to be outside: the subject of the clause that says so."""
    if match := re.search(rf"{choice('agreements', 'outside')}|{_NOT_IN}", text):
        return _subject_of(text[: match.start()], context)
    without = re.search(r"([^。()]+?)を除(?:く|い)", text)
    return named(without[1], context)[0] if without else []


def seem_apart(text: str, context: Context) -> list[Municipality | str]:
    """Return whom a levelled sentence may say to be outside: its subject, in words that leave it open (独自に, 検討)."""
    match = re.search(choice("agreements", "apart"), text)
    return _subject_of(text[: match.start()], context) if match else []


def tells_outsider(text: str) -> bool:
    """Say whether a text has words for someone who is outside an agreement."""
    return bool(re.search(rf"{choice('agreements', 'outside')}|{_NOT_IN}", level(text)))


def _subject_of(text: str, context: Context) -> list[Municipality | str]:
    """The municipalities that are the subject of the last clause: 厚真町は加わり、白老町は → 白老町."""
    clauses = text.split("、")
    for last in range(len(clauses) - 1, -1, -1):
        head = re.match(r"(?P<who>.*?)(?:については|につきましては|においては|は|が|も)", clauses[last])
        if not head or not named(head["who"], context)[0]:
            continue
        first = last
        while first and clauses[first - 1][-1:] in KINDS and named(clauses[first - 1], context)[0]:
            first -= 1
        return named("、".join([*clauses[first:last], head["who"]]), context)[0]
    return []


def _parted(text: str, context: Context) -> str:
    """The text with a comma before each name that follows a particle, where a list would have one."""
    text, folded = level(text), fold(text)
    for at in range(len(text) - 1, 0, -1):
        name = context.register.starting(folded, at) if _LATER.match(text, at - 1) else ""
        if len(name) > 2 or (name and context.zone and any(fold(each.name) == name for each in context.zone.members)):
            text = f"{text[:at]}、{text[at:]}"
    return text


def stands_in_name(text: str, position: int, context: Context) -> bool:
    """Say whether a position of a levelled text is within the name of a municipality, as が is in つがる市."""
    folded = fold(text)
    starts = range(max(0, position - 8), position)
    return any(at + len(context.register.starting(folded, at)) > position for at in starts)


def _is_party(prefecture: str, text: str) -> bool:
    return bool(re.search(rf"{prefecture}(?=[、とや及は並・]|$)|と{prefecture}(?=が|の間)", text))


def _is_place(behind: str) -> bool:
    return bool(re.match(choice("agreements", "places"), behind))


def _is_doubtful(part: Part, context: Context) -> bool:
    """A short name of another place in running text is often no name: 会津市町村."""
    bearers = context.register.by_name.get(part.folded, [])
    members = context.zone.members if context.zone else ()
    near = any(each in members or each.prefecture == context.prefecture for each in bearers)
    return not near and len(part.printed) < 3
