"""The reference engine: the meaning, transcribed, and an exact search over worlds."""
