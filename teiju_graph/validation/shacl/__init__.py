"""SHACL at the speed of the store: shapes compiled to one query per constraint, over all focus nodes at once."""

from teiju_graph.validation.shacl.changes import revalidate, touched
from teiju_graph.validation.shacl.shapes import Shapes
from teiju_graph.validation.shacl.validation import Report, Result, Validation

__all__ = ["Report", "Result", "Shapes", "Validation", "revalidate", "touched"]
