"""What an agreement is about: its title where one is printed as such, else what the sentence says.

「Ａに関する協定」を締結し      Ａに関する協定     (in quotes, in a line of its own: the title)
Ａに関する協定を締結し         Ａ              (in a sentence: what it is about)
消防相互応援協定を締結し        消防相互応援協定    (a name of one word is the title)"""

import re

from teiju_graph.extract.agreements.signings import Signing
from teiju_graph.extract.records import Flag
from teiju_graph.extract.words.phrases import choice

_ABOUT = re.compile(r"(?P<what>[^。「」]+?)(?:について|に関し|に関する|に係る|のための|に向けた)")
_LISTED = re.compile(r"\([^()]*[市町村][^()]*\)(?=[でがは])")  # 1市1町(Ａ市、Ｂ町)で
_PARTS = re.compile(r"、|\)と|日(?:付けで|付で|に)|[市町村](?:は|が|との|と|で|では|の間で)")
_WORD = re.compile(
    r"(?:(?P<of>[一-龥ァ-ヶー・]{2,12}(?<![市町村圏域間回様般対等]))の)?(?P<word>[一-龥ァ-ヶー・]{2,25})(?P<no>の?)$"
)
_AMENDING = re.compile(r"[一-龥ァ-ヶー・]{2,20}協定の一部を(?:変更|改正)する協定$")
_NO_NAME = re.compile(r"[市町村間者付]$|^(?:本|同|当該|(?:一部)?変更|形成|連携|(?:広域)?連携|新)$")
_REMARK = re.compile(r"予定$|済み?$|^仮称")
_MARKS = re.compile(r"^\s*(?:[・○●◇◆■□♥-]|[(（\[]?(?:\d{1,2}|[ア-ン①-⑳])[)）\].．、\s])*\s*")
_GENERIC = re.compile(r"(?:定住自立圏|連携中枢都市圏)の?形成")  # what such a title says of every zone
LONGEST = 60  # letters of a title


def subject_of(text: str, signing: Signing) -> tuple[str | None, list[Flag]]:
    """Return what an agreement is about by a levelled sentence that says it is concluded, and why a person must look."""
    subject = (_found(text, signing) or "").lstrip("・○●◇◆■□- 　") or None
    flags = []
    if subject and re.search(r"[、。:]|[はがを](?=[一-龥ァ-ヶ])|^(?:本|この|その|次|同|両)", subject):
        flags.append(Flag("subject", "文の一部かもしれない", "may be a part of the sentence"))
    joined = subject and not signing.quoted and re.search(rf"[^市町村ぁ-ん]と{re.escape(subject)}", text)
    if joined or (subject and re.search("[^ぁ-ん]と[^ぁ-ん]", subject)):
        flags.append(Flag("subject", "相手の名が混じるかもしれない", "may hold the name of the other party"))
    named = subject and re.search(
        rf"(?<!「){re.escape(subject)}(?:協|に(?:関する|係る)[^。、「」]{{0,12}}(?:協|覚書))", text
    )
    if named:
        flags.append(
            Flag("subject", "協定の名か内容か、どちらとも読める", "may be the name of the agreement, or what it is about")
        )  # fmt: skip
    elif subject and subject.endswith(signing.kind) and not signing.quoted:
        flags.append(Flag("subject", "協定の名から読んだ", "read from the name of the agreement"))
    return subject, flags


def title_of(line: str) -> str | None:
    """Return the title of an agreement that a levelled line consists of, without its number: (1) Ａに関する協定書."""
    if len(line) > 2 * LONGEST:
        return None
    name = re.sub(r"\((?:案|写し?|抄)\)$", "", _MARKS.sub("", line.strip()).strip("「」『』【】 　"))
    if (
        re.fullmatch(rf"[^\s。、:「」]{{2,}}[^。:「」]*?{choice('agreements', 'kinds')}書?", name)
        and len(name) <= LONGEST
    ):
        name = re.sub("(?<=協[定約])書$", "", name)
        last = name.split()[-1]
        return last if re.search("に関する|に係る|における", last) else name
    return None


def headed_title(line: str) -> str | None:
    """Return the title of the agreement whose signing a levelled heading announces: Ａに係る連携協約の締結."""
    match = (
        re.fullmatch(r"(?P<name>.+)の(?:締結|調印)(?:式|について)?", line.strip()) if len(line) <= 2 * LONGEST else None
    )
    title = title_of(match["name"]) if match else None
    return title if title and re.search("に関する|に係る|における", title) else None


def labelled_title(line: str) -> str | None:
    """Return the title of an agreement that a levelled line gives behind a label: ３ 協定名 Ａに関する協定."""
    label = rf"[\s・○●◇■(\d.)]*(?:変更後の|締結する)?{choice('agreements', 'titles')}[\s:]+(?P<name>\S.*)"
    match = re.fullmatch(label, line.strip()) if len(line) <= 2 * LONGEST else None
    return title_of(match["name"]) if match else None


def is_generic(title: str) -> bool:
    """Say whether a title is the one that agreements of every zone have: 定住自立圏の形成に関する協定."""
    return bool(_GENERIC.match(title))


def _found(text: str, signing: Signing) -> str | None:
    ahead = text[: signing.start]
    if signing.quoted and "「" in ahead:
        return re.split("[」』]", text[ahead.rfind("「") + 1 :])[0]
    if added := re.match(r"[^。]*?\((?P<what>[^()]+?)を(?:追加|加え)", text[signing.end :]):
        return added["what"]
    for quoted in reversed(re.findall(r"「([^「」]+)」(?!という)", ahead)):
        if len(quoted) > 2 and not _REMARK.search(quoted):
            return quoted
    if changed := _AMENDING.search(ahead + signing.kind):
        return changed[0]
    if about := _ABOUT.search(ahead):
        parts = [part for part in _PARTS.split(_LISTED.sub("", about["what"])) if part]
        return _alone(re.sub(_before(), "", parts[-1]), ahead) or None if parts else None
    last = signing.kind[-2:]  # 協定, 協約, 覚書
    named = _WORD.search(ahead + signing.kind[:-2])
    if named is None or _NO_NAME.search(named["word"]):
        ceremony = re.search(
            rf"[一-龥ァ-ヶー・]{{2,25}}協[定約](?=(?:合同)?{choice('agreements', 'ceremonies')})", ahead
        )
        return ceremony[0] if ceremony else None
    word = f"{named['of']}の{named['word']}" if named["of"] else named["word"]
    return word if named["no"] else f"{word}{last}"


def _alone(subject: str, ahead: str) -> str:
    """The subject without the other party before it, which no と before that tells: 北海ガスと脱炭素社会の実現."""
    other, joined, rest = subject.partition("と")
    beside = re.search("[^ぁ-ん]と", ahead[: ahead.rfind(subject)])
    return rest if joined and rest and not beside and not re.search("[ぁ-ん]$", other) else subject


def _before() -> str:
    """What stands before a subject and is none of it: 株式会社Ａと, 両市の."""
    several = r"(?:両|関係|構成|各)(?:市町村|市町|市村|町村|市|町|村)の"
    bodies = rf"[^、]*{choice('agreements', 'bodies')}(?:との間で|と|は|が)"
    firms = rf"[^、]*?{choice('agreements', 'firms')}[^、]{{1,20}}と(?:の間で)?"
    return rf"^(?:{choice('agreements', 'manner')}|{bodies}|{firms}|{choice('topics', 'lead')}|の|締結した|結んだ|{several})"
