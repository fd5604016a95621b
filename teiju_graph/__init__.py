"""A knowledge graph of how Japanese municipalities cooperate."""
