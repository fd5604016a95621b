"""Withdrawals: things that were published and are no more, withheld or replaced, as a person writes them into
`withdrawn.csv`; their addresses go on telling so."""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, Triple

from teiju_graph.tables.cells import Reader
from teiju_graph.tables.rows import Row
from teiju_graph.vocab import term, thing, typed


def withdraw(row: Row, reader: Reader, standing: Mapping[str, Row]) -> Iterator[Triple]:
    """Yield what a row of `withdrawn.csv` says. standing: the rows of all other tables by the path of their thing.

    A thing that another replaces keeps its row and gets `dcterms:isReplacedBy`; a thing that is withheld has no row any
    more (what must not be told must not stay in the tables), only `owl:deprecated`, the reason and the day.
    TableError: it still has its row, or has none though it is to be replaced; the message says which."""
    path, other = row.cells["path"], standing.get(row.cells["path"])
    node = thing(path)
    if not re.fullmatch(r"[a-z-]+/[A-Za-z0-9.-]+", path):
        raise row.error(
            "path", f"「{path}」は facility/xxx の形ではありません。", f"“{path}” is not of the form facility/xxx."
        )
    if "replaced_by" in row.cells:
        if other is None:
            raise row.error(
                "path",
                f"「{path}」の行がどの表にもありません。置き換えたものの行は残してください。",
                f"no table has a row for “{path}”; what was replaced keeps its row.",
            )
        (successor,) = reader.things_of(row, "replaced_by")
        if successor == node:
            raise row.error("replaced_by", "自分自身では置き換えられません。", "names the thing itself.")
        yield Triple(node, term("dcterms:isReplacedBy"), successor)
        said = term("teiju:reason")
    else:
        if other is not None:
            raise row.error(
                "path",
                f"「{path}」の行が {other.file} の{other.number}行目にまだあります。その行を消すか、置き換えるものを "
                "replaced_by に書いてください。",
                f"“{path}” still stands in {other.file}, row {other.number}; take that row out, or name what replaces it "
                "in replaced_by.",
            )
        yield Triple(node, term("owl:deprecated"), typed("true", "boolean"))
        said = term("dcterms:description")
    for lang in ("ja", "en"):
        yield Triple(node, said, Literal(row.cells[f"reason_{lang}"], language=lang))
    for day in reader.read(row, "withdrawn_on"):
        yield Triple(node, term("dcterms:modified"), day)
