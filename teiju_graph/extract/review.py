"""The review of a draft (`review.md`): what was read from where, what is doubtful, and what became of every line."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from teiju_graph.extract.draft import UNTRANSLATED, DraftRow
from teiju_graph.extract.folder import Drafted
from teiju_graph.extract.records import FIELDS, Record

NAME = "review.md"
_SHOWN = 60  # letters of a line that are quoted
_FATES = {
    "record": ("記録", "record"),
    "heading": ("見出し", "heading"),
    "note": ("注", "note"),
    "prose": ("本文", "prose"),
    "blank": ("空行", "empty"),
    "unread": ("読んでいない", "unread"),
}
_CHANGES = {
    "added": ("加わった", "added"),
    "dropped": ("なくなった", "dropped"),
    "renamed": ("名前が変わった", "renamed"),
    "changed": ("変わった", "changed"),
}
_KEPT = {
    "changed": ("直された行。そのまま残した", "corrected; left as it is"),
    "own": ("人が加えた行。そのまま残した", "added by a person; left as it is"),
    "removed": ("人が消した行。戻していない", "taken out by a person; not put back"),
}


def write_review(draft: Drafted, lang: str) -> str:
    """Return the review of a draft in Markdown, in `lang` (ja or en)."""
    writer = _Review(draft, lang)
    return "\n".join(line for part in writer.parts() for line in part) + "\n"


class _Review:
    """The review as it is written, part by part."""

    def __init__(self, draft: Drafted, lang: str):
        self.draft, self.lang, self.reading = draft, lang, draft.reading
        self.rows_of: dict[int, list[DraftRow]] = {}
        for row in draft.rows:
            if row.record:
                self.rows_of.setdefault(id(row.record), []).append(row)

    def say(self, ja: str, en: str) -> str:
        return ja if self.lang == "ja" else en

    def parts(self) -> Iterator[list[str]]:
        yield self._head()
        yield self._decisions()
        yield self._findings()
        yield self._unread()
        yield self._changes()
        yield self._kept()
        yield self._values()
        yield self._lines()

    def _head(self) -> list[str]:
        rendition = self.reading.rendition
        zone, doubt = self.reading.context.zone, self.reading.context.doubt
        counts = Counter(record.kind for record in self.reading.records)
        flags = sum(len({flag.field for flag in record.flags}) for record in self.reading.records)
        told = [
            self.say(f"# {self.draft.key} の下書きの確認", f"# Review of the draft {self.draft.key}"),
            "",
            self.say(f"- 文書:{rendition.name}({rendition.kind})", f"- Document: {rendition.name} ({rendition.kind})"),
        ]
        if rendition.encoding:
            told.append(self.say(f"- 文字コード:{rendition.encoding}", f"- Encoding: {rendition.encoding}"))
        name = zone.names[0] if zone else self.say("分からない", "unknown")
        told.append(
            self.say(f"- 圏域:{name}", f"- Zone: {name}") + (f" — {self.say(doubt.ja, doubt.en)}" if doubt else "")
        )
        listed = ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "0"
        told.append(self.say(f"- 読んだ記録:{listed}", f"- Records: {listed}"))
        told.append(self.say(f"- 確かめる欄:{flags}", f"- Cells to look at: {flags}"))
        told += [f"- {self.say(ja, en)}" for ja, en in rendition.warnings]
        return told

    def _decisions(self) -> list[str]:
        told = [
            "",
            self.say("## 人が決めること", "## For a person to decide"),
            "",
        ]
        alike: dict[str, list[str]] = {}
        for row in self.draft.rows:
            for column, ja, en in row.notes:
                alike.setdefault(f"{column}: {self.say(ja, en)}", []).append(f"{row.table}.csv `{row.key}` {row.label}")
        for record in self.reading.records:
            for flag in record.flags:
                alike.setdefault(f"{flag.field}: {self.say(flag.ja, flag.en)}", []).append(self._name(record))
        for reason, those in alike.items():
            told += (
                [f"- [ ] {those[0]} — {reason}"]
                if len(those) == 1
                else [f"- [ ] {reason}", *(f"  - {each}" for each in those)]
            )
        count = sum(cell.startswith(UNTRANSLATED) for row in self.draft.rows for cell in row.cells.values())
        told += [
            self.say(
                f"- [ ] 英語の名称 {count} 個({UNTRANSLATED.strip()} で始まるセル)を書く",
                f"- [ ] {count} English names to write (cells that begin with {UNTRANSLATED.strip()})",
            ),
            self.say(
                "- [ ] 鍵(key)は仮のもの。公開の前なら変えてよく、そのときは引いている欄もそろえる",
                "- [ ] keys are provisional: rename them before publication if you like, with the cells that refer to them",
            ),
            self.say(
                "- [ ] source.toml の題名、日付、利用条件を確かめる",
                "- [ ] check title, date and licence in source.toml",
            ),
        ]
        return told

    def _name(self, record: Record) -> str:
        row = next(iter(self.rows_of.get(id(record), [])), None)
        label = str(record.fields.get("name") or record.fields.get("indicator") or record.fields.get("subject") or "")
        where = f"{row.table}.csv `{row.key}` " if row else ""
        return f"{where}{record.kind} L{record.place.key} {label}"

    def _findings(self) -> list[str]:
        told = ["", self.say("## 原文との照合(teiju verify)", "## Against the source (teiju verify)"), ""]
        if not self.draft.findings:
            return [*told, self.say("すべて原文にある。", "Everything stands in the source.")]
        return [*told, *(f"- [ ] {finding.message(self.lang)}" for finding in self.draft.findings)]

    def _unread(self) -> list[str]:
        unread = [(number, fate) for number, fate in sorted(self.reading.fates.items()) if fate.kind == "unread"]
        told = ["", self.say("## 読んでいない行", "## Lines not read"), ""]
        if not unread:
            return [*told, self.say("ない。", "None.")]
        return [*told, *(f"- [ ] L{n} {self.say(fate.ja, fate.en)}: {self._quote(n)}" for n, fate in unread)]

    def _quote(self, number: int) -> str:
        text = " ".join(self.reading.rendition.lines[number - 1].text.split())
        return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")

    def _changes(self) -> list[str]:
        earlier = self.draft.earlier
        if earlier is None:
            return []
        key = earlier.source.key
        told = ["", self.say(f"## 前の版 {key} との違い", f"## Changes since {key}"), ""]
        for change in earlier.changes:
            what = self.say(*_CHANGES[change.kind])
            text = f"- [ ] {what}: {change.table}.csv `{change.key}` {change.label}"
            if change.column:
                text += f" — {change.column}: 「{change.before}」→「{change.after}」"
            told.append(text)
        return told if earlier.changes else [*told, self.say("ない。", "None.")]

    def _kept(self) -> list[str]:
        if not self.draft.kept.kept:
            return []
        told = ["", self.say("## 人の手が入った行", "## Rows that a person has worked on"), ""]
        return [*told, *(f"- {table}.csv `{key}`: {self.say(*_KEPT[why])}" for table, key, why in self.draft.kept.kept)]

    def _values(self) -> list[str]:
        told = ["", self.say("## 読んだ値と、その行", "## Values and their lines"), ""]
        for record in self.reading.records:
            told += [f"### {self._name(record)}", ""]
            heading = (
                ("欄", "読んだ値", "原文", "確かさ") if self.lang == "ja" else ("field", "read as", "printed", "sure")
            )
            told += [f"| {' | '.join(heading)} |", "|---|---|---|---|"]
            flags = {flag.field: self.say(flag.ja, flag.en) for flag in record.flags}
            printed = record.extra.get("printed")
            for name in FIELDS.get(record.kind, ()):
                value = record.fields.get(name)
                source = printed.get(name, "") if isinstance(printed, dict) else ""
                source = source or str(record.extra.get(f"{name.partition('_')[0]}_printed", ""))
                if value is None and name not in flags and not source:
                    continue
                sure = flags.get(name) or self.say("確か", "sure")
                told.append(
                    f"| {name} | {_plain(_shown(value))} | L{record.place.key} {_plain(source)} | {_plain(sure)} |"
                )
            for correction in record.corrections:
                why = self.say(correction.ja, correction.en)
                told.append(
                    f"| {self.say('訂正', 'correction')} | {correction.corrected} | {correction.printed} | {why} |"
                )
            told.append("")
        return told

    def _lines(self) -> list[str]:
        told = [self.say("## すべての行の行き先", "## What became of every line"), ""]
        ordered = sorted(self.reading.fates.items())
        for kind, group in groupby(ordered, key=lambda each: each[1].kind):
            numbers = [number for number, _ in group]
            where = f"L{numbers[0]}" if len(numbers) == 1 else f"L{numbers[0]}-{numbers[-1]}"
            quoted = "" if kind == "blank" else f": {self._quote(numbers[0])}"
            told.append(f"- {where} {self.say(*_FATES[kind])}{quoted}")
        return told


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(each["name"] if isinstance(each, dict) else str(each) for each in value)
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    """A text in a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())
