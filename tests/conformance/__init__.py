"""The W3C test suites against `teiju conformance`, by real HTTP exchanges; `python -m tests.conformance` reports."""
