"""What a publisher offers: where its statements are as N-Quads, and the digest that they must have."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

import pyoxigraph
from pyoxigraph import QuerySolutions, RdfFormat

from teiju_graph.errors import BrokenError, GraphError
from teiju_graph.publishers import Publisher
from teiju_graph.queries import page_query
from teiju_graph.vocab import BASE


@dataclass(frozen=True)
class Offer:
    """A release. dump: the address of its N-Quads; packed: whether by gzip; sha256: of that file, empty where the
    description gives none; version: how the publisher calls it, empty where it does not."""

    dump: str
    packed: bool
    sha256: str = ""
    version: str = ""


def read_offer(publisher: Publisher, content: bytes) -> Offer:
    """Return what a description by DCAT offers; packed N-Quads before others. BrokenError: it is no Turtle; GraphError: it
    names no N-Quads, or none on the publisher's own host."""
    told = pyoxigraph.Store()
    try:
        told.load(content, format=RdfFormat.TURTLE, base_iri=publisher.description)
    except (SyntaxError, ValueError) as error:
        raise BrokenError(
            f"{publisher.description} は Turtle として読めません({error})。",
            f"{publisher.description} is not valid Turtle: {error}.",
        ) from error
    for offer in _offers(told):
        dump = _own_address(publisher, offer.dump)
        if dump:
            return replace(offer, dump=dump)
    raise GraphError(
        f"N-Quads の dcat:downloadURL が {urlsplit(publisher.address).hostname} にありません。",
        f"describes no N-Quads (dcat:downloadURL) on {urlsplit(publisher.address).hostname}.",
        file=publisher.description,
    )


def _offers(told: pyoxigraph.Store) -> list[Offer]:
    """The offers of a description, the best first. Plain data: the rows of an answer may not pass to another thread, not
    even with the traceback of an error."""
    rows = told.query(page_query("offers").text)
    assert isinstance(rows, QuerySolutions)
    return [
        Offer(
            row["dump"].value,
            row["packed"].value == "true",
            row["digest"].value.lower() if row["digest"] else "",
            row["version"].value if row["version"] else "",
        )
        for row in rows
    ]


def digest_listed(publisher: Publisher, address: str, sums: bytes) -> str:
    """Return the digest that a list of digests gives for a file; empty where it gives none."""
    for line in sums.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if urljoin(publisher.sums, name) == address and len(digest) == 64:
            return digest.lower()
    return ""


def _own_address(publisher: Publisher, address: str) -> str:
    """The address on the publisher's own host; a release that was published without saying where it will be served calls
    itself by the canonical address. Empty: it is another host's."""
    if address.startswith(BASE):
        address = urljoin(publisher.description, address.removeprefix(BASE))
    try:
        ours, theirs = urlsplit(publisher.description), urlsplit(address)
    except ValueError:  # it names no host
        return ""
    return address if (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc) else ""
