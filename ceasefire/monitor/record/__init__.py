"""The record of a monitor: what it was told and what it said, in one file that outlives it."""
