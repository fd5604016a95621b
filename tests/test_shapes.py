"""Each shape rule speaks both languages, lets the valid example pass, and alone catches the invalid one."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from teiju_graph.extract.words.headings import units
from teiju_graph.files import folder
from teiju_graph.ontology import read_turtle
from teiju_graph.tables.records import columns, tables
from teiju_graph.validation.check import check, checked_files, read_shapes, read_store
from teiju_graph.validation.shacl import Validation
from teiju_graph.vocab import PREFIXES

ONTOLOGY = folder("ontology")
EXAMPLES = ONTOLOGY / "examples"
SHAPES = Namespace("https://w3id.org/teiju/shapes#")
SCHEMES = Namespace("https://w3id.org/teiju/id/")
TEIJU = Namespace(PREFIXES["teiju"])
rules = Graph().parse(ONTOLOGY / "shapes.ttl")
terms = Graph().parse(ONTOLOGY / "teiju.ttl")
shapes = read_shapes(ONTOLOGY / "shapes.ttl")
RULES = sorted({str(shape).removeprefix(SHAPES) for shape in rules.subjects(SH.message)})


def broken(path: Path) -> set[str]:
    store = read_store([path, EXAMPLES / "surroundings.ttl"])
    return {each.shape.value.removeprefix(SHAPES) for each in Validation(store, shapes).run()}


@pytest.mark.parametrize("path", sorted((EXAMPLES / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_a_valid_example_passes(path):
    assert broken(path) == set()


@pytest.mark.parametrize("rule", RULES)
def test_an_invalid_example_breaks_its_rule_and_no_other(rule):
    assert broken(EXAMPLES / "invalid" / f"{rule}.ttl") == {rule}


def test_every_invalid_example_belongs_to_a_rule():
    assert {path.stem for path in (EXAMPLES / "invalid").glob("*.ttl")} == set(RULES)


def test_every_rule_says_what_is_wrong_and_what_to_do_in_both_languages():
    for rule in RULES:
        assert {message.language for message in rules.objects(SHAPES[rule], SH.message)} == {"ja", "en"}, rule


def test_every_class_has_a_shape():
    shaped = set(rules.objects(None, SH.targetClass))
    described = {each for each in terms.subjects(RDF.type, OWL.Class) if str(each).startswith(TEIJU)}
    assert described - shaped <= {TEIJU.FormerMunicipality}


def test_the_shapes_are_themselves_valid():
    import pyshacl

    conforms, _, report = pyshacl.validate(Graph(), shacl_graph=rules, meta_shacl=True)
    assert conforms, report


def test_every_term_is_named_and_defined_in_both_languages_with_its_source():
    ours = {each for each in terms.subjects(RDFS.isDefinedBy)}
    assert ours
    for term in ours:
        for property in (RDFS.label, SKOS.definition):
            assert sorted(text.language for text in terms.objects(term, property)) == ["en", "ja"], term
        assert terms.value(term, Namespace(PREFIXES["dcterms"]).source), term


def test_no_term_has_several_domains_and_none_is_matched_to_an_area():
    assert not list(terms.subject_objects(RDFS.domain))
    aligned = Graph().parse(ONTOLOGY / "alignments.ttl")
    assert not list(aligned.subject_objects(SKOS.exactMatch)) and not list(aligned.subject_objects(OWL.sameAs))


def test_every_concept_is_named_and_defined_in_both_languages():
    for name in ("schemes.ttl", "fields.ttl"):
        scheme = Graph().parse(ONTOLOGY / name)
        for concept in scheme.subjects(RDF.type, SKOS.Concept):
            for property in (SKOS.prefLabel, SKOS.definition):
                assert sorted(text.language for text in scheme.objects(concept, property)) == ["en", "ja"], concept
            assert scheme.value(concept, SKOS.inScheme), concept


def test_every_unit_of_the_scheme_is_allowed_and_has_its_printed_counters():
    scheme = Graph().parse(ONTOLOGY / "schemes.ttl")
    of = SCHEMES["unit"]
    named = {str(unit).rpartition("/")[2] for unit in scheme.subjects(SKOS.inScheme, of)}
    assert set(units().values()) == named - {"unstated", "other"}
    assert {str(unit).rpartition("/")[2] for unit in scheme.objects(of, SKOS.hasTopConcept)} == named
    allowed = rules.value(SHAPES["Valuation-unit"], SH["in"])
    assert {str(unit).rpartition("/")[2] for unit in Collection(rules, allowed)} == named


def test_the_ontology_has_no_blank_nodes():
    for name in ("teiju.ttl", "schemes.ttl", "fields.ttl", "alignments.ttl"):
        for quad in read_turtle(ONTOLOGY / name):
            assert not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode), quad


def test_every_property_of_the_tables_is_a_term_of_the_ontology():
    named = {
        f"{TEIJU}{column.property.removeprefix('teiju:')}"
        for column in columns().values()
        if column.property[:6] == "teiju:"
    }
    named |= {f"{TEIJU}{each}" for table in tables().values() for each in table.classes}
    assert named <= {str(each) for each in terms.subjects(RDFS.isDefinedBy)}


def test_the_data_holds_to_every_rule():
    findings = check(checked_files(folder("data/ttl")), folder("data/tables"))
    assert [finding.message("en") for finding in findings] == []


def test_a_finding_names_table_row_and_column(tmp_path):
    path = tmp_path / "muroran-2023.ttl"
    text = (folder("data/ttl") / "muroran-2023.ttl").read_text(encoding="utf-8")
    path.write_text(text.replace('teiju:foundedYear "1986"', 'teiju:foundedYear "0061"'), encoding="utf-8")
    files = [path if each.name == path.name else each for each in checked_files(folder("data/ttl"))]
    (finding,) = check(files, folder("data/tables"))
    assert finding.file.endswith("muroran-2023/bodies.csv") and finding.row == 9 and finding.column == "founded_year"
    assert "西暦" in finding.message("ja")
