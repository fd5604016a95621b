"""One harvest: every publisher's release fetched and proved, those that pass put together, the others as they were."""

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode

from teiju_graph.errors import MissingError, TeijuError
from teiju_graph.files import folder, replace, workspace
from teiju_graph.harvest.contribution import (
    INFERRED,
    Contribution,
    Statements,
    find_trespasses,
    read_contribution,
    unpack,
)
from teiju_graph.harvest.provenance import describe_editors, describe_harvest
from teiju_graph.harvest.release import FETCHED, Limits, Release, fetch
from teiju_graph.harvest.report import REPORT, Entry, read_releases, write_report
from teiju_graph.ontology import SCHEMES, TERMS, read_turtle
from teiju_graph.publishers import Publisher, read_publishers
from teiju_graph.tables.build import write_turtle
from teiju_graph.validation.check import check
from teiju_graph.vocab import A

_TABLES = ("municipalities.ttl", "zones.ttl")  # the graphs that a harvest takes from here, not from publishers
_AT_ONCE = 8


@dataclass
class _State:
    """What is there: the list, the shared tables, and what each publisher contributed so far."""

    listing: Path
    tables: list[Path]
    releases: dict[str, Release]
    contributions: dict[str, Contribution]


@dataclass
class _Draft:
    """What one publisher was asked and answered, and what speaks against it. new: None where nothing came."""

    publisher: Publisher
    findings: list[TeijuError]
    release: Release | None = None
    content: bytes = b""
    new: Contribution | None = None

    @property
    def passes(self) -> bool:
        """Whether something came that nothing speaks against."""
        return self.new is not None and not self.findings


def harvest(
    listing: Path,
    into: Path,
    limits: Limits | None = None,
    grown: frozenset[str] = frozenset(),
) -> list[Entry]:
    """Fetch the releases of the publishers of a list, and write what passes into a folder of Turtle files, one for each
    graph, with the shared tables of data/ttl. Return what became of each publisher, in the order of the list.

    A publisher that can't be reached, or whose release is broken or breaks a rule, is skipped whole: what the folder holds
    of it stays. grown: the keys of those whose release may be any size below the limit. InputError: the list can't be
    read, the folder holds other files or can't be written to; nothing has changed then."""
    publishers, limits = read_publishers(listing), limits or Limits()
    if unknown := ", ".join(sorted(grown - {each.key for each in publishers})):
        raise MissingError(f"一覧に {unknown} はありません。", f"There is no {unknown} in the list.")
    state = _read_state(listing, into, publishers)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asked = pool.map(lambda each: _ask(each, state, limits, each.key in grown), publishers)
        drafts = list(asked)
    _judge(drafts, state)
    entries = [_take(each, state) for each in drafts]
    _write(into, state, entries, {each.publisher.key: each.content for each in drafts if each.passes})
    return entries


def _read_state(listing: Path, into: Path, publishers: list[Publisher]) -> _State:
    """What the last harvest left of these publishers, and still is what was fetched then."""
    state = _State(listing, [workspace("data/ttl") / name for name in _TABLES], {}, {})
    known = read_releases(into)
    for key in (each.key for each in publishers if each.key in known):
        text = known[key].read(into, key)
        if text is not None:
            state.releases[key], state.contributions[key] = known[key], read_contribution(key, text)
    return state


def _ask(publisher: Publisher, state: _State, limits: Limits, grown: bool) -> _Draft:
    try:
        answer = fetch(publisher, state.releases.get(publisher.key), limits, grown)
        if answer is None:
            return _Draft(publisher, [])
        release, content = answer
        text = unpack(content, release.unpacked) if release.packed else content
        return _Draft(publisher, [], release, content, read_contribution(publisher.key, text))
    except TeijuError as error:
        return _Draft(publisher, [error])


def _judge(drafts: list[_Draft], state: _State) -> None:
    """Find what speaks against what came: it says what others have to say, or breaks a rule that `teiju check` knows."""
    shared, current = _described_by_all(state), dict(state.contributions)
    for draft in drafts:
        if draft.new:
            key = draft.new.key
            others = [each for name, each in current.items() if name != key]
            draft.findings += _once(find_trespasses(draft.new, others, shared))
            if not draft.findings:
                current[key] = draft.new
    passing = [each for each in drafts if each.passes]
    if passing and _check([each.new for each in passing if each.new], state):  # all at once: mostly nothing is wrong
        for draft in passing:
            draft.findings += _once(_check([draft.new] if draft.new else [], state))


def _check(contributions: list[Contribution], state: _State) -> list[TeijuError]:
    """What breaks a rule in the contributions, seen beside the shared tables."""
    with tempfile.TemporaryDirectory() as place:
        outputs = {Path(place) / f"{name}.ttl": told for name, told in _written(contributions, state).items()}
        replace(outputs)
        return [*check([*state.tables, *outputs])]


def _take(draft: _Draft, state: _State) -> Entry:
    """Take what passes into the state; say what became of it."""
    key, notes = draft.publisher.key, []
    if draft.passes and draft.new and draft.release:
        state.releases[key], state.contributions[key] = draft.release, draft.new
        notes = list(_compare_shared(draft.new, state))
    outcome = "skipped" if draft.findings else "taken" if draft.new else "unchanged"
    mine = state.contributions.get(key)
    graphs, statements = (sorted(mine.graphs), len(mine)) if mine else ([], 0)
    return Entry(draft.publisher, outcome, state.releases.get(key), draft.findings, graphs, statements, notes)


def _once(found: Iterable[TeijuError]) -> list[TeijuError]:
    return list({each.message("en"): each for each in found}.values())


def _described_by_all(state: _State) -> set[NamedNode]:
    """The things of the shared tables and the vocabulary."""
    files = [*state.tables, *(folder("ontology") / name for name in (*SCHEMES, TERMS))]
    return {each.subject for path in files for each in read_turtle(path) if each.predicate == A}  # type: ignore[misc]


def _compare_shared(new: Contribution, state: _State) -> Iterator[tuple[str, str]]:
    """Yield what a publisher's own copies of the shared tables say and ours do not; it is not taken."""
    for path in state.tables:
        theirs = new.shared.get(path.stem)
        if not theirs:
            continue
        ours = pyoxigraph.Store()  # it writes numbers as the store that their dump was made of
        ours.bulk_load(path=str(path))
        more = len(theirs - {each.triple for each in ours})
        if more:
            yield (
                f"共通の表 {path.stem} の {more:,} 文はここの表にありません。ここの表を使います。",
                f"{more:,} statements of its table {path.stem} are not in the one here; the one here is used.",
            )


def _written(contributions: Iterable[Contribution], state: _State) -> dict[str, bytes]:
    """The graphs as Turtle, by name; with the description of the editors, whom the vocabulary names as its source too."""
    graphs: Statements = {INFERRED: describe_editors(state.listing)}
    for each in contributions:
        for name, statements in each.graphs.items():
            graphs.setdefault(name, set()).update(statements)
    return {name: write_turtle(statements) for name, statements in sorted(graphs.items())}


def _write(into: Path, state: _State, entries: list[Entry], fetched: dict[str, bytes]) -> None:
    """Write the graphs and the report, and delete what no publisher of the list contributes any more."""
    outputs = {state.releases[key].place(into, key): content for key, content in fetched.items()}
    if state.contributions:
        outputs |= {into / path.name: path.read_bytes() for path in state.tables}
        outputs |= {into / f"{name}.ttl": told for name, told in _written(state.contributions.values(), state).items()}
        outputs[into / "harvested.ttl"] = write_turtle(describe_harvest(entries))
    outputs[into / REPORT] = write_report(entries)
    replace({path: content for path, content in outputs.items() if not _holds(path, content)})
    kept = {release.place(into, key) for key, release in state.releases.items()}
    for stale in {*into.glob("*.ttl"), *(into / FETCHED).glob("*")} - {*outputs, *kept}:
        stale.unlink()


def _holds(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content
