"""A document's zone is found by its name and by the municipalities that it names, or is not guessed."""

import pytest

from teiju_graph.extract import extract
from teiju_graph.extract.rendition import Line, Place, Rendition
from teiju_graph.extract.words.zone import find_zone
from tests.conftest import TABLES
from tests.extracted import written
from tests.zones import REGISTER


def find(*lines):
    every = [Line(text, Place(number, number)) for number, text in enumerate(lines, 1)]
    found = find_zone(Rendition(every, [], "text", "made.txt", ""), REGISTER)
    return found.zone.key if found.zone else None, found.doubt


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (["西いぶり定住自立圏共生ビジョン"], "nishi-iburi"),
        (["中海圏域の会議", "松江市、米子市、境港市、安来市が参加"], "nakaumi"),
        (["室蘭市、登別市、伊達市、豊浦町、壮瞥町、洞爺湖町", "ほかに苫小牧市も加わる"], "nishi-iburi"),
        (["苫小牧市で開き、白老町、厚真町、むかわ町も加わる"], "higashi-iburi"),
        (["十和田市、三沢市、六ケ所村"], "kamitosan"),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_members(lines, key):
    assert find(*lines) == (key, None)


def test_a_zone_with_few_of_its_members_named_is_doubted():
    key, doubt = find("室蘭市の取組")
    assert key == "nishi-iburi" and doubt


@pytest.mark.parametrize("lines", [["何も書かれていない"], ["津市の資料"]])
def test_a_document_of_no_zone_is_not_guessed(lines):
    key, doubt = find(*lines)
    assert key is None and doubt


def test_two_zones_named_alike_are_doubted():
    key, doubt = find("室蘭市と苫小牧市の会議", "登別市、伊達市、白老町、厚真町")
    assert key and doubt


def test_the_zones_of_the_sources_are_found(source_texts):
    for name, key in (("muroran-2023", "nishi-iburi"), ("higashi-iburi-2025", "higashi-iburi")):
        assert find(*(source_texts / f"{name}.txt").read_text(encoding="utf-8").split("\n")) == (key, None)


def test_a_zone_that_is_given_stays_whoever_the_document_is_of(tmp_path):
    path = written(tmp_path / "a.txt", "室蘭市の災害協定\n\n室蘭市が締結している協定の一覧です。\n")
    assert extract([path], TABLES, zone="higashi-iburi").context.zone.key == "higashi-iburi"
    assert extract([path], TABLES).context.owner.name == "室蘭市"
