"""Sections of running text give the initiative or the body that they are about, with who, since when and by whom."""

from tests.test_extract_tables import SIX, flagged, names, read, written

ZONE = "西いぶり定住自立圏共生ビジョン\n\n"


def told(tmp_path, text, kind="initiative"):
    return [each for each in read(written(tmp_path / "a.txt", ZONE + text)) if each.kind == kind]


def test_labelled_lines_under_a_heading_are_its_details_whatever_mark_they_begin_with(tmp_path):
    text = """１　暮らしを支える
【斎場の共同運営】
老朽化した斎場を共同で運営します。
● 関係市町　室蘭市、登別市、伊達市 等
● 開始年度　平成31年度（昭和54年）
● 担当課（室蘭市）　戸籍住民課
● 成果指標　利用件数　365件　→　365件（維持）
【図書の相互貸出】
・連 携 市 町：全市町
・事業開始年度：令和元年度
・所 管 課：図書館
【消費生活相談】
○連携市町
　室蘭市、豊浦町
○担当部署
　市民生活課
"""
    first, second, third = told(tmp_path, text)
    assert [each.fields["name"] for each in (first, second, third)] == [
        "斎場の共同運営",
        "図書の相互貸出",
        "消費生活相談",
    ]
    assert [names(each) for each in (first, second, third)] == [SIX[:3], SIX, ["室蘭市", "豊浦町"]]
    assert first.fields["participants_open"] is True
    assert (first.fields["start_year"], first.fields["precursor_year"]) == (2019, 1979)
    assert (second.fields["start_year"], third.fields.get("start_year")) == (2019, None)
    assert [each.fields["department"] for each in (first, second, third)] == ["戸籍住民課", "図書館", "市民生活課"]
    assert [each.fields["initiative"] for each in told(tmp_path, text, "kpi")] == ["斎場の共同運営"]
    assert not flagged(first) and {"start_year"} <= flagged(third)


def test_whom_to_ask_makes_no_initiative_of_a_heading(tmp_path):
    text = "２　場　　所　市役所\n事務局：室蘭市企画課、登別市企画課\n３　おしらせ\n問合せ先：室蘭市総務課\n"
    assert told(tmp_path, text) == []
