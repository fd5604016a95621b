"""Starts the engines that the site is tested and measured against, each over a file of N-Quads, on loopback."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 60.0
_OXIGRAPH = Path(sys.executable).parent / "oxigraph"
_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {control}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {allowed}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def oxigraph(data: Path, folder: Path, *options: str) -> Iterator[str]:
    """Yield the address of the native Oxigraph server over a file, kept in `folder`."""
    subprocess.run([_OXIGRAPH, "load", "-l", folder, "-f", data], check=True, capture_output=True)
    subprocess.run([_OXIGRAPH, "optimize", "-l", folder], check=True, capture_output=True)
    with serving_oxigraph(folder, *options) as address:
        yield address


@contextmanager
def serving_oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """Yield the address of the native Oxigraph server over the store in `folder`."""
    port = free_port()
    with _running([_OXIGRAPH, "serve-read-only", "-l", folder, "-b", f"127.0.0.1:{port}", *options]):
        yield wait_for(f"http://127.0.0.1:{port}/query")


def has_virtuoso() -> bool:
    """Return whether Virtuoso 7 is installed."""
    return shutil.which("virtuoso-t") is not None


@contextmanager
def virtuoso(data: Path, folder: Path, rows: int = 10_000, megabytes: int = 500) -> Iterator[str]:
    """Yield the address of Virtuoso over a file, kept in `folder`; it cuts results at `rows`."""
    with empty_virtuoso(folder, folder, rows, megabytes) as (address, control):
        shutil.copy(data, folder / "data.nq")
        load = f"ld_dir('{folder}', 'data.nq', 'https://w3id.org/teiju/graph/union'); rdf_loader_run(); checkpoint;"
        subprocess.run(["isql-vt", control, "dba", "dba", f"EXEC={load}"], check=True, capture_output=True)
        yield address


@contextmanager
def empty_virtuoso(folder: Path, allowed: Path, rows: int = 10_000, megabytes: int = 500) -> Iterator[tuple[str, str]]:
    """Yield the address of a Virtuoso without data, kept in `folder`, and where its interpreter for SQL listens; it may
    read files below `allowed`."""
    port, control = free_port(), free_port()
    buffers = megabytes * 85
    ini = folder / "virtuoso.ini"
    told = _VIRTUOSO.format(
        folder=folder, allowed=allowed, port=port, control=control, rows=rows, buffers=buffers, dirty=buffers * 3 // 4
    )
    ini.write_text(told)
    with _running(["virtuoso-t", "-f", "-c", str(ini)]):
        yield wait_for(f"http://127.0.0.1:{port}/sparql"), f"127.0.0.1:{control}"


def wait_for(address: str) -> str:
    """Return the address once it answers a query."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}?query=ASK%20%7B%7D", timeout=5).close()
            return address
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@contextmanager
def _running(command: list) -> Iterator[None]:
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
