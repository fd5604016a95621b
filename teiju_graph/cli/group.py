"""The command `teiju` itself: its languages, its errors and exits, and what its commands share."""

import locale
from pathlib import Path

import click

from teiju_graph import __version__
from teiju_graph.errors import ParameterError, TeijuError

TABLES = "data/tables"
TURTLE = "data/ttl"


def _language() -> str:
    return "ja" if (locale.getlocale()[0] or "").startswith("ja") else "en"


class Commands(click.Group):
    """Commands whose errors are one message on standard error, and exit 1 (findings, no such thing) or 2 (misuse)."""

    def invoke(self, context: click.Context) -> object:
        """Run the command asked for."""
        try:
            return super().invoke(context)
        except TeijuError as error:
            click.echo(error.message(context.params.get("lang") or _language()), err=True)
            context.exit(error.exit_code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--lang", type=click.Choice(["ja", "en"]), help="Language of messages; that of the locale if left out.")
@click.pass_context
def main(context: click.Context, lang: str | None) -> None:
    """市町村の連携のナレッジグラフ — a knowledge graph of how Japanese municipalities cooperate.

    Exit status: 0 success, 1 findings (violations, no such thing), 2 misuse or unreadable input."""
    context.obj = lang or _language()


tables_option = click.option(
    "--tables", type=click.Path(path_type=Path), help=f"Folder of tables; {TABLES} if left out."
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help=f"Folder of Turtle files, a release or a snapshot; {TURTLE} if left out.",
)


as_of_option = click.option(
    "--as-of",
    "moment",
    default="",
    metavar="DAY|RELEASE",
    help="As of a day (2024-03-31): without later sources; or as a release said that the folder of --data keeps.",
)


def editable_tables() -> Path:
    """Return the tables of the current folder or of the checkout. ParameterError: there are only those inside an
    installed package, which are not for editing."""
    from teiju_graph.files import is_installed, workspace

    tables = workspace(TABLES)
    if is_installed(tables):
        raise ParameterError(
            f"ここに {TABLES} がありません。表のあるフォルダで実行するか、--tables で示してください。",
            f"there is no {TABLES} here; run it where the tables are, or give --tables.",
            column="--tables",
        )
    return tables


def say(lang: str, ja: str, en: str) -> None:
    """Tell the person, on standard error, what was done."""
    click.echo(ja if lang == "ja" else en, err=True)


def report(lang: str, findings: list, ja: str, en: str) -> None:
    """Print findings and exit with 1, or say that there is none."""
    for finding in findings:
        click.echo(finding.message(lang))
    if findings:
        say(lang, f"{len(findings)} 件あります。", f"{len(findings)} findings.")
        raise SystemExit(1)
    say(lang, ja, en)
