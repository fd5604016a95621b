"""The query library: one `.rq` file per question, its head read, its parameters filled in.

A head is the lines that begin with `#+`, together one TOML document:

    #+ title.ja = "これらの市町村がそろって参加する連携は?"
    #+ title.en = "Which cooperations do all of these municipalities take part in?"
    #+ [parameters.m]
    #+ type = "municipality"
    #+ ja = "市町村"
    #+ en = "Municipalities"
    #+ many = true
    #+ example = ["municipality/012050", "municipality/012301"]

A parameter stands in the query as `VALUES ?m { UNDEF }`, so that the file runs unchanged in any SPARQL tool. Only
serialised terms ever take the place of UNDEF. type: `text`, `year`, `integer`, or the kind of a thing as in its
address (`municipality`, `field`, …; `thing` for any kind)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from teiju_graph.errors import MissingError, ParameterError, QueryError
from teiju_graph.files import folder, read_text, shown

Term = NamedNode | Literal
_PLACE = re.compile(r"(VALUES\s+\?(\w+)\s*\{\s*)UNDEF(\s*\})")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question; `optional` ones may be left out, `many` take several values."""

    name: str
    type: str
    ja: str
    en: str
    example: tuple[str, ...] = ()
    many: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Question:
    """One `.rq` file: its name, titles, parameters and text; a check also says what to do (`remedy.ja`, `.en`). part: what
    each of several endpoints is asked for it, a file of `queries/parts/`; empty where it can't be asked so."""

    name: str
    ja: str
    en: str
    parameters: dict[str, Parameter]
    text: str
    remedy_ja: str = ""
    remedy_en: str = ""
    part: str = ""

    def fill(self, values: Mapping[str, Sequence[Term]]) -> str:
        """Return the query with the values of its parameters in the place of UNDEF; a parameter without a value stays
        UNDEF. ParameterError: a parameter is unknown, has several values where one is allowed, or lacks its value."""
        for name in values.keys() - self.parameters.keys():
            raise ParameterError(
                f"「{self.name}」にこのパラメータはありません。使えるのは {', '.join(self.parameters) or 'ありません'}。",
                f"“{self.name}” has no such parameter; it has {', '.join(self.parameters) or 'none'}.",
                column=name,
            )
        terms: dict[str, str] = {}
        for name, parameter in self.parameters.items():
            given = values.get(name, [])
            if not given and not parameter.optional:
                raise ParameterError(
                    f"値が要ります({parameter.ja})。例:{' '.join(parameter.example)}",
                    f"needs a value ({parameter.en}), for example {' '.join(parameter.example)}",
                    column=name,
                )
            if len(given) > 1 and not parameter.many:
                raise ParameterError("値は一つだけです。", "takes one value only.", column=name)
            if given:
                terms[name] = " ".join(map(str, given))
        # all at once: what stands in a value is no place for another
        return _PLACE.sub(lambda match: f"{match[1]}{terms.get(match[2], 'UNDEF')}{match[3]}", self.text)


def read_question(path: Path) -> Question:
    """Return the question of an `.rq` file. QueryError: its head is missing or broken, or a parameter has no
    VALUES of its own in the query."""
    text = read_text(path)
    head = "\n".join(line[2:] for line in text.splitlines() if line.startswith("#+"))
    try:
        told = tomllib.loads(head)
        parameters = {
            name: Parameter(name=name, **{**entry, "example": tuple(map(str, entry.get("example", ())))})
            for name, entry in told.get("parameters", {}).items()
        }
        remedy = told.get("remedy", {"ja": "", "en": ""})
        title = told["title"]
        question = Question(
            path.stem, title["ja"], title["en"], parameters, text, remedy["ja"], remedy["en"], told.get("part", "")
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise QueryError(
            f"#+ の頭書きが読めません:{error}", f"has a head (#+) that can't be read: {error}", file=shown(path)
        ) from error
    for name in parameters.keys() - {match[2] for match in _PLACE.finditer(text)}:
        raise QueryError(
            f"VALUES ?{name} {{ UNDEF }} がありません。",
            f"has no VALUES ?{name} {{ UNDEF }}.",
            file=shown(path),
            column=name,
        )
    return question


@cache
def library() -> dict[str, Question]:
    """Return the questions of the library by name: the files of `queries/` itself."""
    return {path.stem: read_question(path) for path in sorted(folder("queries").glob("*.rq"))}


@cache
def page_query(name: str) -> Question:
    """Return the query `name` of `queries/pages/`."""
    return read_question(folder("queries") / "pages" / f"{name}.rq")


@cache
def part_query(name: str) -> Question:
    """Return the query `name` of `queries/parts/`."""
    return read_question(folder("queries") / "parts" / f"{name}.rq")


@cache
def checks() -> dict[str, Question]:
    """Return the checks by name: the files `queries/checks/*-violation.rq`, which must find nothing."""
    found = sorted((folder("queries") / "checks").glob("*-violation.rq"))
    return {path.stem: read_question(path) for path in found}


def find_question(name: str) -> Question:
    """Return the question `name` of the library. MissingError: there is none; the nearest names are offered."""
    if name in library():
        return library()[name]
    near = get_close_matches(name, library(), n=3, cutoff=0.4) or list(library())[:3]
    raise MissingError(
        f"「{name}」という質問はありません。近いもの:{', '.join(near)}",
        f"There is no question “{name}”; near ones are {', '.join(near)}.",
    )
