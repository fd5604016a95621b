"""The library answers what people ask: each of the acceptance questions, exactly."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.files import replace
from teiju_graph.queries import find_question
from teiju_graph.questions import ask
from teiju_graph.tables.build import build

ASKED = {entry["id"]: entry for entry in json.loads((Path(__file__).parent / "questions.json").read_text("utf-8"))}


@pytest.fixture(scope="module")
def store():
    return open_store()


@pytest.fixture
def rows(store):
    """Ask a question; the answer is a list of rows, each a dict of texts."""

    def answer(name, **given):
        values = {key: [value] if isinstance(value, str) else value for key, value in given.items()}
        found = ask(store, find_question(name), values)
        heading = [variable.value for variable in found.variables]
        return [{key: row[key].value if row[key] else None for key in heading} for row in found]

    return answer


def same(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def names(rows, column="ja"):
    found = [same(row[column]) for row in rows]
    assert len(found) == len(set(found))
    return set(found)


def expected(identifier):
    return {same(name) for name in ASKED[identifier]["answer"]}


NISHI, ZONE_INITIATIVE = "西いぶり定住自立圏", "zone-initiative"


def test_q01_participants(rows):
    assert names(rows("participants", cooperation="成年後見支援センター共同運営事業")) == expected("Q01")


def test_q03_how_many_initiatives(rows):
    (row,) = [row for row in rows("count-by-kind", zone=NISHI) if row["kind"].endswith(ZONE_INITIATIVE)]
    assert int(row["count"]) == ASKED["Q03"]["answer"]


def test_q06_founding_year(rows):
    (row,) = rows("bodies", body="(公財)室蘭テクノセンター")
    assert int(row["year"]) == ASKED["Q06"]["answer"]


def test_q08_department(rows):
    assert names(rows("department-of", cooperation="学校図書システム広域化事業")) == {ASKED["Q08"]["answer"]}


def test_q10_meeting(rows):
    (row,) = [row for row in rows("meetings") if row["attendees"]]
    assert {"count": int(row["attendees"]), "chair": row["chair"]} == ASKED["Q10"]["answer"]


def test_q12_kpi_values(rows):
    (row,) = rows("kpis", initiative="循環型社会の構築")
    assert {side: float(row[side]) for side in ("baseline", "target")} == ASKED["Q12"]["answer"]
    assert row["unit_ja"] == "トン"


def test_q14_who_is_outside_and_why(rows):
    (row,) = [row for row in rows("excluded") if row["concluded"] == "2025-01-01"]
    assert [row["municipality_ja"]] == ASKED["Q14"]["answer"]["excluded"]
    assert "単独" in row["reason_ja"] and "単独" in ASKED["Q14"]["answer"]["reason"]


def test_q16_public_comments(rows):
    assert [int(row["comments"]) for row in rows("public-comments")] == [ASKED["Q16"]["answer"]]


def test_q18_renamed_project(rows):
    (row,) = [row for row in rows("renamed-projects") if row["heading_ja"] == "医療情報のネットワーク化"]
    assert {"old": row["old_ja"], "new": row["new_ja"]} == ASKED["Q18"]["answer"]


def test_q20_exactly_these(rows):
    found = rows("shared-only", m=["室蘭市", "登別市"], kind=ZONE_INITIATIVE, zone=NISHI)
    assert names(row for row in found if row["certainty"] == "certain") == expected("Q20")


def test_q22_shared(rows):
    assert names(rows("shared-by-all", m=["登別市", "白老町"], kind="other-initiative")) == expected("Q22")


def test_q25_count_by_department(rows):
    found = rows("count-by-department", zone=NISHI, kind=ZONE_INITIATIVE)
    assert {same(row["ja"]): int(row["count"]) for row in found} == ASKED["Q25"]["answer"]


def test_q27_count_by_year(rows):
    found = rows("count-by-start-year", zone=NISHI, kind=ZONE_INITIATIVE)
    assert {row["year"]: int(row["count"]) for row in found} == ASKED["Q27"]["answer"]


def test_q30_all_of_iburi(rows):
    assert names(rows("whole-subprefecture", subprefecture="胆振総合振興局", kind="body")) == expected("Q30")


def test_q31_open_lists(rows):
    assert names(rows("open-lists")) == expected("Q31")


def test_q33_blank_values(rows):
    found = {same(row["ja"]): (row["side"], row["reason_ja"]) for row in rows("blank-kpis")}
    told = {entry["name"]: entry for entry in ASKED["Q33"]["answer"]}
    assert {name: side for name, (side, _) in found.items()} == {name: entry["blank"] for name, entry in told.items()}
    assert "構築中" in found["消防体制の強化"][1]
    assert all(word in found["地域情報化の推進"][1] for word in ("ガバメントクラウド", "両自治体", "来年度中"))


def test_q34_replaced_indicators(rows):
    found = {(same(row["ja"]), same(row["old"]), same(row["new"])) for row in rows("replaced-indicators")}
    assert found == {tuple(same(entry[key]) for key in ("name", "old", "new")) for entry in ASKED["Q34"]["answer"]}


def test_q36_percentage(rows):
    (row,) = rows("kpi-change", kpi="医療情報のネットワーク化:登録医療機関数")
    assert float(row["percent"]) == ASKED["Q36"]["answer"]


def test_q40_members(rows):
    assert names(rows("participants", cooperation="平取町外２町衛生施設組合")) == expected("Q40")


def test_q41_waste_under_an_agreement(rows):
    found = rows("waste", municipality="苫小牧市", material="家庭ごみ")
    assert names((row for row in found if "/agreement/" in (row["under"] or "")), "of_ja") == expected("Q41")


def test_q43_shared_without(rows):
    found = rows("shared-without", m=["室蘭市", "登別市", "壮瞥町", "洞爺湖町"], without="伊達市")
    assert names(found) == expected("Q43")


def test_q46_cooperations_in_one_source(rows):
    assert names(rows("cooperations-of", municipality="白老町", source="muroran-2023")) == expected("Q46")


def test_q48_across_the_documents(rows):
    (waste,) = [row for row in rows("waste", material="家庭ごみ") if row["of_ja"] == "白老町"]
    city = waste["in_ja"]
    told = ASKED["Q48"]["answer"]
    assert city == told["city"] and waste["open"] == "登別"
    for name in ("ごみ処理等", "廃棄物処理に係る相互支援"):
        (row,) = rows("takes-part", municipality=city, cooperation=name)
        assert row["answer"] == ("yes" if told[name] else "no")
    (row,) = rows("takes-part", municipality="白老町", cooperation="廃棄物処理に係る相互支援")
    assert (row["answer"] == "yes") is told["shiraoi_in_mutual_support"]


def test_q50_longest_gap(rows):
    found = rows("older-than-framework")
    longest = max(int(row["years"]) for row in found)
    assert longest == ASKED["Q50"]["answer"]["years"]
    assert names(row for row in found if int(row["years"]) == longest) == set(ASKED["Q50"]["answer"]["names"])


def test_q51_comparable_kpis(rows):
    (row,) = rows("kpi-comparability")
    assert {key: int(value) for key, value in row.items()} == ASKED["Q51"]["answer"]


def test_q52_in_both(rows):
    found = rows(
        "common-participants", cooperation="下水汚泥・し尿処理の広域化・共同化", other="胆振太平洋海域漁業振興協議会"
    )
    assert names(found) == expected("Q52")


def test_q54_doubted_kpis(rows):
    found = {(same(row["ja"]), row["indicator"]) for row in rows("doubted-kpis", stance="疑問")}
    assert found == {(entry["name"], entry["indicator"]) for entry in ASKED["Q54"]["answer"]}


def test_q56_line_that_explains(rows):
    (row,) = [row for row in rows("explained-terms") if row["term"].endswith("#precursorStartYear")]
    assert row["source"].endswith("muroran-2023")
    assert int(row["first"]) == int(row["last"]) == ASKED["Q56"]["answer"]["line"]
    assert all(word in row["meaning_ja"] for word in ("定住自立圏構想", "前から", "開始年"))


def test_q58_an_open_list_is_no_evidence(rows):
    (row,) = rows("takes-part", municipality="壮瞥町", cooperation="北海道縄文のまち連絡会")
    assert row["answer"] == "unknown" == ASKED["Q58"]["answer_type"] and row["open"] == "他"


def test_q59_left_open(rows):
    (row,) = rows("open-references", thing="地域情報化の推進")
    assert row["open"] == "両自治体" and row["named"] is None and ASKED["Q59"]["answer_type"] == "unknown"


def test_every_acceptance_question_has_its_test():
    tested = {name[5:8].upper() for name in globals() if re.match(r"test_q\d\d_", name)}
    assert tested == set(ASKED)


def test_removing_one_participant_from_a_table_changes_the_answer(tables, rows):
    path = tables / "muroran-2023" / "initiatives.csv"
    sheet = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    column = sheet[0].index("participants")
    row = next(row for row in sheet if row[0] == "nishi-iburi-school-library-system")
    row[column] = row[column].replace(";登別市", "")
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(sheet)
    replace({tables / "ttl" / f"{name}.ttl": content for name, content in build(tables).items()})
    question = find_question("shared-only")
    given = {"m": ["室蘭市", "登別市"], "kind": [ZONE_INITIATIVE]}
    changed = [row["ja"].value for row in ask(open_store(tables / "ttl"), question, given)]
    assert changed == ["ものづくり創出支援事業"]
