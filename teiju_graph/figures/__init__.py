"""Pictures as plain data: what each shows is read by one query and laid out here; templates draw it and its table."""
