"""What an open-data officer runs: publish, snapshot, diff."""

import sys
from pathlib import Path

import click

from teiju_graph.cli.group import as_of_option, data_option, main, say


@main.command(short_help="Write a release as files for any host.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base-url", default="", metavar="URL", help="Where the folder will be served.")
@click.option(
    "--release",
    "version",
    default="",
    help="Name of the release; if left out, the software's version, with a number where that was published.",
)
@data_option
@click.pass_obj
def publish(lang: str, folder: Path, base_url: str, version: str, data: Path | None) -> None:
    """Write a release into FOLDER, for any file host: pages, data, dumps, reports, and SPARQL in the visitor's browser.
    A release that stands there is kept below releases/.

    \b
    Example: teiju publish site --base-url https://example.lg.jp/teiju/
    """
    from teiju_graph.publish.release import publish as publish_release

    with click.progressbar(length=1, file=sys.stderr, show_pos=True, hidden=not sys.stderr.isatty()) as bar:

        def tell(done: int, known: int) -> None:
            bar.length = known
            bar.update(done - bar.pos)

        published = publish_release(folder, data, base_url, version, tell=tell)
    told = published.publication
    say(
        lang,
        f"{folder} に第 {told.version} 版を公開しました({published.files} ファイル)。",
        f"Published {told.version} into {folder} ({published.files} files).",
    )
    if told.violations:
        say(
            lang,
            f"検証で {len(told.violations)} 件の違反が見つかり、{folder}/validation に載せました。",
            f"Validation found {len(told.violations)} violations; they stand in {folder}/validation.",
        )


@main.command(short_help="Write the data as a folder that never changes.")
@click.argument("folder", type=click.Path(path_type=Path))
@data_option
@as_of_option
@click.pass_obj
def snapshot(lang: str, folder: Path, data: Path | None, moment: str) -> None:
    """Write the data into FOLDER as a snapshot that never changes, and print its place. The same data give the same
    name; a snapshot that stands there is checked and left alone. Serve it with teiju serve --data.

    \b
    Example: teiju snapshot /srv/teiju
    """
    from teiju_graph.releases.snapshots import write_snapshot

    place, new = write_snapshot(folder, data, moment)
    click.echo(place)
    if not new:
        say(
            lang,
            "同じデータのスナップショットがもうあり、壊れていません。",
            "That snapshot stood there already, whole.",
        )


@main.command(short_help="Tell what changed between two releases.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format", "-f", "form", type=click.Choice(["words", "patch"]), default="words", help="words, or an RDF patch."
)
@click.pass_obj
def diff(lang: str, old: Path, new: Path, form: str) -> None:
    """Tell what changed from OLD to NEW: folders of Turtle files, or published releases. Exit status 1: something did.

    \b
    Example: teiju diff site/releases/0.1.0 site
    """
    from teiju_graph.engines.store import open_store
    from teiju_graph.releases.changes import read_changes, write_patch, write_words

    changes = read_changes(open_store(old), open_store(new))
    if form == "patch":
        sys.stdout.buffer.write(write_patch(changes))
    else:
        click.echo(write_words(changes, lang), nl=False)
    if changes:
        raise SystemExit(1)
