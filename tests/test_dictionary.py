"""The column dictionary is whole: what a table names is described, and what is described is used."""

import tomllib
from pathlib import Path

DICTIONARY = tomllib.loads((Path(__file__).parent.parent / "ontology" / "tables.toml").read_text(encoding="utf-8"))
FORMS = {
    "key", "text", "names", "thing", "concept", "term", "any", "year", "date", "datetime",
    "integer", "decimal", "boolean", "iri", "lines", "membership", "token",
}  # fmt: skip


def columns_of(table: dict) -> set[str]:
    return {*table["required"], *table["optional"]}


def test_every_column_of_a_table_is_described():
    for name, table in DICTIONARY["table"].items():
        missing = columns_of(table) - DICTIONARY["column"].keys()
        assert not missing, f"{name}: {sorted(missing)}"


def test_every_described_column_stands_in_a_table():
    used = set().union(*map(columns_of, DICTIONARY["table"].values()))
    constant = {key for table in DICTIONARY["table"].values() for key in table.get("constant", {})}
    assert DICTIONARY["column"].keys() == used | constant


def test_every_table_and_column_speaks_both_languages():
    for entry in (*DICTIONARY["table"].values(), *DICTIONARY["column"].values()):
        assert entry["ja"] and entry["en"]


def test_every_column_has_a_known_form():
    for name, column in DICTIONARY["column"].items():
        assert column["form"] in FORMS, name


def test_no_column_is_both_required_and_optional():
    for name, table in DICTIONARY["table"].items():
        assert not set(table["required"]) & set(table["optional"]), name
