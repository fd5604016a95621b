"""What a zone's staff run on the documents they have: extract, review."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teiju_graph.cli.group import TABLES, main, say, tables_option
from teiju_graph.errors import ParameterError

if TYPE_CHECKING:
    from teiju_graph.extract import Reading


@main.command(short_help="Read documents into draft tables.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", metavar="KEY", help="The key of the source: lower-case letters, digits, hyphens.")
@click.option("--into", type=click.Path(path_type=Path), help="Folder of tables that the draft is put into.")
@click.option("--json", "as_json", is_flag=True, help="Print the records instead, and write nothing.")
@click.option("--zone", default="", metavar="KEY", help="The zone, where it can't be found in the document.")
@click.option("--replaces", default="", metavar="KEY", help="The earlier edition; found by its names if left out.")
@tables_option
@click.pass_obj
def extract(
    lang: str,
    files: tuple[Path, ...],
    source: str,
    into: Path | None,
    as_json: bool,
    zone: str,
    replaces: str,
    tables: Path | None,
) -> None:
    """Read FILES (text, CSV, XLSX, HTML, PDF) into draft tables, with every doubt marked.

    \b
    Example: teiju extract table.xlsx --source muroran-2024 --into data/tables
    """
    import json

    from teiju_graph.extract import extract as read_files
    from teiju_graph.files import workspace

    if as_json == (into is not None):
        raise ParameterError(
            "--into DIR(下書きを書く)か --json(標準出力に出す)のどちらか一つを付けてください。",
            "give either --into DIR (to write a draft) or --json (to print the records).",
            column="--into",
        )
    if into is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source):
        raise ParameterError(
            "出典の鍵を --source muroran-2024 のように、小文字と数字とハイフンで書いてください。",
            "name the source with --source muroran-2024: lower-case letters, digits and hyphens.",
            column="--source",
        )
    if tables is None:
        tables = into if into is not None and (into / "municipalities").is_dir() else workspace(TABLES)
    with _progress(lang) as progress:
        reading = read_files(list(files), tables, zone, progress)
    if as_json:
        told = [record.as_json(lang) for record in reading.records if record.kind != "meeting"]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif into is not None:
        _write_draft(lang, reading, source, into, tables, replaces)


def _write_draft(lang: str, reading: "Reading", source: str, into: Path, tables: Path, replaces: str) -> None:
    from teiju_graph.extract.drafts.account import NAME, write_account
    from teiju_graph.extract.drafts.folder import make_draft
    from teiju_graph.extract.drafts.review import NAME as DATA
    from teiju_graph.extract.drafts.review import make_review
    from teiju_graph.files import replace, shown, workspace

    folder = into if into.name == source else into / source
    draft = make_draft(reading, source, folder, tables, replaces)
    review = make_review(draft)
    files = {**draft.files, NAME: write_account(review, lang).encode(), DATA: review.file()}
    replace({folder / name: content for name, content in files.items()})
    elsewhere = folder.resolve().parent != workspace(TABLES).resolve()
    command = f"teiju review {source}" + (f" --tables {shown(folder.parent)}" if elsewhere else "")
    say(
        lang,
        f"{folder} に下書きを書きました(記録 {len(review.items)}、確かめる欄 {review.doubtful})。{folder / NAME} か "
        f"{command} で確かめてください。",
        f"Wrote a draft into {folder}: {len(review.items)} records, {review.doubtful} cells to look at; see "
        f"{folder / NAME}, or run {command}.",
    )


@main.command(short_help="Show drafts in the browser.")
@click.argument("source", default="")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@tables_option
@click.pass_obj
def review(lang: str, source: str, port: int, tables: Path | None) -> None:
    """Show the drafts, or that of SOURCE, in the browser: each cell beside the lines that it was read from. Nobody but
    this computer sees them.

    \b
    Example: teiju review muroran-2024
    """
    from teiju_graph.files import workspace
    from teiju_graph.pages.drafts import read_draft
    from teiju_graph.server import serve as serve_site

    tables = tables or workspace(TABLES)
    if source:
        read_draft(tables, source)  # says what is wrong before a server starts
    path = f"{'' if lang == 'ja' else 'en/'}drafts{'/' if source else ''}{source}"

    def tell(address: str) -> None:
        say(lang, f"{address}{path} で見られます(終えるには Ctrl+C)。", f"Ready at {address}{path} (Ctrl+C to end).")

    serve_site("127.0.0.1", port, None, "", 10.0, "", "", ready=tell, drafts=tables)


@contextmanager
def _progress(lang: str) -> Iterator:
    """A bar on a terminal, made when the first pages have been read; nothing elsewhere."""
    bars: list = []

    def tell(done: int, count: int) -> None:
        if not sys.stderr.isatty():
            return
        if not bars or done == 1:
            label = "ページ" if lang == "ja" else "pages"
            bars.append(click.progressbar(length=count, label=label, show_pos=True, file=sys.stderr))
            bars[-1].__enter__()
        bars[-1].update(1)
        if done == count:
            bars[-1].__exit__(None, None, None)

    yield tell
