"""Sentences: what a person asks in their own words, read as a question of the library with its parameters."""

from teiju_graph.sentences.reading import Candidate, Reading, read_sentence

__all__ = ["Candidate", "Reading", "read_sentence"]
