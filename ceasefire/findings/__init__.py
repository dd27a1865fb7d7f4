"""The result for an event, its explanation in words, and its columns."""
