"""The report of a run: EARL for machines, a page for people."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, DOAP, RDF, XSD

from tests.conformance.running import Outcome

EARL = Namespace("http://www.w3.org/ns/earl#")
DOCS = Path(__file__).parent.parent.parent / "docs" / "conformance"
_PROJECT = URIRef("https://w3id.org/teiju/")
_W3C = "https://w3c.github.io/rdf-tests/"


def write_report(outcomes: list[Outcome], folder: Path, day: date, suites: Path) -> list[Path]:
    """Write `earl.ttl` and `README.md` into a folder; `suites` holds the commit of the tests. Return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    earl, page = folder / "earl.ttl", folder / "README.md"
    earl.write_text(_earl(outcomes, day, suites), encoding="utf-8")
    page.write_text(_page(outcomes, day, (suites / "rdf-tests" / "COMMIT").read_text().split()[0]), encoding="utf-8")
    return [earl, page]


def count(outcomes: Iterable[Outcome]) -> Counter:
    """Return how many tests of each suite came out how, by (suite, outcome)."""
    return Counter((each.test.suite, each.outcome) for each in outcomes)


def address_of(outcome: Outcome, suites: Path) -> str:
    """Return the public address of a test."""
    return str(outcome.test.iri).replace((suites / "rdf-tests").resolve().as_uri() + "/", _W3C)


def _earl(outcomes: list[Outcome], day: date, suites: Path) -> str:
    graph = Graph()
    graph.bind("earl", EARL)
    graph.bind("doap", DOAP)
    graph.add((_PROJECT, RDF.type, EARL.Software))
    graph.add((_PROJECT, RDF.type, DOAP.Project))
    graph.add((_PROJECT, DOAP.name, Literal("teiju_graph")))
    graph.add((_PROJECT, DOAP.revision, Literal(version("teiju-graph"))))
    for each in outcomes:
        assertion, result = BNode(), BNode()
        graph.add((assertion, RDF.type, EARL.Assertion))
        graph.add((assertion, EARL.assertedBy, _PROJECT))
        graph.add((assertion, EARL.subject, _PROJECT))
        graph.add((assertion, EARL.test, URIRef(address_of(each, suites))))
        graph.add((assertion, EARL.mode, EARL.automatic))
        graph.add((assertion, EARL.result, result))
        graph.add((result, RDF.type, EARL.TestResult))
        graph.add((result, EARL.outcome, EARL[each.outcome]))
        graph.add((result, DCTERMS.date, Literal(day, datatype=XSD.date)))
        if each.told:
            graph.add((result, EARL.info, Literal(_first_line(each.told), lang="en")))
    return graph.serialize(format="turtle")


def _page(outcomes: list[Outcome], day: date, commit: str) -> str:
    counted = count(outcomes)
    lines = [
        "# Conformance",
        "",
        f"The W3C suites (`w3c/rdf-tests` at `{commit}`) sent by HTTP to `teiju conformance` on {day.isoformat()};",
        "made by `TEIJU_SUITES=… python -m tests.conformance`. The same for machines: [earl.ttl](earl.ttl).",
        "",
        "| suite | passed | failed | inapplicable |",
        "|---|---|---|---|",
    ]
    for suite in dict.fromkeys(each.test.suite for each in outcomes):
        numbers = [str(counted[suite, outcome]) for outcome in ("passed", "failed", "inapplicable")]
        lines.append(f"| {suite} | {' | '.join(numbers)} |")
    lines += ["", "Inapplicable: SERVICE and LOAD, which this server refuses on purpose.", "", "## Failed", ""]
    for each in outcomes:
        if each.outcome == "failed":
            lines.append(f"- {each.test.suite}, `{str(each.test.iri).rpartition('#')[2]}`: {_first_line(each.told)}")
    return "\n".join([*lines, ""])


def _first_line(told: str) -> str:
    return told.splitlines()[0][:200]
