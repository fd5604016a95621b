"""Snapshots on disk: folders that hold one dataset for good, named by its content, which many servers may share.

    teiju-3cdf7a377163/
        snapshot.json   what it is: digest, version of the software, licence, statements of each graph
        teiju.nq        the dataset, its union as the default graph
        store/          the same as a store on disk, for the Oxigraph server

Every file is written once and read-only from then on."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from teiju_graph.errors import GraphError
from teiju_graph.files import shown

MARK, DUMP, STORE = "snapshot.json", "teiju.nq", "store"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SOFTWARE = "teiju_graph"
_SHOWN = 12  # as many figures of the digest as a citation of the release shows


@dataclass(frozen=True)
class Snapshot:
    """What a snapshot says of itself. version: of the software; digest: of the data; dump: the SHA-256 of teiju.nq;
    statements: of the union; graphs: statements of each named graph, by its address."""

    version: str
    digest: str
    dump: str
    statements: int
    graphs: dict[str, int]
    licence: str = LICENCE

    @property
    def size(self) -> int:
        """How many statements the store holds, those of the union and of each graph."""
        return self.statements + sum(self.graphs.values())

    def mark(self) -> bytes:
        """Return the content of snapshot.json."""
        return json.dumps({"software": _SOFTWARE, **asdict(self)}, indent=1).encode() + b"\n"

    def check(self, folder: Path) -> None:
        """See whether the dump in the folder is the one that was written. GraphError: it is not."""
        try:
            with (folder / DUMP).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            digest = ""
        if digest != self.dump:
            raise damaged(folder, DUMP)


def read_snapshot(folder: Path) -> Snapshot | None:
    """Return what the snapshot in a folder says of itself; None where none stands there. GraphError: it is damaged."""
    try:
        told = json.loads((folder / MARK).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise damaged(folder, MARK) from error
    try:
        if told.pop("software") != _SOFTWARE:
            return None
        return Snapshot(**told)
    except (AttributeError, KeyError, TypeError) as error:
        raise damaged(folder, MARK) from error


def name_of(digest: str) -> str:
    """Return the name of the folder of the snapshot whose data have that digest."""
    return f"teiju-{digest[:_SHOWN]}"


def damaged(folder: Path, name: str) -> GraphError:
    """Return the error that a file of a snapshot is not as it was written."""
    return GraphError(
        f"スナップショットが壊れています({name})。消して、teiju snapshot で作り直してください。",
        f"is a damaged snapshot ({name}); remove it and make it again with teiju snapshot.",
        file=shown(folder),
    )
