"""What a keeper of many zones' data runs: harvest."""

from pathlib import Path

import click

from teiju_graph.cli.group import main, say


@main.command(short_help="Take in the releases of several publishers.")
@click.argument("listing", metavar="LIST", type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Folder for the data, served by --data.")
@click.option("--grown", multiple=True, metavar="NAME", help="Take this one though it is ten times its usual size.")
@click.option(
    "--most", default=512, show_default=True, type=click.IntRange(1), help="Megabytes of a release, unpacked."
)
@click.option(
    "--timeout", default=60.0, show_default=True, type=click.FloatRange(0.1, 86_400), help="Seconds for a publisher."
)
@click.pass_obj
def harvest(lang: str, listing: Path, into: Path, grown: tuple[str, ...], most: int, timeout: float) -> None:
    """Take in the releases of the publishers in LIST (TOML, a line NAME = "ADDRESS" for each): fetched where they changed,
    proved, and put together. A release that can't be had or breaks a rule is skipped whole, and what was there before
    stays. Exit status 1: one was skipped.

    \b
    Example: teiju harvest publishers.toml --into harvested && teiju serve --data harvested
    """
    from teiju_graph.harvest.harvest import harvest as take_in
    from teiju_graph.harvest.release import Limits
    from teiju_graph.harvest.report import REPORT

    entries = take_in(listing, into, Limits(timeout, most * 2**20), frozenset(grown))
    for entry in entries:
        say(lang, *("\n".join(entry.words(each)) for each in ("ja", "en")))
    skipped = sum(entry.outcome == "skipped" for entry in entries)
    say(
        lang,
        f"{len(entries)} か所のうち {skipped} か所を見送りました。記録:{into / REPORT}",
        f"{skipped} of {len(entries)} skipped; the report is {into / REPORT}.",
    )
    if skipped:
        raise SystemExit(1)
