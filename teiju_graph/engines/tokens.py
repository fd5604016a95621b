"""Words of a query or update, told apart from what stands in comments, IRIs, strings, variables and names."""

import re
from collections.abc import Iterator

from teiju_graph.errors import QueryError

# The terminals of the SPARQL 1.1 grammar (section 19.8) that a keyword or a brace could hide in.
_TOKEN = re.compile(
    r"""\#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*> | \"\"\"(?:\\.|[^\\])*?\"\"\" | '''(?:\\.|[^\\])*?'''
    | "(?:\\.|[^"\\\n\r])*" | '(?:\\.|[^'\\\n\r])*' | [?$]\w+ | @[A-Za-z-]+ | _:[\w.-]+
    | (?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)* | (?P<word>[A-Za-z_]+) | (?P<brace>[{}]) | .""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CHANGING = {"NOW", "RAND", "UUID", "STRUUID"}


def find_keywords(text: str, words: set[str]) -> set[str]:
    """Return which of these words, given in capitals, are keywords of a query or update. The text is taken apart only
    where their letters stand in it at all, or could by codepoint escapes."""
    capitals = text.upper()
    if "\\U" not in capitals and not any(word in capitals for word in words):
        return set()
    return keywords(text) & words


def keywords(text: str) -> set[str]:
    """Return the bare words of a query or update, in capitals, also those written with codepoint escapes."""
    words = {match["word"].upper() for match in _TOKEN.finditer(text) if match["word"]}
    if "\\u" in text or "\\U" in text:
        words |= keywords(_ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text))
    return words


def query_form(text: str) -> str:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE. QueryError: it has none of them."""
    for match in _TOKEN.finditer(text):
        if (match["word"] or "").upper() in _FORMS:
            return match["word"].upper()
    raise QueryError("SPARQL の問い合わせではありません。", f"is none of {', '.join(_FORMS)}.")


def changes_by_itself(text: str) -> bool:
    """Return whether a query may be answered differently over the same data: it asks for the time or for chance."""
    return bool(find_keywords(text, _CHANGING))


def insert_using(update: str, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]) -> str:
    """Return an update whose patterns look at these graphs (SPARQL 1.1 Protocol, section 2.2.3).

    QueryError: the update says itself which graphs it looks at, by USING or WITH."""
    if not keywords(update).isdisjoint({"USING", "WITH"}):
        raise QueryError(
            "USING や WITH のある更新には using-graph-uri と using-named-graph-uri を使えません。",
            "An update with USING or WITH goes without using-graph-uri and using-named-graph-uri.",
        )
    clauses = [f"USING <{name}> " for name in default_graphs] + [f"USING NAMED <{name}> " for name in named_graphs]
    chunks, done = [], 0
    for place in _outer_wheres(update):
        chunks += [update[done:place], *clauses]
        done = place
    return "".join([*chunks, update[done:]])


def _outer_wheres(update: str) -> Iterator[int]:
    """Where the WHERE of each DELETE … INSERT … WHERE begins; DELETE WHERE takes no USING."""
    depth, before = 0, ""
    for match in _TOKEN.finditer(update):
        if match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
            before = match["brace"]
        elif word := (match["word"] or "").upper():
            if word == "WHERE" and depth == 0 and before == "}":
                yield match.start()
            before = word
