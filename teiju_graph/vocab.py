"""Addresses and prefixes: the only place where an IRI of the graph is put together or taken apart."""

from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from teiju_graph.errors import MissingError

BASE = "https://w3id.org/teiju/"
PREFIXES = {
    "teiju": BASE + "ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cache
def term(curie: str) -> NamedNode:
    """Return the term that a CURIE such as `teiju:kind` names. KeyError: the prefix is not one of PREFIXES."""
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


@lru_cache(maxsize=2**16)  # not without end: visitors write paths too
def thing(path: str) -> NamedNode:
    """Return the thing at `path` below `id/`: `municipality/012050`, `zone/nishi-iburi`. MissingError: no address can
    hold such characters."""
    return _address(f"id/{path}")


@cache
def concept(scheme: str, key: str) -> NamedNode:
    """Return the concept `key` of `scheme`."""
    return thing(f"{scheme}/{key}")


@lru_cache(maxsize=2**10)
def graph(name: str) -> NamedNode:
    """Return the named graph `name`: `muroran-2023`, `inferred`. MissingError: as for thing."""
    return _address(f"graph/{name}")


def _address(path: str) -> NamedNode:
    try:
        return NamedNode(BASE + path)
    except ValueError as error:
        raise MissingError.of(path.partition("/")[2]) from error


def path_of(iri: str) -> str:
    """Return what follows `id/` in the address of a thing (`municipality/012050`), or the IRI itself elsewhere."""
    return iri.removeprefix(BASE + "id/")


@lru_cache(maxsize=4096)
def shorten(iri: str) -> str:
    """Return an IRI as a CURIE where a prefix is known, else as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def typed(text: str, datatype: str) -> Literal:
    """Return a literal of the XML Schema type named: `typed("2016", "gYear")`."""
    return Literal(text, datatype=term(f"xsd:{datatype}"))


A = term("rdf:type")
PREF_LABEL = term("skos:prefLabel")
DERIVED = term("prov:wasDerivedFrom")
