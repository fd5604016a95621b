"""Running text: paragraphs and their sentences, headings, labels, and what lines speak of."""
