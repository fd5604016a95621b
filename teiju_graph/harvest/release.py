"""The releases of publishers as they were fetched: asked for again only where they changed, and kept beside the data."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from teiju_graph.errors import BrokenError, MissingError
from teiju_graph.harvest.contribution import unpack
from teiju_graph.harvest.download import Downloads
from teiju_graph.harvest.offer import Offer, digest_listed, read_offer
from teiju_graph.publishers import Publisher

FETCHED = "fetched"
_TURTLE, _SUMS = ("text/turtle",), ("text/plain",)
_DUMPS = ("application/n-quads", "application/gzip", "application/x-gzip")
_SMALL = 2**22  # bytes of a description or a list of digests
_GROWTH = 10  # times its usual size is too large


@dataclass(frozen=True)
class Limits:
    """What one publisher may take: seconds for all its files, and bytes for its statements, packed or not."""

    seconds: float = 60.0
    most: int = 512 * 2**20


@dataclass(frozen=True)
class Release:
    """One release as it was fetched. promised: whether its description gave the digest; retrieved: when; size, unpacked:
    bytes as sent and as N-Quads; seen: what the server said of each of its files."""

    dump: str
    packed: bool
    version: str
    sha256: str
    promised: bool
    size: int
    unpacked: int
    retrieved: str
    seen: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def told(self) -> dict:
        """The release as JSON keeps it."""
        return asdict(self)

    def place(self, folder: Path, key: str) -> Path:
        """Return where the file of a publisher's release is kept."""
        return folder / FETCHED / f"{key}.nq{'.gz' if self.packed else ''}"

    def read(self, folder: Path, key: str) -> bytes | None:
        """Return the N-Quads of the release that is kept; None: they are gone, or no longer what was fetched."""
        place = self.place(folder, key)
        content = place.read_bytes() if place.exists() else b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            return None
        return unpack(content, self.unpacked) if self.packed else content


def fetch(publisher: Publisher, last: Release | None, limits: Limits, grown: bool) -> tuple[Release, bytes] | None:
    """Return what a publisher offers now and the file as it was sent; None: it is the last release. grown: it may be any
    size below the limit. UnavailableError, BrokenError, GraphError, MissingError: it can't be had, or is not whole."""
    downloads = Downloads(limits.seconds, dict(last.seen) if last else {})
    most, unpacked = limits.most, limits.most
    if last and not grown:
        most, unpacked = min(most, _GROWTH * last.size - 1), min(most, _GROWTH * last.unpacked - 1)
    description = downloads.fetch(publisher.description, _TURTLE, _SMALL)
    if description is None and last:
        offer = Offer(last.dump, last.packed, last.sha256 if last.promised else "", last.version)
    else:
        offer = read_offer(publisher, description or b"")
    digest = offer.sha256 or _listed(publisher, offer.dump, downloads, last)
    if last and digest == last.sha256:
        return None
    content = downloads.fetch(offer.dump, _DUMPS, most)
    if content is None:
        return None
    told = downloads.seen[offer.dump]
    _prove(offer.dump, told, digest)
    text = unpack(content, unpacked) if offer.packed else content
    release = Release(
        dump=offer.dump,
        packed=offer.packed,
        version=offer.version,
        sha256=told["sha256"],
        promised=bool(offer.sha256),
        size=len(content),
        unpacked=len(text),
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
        seen=downloads.seen,
    )
    return release, content


def _listed(publisher: Publisher, dump: str, downloads: Downloads, last: Release | None) -> str:
    """The digest of the dump by the list of digests; empty where there is no list, or the dump is not in it."""
    try:
        sums = downloads.fetch(publisher.sums, _SUMS, _SMALL)
    except MissingError:
        return ""
    if sums is None and last and dump == last.dump:
        return last.sha256
    return digest_listed(publisher, dump, sums or b"")


def _prove(dump: str, told: dict[str, str], digest: str) -> None:
    """See that the file has its digest: by the description, the list of digests, or the header Repr-Digest."""
    expected = digest or told.get("Repr-Digest", "")
    if not expected:
        raise BrokenError(
            f"{dump} の SHA-256 がどこにもありません。SHA256SUMS か spdx:checksum か Repr-Digest で示してもらってください。",
            f"{dump} comes without a SHA-256; let its publisher give one: SHA256SUMS, spdx:checksum or Repr-Digest.",
        )
    if expected != told["sha256"]:
        raise BrokenError(
            f"{dump} は示された SHA-256 と違います。途中で変わったか、壊れています。",
            f"{dump} is not what its SHA-256 says: changed on the way, or broken.",
        )
