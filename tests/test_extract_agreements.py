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
