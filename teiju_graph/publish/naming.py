"""Names of releases: one name is never published with two sets of data."""

import re
from itertools import count
from pathlib import Path

from teiju_graph import __version__
from teiju_graph.errors import ParameterError
from teiju_graph.publish.target import read_mark, releases_in


def name_release(target: Path, digest: str, asked: str = "") -> str:
    """Return the name of a release of data with this digest, to be published into a folder.

    asked: the name wanted. Where none is: that of the release in the folder if it has the same data, else the
    software's version, with a number where that name is taken: 0.1.0, 0.1.0-2, 0.1.0-3.
    ParameterError: the name wanted can't be a name, or was published with other data."""
    taken = published_in(target)
    if not asked:
        mark = read_mark(target) or {}
        if mark.get("digest") == digest:
            return str(mark["version"])
        names = (__version__, *(f"{__version__}-{number}" for number in range(2, len(taken) + 2)))
        return next(name for name in names if taken.get(name, digest) == digest)
    if not re.fullmatch(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", asked):
        raise ParameterError(
            "英数字と . - だけで書いてください。例:2026.1",
            "is written with letters, figures, . and - only, as 2026.1 is.",
            column="--release",
        )
    if taken.get(asked, digest) != digest:
        free = next(name for number in count(2) if (name := f"{asked}-{number}") not in taken)
        raise ParameterError(
            f"第 {asked} 版はほかのデータで公開済みです。--release {free} のように新しい名前を示すか、--release を省いてください。",
            f"{asked} was published with other data; give a new name, as --release {free}, or leave --release out.",
            column="--release",
        )
    return asked


def published_in(target: Path) -> dict[str, str]:
    """Return the digests of the data of the release in a folder and of those that it keeps, by name."""
    marks = [read_mark(each) for each in (*releases_in(target), target)]
    return {str(mark["version"]): str(mark["digest"]) for mark in marks if mark}


def in_order(names: set[str]) -> tuple[str, ...]:
    """Return names of releases, the youngest first: numbers in them count as numbers."""
    return tuple(
        sorted(
            names,
            key=lambda name: [
                (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"[.-]", name)
            ],
            reverse=True,
        )
    )
