"""The SPARQL endpoint without its web server: requests and replies, forms, limits, and workers that can be stopped."""
