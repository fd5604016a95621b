"""Bodies of running text are read with who belongs to them and since when, and what no label tells is doubted."""

from tests.extracted import SIX, flagged, names, read, written
from tests.test_sections import told


def test_bodies_are_read_under_headings_in_lists_and_behind_labels(tmp_path):
    text = """１　一部事務組合など
　(1) 西いぶり衛生組合
　　　昭和４６年に設立され、室蘭市、登別市、伊達市の３市で構成しています。前身は昭和40年に結成された
　　　清掃協議会です。
　(2) 有珠山がん対策協議会
　　　平成10年に発足した研究会を前身とし、平成17年に設立。室蘭市、豊浦町ほかの自治体で組織しています。
２　共同で事務を処理する団体
・胆振西部消防組合　　設立：昭和48年　構成：伊達市、豊浦町、壮瞥町
・洞爺湖広域連合（平成10年設立）　伊達市、洞爺湖町
名　称：西胆振水道企業団
設　立：平成２年４月
構成団体：室蘭市、登別市
"""
    found = told(tmp_path, text, "organization")
    assert [each.fields["name"] for each in found] == [
        "西いぶり衛生組合",
        "有珠山がん対策協議会",
        "胆振西部消防組合",
        "洞爺湖広域連合",
        "西胆振水道企業団",
    ]
    assert [names(each, "members") for each in found] == [
        SIX[:3],
        ["室蘭市", "豊浦町"],
        SIX[2:5],
        ["伊達市", "洞爺湖町"],
        SIX[:2],
    ]
    assert [each.fields["founded_year"] for each in found] == [1971, 2005, 1973, 1998, 1990]
    assert [each.fields.get("precursor_year") for each in found] == [1965, 1998, None, None, None]
    assert [each.fields["members_open"] for each in found] == [False, True, False, False, False]
    assert {"members", "precursor_year"} <= flagged(found[0]) & flagged(found[3])
    assert not flagged(found[2]) and told(tmp_path, text) == []


def test_below_a_line_that_is_the_name_of_a_body_stands_what_it_is(tmp_path):
    text = "■関係する団体\n室蘭港振興協議会\n　室蘭市、登別市などが平成２６年に設立しました。\n"
    (only,) = told(tmp_path, text, "organization")
    assert (names(only, "members"), only.fields["members_open"], only.fields["founded_year"]) == (SIX[:2], True, 2014)


def test_a_count_before_the_names_that_it_counts_leaves_no_list_open(tmp_path):
    text = """後志の一部事務組合
１．後志広域連合
　　設立許可　平成19年4月1日
　　構成団体　3町村（島牧村、寿都町、黒松内町）
２．岩内・寿都地方消防組合（昭和48年に岩内地方消防組合として発足）
　　昭和60年に寿都町、黒松内町が加わりました。構成する町村は岩内町、共和町、寿都町、黒松内町の4町です。
"""
    first, second = [each for each in read(written(tmp_path / "b.txt", text)) if each.kind == "organization"]
    assert names(first, "members") == ["島牧村", "寿都町", "黒松内町"]
    assert (first.fields["members_open"], first.fields["founded_year"]) == (False, 2007)
    assert names(second, "members") == ["岩内町", "共和町", "寿都町", "黒松内町"]
    assert second.fields["founded_year"] == 1973 and "members" in flagged(second)


def test_bodies_are_read_from_sentences_that_say_whom_they_are_made_by(tmp_path):
    text = """１　学校給食
　豊浦町と洞爺湖町は、給食を一緒に作っています。平成２９年４月、両町でつくる豊洞給食組合ができました。
２　消防
　室蘭市、登別市の２市は、はまなす消防組合をつくり、救急を行っています。昭和４６年に発足しました。
３　にしいぶり環境組合（平成元年設立）
　伊達市（旧大滝村の区域）、壮瞥町で構成しています。
"""
    found = told(tmp_path, text, "organization")
    assert [each.fields["name"] for each in found] == ["豊洞給食組合", "はまなす消防組合", "にしいぶり環境組合"]
    assert [names(each, "members") for each in found] == [
        ["豊浦町", "洞爺湖町"],
        SIX[:2],
        ["伊達市", "壮瞥町"],
    ]
    assert [each.fields.get("founded_year") for each in found] == [None, 1971, 1989]
    assert all({"members", "members_open"} <= flagged(each) for each in found)
