"""What the sentences of a KPI print and its record does not hold: a person must look at each such thing."""

import re
from collections.abc import Iterator

from teiju_graph.extract.records import Flag
from teiju_graph.extract.words.numbers import find_figures
from teiju_graph.extract.words.phrases import choice, level
from teiju_graph.extract.words.years import find_years

_SIDES = ("baseline", "target")
_BASES = ("cumulative", "per_day", "per_month", "per_year", "yoy")


def oversights(sentences: list[str], fields: dict[str, object]) -> list[Flag]:
    """Return the flags of what the levelled sentences of a KPI say and its fields do not: a figure or a year that is none
    of theirs, what values count over, and that they are to be kept."""
    rest = "\n".join(dict.fromkeys(sentences))
    for name in ("initiative", "indicator", "replaces"):
        rest = rest.replace(level(str(fields.get(name) or "\n")), "\n")
    found = [*_bases(rest, fields), *_kept(rest, fields), *_years(rest, fields), *_figures(rest, fields)]
    if not fields.get("replaces") and re.search(rf"(?<![一-龥]){choice('kpi', 'once')}", rest):
        found.append(Flag("replaces", "以前の指標についての語がある", "has words of an earlier indicator"))
    return found


def _bases(rest: str, fields: dict[str, object]) -> Iterator[Flag]:
    """年間, 累計 and the like, where no value has such a basis, and one side has it alone."""
    told = {fields.get(f"{side}_basis") for side in _SIDES}
    said = {
        basis for basis in _BASES if re.search(rf"(?<![\d.]){choice('numbers.named', basis)}(?!を通|値)", rest)
    } - told
    numbers = {fields.get(f"{side}_value") for side in _SIDES}
    for side in _SIDES:
        basis = fields.get(f"{side}_basis")
        if fields.get(f"{side}_value") is None or basis not in (None, "stock"):
            continue
        if said:
            yield Flag(
                f"{side}_basis", "何について数えたかの語を読んでいない", "a word for what it counts over is not read"
            )
        elif told & set(_BASES) and None not in numbers:
            yield Flag(
                f"{side}_basis", "もう一方の値だけに数え方がある", "only the other value says what it counts over"
            )


def _kept(rest: str, fields: dict[str, object]) -> Iterator[Flag]:
    kept = re.search(rf"(?:を|の|現状|は|で|に){choice('numbers.words', 'maintain')}|維持[)。]?$", rest, re.MULTILINE)
    if kept and not fields.get("target_maintain"):
        yield Flag("target_maintain", "維持の語がある", "has a word for keeping what is there")
    if fields.get("baseline_status") == "implied" and re.search(
        rf"の(?:現状|水準)を?{choice('numbers.words', 'maintain')}", rest
    ):
        yield Flag("baseline_status", "現状の値として書かれている", "is printed as where it stands")
    same = [figure for figure in find_figures(rest) if figure.number == fields.get("baseline_value")]
    if fields.get("baseline_status") == "implied" and len(same) > 1:
        yield Flag("baseline_status", "同じ数が二度書かれている", "the figure is printed twice")
    if fields.get("target_status") == "implied" and re.search(
        rf"\d[^、。\d]{{0,8}}(?:の水準)?(?:を|で){choice('numbers.words', 'maintain')}", rest
    ):
        yield Flag("target_status", "維持する数が書かれている", "the figure to keep is printed")
    if fields.get("target_status") == "implied" and re.search(
        r"(?:この|その|同じ?)(?:水準|数|値|人数|件数|回数|体制|規模)を", rest
    ):
        yield Flag("target_status", "前の数を指す語がある", "has a word for the figure before it")


def _years(rest: str, fields: dict[str, object]) -> Iterator[Flag]:
    years = {fields.get(f"{side}_year") for side in _SIDES}
    if {year.value for year in find_years(rest)} - years:
        for side in _SIDES:
            if fields.get(f"{side}_status") != "not_stated":
                yield Flag(f"{side}_year", "ほかの年も書かれている", "another year is printed too")


def _figures(rest: str, fields: dict[str, object]) -> Iterator[Flag]:
    told = {fields.get(f"{side}_value") for side in _SIDES}
    for figure in find_figures(rest):
        if figure.number not in told and figure.unit not in (None, "月", "日", "時", "分"):
            for side in _SIDES:
                said = f"「{figure.printed.strip()}」を読んでいない", f"“{figure.printed.strip()}” is not read"
                yield Flag(f"{side}_value", *said)
