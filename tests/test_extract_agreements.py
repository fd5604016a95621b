"""Who is outside an agreement, in whatever words the sentence after it says so."""

import pytest

from tests.extracted import flagged, names, written
from tests.extracted import read as read_file

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


def test_the_text_of_an_agreement_may_lay_it_down_in_its_first_article(tmp_path):
    text = (
        "水道の相互応援に関する協定\n（趣旨）\n第１条　この協定は、室蘭市、登別市及び豊浦町（以下「連携市町」という。）が、"
        "断水の際に互いに応援するために必要な事項を定める。\n（費用）\n第２条　費用は、応援を受けた市町が負担する。\n平成30年７月２日\n"
    )
    (record,) = read_file(written(tmp_path / "a.txt", text))
    assert (record.fields["subject"], record.fields["date"]) == ("水道の相互応援に関する協定", "2018-07-02")
    assert names(record, "parties") == ["室蘭市", "登別市", "豊浦町"]


def test_the_text_of_an_agreement_that_changes_another_tells_of_both(tmp_path):
    text = (
        "室蘭市と登別市との消防に関する協定の一部を変更する協定書\n室蘭市（以下「甲」という。）と登別市（以下「乙」という。）は、平成25年３月４日付けで締結した"
        "室蘭市と登別市との消防に関する協定の一部を変更する協定を、次のとおり結ぶ。\n第２条を削る。\n令和５年６月７日\n"
    )
    first, second = read_file(written(tmp_path / "a.txt", text))
    assert (first.fields["date"], second.fields["date"]) == ("2013-03-04", "2023-06-07")
    assert second.fields["subject"] == f"{first.fields['subject']}の一部を変更する協定"


def test_a_sentence_that_tells_of_two_agreements_gives_each_its_own_parties_and_day(tmp_path):
    text = (
        "　室蘭市は、令和元年５月６日に登別市、豊浦町と水道の応援に関する覚書を交わしているほか、"
        "令和３年８月９日には室蘭市と伊達市の間で「し尿の処理に関する協定」が締結されています。\n"
    )
    records = read_file(written(tmp_path / "a.txt", f"西いぶり定住自立圏の協定\n{text}"))
    assert [(names(each, "parties"), each.fields["date"]) for each in records] == [
        (["室蘭市", "登別市", "豊浦町"], "2019-05-06"),
        (["室蘭市", "伊達市"], "2021-08-09"),
    ]


def test_that_each_concludes_one_of_its_own_may_be_told_in_a_sentence_after(tmp_path):
    text = (
        "ページの先頭です。\n連携中枢都市圏形成に係る連携協約の締結\n北九州市、直方市、芦屋町の首長が集まり、平成28年4月18日に連携協約の締結式を行いました。\n"
        "この連携協約は、中枢都市である北九州市と各市町が、それぞれ１対１で結ぶものです。\n"
    )
    records = read_file(written(tmp_path / "a.txt", text))
    assert [names(record, "parties") for record in records] == [["北九州市", "直方市"], ["北九州市", "芦屋町"]]
    assert {record.fields["subject"] for record in records} == {"連携中枢都市圏形成に係る連携協約"}
    assert all({"parties", "subject"} <= flagged(record) for record in records)


def test_the_day_of_a_signing_may_be_told_in_the_sentence_before_the_one_that_names_the_parties(tmp_path):
    text = "　令和６年４月１日、市役所で協定の締結式が開かれました。\n　室蘭市は、登別市、豊浦町と消防の広域化に関する協定を締結しました。\n"
    (record,) = read_file(written(tmp_path / "a.txt", f"西いぶり定住自立圏の協定\n{text}"))
    assert record.fields["date"] == "2024-04-01"
    assert "date" in flagged(record)


def test_a_list_of_documents_is_between_those_whom_the_sentence_before_it_names(tmp_path):
    text = (
        "北斗市は、中心市である函館市との間で次の協定を締結しています。\n\n"
        "定住自立圏形成協定(平成26年3月27日締結) [PDF 312KB]\n定住自立圏形成変更協定書(平成30年12月25日締結) [PDF 154KB]\n"
    )
    first, second = read_file(written(tmp_path / "a.txt", text))
    assert (first.fields["date"], second.fields["date"]) == ("2014-03-27", "2018-12-25")
    assert all(set(names(each, "parties")) == {"北斗市", "函館市"} for each in (first, second))
    assert all("parties" in flagged(each) for each in (first, second))
    assert second.fields["subject"] == "定住自立圏形成変更協定"
    assert "subject" in flagged(second)
