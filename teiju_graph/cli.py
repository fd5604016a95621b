"""The command `teiju`: each command with its example, errors in the language of the person, exits as documented."""

import locale
import sys
from pathlib import Path

import click

from teiju_graph import __version__
from teiju_graph.errors import ParameterError, TeijuError

TABLES = "data/tables"
TURTLE = "data/ttl"


def _language() -> str:
    return "ja" if (locale.getlocale()[0] or "").startswith("ja") else "en"


class _Commands(click.Group):
    """Commands whose errors are one message on standard error, and exit 1 (findings, no such thing) or 2 (misuse)."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except TeijuError as error:
            click.echo(error.message(context.params.get("lang") or _language()), err=True)
            context.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--lang", type=click.Choice(["ja", "en"]), help="Language of messages; that of the locale if left out.")
@click.pass_context
def main(context: click.Context, lang: str | None) -> None:
    """市町村の連携のナレッジグラフ — a knowledge graph of how Japanese municipalities cooperate.

    Exit status: 0 success, 1 findings (violations, no such thing), 2 misuse or unreadable input."""
    context.obj = lang or _language()


_tables_option = click.option(
    "--tables", type=click.Path(path_type=Path), help=f"Folder of tables; {TABLES} if left out."
)
_data_option = click.option(
    "--data", type=click.Path(path_type=Path), help=f"Folder of Turtle files; {TURTLE} if left out."
)


@main.command()
@_tables_option
@click.option(
    "--into", type=click.Path(path_type=Path), help="Folder for the Turtle files; ttl beside the tables if left out."
)
@click.pass_obj
def build(lang: str, tables: Path | None, into: Path | None) -> None:
    """Make data/ttl from data/tables: the same tables give the same bytes.

    \b
    Example: teiju build
    """
    from teiju_graph.build import build as build_graphs
    from teiju_graph.dictionary import write_dictionaries
    from teiju_graph.files import replace

    tables = tables or _editable_tables()
    into = into or tables.parent / "ttl"
    graphs = build_graphs(tables)
    outputs = {into / f"{name}.ttl": content for name, content in graphs.items()}
    replace({**outputs, **write_dictionaries(tables)})
    for stale in set(into.glob("*.ttl")) - outputs.keys():
        stale.unlink()
    _say(lang, f"{into} に {len(outputs)} 個のグラフを書きました。", f"Wrote {len(outputs)} graphs into {into}.")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_tables_option
@click.pass_obj
def check(lang: str, files: tuple[Path, ...], tables: Path | None) -> None:
    """Validate Turtle files (those of data/ttl if none is named): which table, row and column is wrong, what to do.

    \b
    Example: teiju check
    """
    from teiju_graph.check import check as find_violations
    from teiju_graph.check import checked_files
    from teiju_graph.files import workspace

    tables = tables or workspace(TABLES)
    given = list(files) or checked_files(workspace(TURTLE))
    findings = find_violations(given, tables if tables.is_dir() else None)
    _report(lang, findings, f"{len(given)} 個のファイルに誤りはありません。", f"{len(given)} files: nothing wrong.")


@main.command()
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path))
@_tables_option
@click.option(
    "--record", "recording", is_flag=True, help="Record the digests of the lines that the tables cite, then verify."
)
@click.pass_obj
def verify(lang: str, source: str, file: Path, tables: Path | None, recording: bool) -> None:
    """Re-read every passage of SOURCE against FILE, your copy of it.

    \b
    Example: teiju verify muroran-2023 muroran-2023.txt
    """
    from teiju_graph.files import replace, workspace
    from teiju_graph.sources import read_source_text
    from teiju_graph.verify import record
    from teiju_graph.verify import verify as find_differences

    tables = tables or (_editable_tables() if recording else workspace(TABLES))
    text = read_source_text(file)
    if recording:
        replace(dict([record(tables, source, text)]))
    findings = find_differences(tables, source, text)
    _report(lang, findings, f"{source}:すべて原文にあります。", f"{source}: everything stands in the source.")


@main.command()
@click.argument("name", required=False)
@click.option(
    "--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; repeat it for several values."
)
@click.option(
    "--format", "-f", "form", default="table", help="table, csv, json, xml, tsv; ttl, nt, jsonld, rdf for graphs."
)
@_data_option
@click.pass_obj
def query(lang: str, name: str | None, params: tuple[str, ...], form: str, data: Path | None) -> None:
    """Ask a question of the library by NAME, or run any SPARQL from a file or from - (standard input).
    Without NAME: list the questions.

    \b
    Example: teiju query shared-by-all -p m=室蘭市 -p m=登別市 --format csv
    """
    from teiju_graph.files import read_text
    from teiju_graph.formats import write
    from teiju_graph.queries import find_question, library
    from teiju_graph.questions import ask
    from teiju_graph.screen import draw
    from teiju_graph.store import open_store

    if name is None:
        for each in library().values():
            click.echo(f"{each.name}\t{each.ja if lang == 'ja' else each.en}")
        return
    store = open_store(data)
    if name == "-" or name.endswith(".rq"):
        answer = store.query(sys.stdin.read() if name == "-" else read_text(Path(name)))
    else:
        answer = ask(store, find_question(name), _pairs(params))
    if form == "table":
        click.echo(draw(answer))
    else:
        sys.stdout.buffer.write(write(answer, form))


@main.command()
@click.argument("municipalities", nargs=-1, required=True)
@click.option("--only", is_flag=True, help="What exactly these share, and nobody else.")
@click.option("--any", "either", is_flag=True, help="What any of these takes part in.")
@click.option("--kind", help="zone-initiative, project, other-initiative, item, agreement, formation-agreement, body.")
@click.option("--field", help="A policy field, by name or key.")
@_data_option
@click.pass_obj
def shared(
    lang: str, municipalities: tuple[str, ...], only: bool, either: bool, kind: str, field: str, data: Path | None
) -> None:
    """Show what MUNICIPALITIES share, and who else takes part.

    \b
    Example: teiju shared 室蘭市 登別市 --only
    """
    from teiju_graph.screen import draw_shared
    from teiju_graph.shared import find_shared
    from teiju_graph.store import open_store

    mode = "only" if only else "any" if either else "all"
    found = find_shared(open_store(data), list(municipalities), mode, kind=kind, field=field)
    click.echo(draw_shared(found, lang))


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


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@_data_option
@click.option("--endpoint", default="", metavar="URL", help="Another SPARQL 1.1 endpoint to take the data from.")
@click.option("--access-log", default="", metavar="FILE", help="Where each request is written; - for standard error.")
@click.option(
    "--query-timeout", default=10.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds for a query."
)
@click.pass_obj
def serve(
    lang: str, host: str, port: int, data: Path | None, endpoint: str, access_log: str, query_timeout: float
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
        ready=lambda address: _tell_ready(lang, address),
    )


def _editable_tables() -> Path:
    """The tables of the current folder or of the checkout: those inside an installed package are not for editing."""
    from teiju_graph.files import is_installed, workspace

    tables = workspace(TABLES)
    if is_installed(tables):
        raise ParameterError(
            f"ここに {TABLES} がありません。表のあるフォルダで実行するか、--tables で示してください。",
            f"there is no {TABLES} here; run it where the tables are, or give --tables.",
            column="--tables",
        )
    return tables


def _pairs(params: tuple[str, ...]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for pair in params:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ParameterError(
                "名前=値 の形で書いてください(例:m=室蘭市)。",
                "write it as NAME=VALUE, for example m=室蘭市.",
                column=pair,
            )
        given.setdefault(name, []).append(value)
    return given


def _tell_ready(lang: str, address: str) -> None:
    _say(lang, f"{address} で見られます(終えるには Ctrl+C)。", f"Ready at {address} (Ctrl+C to end).")


def _say(lang: str, ja: str, en: str) -> None:
    click.echo(ja if lang == "ja" else en, err=True)


def _report(lang: str, findings: list, ja: str, en: str) -> None:
    for finding in findings:
        click.echo(finding.message(lang))
    if findings:
        _say(lang, f"{len(findings)} 件あります。", f"{len(findings)} findings.")
        raise SystemExit(1)
    _say(lang, ja, en)
