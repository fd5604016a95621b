"""The country of the benchmarks is shaped like the domain: it holds to every rule, but for the mistakes asked for."""

from benchmarks.country import statements, write_country
from teiju_graph.validation.check import check


def test_a_country_without_mistakes_holds_to_every_rule(tmp_path):
    turtle, quads = write_country(20_000, tmp_path, mistakes=0)
    assert [finding.message("en") for finding in check([turtle])] == []
    assert quads.stat().st_size > turtle.stat().st_size


def test_mistakes_break_rules_of_many_kinds(tmp_path):
    turtle, _ = write_country(20_000, tmp_path, mistakes=0.2)
    assert len({finding.en for finding in check([turtle])}) > 15


def test_the_same_seed_makes_the_same_country():
    assert list(statements(5000)) == list(statements(5000))
    assert list(statements(5000)) != list(statements(5000, seed=2))
