"""From a document to draft tables: formats are read into one rendition, the rendition into records, these into tables."""
