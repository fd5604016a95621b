"""Violations: what breaks a rule of the model, found by the queries of `queries/checks/`."""

from dataclasses import dataclass

from teiju_graph.engines.store import Store, select
from teiju_graph.queries import checks
from teiju_graph.vocab import path_of


@dataclass(frozen=True)
class Violation:
    """One thing that breaks one rule: the property and value at fault (empty where the rule names none), and what is
    wrong and what to do, in both languages."""

    rule: str
    thing: str
    property: str
    value: str
    ja: str
    en: str


def find_violations(store: Store) -> list[Violation]:
    """Return what the violation queries find in the default graph of a store. An empty list: all of them hold."""
    found = []
    for name, question in checks().items():
        for row in select(store, question.text):
            texts = {key: each.value if (each := row[key]) else "" for key in ("thing", "property", "value")}
            detail = f"({path_of(texts['value'])})" if texts["value"] else ""
            found.append(
                Violation(
                    rule=name,
                    **texts,
                    ja=f"{question.ja}{detail}。{question.remedy_ja}",
                    en=f"{question.en}{detail and ' '}{detail}. {question.remedy_en}",
                )
            )
    return found
