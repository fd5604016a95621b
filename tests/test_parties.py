"""Who takes part, as tables of other zones print it: lists, groups and cities that a document calls by words of its own."""

from tests.extracted import flagged, names, read, written
from tests.papers import book


def test_every_municipality_of_a_zone_that_is_not_known_whole_is_doubtful(tmp_path):
    text = "南信州定住自立圏\n\n事業名,関係市町村\n病院間の連携,全市町村\n図書館,飯田市・松川町\n"
    every, two = read(written(tmp_path / "a.csv", text))
    assert flagged(every) == {"participants"} and not two.flags


def test_a_number_in_brackets_that_counts_the_list_is_no_doubt(tmp_path):
    page = """<p>都城広域定住自立圏</p><table><tr><th>名　　称</th><th>構成市町（数）</th><th>発足</th></tr>
    <tr><td>消防連絡協議会</td><td>都城市、三股町（２）</td><td>S50</td></tr>
    <tr><td>観光の会</td><td>都城市、曽於市（３）</td><td>H1</td></tr></table>"""
    right, wrong = read(written(tmp_path / "a.html", page))
    assert (names(right, "members"), right.fields["members_open"], right.flags) == (["都城市", "三股町"], False, [])
    assert flagged(wrong) == {"members", "members_open"}


def test_a_count_before_brackets_that_fits_what_they_hold_is_no_doubt(tmp_path):
    text = "組合名\t構成市町村\t設立年\n施設組合\t２市１町（八幡浜市、大洲市、伊方町）\t昭和46年\n消防組合\t２市１町（大洲市、内子町）\tS49\n"
    right, wrong = read(written(tmp_path / "a.tsv", text))
    assert (names(right, "members"), right.flags) == (["八幡浜市", "大洲市", "伊方町"], [])
    assert "members" in flagged(wrong)


def test_rows_of_one_name_that_tell_different_things_are_doubtful(tmp_path):
    rows = [
        ["事業名", "関係市町", "開始年度"],
        ["医療", "室蘭市", "H23"],
        [None, "伊達市", "H27"],
        ["観光", "登別市、伊達市", "H25"],
    ]
    merged, sure = read(book(tmp_path / "a.xlsx", [["西いぶり定住自立圏"], [], *rows], ["A4:A5"]))
    assert (
        names(merged) == ["室蘭市", "伊達市"] and {"participants", "start_year"} <= flagged(merged) and not sure.flags
    )
    text = "市町名,事業名\n室蘭市,救急\n登別市,救急\n登別市,観光\n"
    records = read(written(tmp_path / "b.csv", "西いぶり定住自立圏\n\n" + text))
    assert [(each.fields["name"], flagged(each)) for each in records] == [
        ("救急", {"participants"}),
        ("救急", {"participants"}),
        ("観光", {"participants"}),
    ]


def test_a_remark_that_leaves_somebody_out_is_read_with_the_list(tmp_path):
    text = """伊勢志摩定住自立圏,,,
協定の名称,締結年月日,締結団体,備考
図書館の相互利用に関する協定,2014-07-01,伊勢市、鳥羽市,大紀町を除く。
"""
    (agreement,) = read(written(tmp_path / "a.csv", text))
    assert names(agreement, "excluded") == ["大紀町"] and not agreement.flags
    text = "但馬定住自立圏,,\n事業名,構成市町,備考\n観光,但馬全市町,養父市は不参加\n防災,但馬全市町,\n"
    without, every = read(written(tmp_path / "b.csv", text))
    assert names(without) == ["豊岡市", "朝来市", "香美町", "新温泉町"] and flagged(without) == {"participants"}
    assert len(names(every)) == 5 and not every.flags


def test_agreements_of_one_name_with_parties_and_dates_of_their_own_are_several(tmp_path):
    rows = [
        ["協定名", "甲", "乙", "締結年月日"],
        ["定住自立圏形成協定", "大牟田市", "柳川市", "H21.10.9"],
        [None, "大牟田市", "熊本県荒尾市", "H21.10.10"],
        ["清掃施設の覚書", "大牟田市", "荒尾市", "H14.12.1"],
    ]
    records = read(book(tmp_path / "a.xlsx", rows, ["A2:A3"]))
    assert [(each.fields["subject"], names(each, "parties"), each.fields["date"]) for each in records] == [
        ("定住自立圏形成協定", ["大牟田市", "柳川市"], "2009-10-09"),
        ("定住自立圏形成協定", ["大牟田市", "荒尾市"], "2009-10-10"),
        ("清掃施設の覚書", ["大牟田市", "荒尾市"], "2002-12-01"),
    ]
    assert not any(record.flags for record in records)


def test_the_other_parties_alone_are_joined_by_the_city_of_the_title_and_doubted(tmp_path):
    text = "萩市が他の市町と締結している協定\n\n締結日,協定名,相手方\nH22.4.1,図書館の相互利用に関する協定,阿武町\n"
    (record,) = read(written(tmp_path / "a.csv", text))
    assert names(record, "parties") == ["萩市", "阿武町"] and flagged(record) == {"parties"}


def test_words_for_a_group_that_the_document_defines_mean_what_it_says(tmp_path):
    text = """伊那市の広域行政組織
（上伊那8市町村とは、伊那市、駒ヶ根市、辰野町、箕輪町、飯島町、南箕輪村、中川村及び宮田村をいいます。）

名称\t構成市町村\t設立年月日
上伊那広域連合\t上伊那8市町村\t平成11年7月1日
観光の会\t上伊那8市町村 ほか\t平成26年
"""
    one, other = read(written(tmp_path / "a.txt", text))
    assert len(names(one, "members")) == 8 and one.fields["members_open"] is False and not one.flags
    assert len(names(other, "members")) == 8 and other.fields["members_open"] is True


def test_the_documents_own_city_is_meant_by_our_city(tmp_path):
    rows = [
        ["市町村名", "長岡市"],
        ["圏域名", "長岡地域定住自立圏"],
        [],
        ["番号", "事業名", "連携している市町村", "担当課"],
        [1, "休日診療所の運営", "本市、小千谷市", "健康課"],
        [2, "共同講座", "本市ほか", "同上"],
    ]
    records = read(book(tmp_path / "a.xlsx", rows))
    assert [names(each) for each in records] == [["長岡市", "小千谷市"], ["長岡市"]]
    assert [each.fields["participants_open"] for each in records] == [False, True]
    assert [each.fields["department"] for each in records] == ["健康課"] * 2
    assert not any(record.flags for record in records)


def test_each_neighbour_with_its_date_has_an_agreement_with_the_centre_that_is_doubted(tmp_path):
    page = """<h1>みのかも定住自立圏の協定</h1><p>定住自立圏形成協定（美濃加茂市と各町村）</p><table>
    <tr><th>町村名</th><th>協定締結日</th><th>議決日</th></tr>
    <tr><td>富加町</td><td>平成21年10月26日</td><td>平成21年9月25日</td></tr>
    <tr><td>川辺町</td><td>平成22年3月29日</td><td>平成22年3月18日</td></tr></table>"""
    records = read(written(tmp_path / "a.html", page))
    assert [(each.fields["subject"], names(each, "parties"), each.fields["date"]) for each in records] == [
        ("定住自立圏形成協定", ["美濃加茂市", "富加町"], "2009-10-26"),
        ("定住自立圏形成協定", ["美濃加茂市", "川辺町"], "2010-03-29"),
    ]
    assert all(flagged(each) == {"subject", "parties"} for each in records)


def test_a_list_that_the_document_calls_by_a_word_from_here_on_may_be_left_open(tmp_path):
    text = """富良野市、上富良野町、中富良野町、南富良野町及び占冠村（以下「5市町村」）の広域連携

名称\t構成\t設立
広域連合\t5市町村\t平成20年9月1日
観光推進協議会\t5市町村 ほか\t平成6年
"""
    closed, open_ = read(written(tmp_path / "a.txt", text))
    assert [len(names(each, "members")) for each in (closed, open_)] == [5, 5]
    assert [each.fields["members_open"] for each in (closed, open_)] == [False, True]
