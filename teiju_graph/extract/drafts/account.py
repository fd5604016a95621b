"""The review of a draft as a text (`review.md`): what is doubtful, what was read from where, what became of every line."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from teiju_graph.extract.drafts.draft import UNTRANSLATED
from teiju_graph.extract.drafts.review import Item, Review

NAME = "review.md"
_SHOWN = 60  # letters of a line that are quoted
FATES = {
    "record": ("記録", "record"),
    "heading": ("見出し", "heading"),
    "note": ("注", "note"),
    "prose": ("本文", "prose"),
    "blank": ("空行", "empty"),
    "unread": ("読んでいない", "unread"),
}
CHANGES = {
    "added": ("加わった", "added"),
    "dropped": ("なくなった", "dropped"),
    "renamed": ("名前が変わった", "renamed"),
    "changed": ("変わった", "changed"),
}
KEPT = {
    "changed": ("直された行。そのまま残した", "corrected; left as it is"),
    "own": ("人が加えた行。そのまま残した", "added by a person; left as it is"),
    "removed": ("人が消した行。戻していない", "taken out by a person; not put back"),
}


def write_account(review: Review, lang: str) -> str:
    """Return a review in Markdown, in `lang` (ja or en)."""
    writer = _Account(review, lang)
    return "\n".join(line for part in writer.parts() for line in part) + "\n"


class _Account:
    """The account as it is written, part by part."""

    def __init__(self, review: Review, lang: str):
        self.review, self.lang = review, lang

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
        told = self.review
        counts = Counter(item.kind for item in told.items)
        lines = [
            self.say(f"# {told.source} の下書きの確認", f"# Review of the draft {told.source}"),
            "",
            self.say(f"- 文書:{told.document}({told.form})", f"- Document: {told.document} ({told.form})"),
        ]
        if told.encoding:
            lines.append(self.say(f"- 文字コード:{told.encoding}", f"- Encoding: {told.encoding}"))
        name = told.zone or self.say("分からない", "unknown")
        doubt = "".join(f" — {self.say(each.ja, each.en)}" for each in told.zone_doubt)
        lines.append(self.say(f"- 圏域:{name}", f"- Zone: {name}") + doubt)
        listed = ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "0"
        lines.append(self.say(f"- 読んだ記録:{listed}", f"- Records: {listed}"))
        lines.append(self.say(f"- 確かめる欄:{told.doubtful}", f"- Cells to look at: {told.doubtful}"))
        lines += [f"- {self.say(each.ja, each.en)}" for each in told.warnings]
        page = f"teiju review {told.source}"
        lines.append(self.say(f"- 同じものを画面で:`{page}`", f"- The same in a browser: `{page}`"))
        return lines

    def _decisions(self) -> list[str]:
        told = ["", self.say("## 人が決めること", "## For a person to decide"), ""]
        alike: dict[str, list[str]] = {}
        for note in self.review.notes:
            why = f"{note.column}: {self.say(note.why.ja, note.why.en)}"
            alike.setdefault(why, []).append(f"{note.table}.csv `{note.key}` {note.label}")
        for item in self.review.items:
            for cell in item.doubtful:
                for doubt in cell.doubts:
                    alike.setdefault(f"{cell.name}: {self.say(doubt.ja, doubt.en)}", []).append(_name(item))
        for reason, those in alike.items():
            told += (
                [f"- [ ] {those[0]} — {reason}"]
                if len(those) == 1
                else [f"- [ ] {reason}", *(f"  - {each}" for each in those)]
            )
        count, mark = self.review.untranslated, UNTRANSLATED.strip()
        told += [
            self.say(
                f"- [ ] 英語の名称 {count} 個({mark} で始まるセル)を書く",
                f"- [ ] {count} English names to write (cells that begin with {mark})",
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

    def _findings(self) -> list[str]:
        told = ["", self.say("## 原文との照合(teiju verify)", "## Against the source (teiju verify)"), ""]
        if not self.review.findings:
            return [*told, self.say("すべて原文にある。", "Everything stands in the source.")]
        return [*told, *(f"- [ ] {self.say(each.ja, each.en)}" for each in self.review.findings)]

    def _unread(self) -> list[str]:
        told = ["", self.say("## 読んでいない行", "## Lines not read"), ""]
        if not self.review.unread:
            return [*told, self.say("ない。", "None.")]
        return [
            *told,
            *(
                f"- [ ] L{number} {self.say(fate.why.ja, fate.why.en)}: {self._quote(number)}"
                for fate in self.review.unread
                for number in range(fate.first, fate.last + 1)
            ),
        ]

    def _quote(self, number: int) -> str:
        text = " ".join(self.review.text[number - 1].split())
        return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")

    def _changes(self) -> list[str]:
        key = self.review.earlier
        if not key:
            return []
        told = ["", self.say(f"## 前の版 {key} との違い", f"## Changes since {key}"), ""]
        for change in self.review.changes:
            what = self.say(*CHANGES[change.kind])
            text = f"- [ ] {what}: {change.table}.csv `{change.key}` {change.label}"
            if change.column:
                text += f" — {change.column}: 「{change.before}」→「{change.after}」"
            told.append(text)
        return told if self.review.changes else [*told, self.say("ない。", "None.")]

    def _kept(self) -> list[str]:
        if not self.review.kept:
            return []
        told = ["", self.say("## 人の手が入った行", "## Rows that a person has worked on"), ""]
        return [*told, *(f"- {table}.csv `{key}`: {self.say(*KEPT[why])}" for table, key, why in self.review.kept)]

    def _values(self) -> list[str]:
        told = ["", self.say("## 読んだ値と、その行", "## Values and their lines"), ""]
        heading = ("欄", "読んだ値", "原文", "確かさ") if self.lang == "ja" else ("field", "read as", "printed", "sure")
        for item in self.review.items:
            told += [f"### {_name(item)}", "", f"| {' | '.join(heading)} |", "|---|---|---|---|"]
            for cell in item.cells:
                sure = ";".join(self.say(each.ja, each.en) for each in cell.doubts) or self.say("確か", "sure")
                where = f"L{_lines(cell.first, cell.last)}"
                told.append(f"| {cell.name} | {_plain(cell.value)} | {where} {_plain(cell.printed)} | {_plain(sure)} |")
            for each in item.fixed:
                why = self.say(each.why.ja, each.why.en)
                told.append(f"| {self.say('訂正', 'correction')} | {each.corrected} | {each.printed} | {why} |")
            told.append("")
        return told

    def _lines(self) -> list[str]:
        told = [self.say("## すべての行の行き先", "## What became of every line"), ""]
        for kind, group in groupby(self.review.fates, key=lambda fate: fate.kind):
            those = list(group)
            first, last = those[0].first, those[-1].last
            quoted = "" if kind == "blank" else f": {self._quote(first)}"
            where = f"L{_lines(first, last)}"
            told.append(f"- {where} {self.say(*FATES[kind])}{quoted}")
        return told


def _name(item: Item) -> str:
    where = f"{item.table}.csv `{item.key}` " if item.table else ""
    return f"{where}{item.kind} L{_lines(*item.lines[0])} {item.label}"


def _lines(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _plain(text: str) -> str:
    """A text in a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())
