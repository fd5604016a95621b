"""Indicators in running text: their names, values and years, put together."""
