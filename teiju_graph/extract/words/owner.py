"""The municipality whose document it is, which the document calls 本市: by a label, a definition, or its title."""

import re
from collections.abc import Iterable
from functools import cache

from teiju_graph.extract.words.phrases import choice, fold
from teiju_graph.extract.words.register import KINDS, Municipality, Register, Zone

_FIRST = 12  # lines that a title is looked for in
_LATER = 400  # lines that a label or a definition is looked for in


def find_owner(lines: Iterable[str], zone: Zone | None, register: Register) -> Municipality | None:
    """Return the municipality that a label (市町村名 長岡市), a definition (長岡市(以下「本市」という。)) or, alone among the
    first lines, a title (萩市が締結している協定) gives; None where none or several do."""
    texts = [fold(line) for _, line in zip(range(_LATER), lines, strict=False)]
    for pattern in (_label(), _called()):
        told = {name for text in texts for match in pattern.finditer(text) if (name := register.starting(match[1], 0))}
        if told:
            return _one(told, zone, register)
    titles = [text.lstrip() for text in texts[:_FIRST]]
    named = [(name, text) for text in titles if (name := register.starting(text, 0))]
    return _one({name for name, text in named if _TITLE.match(text[len(name) :])}, zone, register)


def own_words(owner: Municipality | None) -> dict[str, tuple[Municipality, ...]]:
    """Return what the document's own municipality is called in it: 本市, 当市."""
    kind = owner.kind if owner else ""
    return {f"{word}{kind}": (owner,) for word in ("本", "当")} if owner and kind in KINDS else {}


_TITLE = re.compile("が|の|と(?!の)|は|にお|に係|関係|分|公報|告示|広報")


@cache
def _label() -> re.Pattern:
    return re.compile(rf"^\s*{choice('names', 'own_label')}\s*[:\t\s,]\s*(\S+)")


@cache
def _called() -> re.Pattern:
    return re.compile(r"(?:^|[\s、。「『(])([^\s、。「『()]{2,8}?)\(以下[、,]?「[本当]?[市町村]」")


def _one(names: set[str], zone: Zone | None, register: Register) -> Municipality | None:
    able = [each for name in names for each in register.by_name[name]]
    inside = [each for each in able if zone and each in zone.members]
    found = inside or able
    return found[0] if len(names) == 1 and len(found) == 1 else None
