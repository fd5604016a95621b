"""Who speaks: the turns of minutes by their marks (○委員, 【座長】, 事務局：, Q, 問), each with its paragraphs.

A role is the printed position, never a name: ○山田委員 and ○●●委員 are 委員."""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from teiju_graph.extract.meetings.positions import Assembled, position_of
from teiju_graph.extract.rendition import Place, span
from teiju_graph.extract.text.running import Paragraph, join
from teiju_graph.extract.text.titles import form_of, is_heading
from teiju_graph.extract.text.topics import LONG, bare
from teiju_graph.extract.words.phrases import choice, level, words
from teiju_graph.extract.words.register import Register

_HEAD = 60  # paragraphs in which a meeting begins; before that its head lists people, and no one speaks
_NAMED = 20  # letters of a name and a seal after a position
_TITLE, _FIELD = 3, 12  # lines that a title is looked for in; letters of the name of a field
_ITEM = re.compile(r"[・○●◯〇◇◆□■▪•\-→⇒*]|\d{1,2}[.)]")
_BEGUN = re.compile(r"[\d.(\s]*[)]?\s*(?:開\s?会|議\s?事(?!録|概|要)|議\s?題|報告事項|協議)")


@dataclass(frozen=True)
class Turn:
    """What one speaker says at once. role: the printed position, empty where the document itself speaks (or the mark
    names none); kind: what the mark says it is (`question`, `answer`, `opinion`), empty where it names a role; mark:
    its place; heading: the heading that it stands under; bullet: it is an item of a list; member: whoever speaks does so
    as a member, whatever the position."""

    role: str = ""
    kind: str = ""
    mark: Place | None = None
    heading: str = ""
    bullet: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    member: bool = False

    @property
    def place(self) -> Place | None:
        """The lines of what is said, without the mark; None where nothing is."""
        return span(paragraph.place for paragraph in self.paragraphs) if self.paragraphs else self.mark

    @property
    def sentences(self) -> list[Paragraph]:
        """Every sentence of it."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph.sentences]

    @property
    def of_office(self) -> bool:
        """Whether the document or its office speaks, not a member."""
        of_office = not self.member and self.role.endswith(tuple(words("speech", "office")))
        return of_office or (not self.role and not self.kind) or self.kind == "answer"

    @property
    def of_chair(self) -> bool:
        """Whether the chair speaks."""
        return self.role in words("speech", "chair")


def turns(paragraphs: list[Paragraph], register: Register | None = None) -> list[Turn]:
    """Return the turns of a text in order; what stands before the first mark, or under a new heading, is a turn without
    a role. register: tells names of municipalities from those of persons before 市長."""
    found = [Turn()]
    paragraphs = _signed(paragraphs)
    legend = _legend(paragraphs)
    askers = _askers(paragraphs)
    begun = next((number for number, each in enumerate(paragraphs[:_HEAD]) if _BEGUN.match(each.text.strip())), 0)
    listed = next((each for each in paragraphs[:_TITLE] if _is_title(each)), None)
    for number, paragraph in enumerate(paragraphs):
        marked = (_of_legend(paragraph, legend) or _marked(paragraph, register)) if number >= begun else None
        if marked:
            turn, rest = marked
            last = found[-1]
            found.append(
                Turn(
                    turn.role or askers.get(turn.kind, ""),
                    turn.kind,
                    turn.mark,
                    last.heading,
                    turn.bullet,
                    [rest] if rest else [],
                )
            )
        elif is_heading(paragraph) and not _goes_on(paragraph, found[-1]):
            listed = _opinions(paragraph, listed)
            below = f"{listed.text.strip()} " if listed and listed is not paragraph else ""
            found.append(Turn(heading=f"{below}{paragraph.text.strip()}", paragraphs=[paragraph]))
        elif _is_item(paragraph, found[-1]):
            found.append(_item(paragraph, found[-1], register))
        else:
            found[-1].paragraphs.append(paragraph)
    found = [each for turn in found for each in _items_of(turn)]
    spoken = Assembled(frozenset(turn.role for turn in found))
    return [
        replace(turn, member=spoken.has_member(turn.role)) for turn in found if turn.paragraphs or turn.mark
    ]  # fmt: skip


def _items_of(turn: Turn) -> list[Turn]:
    """The turns of members that a mark heads together: ＜委員＞ with a list below."""
    listed = len(turn.paragraphs) > 1 and all(each.text.strip()[:1] == "・" for each in turn.paragraphs)
    apart = turn.mark and turn.mark.last < turn.paragraphs[0].place.first if listed else False
    if not apart or turn.of_office or turn.of_chair:
        return [turn]
    return [replace(turn, bullet=True, paragraphs=[each.part(1)]) for each in turn.paragraphs]


def _is_title(paragraph: Paragraph) -> bool:
    """Whether a line without a mark says that the whole document is a list of opinions: 懇談会における主な意見."""
    text = paragraph.text.strip()
    return (
        len(text) <= LONG
        and not form_of(paragraph)
        and bool(re.search(rf"{choice('speech', 'opinion_headings')}$", text))
    )


def _opinions(heading: Paragraph, above: Paragraph | None) -> Paragraph | None:
    """The heading of opinions that holds below another heading: itself, or the one above where this one only parts its
    list (【医療】)."""
    if re.search(choice("speech", "opinion_headings"), heading.text):
        return heading
    parts = above is not None and form_of(heading) != form_of(above) and len(bare(heading.text)) <= _FIELD
    return above if parts else None


def _signed(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with each position in brackets that stands alone below an item of a list (・…してほしい。/（委員）)
    joined to the item that it signs, where another item or a heading follows."""
    found: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        after = paragraphs[number + 1 : number + 2]
        alone = _signature().fullmatch(paragraph.text)
        below = found and _ITEM.match(found[-1].text.strip()) and not _signature().search(found[-1].text)
        if alone and below and all(_ITEM.match(each.text.strip()) or is_heading(each) for each in after):
            found[-1] = join(found[-1], paragraph)
        else:
            found.append(paragraph)
    return found


def _legend(paragraphs: list[Paragraph]) -> dict[str, str]:
    """What marks stand for, where the head of the minutes says so: (●:委員 ○:事務局)."""
    pattern = re.compile(rf"(?P<mark>[●○◯〇◎◆◇■□▲△・])\s*(?:[:=…]|は)\s*(?P<role>{choice('speech', 'roles')})")
    for paragraph in paragraphs[:_HEAD]:
        told = {match["mark"]: match["role"] for match in pattern.finditer(paragraph.text)}
        if len(told) > 1:
            return told
    return {}


def _askers(paragraphs: list[Paragraph]) -> dict[str, str]:
    """Who asks and who answers throughout, where the head of a text says both: 質問要旨（議員） ／ 答弁要旨（町長）."""
    told: dict[str, str] = {}
    for kind in ("question", "answer"):
        said = re.compile(
            rf"{choice('speech', f'{kind}_marks')}[^()。]{{0,4}}\((?P<role>{choice('speech', 'roles')})\)"
        )
        match = next((match for each in paragraphs[:_HEAD] if (match := said.search(each.text))), None)
        if match:
            told[kind] = match["role"]
    return told if len(told) > 1 else {}


def _of_legend(paragraph: Paragraph, legend: dict[str, str]) -> tuple[Turn, Paragraph] | None:
    """The turn that a paragraph begins by a mark of the legend; a heading or an item without a full stop is none."""
    match = re.match(r"\s*(?P<mark>\S)\s*(?=\S)", paragraph.text)
    if match is None or match["mark"] not in legend or "。" not in paragraph.text:
        return None
    return Turn(legend[match["mark"]], "", paragraph.at(0, match.end())), paragraph.part(match.end())


def kind_of(text: str) -> str:
    """Return what a cell or a mark says alone that a turn is: `question`, `opinion` or `answer`; empty where it says
    nothing of the kind, or two: 質問・意見."""
    told = level(text).strip()
    kinds = ("question", "opinion", "answer")
    both = "質問" in told and "意見" in told
    return "" if both else next((kind for kind in kinds if told in words("speech", f"{kind}_marks")), "")


@cache
def _speaker() -> re.Pattern:
    roles = _set_apart("roles")  # 座　長
    name = (
        r"(?:[●○◯〇*＊□■△]{1,6}|[A-Za-z0-9]{1,2}|[一-龥々ぁ-んァ-ヶー]{1,8}?(?:\s[一-龥々]{1,4})?(?:\([^()]{1,3}\))?)"
    )
    head = rf"(?P<name>{name})??\s?(?P<role>{roles}|\d{{1,2}}番)(?:[A-Za-z0-9一二三四五六七八九十]{{1,2}}(?![一-龥]))?(?:\([^()]{{1,20}}\)){{0,2}}(?:から|より)?"
    return re.compile(
        rf"[○◯〇●◎◇◆□■・△▲▽▼→⇒☆★]\s*(?:{head})(?:\s*[:]\s*|\s+|$)"
        rf"|(?:[→⇒・]\s*)?[【〔<《\[(]\s*(?:{head.replace('?P<name>', '?P<name2>').replace('?P<role>', '?P<role2>')})\s*[】〕>》\])]\s*[:]?\s*"
        rf"|(?:{head.replace('?P<name>', '?P<name3>').replace('?P<role>', '?P<role3>')})\s*(?:[:]\s*|[ 　]{{1,}}(?=\S)|$)"
    )


def _set_apart(name: str) -> str:
    """The words of a list as a pattern, their letters set apart or not: 回 答."""
    return "(?:" + "|".join(r"\s?".join(map(re.escape, word)) for word in words("speech", name)) + ")"


@cache
def _said() -> re.Pattern:
    kinds = {"question": "question_marks", "opinion": "opinion_marks", "answer": "answer_marks"}
    every = "|".join(f"(?P<{name}>{_set_apart(words_of)})" for name, words_of in kinds.items())
    return re.compile(
        rf"(?:[○◯〇●◎◇◆□■・→⇒]\s*)?(?:[【〔<《\[(]\s*)?(?:{every})\s*\d*\s*(?:\((?P<by>[^()]{{1,12}})\))?(?:[】〕>》\])]\s*[:]?|\s*[:.．]|\s+|$)\s*"
    )


def _marked(paragraph: Paragraph, register: Register | None) -> tuple[Turn, Paragraph | None] | None:
    """The turn that a paragraph begins by a mark, and the words after the mark; None where there is no mark."""
    raw = paragraph.text
    match = _speaker().match(raw)
    if match:
        role = re.sub(r"\s", "", match["role"] or match["role2"] or match["role3"])
        bare = bool(match["role3"])
        name = match["name"] or match["name2"] or match["name3"] or ""
        if role in ("市", "町") and (bare and name or name.endswith("市") or not re.search("[:】)]", match[0])):
            return None
        if role in ("課", "室") and not (name and re.search("[:】)]", match[0])):
            return None
        if role in words("speech", "in_charge") and "。" not in raw[match.end() :]:
            return None  # 担当課:産業振興課 says whose it is
        anonymous = re.fullmatch(r"[A-Za-z0-9●○◯〇]{0,3}", name)
        if bare and not anonymous and ":" not in match[0] and (match.end() == len(raw) or len(name) > 4):
            return None
        if bare and ":" not in match[0] and _signs(role, raw[match.end() :]):
            return None
        if re.search(r"[、。]", name) or name in words("speech", "present") or _is_list_of_people(raw):
            return None
        role = position_of(name, role, match[0].partition(role)[2], register)
        rest = paragraph.part(match.end()) if match.end() < len(raw) else None
        return Turn(role, "", paragraph.at(0, match.end())), rest
    match = _said().match(raw)
    if match and match.lastgroup:
        kind = next(name for name in ("question", "opinion", "answer") if match[name])
        by = re.search(choice("speech", "roles"), match["by"] or "")
        rest = paragraph.part(match.end()) if match.end() < len(raw) else None
        if rest is None and is_heading(paragraph) and len(match[kind]) > 1:
            return None
        if len(match[kind]) == 1 and match[kind] in "QA" and not re.search(r"[:.．】)\]\s]$|\d", match[0]):
            return None
        return Turn(by[0] if by else "", kind, paragraph.at(0, match.end())), rest
    return None


def _signs(role: str, rest: str) -> bool:
    """Whether what stands after the position of a head is a name or a place for one, and nobody speaks: 市長　○　○　印."""
    return role in words("speech", "heads") and 0 < len(rest) <= _NAMED and not re.search(r"[。、?!]", rest)


def _is_list_of_people(text: str) -> bool:
    outside = re.sub(r"\([^()]*\)", "", text)
    named = [role for role in re.findall(choice("speech", "roles"), outside) if len(role) > 1]
    return len(named) > 2 and "。" not in text


def _is_item(paragraph: Paragraph, last: Turn) -> bool:
    """Whether a bullet under a heading of opinions is one, or is signed; a department alone only says who is in charge."""
    listed = bool(re.search(choice("speech", "opinion_headings"), last.heading))
    signed = _signature().search(paragraph.text)
    return (
        (listed or bool(signed and (last.bullet or signed["role"] not in ("課", "室"))))
        and (last.bullet or not last.mark)
        and bool(_ITEM.match(paragraph.text.strip()))
    )


@cache
def _signature() -> re.Pattern:
    """Who said an item of a list, in brackets behind it: （委員）, （鹿屋市）."""
    return re.compile(
        rf"\s*[(〔]\s*(?P<name>[^()〔〕、・,]{{0,8}}?)(?P<role>{choice('speech', 'roles')})[^()〔〕]{{0,2}}[)〕]\s*$"
    )


def _item(paragraph: Paragraph, last: Turn, register: Register | None) -> Turn:
    text = paragraph.text
    lead = re.match(rf"\s*(?:{_ITEM.pattern})\s*", text)
    start = lead.end() if lead else 0
    begun = re.match(
        rf"[(〔【\[]\s*(?P<name>[^()〔〕【】\[\]]{{0,6}})(?P<role>{choice('speech', 'roles')})\s*[)〕】\]]\s*",
        text[start:],
    )
    end = _signature().search(text)
    by = begun or end
    answers = "→" in text[:start] or "⇒" in text[:start] or bool(by and by["role"] in words("speech", "office"))
    role = position_of(by["name"], by["role"], "", register) if by else ""
    if not role and not answers:
        heading = re.search(choice("speech", "roles"), last.heading)
        role = heading[0] if heading else ""
    first = start + (begun.end() if begun else 0)
    body = paragraph.part(first, end.start() if end else None)
    return Turn(role, "answer" if answers else "", paragraph.at(0, max(start, 1)), last.heading, True, [body])


def _goes_on(paragraph: Paragraph, last: Turn) -> bool:
    """A heading inside a turn: a list within what is said."""
    return bool(last.role) and bool(re.match(r"[・]", paragraph.text.strip()))
