"""Sources: what `source.toml` says of each, and the lines of a text with their digest."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from teiju_graph.errors import MissingError, SourceError
from teiju_graph.files import read_text, read_toml, shown

_LINES = re.compile(r"(?:(?P<source>[a-z0-9-]+):)?(?P<first>[1-9]\d*)(?:-(?P<last>[1-9]\d*))?")


@dataclass(frozen=True, order=True)
class Lines:
    """Lines `first` to `last` (1-based, inclusive) of a source."""

    source: str
    first: int
    last: int

    @property
    def key(self) -> str:
        """The part of the passage's address after `l`: `25`, `39-43`."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def path(self) -> str:
        """The passage's address below `id/`."""
        return f"passage/{self.source}-l{self.key}"


def read_lines(cell: str, source: str) -> list[Lines]:
    """Return the lines that a cell such as `25; 39-43; muroran-2023:41` names; `source` is meant where none is named.
    ValueError: the cell has another form."""
    found = []
    for part in filter(None, map(str.strip, cell.split(";"))):
        match = _LINES.fullmatch(part)
        if not match or int(match["last"] or match["first"]) < int(match["first"]):
            raise ValueError(part)
        first = int(match["first"])
        found.append(Lines(match["source"] or source, first, int(match["last"] or first)))
    return found


@dataclass(frozen=True)
class Text:
    """A source's text as lines split at LF; the digests follow `teiju:sha256` (no final LF)."""

    content: bytes

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their LF."""
        return self.content.decode("utf-8").split("\n")

    @property
    def sha256(self) -> str:
        """SHA-256 of the whole file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def passage(self, lines: Lines) -> str:
        """Return the lines joined by LF. SourceError: the text ends before them."""
        if lines.last > len(self.lines):
            raise SourceError(
                f"{lines.key}行目は原文({len(self.lines)}行)にありません。lines を直してください。",
                f"has no line {lines.last}: it ends at {len(self.lines)}; correct the column lines.",
                file=lines.source,
            )
        return "\n".join(self.lines[lines.first - 1 : lines.last])

    def digest(self, lines: Lines) -> str:
        """Return the SHA-256 of those lines, in hexadecimal."""
        return hashlib.sha256(self.passage(lines).encode()).hexdigest()


def read_source_text(path: Path) -> Text:
    """Return the user's copy of a source. InputError: it is missing or not UTF-8."""
    read_text(path)
    return Text(path.read_bytes())


@dataclass(frozen=True)
class Source:
    """One folder of `data/tables/`.

    layout: `table` (tab-separated rows; `cells` says which column stands in which cell, `headings` which lines are headings of tables), `prose`, or `own` (our own
    table, `document`, is the text). file, file_sha256: the document that the lines are a rendition of, where it is no
    text. prefecture: where names of municipalities are looked up first. graph: the name of
    the named graph. licence: an address, or `unknown`."""

    key: str
    folder: Path
    title_ja: str
    title_en: str
    layout: str
    graph: str
    lines: str = ""
    publisher_ja: str = ""
    publisher_en: str = ""
    as_of: date | None = None
    sha256: str = ""
    licence: str = "unknown"
    prefecture: str = ""
    zone: str = ""
    document: str = ""
    replaces: str = ""
    file: str = ""
    file_sha256: str = ""
    headings: str = ""
    cells: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def description(self) -> Path:
        """The path of its source.toml."""
        return self.folder / "source.toml"

    @cached_property
    def own_text(self) -> Text:
        """The text of a source whose document is our own table."""
        return Text(read_text(self.folder / self.document).encode())


def read_source(folder: Path) -> Source:
    """Return the source whose tables stand in `folder`. SourceError: source.toml lacks a key or has an unknown one."""
    path = folder / "source.toml"
    told = read_toml(path)
    known = set(Source.__dataclass_fields__) - {"key", "folder"}
    needed = {"title_ja", "title_en", "layout"}
    for key in sorted(needed - told.keys()):
        raise SourceError(f"「{key}」を書き足してください。", f"lacks {key}; add it.", file=shown(path), column=key)
    for key in sorted(told.keys() - known):
        raise SourceError(
            f"「{key}」という項目はありません。使えるのは {', '.join(sorted(known))} です。",
            f"has an unknown key; known are {', '.join(sorted(known))}.",
            file=shown(path),
            column=key,
        )
    if told["layout"] not in ("table", "prose", "own"):
        raise SourceError(
            "layout は table、prose、own のどれかです。",
            "layout is table, prose or own.",
            file=shown(path),
            column="layout",
        )
    return Source(key=folder.name, folder=folder, **{"graph": folder.name, **told})


def read_sources(tables: Path) -> list[Source]:
    """Return every source below the folder `data/tables`, by key. SourceError: there is none."""
    found = [read_source(path.parent) for path in sorted(tables.glob("*/source.toml"))]
    if not found:
        raise SourceError(
            "出典(source.toml のあるフォルダ)がありません。表のあるフォルダで実行するか、--tables で示してください。",
            "holds no source (a folder with source.toml); run the command where the tables are or give --tables.",
            file=shown(tables),
        )
    return found


def find_source(tables: Path, key: str) -> Source:
    """Return the source `key`. MissingError: there is none of that name; the message lists those there are."""
    every = {source.key: source for source in read_sources(tables)}
    if key not in every:
        raise MissingError(
            f"出典「{key}」はありません。あるのは {', '.join(every)} です。",
            f"There is no source “{key}”; there are {', '.join(every)}.",
        )
    return every[key]


def own_lines(source: Source) -> list[Lines]:
    """Return the lines that the description of the source itself derives from; the heading of an own table.
    SourceError: `lines` in source.toml can't be read."""
    try:
        return read_lines(source.lines or "1", source.key)
    except ValueError as error:
        raise SourceError(
            f"「{error}」は行の書き方ではありません。3;7 のように書いてください。",
            f"“{error}” does not name lines; write 3;7.",
            file=shown(source.description),
            column="lines",
        ) from error
