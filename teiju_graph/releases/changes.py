"""What changed between two stores: thing by thing, in words that a clerk reads, and statement by statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from teiju_graph.engines.store import Store, select
from teiju_graph.labels import Link, read_labels
from teiju_graph.queries import page_query
from teiju_graph.vocab import BASE, PREF_LABEL, A, shorten, term

KINDS = {
    "added": ("追加", "Added"),
    "renamed": ("名称の変更", "Renamed"),
    "changed": ("変更", "Changed"),
    "replaced": ("置き換え", "Replaced"),
    "withheld": ("取り下げ", "Withheld"),
    "removed": ("削除", "Removed"),
}
_REPLACED_BY, _DEPRECATED = term("dcterms:isReplacedBy"), term("owl:deprecated")
_THINGS = BASE + "id/"
_Term = NamedNode | Literal
_Said = dict[NamedNode, set[tuple[NamedNode, _Term]]]


@dataclass(frozen=True)
class Edit:
    """What changed of one property of a thing: the values that went, and those that came."""

    property: Link
    gone: tuple[Link | str, ...]
    come: tuple[Link | str, ...]

    def words(self, lang: str) -> str:
        """Return the edit as a line of text."""
        gone, come = (
            ("、" if lang == "ja" else ", ").join(_quote(each, lang) for each in side)
            for side in (self.gone, self.come)
        )
        name = self.property.label(lang)
        if lang == "ja":
            return f"{name}:" + (
                f"{gone} → {come}" if gone and come else f"{come} が加わった" if come else f"{gone} がなくなった"
            )
        return f"{name}: " + (f"{gone} → {come}" if gone and come else f"{come} added" if come else f"{gone} removed")


@dataclass(frozen=True)
class Change:
    """What became of one thing. kind: one of KINDS; by: what replaces it."""

    thing: Link
    kind: str
    edits: tuple[Edit, ...] = ()
    by: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All that changed: things, and the statements that went and came, each with its graph."""

    things: list[Change] = field(default_factory=list)
    gone: list[Quad] = field(default_factory=list)
    come: list[Quad] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Change]:
        """Return the changes of a kind."""
        return [each for each in self.things if each.kind == kind]

    def __bool__(self) -> bool:
        return bool(self.gone or self.come)


def read_changes(old: Store, new: Store) -> Changes:
    """Return what changed from one store to another, by address."""
    before, after = _quads(old), _quads(new)
    gone, come = before - after, after - before
    touched = {
        quad.subject
        for quad in gone | come
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_THINGS)
    }
    was, now = _said(before, touched), _said(after, touched)
    named = {node for said in (was, now) for pairs in said.values() for node in _nodes(pairs)} | touched
    links = {**read_labels(old, named), **_named(read_labels(new, named))}
    changes = [
        _change(links, node, was.get(node, set()), now.get(node, set()))
        for node in sorted(touched, key=lambda node: node.value)
    ]
    return Changes([each for each in changes if each], _sorted(gone), _sorted(come))


def write_words(changes: Changes, lang: str) -> str:
    """Return the changes as text, kind by kind, one line for each thing and each edit."""
    lines = []
    for kind, names in KINDS.items():
        found = changes.of_kind(kind)
        if found:
            lines.append(f"{names[0]} {len(found)} 件" if lang == "ja" else f"{names[1]}: {len(found)}")
        for each in found:
            by = ("、" if lang == "ja" else ", ").join(link.label(lang) for link in each.by)
            lines.append(f"  {each.thing.label(lang)} ({each.thing.path})" + (f" → {by}" if by else ""))
            lines += [f"    {edit.words(lang)}" for edit in each.edits]
    return "\n".join([*lines, count_words(changes, lang)]) + "\n"


def count_words(changes: Changes, lang: str) -> str:
    """Return how many statements changed, as a sentence."""
    if not changes:
        return "変わったところはありません。" if lang == "ja" else "Nothing changed."
    gone, come = len(changes.gone), len(changes.come)
    if lang == "ja":
        return f"文の数では、削除 {gone}、追加 {come}。"
    return f"In statements: {gone} removed, {come} added."


def write_patch(changes: Changes) -> bytes:
    """Return the changes as an RDF patch (https://afs.github.io/rdf-patch/): statements of named graphs deleted (D)
    and added (A), in one transaction."""

    def rows(mark: str, quads: Iterable[Quad]) -> Iterator[str]:
        for quad in quads:
            yield f"{mark} {quad.subject} {quad.predicate} {quad.object} {quad.graph_name} ."

    return "\n".join(["TX .", *rows("D", changes.gone), *rows("A", changes.come), "TC .", ""]).encode()


def _quads(store: Store) -> set[Quad]:
    rows = select(store, page_query("quads").text)
    return {Quad(row["subject"], row["predicate"], row["object"], row["graph"]) for row in rows}


def _sorted(quads: set[Quad]) -> list[Quad]:
    return sorted(quads, key=str)


def _said(quads: set[Quad], things: set) -> _Said:
    said: _Said = {}
    for quad in quads:
        if quad.subject in things:
            said.setdefault(quad.subject, set()).add((quad.predicate, quad.object))  # type: ignore[arg-type]
    return said


def _nodes(pairs: set[tuple[NamedNode, _Term]]) -> Iterator[NamedNode]:
    for name, value in pairs:
        yield name
        if isinstance(value, NamedNode):
            yield value


def _named(links: dict[str, Link]) -> dict[str, Link]:
    """Those that have a name of their own."""
    return {iri: link for iri, link in links.items() if link.ja != shorten(iri)}


def _change(links: dict[str, Link], node: NamedNode, was: set, now: set) -> Change | None:
    thing = links[node.value]
    if not was:
        return Change(thing, "added")
    if not now:
        return Change(thing, "removed")
    if was == now:  # it only moved from graph to graph
        return None
    by = tuple(links[value.value] for name, value in sorted(now - was, key=str) if name == _REPLACED_BY)
    edits = tuple(_edits(links, was - now, now - was))
    if by:
        return Change(thing, "replaced", edits, by)
    if any(name == _DEPRECATED and value.value == "true" for name, value in now - was):
        return Change(thing, "withheld")
    renamed = any(name == PREF_LABEL for name, _ in was - now)
    return Change(thing, "renamed" if renamed else "changed", edits)


def _edits(links: dict[str, Link], gone: set, come: set) -> Iterator[Edit]:
    names = sorted({name for name, _ in gone | come}, key=lambda name: (name != PREF_LABEL, name != A, name.value))
    for name in names:
        if name in (_REPLACED_BY, _DEPRECATED):
            continue
        sides = (
            tuple(
                links[value.value] if isinstance(value, NamedNode) else value.value
                for own, value in sorted(side, key=str)
                if own == name
            )
            for side in (gone, come)
        )
        yield Edit(links[name.value], *sides)


def _quote(each: Link | str, lang: str) -> str:
    text = each if isinstance(each, str) else each.label(lang)
    return f"「{text}」" if lang == "ja" else f"“{text}”"
