"""Names of indicators in a sentence: after a label, before a value, and one put in the place of another.

指標は家庭ごみの排出量で
こちらは情報発信回数、基準値２５回に対し
元々は「事業の周知回数」という指標でしたが、ネットワークへの登録機関数という指標に変更"""

import re
from dataclasses import dataclass
from functools import cache

from teiju_graph.extract.text.captions import Label, find_labels
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice, words
from teiju_graph.extract.words.years import find_years

LEADER = r"\s*(?:\.{3,}|…+|・{3,})\s*"  # dots that lead from a name to what is measured
_LEADING = re.compile(
    r"^(?:である|となる|の(?=[一-龥ァ-ヶ])|は|が|を|も|については|につきましては|に関しては|としては|としましては|として|の名称は|名は|:|/|=|、|,|\s)*"
)
_STOP = re.compile(
    r"[、,]?(?:で、|であり|である(?=。|$)|です|でござい|でし|だ。|。|\n|\t|という(?:指標|もの)|といった|とし(?:て|、|ま|た|お|$)|といたし|とさせて|となって|となり|とする|となった"
    r"|に(?:設定|変更|改め|して|し、|見直|置)|を(?:設定|用い|採用|掲げ|使|置|指標|目標|KPI|引き続き)|に関し、|につい)"
)
_NO_NAME = re.compile(
    r"^(?:(?:の)?(?:廃止|追加|新設|修正|削除)|や|と|の|も|で|に|から|まで|見直|変更|設定|改め|及び|並びに|・|達成|案|等|など|一覧|とは|における|では|では、)"
)
_END_OF_CLAUSE = re.compile(
    r"(?:ので|ため|ことから|ており|ておりまして|おり|おらず|ますが|ですが|ますし|まして|踏まえ|踏まえて|受け|受けて|伴い|おいて|おいては|つきまして|つきましては|については|に関しては|に向け|に向けて|として|としては|なりますが|いますが|けれども|により|よって|では|には|ながら)[、,]"
)
_TIMES = re.compile(
    r"(?:[、,\s]*(?:(?:令和|平成)\s*[元\d]{1,2}年?度?|[RH]\d{1,2}年?度?|20\d\d年?度?|昨年度?|今年度?|前年度?|本年度?|現在|直近|今|\d+年後|半数|全体|計画最終年度|最終年度|計画期間(?:内|中))"
    r"(?:末|時点|現在|中|まで)?(?:の|で|に|には|は|が|において|においては|における|から|までに|も)?)+$"
)
_QUOTED = re.compile(r"^[「『](?P<name>[^「」『』]+)[」』]")


@dataclass(frozen=True)
class Change:
    """One indicator in the place of another: the names of both, where the sentence says so."""

    old: str
    new: str
    start: int
    end: int


def name_after(text: str, label: Label) -> str | None:
    """Return the name that stands after an indicator's label, None where there is none."""
    others = [each.start for each in find_labels(text) if each.start >= label.end and each.side != "indicator"]
    stop = min(others, default=len(text))
    rest = _LEADING.sub("", text[label.end : stop])
    if match := re.match(
        r"(?:見直し|見直して|変更し|変更して|改め|改めて|新たに設定し)(?:まして|て)?[、,]?(?P<name>[^、。]+?)(?:とし|に設定|に変更|に改め|へ)",
        rest,
    ):
        return clean(match["name"])
    if re.match(r"と(?:し|する|なって)|に(?:設定|し|掲げ|定め|変更)|です|である(?=[。り])", text[label.end :]):
        return None
    if quoted := _QUOTED.match(rest):
        return clean(quoted["name"])
    rest = re.sub(rf"^(?:{choice('kpi', 'preamble')}[、,]?)+", "", rest)
    name = _STOP.split(rest, maxsplit=1)[0]
    name = re.split(r"\s+(?=令和|平成|[RH]\d|20\d\d|\d)|\s{2,}", name)[0]
    name = clean(_before_figure(_before_remark(_before_course(name))))
    if (
        not name
        or _NO_NAME.match(rest)
        or len(name) < 2
        or len(name) > 70
        or re.search(r"(?:ところ|こと|もの|ため|予定|最中|段階|現状|です|ます|ました|でした|する|した|いる)$", name)
    ):
        return None
    return name


def name_put(text: str, label: Label) -> str | None:
    """Return the name that is put as indicator before the label (参加人数を指標とし), None where there is none."""
    if match := re.match(r"(?P<said>で、|です|であり|となって|となり|でございま|である)", text[label.end :]):
        subject = re.search(r"(?P<name>[^。]+?)(?:が|を)(?:新たな|新しい|今回の)?$", text[: label.start])
        return clean(_last_phrase(subject["name"])) if subject else None
    if not re.match(
        r"(?:と(?:し|する|なって|いた|設定)|に(?:設定|し|する|選|掲げ|定め|加え|追加|採用))", text[label.end :]
    ):
        return None
    match = re.search(
        r"(?P<name>[^。]+?)を(?:新たな|新たに|新しい|今回の|今後の|次期の|次期ビジョンの|本ビジョンの|圏域の|共通の)?$",
        text[: label.start],
    )
    return clean(_last_phrase(match["name"])) if match else None


def without_time(ahead: str) -> str:
    """Return words before a value without those at their end that say when: 受入人数は令和５年度に → 受入人数は."""
    when = re.search(rf"[はが、](?P<when>{_TIMES.pattern})", ahead)
    return ahead[: when.start("when")] if when else ahead


def name_before(text: str, position: int) -> tuple[str | None, bool]:
    """Return the words that stand for what is counted before a value at that position, and whether they are sure:
    the phrase from the last clause on, without こちらは and the like."""
    ahead = text[:position]
    ahead = ahead[ahead.rfind("。") + 1 :]
    ahead = re.split(r"→|⇒|⇨|➡", ahead)[0] if re.search(r"(?:→|⇒|⇨|➡)[^、。]*$", ahead) else ahead
    ahead = _TIMES.sub("", re.sub(r"[（(][^()（）]*$", "", ahead).rstrip("、, :(【〔["))
    phrase = _last_phrase(ahead.rstrip("、, :(【〔["))
    phrase = re.sub(
        r"(?:については|につきましては|に関しては|について|として|としては|では|には|にて|は|が|を|の|も|で)?[、,:\s]*$",
        "",
        phrase,
    )
    phrase = re.split(rf"\s{{2,}}|{LEADER}", phrase.rstrip(": "))[-1].split(":")[-1].rstrip("の")
    phrase = re.sub(r"を(?:数値|成果|達成)?目標(?:とし|に据え|に掲げ|に置い|に置き)て?$", "", phrase)
    if re.search(r"(?:おらず|せず|ており|おり|ますが|ですが|ため|ので|ことから|まして)$", phrase):
        phrase = ""
    if not phrase and (
        opened := re.match(r"(?P<name>[^、。]{2,40}?)(?:です|でございます|であります)(?:が|けれども)(?:、|$)", ahead)
    ):
        phrase = opened["name"]
    phrase = re.sub(r"(?:を|は|が|、)(?:半数|全体|週に?|月に?|年に?|一人|1人|1世帯|延べ|のべ|約|計)$", "", phrase)
    name = clean(phrase)
    if re.search(r"(?:ところ|こと|もの|ため|最中|段階)$", name):
        return None, False
    if (
        not name
        or len(name) < 2
        or len(name) > 60
        or _NO_NAME.match(name)
        or not re.search(r"[一-龥ァ-ヶA-Za-z]", name)
        or re.match(r"(?:これ|この|それ|うち|また|まだ)", name)
        or name in words("numbers.words", "blank")
        or re.search(r"(?:です|ます|ました|でした|ある|いる|する|した)$", name)
    ):
        return None, False
    if any(figure.unit and figure.unit not in ("年", "日") for figure in find_figures(name)):
        return None, False
    if re.search(r"(?:から|まで|より|では|には|とおり|年度|末)$", name) or find_years(name) and len(name) < 10:
        return None, False
    bare = re.sub(r"\([^()]*\)$", "", name)
    sure = bool(re.search(rf"{choice('kpi', 'nouns')}$", bare)) and "、" not in name
    return name, sure


def find_change(text: str) -> Change | None:
    """Return the change of indicators that a sentence tells, None where it tells none."""
    for number, pattern in enumerate(_changes()):
        for match in pattern.finditer(text):
            old, new = clean(_last_phrase(match["old"])), clean(_last_phrase(match["new"]))
            if number > 1 and not _about_indicators(text, old, new) or find_labels(f"{old}:0。{new}:0"):
                continue
            if re.fullmatch(rf"(?:現状)?(?:の|を)?{choice('numbers.words', 'maintain')}", new):
                continue  # 392ヘクタール → 現状維持
            beside = re.search(r"\S+\s+[「『]?$", text[: match.start("old")]) if re.search(r"→|⇒", match[0]) else None
            if re.search(r"[(\[〔【《<][^)\]〕】》>]*$", old) or (beside and not find_labels(beside[0])):
                continue  # アンケート〔-→大半が役立つと答える〕, 指標 分娩の取扱い 再開済み → 体制の継続 hold values
            if old and new and old != new and not find_figures(f"{old}。{new}") and max(len(old), len(new)) <= 60:
                return Change(old, new, match.start(), match.end())
    given_up = re.search(
        rf"{choice('kpi', 'once')}(?:は|の|では)*[、,]?(?P<old>[^、。]{{2,40}}?)を(?:使って|用いて|指標とし|測って|掲げて)[^。]*?(?:取りやめ|やめ|廃止)",
        text,
    )
    told = given_up or re.search(
        rf"{choice('kpi', 'once')}の?(?:指標|KPI)は、?(?P<old>[^、。]{{2,40}}?)(?:でし|であった|だった|です|である|でござい)",
        text,
    )
    return Change(clean(told["old"]), "", told.start(), told.end()) if told else None


def clean(name: str) -> str:
    """Return a name without quotes around it, bullets, and what only leads to it."""
    name = name.strip(" 　、,:・")
    before = None
    while before != name:
        before = name
        name = re.sub(
            rf"^(?:{choice('kpi', 'preamble')})[、,]\s*|^\(\d{{1,2}}\)\s*|^そして(?=[一-龥ァ-ヶA-Z])", "", name
        )
        name = (
            re.sub(rf"^(?:{choice('kpi', 'once')})(?:は|の|では)?[、,]?", "", name)
            if name.startswith(("「", "指標"))
            else name
        )
        name = re.sub(rf"^{choice('kpi', 'indicator', 'target')}\s+(?=[一-龥ぁ-んァ-ヶA-Z])", "", name)
        name = re.sub(r"^(?:指標|KPI)(?:は|が|を|の|として)(?=[「『一-龥ァ-ヶ])", "", name)
        name = re.sub(r"^(?:次期|今回|今後|新たに)(?:ビジョン|計画)?(?:は|では)?、?(?=「)", "", name)
        name = re.sub(
            r"^(?:(?:指標|目標|KPI)と|と)?(?:して)?(?:いる|おります|います)(?=[「『一-龥ァ-ヶ])|^(?:[一二三四五1-5]つ目|[一二三四五\d]+点目|もう一つ)の?(?:指標)?(?:は|が|として)?、?",
            "",
            name,
        )
        name = re.sub(
            r"^(?:(?:令和|平成)(?:元|\d{1,2})年度?末?|[RH]\d{1,2}年?度?末?|20\d\d年度?末?)(?:時点)?の", "", name
        )
        if match := re.fullmatch(r"[「『]([^「」『』]*)[」』](?:という(?:指標|もの))?", name):
            name = match[1]
        name = re.sub(r"^[^「」]*(?:同じく?|である|とする|とした|は|、)「([^「」]+)」$", r"\1", name)
        name = re.sub(r"^(?:から|より|まで)(?=[一-龥ァ-ヶA-Z])", "", name)
        name = re.sub(r"^[^:「」()]{1,14}:(?=[^:()]{3})", "", name).strip(" 　、,:・")
    return re.sub(r"(?:という(?:指標|もの)|の|を|が|(?<!と)は)$", "", name)


def _before_remark(name: str) -> str:
    """利用者数(R6:18人→R11:25人) names 利用者数; 修了者数(5年累計) is a name."""
    remark = re.search(rf"\((?=[^()]*(?:→|⇒|現状|基準|目標|策定|{choice('numbers.words', 'maintain')}))", name)
    if remark is None and (put := re.search(r"\(([^()]*)\)?", name)):
        remark = (
            put
            if any(each.unit and each.unit != "年" for each in find_figures(put[1])) and find_years(put[1])
            else None
        )
    return name[: remark.start()] if remark else name


def _before_course(name: str) -> str:
    """受診者数〔3,150人→3,000人〕 names 受診者数, 研究会の開催 - → 年3回 研究会の開催, 利用者数を、令和3年度の38人から 利用者数."""
    name = re.split(r"[\[〔【《<][^\]〕】》>]*?(?:→|⇒|⇨|➡)", name, maxsplit=1)[0]
    head, *arrow = re.split(r"\s*(?:→|⇒|⇨|➡)", name, maxsplit=1)
    if arrow and not re.search(rf"{choice('kpi', 'counts')}$", head):
        head = re.sub(r"\s+\S{1,20}$", "", head)
    dated = re.match(r"(?P<name>[^、。]+?)(?:を|は|が|について(?:は)?)(?:、|\s)*(?=令和|平成|[RH]\d|20\d\d)", head)
    return dated["name"] if dated else head


def _before_figure(name: str) -> str:
    """地域間幹線系統数5系統の維持 names 地域間幹線系統数."""
    goes_on = re.compile(
        rf"(?:以上|以下|以内|程度)?(?:\([^()]*\))?(?:を|に|へ|で|から|、|とし|\s|$|(?:の|を)?{choice('numbers.words', 'maintain')})"
    )
    starts = [each.start for each in find_figures(name) if each.start > 1 and goes_on.match(name, each.end)]
    return re.sub(r"[をはがで、\s]+$", "", name[: starts[0]]) if starts else name


def _last_phrase(ahead: str) -> str:
    """The last clause; of parts between commas those that list nouns together."""
    ends = [match.end() for match in _END_OF_CLAUSE.finditer(ahead)]
    phrase = ahead[ends[-1] :] if ends else ahead
    phrase = re.sub(rf"^(?:{choice('kpi', 'preamble')}[、,]?)+", "", phrase.strip())
    parts = phrase.split("、")
    kept = parts[-1:]
    for part in reversed(parts[:-1]):
        if not re.search(r"[一-龥ァ-ヶー」)]$", part) or re.search(rf"^{choice('topics', 'lead')}$", part):
            break
        if find_figures(part):
            break
        kept.insert(0, part)
    phrase = "、".join(kept)
    return (
        re.sub(rf"^(?:{choice('kpi', 'preamble')}(?=[「一-龥ァ-ヶA-Z]))", "", phrase)
        if phrase.startswith(("こちらは", "本事業は", "本取組は"))
        else phrase
    )


def _about_indicators(text: str, old: str, new: str) -> bool:
    nouns = rf"{choice('kpi', 'nouns')}$"
    return bool(re.search(choice("kpi", "indicator"), text) or (re.search(nouns, old) and re.search(nouns, new)))


@cache
def _changes() -> list[re.Pattern]:
    once, change, instead = choice("kpi", "once"), choice("kpi", "change"), choice("kpi", "instead")
    to = rf"(?:という(?:指標|もの))?(?:に|へと|へ|と)(?:指標を)?{change}"
    was = r"(?:という(?:指標|もの)|を(?:指標|KPI|成果指標)|(?:を|と)(?:指標と)?|)?(?:としてい|としてお|にしてい|にしてお|でし|だっ|であっ|となって|を用い|を見て|を追って|で測|を掲げ|に設定し|を設定し|とし|を使)[^、。]{0,12}[、。]"
    quoted = r"[「『]?(?P<{0}>[^「」『』。]+?)[」』]?"
    old, new = quoted.format("old"), quoted.format("new")
    return [
        re.compile(
            rf"{once}(?:は|の|では|から|まで)*[、,]?(?:指標(?:が|は|を|として)?|KPI(?:が|は|を)?)?[、,]?[「『]?(?P<old>[^「」『』、。]+?)[」』]?(?:を[\d,.]+[^、。\d]{{1,4}}(?=と))?{was}(?P<new>[^。]+?){to}"
        ),
        re.compile(
            rf"{once}(?:は|の|では|から|まで)*[、,]?(?:指標(?:が|は|を|として)?|KPI(?:が|は|を)?)?[、,]?[「『]?(?P<old>[^「」『』、。]+?)[」』]?{was}[^。]*?指標を(?:見直し|変更し|改め)て?[、,]?(?P<new>[^、。]+?)(?:とし|に)"
        ),
        re.compile(rf"(?:指標|KPI)(?:は|を|が|について(?:は)?)?[、,]?{old}から[、,]?{new}{to}"),
        re.compile(r"(?P<new>[^「」()。]+?)\([「『](?P<old>[^「」『』]+)[」』](?:から|より)の?変更\)"),
        re.compile(
            rf"[「『](?P<old>[^「」『』]+)[」』](?:という指標)?から[、,]?[^「」。]{{0,10}}[「『](?P<new>[^「」『』]+)[」』]{to}"
        ),
        re.compile(
            rf"(?P<old>[^「」『』、。から]+?(?:数|率|額|量|割合|回数))から[、,]?(?P<new>[^「」『』。]+?(?:数|率|額|量|割合|フォロワー)){to}"
        ),
        re.compile(
            rf"{old}{instead}[、,]?{new}(?:を|に|へ|と)(?:新たな|新たに|今回の)?(?:指標|KPI|成果指標|{change}|設定|採用|し)"
        ),
        re.compile(rf"(?:指標|KPI)(?:である|の|を)?{old}を[、,]?{new}{to}"),
        re.compile(rf"[「『](?P<old>[^「」『』]+)[」』](?:を|は)[、,]?[「『](?P<new>[^「」『』]+)[」』]{to}"),
        re.compile(
            r"変更前\s*[:)」】]?\s*(?P<old>[^\s→⇒。]+)\s*(?:→|⇒|、|。|\s)\s*変更後\s*[:)」】]?\s*(?P<new>[^\s。]+)"
        ),
        re.compile(
            r"(?:指標(?:名)?|KPI)?\s*[:は]?\s*[「『]?(?P<old>[^「」『』\d。、:\s]{2,30})[」』]?\s*(?:→|⇒)\s*[「『]?(?P<new>[^「」『』\d。、:\s]{2,40})[」』]?(?:に変更|へ変更|$|。|、|\s)"
        ),
    ]
