"""The dataset described for catalogues: DCAT 3 and DCAT-AP 3.0.1, with its figures by VoID, and each source's terms."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.files import folder
from teiju_graph.queries import page_query
from teiju_graph.releases.release import read_release
from teiju_graph.vocab import BASE, PREFIXES, A, term, typed

CATALOGUE = "catalogue.ttl"
DATASET = NamedNode(BASE + "dataset")
_OWN = BASE + "dataset#"
DCAT, VOID = "http://www.w3.org/ns/dcat#", "http://rdfs.org/ns/void#"
_RDFS_LABEL = term("rdfs:label")


@kept(8)
def describe_catalogue(store: Store, site: str) -> tuple[Triple, ...]:
    """Return what there is to say of the catalogue, the dataset, its forms and its service; site: the address, with its
    last slash, of the site that publishes it. The result alone passes the shapes of DCAT-AP."""
    text = (folder("ontology") / CATALOGUE).read_bytes()
    told = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE, base_iri=site)]
    licence, distribution = term("dcterms:license"), NamedNode(DCAT + "Distribution")
    forms = [each.subject for each in told if each.object == distribution]
    available = NamedNode("http://publications.europa.eu/resource/authority/planned-availability/AVAILABLE")
    for form in forms:
        told.append(Triple(form, licence, NamedNode("https://creativecommons.org/licenses/by/4.0/")))
        told.append(Triple(form, NamedNode("http://data.europa.eu/r5r/availability"), available))
    told.append(Triple(available, A, term("skos:Concept")))
    told.append(Triple(available, term("skos:prefLabel"), Literal("available", language="en")))
    return tuple(dict.fromkeys([*told, *_version(store), *_extent(store), *_terms(store), *describe_figures(store)]))


def _version(store: Store) -> Iterator[Triple]:
    """The release, and the days that its sources speak of."""
    release = read_release(store)
    for name in (DCAT + "version", PREFIXES["owl"] + "versionInfo"):
        yield Triple(DATASET, NamedNode(name), Literal(release.name))
    dates = sorted(row["date"].value for row in select(store, page_query("source-dates").text))
    period = NamedNode(_OWN + "period")
    yield Triple(period, A, term("dcterms:PeriodOfTime"))
    for name, date in zip(("startDate", "endDate"), (dates[:1], dates[-1:]), strict=True):
        if date:
            yield Triple(period, NamedNode(DCAT + name), typed(date[0], "date"))


def _extent(store: Store) -> Iterator[Triple]:
    """The box around the town halls, and its middle (WKT, longitude first)."""
    row = next(iter(select(store, page_query("extent").text)))
    if all(row[name] is not None for name in ("west", "east", "south", "north")):
        west, east, south, north = (float(row[name].value) for name in ("west", "east", "south", "north"))
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        box = ", ".join(f"{x} {y}" for x, y in corners)
        area, wkt = NamedNode(_OWN + "area"), NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
        yield Triple(area, NamedNode(DCAT + "bbox"), Literal(f"POLYGON(({box}))", datatype=wkt))
        middle = f"POINT({round((west + east) / 2, 4)} {round((south + north) / 2, 4)})"
        yield Triple(area, NamedNode(DCAT + "centroid"), Literal(middle, datatype=wkt))


def _terms(store: Store) -> Iterator[Triple]:
    """Each source with its licence, or with the statement that its terms are unknown, and the graph that is of it."""
    unknown = NamedNode(_OWN + "unknown-terms")
    yield Triple(unknown, A, term("dcterms:RightsStatement"))
    yield Triple(unknown, _RDFS_LABEL, Literal("利用条件は示されていない", language="ja"))
    yield Triple(unknown, _RDFS_LABEL, Literal("terms of use unknown", language="en"))
    for row in select(store, page_query("source-terms").text):
        source, licence = row["source"], row["licence"]
        yield Triple(DATASET, term("prov:hadPrimarySource"), source)
        for name in ("ja", "en"):
            yield Triple(source, term("dcterms:title"), row[name])
        if licence is None:
            yield Triple(source, term("dcterms:rights"), unknown)
        else:
            yield Triple(source, term("dcterms:license"), licence)
            yield Triple(licence, A, term("dcterms:LicenseDocument"))
            yield Triple(licence, term("dcterms:type"), NamedNode("http://purl.org/adms/licencetype/Attribution"))
        if row["graph"] is not None:
            yield Triple(DATASET, NamedNode(VOID + "subset"), row["graph"])
            yield Triple(row["graph"], A, NamedNode(VOID + "Dataset"))
            yield Triple(row["graph"], term("dcterms:source"), source)


@kept()
def describe_figures(store: Store) -> tuple[Triple, ...]:
    """Return how large the dataset is, and how much of it each class and property takes (VoID, section 4)."""
    return tuple(_figures(store))


def _figures(store: Store) -> Iterator[Triple]:
    classes = list(select(store, page_query("class-partitions").text))
    properties = list(select(store, page_query("property-partitions").text))
    totals = next(iter(select(store, page_query("totals").text)))
    triples = sum(int(row["count"].value) for row in properties)
    yield from _count(DATASET, "triples", triples)
    yield from _count(DATASET, "distinctSubjects", int(totals["subjects"].value))
    yield from _count(DATASET, "distinctObjects", int(totals["objects"].value))
    yield from _count(DATASET, "classes", len(classes))
    yield from _count(DATASET, "properties", len(properties))
    yield from _count(NamedNode(_OWN + "links-sac"), "triples", int(totals["links"].value))
    for kind, counted, rows in (("class", "entities", classes), ("property", "triples", properties)):
        for row in rows:
            name = row[kind].value.partition("://")[2]
            partition = NamedNode(_OWN + kind + "-" + "".join(sign if sign.isalnum() else "-" for sign in name))
            yield Triple(DATASET, NamedNode(f"{VOID}{kind}Partition"), partition)
            yield Triple(partition, NamedNode(VOID + kind), row[kind])
            yield from _count(partition, counted, int(row["count"].value))


def _count(of: NamedNode, name: str, number: int) -> Iterator[Triple]:
    yield Triple(of, NamedNode(VOID + name), typed(str(number), "integer"))
