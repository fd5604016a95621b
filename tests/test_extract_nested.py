"""Names and values in cells that say more than one thing: two kinds of names in one column, years told twice, marks."""

from tests.extracted import flagged, names, read, written


def test_one_column_for_initiatives_and_their_indicators_is_read_as_two(tmp_path):
    text = """釧路定住自立圏の指標
取組名／成果指標                現状値(R4)      目標値(R9)      関係市町村
------------------------------------------------------------------------
１　暮らしの分野
 (1) 救急医療の確保                                             釧路市・釧路町
      救急車の出動件数          410件           400件
      病院の輪番日数            365日           365日
 (2) 図書の相互貸出                                             釧路市・白糠町
      貸出冊数                  2,010冊         2,500冊
"""
    records = read(written(tmp_path / "a.txt", text))
    assert [(each.fields["name"], names(each)) for each in records if each.kind == "initiative"] == [
        ("救急医療の確保", ["釧路市", "釧路町"]),
        ("図書の相互貸出", ["釧路市", "白糠町"]),
    ]
    told = ("initiative", "indicator", "baseline_value", "baseline_year", "target_value")
    assert [tuple(each.fields[name] for name in told) for each in records if each.kind == "kpi"] == [
        ("救急医療の確保", "救急車の出動件数", 410, 2022, 400),
        ("救急医療の確保", "病院の輪番日数", 365, 2022, 365),
        ("図書の相互貸出", "貸出冊数", 2010, 2022, 2500),
    ]


def test_an_initiative_with_a_line_to_itself_above_its_indicators_names_them(tmp_path):
    text = "取組／指標,基準値(R4),目標値(R9),担当課\n①救急医療の確保,,,\n出動件数,410件,400件,保健課\n②図書の貸出,,,\n貸出冊数,20冊,25冊,図書館\n"
    kpis = [each for each in read(written(tmp_path / "a.csv", text)) if each.kind == "kpi"]
    assert [(each.fields["initiative"], each.fields["indicator"]) for each in kpis] == [
        ("救急医療の確保", "出動件数"),
        ("図書の貸出", "貸出冊数"),
    ]


def test_a_value_that_looks_like_a_year_is_none_below_a_heading_with_its_year(tmp_path):
    text = "取組名,指標,単位,基準値(2023年度),2024年度実績,目標値(2027年度)\n図書館の相互利用,貸出冊数,冊,1932,1877,2000\n図書館の相互利用,1日利用者数,人,41,44,50\n"
    kpis = [each for each in read(written(tmp_path / "a.csv", text)) if each.kind == "kpi"]
    assert [(each.fields["baseline_value"], each.fields["baseline_year"]) for each in kpis] == [
        (1932, 2023),
        (41, 2023),
    ]
    assert [each.fields["target_basis"] for each in kpis] == [None, "per_day"]


def test_a_year_told_twice_leaves_the_day_whole(tmp_path):
    text = "協定名,締結市町村,締結日\n図書の協定,釧路市、釧路町,2015（平成27）年10月1日\n応援の協定,釧路市、白糠町,平成28年（2016年）6月30日\n"
    records = read(written(tmp_path / "a.csv", text))
    assert [each.fields["date"] for each in records] == ["2015-10-01", "2016-06-30"]


def test_a_mark_that_an_initiative_is_new_is_no_part_of_its_name(tmp_path):
    text = "取組名,関係市町村\n鳥獣害の対策（新）,釧路市、釧路町\n【拡充】図書の貸出,釧路市、白糠町\n新エネルギーの研究（継続審議）,釧路市、白糠町\n"
    records = read(written(tmp_path / "a.csv", text))
    assert [each.fields["name"] for each in records] == ["鳥獣害の対策", "図書の貸出", "新エネルギーの研究（継続審議）"]


def test_a_sentence_that_says_of_whom_a_zone_consists_tells_who_all_are(tmp_path):
    text = "<html><body><p>みずほ広域圏は、鎌倉市、葉山町及び寒川町の1市2町で構成しています。</p><table><tr><th>取組名</th><th>関係市町</th></tr><tr><td>救急の体制</td><td>全市町</td></tr><tr><td>図書の貸出</td><td>葉山町を除く全市町</td></tr></table></body></html>"
    records = read(written(tmp_path / "a.html", text))
    assert [names(each) for each in records if each.kind == "initiative"] == [
        ["鎌倉市", "葉山町", "寒川町"],
        ["鎌倉市", "寒川町"],
    ]


def test_a_day_whose_two_years_differ_is_doubted(tmp_path):
    text = "協定名,締結市町村,締結日\n図書の協定,釧路市、釧路町,平成22年（平成21年）10月1日\n応援の協定,釧路市、白糠町,平成28年（2016年）6月30日\n"
    differing, same = read(written(tmp_path / "a.csv", text))
    assert differing.fields["date"] == "2010-10-01" and "date" in flagged(differing)
    assert "date" not in flagged(same)
