"""What an editor of the tables runs: build, check, verify."""

from pathlib import Path

import click

from teiju_graph.cli.group import TABLES, TURTLE, editable_tables, main, report, say, tables_option
from teiju_graph.errors import ParameterError


@main.command(short_help="Make data/ttl from data/tables.")
@tables_option
@click.option(
    "--into", type=click.Path(path_type=Path), help="Folder for the Turtle files; ttl beside the tables if left out."
)
@click.pass_obj
def build(lang: str, tables: Path | None, into: Path | None) -> None:
    """Make data/ttl from data/tables: the same tables give the same bytes.

    \b
    Example: teiju build
    """
    from teiju_graph.files import replace
    from teiju_graph.tables.build import build as build_graphs
    from teiju_graph.tables.dictionary import write_dictionaries

    tables = tables or editable_tables()
    into = into or tables.parent / "ttl"
    graphs = build_graphs(tables)
    outputs = {into / f"{name}.ttl": content for name, content in graphs.items()}
    replace({**outputs, **write_dictionaries(tables)})
    for stale in set(into.glob("*.ttl")) - outputs.keys():
        stale.unlink()
    say(lang, f"{into} に {len(outputs)} 個のグラフを書きました。", f"Wrote {len(outputs)} graphs into {into}.")


@main.command(short_help="Validate Turtle files.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@tables_option
@click.option("--reference", is_flag=True, help="Let pyshacl apply the shapes: the same findings, in minutes.")
@click.option(
    "--since", type=click.Path(path_type=Path), help="An earlier build (folder or file): tell only what it had not."
)
@click.pass_obj
def check(lang: str, files: tuple[Path, ...], tables: Path | None, reference: bool, since: Path | None) -> None:
    """Validate Turtle files (those of data/ttl if none is named): which table, row and column is wrong, what to do.

    \b
    Example: teiju check
    """
    from teiju_graph.files import workspace
    from teiju_graph.validation.check import check as find_all
    from teiju_graph.validation.check import check_since, checked_files

    if reference and since:
        raise ParameterError(
            "--reference とは一緒に使えません。", "doesn't go together with --reference.", column="--since"
        )
    tables = tables or workspace(TABLES)
    rows = tables if tables.is_dir() else None
    given = list(files) or checked_files(workspace(TURTLE))
    found = check_since(given, checked_files(since), rows) if since else find_all(given, rows, by_reference=reference)
    report(lang, found, f"{len(given)} 個のファイルに誤りはありません。", f"{len(given)} files: nothing wrong.")


@main.command(short_help="Prove the tables by your copy of a source.")
@click.argument("source")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@tables_option
@click.option(
    "--record", "recording", is_flag=True, help="Record the digests of the lines that the tables cite, then verify."
)
@click.pass_obj
def verify(lang: str, source: str, files: tuple[Path, ...], tables: Path | None, recording: bool) -> None:
    """Re-read every passage of SOURCE against FILES, your copy of it: the text, or the document that it was
    extracted from.

    \b
    Example: teiju verify muroran-2023 muroran-2023.txt
    """
    from teiju_graph.extract import read_copy
    from teiju_graph.files import replace, workspace
    from teiju_graph.tables.verify import record
    from teiju_graph.tables.verify import verify as find_differences

    tables = tables or (editable_tables() if recording else workspace(TABLES))
    text = read_copy(list(files), tables, source)
    if recording:
        replace(dict([record(tables, source, text)]))
    findings = find_differences(tables, source, text)
    report(lang, findings, f"{source}:すべて原文にあります。", f"{source}: everything stands in the source.")
