"""The finder and the search: what municipalities share, and things by any of their names."""
