"""Formats of answers: their short names, media types, and how an answer is written in each."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from io import RawIOBase

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from teiju_graph.engines.store import Answer
from teiju_graph.errors import FormatError
from teiju_graph.vocab import PREFIXES


@dataclass(frozen=True)
class Format:
    """A format by its short name, with the media type that it is sent as."""

    name: str
    media_type: str
    engine: QueryResultsFormat | RdfFormat


TABLES = {
    each.name: each
    for each in (
        Format("json", "application/sparql-results+json", QueryResultsFormat.JSON),
        Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML),
        Format("csv", "text/csv", QueryResultsFormat.CSV),
        Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV),
    )
}
GRAPHS = {
    each.name: each
    for each in (
        Format("ttl", "text/turtle", RdfFormat.TURTLE),
        Format("nt", "application/n-triples", RdfFormat.N_TRIPLES),
        Format("jsonld", "application/ld+json", RdfFormat.JSON_LD),
        Format("rdf", "application/rdf+xml", RdfFormat.RDF_XML),
        Format("nq", "application/n-quads", RdfFormat.N_QUADS),
        Format("trig", "application/trig", RdfFormat.TRIG),
    )
}


def formats_of(answer: Answer) -> dict[str, Format]:
    """Return the formats that this answer comes in, the usual one first. CSV and TSV hold no boolean (SPARQL 1.1
    Query Results CSV and TSV Formats)."""
    if isinstance(answer, QuerySolutions):
        return TABLES
    if isinstance(answer, QueryBoolean):
        return {name: TABLES[name] for name in ("json", "xml")}
    return GRAPHS


def write(answer: Answer, name: str) -> bytes:
    """Return the answer in the format of that short name. FormatError: it doesn't come in that format."""
    offered = formats_of(answer)
    if name not in offered:
        raise FormatError(
            f"この答えは「{name}」では出せません。使えるのは {', '.join(offered)} です。",
            f"This answer doesn't come as “{name}”; it comes as {', '.join(offered)}.",
        )
    engine = offered[name].engine
    if isinstance(answer, QueryTriples):
        return write_graph(answer, name)
    return answer.serialize(format=engine) or b""  # type: ignore[arg-type]


def write_graph(statements: Iterable[Triple], name: str) -> bytes:
    """Return statements, each once, in the format of that short name (a key of GRAPHS)."""
    return serialize(dict.fromkeys(statements), format=GRAPHS[name].engine, prefixes=PREFIXES) or b""  # type: ignore[arg-type]


def write_to(answer: Answer, name: str, output: RawIOBase) -> None:
    """Write an answer in the format of that short name to `output`, as it is found; statements may come twice."""
    engine = formats_of(answer)[name].engine
    if isinstance(answer, QueryTriples):
        serialize(answer, output, format=engine, prefixes=PREFIXES)  # type: ignore[arg-type]
    else:
        answer.serialize(output, format=engine)  # type: ignore[arg-type]


def plain(value: NamedNode | BlankNode | Literal | None) -> str:
    """Return a term as a person reads it: the text of a literal, the address of a thing, nothing for unbound."""
    return "" if value is None else value.value


def write_sheet(heading: list[str], rows: list[list[str]]) -> bytes:
    """Return a table as CSV that spreadsheets open right: UTF-8 with a BOM, lines ended by CR LF (RFC 4180)."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows([heading, *rows])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()
