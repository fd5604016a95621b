"""What a SPARQL constraint looks at from its focus node, where its query is plain enough to tell.

Plain is: triples of variables, names and literals, FILTER and BIND, OPTIONAL and FILTER NOT EXISTS. Each triple has to be
joined to $this by triples that must match as well: those of its own group and of the groups around it."""

import re

from pyoxigraph import NamedNode

from teiju_graph.validation.shacl.shape import Step
from teiju_graph.validation.shacl.sparql import tokens_of
from teiju_graph.vocab import A

_DECLARED = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
Reached = dict[str, str]  # variable → the path that leads to it from $this
Pattern = tuple[str, NamedNode, str]


def steps_of(query: str) -> list[Step]:
    """Return the statements that a SELECT query looks at. ValueError: it is not plain."""
    head, _, body = query.partition("{")
    tokens = _Tokens(tokens_of(body), dict(_DECLARED.findall(head)))
    try:
        found = tokens.group({"this": ""})
    except LookupError as error:
        raise ValueError("not plain") from error
    if tokens.rest():  # GROUP BY, HAVING and the like
        raise ValueError("not plain")
    return found


class _Tokens:
    """The rest of a query, read from left to right. ValueError, LookupError: it is not plain."""

    def __init__(self, tokens: list[str], spaces: dict[str, str]):
        self._tokens, self._spaces, self._at = tokens, spaces, 0

    def rest(self) -> list[str]:
        return self._tokens[self._at :]

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def group(self, reached: Reached) -> list[Step]:
        """Read up to the closing brace and return the steps of the group, whose outer variables are reached so."""
        patterns: list[Pattern] = []
        inner: list[int] = []
        subject = predicate = ""
        while (token := self._next()) != "}":
            word = token.upper()
            if word == "OPTIONAL" or (word == "FILTER" and self._tokens[self._at].upper() in ("NOT", "EXISTS")):
                while self._next() != "{":
                    pass
                inner.append(self._at)
                self._skip("{", "}")
                subject = ""
            elif word in ("FILTER", "BIND"):
                while self._next() != "(":
                    pass
                if any(each.upper() == "EXISTS" for each in self._skip("(", ")")):
                    raise ValueError(token)
                subject = ""
            elif token == ".":
                subject = ""
            elif not subject:
                subject = self._term(token)
                predicate = self._predicate(self._next())
                patterns.append((subject, NamedNode(predicate), self._term(self._next())))
            elif token in ";,":
                predicate = self._predicate(self._next()) if token == ";" else predicate
                patterns.append((subject, NamedNode(predicate), self._term(self._next())))
            else:
                raise ValueError(token)
        found, reached = _follow(patterns, reached)
        end = self._at
        for self._at in inner:
            found += self.group(reached)
        self._at = end
        return found

    def _skip(self, opening: str, closing: str) -> list[str]:
        """Read past the bracket that closes the one just read; return what stood between."""
        begin, depth = self._at, 1
        while depth:
            token = self._next()
            depth += (token == opening) - (token == closing)
        return self._tokens[begin : self._at]

    def _predicate(self, token: str) -> str:
        if token == "a":
            return A.value
        if token[0] == "<":
            return token[1:-1]
        prefix, colon, name = token.partition(":")
        if not colon:
            raise ValueError(token)
        return self._spaces[prefix] + name

    def _term(self, token: str) -> str:
        if token[0] in "?$<\"'" or ":" in token or token in ("true", "false") or token.isdecimal():
            return token
        raise ValueError(token)


def _follow(patterns: list[Pattern], reached: Reached) -> tuple[list[Step], Reached]:
    """Return the steps of patterns that must all match, and how their variables are reached."""
    found: list[Step] = []
    reached, waiting = dict(reached), list(patterns)
    while waiting:
        for pattern in waiting:
            subject, predicate, value = pattern
            if (before := _reach(subject, reached)) is not None:
                found.append(Step(before, predicate))
                _note(value, f"{before}/{predicate}".strip("/"), reached)
            elif (before := _reach(value, reached)) is not None:
                found.append(Step(before, predicate, backwards=True))
                _note(subject, f"{before}/^{predicate}".strip("/"), reached)
            else:
                continue
            waiting.remove(pattern)
            break
        else:
            raise ValueError("not joined to $this")
    return found, reached


def _reach(term: str, reached: Reached) -> str | None:
    return reached.get(term[1:]) if term[0] in "?$" else None


def _note(term: str, path: str, reached: Reached) -> None:
    if term[0] in "?$":
        reached.setdefault(term[1:], path)
