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


def test_a_column_of_its_own_says_what_a_row_is(tmp_path):
    rows = (
        "交通\t委員\t意見\t便数が足りているのか。\t増やします。\n医療\t副会長\t質問\t病院は続けるべきか。\t続けます。\n"
    )
    said = told(tmp_path, f"分野\t発言者\t区分\t発言の要旨\t事務局の回答\n{rows}")
    assert [(role, kind) for role, kind, _ in said] == [
        ("委員", "opinion"),
        ("事務局", "answer"),
        ("副会長", "question"),
        ("事務局", "answer"),
    ]


def test_rows_of_speakers_are_turns_of_a_meeting(tmp_path):
    rows = [
        "会長\t（開会あいさつ）",
        "事務局\t資料２により説明。",
        "委員\t図書館は町民も使えるのか。",
        "事務局\t来年度から使えるようにする。",
        "委員\t指標は同じものか。",
        "事務局\t指標の目標値を引き上げる。",
        "田中次郎\t診療所の医師を増やしてほしい。",
        "会長\tそれでは、以上で閉会とする。",
    ]
    said = told(tmp_path, "\n".join(["発言者\t発言要旨", *rows, ""]))
    assert [(role, kind) for role, kind, _ in said] == [
        ("委員", "question"),
        ("事務局", "answer"),
        ("委員", "question"),
        ("事務局", "answer"),
        ("委員", "opinion"),
    ]
    assert "田中" not in str(said)


def test_a_signature_is_no_opinion(tmp_path):
    signed = "伊達市長　　佐　藤　花　子　　印\n北海道虻田郡豊浦町字船見町10番地\n豊浦町長　（署名）　印\n壮瞥町長　○　○　○　○\n別表（省略）"
    assert told(tmp_path, f"令和2年4月1日\n室蘭市長\u3000山田太郎\n北海道伊達市鹿島町20番地1\n{signed}\n") == []


def test_a_report_quotes_who_said_what(tmp_path):
    text = (
        "意見交換では、委員から「隣の市も含めた議論が欠かせない」との指摘があった。\n\n"
        "別の委員は「通学の足をどう確保するのか」と質問。事務局は「朝の便は残す方向」と答えた。\n\n"
        "会長は「変化を実感できるものにしてほしい」と述べ、議論を終えた。\n"
    )
    assert told(tmp_path, text) == [
        ("委員", "opinion", "隣の市も含めた議論が欠かせない"),
        ("委員", "question", "通学の足をどう確保するのか"),
        ("事務局", "answer", "朝の便は残す方向"),
        ("会長", "opinion", "変化を実感できるものにしてほしい"),
    ]


def test_a_mark_in_bold_is_one_of_a_speaker(tmp_path):
    text = "## 質疑応答（要旨）\n\n**記者**　乗車券はいくらか。\n\n**市長**　800円を予定しています。\n"
    assert told(tmp_path, text) == [
        ("記者", "question", "乗車券はいくらか。"),
        ("市長", "answer", "800円を予定しています。"),
    ]


def test_the_chair_asks_too_and_closes_the_meeting_without_an_opinion(tmp_path):
    text = (
        "委員：ごみの量は、事業系を含むのか、資料からは読み取れません。\n市立病院事務部長：家庭ごみだけです。\n"
        "委員：移住者の声を聞く場があるとよい。\n会長：シカの捕獲の目標は今のままでよいのか。\n事務局：維持を目標とした。\n"
        "委員：肉の利用も調べてほしい。\n会長：ほかにないようなので、以上とする。\n"
    )
    assert [(role, kind) for role, kind, _ in told(tmp_path, text)] == [
        ("委員", "question"),
        ("市立病院事務部長", "answer"),
        ("委員", "opinion"),
        ("会長", "question"),
        ("事務局", "answer"),
        ("委員", "opinion"),
    ]
