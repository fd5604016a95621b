"""`python -m teiju_graph`: the command teiju."""

from teiju_graph.cli import main

main(prog_name="teiju")
