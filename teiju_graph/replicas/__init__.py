"""Replicas: read-only Oxigraph servers that share one snapshot, behind HAProxy."""
