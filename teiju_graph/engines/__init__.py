"""Engines that answer SPARQL: the embedded store, and any other server behind the same interface."""
