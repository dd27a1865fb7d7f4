"""The rulebooks that fuzzed events and feeds are held against."""

from __future__ import annotations

from functools import cache
from typing import Final

import ceasefire
from ceasefire.book import Book
from ceasefire.rulebook.load import load_text

__all__ = ["syria", "valley"]

VALLEY: Final = """\
rulebook: valley
timezone: Asia/Damascus
fields:
  checked: {type: flag}
  distance: {type: number}
  posture: {type: category, values: [open, closed]}
parties:
  north: {name: Northern Army, also: [{name: The North, from: 2016-01-01}], codes: {ucdp: 118}}
  band: {part_of: {party: north, until: 2016-06-01}}
  south: {name: Southern Army, codes: {cameo: SYRREB}}
places:
  hill: {admin1: Hill}
  dale: {circle: {lat: 36, lon: 37, km: 5}}
  both: {union: [hill, dale]}
questions: {q: {ask: Which?, answers: {a: {}, b: {}}}}
readings: {first: {answers: {q: a}, credit: [SANA]}, open: {}}
default_reading: open
presume: {response: none}
impossible: [{kind: airstrike, actor: south}]
instruments:
  truce:
    in_force: {from: 2016-02-27 00:00}
    binds: [north, south]
    exclude: {before: {when: {where: dale}, in_force: {until: 2016-05-04 00:01}, if: {q: a}}}
    prohibit:
      attacks: {when: {kind: attack, target: {not: civilians}}, severity: serious}
      deadly: {when: {any: [{killed: {at_least: 10}}, {civilian_harm: "yes"}]}, severity: grave}
      near: {when: {distance: {at_most: 3.5}, posture: open, checked: "no"}}
    permit: {answer: {lifts: [attacks], when: {response: immediate-threat}}}
  calm: {extends: truce, where: both, in_force: {from: 2016-05-05 01:00, for: 48h}}
patterns:
  again: {sequence: {first: {kind: bombing}, then: {kind: bombing}, within: 1h, within_km: 1}}
  answer:
    sequence: {first: {kind: attack}, then: {kind: attack}, within: 6h, between: [north, south]}
  many: {threshold: {at_least: 2, within: 24h, by: [north, south], in: [hill, dale]}}
  quiet: {lull: {when: {kind: attack}, in: [hill], for: 24h}}
  kept: {calm: {of: calm}}
  state:
    series: {of: truce, strained: {at_least: 1, within: 24h}, breached: {at_least: 3, within: 48h},
             recovers_after: 72h, moves: [{to: suspended, on: 2016-05-07 00:00}]}
"""


@cache
def valley() -> Book:
    """Return a small rulebook that asks about nearly everything that can be asked about."""
    rulebook = load_text(VALLEY)
    return Book(rulebook, rulebook.default_reading)


@cache
def syria() -> Book:
    """Return the rulebook for Syria."""
    return ceasefire.load("syria-2016")
