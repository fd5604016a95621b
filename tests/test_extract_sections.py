"""Documents of sections: what heads one, what its lines tell, whatever marks and labels a city hall sets them with."""

from teiju_graph.extract import extract
from tests.conftest import TABLES


def read(tmp_path, text, kind, name="a.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [record for record in extract([path], TABLES).records if record.kind == kind]


def names(record, field="participants"):
    found = record.fields[field]
    return found and [each if isinstance(each, str) else each["name"] for each in found]


def flagged(record):
    return {flag.field for flag in record.flags}


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


def test_numbers_in_square_and_thick_brackets_head_sections(tmp_path):
    for text in (BRACKETED, BRACKETED.replace("〔", "【").replace("〕", "】")):
        works = read(tmp_path, text, "initiative")
        assert [each.fields["name"] for each in works] == ["救急相談の共同運営", "消防指令の応援"]
        assert [names(each) for each in works] == [["姫路市", "相生市", "たつの市", "福崎町"], ["相生市", "たつの市"]]
        assert [each.fields["department"] for each in works] == ["医療課", "消防課"]
        assert works[1].fields["start_year"] == 2021
        (aim,) = read(tmp_path, text, "kpi")
        assert aim.fields["initiative"] == "救急相談の共同運営"
        assert (aim.fields["baseline_value"], aim.fields["target_value"]) == (6400, 7000)
