"""The SPARQL 1.1 Protocol without a web server: requests become operations, operations become replies."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from pyoxigraph import NamedNode

from teiju_graph.endpoint.formats import GRAPHS, TABLES, formats_of, write
from teiju_graph.endpoint.negotiation import choose
from teiju_graph.engines.store import Answer, Store, telling
from teiju_graph.engines.tokens import changes_by_itself, find_keywords
from teiju_graph.errors import FormatError, MediaTypeError, MethodError, ParameterError, QueryError

FORM = "application/x-www-form-urlencoded"
DIRECT = {"application/sparql-query": "query", "application/sparql-update": "update"}
_GRAPHS = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}
_unescape = codecs.getdecoder("unicode_escape")  # loaded here: a worker may open no file any more
_FIELDS = 200  # at most, of a form
_GENERIC = {"application/json": "json", "application/xml": "xml", "text/plain": "nt", "application/rdf": "rdf"}


class Request(NamedTuple):
    """What matters of an HTTP request: two equal ones get the same reply. base: the address that relative IRIs of the
    query stand under (section 2.1.5), empty for none."""

    method: str
    query_string: str
    content_type: str = ""
    accept: str = ""
    body: bytes = b""
    base: str = ""


@dataclass(frozen=True)
class Operation:
    """One query or update, with the dataset that the protocol names; None: what the text itself says."""

    kind: str
    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str = ""


class Reply(NamedTuple):
    """An answer as it is sent. lasting: the same request over the same data gets the same answer."""

    media_type: str
    body: bytes
    lasting: bool = True


def read_operation(request: Request, writable: bool = False) -> Operation | None:
    """Return the operation that a request asks for (sections 2.1 and 2.2), None for a GET without one.

    ParameterError: a parameter is missing, doubled or not UTF-8; MediaTypeError: the body carries no query (nor update,
    if the store is writable); MethodError: an update that isn't sent by POST."""
    given = _pairs(request.query_string.encode("utf-8", "replace"))
    kinds = ("query", "update") if writable else ("query",)
    media_type = request.content_type.partition(";")[0].strip().lower()
    if request.method in ("GET", "HEAD"):
        if writable and any(name == "update" for name, _ in given):
            raise MethodError("更新は POST で送ってください。", "Updates are sent by POST.")
        if not any(name == "query" for name, _ in given):
            return None
        kind = "query"
    elif media_type == FORM:
        given = [*_pairs(request.body), *[pair for pair in given if pair[0] not in kinds]]
        kind = next((name for name, _ in given if name in kinds), "query")
    elif DIRECT.get(media_type) in kinds:
        kind = DIRECT[media_type]
        given = [(kind, _decode(request.body)), *given]
    else:
        wanted = [FORM, *(name for name, kind in DIRECT.items() if kind in kinds)]
        raise MediaTypeError(
            f"本文の種類は {' か '.join(wanted)} です。",
            f"The body must be {' or '.join(wanted)}.",
            column="Content-Type",
        )
    texts = [value for name, value in given if name in kinds]
    if len(texts) != 1:
        raise ParameterError(
            f"{kind} は一つだけ要ります({len(texts)} 個ありました)。",
            f"is needed once; there are {len(texts)}.",
            column=kind,
        )
    default, named = (tuple(value for name, value in given if name == each) for each in _GRAPHS[kind])
    stated = bool(default or named)
    form = next((value for name, value in given if name == "format"), "")
    return Operation(kind, texts[0], default if stated else None, named if stated else None, form)


def answer(store: Store, request: Request, write: Callable[[Answer, str], bytes] = write) -> Reply:
    """Return the reply to the query that a request asks for, in the form that its Accept header (or `format`) asks for.

    write: what makes bytes of an answer and the short name of a form. ParameterError, MediaTypeError: see
    read_operation; QueryError: it can't be parsed, or would reach another server; FormatError: no form fits."""
    operation = read_operation(request)
    if operation is None:
        raise ParameterError("query が要ります。", "is needed.", column="query")
    refuse_federation(operation.text)
    default, named = _nodes(operation.default_graphs), _nodes(operation.named_graphs)
    result = store.query(operation.text, default, named, request.base)
    name = negotiate(operation, request.accept, result)
    with telling():
        body = write(result, name)
    return Reply(formats_of(result)[name].media_type, body, not changes_by_itself(operation.text))


def refuse_federation(text: str) -> None:
    """QueryError: the query or update would make the server ask another one, by SERVICE or LOAD."""
    for word in sorted(find_keywords(text, {"SERVICE", "LOAD"})):
        raise QueryError(
            f"{word} は使えません。ほかの場所のデータは、そこで問い合わせてください。",
            f"{word} is not allowed; ask the other endpoint itself.",
        )


def negotiate(operation: Operation, accept: str, result: Answer) -> str:
    """Return the short name of the form in which a result is sent. FormatError: it doesn't come in the one asked for."""
    offered = formats_of(result)
    if operation.format and operation.format not in offered:
        raise FormatError(
            f"この答えは「{operation.format}」では出せません。使えるのは {', '.join(offered)} です。",
            f"This answer doesn't come as “{operation.format}”; it comes as {', '.join(offered)}.",
            column="format",
        )
    if operation.format:
        return operation.format
    name = _liked_best(accept, tuple(offered))
    if name is None:
        types = [each.media_type for each in offered.values()]
        raise FormatError(
            f"この形では出せません。使えるのは {'、'.join(types)} です。",
            f"The answer doesn't come in that form; it comes as {', '.join(types)}.",
            column="Accept",
        )
    return name


@lru_cache(maxsize=256)
def _liked_best(accept: str, names: tuple[str, ...]) -> str | None:
    """Which of these forms an Accept header likes best; programs send the same one again and again."""
    offered = {(TABLES | GRAPHS)[name].media_type: name for name in names}
    offered |= {media_type: name for media_type, name in _GENERIC.items() if name in names}
    chosen = choose(accept, list(offered))
    return offered[chosen] if chosen else None


def _pairs(form: bytes) -> list[tuple[str, str]]:
    try:
        fields = [field.partition("=") for field in form.decode("ascii").split("&") if field]
        if len(fields) > _FIELDS:
            raise ValueError
        return [(_unquote(name), _unquote(value)) for name, _, value in fields]
    except ValueError as error:
        raise ParameterError(
            "UTF-8 を % で符号化した形で送ってください。", "must be percent-encoded UTF-8.", column="query"
        ) from error


def _unquote(text: str) -> str:
    """A name or value of a form, as urllib.parse.unquote_plus reads it. A query is full of %, so what is well formed is read
    by a codec in C, ten times faster: that of Python's own escapes."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    try:
        escaped = text.encode().replace(b"\\", b"\\\\").replace(b"%", b"\\x")
        return _unescape(escaped)[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return unquote(text, errors="strict")


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParameterError("本文が UTF-8 ではありません。", "The body is not UTF-8.", column="query") from error


def _nodes(names: Sequence[str] | None) -> list[NamedNode] | None:
    try:
        return None if names is None else [NamedNode(name) for name in names]
    except ValueError as error:
        raise ParameterError(
            f"グラフのアドレスではありません:{error}",
            f"is not the address of a graph: {error}",
            column="default-graph-uri",
        ) from error
