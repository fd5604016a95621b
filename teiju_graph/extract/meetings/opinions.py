"""Opinions, questions and answers: one record for each turn of a member, and for each opinion that the office reports.

The text of a record is its key phrase, as printed and cut where it is long; names of speakers are left out."""

import re
from dataclasses import replace
from functools import cache

from teiju_graph.extract.meetings.speech import Turn
from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.words.phrases import choice, words

_LONGEST = 80  # letters of a key phrase
_OWN = 20  # letters; a longer sentence of the chair that holds something is no mere leading
_LEAST = 8  # letters; a key phrase is no shorter where there is a longer one
_NAME = r"(?:[●○◯〇*＊]{1,4}|[一-龥々]{1,4}(?:[(（][^()（）]{1,3}[)）])?|[A-ZＡ-Ｚ])"


def read_opinions(turns: list[Turn]) -> list[Record]:
    """Return the opinions, questions and answers of a text, in order."""
    found: list[Record] = []
    asked = False  # a member has spoken, and what follows may answer
    for number, turn in enumerate(turns):
        records = _of(turn, asked, turns[number + 1 :], turns[number - 1] if number else None)
        found += records
        if (not turn.role and not turn.kind) or _moves_on(turn):
            asked = False
        elif records:
            asked = asked or not turn.of_office
    return found


def read_remark(turn: Turn, answered: bool) -> Record | None:
    """Return what a member's turn holds or asks, None where it says nothing; answered: something replies to it.
    Where the turn is told to be one of both, it is that."""
    return _record(turn, turn.kind, turn.sentences) if turn.kind else _of_member(turn, answered)


def read_reply(turn: Turn) -> Record | None:
    """Return a turn as an answer, None where it says nothing."""
    return _record(turn, "answer", turn.sentences)


def _of(turn: Turn, asked: bool, following: list[Turn], before: Turn | None) -> list[Record]:
    if not turn.paragraphs:
        return []
    if turn.kind == "answer" and not (asked or turn.bullet):
        return []  # A 医療: a letter that numbers
    if turn.kind in ("answer", "question"):
        return _some(_record(turn, turn.kind, turn.sentences))
    if turn.kind:
        return _some(_of_member(turn, _is_answered(following)))
    if turn.of_chair and not turn.bullet:
        return _some(_of_chair(turn, asked and before is not None and not before.of_office))
    if turn.member:
        return _some(_of_head(turn, asked, before, _is_answered(following)))
    if turn.bullet or not turn.of_office:
        return _some(_of_member(turn, _is_answered(following)))
    if turn.role and asked and not _explains(turn):
        return _some(_record(turn, "answer", turn.sentences))
    return _reported(turn)


def _some(record: Record | None) -> list[Record]:
    return [record] if record else []


def _of_member(turn: Turn, answered: bool) -> Record | None:
    """A member's turn: a question where it asks and says little else, or where it asks and is answered."""
    asks = [sentence for sentence in turn.sentences if _asks(sentence.text)]
    holds = [sentence for sentence in turn.sentences if _holds(sentence.text)]
    if not asks or not (answered or len(asks) > len(holds)):
        return _record(turn, "opinion", turn.sentences, mixed=bool(asks))
    return _record(turn, "question", asks, mixed=bool(holds))


def _of_head(turn: Turn, asked: bool, before: Turn | None, answered: bool) -> Record | None:
    """The words of a head among heads: what only leads the meeting is left out; one who replies answers."""
    kept = [sentence for sentence in turn.sentences if not _leads(sentence.text)]
    if not kept:
        return None
    if asked and re.match(choice("speech", "replying"), kept[0].text):
        return _record(turn, "answer", kept)
    asks = any(_asks(sentence.text) for sentence in kept)
    last = before.sentences[-1:] if before and before.member and before.role != turn.role else []
    replies = any(_asks(sentence.text) for sentence in last)
    if replies and not asks:
        record = _record(turn, "answer", kept)
        return record and record.flagged(Flag("type", "問いの後の発言", "said after a question"))
    return _of_member(replace(turn, paragraphs=kept), answered)


def _of_chair(turn: Turn, asked: bool) -> Record | None:
    """The chair's own words, without those that only lead the meeting: an answer to a member, or an opinion."""
    kept = [sentence for sentence in turn.sentences if not _leads(sentence.text)]
    if not kept or sum(len(sentence.text) for sentence in kept) < 2 * _LEAST:
        return None
    holds = any(re.search(choice("speech", "views"), sentence.text) for sentence in kept)
    holds |= any(re.search(r"(?<!教え)(?<!聞かせ)てください。?$", sentence.text) for sentence in kept)
    own = re.search(r"私(?:から|も|として|は|自身)|個人的", "".join(sentence.text for sentence in turn.sentences))
    if own or not asked:
        return (
            _record(turn, "opinion", kept) if own or holds or any(_holds(sentence.text) for sentence in kept) else None
        )
    if not holds and len(kept) < len(turn.sentences):
        return None  # a remark on the way to the next speaker answers nobody
    kind = "question" if _asks(kept[-1].text) else "opinion" if holds else "answer"
    record = _record(turn, kind, kept)
    return record and record.flagged(Flag("type", "座長の発言", "said by the chair"))


def _moves_on(turn: Turn) -> bool:
    """Whether the chair calls on the office for something of its own, after which it answers nobody: 議題２、事務局から
    何かありますか."""
    return turn.of_chair and any(
        re.search(rf"{choice('speech', 'office')}(?:から|より)", sentence.text)
        and re.search(choice("speech", "next"), sentence.text)
        and not re.search("質問|意見|ただいまの", sentence.text)
        for sentence in turn.sentences
    )


def _explains(turn: Turn) -> bool:
    """Whether the office begins to explain a paper, and answers nobody: 資料２をご覧ください."""
    first = turn.sentences[0].text if turn.sentences else ""
    return bool(
        re.search(
            r"(?:資料|スライド|ページ|別紙)[^。]{0,16}(?:ご覧|御覧|お開き|基づき|沿って|により説明|について説明)", first
        )
    )


def _leads(text: str) -> bool:
    bare = re.sub(r"[。、\s]", "", text)
    called = re.fullmatch(
        rf"(?:次に|続いて|では|それでは|まず|最後に)?{_NAME}?{choice('speech', 'roles')}(?:から|より|に|さん|どうぞ|お願いします)*",
        bare,
    )
    if called or re.search(choice("speech", "leading"), text):
        about = re.search(
            r"意見|質問|説明|発言|議事|議題|資料|事務局|進行|会議|懇談会|次第|本日|以上|原案|採決|可決", text
        )
        return bool(called or about or len(bare) < _OWN or not _holds(text))
    return bool(re.match(rf"{choice('speech', 'office')}[。、]", text)) or bare.endswith(("について", "に関して"))


def _is_answered(following: list[Turn]) -> bool:
    """Whether the office answers before the next member speaks."""
    for turn in following:
        if turn.kind == "answer" or (turn.role and turn.of_office):
            return True
        if not turn.of_chair:
            return False
    return False


def _reported(turn: Turn) -> list[Record]:
    """Opinions that the office tells of: …できないかという意見がございました。こちらについては、…"""
    found: list[Record] = []
    open_answer = False
    for paragraph in turn.paragraphs:
        for sentence in paragraph.sentences:
            match = _report().search(sentence.text)
            if match and not re.search(r"(?:ありません|ございません|なかった|ない)", _behind(sentence.text, match)):
                found.append(_of_report(sentence, match))
                answer = _answered(sentence, match.end())
                found += _some(answer)
                open_answer = answer is None
            elif open_answer and (answer := _answered(sentence, 0)):
                found.append(answer)
                open_answer = False
            elif open_answer and re.match(choice("speech", "answering"), sentence.text):
                found.append(
                    _made(
                        "事務局",
                        "answer",
                        sentence.place,
                        sentence,
                        [Flag("role", "事務局の説明の中", "within the office’s report")],
                    )
                )
                open_answer = False
            elif re.match(choice("topics", "lead"), sentence.text):
                open_answer = False
    return found


def _answered(sentence: Paragraph, start: int) -> Record | None:
    """The answer that the same sentence goes on with: …との質問があり、事務局から、…と説明した。"""
    office, told = choice("speech", "office"), choice("speech", "answered")
    match = re.search(
        rf"(?P<role>{office})(?:から|より|が|は)(?:は)?、?(?P<said>[^。]{{4,200}}?)(?:こと)?(?:と|を|旨)(?:の|を)?{told}",
        sentence.text[start:],
    )
    if match is None:
        return None
    said = re.sub(r"^「([^「」]*)」$", r"\1", match["said"])
    flags = [Flag("type", "首長の発言", "said by a head")] if match["role"] in words("speech", "heads") else []
    return _made(match["role"], "answer", sentence.place, sentence, flags, said)


@cache
def _report() -> re.Pattern:
    what, verbs = choice("speech", "reported"), choice("speech", "reported_verbs")
    return re.compile(
        rf"(?:(?:という|といった|との|とのような|旨の|ような)(?:趣旨の)?|(?:について|に関する|に対する)(?:の)?)(?P<what>{what})(?:や{what}|等)?(?:が|を|も)?{verbs}"
        rf"|(?:から|より)(?:は)?、?「(?P<said>[^「」]+)」(?:と)?(?:いう|の)?(?P<what2>{what})"
        rf"|(?P<by>{choice('speech', 'council')})[はがも]、?「(?P<said3>[^「」]+)」(?:など)?と(?P<what3>{choice('speech', 'telling')})"
    )


def _behind(text: str, match: re.Match) -> str:
    """What follows the words that a report quotes; where it quotes none, the report and what follows."""
    return text[max(match.start(), match.end("said"), match.end("said3")) :]


def _of_report(sentence: Paragraph, match: re.Match) -> Record:
    what = match["what"] or match["what2"] or match["what3"]
    said = match["said"] or match["said3"] or sentence.text[: match.start()]
    roles = choice("speech", "roles")
    said = re.split(rf"(?:ました|いた|している|おります)?が、|{roles}(?:の皆様)?(?:から|より)(?:は)?、?", said)[-1]
    said = re.sub(rf"^(?:{choice('topics', 'lead')}[、,は]?)+", "", said).strip("「」、。 ")
    before = re.search(rf"{choice('speech', 'roles')}(?=(?:の皆様)?(?:から|より))", sentence.text)
    role = match["by"] or (before[0] if before else "")
    kind = "question" if re.search("質問|尋ね|問", what) else "opinion"
    flags = [] if role else [Flag("role", "発言者が書かれていない", "the speaker is not printed")]
    return _made(role or "委員", kind, sentence.place, sentence, flags, said)


def _record(turn: Turn, kind: str, sentences: list[Paragraph], mixed: bool = False) -> Record | None:
    whole = "".join(sentence.text for sentence in turn.sentences).strip()
    said = re.search(r"[^\W\d_]", whole)
    if not sentences or not said or re.fullmatch(rf"(?:{choice('speech', 'empty')}[。、]?)+", whole):
        return None
    flags = []
    if mixed:
        flags.append(Flag("type", "意見と質問の両方を含む", "holds an opinion and a question"))
    role = turn.role
    if not role and kind == "answer":
        role, flags = "事務局", [*flags, Flag("role", "発言者が書かれていない", "the speaker is not printed")]
    elif not role:
        role, flags = "委員", [*flags, Flag("role", "発言者が書かれていない", "the speaker is not printed")]
    key = _key(sentences, kind)
    place = turn.place if turn.place else key.place
    return _made(role, kind, place, key, flags)


def _made(role: str, kind: str, place: Place, key: Paragraph, flags: list[Flag], said: str = "") -> Record:
    text = said or key.text
    text = re.sub(rf"{_NAME}(?={choice('speech', 'persons')}(?:[。、もがはのに]|$))", "", key.printed(text))
    text = re.sub(rf"^(?:{choice('topics', 'lead')}[、,])+", "", text).strip()
    if len(text) > _LONGEST:
        text = _cut(text)
    return Record("opinion", place, {"role": role, "type": kind, "text": text}, flags)


def _cut(text: str) -> str:
    """The last clauses of a long sentence, where Japanese says what it holds."""
    clauses = re.split(r"(?<=、)", text)
    kept = ""
    for clause in reversed(clauses):
        if kept and len(clause) + len(kept) > _LONGEST:
            break
        kept = clause + kept
    return kept[-_LONGEST:]


def _key(sentences: list[Paragraph], kind: str) -> Paragraph:
    """The sentence that says most of what is held or asked; of an answer the first that says something."""
    longer = [sentence for sentence in sentences if len(sentence.text) >= _LEAST] or sentences
    if kind == "answer":
        said = [
            each
            for each in longer
            if not re.search(r"(?:について|に関して|ありがとうございま(?:す|した))。$", each.text)
        ]
        return [*said, *longer][0]
    if kind == "question":
        return next((each for each in longer if _asks(each.text)), longer[0])
    return max(longer, key=lambda each: (bool(re.search(choice("speech", "wishing"), each.text)), _holds(each.text)))


def _asks(text: str) -> bool:
    if re.search(rf"{choice('speech', 'suggesting')}[。?？]?$", text.strip()):
        return False
    return bool(
        re.search(rf"{choice('speech', 'asking')}[。?？]?$", text.strip())
        or re.search(
            r"[?？]$|^[^、。]{2,20}[^、。ば]は。$|教えて(?:いただ|ほし|欲し|くださ|下さ|もらい)|聞かせ(?:てくださ|て下さ|てほし|ください)|ご教示|伺いた|お聞きした|か(?:が|は|、)[^、。]{0,12}(?:読み取れ(?:ない|ません)|[分わ]か(?:らない|りません))",
            text,
        )
    )


def _holds(text: str) -> bool:
    return bool(re.search(choice("speech", "holding"), text))
