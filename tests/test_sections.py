"""Sections of running text give the initiative or the body that they are about, with who, since when and by whom."""

from tests.extracted import SIX, flagged, names, read, written

ZONE = "西いぶり定住自立圏共生ビジョン\n\n"


def told(tmp_path, text, kind="initiative"):
    return [each for each in read(written(tmp_path / "a.txt", ZONE + text)) if each.kind == kind]


def kpis(tmp_path, text):
    return [each.fields for each in told(tmp_path, text, "kpi")]


def pair(fields, part):
    return fields[f"baseline_{part}"], fields[f"target_{part}"]


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


def test_every_item_of_a_list_of_initiatives_is_read_with_what_goes_on_below_it(tmp_path):
    full = "町民や市民が同じ料金で使えるように"
    text = f"""３　圏域の取組
　室蘭市と周辺の町は協力しています。現在の主な取組は次のとおりです。
　　・相談支援の充実　　全市町が共同でセンターを運営しています。{full}窓口を整えています。平成２５年度か
　　　ら実施しています。（障害福祉課）
　　・体育館の相互利用　　{full}しました。実施は令和３年度からで、豊浦町は対象外です。　【担当：スポーツ課】
　　・図書の共同購入：室蘭市、登別市（平成28年度～）
"""
    found = told(tmp_path, text)
    assert [each.fields["name"] for each in found] == ["相談支援の充実", "体育館の相互利用", "図書の共同購入"]
    assert [names(each) for each in found] == [SIX, [*SIX[:3], *SIX[4:]], SIX[:2]]
    assert [each.fields["start_year"] for each in found] == [2013, 2021, 2016]
    assert [each.fields.get("department") for each in found] == ["障害福祉課", "スポーツ課", None]
    assert all("name" in flagged(each) for each in found) and "start_year" in flagged(found[2])
    assert {"participants", "department"} <= flagged(found[0]) and {"participants"} <= flagged(found[1])


def test_indicators_below_a_list_of_initiatives_are_those_of_its_heading(tmp_path):
    text = """施策１　医療と福祉の確保
（１）具体的な取組
　○救急医療の連携（室蘭市・登別市）
　　　輪番を支えます。
　　　【担当：健康課】
　○介護人材の確保〔室蘭市、伊達市〕
　　　令和６年度から、研修を共同で開催し、受講料を助成します。
（２）重要業績評価指標（ＫＰＩ）
　・救急搬送の受入率　　96.2％（R5）　⇒　98.0％（R11）
"""
    first, second = told(tmp_path, text)
    assert [names(each) for each in (first, second)] == [SIX[:2], ["室蘭市", "伊達市"]]
    assert (first.fields["department"], second.fields["start_year"]) == ("健康課", 2024)
    assert [each["initiative"] for each in kpis(tmp_path, text)] == ["医療と福祉の確保"]


def test_the_year_before_the_scheme_stands_in_brackets_and_what_is_concluded_is_no_initiative(tmp_path):
    text = """４－１　合同職員研修（室蘭市、登別市）
　全市町の職員が研修を受けます。平成２４年度（消防組合による実施は平成１１年度）に開始しました。
４－２　図書館の利用に関する協定
　室蘭市、登別市が結びました。
"""
    (only,) = told(tmp_path, text)
    assert (only.fields["start_year"], only.fields["precursor_year"]) == (2012, 1999)
    assert {"start_year", "precursor_year"} <= flagged(only)


def test_a_label_begins_a_new_line_below_a_full_one_and_a_slash_parts_it_from_what_it_tells(tmp_path):
    text = """＜１＞図書の相互貸出
実施主体／室蘭市、登別市、伊達市、豊浦町、壮瞥町、洞爺湖町
開始年度／平成２８年度
担当課／生涯学習課
指標／貸出の冊数
基準値／年８５０冊（令和５年度）
目標値／年１,２００冊（令和１１年度）
＜２＞観光の案内
関係市町　室蘭市、登別市、伊達市、豊浦町、壮瞥町ほか
事業期間　令和7年度～令和11年度
取組内容　平成20年度から続く案内所を共同で開いている。
"""
    first, second = told(tmp_path, text)
    assert (names(first), first.fields["start_year"], first.fields["department"]) == (SIX, 2016, "生涯学習課")
    assert (names(second), second.fields["start_year"]) == (SIX[:5], 2008)
    (only,) = kpis(tmp_path, text)
    assert (only["initiative"], only["indicator"], *pair(only, "value")) == ("図書の相互貸出", "貸出の冊数", 850, 1200)


def test_what_stands_in_brackets_behind_a_name_is_read_in_parts(tmp_path):
    text = """圏域では、次の事業を進めています。
①　病児保育の広域利用（全市町、平成25年度開始）
②　鳥獣害の防止〔登別市、豊浦町〕
　　平成22年3月から運営しています。
"""
    first, second = told(tmp_path, text)
    assert (names(first), first.fields["start_year"]) == (SIX, 2013)
    assert (names(second), second.fields["start_year"]) == (["登別市", "豊浦町"], 2010)


def test_what_a_slogan_heads_bears_the_name_that_a_line_below_gives_it(tmp_path):
    text = """▼おでかけをもっと便利に
町と病院を結ぶバスを走らせています。令和2年度の利用者数は23,400人で、令和7年度には25,000人を目指します。
　　［圏域バスの運行］関係市町村：全市町　平成23年度開始　担当：まちづくり推進課
▼力を合わせて子育て
「病後児保育事業」は、室蘭市、登別市が平成27年度から実施しています。
▼世界の宝を伝える
（事業名：縄文文化発信事業／参加：伊達市、洞爺湖町／担当：博物館）
"""
    found = told(tmp_path, text)
    assert [each.fields["name"] for each in found] == ["圏域バスの運行", "病後児保育事業", "縄文文化発信事業"]
    assert [names(each) for each in found] == [SIX, SIX[:2], ["伊達市", "洞爺湖町"]]
    assert [each.fields.get("start_year") for each in found] == [2011, 2015, None]
    assert [each.fields.get("department") for each in found] == ["まちづくり推進課", None, "博物館"]
    assert {"participants", "start_year"} <= flagged(found[1]) and "name" in flagged(found[1])
    assert [each["initiative"] for each in kpis(tmp_path, text)] == ["圏域バスの運行"]


def test_what_is_said_of_a_new_initiative_in_quotes_is_told_of_it(tmp_path):
    text = """○事務局　　説明します。最後に新規事業です。令和７年度から、室蘭市、伊達市及び豊浦町の２市１町で「サイクルルートの
　　　　　整備」に取り組みます。壮瞥町は、今回は加わりません。
○委員　　よいと思います。
"""
    (only,) = told(tmp_path, text)
    assert (only.fields["name"], only.fields["start_year"]) == ("サイクルルートの整備", 2025)
    assert names(only) == ["室蘭市", "伊達市", "豊浦町"] and {"name", "participants"} <= flagged(only)


def test_a_department_below_labelled_indicators_is_that_of_the_initiative(tmp_path):
    text = """取組名称　図書館のネットワーク
連携団体　室蘭市・登別市
成果指標　広域貸出冊数
　現状値（令和５年度）　４１，２００冊
　目標値（令和１１年度）　４５，０００冊
備考　毎年見直す。
評価　順調
所管　生涯学習部　図書館
"""
    (only,) = told(tmp_path, text)
    assert only.fields["department"] == "生涯学習部　図書館"


def test_a_heading_of_which_two_of_who_since_when_and_by_whom_are_told_is_an_initiative(tmp_path):
    text = """【医療】
○小児救急の確保（平成２４年度～）
　室蘭市、登別市で、病院を支援しています。
　（担当：室蘭市健康課）
○バスの相互乗入れ（平成２５年度～）
　町を結ぶ「圏域バス」を運行しています。豊浦町は参加していません。
【予防接種】
　室蘭市、登別市で予防接種を受けられます。
"""
    first, second = told(tmp_path, text)
    assert (first.fields["name"], first.fields["department"]) == ("小児救急の確保", "室蘭市健康課")
    assert (names(first), first.fields["start_year"]) == (SIX[:2], 2012)
    assert (names(second), second.fields["start_year"]) == ([*SIX[:3], *SIX[4:]], 2013)
    assert {"participants", "start_year"} <= flagged(first) & flagged(second)


def test_a_heading_may_have_many_participants_and_a_year_behind_its_name(tmp_path):
    text = """（１）主な連携事業
　ア　高度医療の提供　【室蘭市、登別市、伊達市、豊浦町、壮瞥町、洞爺湖町、安平町、厚真町、むかわ町】　平成29年度から
　　　・ドクターヘリの運航を支える。
　イ　移住フェアの開催　【全市町】
　　　開催の費用を室蘭市と登別市、伊達市が出す。
　　　主管：企画課
"""
    first, second = told(tmp_path, text)
    assert (first.fields["name"], second.fields["name"]) == ("高度医療の提供", "移住フェアの開催")
    assert names(first) == [*SIX, "安平町", "厚真町", "むかわ町"] and names(second) == SIX
    assert first.fields["start_year"] == 2017 and second.fields["department"] == "企画課"


def test_a_name_behind_a_particle_is_one_of_those_who_do_it(tmp_path):
    text = "■ 歯科診療\n　休日の診療を室蘭市と登別市、伊達市が行います。\n　開始：平成26年度\n"
    (only,) = told(tmp_path, text)
    assert names(only) == SIX[:3] and "participants" in flagged(only)
