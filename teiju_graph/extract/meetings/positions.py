"""The printed position of a speaker, a name before it left out; and heads of municipalities who meet as members.

（新見市長） and ○石田新見市長 are 新見市長, ○企画課長（西田） is 企画課長, （西田課長） is 課長."""

import re
from dataclasses import dataclass

from teiju_graph.extract.words.phrases import fold, words
from teiju_graph.extract.words.register import KINDS, Register


def position_of(name: str, role: str, behind: str, register: Register | None) -> str:
    """Return the position that a mark prints: `role` with the words before it that name an office, never a person.
    behind: what stands after the role in the mark, where a person's name may stand in brackets."""
    if re.fullmatch(r"\d+番", role):
        return "議員"
    if place := _place_before(name, role, register):
        return f"{place}{role}"
    if not name or role not in words("speech", "office"):
        return role
    if role[-1] in "課室" or role in KINDS or re.match(r"\s*\([^()]+\)", behind):
        return f"{name}{role}"
    return f"{_office_before(name)}{role}"


def _office_before(name: str) -> str:
    """The words before a position that name an office: all of them, or those behind a surname (西田企画課長 → 企画)."""
    rest = name
    while word := next((each for each in words("speech", "departments") if rest.endswith(each)), ""):
        rest = rest.removesuffix(word)
        if word in words("speech", "regional"):
            return name  # 備中県民局長
    if rest == name:
        return ""
    return name[len(rest) :] if re.fullmatch(r"[一-龥々]{1,3}", rest) else name


def _place_before(name: str, role: str, register: Register | None) -> str:
    """The municipality, without its kind, that stands last in the words before the position of its head."""
    kind = role.removeprefix("副")[0]
    if register is None or kind not in KINDS:
        return ""
    return next((name[at:] for at in range(len(name)) if fold(name[at:] + kind) in register.by_name), "")


@dataclass(frozen=True)
class Assembled:
    """Whom the marks of a text show to meet. Where the heads of several municipalities speak, they and the heads of
    other bodies are the members, and only who is left answers for the office."""

    positions: frozenset[str]

    @property
    def are_heads(self) -> bool:
        """Whether heads of several municipalities speak."""
        ruled = {
            match[1] for each in self.positions if (match := re.fullmatch(r"(.*[市町村])長", each.replace("副", "")))
        }
        return len(ruled) > 1

    def has_member(self, position: str) -> bool:
        """Say whether who has this position speaks as a member, though such a one elsewhere answers for an office."""
        return self.are_heads and position.endswith(tuple(words("speech", "heads")))
