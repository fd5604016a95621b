"""Tables of what members said and what was replied give opinions, questions and answers, and no person's name."""

import json

import pytest
from click.testing import CliRunner

from teiju_graph.cli import main
from teiju_graph.extract import extract
from tests.conftest import TABLES

TITLE = "西いぶり定住自立圏共生ビジョン懇談会\n"


def told(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(TITLE + text, encoding="utf-8")
    records = [each for each in extract([path], TABLES).records if each.kind == "opinion"]
    return [(each.fields["role"], each.fields["type"], each.fields["text"]) for each in records]


@pytest.mark.parametrize(
    "heads", ["委員意見の概要\t事務局回答", "委員からの意見\t事務局の回答", "ご意見(委員)\t回答(事務局)"]
)
def test_a_row_is_what_is_said_and_what_is_replied(tmp_path, heads):
    rows = "バスの費用はいくらか。\tおよそ3千万円です。\n便数を増やしてほしい。\t－\n"
    assert told(tmp_path, f"{heads}\n{rows}") == [
        ("委員", "question", "バスの費用はいくらか。"),
        ("事務局", "answer", "およそ3千万円です。"),
        ("委員", "opinion", "便数を増やしてほしい。"),
    ]


def test_a_speaker_is_told_by_position_and_never_by_name(tmp_path):
    rows = "1\t山田花子会長\t便数を増やしてほしい。\t検討します。\n2\t鈴木一郎\t料金を下げてほしい。\t検討します。\n"
    said = told(tmp_path, f"番号\t発言者\t意見\t市の考え方\n{rows}")
    assert [role for role, _, _ in said] == ["会長", "市", "委員", "市"]
    assert not any(name in str(said) for name in ("山田", "花子", "鈴木", "一郎"))


def test_what_is_said_of_an_initiative_in_its_own_table_stays_an_initiative(tmp_path):
    text = f"{TITLE}事業名\t関係市町\t委員の意見\n図書館の相互利用\t室蘭市、登別市\t続けてほしい。\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    run = CliRunner().invoke(main, ["extract", str(path), "--source", "made-up", "--json"])
    assert [each["kind"] for each in json.loads(run.stdout)] == ["initiative"]
