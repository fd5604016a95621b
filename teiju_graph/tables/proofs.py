"""Proofs of a row: its names and figures stand in the lines that it cites.

What is compared, and after which normalisation, follows the `proof` of the column (ontology/tables.toml):

text            the cell stands in the lines, both in normal form (printed.py); in a tabular source it *is* the cell
printed         each word of it stands in the lines: 11,480 TEU where a column of its own says TEU
label           the same for the name of the thing that the cell refers to
names           a tabular source: the cell lists exactly these, misprints corrected; prose: each name stands there, or a
                word for a group of the source's zone (全市町, 5市町, 4町, 1市4町) that it belongs to
year            the year is printed, in any era; in a tabular source as the only one outside the brackets
bracketed-year  the same inside the brackets
date, time      the date, the time of day (of Japan) is printed
number          the figure is printed (41,211, 2万), or is under a unit that the lines print beside it (743 of 百万円);
                it also is the figure of the row's printed form
ours            our own words: every figure (with its counter) and every name of a municipality in them stands in the
                lines; English says no figure that the Japanese beside it doesn't say
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from teiju_graph.errors import SourceError, TableError
from teiju_graph.files import shown
from teiju_graph.tables import printed
from teiju_graph.tables.municipalities import Municipalities, read_municipalities
from teiju_graph.tables.records import columns
from teiju_graph.tables.records import tables as dictionary
from teiju_graph.tables.rows import Row, read_table
from teiju_graph.tables.sources import Lines, Source, Text, find_source


class Proof:
    """The proofs of one source's rows against its text."""

    def __init__(self, tables: Path, source: Source, text: Text, rows: list[Row]):
        self.source, self.text = source, text
        self.municipalities = read_municipalities(tables)
        self.labels = {row.path: row.cells.get("label_ja", "") for row in rows}
        self.corrections = [row for row in rows if row.table.name == "corrections"]
        self.zone = _zone_members(tables, source, self.municipalities)

    def of(self, row: Row) -> Iterator[TableError]:
        """Yield what of the row does not stand in its lines."""
        lines = [each for each in row.lines() if each.source == self.source.key]
        positions = self.source.cells.get(row.table.name, {})
        passages = [self.text.passage(each) for each in lines]
        for name in [*positions, *(each for each in row.cells if each not in positions)]:
            proof = row.table.proof(name)
            if not proof or not lines or "lines" not in row.table.required:
                continue
            if name in positions:
                wheres = [self._cell(passage, positions[name]) for passage in passages]
                holds = all(_EXACT[proof](self, row, name, where) for where in wheres)
            else:
                wheres = ["\n".join(_forms(passages))]
                holds = all(
                    _STANDS[proof](self, row, name, value, wheres[0]) for value in self._values(row, name, proof)
                )
            if not holds:
                yield self._finding(row, name, lines, wheres[0] if name in positions else "")

    def _values(self, row: Row, name: str, proof: str) -> list[str]:
        return row.values(name) if proof in ("names", "label") else [row.cells[name]]

    def _cell(self, passage: str, position: int) -> str:
        cells = passage.split("\t")
        return cells[position - 1] if position <= len(cells) else ""

    def _finding(self, row: Row, name: str, lines: list[Lines], where: str) -> TableError:
        at = "、".join(each.key for each in lines)
        value = row.cells.get(name, "")
        if where:
            return row.error(
                name,
                f"「{value}」とありますが、原文の{at}行目は「{where}」です。表を直すか、訂正の表に理由を書いてください。",
                f"says “{value}”, but line {at} of the source prints “{where}”; "
                "correct the cell, or add the misprint to corrections.csv.",
            )
        return row.error(
            name,
            f"「{value}」(またはその中の数・市町村名)が原文の{at}行目にありません。表か行番号を直してください。",
            f"“{value}”, or a figure or municipality in it, does not stand in lines {at}; correct the cell or its lines.",
        )

    # In a tabular source: the cell says this and no more.

    def exact_text(self, row: Row, name: str, where: str) -> bool:
        return printed.normalise(where) == printed.normalise(row.cells.get(name, ""))

    def exact_label(self, row: Row, name: str, where: str) -> bool:
        path = f"{columns()[name].of}/{row.cells.get(name, '')}"
        return printed.normalise(where) == printed.normalise(self.labels.get(path, ""))

    def exact_names(self, row: Row, name: str, where: str) -> bool:
        corrected = {
            each.cells["printed_form"]: each.cells["corrected_form"]
            for each in self.corrections
            if row.path in each.values("corrects")
        }
        listed = [corrected.get(each, each) for each in printed.names(where)]
        known = {code for each in listed if (code := self.municipalities.known_code(each, self.source.prefecture))}
        return len(known) == len(listed) and known == self._codes(row, name)

    def exact_open(self, row: Row, name: str, where: str) -> bool:
        match = re.search(r"(ほか|他)\s*$", where)
        return (match[1] if match else "") == row.cells.get(name, "")

    def exact_year(self, row: Row, name: str, where: str) -> bool:
        told = {int(year) for year in row.values(name)}
        return printed.outer_years(printed.normalise(where)) == told or {printed.normalise(where)} == set(
            row.values(name)
        )

    def exact_bracketed(self, row: Row, name: str, where: str) -> bool:
        return printed.bracketed_years(printed.normalise(where)) == {int(year) for year in row.values(name)}

    # In prose: the lines hold it.

    def stands_text(self, row: Row, name: str, value: str, where: str) -> bool:
        return printed.normalise(value) in where.replace("\n", "")

    def stands_printed(self, row: Row, name: str, value: str, where: str) -> bool:
        return self.stands_text(row, name, value, where) or all(
            self.stands_text(row, name, word, where) for word in value.split()
        )

    def stands_label(self, row: Row, name: str, value: str, where: str) -> bool:
        label = self.labels.get(f"{columns()[name].of}/{value}", "")
        return bool(label) and printed.normalise(label) in where

    def stands_name(self, row: Row, name: str, value: str, where: str) -> bool:
        if printed.normalise(value) in where:
            return True
        return self.municipalities.known_code(value, self.source.prefecture) in self._groups(where)

    def stands_year(self, row: Row, name: str, value: str, where: str) -> bool:
        return int(value) in printed.years(where) or bool(re.search(rf"(?<!\d){re.escape(value)}(?!\d)", where))

    def stands_date(self, row: Row, name: str, value: str, where: str) -> bool:
        return value in printed.dates(where)

    def stands_time(self, row: Row, name: str, value: str, where: str) -> bool:
        japan = value[16:] == ":00+09:00"
        return japan and value[:10] in printed.dates(where) and value[11:16] in printed.times(where)

    def stands_number(self, row: Row, name: str, value: str, where: str) -> bool:
        form = row.cells.get("printed_form")
        told = printed.figures(printed.normalise(form)) if form else printed.figures(where)
        able = {Decimal(value) / scale for scale in (1, *printed.scales(where))} & printed.figures(where)
        return len(told) == 1 and told <= able if form else bool(told & able)

    def stands_ours(self, row: Row, name: str, value: str, where: str) -> bool:
        ours = printed.normalise(value)
        years = {Decimal(year) for year in printed.years(where)}
        japanese = printed.normalise(row.cells.get(re.sub(r"_en$", "_ja", name), ""))
        if name.endswith("_en") and japanese:  # says no figure that the Japanese doesn't, and that is proven itself
            return printed.figures(ours) <= printed.figures(japanese) | set(map(Decimal, printed.years(japanese)))
        stand = printed.figures(ours) <= printed.figures(where) | years
        if columns()[name].lang == "ja":  # the counter too: 8月 is not 8人
            told = {each for each in printed.counted(ours) if each[0] not in years and each[1] > "\u4dff"}
            stand = stand and told <= printed.counted(where)
        read_as = row.cells.get("corrected_form", "")
        named = [each for each in self.municipalities.named_in(ours) if each != read_as]
        return stand and all(self.stands_name(row, name, each, where) for each in named)

    def _codes(self, row: Row, name: str) -> set[str]:
        return {self.municipalities.code(each, row, name) for each in row.values(name)}

    def _groups(self, where: str) -> set[str]:
        """The members of the zone that a word for a group takes in: all of them, or all its towns."""
        cities = {code for code, label in self.zone.items() if label.endswith("市")}
        towns = set(self.zone) - cities
        found: set[str] = set()
        if _EVERY.search(where):
            found |= set(self.zone)
        for count_cities, count_towns in re.findall(r"(?<!\d)(?:(\d+)市)?(\d+)(?:市町|町)", where):
            if count_cities and (int(count_cities), int(count_towns)) == (len(cities), len(towns)):
                found |= set(self.zone)
            elif not count_cities and int(count_towns) == len(towns):
                found |= towns
            elif not count_cities and int(count_towns) == len(self.zone):
                found |= set(self.zone)
        return found


def _forms(passages: list[str]) -> Iterator[str]:
    """The normal form of each passage as a whole, where a word or number may be broken over lines, and of each of its
    lines, cells and words alone, where two numbers stand beside each other."""
    for passage in passages:
        yield printed.normalise(passage)
        parts = passage.split()
        yield from map(printed.normalise, parts if len(parts) > 1 else ())


# 全市町, 全構成市町村, 圏域内市町; the centre with its neighbours is everybody too
_EVERY = re.compile(
    "全(?:て|ての)?(?:構成|関係|圏域)?市町|(?:構成|圏域|圏域内)の?(?:全|各)?市町|中心市(?:及び|と|、|・)(?:近隣|周辺|連携)"
)


def _zone_members(tables: Path, source: Source, municipalities: Municipalities) -> dict[str, str]:
    if not source.zone:
        return {}
    zones = read_table(find_source(tables, "zones"), dictionary()["zones"])
    for row in zones:
        if row.cells["key"] == source.zone:
            members = [(name, column) for column in ("central", "neighbouring") for name in row.values(column)]
            return {municipalities.code(name, row, column): name for name, column in members}
    raise SourceError(
        f"「{source.zone}」という圏域はありません。",
        f"there is no zone “{source.zone}”.",
        file=shown(source.description),
        column="zone",
    )


_EXACT: dict[str, Callable[[Proof, Row, str, str], bool]] = {
    "text": Proof.exact_text,
    "label": Proof.exact_label,
    "names": Proof.exact_names,
    "open": Proof.exact_open,
    "year": Proof.exact_year,
    "bracketed-year": Proof.exact_bracketed,
}
_STANDS: dict[str, Callable[[Proof, Row, str, str, str], bool]] = {
    "text": Proof.stands_text,
    "printed": Proof.stands_printed,
    "open": Proof.stands_text,
    "label": Proof.stands_label,
    "names": Proof.stands_name,
    "year": Proof.stands_year,
    "bracketed-year": Proof.stands_year,
    "date": Proof.stands_date,
    "time": Proof.stands_time,
    "number": Proof.stands_number,
    "ours": Proof.stands_ours,
}
