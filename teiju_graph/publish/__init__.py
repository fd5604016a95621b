"""Publishing: a release as a folder of files that any file host can serve, whole or not at all."""
