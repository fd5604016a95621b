"""A knowledge graph of how Japanese municipalities cooperate."""

__version__ = "0.1.0"
