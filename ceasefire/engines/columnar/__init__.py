"""The columnar engine: whole tables at once, with the findings of the reference engine."""
