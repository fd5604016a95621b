"""Making snapshots: the data of a release as a folder that never changes, put in its place whole or not at all."""

import hashlib
import shutil
import tempfile
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from teiju_graph import __version__
from teiju_graph.engines.moments import open_as_of
from teiju_graph.engines.snapshot import DUMP, MARK, STORE, Snapshot, damaged, name_of, read_snapshot
from teiju_graph.engines.store import MemoryStore, select
from teiju_graph.errors import InputError
from teiju_graph.files import shown
from teiju_graph.queries import page_query


def write_snapshot(parent: Path, data: Path | None = None, moment: str = "") -> tuple[Path, bool]:
    """Write a snapshot of `data`, as of a moment (see open_as_of), below the folder `parent`. Return its folder, and whether it is new:
    one that stands there already is checked and left alone.
    GraphError: the data can't be read, or the snapshot that stands there is damaged. InputError: `parent` is itself a
    snapshot or no folder, something else has the name, or nothing can be written; all is as it was then."""
    if read_snapshot(parent) or (parent.exists() and not parent.is_dir()):
        raise InputError(
            "スナップショットを入れるフォルダではありません。その上のフォルダを示してください。",
            "is no folder that holds snapshots; name the folder above it.",
            file=shown(parent),
        )
    store = open_as_of(data, moment)
    place = parent / name_of(store.digest)
    if place.exists():
        check_snapshot(place, store.digest)
        return place, False
    try:
        parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=parent))
        try:
            _write(store, beside)
            beside.chmod(0o755)
            beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"書けません({error.strerror or error})。空きと権限を確かめてください。",
            f"can't be written ({error.strerror or error}); check the space and the rights.",
            file=shown(parent),
        ) from error
    return place, True


def check_snapshot(place: Path, digest: str) -> None:
    """See whether a folder holds the snapshot of that digest, its dump and its store whole. InputError: it holds
    something else; GraphError: it is damaged."""
    found = read_snapshot(place)
    if not found or found.digest != digest:
        raise InputError(
            "同じ名前の別のものがあります。よけてから、もう一度実行してください。",
            "is something else of the same name; move it away and run this again.",
            file=shown(place),
        )
    found.check(place)
    try:
        held = len(pyoxigraph.Store.read_only(str(place / STORE)))
    except (OSError, RuntimeError, ValueError) as error:
        raise damaged(place, STORE) from error
    if held != found.size:
        raise damaged(place, STORE)


def _write(store: MemoryStore, into: Path) -> None:
    """Write what a snapshot consists of, each file read-only."""
    store.dump(into / DUMP)
    with (into / DUMP).open("rb") as stream:
        written = hashlib.file_digest(stream, "sha256").hexdigest()
    rows = select(store, page_query("graph-sizes").text)
    sizes = {row["graph"] and row["graph"].value: int(row["statements"].value) for row in rows}
    snapshot = Snapshot(__version__, store.digest, written, sizes.pop(None), sizes)
    (into / MARK).write_bytes(snapshot.mark())
    indexed = pyoxigraph.Store(str(into / STORE))
    indexed.bulk_load(path=str(into / DUMP), format=RdfFormat.N_QUADS)
    indexed.optimize()
    del indexed  # closes it
    for path in into.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
