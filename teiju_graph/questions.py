"""Questions asked: what a person typed for a parameter becomes a term, and the store answers."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from teiju_graph.errors import ParameterError
from teiju_graph.queries import Parameter, Question, Term, page_query
from teiju_graph.store import Answer, Store, select
from teiju_graph.vocab import BASE, thing, typed


def ask(store: Store, question: Question, given: dict[str, list[str]]) -> Answer:
    """Return the store's answer to a question of the library, with parameters as people write them.

    A thing is given by its address, by what follows `id/` (`municipality/012050`), by its key (`012050`) or by its
    name in Japanese or English. ParameterError: a value is unknown or of the wrong type; near names are offered."""
    return store.query(fill(store, question, given))


def fill(store: Store, question: Question, given: dict[str, list[str]]) -> str:
    """Return the query of a question with its parameters filled in; see ask."""
    values: dict[str, list[Term]] = {}
    for name, texts in given.items():
        parameter = question.parameters.get(name)
        filled = [text.strip() for text in texts if text.strip()]
        if parameter:
            values[name] = [read_value(store, parameter, text) for text in filled]
        elif filled:
            values[name] = []
    return question.fill(values)


def read_value(store: Store, parameter: Parameter, text: str) -> Term:
    """Return the term that `text` means for a parameter. ParameterError: there is none of that type."""
    if parameter.type == "text":
        return Literal(text)
    if parameter.type in ("year", "integer"):
        if re.fullmatch(r"\d{4}" if parameter.type == "year" else r"-?\d{1,9}", text):
            return typed(text, "integer")
        raise ParameterError(
            f"「{text}」は{'西暦4桁の年' if parameter.type == 'year' else '整数'}ではありません。",
            f"“{text}” is not a {'year of four digits (CE)' if parameter.type == 'year' else 'whole number'}.",
            column=parameter.name,
        )
    return _read_thing(store, parameter, text)


def read_things(store: Store, kind: str, name: str, texts: Iterable[str]) -> list[NamedNode]:
    """Return the things of a kind that people wrote for the parameter `name`, each once, in order.
    ParameterError: one is unknown."""
    parameter = Parameter(name=name, type=kind, ja="", en="")
    return list(dict.fromkeys(_read_thing(store, parameter, text.strip()) for text in texts if text.strip()))


def _read_thing(store: Store, parameter: Parameter, text: str) -> NamedNode:
    known = _names(store, parameter.type)
    path = text.removeprefix(BASE + "id/")
    for found in (path, f"{parameter.type}/{path}"):
        if found in known.values():
            return thing(found)
    if text in known:
        return thing(known[text])
    near = get_close_matches(text, known, n=3, cutoff=0.3)
    raise ParameterError(
        f"「{text}」は見つかりません。"
        + (f"近いもの:{'、'.join(near)}" if near else f"例:{' '.join(parameter.example)}"),
        f"“{text}” is unknown. " + (f"Near: {', '.join(near)}" if near else f"Example: {' '.join(parameter.example)}"),
        column=parameter.name,
    )


@lru_cache(maxsize=64)  # a store doesn't change while it is served
def _names(store: Store, kind: str) -> dict[str, str]:
    """Every name of the things of a kind (of any kind for `thing`), with the address below `id/` of the first."""
    every = "" if kind == "thing" else f"{kind}/"
    named = page_query("names").fill({"within": [Literal(f"{BASE}id/{every}")]})
    found: dict[str, str] = {}
    for row in select(store, named):
        found.setdefault(row["name"].value, row["thing"].value.removeprefix(BASE + "id/"))
    return found
