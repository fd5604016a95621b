"""The W3C suites pass by HTTP as the published report says."""

import os
from pathlib import Path

import pytest
from rdflib import Graph

from tests.conformance.report import DOCS, EARL, address_of, count
from tests.conformance.running import outcomes, serving


@pytest.fixture(scope="module")
def suites() -> Path:
    """The folder of the outside suites."""
    folder = os.environ.get("TEIJU_SUITES")
    if not folder:
        pytest.skip("TEIJU_SUITES names no folder with the W3C suites")
    return Path(folder)


@pytest.fixture(scope="module")
def found(suites):
    """What becomes of every test."""
    with serving() as server:
        return list(outcomes(server, suites))


@pytest.mark.parametrize(
    ("suite", "tests"), [("protocol", 34), ("service description", 3), ("graph store protocol", 13)]
)
def test_every_protocol_test_passes(found, suite, tests):
    counted = count(found)
    assert [each.told for each in found if each.test.suite == suite and each.outcome != "passed"] == []
    assert counted[suite, "passed"] == tests


def test_the_published_report_says_what_happens(found, suites):
    report = Graph().parse(DOCS / "earl.ttl")
    told = {
        str(report.value(each, EARL.test)): str(report.value(report.value(each, EARL.result), EARL.outcome))
        for each in report.subjects(EARL.result)
    }
    assert told == {address_of(each, suites): str(EARL[each.outcome]) for each in found}
