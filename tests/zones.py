"""A small register for the tests of reading: real municipalities of a few zones, so that tests need no table."""

from teiju_graph.extract.words.register import Municipality, Register, Zone

_PLACES = {
    "北海道": "012050室蘭市 012301登別市 012335伊達市 015717豊浦町 015750壮瞥町 015849洞爺湖町 012131苫小牧市 015784白老町 "
    "015814厚真町 015857安平町 015865むかわ町 016012日高町 016021平取町 012211名寄市 012203士別市 014656剣淵町 015148枝幸町 "
    "013617江差町 016683白糠町",
    "青森県": "022063十和田市 022071三沢市 024023七戸町 024112六ヶ所村",
    "宮城県": "042153大崎市 044440色麻町 044458加美町 045055美里町 045012涌谷町",
    "福島県": "072133伊達市 072125南相馬市",
    "島根県": "322016松江市 322067安来市 322032出雲市 323012西ノ島町",
    "鳥取県": "312029米子市 312045境港市",
    "和歌山県": "303810美浜町 303828日高町",
    "宮崎県": "454010高鍋町 452084西都市",
    "三重県": "242012津市",
}
_KANA = {"014656": "けんぶちちょう", "015148": "えさしちょう", "013617": "えさしちょう"}
PLACES = {
    place[:6]: Municipality(place[:6], place[6:], prefecture, _KANA.get(place[:6], ""))
    for prefecture, places in _PLACES.items()
    for place in places.split()
}


def _zone(key: str, names: str, central: str, neighbouring: str) -> Zone:
    return Zone(
        key,
        tuple(names.split()),
        tuple(PLACES[code] for code in central.split()),
        tuple(PLACES[code] for code in neighbouring.split()),
    )


NISHI = _zone("nishi-iburi", "西いぶり定住自立圏 西胆振定住自立圏", "012050", "012301 012335 015717 015750 015849")
HIGASHI = _zone("higashi-iburi", "東胆振定住自立圏", "012131", "015784 015814 015857 015865")
OSAKI = _zone("osaki", "大崎定住自立圏", "042153", "044440 044458 045012 045055")
KITA = _zone("kita", "北・北海道中央圏域定住自立圏", "012211 012203", "014656 015148")
KAMITOSAN = _zone("kamitosan", "上十三・十和田湖広域定住自立圏", "022063 022071", "024023 024112")
NAKAUMI = _zone("nakaumi", "中海圏域定住自立圏", "322016 312029", "312045 322067")
REGISTER = Register(list(PLACES.values()), [NISHI, HIGASHI, OSAKI, KITA, KAMITOSAN, NAKAUMI])
