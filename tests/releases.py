"""Releases of single zones for the tests of harvesting, and a host that serves them well or badly."""

import csv
import gzip
import hashlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from teiju_graph.releases.dumps import LIVE
from teiju_graph.tables.build import build

SOURCES = {"muroran": "muroran-2023", "tomakomai": "higashi-iburi-2025"}
DUMP = f"dumps/{LIVE}"
_SMALL = """@prefix teiju: <https://w3id.org/teiju/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/teiju/> .

<graph/KEY-2025> dcterms:source <id/source/KEY-2025> .
<id/source/KEY-2025> a teiju:Source, prov:Entity ; skos:prefLabel "KEY の表"@ja, "Table of KEY"@en ;
    teiju:sha256 "6935849693cdeb2e43f6ef489499c9de30d0cd7a82253c723dbceabef1b3614d" ;
    prov:wasDerivedFrom <id/passage/KEY-2025-l1> .
<id/passage/KEY-2025-l1> a teiju:Passage, prov:Entity ; skos:prefLabel "KEY 1行目"@ja, "KEY, line 1"@en ;
    teiju:source <id/source/KEY-2025> ; teiju:firstLine 1 ; teiju:lastLine 1 ;
    teiju:sha256 "6935849693cdeb2e43f6ef489499c9de30d0cd7a82253c723dbceabef1b3614d" .
<id/body/KEY> a teiju:Body, teiju:Cooperation, org:Organization ; skos:prefLabel "KEY の協議会"@ja, "Council of KEY"@en ;
    teiju:kind <id/kind/body> ; teiju:evidence <id/evidence/stated> ;
    teiju:member <id/municipality/012050> ; teiju:participant <id/municipality/012050> ;
    prov:wasDerivedFrom <id/passage/KEY-2025-l1> .
"""
_DESCRIPTION = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
<> dcat:distribution <#quads> ; dcat:version "VERSION" .
<#quads> dcat:downloadURL <DUMP> ; dcat:mediaType <http://www.iana.org/assignments/media-types/application/n-quads> ;
    dcat:compressFormat <http://www.iana.org/assignments/media-types/application/gzip> .
"""


def small_quads(key: str, more: str = "", graph: str = "") -> bytes:
    """Return N-Quads of a source with one body, and more statements of its graph in Turtle; KEY stands for the key."""
    told = parse(_SMALL.replace("KEY", key) + more.replace("KEY", key), format=RdfFormat.TURTLE)
    name = NamedNode(f"https://w3id.org/teiju/graph/{graph or key + '-2025'}")
    return serialize((Quad(*each.triple, name) for each in told), format=RdfFormat.N_QUADS) or b""


def write_release(place: Path, quads: bytes, version: str = "1") -> None:
    """Write of a release of these N-Quads what a harvest reads."""
    description = _DESCRIPTION.replace("DUMP", DUMP).replace("VERSION", version)
    write_files(place, {"dataset.ttl": description.encode(), DUMP: gzip.compress(quads, mtime=0)})


def zone_tables(tables: Path, zone: str, into: Path) -> Path:
    """Copy the tables of one zone: its own source, the shared ones as far as they are of Hokkaido, and what its editors
    inferred from its source."""
    shared_tables(tables, into)
    shutil.copytree(tables / SOURCES[zone], into / SOURCES[zone])
    (other,) = set(SOURCES.values()) - {SOURCES[zone]}
    shutil.copytree(tables / "editors", into / "editors")
    _keep(into / "editors" / "inferences.csv", lambda row: other not in row["lines"])
    return into


def shared_tables(tables: Path, into: Path) -> Path:
    """Copy the tables that all share, as far as they are of Hokkaido and of the two zones there."""
    for name in ("municipalities", "zones"):
        shutil.copytree(tables / name, into / name)
    _keep(into / "municipalities" / "municipalities.csv", lambda row: row["prefecture"] == "北海道")
    _keep(into / "zones" / "zones.csv", lambda row: row["key"] in ("nishi-iburi", "higashi-iburi"))
    _keep(into / "zones" / "agreements.csv", lambda row: row["zone"] in ("nishi-iburi", "higashi-iburi"))
    return into


def _keep(table: Path, wanted: Callable[[dict[str, str]], bool]) -> None:
    with table.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = [row for row in reader if wanted(row)]
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, reader.fieldnames or [])
        writer.writeheader()
        writer.writerows(rows)


def build_zone(tables: Path, into: Path) -> Path:
    """Build tables into a folder of Turtle files."""
    into.mkdir(parents=True)
    for name, content in build(tables).items():
        (into / f"{name}.ttl").write_bytes(content)
    return into


def write_files(place: Path, files: dict[str, bytes]) -> None:
    """Write files, and the list of their digests."""
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    for name, content in {**files, "SHA256SUMS": sums.encode()}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)


Fault = Callable[[SimpleHTTPRequestHandler, bytes], None]  # answers in the place of a file, given its content


class Host:
    """A plain host of a folder. sent: the paths whose content was sent; faults: by path, how else it is answered."""

    def __init__(self, folder: Path):
        self.sent: list[str] = []
        self.faults: dict[str, Fault] = {}
        host = self

        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __init__(self, *arguments):
                super().__init__(*arguments, directory=str(folder))

            def do_GET(self) -> None:
                if fault := host.faults.get(self.path):
                    self.close_connection = True
                    fault(self, Path(self.translate_path(self.path)).read_bytes())
                else:
                    super().do_GET()

            def send_response(self, code, message=None) -> None:
                if code == 200:
                    host.sent.append(self.path)
                super().send_response(code, message)

            def log_message(self, *told) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    """Yield a host of a folder, on loopback."""
    host = Host(folder)
    thread = threading.Thread(target=host.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
        thread.join()


def answer(to: SimpleHTTPRequestHandler, content: bytes, *, status: int = 200, **headers: str) -> None:
    """Send a whole answer; names of headers are written with _ for -."""
    to.send_response(status)
    told = {"Content_Type": "application/octet-stream", "Content_Length": str(len(content)), **headers}
    for name, value in told.items():
        to.send_header(name.replace("_", "-"), value)
    to.end_headers()
    to.wfile.write(content)


def drip(to: SimpleHTTPRequestHandler, content: bytes) -> None:
    """Send a byte now and then."""
    to.send_response(200)
    to.send_header("Content-Length", str(len(content)))
    to.end_headers()
    try:
        for byte in content:
            to.wfile.write(bytes([byte]))
            to.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass  # the client has had enough
