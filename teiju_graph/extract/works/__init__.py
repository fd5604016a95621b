"""Initiatives and bodies in running text, with who takes part and since when."""
