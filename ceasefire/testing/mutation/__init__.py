"""Rulebooks with one small change each, which their cases should notice."""
