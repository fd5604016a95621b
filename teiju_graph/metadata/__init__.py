"""What is said of the data as a whole: to catalogues, portals, search engines, and readers of the ontology."""
