"""Tables become graphs: every source's rows as statements, one Turtle file per named graph, the same bytes each time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from teiju_graph.errors import SourceError
from teiju_graph.files import shown
from teiju_graph.ontology import concepts, implications
from teiju_graph.tables.cells import Reader
from teiju_graph.tables.municipalities import read_municipalities
from teiju_graph.tables.records import columns
from teiju_graph.tables.rows import Row, read_passages, read_tables, read_withdrawn
from teiju_graph.tables.sources import Lines, Source, own_lines, read_lines, read_sources
from teiju_graph.tables.withdrawals import withdraw
from teiju_graph.vocab import DERIVED, PREF_LABEL, PREFIXES, A, concept, graph, term, thing, typed

INFERRED = "inferred"
_EVIDENCE = term("teiju:evidence")


@dataclass
class Graphs:
    """The statements of each named graph, and the lines cited of each source."""

    statements: dict[str, set[Triple]] = field(default_factory=dict)
    cited: dict[str, set[Lines]] = field(default_factory=dict)

    def add(self, name: str, *statements: Triple) -> None:
        """Put statements, and all that they imply, into the graph `name`."""
        into = self.statements.setdefault(name, set())
        for statement in statements:
            into.add(statement)
            into.update(implications().of(statement))

    def derive(self, name: str, subject: NamedNode, lines: Iterable[Lines]) -> None:
        """Say which passages `subject` derives from."""
        for each in lines:
            self.cited.setdefault(each.source, set()).add(each)
            self.add(name, Triple(subject, DERIVED, thing(each.path)))


def build(tables: Path) -> dict[str, bytes]:
    """Return the Turtle of every named graph, by the graph's name, from the sources below the folder `tables`.

    The same tables give the same bytes. TableError, SourceError: a table or a source can't be read; the message names
    file, row and column."""
    sources = read_sources(tables)
    rows = {source.key: read_tables(source) for source in sources}
    every = [row for found in rows.values() for row in found]
    withdrawn = [row for source in sources for row in read_withdrawn(source)]
    standing = {row.path: row for row in every}
    withheld = frozenset(row.path for row in withdrawn) - standing.keys()
    reader = Reader(read_municipalities(tables), frozenset(standing), concepts(), withheld)
    graphs = Graphs()
    for source in sources:
        _describe_source(graphs, source)
        for row in rows[source.key]:
            _describe_row(graphs, row, reader)
    for row in every:
        if row.table.name == "corrections":
            _hide_misprint(graphs, row, reader, every)
    for row in withdrawn:
        graphs.add(row.source.graph, *withdraw(row, reader, standing))
    for source in sources:
        _describe_passages(graphs, source, reader)
    _leave_out_stated(graphs)
    return {name: write_turtle(graphs.statements[name]) for name in sorted(graphs.statements)}


def _leave_out_stated(graphs: Graphs) -> None:
    """What a conclusion implies and a source states already (a wider class, most often) is not concluded."""
    stated = (said for name, said in graphs.statements.items() if name != INFERRED)
    if INFERRED in graphs.statements:
        graphs.statements[INFERRED].difference_update(*stated)


def _describe_source(graphs: Graphs, source: Source) -> None:
    node = thing(f"source/{source.key}")
    statements = [
        Triple(graph(source.graph), term("dcterms:source"), node),
        Triple(node, A, term("teiju:Source")),
        Triple(node, PREF_LABEL, Literal(source.title_ja, language="ja")),
        Triple(node, PREF_LABEL, Literal(source.title_en, language="en")),
        Triple(node, term("teiju:sha256"), Literal(source.sha256 or source.own_text.sha256)),
    ]
    if source.as_of:
        statements.append(Triple(node, term("teiju:asOf"), typed(source.as_of.isoformat(), "date")))
    if source.licence == "unknown":
        rights = term("dcterms:rights")
        statements.append(Triple(node, rights, Literal("利用条件は示されていない", language="ja")))
        statements.append(Triple(node, rights, Literal("terms of use unknown", language="en")))
    else:
        statements.append(Triple(node, term("dcterms:license"), NamedNode(source.licence)))
    if source.publisher_ja:
        publisher = term("dcterms:publisher")
        statements.append(Triple(node, publisher, thing(source.publisher_ja)))
    if source.replaces:
        statements.append(Triple(node, term("dcterms:replaces"), thing(f"source/{source.replaces}")))
    graphs.add(source.graph, *statements)
    graphs.derive(source.graph, node, own_lines(source))


def _describe_row(graphs: Graphs, row: Row, reader: Reader) -> None:
    node, name = thing(row.path), row.source.graph
    graphs.add(name, *(Triple(node, A, term(f"teiju:{each}")) for each in row.table.classes))
    for key, constant in row.table.constant:
        column = columns()[key]
        graphs.add(name, Triple(node, term(column.property), concept(column.scheme, constant)))
    graphs.derive(name, node, row.lines())
    for key in row.cells:
        column = columns()[key]
        if column.form == "membership":
            for membership in _memberships(graphs, row, key, reader):
                graphs.add(name, Triple(membership, _EVIDENCE, concept("evidence", "stated")))
        elif column.inverse:
            graphs.add(name, *(Triple(value, term(column.property), node) for value in reader.things_of(row, key)))
        elif column.property and column.form not in ("key", "lines"):
            graphs.add(name, *(Triple(node, term(column.property), value) for value in reader.read(row, key)))
    _say_evidence(graphs, row, reader)
    if row.table.name == "municipalities":
        graphs.add(name, Triple(node, term("dcterms:identifier"), Literal(row.cells["key"])))
    if row.table.name == "inferences":
        (subject,), (predicate,) = reader.things_of(row, "subject"), reader.things_of(row, "predicate")
        graphs.add(name, *(Triple(subject, predicate, concluded) for concluded in reader.read(row, "object")))


def _memberships(graphs: Graphs, row: Row, column: str, reader: Reader) -> Iterator[NamedNode]:
    zone, described = row.cells["key"], columns()[column]
    for name in row.values(column):
        code = reader.municipalities.code(name, row, column)
        node = thing(f"membership/{zone}-{code}")
        if Triple(node, term("teiju:zone"), thing(row.path)) in graphs.statements[row.source.graph]:
            raise row.error(
                column,
                f"「{name}」はこの圏域に二度挙がっています。central か neighbouring のどちらか一度にしてください。",
                f"“{name}” stands twice in this zone; keep it once, in central or in neighbouring.",
            )
        names = reader.municipalities.by_code[code].cells
        graphs.add(
            row.source.graph,
            Triple(node, A, term("teiju:ZoneMembership")),
            Triple(node, PREF_LABEL, Literal(f"{row.cells['label_ja']}:{names['label_ja']}", language="ja")),
            Triple(node, PREF_LABEL, Literal(f"{row.cells['label_en']}: {names['label_en']}", language="en")),
            Triple(node, term("teiju:zone"), thing(row.path)),
            Triple(node, term("teiju:municipality"), thing(f"municipality/{code}")),
            Triple(node, term("teiju:role"), concept("role", described.role)),
        )
        graphs.derive(row.source.graph, node, row.lines())
        yield node


def _say_evidence(graphs: Graphs, row: Row, reader: Reader) -> None:
    def say(subject: NamedNode, key: str, name: str) -> None:
        graphs.add(name, Triple(subject, _EVIDENCE, concept("evidence", key)))

    if row.table.name == "corrections":
        for value in reader.things_of(row, "corrects"):
            say(value, "corrected", INFERRED)
    elif row.table.name == "inferences":
        for value in reader.things_of(row, "subject"):
            say(value, "inferred", INFERRED)
    else:
        say(thing(row.path), "reported" if row.table.name == "opinions" else "stated", row.source.graph)


def _hide_misprint(graphs: Graphs, row: Row, reader: Reader, every: list[Row]) -> None:
    """A misprinted name leads to the thing whose name it stands for, so that a search for it finds that thing."""
    for about in reader.things_of(row, "about"):
        for other in every:
            if thing(other.path) == about and other.cells["label_ja"] == row.cells["corrected_form"]:
                misprint = Literal(row.cells["printed_form"], language="ja")
                graphs.add(row.source.graph, Triple(about, term("skos:hiddenLabel"), misprint))


def _describe_passages(graphs: Graphs, source: Source, reader: Reader) -> None:
    recorded = read_passages(source)
    explaining = {each for key in recorded for each in read_lines(key, source.key)}
    for lines in sorted(graphs.cited.get(source.key, set()) | explaining):
        row = recorded.get(lines.key)
        node = thing(lines.path)
        where_ja = f"{lines.key}行目" if lines.first == lines.last else f"{lines.first}〜{lines.last}行目"
        where_en = f"line {lines.first}" if lines.first == lines.last else f"lines {lines.first}–{lines.last}"
        graphs.add(
            source.graph,
            Triple(node, A, term("teiju:Passage")),
            Triple(node, PREF_LABEL, Literal(f"{source.title_ja} {where_ja}", language="ja")),
            Triple(node, PREF_LABEL, Literal(f"{source.title_en}, {where_en}", language="en")),
            Triple(node, term("teiju:source"), thing(f"source/{source.key}")),
            Triple(node, term("teiju:firstLine"), typed(str(lines.first), "integer")),
            Triple(node, term("teiju:lastLine"), typed(str(lines.last), "integer")),
            Triple(node, term("teiju:sha256"), Literal(_digest(source, lines, row))),
        )
        if row:
            for key in ("explains", "description_ja", "description_en"):
                for value in reader.read(row, key):
                    graphs.add(source.graph, Triple(node, term(columns()[key].property), value))


def _digest(source: Source, lines: Lines, row: Row | None) -> str:
    if source.layout == "own":
        return source.own_text.digest(lines)
    if row is None:
        raise SourceError(
            f"{lines.key}行目の SHA-256 がありません。原文の手元の写しで "
            f"teiju verify {source.key} FILE --record を実行してください。",
            f"lacks the digest of lines {lines.key}; run teiju verify {source.key} FILE --record with your copy.",
            file=shown(source.folder / "passages.csv"),
        )
    return row.cells["sha256"]


def write_turtle(statements: set[Triple]) -> bytes:
    """Return statements as Turtle in one order: the prefixes, then the things by address, a blank line between them."""
    ordered = sorted(statements, key=lambda each: (str(each.subject), each.predicate != A, str(each)))
    text = (serialize(ordered, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix")]
    things = [line if line.startswith("\t") else f"\n{line}" for line in text.splitlines() if line not in prefixes]
    return "\n".join([*sorted(prefixes), *things, ""]).encode()
