"""Minutes and visions as running text: the KPIs, agreements, opinions and the meeting that they tell of."""

import re
from dataclasses import dataclass

from teiju_graph.extract.agreements.agreements import read_agreements
from teiju_graph.extract.kpis.aims import read_aims
from teiju_graph.extract.meetings.meetings import read_meeting, with_office
from teiju_graph.extract.meetings.opinions import read_opinions
from teiju_graph.extract.meetings.speech import Turn, turns
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Place, Rendition
from teiju_graph.extract.text.running import Paragraph, paragraphs
from teiju_graph.extract.text.titles import is_heading
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.words.register import Register
from teiju_graph.extract.works.bodies import find_bodies, read_bodies
from teiju_graph.extract.works.initiatives import read_initiatives

_STRATEGY = re.compile(r"総合戦略|基本目標\s*\d")  # its headings are fields of policy


@dataclass(frozen=True)
class Prose:
    """The running text of a document: its paragraphs, and the same by who speaks. Rows of grids are none of it."""

    paragraphs: list[Paragraph]
    turns: list[Turn]

    @property
    def headings(self) -> list[Place]:
        """The lines that are headings or marks of speakers."""
        marks = [turn.mark for turn in self.turns if turn.mark]
        return [*marks, *(part.place for part in self.paragraphs if is_heading(part))]


def prose_of(rendition: Rendition, register: Register) -> Prose:
    """Return the running text of a document; `register` tells names of municipalities from those of persons."""
    parts = paragraphs(rendition.prose(), broken=rendition.kind != "html")
    return Prose(parts, turns(parts, register))


def read_prose(prose: Prose, context: Context) -> list[Record]:
    """Return what running text states, in the order of its lines: records `initiative`, `organization`, `kpi`,
    `agreement`, `opinion` and `meeting`."""
    parts, said = prose.paragraphs, prose.turns
    kpis, sections = read_aims(said)
    bodies = find_bodies([each for turn in said if turn.of_office for each in turn.paragraphs])
    strategic = any(_STRATEGY.search(part.text) for part in parts)
    found = [
        *(with_office(record, context) for record in read_meeting(parts)),
        *read_initiatives(sections, bodies, kpis, context, strategic),
        *read_bodies(bodies, context),
        *kpis,
        *read_agreements(said, context),
        *read_opinions(said),
    ]
    return sorted(found, key=lambda record: (record.place.first, record.place.last))
