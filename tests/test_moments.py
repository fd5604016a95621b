"""Queries as of a day or a release: what was said then, and nothing said later."""

import shutil
from datetime import date

import pytest

from teiju_graph.engines.moments import open_as_of, until
from teiju_graph.engines.store import open_store, select
from teiju_graph.errors import ParameterError
from teiju_graph.files import folder
from teiju_graph.releases.snapshots import write_snapshot
from teiju_graph.validation.violations import find_violations

NOW = open_store()
TEIJU = "PREFIX teiju: <https://w3id.org/teiju/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#> "
COUNT = (
    TEIJU
    + "SELECT (COUNT(?c) AS ?n) { ?c a teiju:Cooperation ; prov:wasDerivedFrom/teiju:source <https://w3id.org/teiju/id/source/%s> }"
)


def count(store, source: str) -> int:
    return int(next(iter(select(store, COUNT % source)))["n"].value)


def test_as_of_a_day_only_the_sources_that_there_were_speak():
    then = until(NOW, date(2024, 1, 1))
    assert count(then, "muroran-2023") == count(NOW, "muroran-2023") > 0
    assert count(then, "higashi-iburi-2025") == 0 < count(NOW, "higashi-iburi-2025")
    assert count(until(NOW, date(2023, 5, 31)), "muroran-2023") == 0
    later = until(NOW, date(2026, 1, 1))
    assert {str(quad) for quad in later.quads()} == {str(quad) for quad in NOW.quads()}
    assert len(later) == len(NOW) and later.digest != NOW.digest != then.digest


def test_as_of_a_day_nothing_is_left_that_breaks_a_rule(tmp_path):
    place, new = write_snapshot(tmp_path, moment="2024-01-01")
    assert new and not find_violations(open_store(place))
    inferred = (
        TEIJU
        + "SELECT ?i { ?i a teiju:Inference OPTIONAL { ?i <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?s } FILTER(!BOUND(?s)) }"
    )
    assert not list(select(open_store(place), inferred))
    inferences = TEIJU + "SELECT ?i { ?i a teiju:Inference }"
    assert 0 < len(list(select(open_store(place), inferences))) < len(list(select(NOW, inferences)))


SOURCE = """@prefix teiju: <https://w3id.org/teiju/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/teiju/graph/{0}> dcterms:source <https://w3id.org/teiju/id/source/{0}> .
<https://w3id.org/teiju/id/source/{0}> skos:prefLabel "{0}"@ja ; teiju:asOf "{1}"^^xsd:{2} {3} .
"""


def test_what_a_later_source_replaced_is_current_again_before_it(tmp_path):
    (tmp_path / "old.ttl").write_text(SOURCE.format("old", "2019", "gYear", ""))
    replaces = "; dcterms:replaces <https://w3id.org/teiju/id/source/old>"
    (tmp_path / "new.ttl").write_text(SOURCE.format("new", "2023-06-01", "date", replaces))
    asked = TEIJU + "SELECT ?s { ?s teiju:asOf ?day }"
    found = {
        day: {row["s"].value.rpartition("/")[2] for row in select(open_as_of(tmp_path, day), asked)}
        for day in ("", "2018-12-31", "2022-01-01", "2023-06-01")
    }
    assert found == {"": {"new"}, "2018-12-31": set(), "2022-01-01": {"old"}, "2023-06-01": {"new"}}


def test_as_of_a_release_its_own_files_answer(tmp_path):
    graphs = tmp_path / "releases" / "0.1.0" / "dumps" / "graphs"
    graphs.mkdir(parents=True)
    shutil.copy(folder("data/ttl") / "zones.ttl", graphs)
    assert count(open_as_of(tmp_path, "0.1.0"), "muroran-2023") == 0
    for data, moment, told in (
        (tmp_path, "0.2.0", "0.1.0"),
        (None, "0.1.0", "--data"),
        (tmp_path, "..", "0.1.0"),
        (None, "2024-02-30", "calendar"),
    ):
        with pytest.raises(ParameterError, match=told):
            open_as_of(data, moment)
