"""What sentences of running text speak of: the initiative that one passes to, or opens with.

次に、９Ｐをご覧ください。在宅医療・介護連携推進事業についてです。
「移住・交流の促進」では、…"""

import re
from dataclasses import dataclass, field
from functools import cache

from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.running import Paragraph
from teiju_graph.extract.words.phrases import choice, level, words
from teiju_graph.extract.words.years import find_years

LONG = 45  # letters; a longer line is no heading
NUMBERING = re.compile(
    r"^\s*(?:[【〔\[](?:基本|重点|政策)目標\s*\d{1,2}[】〕\]]|(?:基本目標|基本施策|基本方針|重点施策|重点目標|重点プロジェクト|政策目標|施策の柱|施策|政策|取組|分野|柱|目標)\s*\d{1,2}(?:[-‐–ー.．]\d{1,2})*[\s:：、.．]+(?!\d)|[(（\[【]?\s*(?:(?:取組|施策|事業|項目)\s*(?:No\.?|№|番号)?|No\.?|№)\s*[(（]?\d+(?:[-‐–ー.．]\d+)*\s*[)）\]】:：\s]|第\s*\d+\s*[章節項条編部]|\d{1,2}[-‐–ー]?\(\d{1,2}\)|[(（\[<【〔《〈]?\s*(?:\d{1,2}(?:[-‐.．]\d{1,2})*|[ア-ンa-zA-Z一二三四五六七八九十]|[①-⑳])\s*[)）\]>】〕》〉.．、:：]"
    r"|[①-⑳]|[A-Za-z]?\d{1,2}(?:-\d{1,2})*[　 ]|[A-Za-z]-\d{1,2}(?:-\d{1,2})*[.．　 ]|[ア-ン一二三四五六七八九十][　 ])\s*"
)
_PAGE = re.compile(r"(?:資料|スライド|お手元の資料|\d|の|第|P|p|ページ|頁|枚目|左|右|上|下|表紙|別紙)+")
CIRCLED = {ord("①") + number: f"({number + 1})" for number in range(20)}
BULLETS = re.compile(r"^[#○●◯〇◎◇◆□■▽▼▲△★☆►▶※\s　]+")
_POINTING = (
    r"(?:本|同|当|各|次)(?:事業|取組|取り組み|取組み|指標|ビジョン|圏域|項目|件|市|町|村|協定|計画|年度|施策|分野|期|じ|に|の|は)"
    r"|この|その|こちら|これ|当該|新た|主な"
)
SINCE = r"(?:(?:昭和|平成|令和|[SHR])\s*(?:元|\d{1,2})|(?:19|20)\d\d)\s*年?度?\s*(?:~|〜|-|–|から|より|開始|に開始|事業開始|スタート|実施)"
SECTION = r"[一-龥々ァ-ヶーこどもまちづくりくらし・]{1,18}[課室係局班]"
ASIDE = re.compile(
    rf"\s*[(（〔【\[［](?:[^()（）〔〕【】\[\]はがを]{{0,60}}[市町村](?:ほか|他|等)?|{SINCE}|{SECTION}|新規?|拡充?|継続?|再掲?)[)）〕】\]］]\s*$|\s+{SINCE}\s*$"
)
ENCLOSED = re.compile(r"^(?:[【〔<《\[「『](.+)[】〕>》\]」』]|[(（]([^()（）]{2,20})[)）])$")


@dataclass(frozen=True)
class Topic:
    """What is spoken of: its name, where it is named, and how: `label`, `heading`, `speech`, `quoted` in a sentence, `inline`
    at its beginning, `bare` in a line without a mark; a `section` has no name."""

    name: str
    place: Place
    how: str


@dataclass
class Told:
    """What the text tells under a topic: its paragraphs, and whether a list of initiatives is among them."""

    topic: Topic
    paragraphs: list[Paragraph] = field(default_factory=list)
    lists: bool = False


def topic_of(sentence: Paragraph) -> Topic | None:
    """Return the topic that a sentence passes to, None where it says something of one."""
    turned = _turning().fullmatch(sentence.text)
    match = _passage().fullmatch(sentence.text) or turned
    if not match:
        return None
    name = _clean(match["name"])
    if (years := find_years(name)) and not years[0].start:  # 平成29年度から続く取り組み
        return None
    lead = bool(turned or match["lead"] or match["page"])
    if (
        re.search(r"のは", name)
        or re.match(r"こちら|これ|ここ|それ|この|その|以上|本日", name)
        or re.search(r"(?:から|まで|より)$", name)
    ):
        return None
    if not name or len(name) > LONG or re.search(r"[。?？]|[はがを]$", name) or _says_something(name, lead):
        return None
    if is_never(name) or _PAGE.fullmatch(name):
        return None
    return Topic(sentence.printed(name), sentence.place, "speech")


def inline_topic(sentence: Paragraph) -> Topic | None:
    """Return what a sentence opens with before it says more: 観光分野では、… 「Ａ」につきましては、… Ａですけれども、…"""
    text = re.sub(_opening(), "", sentence.text)
    quoted = re.match(
        r"[・○●■◆\s]*(?:\d+番(?:目)?の)?「(?P<name>[^「」]{3,40})」(?:につきましては|については|に関しては|ですが|では|は|ですけれども|の(?:成果|評価|目標)?(?:指標|KPI)(?=[「はをが、]|である|として))[、]?",
        text,
    )
    begun = re.match(
        rf"[・○●■◆\s]*「(?P<name>[^「」]{{3,40}}{choice('topics', 'inline', 'undertaken')})」(?:を|が)(?=[^。「」]{{0,24}}?{choice('topics', 'doing')})",
        text,
    )
    spoken = re.match(
        r"(?P<name>[^、。「」]{3,30}?)(?:で(?:ございます|す|あります)(?:けれども|けれど|が)|で(?:あり|ござい)まして|についてですが|の件ですが)、",
        text,
    )
    named = re.match(
        rf"(?P<name>[^、。「」]{{2,20}}?{choice('topics', 'inline')})(?:では|においては|については|につきましては|に関しては|は|の指標)",
        text,
    )
    led = re.match(r"(?P<name>[一-龥ァ-ヶー・]{2,10}|[一-龥ぁ-んァ-ヶー・]{2,14}?(?=では、))では、", text)
    led = led if led and (text != sentence.text or not re.search(r"[ぁ-ん]", led["name"])) else None
    item = re.match(r"(?P<name>[^:、。「」\d]{2,20}):\s*(?=\S)", text.lstrip("・- "))
    about = re.match(r"(?P<name>[^、。「」]{2,30}?)(?:につきましては|については|に関しては)、", text)
    for match in (quoted, begun, spoken, named, about, led, item):
        passed = (
            match is about and text != sentence.text and not re.search(r"[はが](?!ん)", match["name"] if match else "")
        )
        if match and not is_vague(match["name"], match in (quoted, begun) or passed):
            how = "speech" if match in (quoted, begun, spoken) else "inline"
            return Topic(sentence.printed(of_field(match["name"])), sentence.place, how)
    return None


def is_vague(name: str, quoted: bool) -> bool:
    """Say whether a name is that of no initiative: この事業, 目標値, 参加者数 (an indicator)."""
    name = re.sub(r"\s|\([^()]*\)$", "", name)
    if re.fullmatch(r"(?:現行|次期|前期|前|新|旧|第\d[次期])?(?:共生)?(?:ビジョン|計画|協定)", name):
        return True
    if re.match(_POINTING, name) or (not quoted and re.search(r"[はをに]|が(?!ん)", name)):
        return True
    counted = choice("kpi", "counts" if quoted else "nouns")  # 「職員研修の実施」 in quotes is no indicator
    labels = choice("kpi", "indicator", "baseline", "baseline_weak", "actual", "target", "target_weak")
    return bool(re.search(rf"(?:{labels}|{counted})$", name)) or is_never(name)


@cache
def _opening() -> str:
    """What may stand before a topic: 続きまして６ページ、"""
    page = r"(?:(?:資料|スライド)?\s*\d*の?\s*\d+\s*(?:ページ|頁|P|p)(?:の)?[、,]?\s*)"
    counted = r"(?:[一二三四五六七八九十\d]+(?:点目|つ目|番目)(?:は|の|に|として)?[、,]?)"
    return rf"^(?:{choice('topics', 'lead')}[、,]?|{page}|{counted}|\(\d{{1,2}}\)の)+"


def is_never(name: str) -> bool:
    """Say whether a name is that of a part of every programme (KPI, 概要), or of a document."""
    bare = re.sub(r"^[【〔<《「\[][^】〕>》」\]]*[】〕>》」\]]\s*", "", plain(name))
    if re.search(
        rf"{choice('kpi', 'indicator', 'target', 'baseline')}(?:の?一覧|の?[^のを]{{0,2}}{choice('topics', 'acts')})?$",
        bare,
    ):
        return True
    if re.search(
        r"(?:ビジョン|計画|協定)の?\(?(?:一部)?(?:変更|改定|改正|見直し|策定|素案|案|概要|進捗|成果|取組状況)", bare
    ):
        return True
    first = re.split(r"\s", bare)[0]
    return bare in never() or first in never() or bool(re.search(rf"{choice('topics', 'told')}$", bare or level(name)))


def plain(name: str) -> str:
    """Return a name without what stands in brackets."""
    return re.sub(r"\s*\([^()]*\)\s*", "", level(name)).strip()


@cache
def never() -> frozenset[str]:
    """The words that as a heading name no initiative."""
    return frozenset(words("topics", "never"))


@cache
def _passage() -> re.Pattern:
    page = r"(?:(?:お手元の)?(?:資料|スライド)?\s*\d*の?\s*\d*\s*(?:ページ|頁|[Pp])?\s*\d*\s*(?:ページ|頁|[Pp])?\s*(?:(?:を|に)?(?:ご覧|御覧|お開き|お開け|お進み)(?:下さい|ください)[。、]|(?<=[ジ頁Pp])[、,の]))"
    return re.compile(
        rf"(?P<lead>(?:{choice('topics', 'lead')}|[一二三四五六七八九十\d]+(?:点目|つ目|番目)(?:は|の|に|として)?)[、,]?\s*)?(?P<page>{page})?(?P<lead2>{choice('topics', 'lead')}[、,]?\s*)?"
        rf"(?:[^。、]{{2,30}}(?:{choice('topics', 'remark')})、)?"
        rf"(?P<name>[^。]+?)(?:{choice('topics', 'tail')})。?"
    )


def _clean(name: str) -> str:
    name = re.sub(rf"^(?:{choice('topics', 'lead')}[、,]?\s*)+", "", name.strip())
    return bare(name.strip("、 "))


def bare(text: str) -> str:
    """Return the words of a heading without marks, numbers, brackets around them."""
    before = None
    while before != text:
        before = text
        text = NUMBERING.sub("", BULLETS.sub("", text.strip())).strip()
        if match := ENCLOSED.match(text):
            text = match[1] or match[2]
        text = of_field(ASIDE.sub("", text))
    return text.strip(" 　:：・")


def quoted_topic(sentence: Paragraph, loose: bool = False) -> Topic | None:
    """Return what a sentence of running text names in its only quotes as something done: 「Ａ」に取り組んでいます.
    loose: whatever is said of it."""
    if sentence.text.count("「") != 1:
        return None
    match = re.search(rf"「(?P<name>[^「」]{{4,40}})」(?:を|に|は|が|で、){choice('topics', 'doing')}", sentence.text)
    match = match or re.search(r"「(?P<name>[^「」]{4,40})」は、", sentence.text)
    if match is None and loose:
        match = re.search(r"「(?P<name>[^「」]{4,40}[一-龥々ァ-ヶーりき])」(?:[はをにがで。も]|です)", sentence.text)
    if not match or is_vague(match["name"], True):
        return None
    return Topic(sentence.printed(match["name"]), sentence.place, "quoted")


def of_field(name: str) -> str:
    """医療分野の救急体制の整備 names 救急体制の整備, 医療分野の「Ａ」 Ａ."""
    if quoted := re.fullmatch(r"[^「」]{1,14}の「([^「」]{3,40})」", name):
        return quoted[1]
    return re.sub(r"^[一-龥ァ-ヶー・]{2,8}分野の(?=[一-龥ぁ-んァ-ヶA-Z]{4})", "", name)


@cache
def _turning() -> re.Pattern:
    """7ページ、有害鳥獣対策。 and 続いて空き家の活用。 name what comes next, without a verb."""
    page = r"(?:資料\s*\d*の?\s*)?\d+\s*(?:ページ|頁|[Pp])目?(?:[、,の]|は、?)\s*"
    return re.compile(
        rf"(?P<lead>{choice('topics', 'turn')}[、,]?\s*(?:{page})?|{page})(?P<name>[^。、]{{3,40}}[一-龥々ァ-ヶー」)りき])。"
    )


def _says_something(name: str, led: bool) -> bool:
    """A sentence such as 指標は情報発信回数です has a subject of its own and passes to nothing."""
    if re.search(choice("kpi", "indicator", "target", "baseline"), name) and re.search(r"[はがを、]", name):
        return True
    if re.search(r"\d+\s*(?:件|人|回|か所|%|円)", name):
        return True
    return bool(re.search(r"(?:[はがを]|ので|ため|から|ており)、|[一-龥ァ-ヶー]は[^ァ-ヶ]", name)) or (
        not led and bool(re.search(r"[一-龥々ァ-ヶーA-Za-z0-9」)](?:[はがをも]|では|には)(?![ぁ-ん]*[る-ろ])|、", name))
    )
