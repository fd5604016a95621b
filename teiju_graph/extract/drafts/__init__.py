"""Records as draft tables: keys, the earlier edition, what a person corrected, the review."""
