"""A release: pages, documents, dumps, reports and digests, built from one store and put in its place as a whole."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from teiju_graph.ahead import Ahead
from teiju_graph.engines.store import MemoryStore, open_store, select
from teiju_graph.errors import GraphError, ParameterError
from teiju_graph.files import folder
from teiju_graph.metadata.terminology import read_version
from teiju_graph.pages import read_columns
from teiju_graph.publish.addresses import file_of
from teiju_graph.publish.naming import in_order, name_release
from teiju_graph.publish.pages import Renderer, render, write_file
from teiju_graph.publish.report import find_all, write_report
from teiju_graph.publish.target import MARK, RELEASES, SUMS, building, keep, link_files, mark_of, read_mark, releases_in
from teiju_graph.publish.words import write_words_index
from teiju_graph.queries import page_query
from teiju_graph.releases.changes import Changes, read_changes, write_patch, write_words
from teiju_graph.releases.dumps import dump_names, graph_names
from teiju_graph.releases.release import read_release
from teiju_graph.vocab import BASE, path_of
from teiju_graph.web import create_app
from teiju_graph.web.publication import Publication

_LIVE_ONLY = (
    "healthz",
    "readyz",
    "metrics",
    "openapi.json",
    "graph-store",
    "shared.csv",
    "shared.json",
    "suggest",
    "ask.json",
    "search.json",
)
_QUERIES = (
    "labels",
    "names",
    "cooperation-participants",
    "finder-all",
    "finder-any",
    "finder-only",
)  # what the site's own scripts ask
_OWN = ("static/", "reports/", RELEASES, SUMS)  # what is written here, not answered by the site


@dataclass(frozen=True)
class Published:
    """What was published: the release, how many files it has, and the addresses that pages lead to in vain."""

    publication: Publication
    files: int
    missing: tuple[str, ...]


def publish(
    target: Path,
    data: Path | None = None,
    base_url: str = "",
    version: str = "",
    processes: int = 0,
    tell: Callable[[int, int], None] = lambda done, all_: None,
) -> Published:
    """Publish the Turtle files of the folder `data` (the release's own where None) as the folder `target`; a release
    that stands there is kept below `releases/`.

    base_url: where the folder will be served; the canonical address where empty. version: the name of the
    release; naming.name_release chooses one where it is empty. tell: called with the numbers of addresses written and known so far.
    ParameterError: the base URL has no scheme, or the version was published with other data. GraphError: the data hold
    a draft that nobody has reviewed. InputError: the folder holds foreign files, or can't be written to; it is as it
    was then."""
    base_url = read_base_url(base_url)
    store = open_store(data)
    version = name_release(target, read_release(store).digest, version)
    _refuse_drafts(store)
    with building(target) as new:
        publication = _describe(target, store, base_url, version)
        keep(target, new, version)
        renderer = Renderer(create_app(Ahead(store), published=publication), base_url, new)
        lines: list[str] = []
        missing = _render(renderer, store, processes or os.cpu_count() or 1, lines, tell)
        lines.append(write_file(new, "static/published/search.json", write_words_index(store)))
        for name, content in _own_files(publication):
            lines.append(write_file(new, name, content))
        write_file(new, SUMS, "".join(f"{line}\n" for line in lines).encode())
        _give_address(new, publication, renderer)
    return Published(publication, len(lines), tuple(missing))


def read_base_url(text: str) -> str:
    """Return the address, ending with a slash; the canonical one where it is empty. ParameterError: it is no whole
    address of the web."""
    parts = urlsplit(text or BASE)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ParameterError(
            f"「{text}」は http:// か https:// で始まるアドレスではありません。例:https://example.lg.jp/teiju/",
            f"“{text}” is no address that begins with http:// or https://, as https://example.lg.jp/teiju/ does.",
            column="--base-url",
        )
    return f"{(text or BASE).rstrip('/')}/"


def _refuse_drafts(store: MemoryStore) -> None:
    """Drafts give things a Japanese name and a word in place of the English one, until a person writes it."""
    those = [path_of(row["thing"].value) for row in select(store, page_query("untranslated").fill({}))]
    if those:
        raise GraphError(
            f"確認の済んでいない下書きは公開できません。{those[0]} など {len(those)} 件の英語の名称を書いて teiju build を"
            "実行するか、下書きのフォルダを data/tables の外に移してください。",
            f"hold a draft that nobody has reviewed: write the English names of {those[0]} and others ({len(those)}) and "
            "run teiju build, or move the draft's folder out of data/tables.",
        )


def _describe(target: Path, store: MemoryStore, base_url: str, version: str) -> Publication:
    """The release as its pages tell it; beside the one before, which stands in the target or is kept there."""
    release = read_release(store)
    mark = read_mark(target) or {}
    again = mark.get("version") == version
    before = mark.get("previous", "") if again else mark.get("version", "")
    kept = {each.name for each in releases_in(target)} - {version}
    place = target / RELEASES / before if again else target
    changes = read_changes(open_store(place), store) if before else Changes()
    return Publication(
        version=version,
        date=release.as_of,
        digest=release.digest,
        base_url=base_url,
        previous=before,
        changes=changes,
        violations=tuple(find_all(store)),
        earlier=in_order({*kept, *([before] if before else [])}),
    )


def _render(
    renderer: Renderer, store: MemoryStore, processes: int, lines: list[str], tell: Callable[[int, int], None]
) -> list[str]:
    """Write what the site answers: what is known beforehand, then what pages lead to. Return what is missing."""
    seeds = [*_paths_of_data(store), *_first_paths(renderer.app), *_paths_of_things(store)]  # what takes longest first
    waiting = list({file_of(path): path for path in seeds}.values())
    known = {file_of(path) for path in waiting}
    unlinked, missing, done = set(waiting), [], 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell(done, len(known))

    while waiting:
        found: dict[str, str] = {}
        for written in render(renderer, waiting, processes, count):
            lines += written.lines
            found |= {file_of(path): path for path in written.found}
            missing += [path for path in written.missing if path not in unlinked]
        waiting = [found[file] for file in sorted(found.keys() - known) if not file.startswith(_OWN)]
        known |= found.keys()
    return missing


def _first_paths(app: Flask) -> Iterator[str]:
    """The addresses without parameters that the site has, in both languages."""
    for rule in app.url_map.iter_rules():
        path = str(rule)[1:]
        if "GET" in (rule.methods or ()) and not rule.arguments and path not in _LIVE_ONLY:
            yield path.rstrip("/")
            yield f"en/{path}" if "." not in path else path


def _paths_of_things(store: MemoryStore) -> Iterator[str]:
    for row in select(store, page_query("things").text):
        path = path_of(row["thing"].value)
        if "/" in path:
            yield from (f"doc/{path}.html", f"en/doc/{path}.html", f"doc/{path}.ttl", f"doc/{path}.jsonld")
        yield f"id/{path}"


def _paths_of_data(store: MemoryStore) -> Iterator[str]:
    yield from (f"graph/{name}" for name in graph_names(store))
    yield from (f"dumps/{name}" for name in dump_names(store))
    yield f"ontology/{read_version()}"


def _own_files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """The files that are not answered by the site: styles and scripts, reports, the mark."""
    static = folder("web/static")
    for path in sorted(path for path in static.rglob("*") if path.is_file()):
        name = path.relative_to(static).as_posix()
        yield (f"static/{name}" if name != _WORKER else "worker.js"), path.read_bytes()
    for name in _QUERIES:
        yield f"static/published/{name}.rq", page_query(name).text.encode()
    yield "static/published/columns.json", json.dumps(read_columns(), ensure_ascii=False).encode()
    earl = folder("docs/conformance") / "earl.ttl"
    if earl.exists():
        yield "reports/earl.ttl", earl.read_bytes()
    yield "reports/validation.ttl", write_report(list(publication.violations))
    if publication.previous:
        yield "reports/changes.rdfp", write_patch(publication.changes)
        for lang in ("ja", "en"):
            yield f"reports/changes.{lang}.txt", write_words(publication.changes, lang).encode()
    yield ".nojekyll", b""  # else GitHub Pages leaves out .well-known
    yield (
        MARK,
        mark_of(
            version=publication.version,
            previous=publication.previous,
            date=publication.date,
            digest=publication.digest,
            base_url=publication.base_url,
        ),
    )


_WORKER = "published/worker.js"  # a service worker answers below its own place only: at the root


def _give_address(new: Path, publication: Publication, renderer: Renderer) -> None:
    """Let the release have its own address from the first day: its dumps, and a page that leads to the site."""
    place = new / RELEASES / publication.version
    names = [
        f"dumps/{path.relative_to(new / 'dumps').as_posix()}"
        for path in sorted((new / "dumps").rglob("*"))
        if path.is_file()
    ]
    names = [name for name in names if not name.endswith(".html")]
    link_files(new, [*names, MARK], place)
    page = renderer.forwarding("/changes", f"{RELEASES}/{publication.version}/index.html")
    sums = _lines_of(new / SUMS, {*names, MARK})
    sums.append(write_file(place, "index.html", page))
    write_file(place, SUMS, "".join(f"{line}\n" for line in sums).encode())


def _lines_of(sums: Path, names: Iterable[str]) -> list[str]:
    """The lines of a list of digests that are about these files."""
    wanted = set(names)
    return [line for line in sums.read_text(encoding="utf-8").splitlines() if line[66:] in wanted]
