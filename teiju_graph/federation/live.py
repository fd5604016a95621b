"""Live questions: asked now of all endpoints of a list, each question in the way that suits it."""

from pathlib import Path

from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.store import Answer
from teiju_graph.federation.comunica import Comunica
from teiju_graph.federation.parts import ask_parts, open_shared
from teiju_graph.publishers import read_publishers
from teiju_graph.queries import Question
from teiju_graph.questions import fill


def ask_live(listing: Path, question: Question | str, given: dict[str, list[str]]) -> Answer:
    """Return the answer to a question of the library, or to any SPARQL query, over the endpoints of a list together.

    A question with a part is put together here; any other goes to Comunica. InputError: the list, the query or a parameter
    can't be read; UnavailableError: an endpoint can't answer, or Comunica is needed and not there."""
    endpoints = {each.key: each.endpoint for each in read_publishers(listing)}
    if isinstance(question, str):
        return Comunica(list(endpoints.values())).query(question)
    shared = open_shared()
    if question.part:
        return ask_parts({key: RemoteStore(address) for key, address in endpoints.items()}, shared, question, given)
    return Comunica(list(endpoints.values())).query(fill(shared, question, given))
