"""The curves in the documents are those of the figures that stand beside them."""

import json
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.curves import draw

DOCS = Path(__file__).parent.parent / "docs"
FIGURES = {int(size): told for size, told in json.loads((DOCS / "growth.json").read_text()).items()}


def test_the_curves_are_drawn_from_the_figures():
    assert (DOCS / "growth.svg").read_text() == draw(FIGURES)


def test_the_curves_have_a_name_for_readers_and_a_line_for_each_figure():
    picture = ElementTree.fromstring(draw(FIGURES))
    assert "growth.json" in picture.attrib["aria-label"]
    names = {each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"native load", "load", "municipality", "finder", "search", "store"} <= names


def test_one_size_alone_can_be_drawn():
    size = min(FIGURES)
    assert draw({size: FIGURES[size]}).startswith("<svg")
