"""The words of the domain read one by one: names and groups of municipalities, years, dates, figures, headings."""
