"""Who is outside an agreement, in whatever words the sentence after it says so."""

import pytest

from tests.test_extract_tables import flagged, names, written
from tests.test_extract_tables import read as read_file

SIGNED = "西いぶり定住自立圏の協定\n　室蘭市及び登別市は、令和６年４月１日に「水道の相互応援に関する協定」を締結しました。\n　"


def read(tmp_path, sentence):
    (record,) = read_file(written(tmp_path / "a.txt", SIGNED + sentence + "\n"))
    return record


@pytest.mark.parametrize(
    "sentence",
    [
        "豊浦町については、単独で実施するため、今回は見送りました。",
        "なお、豊浦町は協定を結んでいません。",
        "豊浦町は協定の対象から外れています。",
        "豊浦町は参加を辞退した。",
        "豊浦町は、本協定の当事者となっていない。",
    ],
)
def test_who_is_outside_is_told_in_many_words(tmp_path, sentence):
    record = read(tmp_path, sentence)
    assert names(record, "excluded") == ["豊浦町"]
    assert names(record, "parties") == ["室蘭市", "登別市"]


def test_who_may_join_later_is_not_said_to_be_outside_but_flagged(tmp_path):
    record = read(tmp_path, "豊浦町は、今後参加を検討する。")
    assert record.fields["excluded"] is None
    assert "excluded" in flagged(record)


@pytest.mark.parametrize(
    ("sentence", "subject", "date"),
    [
        ("室蘭市と登別市は2024年4月1日、災害ごみの処理に関する協定を結ぶ。", "災害ごみの処理", "2024-04-01"),
        ("令和６年４月１日、室蘭市と豊浦町の間で水道技術の協力に関する協定締結式が行われました。", "水道技術の協力", "2024-04-01"),
        ("室蘭市と登別市が包括連携協定締結（令和６年４月１日）", "包括連携協定", "2024-04-01"),
        ("室蘭市と登別市は、令和６年４月１日付けで災害時の応援協定の締結に至りました。", "災害時の応援協定", "2024-04-01"),
        ("令和６年４月１日、１市１町（登別市、豊浦町）で消防の広域化に関する協定書に調印した。", "消防の広域化", "2024-04-01"),
    ],
)  # fmt: skip
def test_that_an_agreement_is_concluded_is_told_in_many_words(tmp_path, sentence, subject, date):
    (record,) = read_file(written(tmp_path / "a.txt", f"西いぶり定住自立圏の協定\n　{sentence}\n"))
    assert (record.fields["subject"], record.fields["date"]) == (subject, date)
    assert len(names(record, "parties")) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "室蘭市と登別市は、令和６年４月１日に結んだ協定に基づき、職員を派遣した。",
        "室蘭市と登別市は、協定の締結に向けて協議を進めています。",
        "室蘭市は、令和６年４月１日に株式会社みなと建設と施設の利用に関する覚書を交わした。",
    ],
)
def test_what_only_mentions_an_agreement_or_is_one_of_a_single_municipality_is_none(tmp_path, sentence):
    assert read_file(written(tmp_path / "a.txt", f"西いぶり定住自立圏の協定\n　{sentence}\n")) == []


def test_one_that_concludes_with_each_of_others_has_an_agreement_with_each_where_no_zone_is_known(tmp_path):
    text = "連携協約の締結\n　平成28年4月18日、北九州市と直方市、芦屋町は、それぞれ連携中枢都市圏の形成に係る連携協約を締結しました。\n"
    records = read_file(written(tmp_path / "a.txt", text))
    assert [names(record, "parties") for record in records] == [["北九州市", "直方市"], ["北九州市", "芦屋町"]]
    assert {record.fields["subject"] for record in records} == {"連携中枢都市圏の形成"}
    assert all("parties" in flagged(record) for record in records)
