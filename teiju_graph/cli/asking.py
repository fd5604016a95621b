"""What a person with a question runs: query, shared."""

import sys
from pathlib import Path

import click

from teiju_graph.cli.group import as_of_option, data_option, main
from teiju_graph.errors import ParameterError


@main.command(short_help="Ask a question of the library, or any SPARQL.")
@click.argument("name", required=False)
@click.option(
    "--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; repeat it for several values."
)
@click.option(
    "--format", "-f", "form", default="table", help="table, csv, json, xml, tsv; ttl, nt, jsonld, rdf for graphs."
)
@click.option(
    "--federate",
    type=click.Path(path_type=Path),
    metavar="LIST",
    help='Ask now, and together, the endpoints of a list (TOML, a line NAME = "ADDRESS" for each).',
)
@data_option
@as_of_option
@click.pass_obj
def query(
    lang: str,
    name: str | None,
    params: tuple[str, ...],
    form: str,
    federate: Path | None,
    data: Path | None,
    moment: str,
) -> None:
    """Ask a question of the library by NAME, or run any SPARQL from a file or from - (standard input).
    Without NAME: list the questions.

    \b
    Example: teiju query shared-by-all -p m=室蘭市 -p m=登別市 --format csv
    """
    from teiju_graph.endpoint.formats import write
    from teiju_graph.engines.moments import open_as_of
    from teiju_graph.federation.live import ask_live
    from teiju_graph.files import read_text
    from teiju_graph.queries import Question, find_question, library
    from teiju_graph.questions import ask
    from teiju_graph.screen import draw

    if name is None:
        for each in library().values():
            click.echo(f"{each.name}\t{each.ja if lang == 'ja' else each.en}")
        return
    question: Question | str
    if name == "-" or name.endswith(".rq"):
        question = sys.stdin.read() if name == "-" else read_text(Path(name))
    else:
        question = find_question(name)
    if federate:
        answer = ask_live(federate, question, _pairs(params))
    elif isinstance(question, str):
        answer = open_as_of(data, moment).query(question)
    else:
        answer = ask(open_as_of(data, moment), question, _pairs(params))
    if form == "table":
        click.echo(draw(answer))
    else:
        sys.stdout.buffer.write(write(answer, form))


@main.command(short_help="Show what municipalities share.")
@click.argument("municipalities", nargs=-1, required=True)
@click.option("--only", is_flag=True, help="What exactly these share, and nobody else.")
@click.option("--any", "either", is_flag=True, help="What any of these takes part in.")
@click.option("--kind", help="zone-initiative, project, other-initiative, item, agreement, formation-agreement, body.")
@click.option("--field", help="A policy field, by name or key.")
@data_option
@as_of_option
@click.pass_obj
def shared(
    lang: str,
    municipalities: tuple[str, ...],
    only: bool,
    either: bool,
    kind: str,
    field: str,
    data: Path | None,
    moment: str,
) -> None:
    """Show what MUNICIPALITIES share, and who else takes part.

    \b
    Example: teiju shared 室蘭市 登別市 --only
    """
    from teiju_graph.engines.moments import open_as_of
    from teiju_graph.finding.shared import find_shared
    from teiju_graph.screen import draw_shared

    mode = "only" if only else "any" if either else "all"
    found = find_shared(open_as_of(data, moment), list(municipalities), mode, kind=kind, field=field)
    click.echo(draw_shared(found, lang))


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
