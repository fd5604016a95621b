"""Drafts under review: which there are, what of each still needs a person, and the records asked for, with passages."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from teiju_graph.errors import MissingError
from teiju_graph.extract.drafts.kept import states
from teiju_graph.extract.drafts.review import NAME, Item, Review, read_review
from teiju_graph.extract.records import Doubt
from teiju_graph.files import read_toml

SHOWN = ("doubtful", "corrected", "worked", "all")
_QUOTED = 12  # lines of a passage that stand beside its cells; the others are linked


@dataclass(frozen=True)
class Why:
    """A reason to look at cells of one name, and how many cells it holds of."""

    name: str
    doubt: Doubt
    count: int


@dataclass(frozen=True)
class Draft:
    """A draft as it stands. title: of its source; review: as it was read; states: what became of its rows since."""

    key: str
    title: str
    review: Review
    states: dict[tuple[str, str], str]

    def state(self, item: Item) -> str:
        """What became of the row that an item was drafted into: `drafted`, `changed` or `removed`."""
        return self.states.get((item.table, item.key), "drafted")

    def is_open(self, item: Item) -> bool:
        """Say whether an item has doubtful cells and nobody has worked on its row."""
        return bool(item.doubtful) and self.state(item) == "drafted"

    @cached_property
    def open_cells(self) -> int:
        """How many doubtful cells stand in rows that nobody has worked on."""
        return sum(len(item.doubtful) for item in self.review.items if self.is_open(item))

    @cached_property
    def rows(self) -> int:
        """How many rows were drafted."""
        return sum(state != "own" for state in self.states.values())

    @cached_property
    def worked(self) -> int:
        """How many rows a person has changed or taken out."""
        return sum(state in ("changed", "removed") for state in self.states.values())

    @cached_property
    def own(self) -> list[tuple[str, str]]:
        """The rows that a person has added, as table and key."""
        return [at for at, state in self.states.items() if state == "own"]

    @cached_property
    def unread(self) -> int:
        """How many lines were not read."""
        return sum(fate.last - fate.first + 1 for fate in self.review.unread)

    @cached_property
    def fixed(self) -> int:
        """How many printed forms were corrected."""
        return sum(len(item.fixed) for item in self.review.items)

    @cached_property
    def whys(self) -> list[Why]:
        """The reasons to look at cells of rows that nobody has worked on, the most frequent first."""
        counts = Counter(
            (cell.name, doubt)
            for item in self.review.items
            if self.is_open(item)
            for cell in item.doubtful
            for doubt in cell.doubts
        )
        return [Why(name, doubt, count) for (name, doubt), count in counts.most_common()]

    @cached_property
    def notes(self) -> dict[tuple[str, str, Doubt], list[tuple[str, str]]]:
        """What is to be decided of rows that nobody has worked on: by table, column and reason the rows' keys and
        names."""
        found: dict[tuple[str, str, Doubt], list[tuple[str, str]]] = {}
        for note in self.review.notes:
            if self.states.get((note.table, note.key)) == "drafted":
                found.setdefault((note.table, note.column, note.why), []).append((note.key, note.label))
        return found

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many records of each kind were read."""
        return Counter(item.kind for item in self.review.items)

    def choose(self, show: str, kind: str = "", why: str = "", words: str = "") -> list[Item]:
        """Return the items that are asked for. show: one of SHOWN; kind: of the record; why: the number of a reason
        (`whys`); words: what stands in the item. What is empty or unknown leaves nothing out."""
        reason = self.whys[int(why)] if why.isdecimal() and int(why) < len(self.whys) else None
        return [
            item
            for item in self.review.items
            if (not kind or item.kind == kind)
            and (show != "doubtful" or self.is_open(item))
            and (show != "corrected" or item.fixed)
            and (show != "worked" or self.state(item) != "drafted")
            and (reason is None or any(c.name == reason.name and reason.doubt in c.doubts for c in item.cells))
            and words in _all_words(item)
        ]

    def passage(self, item: Item) -> list[tuple[int, list[tuple[str, bool]]]]:
        """Return the first lines that an item rests on: the number of each, and its text in pieces, each with whether
        it is what a doubtful cell was read from."""
        first, last = item.lines[0]
        fixed = [each.printed for each in item.fixed]
        words = [cell.printed or cell.value for cell in item.doubtful]
        words = fixed + [word for word in words if not any(each in word for each in fixed)]
        numbers = range(first, min(last, first + _QUOTED - 1) + 1)
        return [(number, _pieces(self.review.text[number - 1], words)) for number in numbers]


def _all_words(item: Item) -> str:
    return "\n".join([item.label, item.key, *(part for cell in item.cells for part in (cell.value, cell.printed))])


def _pieces(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """A line with its words marked; the tabs between the cells of a table become strokes."""
    pieces = [(text, False)]
    for word in sorted({word.strip() for word in words if len(word.strip()) > 1}, key=len, reverse=True):
        pieces = [
            part
            for piece, marked in pieces
            for part in ([(piece, True)] if marked else _split(piece, word))
        ]  # fmt: skip
    return [(piece.replace("\t", " | "), marked) for piece, marked in pieces]


def _split(text: str, word: str) -> list[tuple[str, bool]]:
    parts = text.split(word)
    found = [(parts[0], False)]
    for part in parts[1:]:
        found += [(word, True), (part, False)]
    return [each for each in found if each[0]]


def list_drafts(tables: Path) -> list[Draft]:
    """Return the drafts below a folder of tables, by key. InputError: one of them can't be read."""
    return [_read(path.parent) for path in sorted(tables.glob(f"*/{NAME}"))]


def read_draft(tables: Path, key: str) -> Draft:
    """Return the draft of the source `key`. MissingError: there is none; InputError: it can't be read."""
    known = {path.parent.name: path.parent for path in tables.glob(f"*/{NAME}")}
    if key not in known:
        raise MissingError(
            f"「{key}」という下書きはありません。teiju extract で作ります。",
            f"There is no draft “{key}”; teiju extract makes one.",
        )
    return _read(known[key])


def _read(folder: Path) -> Draft:
    description = folder / "source.toml"
    title = str(read_toml(description).get("title_ja", "")) if description.exists() else ""
    return Draft(folder.name, title, read_review(folder), states(folder))
