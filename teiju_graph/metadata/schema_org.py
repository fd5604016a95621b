"""What search engines read in a page: the thing or the dataset that it is about, in the words of schema.org."""

from collections.abc import Iterable, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from teiju_graph.files import folder
from teiju_graph.metadata.catalogue import DATASET, DCAT
from teiju_graph.ontology import read_turtle
from teiju_graph.vocab import A, shorten, term

SCHEMA = "https://schema.org/"
_PLAIN = {
    "skos:prefLabel": "name",
    "skos:altLabel": "alternateName",
    "dcterms:description": "description",
    "dcterms:identifier": "identifier",
    "teiju:claim": "text",
    "teiju:foundedYear": "foundingDate",
    "foaf:homepage": "sameAs",
    "dcterms:title": "name",
    "dcterms:license": "license",
}


def describe_thing(node: NamedNode, statements: Iterable[Triple]) -> dict:
    """Return the thing as a JSON-LD object of schema.org, ready for JSON; its type is the one that our class is aligned
    with (ontology/alignments.ttl), `Thing` where there is none."""
    own = [each for each in statements if each.subject == node]
    types = sorted({kind for each in own if each.predicate == A for kind in _types().get(str(each.object), ())})
    told: dict[str, object] = {
        "@context": SCHEMA.rstrip("/"),
        "@id": node.value,
        "@type": types or "Thing",
        "url": node.value,
    }
    told |= _properties(own)
    place = {shorten(each.predicate.value): each.object.value for each in own if isinstance(each.object, Literal)}
    if "geo:lat" in place and "geo:long" in place:
        told["location"] = {
            "@type": "Place",
            "geo": {"@type": "GeoCoordinates", "latitude": place["geo:lat"], "longitude": place["geo:long"]},
        }
    return told


def describe_dataset(catalogue: Sequence[Triple]) -> dict:
    """Return the dataset that a catalogue describes (catalogue.describe_catalogue) as a schema.org Dataset."""
    found: dict[tuple[NamedNode, str], list] = {}
    for each in catalogue:
        found.setdefault((each.subject, each.predicate.value), []).append(each.object)  # type: ignore[arg-type]
    forms = found[DATASET, DCAT + "distribution"]
    downloads = [
        {
            "@type": "DataDownload",
            "contentUrl": (found.get((form, DCAT + "downloadURL")) or found[form, DCAT + "accessURL"])[0].value,
            "encodingFormat": found[form, DCAT + "mediaType"][0].value.partition("media-types/")[2],
        }
        for form in forms
        if (form, DCAT + "mediaType") in found
    ]
    own = [each for each in catalogue if each.subject == DATASET]
    publisher = found[DATASET, term("dcterms:publisher").value][0]
    names = [_text(each) for each in found[publisher, term("foaf:name").value]]
    return {
        "@context": SCHEMA.rstrip("/"),
        "@id": DATASET.value,
        "@type": "Dataset",
        **_properties(own),
        "url": DATASET.value,
        "isAccessibleForFree": True,
        "inLanguage": ["ja", "en"],
        "datePublished": found[DATASET, term("dcterms:issued").value][0].value,
        "dateModified": found[DATASET, term("dcterms:modified").value][0].value,
        "version": found[DATASET, DCAT + "version"][0].value,
        "keywords": [each.value for each in found[DATASET, DCAT + "keyword"]],
        "creator": {"@type": "Organization", "name": names},
        "distribution": downloads,
    }


def _properties(own: list[Triple]) -> dict:
    told: dict[str, list] = {}
    for each in own:
        name = _PLAIN.get(shorten(each.predicate.value))
        if name and (value := _text(each.object)) not in told.setdefault(name, []):
            told[name].append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in told.items()}


def _text(value) -> str | dict[str, str]:
    language = value.language if isinstance(value, Literal) else ""
    return {"@value": value.value, "@language": language} if language else value.value


@cache
def _types() -> dict[str, list[str]]:
    """The types of schema.org that our classes, written as in N-Triples, are aligned with."""
    found: dict[str, list[str]] = {}
    for each in read_turtle(folder("ontology") / "alignments.ttl"):
        if isinstance(each.object, NamedNode) and each.object.value.startswith(SCHEMA):
            name = each.object.value.removeprefix(SCHEMA)
            if name[0].isupper():
                found.setdefault(str(each.subject), []).append(name)
    return found
