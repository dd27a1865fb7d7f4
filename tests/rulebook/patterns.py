"""A small world for tests of patterns."""

from __future__ import annotations

__all__ = ["WORLD", "pattern"]

WORLD = """\
parties: {gov: {}, army: {part_of: {party: gov, until: 2014-01-01}}, rebels: {}, front: {}}
places: {aleppo: {admin1: Aleppo}, homs: {admin1: Homs}}
sources: {s: {title: S, date: 2016-03-01}, t: {title: T, date: 2016-06-01}, u: {title: U}}
questions: {q: {ask: Q?, answers: {a: {}, b: {}}}}
instruments:
  truce: {in_force: {from: 2016-02-27}, prohibit: {fire: {when: {kind: attack}}}}
  later: {extends: truce, announced: 2016-05-04}
impossible: [{kind: release, if: {q: a}}]
"""
"""The lines before `patterns`; a pattern stands two lines below them."""


def pattern(text: str) -> str:
    """Return a rulebook with one pattern that has these lines."""
    return f"{WORLD}patterns:\n  p: {text}\n"
