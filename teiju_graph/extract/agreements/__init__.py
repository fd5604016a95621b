"""Agreements in running text: what about, between whom, when, and who is outside."""
