"""Virtuoso 7 as the store behind the site: a snapshot loaded into it in bulk by its own loader, and counted."""

import shutil
import subprocess
from pathlib import Path

from teiju_graph.engines.snapshot import DUMP, MARK, read_snapshot
from teiju_graph.errors import BrokenError, GraphError, UnavailableError
from teiju_graph.files import shown
from teiju_graph.vocab import graph

UNION = graph("union").value  # what is the default graph elsewhere has a name in Virtuoso
_COUNT = "SPARQL SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def load_virtuoso(folder: Path, server: str, user: str, password: str) -> dict[str, int]:
    """Load the snapshot in a folder into the Virtuoso that runs on this machine at `server` (127.0.0.1:1111), in the place
    of what its graphs held before. Return how many statements each of its graphs has, the union among them.
    GraphError: there is no snapshot, or it is damaged; UnavailableError: Virtuoso does not answer or may not read the
    folder; BrokenError: it holds something else afterwards."""
    place = folder.resolve()
    snapshot = read_snapshot(place)
    if not snapshot:
        raise GraphError(
            "スナップショットではありません。teiju snapshot で作ってください。",
            "is no snapshot; make one with teiju snapshot.",
            file=shown(folder),
        )
    snapshot.check(place)
    expected = {**snapshot.graphs, UNION: snapshot.statements}
    quoted = str(place).replace("'", "''")
    where = f"WHERE ll_file = '{quoted}/{DUMP}'"
    steps = [
        "log_enable(3, 1)",  # row by row, or a large graph can't be cleared
        *(f"SPARQL CLEAR GRAPH <{name}>" for name in expected),
        f"DELETE FROM DB.DBA.LOAD_LIST {where}",
        f"ld_dir('{quoted}', '{DUMP}', '{UNION}')",
        "rdf_loader_run()",
        "checkpoint",
    ]
    tell = _Interpreter(server, user, password)
    tell(f"SELECT length(file_to_string('{quoted}/{MARK}'))")  # it may read the folder: nothing is cleared in vain
    tell("; ".join(steps))
    told = [line.split() for line in tell(_COUNT).splitlines()]
    counted = {line[0]: int(line[1]) for line in told if len(line) == 2 and line[1].isdigit()}
    found = {name: counted.get(name, 0) for name in expected}
    if found != expected:
        failed = tell(f"SELECT ll_error FROM DB.DBA.LOAD_LIST {where}").strip()
        raise BrokenError(
            f"Virtuoso に入った文の数が違います({found}、正しくは {expected})。{failed}",
            f"Virtuoso holds other numbers of statements: {found} instead of {expected}. {failed}",
        )
    return found


class _Interpreter:
    """Virtuoso's own client for SQL."""

    def __init__(self, server: str, user: str, password: str):
        program = shutil.which("isql-vt") or shutil.which("isql-v")
        if not program:
            raise UnavailableError(
                "isql-vt がありません。apt-get install virtuoso-opensource-7 で入ります。",
                "There is no isql-vt; apt-get install virtuoso-opensource-7 brings it.",
            )
        self._command = [program, server, user, password, "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", "ERRORS=STDOUT"]

    def __call__(self, statements: str) -> str:
        """Run statements; return what is printed. UnavailableError: one fails."""
        told = subprocess.run([*self._command, f"EXEC={statements};"], capture_output=True, text=True, check=False)
        said = told.stdout + told.stderr
        if told.returncode == 0 and "*** Error" not in said:
            return told.stdout
        why = " ".join(said.split())
        remedy_ja, remedy_en = (
            "接続先と利用者とパスワードを確かめてください",
            "check the address, the user and the password",
        )
        if "FA003" in why:
            remedy_ja = "virtuoso.ini の DirsAllowed にスナップショットのあるフォルダを足してください"
            remedy_en = "add the folder of the snapshots to DirsAllowed in virtuoso.ini"
        raise UnavailableError(
            f"Virtuoso に入れられません。{remedy_ja}:{why}", f"can't be loaded into Virtuoso; {remedy_en}: {why}"
        )
