"""Tables read by their headings: rows and what their cells say."""
