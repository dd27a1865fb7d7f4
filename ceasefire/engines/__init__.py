"""Ways to evaluate a program; all give the same findings."""
