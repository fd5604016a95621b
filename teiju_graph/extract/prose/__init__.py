"""Running text read: indicators, agreements, meetings, opinions."""
