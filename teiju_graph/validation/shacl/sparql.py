"""SPARQL in shapes: constraints (sh:sparql) and components of one's own, run once for all focus nodes.

SHACL binds $this (and the parameters of a component) before the query runs. Here the pattern of the focus nodes is put
into the query instead: at its top, and into each inner group that mentions such a variable but no triple to bind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from teiju_graph.engines.store import Store, select
from teiju_graph.errors import QueryError
from teiju_graph.validation.shacl.shape import Shape, Term, sh, truth
from teiju_graph.validation.shacl.shapes import Shapes
from teiju_graph.vocab import term


@dataclass(frozen=True)
class Row:
    """What breaks a constraint: the focus node, the value and the path where there are any, and all that a query of
    the shapes bound besides."""

    this: Term
    value: Term | None = None
    path: str = ""
    bound: dict[str, Term] = field(default_factory=dict, hash=False, compare=False)


Found = Iterator[tuple[Row, tuple[Literal, ...]]]
# A string, an IRI or a comment is one token, so that a brace or a variable inside it is none.
_TOKEN = re.compile(
    r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|\w+|[{}()]|\s+|.",
    re.DOTALL,
)


def of_constraint(store: Store, shapes: Shapes, shape: Shape, constraint: Term, where: str) -> Found:
    """Yield what a SPARQL constraint finds among the focus nodes of `where`, each with the constraint's messages.
    GraphError: it lacks its query, or that is no SPARQL."""
    if truth(shapes.value(constraint, sh("deactivated"))):
        return
    query = text_of(shapes, shape, constraint, "select")
    messages = _messages(shapes, constraint)
    for row in _run(store, shapes, shape, query, {"this"}, where, {}):
        if not truth(row.bound.get("failure")):
            yield _valued(row, shape), messages


def of_component(store: Store, shapes: Shapes, shape: Shape, component: Term, where: str, values: str) -> Found:
    """Yield what a component that the shapes graph declares finds among the focus nodes of `where`, or among their
    values, which `values` binds as well."""
    given = {path: shape.parameters[path][0] for path in shapes.paths(component) if path in shape.parameters}
    bound = {re.split(r"[#/]", path.value)[-1]: each for path, each in given.items()}
    for validator in shapes.values(component, sh("propertyValidator" if shape.path else "nodeValidator")):
        query = text_of(shapes, shape, validator, "select")
        for row in _run(store, shapes, shape, query, {"this"}, where, bound):
            yield _valued(row, shape), _messages(shapes, validator, component)
        return
    for validator in shapes.values(component, sh("validator")):
        # The query asks what is right; wrong are the others.
        ask = text_of(shapes, shape, validator, "ask")
        query = re.sub(r"\bASK\b", "SELECT DISTINCT ?this ?value", ask, count=1, flags=re.IGNORECASE)
        right = {(row.this, row.value) for row in _run(store, shapes, shape, query, {"this", "value"}, values, bound)}
        for each in select(store, f"SELECT DISTINCT ?this ?value {{ {values} }}"):
            if (each["this"], each["value"]) not in right:
                yield Row(each["this"], each["value"], "", bound), _messages(shapes, validator, component)


def _valued(row: Row, shape: Shape) -> Row:
    """A node shape whose query names no value blames the focus node itself."""
    return row if row.value or shape.path else replace(row, value=row.this)


def filled(message: Literal, row: Row) -> Literal:
    """Return a message with {?name} and {$name} replaced by what the query bound."""
    terms = {**row.bound, "this": row.this, **({"value": row.value} if row.value else {})}
    text = re.sub(
        r"\{[?$](\w+)\}",
        lambda match: _told(terms[match[1]]) if match[1] in terms else match[0],
        message.value,
    )
    return Literal(text, language=message.language) if message.language else Literal(text)


def _told(value: Term) -> str:
    return value.value if isinstance(value, Literal | NamedNode) else str(value)


def _messages(shapes: Shapes, *nodes: Term) -> tuple[Literal, ...]:
    for node in nodes:
        found = tuple(each for each in shapes.values(node, sh("message")) if isinstance(each, Literal))
        if found:
            return found
    return ()


def text_of(shapes: Shapes, shape: Shape, node: Term, form: str) -> str:
    """Return the query of a constraint or validator, its prefixes declared and its path put in. GraphError: none."""
    text = shapes.value(node, sh(form))
    if not isinstance(text, Literal):
        raise shapes.fault(node, f"sh:{form} がありません。", f"lacks its sh:{form}.")
    prefixes, seen = [], []
    waiting = list(shapes.values(node, sh("prefixes")))
    while waiting:
        each = waiting.pop()
        seen.append(each)
        waiting += [other for other in shapes.values(each, term("owl:imports")) if other not in seen]
        for declared in shapes.values(each, sh("declare")):
            prefix, space = shapes.value(declared, sh("prefix")), shapes.value(declared, sh("namespace"))
            if isinstance(prefix, Literal) and isinstance(space, Literal):
                prefixes.append(f"PREFIX {prefix.value}: <{space.value}>")
    body = re.sub(r"[?$]PATH\b", lambda _: shape.path, text.value) if shape.path else text.value
    return "\n".join([*dict.fromkeys(prefixes), body])


def _run(
    store: Store, shapes: Shapes, shape: Shape, query: str, names: set[str], where: str, bound: dict[str, Term]
) -> Iterator[Row]:
    """Yield the rows of a query of the shapes, with `names` bound by the pattern `where` and the parameters `bound`."""
    constants = {**bound, "currentShape": shape.node}
    named = {name: each for name, each in constants.items() if re.search(rf"[?$]{name}\b", query)}
    focus = f"{{ SELECT DISTINCT {' '.join(f'?{name}' for name in names)} {{ {where} }} }}"
    given = " ".join(f"VALUES ?{name} {{ {each} }}" for name, each in named.items())
    try:
        rows = select(store, prebind(query, names | named.keys(), f"{focus} {given}"))
        variables = [each.value for each in rows.variables]
        for row in rows:
            told = {name: row[name] for name in variables if row[name] is not None}
            if "this" in told:
                path = told.get("path")
                yield Row(
                    told["this"],
                    told.get("value"),
                    str(path) if isinstance(path, NamedNode) else "",
                    {**bound, **told},
                )
    except (QueryError, SyntaxError, ValueError) as error:
        raise shapes.fault(
            shape.node, f"この SPARQL は実行できません:{error}", f"holds SPARQL that can't be run: {error}"
        ) from error


def prebind(query: str, names: set[str], block: str) -> str:
    """Return the query with `block`, the pattern that binds the variables `names`, put into its first group and into
    each inner group that mentions one of them without a triple of its own to bind it. ValueError: SHACL does not allow
    what the query does, because it would not work with bound variables."""
    tokens = _TOKEN.findall(query)
    last = ""
    opened: list[tuple[int, list[str]]] = []  # where each open group begins, and its own tokens
    for place, token in enumerate(tokens):
        if token == "{":
            opened.append((place, []))
        elif token == "}" and opened:
            start, own = opened.pop()
            inner_select = own[:1] == ["SELECT"]
            if inner_select and "this" not in [each[1:] for each in own if each[0] in "?$"]:
                raise ValueError("a SELECT inside it does not name $this")
            if not inner_select and (not opened or _unbound(own, names)):
                tokens[start] = f"{{ {block}"
        elif not token.isspace() and token[0] != "#":
            word = token.upper() if token.isalpha() else token
            if word in ("MINUS", "VALUES", "SERVICE"):
                raise ValueError(f"SHACL allows no {word} here")
            if token[0] in "?$" and token[1:] in names and last == "AS":
                raise ValueError(f"it binds {token} anew")
            last = word
            if opened:
                opened[-1][1].append(word)
    return "".join(tokens)


def tokens_of(query: str) -> list[str]:
    """Return the words of a query without spaces and comments, a name with a prefix or a typed literal as one."""
    found: list[str] = []
    glued = ""
    for token in _TOKEN.findall(query):
        if token.isspace() or token[0] == "#":
            glued = ""
            continue
        joins = glued and (token in (":", "^", "@", "-") or glued in (":", "^", "@", "-") or glued[-1:] == ":")
        if joins and (token[0].isalnum() or token[0] in ":^@-<_"):
            found[-1] += token
        else:
            found.append(token)
        glued = token
    return found


def _unbound(own: list[str], names: set[str]) -> bool:
    """Say whether a group mentions the variables only in brackets, that is in expressions."""
    depth, inside, outside = 0, False, False
    for token in own:
        depth += (token == "(") - (token == ")")
        if token[0] in "?$" and token[1:] in names:
            inside, outside = inside or depth > 0, outside or depth == 0
    return inside and not outside
