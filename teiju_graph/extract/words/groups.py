"""Words for several municipalities at once, resolved against the zone: 全市町, 近隣町, 3市3町, 6市町, 4町."""

from dataclasses import dataclass

from teiju_graph.extract.records import Doubt
from teiju_graph.extract.words.register import KINDS, Municipality, Zone


@dataclass(frozen=True)
class Group:
    """A word for several municipalities. whom: `every`, `neighbours`, `central`, `count`, `unclear`
    or `prefecture` (every one of it); counts: how many
    of which kinds of municipality ((3, 市), (3, 町)), the number None where the word gives none."""

    printed: str
    whom: str
    counts: tuple[tuple[int | None, str], ...] = ()

    @property
    def total(self) -> int | None:
        """How many municipalities it counts; None where it gives no number."""
        numbers = [number for number, _ in self.counts if number is not None]
        return sum(numbers) if numbers else None

    def fits(self, members: list[Municipality]) -> bool:
        """Say whether these municipalities are as many of each kind as the word counts."""
        if self.total is None or self.total != len(members):
            return False
        return all(number == sum(each.kind in kinds for each in members) for number, kinds in self.counts)


@dataclass(frozen=True)
class Resolved:
    """The municipalities that a word means, or none; doubt: why a person must look, None where it is sure."""

    members: list[Municipality]
    doubt: Doubt | None = None


def resolve(group: Group, zone: Zone | None, without: list[Municipality]) -> Resolved:
    """Return whom a word means in a zone, when `without` are left out. Nobody where the zone is unknown, the word says
    not which, or its count fits no set of members; the doubt says why."""
    if zone is None:
        return _nobody(group, "圏域が分からない", "the zone is unknown")
    pool = [each for each in zone.members if each not in without]
    if group.whom == "unclear":
        return _nobody(group, "どの市町村か書かれていない", "which ones is not said")
    if group.whom == "central":
        return Resolved([each for each in zone.central if each not in without])
    if group.whom == "neighbours":
        return _of_kinds(group, [each for each in pool if each in zone.neighbouring])
    if group.whom == "every":
        return _of_kinds(group, pool)
    return _counted(group, zone, pool)


def resolve_within(group: Group, those: list[Municipality]) -> Resolved:
    """Return whom a word for every municipality of a prefecture means, whose municipalities are `those`; nobody where
    it counts others than there are."""
    kinds = "".join(kinds for _, kinds in group.counts)
    found = [each for each in those if each.kind in kinds]
    if not found or group.total not in (None, len(found)):
        return _nobody(group, "都道府県の市町村の数と合わない", "the count does not fit the prefecture")
    return Resolved(found)


def resolve_others(group: Group, zone: Zone | None, listed: list[Municipality]) -> Resolved:
    """Return whom a count after ほか means (室蘭市ほか5市町), when `listed` stand before it."""
    if zone is None or not set(listed) <= set(zone.members):
        return _nobody(group, "圏域が分からない", "the zone is unknown")
    rest = [each for each in zone.members if each not in listed]
    if group.fits(rest):
        return Resolved(rest)
    kinds = "".join(kinds for _, kinds in group.counts)
    those = [each for each in rest if each.kind in kinds]
    if group.fits(those):
        return Resolved(
            those, Doubt(f"「{group.printed}」を圏域の残りと読んだ", f"“{group.printed}” is read as the zone’s others")
        )
    return _nobody(group, "数が圏域と合わない", "the count does not fit the zone")


def _of_kinds(group: Group, pool: list[Municipality]) -> Resolved:
    kinds = "".join(kinds for _, kinds in group.counts) or KINDS
    those = [each for each in pool if each.kind in kinds]
    if len(those) < len(pool) and len(kinds) > 1:
        return Resolved(
            those,
            Doubt(
                f"「{group.printed}」に入らない種類の構成員が圏域にある",
                f"the zone has members of a kind that “{group.printed}” leaves out",
            ),
        )
    return Resolved(those) if those else _nobody(group, "圏域に当たるものがない", "the zone has none of them")


def _counted(group: Group, zone: Zone, pool: list[Municipality]) -> Resolved:
    kinds = "".join(kinds for _, kinds in group.counts)
    those = [each for each in pool if each.kind in kinds]
    if group.fits(those):
        return Resolved(those)
    near = list(zone.neighbouring)
    if group.fits(near) and "両" not in group.printed:
        return Resolved(
            near,
            Doubt(
                f"「{group.printed}」を中心市を除く近隣と読んだ", f"“{group.printed}” is read as the neighbours alone"
            ),
        )
    return _nobody(group, "数が圏域と合わない", "the count does not fit the zone")


def _nobody(group: Group, ja: str, en: str) -> Resolved:
    return Resolved([], Doubt(f"「{group.printed}」:{ja}", f"“{group.printed}”: {en}"))
