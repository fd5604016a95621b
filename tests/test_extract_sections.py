"""Documents of sections: what heads one, what its lines tell, whatever marks and labels a city hall sets them with."""

from tests.extracted import flagged, names
from tests.extracted import read_text as read

BRACKETED = """姫路圏域の連携事業（令和６年度の実績）

〔１〕救急相談の共同運営
　　　連携市町：全構成市町　　　担当課：医療課
　指標は相談件数で、基準値６，４００件、目標値７，０００件である。

〔２〕消防指令の応援
　　　連携市町：相生市、たつの市
　　　担当課：消防課
　令和３年度に事業を開始した。

※「全構成市町」は、姫路市、相生市、たつの市、福崎町の３市１町をいう。
"""


def test_numbers_in_brackets_of_any_kind_head_sections(tmp_path):
    for marks in ("〔〕", "【】", "《》"):
        text = BRACKETED.replace("〔", marks[0]).replace("〕", marks[1])
        works = read(tmp_path, text, "initiative")
        assert [each.fields["name"] for each in works] == ["救急相談の共同運営", "消防指令の応援"]
        assert [names(each) for each in works] == [["姫路市", "相生市", "たつの市", "福崎町"], ["相生市", "たつの市"]]
        assert [each.fields["department"] for each in works] == ["医療課", "消防課"]
        assert works[1].fields["start_year"] == 2021
        (aim,) = read(tmp_path, text, "kpi")
        assert aim.fields["initiative"] == "救急相談の共同運営"
        assert (aim.fields["baseline_value"], aim.fields["target_value"]) == (6400, 7000)


ALIGNED = """伊賀・山城南圏域の成果指標

１ 安心　～暮らしを守る～

まちの姿の成果指標名　　　単位　　現状値　　　　目標値　　　　方向性
　　　　　　　　　　　　　　　　　(令和５年度)　(令和10年度)
見守り隊の数　　　　　　　団体　　16　　　　　　21　　　　　　増やす
救急車の到着時間　　　　　分　　　9.5　　　　　 8.0　　　　　 短くする
"""


def test_years_in_brackets_below_headings_leave_the_rows_of_aligned_lines_sure(tmp_path):
    first, second = read(tmp_path, ALIGNED, "kpi")
    assert [first.fields[f"{side}_{part}"] for side in ("baseline", "target") for part in ("value", "unit", "year")] == [
        16, "団体", 2023, 21, "団体", 2028
    ]  # fmt: skip
    assert first.fields["indicator"] == "見守り隊の数"
    assert second.fields["target_value"] == 8
    assert not flagged(first) - {"initiative"}


def test_a_heading_that_says_indicator_in_brackets_and_one_of_explanations(tmp_path):
    head = "目標(指標)名\t単位\t現状\t目標(令和10年度)\t目標(指標)の説明"
    rows = "待機児童\t人\t0\t0\t受け皿を保つ。\n夜間の巡回\t回\t12\t20\t名張市と行う。"
    first, second = read(tmp_path, f"名張市の指標\n①子育て\n{head}\n{rows}\n", "kpi")
    assert (first.fields["indicator"], first.fields["target_value"], first.fields["target_year"]) == (
        "待機児童", 0, 2028
    )  # fmt: skip
    assert (second.fields["indicator"], second.fields["baseline_value"], second.fields["target_value"]) == (
        "夜間の巡回", 12, 20
    )  # fmt: skip


def test_towns_named_after_a_county_are_read_behind_any_separator(tmp_path):
    text = "上郡町の連携\n取組\t関係市町\n図書の貸出\t備前市・赤穂市・上郡町\n合同の捕獲\t備前市及び赤穂郡上郡町\n"
    works = read(tmp_path, text, "initiative")
    assert [names(each) for each in works] == [["備前市", "赤穂市", "上郡町"], ["備前市", "上郡町"]]
    assert not any("participants" in flagged(each) for each in works)
    (work,) = read(tmp_path, "災害の応援\n取組\t関係市町\n水道の応援\t徳島市と海部郡\n", "initiative")
    assert names(work) == ["徳島市"]
    assert "participants" in flagged(work)


def test_what_is_read_well_without_a_label_is_flagged_once(tmp_path):
    text = (
        "室蘭市と登別市の取組\n\n① 図書館の相互利用\n　平成26年度から実施している。\n"
        "　貸出冊数を令和５年度の1,200冊から令和11年度に1,500冊に増やす。\n"
    )
    (aim,) = read(tmp_path, text, "kpi")
    assert aim.fields["target_value"] == 1500
    assert {"baseline_value", "target_value"} <= flagged(aim)
    assert not flagged(aim) & {
        f"{side}_{part}" for side in ("baseline", "target") for part in ("unit", "status", "year")
    }
    (work,) = read(tmp_path, text, "initiative")
    assert work.fields["start_year"] == 2014
    assert not flagged(work) & {"start_year"}
    (body,) = read(tmp_path, "■西胆振の水道協議会\n室蘭市と登別市が昭和60年に設立しました。\n", "organization")
    assert body.fields["founded_year"] == 1985
    assert flagged(body) == {"members", "members_open", "precursor_year"}


def test_a_heading_with_the_numeral_of_a_chapter_may_be_that_of_a_field(tmp_path):
    text = "取組の一覧\n\n【Ⅱ　都市の機能】\n関係市町：室蘭市、登別市\n開始年度：平成26年度\n"
    (work,) = read(tmp_path, text, "initiative")
    assert "name" in flagged(work)


def test_the_value_of_a_year_right_before_the_target_is_where_it_stands(tmp_path):
    text = (
        "室蘭市と登別市の取組\n\n① 広域観光の推進\n宿泊客の数は、令和４年度が７万２千人、目標は令和９年度に９万人です。\n\n"
        "② 移住の相談\n相談件数は、令和４年度は61件、令和９年度の目標は80件である。\n"
    )
    first, second = read(tmp_path, text, "kpi")
    for aim, stands, goal in ((first, 72000, 90000), (second, 61, 80)):
        assert (aim.fields["baseline_value"], aim.fields["baseline_year"]) == (stands, 2022)
        assert (aim.fields["target_value"], aim.fields["target_year"]) == (goal, 2027)
        assert "baseline_value" in flagged(aim)


def test_an_arrow_to_what_is_to_be_kept_changes_no_indicator(tmp_path):
    text = "八代市と氷川町の取組\n\n① い草の産地の支援\n　指標：作付面積　３９２ヘクタール → 現状維持\n"
    (aim,) = read(tmp_path, text, "kpi")
    assert (aim.fields["indicator"], aim.fields["baseline_value"]) == ("作付面積", 392)
    assert aim.fields["target_maintain"] is True
    assert aim.fields["replaces"] is None
