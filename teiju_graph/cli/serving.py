"""What an operator runs: serve, conformance."""

from pathlib import Path

import click

from teiju_graph.cli.group import data_option, main, say


@main.command()
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

    The signal HUP loads the data anew, TERM ends it; requests under way are answered first.

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
    )


@main.command()
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def conformance(lang: str, port: int) -> None:
    """Serve an empty store at /sparql, /update and /graph-store, on loopback, for outside suites.

    \b
    Example: teiju conformance --port 8001
    """
    from teiju_graph.server import serve_conformance

    serve_conformance(port, ready=lambda address: _tell_ready(lang, address))


def _tell_ready(lang: str, address: str) -> None:
    say(lang, f"{address} で見られます(終えるには Ctrl+C)。", f"Ready at {address} (Ctrl+C to end).")
