"""Each violation query finds nothing in the data, and finds the bad graph written for it."""

from pathlib import Path

import pytest

from teiju_graph.errors import GraphError
from teiju_graph.files import folder
from teiju_graph.queries import checks
from teiju_graph.validation.check import check, checked_files, read_store
from teiju_graph.validation.violations import find_violations
from teiju_graph.vocab import BASE

VIOLATIONS = Path(__file__).parent / "violations"
DATA = checked_files(folder("data/ttl"))


def test_the_data_holds_no_violation():
    assert find_violations(read_store(DATA)) == []


@pytest.mark.parametrize("name", checks())
def test_a_violation_is_found_and_told_in_both_languages(name, tmp_path):
    bad = (VIOLATIONS / f"{name.removesuffix('-violation')}.ttl").read_text(encoding="utf-8")
    files = list(DATA)
    if name.startswith("unfounded"):  # what is wrong there is that it stands in this graph
        path = tmp_path / "inferred.ttl"
        path.write_text((folder("data/ttl") / "inferred.ttl").read_text(encoding="utf-8") + bad, encoding="utf-8")
        files = [path if each.name == path.name else each for each in DATA]
    else:
        files.append(tmp_path / "violation.ttl")
        files[-1].write_text(bad, encoding="utf-8")
    found = [each for each in find_violations(read_store(files)) if each.rule == name]
    assert found
    assert all(each.thing and each.property and each.ja and each.en for each in found)
    assert checks()[name].remedy_ja and checks()[name].remedy_en


def test_two_plans_of_one_name_in_two_zones_are_no_violation(tmp_path):
    plan = "<https://w3id.org/teiju/id/plan/{0}> a teiju:Plan ; teiju:zone <https://w3id.org/teiju/id/zone/{1}> ; skos:prefLabel 'ビジョン'@ja .\n"
    prefixes = (
        "@prefix teiju: <https://w3id.org/teiju/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    place = tmp_path / "plans.ttl"
    place.write_text(prefixes + plan.format("a", "nishi-iburi") + plan.format("b", "higashi-iburi"), encoding="utf-8")
    assert find_violations(read_store([*DATA, place])) == []
    place.write_text(prefixes + plan.format("a", "nishi-iburi") + plan.format("b", "nishi-iburi"), encoding="utf-8")
    assert {each.thing for each in find_violations(read_store([*DATA, place]))} == {f"{BASE}id/plan/b"}


def test_every_bad_graph_belongs_to_a_check():
    assert {path.stem for path in VIOLATIONS.glob("*.ttl")} == {name.removesuffix("-violation") for name in checks()}


def test_a_violation_in_a_table_is_told_by_row_and_column(tables, tmp_path):
    path = tmp_path / "violation.ttl"
    path.write_text(
        "<https://w3id.org/teiju/id/initiative/nishi-iburi-guardianship> <https://w3id.org/teiju/ontology#participant>"
        " <https://w3id.org/teiju/id/municipality/016101> ."
    )
    (finding,) = check([*DATA, path], tables)
    assert finding.file.endswith("initiatives.csv") and finding.row == 21 and finding.column == "participants"


def test_a_broken_turtle_file_is_named_with_its_line(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:d> <urn:e> .\n")
    with pytest.raises(GraphError) as caught:
        check([path])
    assert "broken.ttl" in caught.value.message("en") and caught.value.row == 2
