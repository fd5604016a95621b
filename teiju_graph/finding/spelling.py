"""Japanese as people type it, levelled so that the spellings of one word meet: width, old characters, kana, eras, romaji.

The levelled form is for comparing only; what is shown is always what stands in the source."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from teiju_graph.tables.printed import ERAS, western

# Each pair is a form that NFKC leaves alone and the form it is compared as: old forms (旧字体), variants in names, and
# radicals that stand for characters in some PDFs.
_PAIRS = """
亞亜 惡悪 壓圧 圍囲 爲為 醫医 壹壱 稻稲 飮飲 隱隠 營営 榮栄 衞衛 驛駅 悅悦 閱閲 圓円 鹽塩 緣縁 艷艶 應応 歐欧 毆殴 櫻桜 奧奥 橫横
溫温 穩穏 假仮 價価 畫画 會会 壞壊 懷懐 繪絵 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関 陷陥 巖巌 顏顔 歸帰
氣気 龜亀 僞偽 戲戯 犧犠 舊旧 據拠 擧挙 峽峡 挾挟 狹狭 鄕郷 曉暁 區区 驅駆 勳勲 薰薫 徑径 惠恵 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏
藝芸 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱 號号 國国 濟済 碎砕 齋斎 劑剤 册冊 雜雑 參参
慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 實実 舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 奬奨 將将
燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 狀状 疊畳 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋 眞真 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数
樞枢 瀨瀬 淸清 靑青 聲声 靜静 齊斉 稅税 攝摂 竊窃 說説 專専 戰戦 淺浅 潛潜 纖繊 踐践 錢銭 禪禅 雙双 壯壮 搜捜 插挿 爭争 窗窓 總総
聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅
晝昼 蟲虫 鑄鋳 廳庁 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬪闘 德徳 獨独 讀読 屆届 繩縄 貳弐 惱悩 腦脳 霸覇
廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 濵浜 甁瓶 拂払 佛仏 竝並 變変 邊辺 邉辺 辨弁 辯弁 瓣弁 寶宝 豐豊 襃褒 飜翻 萬万
滿満 默黙 彌弥 譯訳 藥薬 與与 豫予 餘余 譽誉 搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 淚涙 勵励 禮礼 隸隷 靈霊
齡齢 曆暦 歷歴 戀恋 爐炉 勞労 樓楼 祿禄 灣湾 髙高 﨑崎 嵜崎 桒桑 栁柳 嶋島 嶌島 峯峰 冨富 舘館 槇槙 檜桧 籠篭 礒磯 鷗鴎 諫諌 鯵鰺
曾曽 薮藪 壺壷 麵麺 靱靭 葢蓋 蘂蕊 ⺟母 ⺠民 ⻁虎 ⻄西 ⻆角 ⻑長 ⻘青 ⻝食 ⻣骨 ⻤鬼 ⻨麦 ⻩黄 ⻫斉 ⻭歯 ⻯竜 ⻲亀
"""
_VARIANTS = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_KATAKANA = str.maketrans({code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)})
_ERAS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_ERA = re.compile(r"(?<![A-Za-z])([MTSHRmtshr])\.?(\d{1,2}|元)(?!\d|[A-Za-z])年?")
_BARE_ERA = re.compile(r"(明治|大正|昭和|平成|令和)(\d{1,2}|元)(?!\d|年)")
_YEAR = re.compile(r"(?<!\d)([12]\d{3})年")
_LATIN = re.compile(r"[A-Za-z]")
_DIGIT = re.compile("[0-9元]")
_HAN = "\u3005\u3400-\u9fff"
_GA = re.compile(rf"(?<=[{_HAN}])[ゖけが](?=[{_HAN}])")
_NO = re.compile(rf"(?<=[{_HAN}])[の之](?=[{_HAN}])")
_RUN = re.compile(r"[a-z0-9]+|[^a-z0-9 ]+")
_SUFFIX = re.compile(r"(?<=..)[市町村区]$")
_KANA = {
    "か": "ka", "き": "ki", "く": "ku", "け": "ke", "こ": "ko", "さ": "sa", "し": "shi", "す": "su", "せ": "se", "そ": "so",
    "た": "ta", "ち": "chi", "つ": "tsu", "て": "te", "と": "to", "な": "na", "に": "ni", "ぬ": "nu", "ね": "ne", "の": "no",
    "は": "ha", "ひ": "hi", "ふ": "fu", "へ": "he", "ほ": "ho", "ま": "ma", "み": "mi", "む": "mu", "め": "me", "も": "mo",
    "や": "ya", "ゆ": "yu", "よ": "yo", "ら": "ra", "り": "ri", "る": "ru", "れ": "re", "ろ": "ro", "わ": "wa", "を": "o",
    "が": "ga", "ぎ": "gi", "ぐ": "gu", "げ": "ge", "ご": "go", "ざ": "za", "じ": "ji", "ず": "zu", "ぜ": "ze", "ぞ": "zo",
    "だ": "da", "ぢ": "ji", "づ": "zu", "で": "de", "ど": "do", "ば": "ba", "び": "bi", "ぶ": "bu", "べ": "be", "ぼ": "bo",
    "ぱ": "pa", "ぴ": "pi", "ぷ": "pu", "ぺ": "pe", "ぽ": "po", "あ": "a", "い": "i", "う": "u", "え": "e", "お": "o", "ん": "n",
    "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゖ": "ga", "ー": "", "ゔ": "vu",
}  # fmt: skip
# Other romanisations become Hepburn without long vowels, and mb, mp become nb, np.
_ROMAJI = [(re.compile(form), hepburn) for form, hepburn in (
    (r"sy", "sh"), (r"(?:ty|tch|cch)", "ch"), (r"[zj]y", "j"), (r"si", "shi"), (r"ti", "chi"), (r"tu", "tsu"),
    (r"(?<![sc])hu", "fu"), (r"[zd]i", "ji"), (r"du", "zu"), (r"m(?=[bmp])", "n"), (r"o[ouh](?![aiueoy])", "o"),
    (r"o[ou]", "o"), (r"uu", "u"), (r"([bcdfghjkprstwz])\1", r"\1"),
)]  # fmt: skip


@lru_cache(maxsize=2**15)
def level(text: str) -> str:
    """Return the form of a text in which words are compared: NFKC, lower case, today's characters, hiragana, years of
    the era as years CE, ヶ and が of names alike; without signs, and with spaces only between Latin words and numbers."""
    plain = _years(unicodedata.normalize("NFKC", text))
    return _sound(_strip(plain))


def variants() -> dict[str, str]:
    """Return the characters that are compared as another one, each with that one."""
    return {chr(old): str(new) for old, new in _VARIANTS.items()}


def eras() -> dict[str, int]:
    """Return the year before the first of each era, by its name and by the letter that stands for it."""
    return ERAS | {letter: ERAS[name] for letter, name in _ERAS.items()}


def tokens(levelled: str) -> list[str]:
    """Return the tokens under which a levelled text is found: Latin words and numbers whole, else every two
    neighbouring characters and the last one."""
    found = []
    for run in _RUN.findall(levelled):
        if run.isascii():
            found.append(run)
        else:
            found += [first + second for first, second in pairwise(run)] + [run[-1]]
    return found


def phrase(levelled: str) -> tuple[str, bool]:
    """Return the tokens that must follow each other where `levelled` stands in a text, separated by spaces, and whether
    the last is only a beginning."""
    found = tokens(levelled)
    whole = len(found) > 1 and not found[-1].isascii() and len(found[-2]) == 2 and found[-2][1] == found[-1]
    return " ".join(found[:-1] if whole else found), not whole


def stem(name: str) -> str:
    """Return the name of a municipality without 市, 町, 村 or 区; any other as it is."""
    return _SUFFIX.sub("", name)


@lru_cache(maxsize=2**14)
def romanise(kana: str) -> str:
    """Return a reading in Latin letters, in the form that latin gives: むろらんし → muroranshi."""
    text, found = level(kana), ""
    for each in text:
        sound = _KANA.get(each, each)
        if each in "ゃゅょ" and found.endswith("i"):
            found = found[:-1] + (sound[1:] if found.endswith(("shi", "chi", "ji")) else sound)
        elif each != "っ":  # doubled consonants count once
            found += sound
    return latin(found)


@lru_cache(maxsize=2**14)
def latin(text: str) -> str:
    """Return Latin letters in the one form in which romanisations are compared, empty where there are none: Tōmakomai,
    tomakomai; Sobetsu-chō, sobetsucho; Simizu, Shimizu."""
    plain = unicodedata.normalize("NFKC", text)
    if not _LATIN.search(plain):
        return ""
    folded = "".join(each for each in unicodedata.normalize("NFD", plain) if not unicodedata.combining(each)).lower()
    if not folded.isascii():
        return ""
    folded = re.sub("[^a-z]", "", folded)
    for form, hepburn in _ROMAJI:
        folded = form.sub(hepburn, folded)
    return folded


def mark(text: str, terms: list[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether one of the terms, as typed, stands there in any spelling."""
    chars, origin = "", []
    for place, each in enumerate(text):
        levelled = _strip(unicodedata.normalize("NFKC", each))
        chars += levelled
        origin += [place] * len(levelled)
    chars = _sound(chars)
    hit = [False] * len(text)
    for term in terms:
        wanted = level(term).replace(" ", "")
        start = chars.find(wanted) if wanted else -1
        while start >= 0:
            for place in origin[start : start + len(wanted)]:
                hit[place] = True
            start = chars.find(wanted, start + len(wanted))
        for year in re.finditer(r"(?:明治|大正|昭和|平成|令和)(?:元|[0-9０-９]{1,2})年", text):
            if level(year[0]) == wanted:
                hit[year.start() : year.end()] = [True] * len(year[0])
    pieces: list[tuple[str, bool]] = []
    for each, on in zip(text, hit, strict=True):
        if pieces and pieces[-1][1] == on:
            pieces[-1] = (pieces[-1][0] + each, on)
        else:
            pieces.append((each, on))
    return pieces


def _years(text: str) -> str:
    if not _DIGIT.search(text):
        return text
    text = _ERA.sub(lambda match: f"{_ERAS[match[1].lower()]}{match[2]}年", text)
    text = western(_BARE_ERA.sub(r"\1\2年", text))
    return _YEAR.sub(r" \1 ", text)


def _strip(text: str) -> str:
    """Letters and digits alone, in lower case and today's characters; a space between Latin words and numbers."""
    text = text.lower().translate(_VARIANTS)
    if text.isalnum():
        return text
    text = "".join(each if each.isalnum() or each == "ー" else " " for each in text)
    return re.sub(r" +(?![a-z0-9])|(?<![a-z0-9 ]) +|(?<=[a-z0-9]) +(?=[^a-z0-9 ])|^ +| +$", "", re.sub(" +", " ", text))


def _sound(text: str) -> str:
    """Kana as hiragana; ヶ, ケ, が and の, 之 between two characters of a name alike. As long as the text given."""
    return _NO.sub("の", _GA.sub("が", text.translate(_KATAKANA)))
