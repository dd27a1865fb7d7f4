"""Patterns over a whole table of what was seen, in Polars."""
