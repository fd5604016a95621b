"""Meetings: who speaks, what is held, asked and answered, and the facts at the head of minutes."""
