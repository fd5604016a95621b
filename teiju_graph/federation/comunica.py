"""Comunica, which answers any query over several endpoints, in a process of its own that has little time and memory, no
files, and no host to ask but the endpoints."""

import json
import resource
import shutil
import subprocess
import tempfile

from pyoxigraph import QueryResultsFormat

from teiju_graph.engines.remote import read_graph, read_table
from teiju_graph.engines.store import Answer
from teiju_graph.engines.tokens import find_keywords, query_form
from teiju_graph.errors import DeadlineError, LimitError, QueryError, UnavailableError
from teiju_graph.files import folder

PROGRAM = folder("web/comunica") / "ask.cjs"
# Versions of Node: the oldest that Comunica runs on, the first that calls the option --permission, the first that asks for net.
_OLDEST, _RENAMED, _NETWORK = 20, 24, 25


class Comunica:
    """Several endpoints as one. A query may take `seconds` in all, `memory` bytes beside Node's code, and its answer
    `most` bytes. Where several endpoints say the same, rows may come several times."""

    def __init__(self, endpoints: list[str], seconds: float = 60.0, memory: int = 2**29, most: int = 64 * 2**20):
        self._endpoints, self._seconds, self._memory, self._most = endpoints, seconds, memory, most

    def query(self, text: str) -> Answer:
        """Return the answer of a SPARQL 1.1 query. QueryError: it is none, or asks other hosts by SERVICE;
        UnavailableError: Comunica is not there, or an endpoint can't answer; DeadlineError, LimitError: the time is up, the
        memory or the answer too large; BrokenError: what comes is no answer."""
        form = query_form(text)
        if find_keywords(text, {"SERVICE"}):
            raise QueryError(
                "SERVICE は使えません。問い合わせ先は一覧で示してください。",
                "can't use SERVICE; the endpoints are those of the list.",
            )
        content = self._run(json.dumps({"query": text, "endpoints": self._endpoints}).encode())
        if form in ("CONSTRUCT", "DESCRIBE"):
            return read_graph(content, "application/n-triples")
        return read_table(content, QueryResultsFormat.XML if form == "SELECT" else QueryResultsFormat.JSON)

    def _run(self, told: bytes) -> bytes:
        command = _command(self._memory)
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryDirectory() as place:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=answer, stderr=subprocess.PIPE, cwd=place, env={}
            )
            with process:
                for limit, most in self._limits().items():
                    resource.prlimit(process.pid, limit, (most, most))
                try:
                    _, words = process.communicate(told, timeout=self._seconds)
                except subprocess.TimeoutExpired as error:
                    raise DeadlineError(
                        f"Comunica は {self._seconds:g} 秒で答えられませんでした。条件を足してください。",
                        f"Comunica did not answer within {self._seconds:g} seconds; add conditions.",
                    ) from error
                finally:
                    process.kill()
            answer.seek(0)
            content = answer.read()
        if process.returncode < 0 or len(content) >= self._most:
            raise LimitError(
                "Comunica がメモリか答えの上限に達しました。LIMIT を付けるか、条件を足してください。",
                "Comunica passed its limit of memory, or of the answer; add a LIMIT or conditions.",
            )
        if process.returncode:
            why = " ".join(words.decode("utf-8", "replace").split())[-300:]
            raise UnavailableError(f"Comunica が答えられません:{why}", f"Comunica can't answer: {why}")
        return content

    def _limits(self) -> dict[int, int]:
        """What the process may take, by the limits of the system; its answer is a file."""
        return {
            resource.RLIMIT_DATA: 2 * self._memory,  # Node's heap is half of it
            resource.RLIMIT_CPU: int(self._seconds) + 1,
            resource.RLIMIT_FSIZE: self._most,
            resource.RLIMIT_CORE: 0,
        }


def _command(memory: int) -> list[str]:
    """How Comunica is started: it may read no file but its own, write none, and start nothing."""
    node = shutil.which("node")
    if not node or not PROGRAM.exists():
        raise UnavailableError(
            "Comunica がありません。Node と npm を入れてから、teiju_graph を入れ直してください。",
            "Comunica is not there: install Node and npm, then install teiju_graph again.",
        )
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = int(told.strip().lstrip("v").partition(".")[0] or 0)
    if version < _OLDEST:
        raise UnavailableError(
            f"Comunica には Node {_OLDEST} 以上が要ります({told.strip()} があります)。",
            f"Comunica needs Node {_OLDEST} or newer; there is {told.strip()}.",
        )
    permission = ["--permission" if version >= _RENAMED else "--experimental-permission", f"--allow-fs-read={PROGRAM}"]
    if version >= _NETWORK:
        permission.append("--allow-net")
    return [node, "--no-warnings", f"--max-old-space-size={memory // 2**20}", *permission, str(PROGRAM)]
