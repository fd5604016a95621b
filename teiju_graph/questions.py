"""Questions asked: what a person typed for a parameter becomes a term, and the store answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Answer, Store, select
from teiju_graph.errors import ParameterError
from teiju_graph.labels import read_labels
from teiju_graph.queries import Parameter, Question, Term, page_query
from teiju_graph.tables.printed import full_name
from teiju_graph.vocab import BASE, path_of, thing, typed


def ask(store: Store, question: Question, given: dict[str, list[str]]) -> Answer:
    """Return the store's answer to a question of the library, with parameters as people write them.

    A thing is given by its address, by what follows `id/` (`municipality/012050`), by its key (`012050`) or by its
    name in Japanese or English, with its prefecture (北海道伊達市, 伊達市(北海道)) where several municipalities bear
    the name. ParameterError: a value is unknown, of the wrong type, or the name of several; names are offered."""
    return store.query(fill(store, question, given))


def fill(store: Store, question: Question, given: dict[str, list[str]]) -> str:
    """Return the query of a question with its parameters filled in; see ask."""
    return question.fill(read_values(store, question, given))


def read_values(store: Store, question: Question, given: dict[str, list[str]]) -> dict[str, list[Term]]:
    """Return the terms that what people wrote means, by parameter. ParameterError: as for ask."""
    values: dict[str, list[Term]] = {}
    places = [
        text
        for name, texts in given.items()
        if name in question.parameters and question.parameters[name].type == "municipality"
        for text in texts
    ]
    company = _prefectures(store, places)
    for name, texts in given.items():
        parameter = question.parameters.get(name)
        filled = [text.strip() for text in texts if text.strip()]
        if parameter:
            values[name] = [read_value(store, parameter, text, company) for text in filled]
        elif filled:
            values[name] = []
    return values


def read_value(store: Store, parameter: Parameter, text: str, company: frozenset[str] = frozenset()) -> Term:
    """Return the term that `text` means for a parameter; `company` is the prefectures of the municipalities named
    beside it. ParameterError: there is none of that type, or several are meant."""
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
    return _read_thing(store, parameter, text, company)


def name_things(store: Store, question: Question, given: dict[str, list[str]], lang: str) -> dict[str, str]:
    """Return the names, as a form may show them, of the things that are given by their address, by that; those whose
    name reads as something else stay addresses."""
    named = {}
    for name, texts in given.items():
        for path in texts if name in question.parameters else ():
            if path.count("/") == 1:
                label = read_labels(store, [thing(path)])[thing(path).value].label(lang)
                if _reads_as(store, question.parameters[name], label, thing(path)):
                    named[path] = label
    return named


def _reads_as(store: Store, parameter: Parameter, text: str, wanted: Term) -> bool:
    try:
        return read_value(store, parameter, text) == wanted
    except ParameterError:
        return False


def read_things(store: Store, kind: str, name: str, texts: Iterable[str]) -> list[NamedNode]:
    """Return the things of a kind that people wrote for the parameter `name`, each once, in order.
    ParameterError: one is unknown, or the name of several."""
    parameter = Parameter(name=name, type=kind, ja="", en="")
    given = [text.strip() for text in texts if text.strip()]
    company = _prefectures(store, given) if kind == "municipality" else frozenset()
    return list(dict.fromkeys(_read_thing(store, parameter, text, company) for text in given))


def _read_thing(store: Store, parameter: Parameter, text: str, company: frozenset[str]) -> NamedNode:
    known = _names(store, parameter.type)
    bearers = known.bearers(text)
    if len(bearers) > 1:
        bearers = _meant(store, known, bearers, company)
    if len(bearers) == 1:
        return thing(bearers[0])
    if bearers:
        offered = [f"{known.prefectures[path]}{known.labels[path]}" for path in bearers]
        raise ParameterError(
            f"「{text}」という市町村はいくつもあります。{'、'.join(offered)} のどれかで書いてください。",
            f"“{text}” is the name of several municipalities; write one of {', '.join(offered)}.",
            column=parameter.name,
        )
    near = get_close_matches(text, known.by_name, n=3, cutoff=0.3)
    raise ParameterError(
        f"「{text}」は見つかりません。"
        + (f"近いもの:{'、'.join(near)}" if near else f"例:{' '.join(parameter.example)}"),
        f"“{text}” is unknown. " + (f"Near: {', '.join(near)}" if near else f"Example: {' '.join(parameter.example)}"),
        column=parameter.name,
    )


def _meant(store: Store, known: "_Names", bearers: list[str], company: frozenset[str]) -> list[str]:
    """Which of several things of one name are meant. Of municipalities: those of the prefecture of the others in the
    question, else those that the documents name as taking part in something; of other things: the first."""
    if not all(path in known.prefectures for path in bearers):
        return bearers[:1]
    sharing = read_sharing(store)
    for chosen in (
        [path for path in bearers if known.prefectures[path] in company],
        [path for path in bearers if path in sharing],
    ):
        if len(chosen) == 1:
            return chosen
    return bearers


@kept()
def read_sharing(store: Store) -> frozenset[str]:
    """Return the municipalities (what follows `id/`) that take part in anything but the forming of their zone."""
    rows = select(store, page_query("sharing").text)
    return frozenset(path_of(row["municipality"].value) for row in rows)


@dataclass(frozen=True)
class _Names:
    """The things of a kind, each by what follows `id/`: who bears a name, their Japanese names, their prefectures."""

    kind: str
    by_name: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    prefectures: dict[str, str] = field(default_factory=dict)

    def bearers(self, text: str) -> list[str]:
        path = path_of(text)
        for found in (path, f"{self.kind}/{path}"):
            if found in self.labels:
                return [found]
        return self.by_name.get(text) or self.by_name.get(full_name(text), [])

    def add(self, name: str, path: str) -> None:
        bearers = self.by_name.setdefault(name, [])
        if path not in bearers:
            bearers.append(path)


@kept(64)
def _names(store: Store, kind: str) -> _Names:
    every = "" if kind == "thing" else f"{kind}/"
    found = _Names(kind)
    for row in select(store, page_query("names").fill({"within": [Literal(f"{BASE}id/{every}")]})):
        path, name = path_of(row["thing"].value), row["name"]
        found.add(name.value, path)
        if name.language == "ja" or path not in found.labels:  # the preferred names come last
            found.labels[path] = name.value
        if row["prefecture"]:
            found.prefectures[path] = row["prefecture"].value
            found.add(row["prefecture"].value + name.value, path)
    return found


def _prefectures(store: Store, texts: Iterable[str]) -> frozenset[str]:
    """The prefectures of the municipalities that the texts name without doubt."""
    known = _names(store, "municipality")
    named = (known.bearers(text.strip()) for text in texts)
    return frozenset(known.prefectures[one[0]] for one in named if len(one) == 1 and one[0] in known.prefectures)
