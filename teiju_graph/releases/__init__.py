"""Releases: which one is served, all its data as files, and what changed since another."""
