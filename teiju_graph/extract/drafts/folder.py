"""The folder of a drafted source: tables, description, passages and review, made together and proven before written."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from teiju_graph.errors import TableError, TeijuError
from teiju_graph.extract.drafts.draft import DraftRow
from teiju_graph.extract.drafts.earlier import Earlier, find_earlier, reuse_departments
from teiju_graph.extract.drafts.kept import MEMORY, Kept, keeps_description, merge, recall_keys, remember
from teiju_graph.extract.drafts.origin import describe
from teiju_graph.extract.drafts.things import make_rows
from teiju_graph.extract.reading import Reading
from teiju_graph.files import read_text
from teiju_graph.tables.sources import Text
from teiju_graph.tables.verify import record, verify

LAYOUTS = ("table", "prose")


@dataclass
class Drafted:
    """A draft: the rows as they were read, what was kept of a person's, the earlier edition, what `teiju verify` says
    of it, and its files by name."""

    key: str
    reading: Reading
    rows: list[DraftRow]
    kept: Kept
    earlier: Earlier | None
    findings: list[TeijuError] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


def make_draft(reading: Reading, key: str, folder: Path, tables: Path, replaces: str = "") -> Drafted:
    """Return the draft of the source `key` that belongs into `folder`. tables: the folder with the other sources;
    replaces: the key of the earlier edition, found by its names where it is empty. TableError: the key has another
    form; SourceError: a source can't be read."""
    rows = make_rows(reading, key)
    earlier = find_earlier(rows, tables, key, replaces)
    reuse_departments(rows, tables, key)
    recall_keys(folder, rows)
    drafted = Drafted(key, reading, rows, merge(folder, rows), earlier)
    told = earlier.source.key if earlier else ""
    tried = []
    for layout in LAYOUTS:
        description = describe(reading, rows, told, layout)
        shown = read_text(folder / "source.toml") if keeps_description(folder) else description
        files = {**drafted.kept.files(), "source.toml": shown.encode(), MEMORY: remember(rows, description)}
        if (folder / "passages.csv").exists():
            files["passages.csv"] = (folder / "passages.csv").read_bytes()
        findings, passages = _prove(files, key, tables, reading)
        tried.append((len(findings), findings, {**files, **passages}))
    _, drafted.findings, drafted.files = min(tried, key=lambda each: each[0])
    return drafted


def _prove(
    files: dict[str, bytes], key: str, tables: Path, reading: Reading
) -> tuple[list[TeijuError], dict[str, bytes]]:
    """What `teiju verify` finds in these files beside the other sources, and their passages with digests."""
    text = Text(reading.rendition.text.encode())
    with tempfile.TemporaryDirectory() as name:
        beside = Path(name)
        for other in tables.iterdir():
            if other.is_dir() and other.name != key:
                (beside / other.name).symlink_to(other.resolve())
        (beside / key).mkdir()
        for file, content in files.items():
            (beside / key / file).write_bytes(content)
        try:
            path, passages = record(beside, key, text)
            path.write_bytes(passages)
            return [_placed(each, key) for each in verify(beside, key, text)], {"passages.csv": passages}
        except TableError as error:
            return [_placed(error, key)], {}


def _placed(finding: TeijuError, key: str) -> TeijuError:
    """The finding with the place where the file will stand."""
    finding.file = f"{key}/{Path(finding.file).name}" if finding.file else key
    return finding
