"""A rulebook compiled: cells and formulas, and events cast into cells."""
