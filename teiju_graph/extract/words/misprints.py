"""Names that no municipality bears, and the one that each is likely a misprint of: in the zone first, then nearby."""

from collections.abc import Iterable
from dataclasses import dataclass

from teiju_graph.extract.words.phrases import fold
from teiju_graph.extract.words.register import KINDS, Municipality, Register, Zone


@dataclass(frozen=True)
class Misprint:
    """A municipality that a printed form is read as, and why."""

    municipality: Municipality
    ja: str
    en: str


def likely(
    printed: str, known: Municipality | None, zone: Zone | None, register: Register, prefecture: str | None
) -> Misprint | None:
    """Return what a folded form that names no municipality is read as, None where nothing is likely: a member of the
    zone without its 市, 町 or 村, or one that differs in a character; what the document showed elsewhere (`known`);
    a municipality of the prefecture that differs in a character."""
    members = list(zone.members) if zone else []
    prefectures = dict.fromkeys([*filter(None, [prefecture]), *(each.prefecture for each in members)])
    near = [each for name in prefectures for each in register.in_prefecture(name)]
    for among, ja, en in ((members, "圏域", "of the zone"), (near, "同じ都道府県", "of the prefecture")):
        if one := _only(each for each in among if fold(each.stem) == printed and len(printed) > 1):
            return Misprint(one, f"「{one.kind}」がない。{ja}の名前", f"lacks {one.kind}; a name {en}")
        if one := _only(each for each in among if _is_near(printed, fold(each.name))):
            return Misprint(one, f"{ja}に一字違いの名前がある", f"one character from a name {en}")
        if known and among is members:
            return Misprint(known, "文書のどの一覧でも、欠けているのはこれ", "missing wherever it stands")
    return None


def readings(printed: str, listed: Iterable[str], zone: Zone | None) -> list[Municipality]:
    """Return the members of the zone that a folded form could stand for because the list lacks them: of the same kind
    and as long. `listed`: the folded names that the list has."""
    if zone is None or printed[-1:] not in KINDS or any(char.isdigit() for char in printed):
        return []
    return [
        each
        for each in zone.members
        if each.kind == printed[-1] and len(each.name) == len(printed) and fold(each.name) not in set(listed)
    ]


def distance(one: str, other: str) -> int:
    """Return how many characters must be changed, dropped, added or swapped with their neighbour to turn one into the
    other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        next_row = [i]
        for j, mate in enumerate(other, 1):
            cost = min(row[j] + 1, next_row[j - 1] + 1, row[j - 1] + (char != mate))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == mate:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        before, row = row, next_row
    return row[-1]


def _is_near(printed: str, name: str) -> bool:
    least = min(len(printed), len(name))
    return least >= 3 and distance(printed, name) == 1


def _only(those: Iterable[Municipality]) -> Municipality | None:
    found = list(those)
    return found[0] if len(found) == 1 else None
