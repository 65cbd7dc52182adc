"""Floor 0: articles, records, entries, their kinds and values. Imports nothing of itogi but errors."""
