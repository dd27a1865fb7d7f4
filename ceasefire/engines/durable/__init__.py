"""The durable engine: what a live feed is decided with, on durable_rules.

Nothing else in the library touches durable_rules, and within this package only
:mod:`~ceasefire.engines.durable.rulesets` does.
"""
