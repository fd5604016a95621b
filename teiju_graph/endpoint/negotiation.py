"""Content negotiation: which of the offered media types an Accept header likes best (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence

_PART = re.compile(
    r'\s*(?P<range>[^\s;,]+/[^\s;,]+|\*)\s*(?P<parameters>(?:;\s*[^;,"]+(?:"(?:\\.|[^"])*")?\s*)*)(?:,|$)'
)
_PARAMETER = re.compile(r';\s*([^=;\s]+)\s*=\s*("(?:\\.|[^"])*"|[^;\s]*)')


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """Return the best of the media types offered, in the server's order of preference, or None where none is accepted.

    The most specific range that fits a type says its quality (`a/b;p=v`, `a/b`, `a/*`, `*/*`); 0 rules it out. A range
    with a parameter that the offered type lacks doesn't fit, but charset is ignored: everything is UTF-8."""
    if not accept.strip():
        return offered[0]
    ranges = list(_read(accept))
    best, quality = None, 0.0
    for media_type in offered:
        liked = max((each for each in ranges if each[0](media_type)), key=lambda each: each[1], default=None)
        if liked and liked[2] > quality:
            best, quality = media_type, liked[2]
    return best


def _read(accept: str):
    """Each range as (fits, how specific, quality)."""
    for match in _PART.finditer(accept):
        kind, _, subtype = match["range"].lower().partition("/")
        parameters = {name.lower(): value.strip('"') for name, value in _PARAMETER.findall(match["parameters"])}
        quality = _quality(parameters.pop("q", "1"))
        parameters.pop("charset", None)
        wanted = (kind or "*", subtype or "*", frozenset(parameters.items()))
        specific = (kind != "*") + (wanted[1] != "*") + len(parameters)
        yield lambda offer, wanted=wanted: _fits(offer, *wanted), specific, quality


def _fits(offer: str, kind: str, subtype: str, parameters: frozenset) -> bool:
    name, *rest = (part.strip() for part in offer.lower().split(";"))
    own = {tuple(part.partition("=")[::2]) for part in rest}
    offered_kind, _, offered_subtype = name.partition("/")
    return kind in ("*", offered_kind) and subtype in ("*", offered_subtype) and parameters <= own


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
