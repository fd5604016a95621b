"""The environment variables by which `teiju serve` tells its processes what to serve, and an operator a WSGI server."""

DATA = (
    "TEIJU_DATA"  # the folder of Turtle files, the snapshot or the published release; empty for the release's own data
)
ENDPOINT = "TEIJU_ENDPOINT"  # the address of a SPARQL endpoint in the place of data
TIMEOUT = "TEIJU_QUERY_TIMEOUT"  # seconds that a stranger's query may take
LOG = "TEIJU_ACCESS_LOG"  # the file that requests are written to, `-` for standard error
REPORT = "TEIJU_REPORT"  # the mail or web address for mistakes
DRAFTS = "TEIJU_DRAFTS"  # the folder of tables whose drafts are shown too, never in public
