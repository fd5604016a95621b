"""The report of a harvest: what became of each publisher, in words and as a file that the next harvest reads."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from teiju_graph.errors import InputError, TeijuError
from teiju_graph.files import shown
from teiju_graph.harvest.release import Release
from teiju_graph.publishers import Publisher

REPORT = "harvest.json"
_SHOWN, _WRITTEN = 3, 100  # findings told, and written down


@dataclass
class Entry:
    """What became of one publisher. outcome: `taken`, `unchanged`, or `skipped`; release: the one whose statements are
    served now, None where there is none; findings: why it was skipped; notes: what of it was not taken, in ja and en."""

    publisher: Publisher
    outcome: str
    release: Release | None
    findings: list[TeijuError] = field(default_factory=list)
    graphs: list[str] = field(default_factory=list)
    statements: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)

    def words(self, lang: str) -> list[str]:
        """Return the entry as lines of text."""
        key, since = self.publisher.key, self.release.retrieved[:10] if self.release else ""
        if self.outcome == "skipped":
            stays = (f"{since} に取った版をそのまま使います", f"what was taken on {since} stays") if since else (
                "前の版もありません", "there is nothing of it yet")  # fmt: skip
            first = (f"{key}:見送りました({stays[0]})。", f"{key}: skipped; {stays[1]}.")
        elif self.outcome == "unchanged":
            first = (f"{key}:変わっていません。", f"{key}: unchanged.")
        else:
            first = (
                f"{key}:取り込みました(グラフ {len(self.graphs)}、文 {self.statements:,})。",
                f"{key}: taken, {len(self.graphs)} graphs, {self.statements:,} statements.",
            )
        ja = lang == "ja"
        more = len(self.findings) - _SHOWN
        return [
            first[0] if ja else first[1],
            *(f"  {each.message(lang)}" for each in self.findings[:_SHOWN]),
            *([f"  ほかに {more} 件" if ja else f"  and {more} more"] if more > 0 else []),
            *(f"  {note[0] if ja else note[1]}" for note in self.notes),
        ]

    @property
    def told(self) -> dict:
        """The entry as JSON keeps it."""
        return {
            "address": self.publisher.address,
            "outcome": self.outcome,
            "findings": [
                {"error": type(each).__name__, "ja": each.message("ja"), "en": each.message("en")}
                for each in self.findings[:_WRITTEN]
            ],
            "findings_count": len(self.findings),
            "notes": [{"ja": ja, "en": en} for ja, en in self.notes],
            "graphs": self.graphs,
            "statements": self.statements,
            "release": self.release.told if self.release else None,
        }


def write_report(entries: list[Entry]) -> bytes:
    """Return the report as JSON, an object for each publisher."""
    told = {each.publisher.key: each.told for each in entries}
    return json.dumps({"software": "teiju_graph", "publishers": told}, ensure_ascii=False, indent=1).encode() + b"\n"


def read_releases(folder: Path) -> dict[str, Release]:
    """Return the release of each publisher that the last harvest into a folder served. InputError: its report can't be
    read, or the folder holds files that no harvest put there."""
    place = folder / REPORT
    if not place.exists():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(
                "teiju harvest が作ったフォルダではありません。空のフォルダを示してください。",
                "was not made by teiju harvest; name an empty folder.",
                file=shown(folder),
            )
        return {}
    try:
        told = json.loads(place.read_bytes())["publishers"]
        return {key: Release(**each["release"]) for key, each in told.items() if each["release"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "読めません。壊れていれば消してください(すべて取り直します)。",
            "can't be read; if it is broken, delete it: all is fetched anew.",
            file=shown(place),
        ) from error
