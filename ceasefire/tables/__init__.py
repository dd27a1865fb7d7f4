"""Whole tables at once: feeds and frames by column, through the columnar engine."""
