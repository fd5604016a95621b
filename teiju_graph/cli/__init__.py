"""The command `teiju`: each command with its example, errors in the language of the person, exits as documented."""

from teiju_graph.cli import asking, drafting, editing, harvesting, publishing, serving
from teiju_graph.cli.group import main

__all__ = ["asking", "drafting", "editing", "harvesting", "main", "publishing", "serving"]
