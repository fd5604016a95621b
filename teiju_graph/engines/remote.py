"""Any SPARQL 1.1 endpoint as a store, asked by form POST, with a total deadline and nothing taken on trust.

Known of engines: Virtuoso cuts results at its own number of rows and says so in a header; the Oxigraph server's own
timeout sends what it has with status 200, cut off. Both are told as errors here."""

import http.client
import urllib.error
from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, parse, parse_query_results
from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from teiju_graph.engines.deadline import keep_deadlines, length_of
from teiju_graph.engines.store import Answer
from teiju_graph.engines.tokens import query_form
from teiju_graph.errors import BrokenError, DeadlineError, LimitError, QueryError, UnavailableError

_TABLES = "application/sparql-results+json"
_GRAPHS = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
_CHUNK = 2**16


class RemoteStore:
    """The endpoint at an address. A query may take `seconds` in all, and its answer `most` bytes."""

    union = False

    def __init__(self, address: str, seconds: float = 10.0, most: int = 64 * 2**20):
        self._address, self._seconds, self._most = address, seconds, most
        keep_deadlines()

    @property
    def digest(self) -> str:
        """Nothing: the data may change."""
        return ""

    def query(
        self,
        text: str,
        default_graphs: list[NamedNode] | None = None,
        named_graphs: list[NamedNode] | None = None,
        base: str = "",
    ) -> Answer:
        """See Store.query; relative IRIs stand under whatever the endpoint says. QueryError: it rejects the query;
        UnavailableError: it can't be reached or fails; DeadlineError: the time is up; BrokenError: what it sends is cut
        off or no answer; LimitError: too many bytes, or the endpoint cut the rows itself."""
        form = query_form(text)
        client = SPARQLWrapper(self._address)
        client.setQuery(text)
        client.queryType = form  # its own guess takes some comments for updates
        client.setMethod(POST)
        client.setRequestMethod(URLENCODED)
        client.setOnlyConneg(True)
        client.setTimeout(self._seconds)  # type: ignore[arg-type]  # urlopen takes a fraction too
        for name, graphs in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for graph in graphs or []:
                client.addParameter(name, graph.value)
        graph_wanted = form in ("CONSTRUCT", "DESCRIBE")
        accept = "application/n-triples, text/turtle;q=0.5" if graph_wanted else _TABLES
        client.addCustomHttpHeader("Accept", accept)
        response = self._open(client)
        try:
            _check(response, list(_GRAPHS) if graph_wanted else [_TABLES])
            content = self._read(response)
        finally:
            response.close()
        return read_graph(content, _type(response)) if graph_wanted else read_table(content)

    def _open(self, client: SPARQLWrapper) -> Any:
        try:
            return client.query().response
        except SPARQLWrapperException as error:
            cause = error.__context__
            status = 500
            if isinstance(cause, urllib.error.HTTPError):
                status = cause.code
                cause.close()
            told = " ".join(str(error.args[0] if error.args else "").split())[-300:]
            raise _error_of(status, told) from error
        except urllib.error.HTTPError as error:
            error.close()
            raise _error_of(error.code, "") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late() from error
            raise _unavailable() from error
        except TimeoutError as error:
            raise self._late() from error
        except ConnectionError as error:
            raise _unavailable() from error
        except (OSError, http.client.HTTPException) as error:
            raise _broken("it is not HTTP") from error

    def _read(self, response: Any) -> bytes:
        length = length_of(response)
        content = bytearray()
        try:
            while chunk := response.read(_CHUNK):
                content += chunk
                if len(content) > self._most:
                    raise LimitError(
                        f"答えが上限({self._most:,} バイト)を超えました。LIMIT を付けるか、条件を足してください。",
                        f"The answer passed the limit ({self._most:,} bytes); add a LIMIT or conditions.",
                    )
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, http.client.HTTPException) as error:
            raise _broken("it was cut off") from error
        if length is not None and len(content) != length:
            raise _broken("it is shorter than its Content-Length")
        if length is None and "chunked" not in response.headers.get("Transfer-Encoding", "").lower():
            raise _broken("it says neither its length nor its end")
        return bytes(content)

    def _late(self) -> DeadlineError:
        return DeadlineError(
            f"問い合わせ先が {self._seconds:g} 秒で答えませんでした。条件を足すか LIMIT を付けてください。",
            f"The endpoint did not answer within {self._seconds:g} seconds; add conditions or a LIMIT.",
        )


def _error_of(status: int, told: str) -> Exception:
    if status in (400, 413, 414, 422):
        return QueryError(f"問い合わせ先が受け付けませんでした:{told}", f"was rejected by the endpoint: {told}")
    if status in (408, 504):
        return DeadlineError("問い合わせ先が時間内に答えませんでした。", "The endpoint did not answer in time.")
    return _unavailable()


def _unavailable() -> UnavailableError:
    return UnavailableError(
        "問い合わせ先のサーバが今は答えられません。少し待ってからもう一度送ってください。",
        "The endpoint behind this site can't answer now; try again in a while.",
    )


def _broken(why: str) -> BrokenError:
    return BrokenError(f"問い合わせ先の答えが壊れています({why})。", f"The endpoint's answer is broken: {why}.")


def _type(response: Any) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _check(response: Any, types: list[str]) -> None:
    if response.status != 200 or _type(response) not in types:
        raise _broken(f"it is {_type(response) or 'of no type'}, not {' or '.join(types)}")
    if "X-SPARQL-MaxRows" in response.headers:
        raise LimitError(
            f"答えが問い合わせ先の上限({response.headers['X-SPARQL-MaxRows']} 行)を超えました。LIMIT を付けてください。",
            f"The answer passed the endpoint's limit ({response.headers['X-SPARQL-MaxRows']} rows); add a LIMIT.",
        )
    if response.headers.get("X-SQL-State", "").startswith("S1TAT"):
        raise DeadlineError(
            "問い合わせ先が途中までしか答えませんでした。", "The endpoint ran out of time with half an answer."
        )


def read_table(content: bytes, form: QueryResultsFormat = QueryResultsFormat.JSON) -> Answer:
    """Return SPARQL results as an answer. BrokenError: they can't be read, to their end."""
    try:
        for _ in parse_query_results(content, format=form):  # type: ignore[union-attr]
            pass  # a table that breaks off is told now, not while it is shown
    except TypeError:
        pass  # a boolean
    except (SyntaxError, ValueError) as error:
        raise _broken("its results can't be read") from error
    return parse_query_results(content, format=form)


def read_graph(content: bytes, media_type: str) -> Answer:
    """Return statements in N-Triples or Turtle as an answer. BrokenError: they can't be read."""
    store = Store()
    try:
        store.extend(parse(content, format=_GRAPHS[media_type]))
    except (SyntaxError, ValueError) as error:
        raise _broken("its statements can't be read") from error
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
