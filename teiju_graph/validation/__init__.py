"""Validation: shapes and violation queries over graphs, told by table, row and column."""
