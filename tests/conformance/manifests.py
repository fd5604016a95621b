"""Reads W3C test manifests: which tests there are, and what each asks and expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True)
class Test:
    """A test of a manifest: its address, kind (the local name of its type), and the manifest with its statements."""

    iri: URIRef
    kind: str
    manifest: Graph
    suite: str

    def value(self, predicate: URIRef, of=None):
        """Return one value of the test, or of a node of it."""
        return self.manifest.value(self.iri if of is None else of, predicate)


@dataclass(frozen=True)
class Exchange:
    """A request as a manifest states it, and the response it expects."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    encoding: str
    statuses: frozenset[str]
    boolean: bool | None
    format: str
    location: str
    answer: tuple[str, str]


def read_tests(path: Path, suite: str) -> Iterator[Test]:
    """Yield the tests of a manifest and of those that it includes, in their order."""
    manifest = Graph()
    manifest.parse(path, format="turtle", publicID=path.as_uri())
    here = manifest.value(None, RDF.type, MF.Manifest)
    for included in _items(manifest, manifest.value(here, MF.include)):
        yield from read_tests(file_of(included), suite)
    for test in _items(manifest, manifest.value(here, MF.entries)):
        kind = manifest.value(test, RDF.type)
        yield Test(test, str(kind).rpartition("#")[2], manifest, suite)


def read_exchanges(test: Test) -> Iterator[Exchange]:
    """Yield the requests of a protocol test with what each expects."""
    for request in _items(test.manifest, test.value(HT.requests, test.value(MF.action))):
        response, body = test.value(HT.resp, request), test.value(HT.body, request)
        boolean = test.value(MF.expectedBoolean, response)
        answer, headers = test.value(HT.body, response), _headers(test, response)
        yield Exchange(
            str(test.value(HT.methodName, request)),
            str(test.value(HT.absolutePath, request)),
            _headers(test, request),
            str(test.value(CNT.chars, body) or "") if body else "",
            str(test.value(CNT.characterEncoding, body) or "UTF-8") if body else "UTF-8",
            frozenset(str(each).rpartition("#")[2] for each in test.manifest.objects(response, MF.expectedStatus)),
            None if boolean is None else bool(boolean.toPython()),
            str(test.value(MF.expectedFormat, response) or ""),
            str(test.value(MF.expectedLocation, response) or ""),
            (headers.get("content-type", ""), str(test.value(CNT.chars, answer) or "")) if answer else ("", ""),
        )


def dataset_of(test: Test, node) -> Iterator[tuple[str, Path]]:
    """Yield the documents of a test's data, each with the name of its graph, empty for the default one."""
    for vocabulary in (QT, UT):
        for each in test.manifest.objects(node, vocabulary.data):
            yield "", file_of(each)
        for each in test.manifest.objects(node, vocabulary.graphData):
            if isinstance(each, BNode):
                yield str(test.value(RDFS.label, each)), file_of(test.value(vocabulary.graph, each))
            else:
                yield str(each), file_of(each)


def file_of(address) -> Path:
    """Return the file of a `file:` address."""
    return Path(str(address).removeprefix("file://"))


def _headers(test: Test, of) -> dict[str, str]:
    return {
        str(test.value(HT.fieldName, each)).lower(): str(test.value(HT.fieldValue, each))
        for each in _items(test.manifest, test.value(HT.headers, of))
    }


def _items(manifest: Graph, head) -> list:
    return list(Collection(manifest, head)) if isinstance(head, BNode) else [] if head is None else [head]
