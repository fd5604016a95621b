"""Minutes and visions as running text: the KPIs, agreements, opinions and the meeting that they tell of."""

import re

from teiju_graph.extract.agreements.agreements import read_agreements
from teiju_graph.extract.kpis.aims import read_aims
from teiju_graph.extract.meetings.meetings import read_meeting, with_office
from teiju_graph.extract.meetings.opinions import read_opinions
from teiju_graph.extract.meetings.speech import turns
from teiju_graph.extract.records import Record
from teiju_graph.extract.rendition import Place, Rendition
from teiju_graph.extract.text.running import paragraphs
from teiju_graph.extract.text.titles import is_heading
from teiju_graph.extract.words.context import Context
from teiju_graph.extract.works.bodies import find_bodies, read_bodies
from teiju_graph.extract.works.initiatives import read_initiatives

_STRATEGY = re.compile(r"総合戦略|基本目標\s*\d")  # its headings are fields of policy


def read_text(rendition: Rendition, context: Context) -> list[Record]:
    """Return what the running text of a document states, in the order of its lines: records `initiative`, `organization`,
    `kpi`, `agreement`, `opinion` and `meeting`. Rows of grids are left to those who read tables."""
    parts = paragraphs(rendition.prose(), broken=rendition.kind != "html")
    said = turns(parts, context.register)
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


def heading_places(rendition: Rendition) -> list[Place]:
    """Return the lines of running text that are headings or marks of speakers."""
    parts = paragraphs(rendition.prose(), broken=rendition.kind != "html")
    marks = [turn.mark for turn in turns(parts) if turn.mark]
    return [*marks, *(part.place for part in parts if is_heading(part))]
