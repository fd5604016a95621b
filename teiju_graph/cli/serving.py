"""What an operator runs: serve, replicas, load, conformance."""

import signal
from pathlib import Path
from queue import Empty, SimpleQueue

import click

from teiju_graph.cli.group import data_option, main, say
from teiju_graph.errors import TeijuError

_LOOK = 0.5  # seconds between looks at whether all replicas live


@main.command(short_help="Serve the site and the SPARQL endpoint.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@data_option
@click.option("--endpoint", default="", metavar="URL", help="Another SPARQL 1.1 endpoint to take the data from.")
@click.option("--access-log", default="", metavar="FILE", help="Where each request is written; - for standard error.")
@click.option(
    "--query-timeout", default=10.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds for a query."
)
@click.option(
    "--report",
    default="",
    metavar="ADDRESS",
    help="Where mistakes are told: mail, or URL with {address}; else TEIJU_REPORT.",
)
@click.pass_obj
def serve(
    lang: str,
    host: str,
    port: int,
    data: Path | None,
    endpoint: str,
    access_log: str,
    query_timeout: float,
    report: str,
) -> None:
    """Serve the site and the SPARQL endpoint; the address is printed when they answer.

    The signal HUP loads the data anew, unless they are broken, TERM ends it; requests under way are answered first.

    \b
    Example: teiju serve --port 8000
    """
    from teiju_graph.server import serve as serve_site

    serve_site(
        host,
        port,
        data,
        endpoint,
        query_timeout,
        access_log,
        report,
        ready=lambda address: _tell_ready(lang, address),
        refused=lambda error: _tell_refused(lang, error),
    )


@main.command(short_help="Answer by several Oxigraph servers.")
@click.argument("snapshot", type=click.Path(path_type=Path))
@click.option("--count", "-n", default=2, show_default=True, type=click.IntRange(1, 64), help="How many replicas.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=7878, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--query-timeout",
    default=9.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds for a query; less than the site's.",
)
@click.pass_obj
def replicas(lang: str, snapshot: Path, count: int, host: str, port: int, query_timeout: float) -> None:
    """Answer queries by several Oxigraph servers of one SNAPSHOT behind HAProxy; for teiju serve --endpoint, which
    guards them. One that ends, or is at a query that took too long, is replaced.

    The signal HUP lets the snapshot that the path names by then take over without losing a request, TERM ends all.

    \b
    Example: teiju replicas /srv/teiju/current --count 2
    """
    from teiju_graph.replicas.replicas import Replicas

    signals: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: signals.put(number))
    running = Replicas(snapshot, count, host, port, query_timeout)
    try:
        _tell_ready(lang, f"http://{host}:{port}/query")
        while (asked := _next(signals)) in (0, signal.SIGHUP):
            try:
                if asked:
                    running.roll(snapshot)
                    name = running.snapshot.name
                    say(lang, f"{name} に替わりました。", f"{name} has taken over.")
                elif ended := running.mend():
                    say(lang, f"{ended} 個を取り替えました。", f"Replaced {ended}.")
            except TeijuError as error:  # what is served already stays
                if not running.lives:
                    raise
                _tell_refused(lang, error)
    finally:
        running.close()


@main.command(short_help="Load a snapshot into Virtuoso 7.")
@click.argument("snapshot", type=click.Path(path_type=Path))
@click.option("--virtuoso", "server", default="127.0.0.1:1111", show_default=True, metavar="HOST:PORT")
@click.option("--user", default="dba", show_default=True)
@click.option(
    "--password",
    envvar="TEIJU_VIRTUOSO_PASSWORD",
    prompt=True,
    hide_input=True,
    help="Or the variable TEIJU_VIRTUOSO_PASSWORD.",
)
@click.pass_obj
def load(lang: str, snapshot: Path, server: str, user: str, password: str) -> None:
    """Load a SNAPSHOT into the Virtuoso 7 of this machine, in the place of what its graphs held before, and count what
    stands there then; for teiju serve --endpoint.

    \b
    Example: teiju load /srv/teiju/current --virtuoso 127.0.0.1:1111
    """
    from teiju_graph.engines.virtuoso import UNION, load_virtuoso

    held = load_virtuoso(snapshot, server, user, password)
    say(
        lang,
        f"{held[UNION]:,} 文、{len(held) - 1} のグラフが入りました。",
        f"{held[UNION]:,} statements of {len(held) - 1} graphs stand there now.",
    )
    say(lang, "見せるには:", "To show them:")
    click.echo(f"teiju serve --endpoint 'http://127.0.0.1:8890/sparql?default-graph-uri={UNION}'")


def _next(signals: SimpleQueue[int]) -> int:
    """The signal that comes; 0 where none came for a while."""
    try:
        return signals.get(timeout=_LOOK)
    except Empty:
        return 0


@main.command(short_help="Serve an empty store for outside suites.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def conformance(lang: str, port: int) -> None:
    """Serve an empty store at /sparql, /update and /graph-store, on loopback, for outside suites.

    \b
    Example: teiju conformance --port 8001
    """
    from teiju_graph.server import serve_conformance

    serve_conformance(port, ready=lambda address: _tell_ready(lang, address))


def _tell_refused(lang: str, error: TeijuError) -> None:
    say(
        lang,
        f"{error.message('ja')}\n今までのデータのまま続けます。",
        f"{error.message('en')}\nThe data before are served on.",
    )


def _tell_ready(lang: str, address: str) -> None:
    say(lang, f"{address} で見られます(終えるには Ctrl+C)。", f"Ready at {address} (Ctrl+C to end).")
