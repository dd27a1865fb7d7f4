"""Patterns kept up while events come and go: one tracker for each pattern and key."""
