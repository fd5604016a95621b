"""The dictionary of columns beside each source's tables, for the person who edits them."""

from pathlib import Path

from teiju_graph.tables.records import columns, tables
from teiju_graph.tables.sources import read_sources
from teiju_graph.vocab import shorten

NAME = "columns.md"


def write_dictionaries(folder: Path) -> dict[Path, bytes]:
    """Return the dictionary of every source below the folder `data/tables`, by the path where it belongs: each table
    that the source has, its columns in order, what each means in Japanese and English, and whether it may be empty."""
    return {source.folder / NAME: _dictionary(source.folder).encode() for source in read_sources(folder)}


def _dictionary(folder: Path) -> str:
    parts = ["# 列の説明 / Columns\n", "ontology/tables.toml から teiju build が書く。 Written by teiju build.\n"]
    for name, table in tables().items():
        path = folder / f"{name}.csv"
        if path.exists():
            heading = path.read_text(encoding="utf-8-sig").partition("\n")[0].strip().split(",")
            parts.append(f"## {name}.csv — {table.ja} / {table.en}\n")
            parts.append("| 列 | 意味 | meaning | 必須 | RDF |\n|---|---|---|---|---|")
            for column in (columns()[each] for each in heading if each in columns()):
                needed = "○" if column.name in table.required else ""
                term = shorten(column.property) if column.property else ""
                parts.append(f"| `{column.name}` | {column.ja} | {column.en} | {needed} | {term and f'`{term}`'} |")
            parts.append("")
    return "\n".join(parts)
