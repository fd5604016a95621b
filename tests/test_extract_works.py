"""Initiatives and bodies of texts and pages: details in brackets behind a name, items that tell, names that no one signs."""

import pytest

from tests.extracted import flagged
from tests.extracted import read_text as read

ZONE = "西いぶり定住自立圏（室蘭市、登別市、伊達市）の取組\n\n"


@pytest.mark.parametrize(
    "aside", ["［担当課　健康課］", "（担当課：健康課）", "〔担当課　健康課〕", "【担当課：健康課】"]
)
def test_a_department_in_brackets_behind_a_name_is_no_part_of_the_name(tmp_path, aside):
    text = (
        f"{ZONE}１　医療\n\n　①　休日診療運営事業　　　{aside}\n　　　指標　受診者数　　現状　８５人　→　目標　９０人\n"
    )
    (work,) = read(tmp_path, text, "initiative")
    assert (work.fields["name"], work.fields["department"]) == ("休日診療運営事業", "健康課")


def test_the_year_of_the_beginning_behind_a_department_is_no_part_of_the_department(tmp_path):
    text = f"{ZONE}【取組名】休日診療運営事業\n関係市町は、室蘭市、登別市である（担当課：健康課、平成26年度開始）。\n"
    (work,) = read(tmp_path, text, "initiative")
    assert (work.fields["department"], work.fields["start_year"]) == ("健康課", 2014)
    text = text.replace("健康課、平成26年度開始", "健康課、福祉課")
    assert read(tmp_path, text, "initiative")[0].fields["department"] == "健康課、福祉課"


def test_a_line_in_bold_is_a_heading_and_a_year_of_the_beginning_begins_a_line(tmp_path):
    lines = "連携市町村：室蘭市、登別市、伊達市\n2019年度開始　／　担当：{}課\n\n"
    works = "".join(f"**No.{n}　{name}**\n\n{lines.format(who)}" for n, name, who in WORKS)
    found = read(tmp_path, f"{ZONE}### Ⅱ　生活機能\n\n{works}", "initiative", "a.md")
    assert [(each.fields["name"], each.fields["department"]) for each in found] == [
        (name, f"{who}課") for _, name, who in WORKS
    ]
    assert all(each.fields["start_year"] == 2019 and len(each.fields["participants"]) == 3 for each in found)


WORKS = [(1, "病児保育の相互利用", "保育"), (2, "合同職員研修", "人事")]

PAGE = """<h1>西いぶりの広域連携</h1><p>室蘭市、登別市、伊達市は力を合わせています。</p>
<h2>共同で設けた組織</h2>
<h3>西いぶり地域消防組合</h3><p>室蘭市、登別市、伊達市で構成する一部事務組合です。昭和47年に設立されました。</p>
<h3>西いぶり獣害対策連絡会議</h3><p>任意の会議で、平成30年に室蘭市、登別市、伊達市で立ち上げました。</p>
<h2>西いぶりの主な取組</h2>
<ul><li><b>図書館の広域利用</b>：どの図書館でも本を借りられます。平成27年に始まりました。（担当：生涯学習課）</li>
<li><b>成年後見の相談</b>：室蘭市と伊達市が共同で窓口を置き、令和4年度から応じています。（担当：福祉課）</li></ul>
"""


def test_items_of_a_page_that_tell_of_what_they_name_are_initiatives(tmp_path):
    found = read(tmp_path, PAGE, "initiative", "a.html")
    told = [(each.fields["name"], each.fields.get("start_year"), each.fields.get("department")) for each in found]
    assert told == [("図書館の広域利用", 2015, "生涯学習課"), ("成年後見の相談", 2022, "福祉課")]
    assert all("name" in flagged(each) for each in found)


def test_what_sort_of_body_one_is_names_no_other_body(tmp_path):
    found = read(tmp_path, PAGE, "organization", "a.html")
    assert [(each.fields["name"], each.fields["founded_year"], len(each.fields["members"])) for each in found] == [
        ("西いぶり地域消防組合", 1972, 3),
        ("西いぶり獣害対策連絡会議", 2018, 3),
    ]


def test_a_council_that_municipalities_set_up_under_a_law_is_a_body_and_no_initiative(tmp_path):
    text = f"{ZONE}令和4年4月1日　室蘭市及び登別市が、地方自治法に基づく「西いぶり指令事務協議会」を設置\n"
    (body,) = read(tmp_path, text, "organization")
    assert (body.fields["name"], body.fields["founded_year"]) == ("西いぶり指令事務協議会", 2022)
    assert not read(tmp_path, text, "initiative")


@pytest.mark.parametrize("name", ["○　○　○　○", "○○　○○", "青山　花子", "（署名）　印"])
def test_whoever_signs_an_agreement_says_nothing(tmp_path, name):
    signed = f"　　　甲　室蘭市幸町１番２号\n　　　　　室蘭市長　　{name}\n\n　　　乙　登別市中央町６丁目\n　　　　　登別市長　　{name}\n"
    text = f"室蘭市と登別市との協定書\n\n第１条　甲及び乙は、連携する。\n\n令和４年10月７日\n\n{signed}\n【参考】旧協定は効力を失う。\n"
    assert not read(tmp_path, text, "opinion")


def test_a_press_conference_in_bold_has_questions_and_answers(tmp_path):
    text = "# 室蘭市長定例記者会見\n\n## 質疑応答\n\n**記者**　乗車券はいくらになるのか。\n\n**市長**　大人800円を予定しています。\n"
    said = read(tmp_path, text, "opinion", "a.md")
    assert [(each.fields["role"], each.fields["type"]) for each in said] == [("記者", "question"), ("市長", "answer")]
