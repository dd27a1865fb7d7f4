"""The rulebooks that the soak is run under: that of Syria, and a small one with every shape."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ceasefire

if TYPE_CHECKING:
    from ceasefire.book import Book

__all__ = ["WORLDS", "book_of"]

SMALL: Final = """\
rulebook: small
timezone: UTC
parties: {north: Northern Army, south: Southern Army, raiders: The Raiders}
places: {east: {admin1: East}, west: {admin1: West}}
instruments:
  truce:
    in_force: {from: 2016-03-01}
    binds: [north, south]
    prohibit:
      attacks: {when: {kind: attack}, severity: serious}
      deadly: {when: {killed: {at_least: 8}}, severity: grave}
  rest:
    in_force: {from: 2016-03-01, days: [thursday, friday]}
    where: west
    prohibit: {bombings: {when: {kind: bombing}, severity: minor}}
patterns:
  soon-after:
    sequence: {first: {kind: bombing}, then: {kind: airstrike}, within: 1h}
  near:
    sequence: {first: {kind: bombing}, then: {kind: bombing}, within: 1h, within_km: 1}
  answered:
    sequence:
      {first: {kind: attack}, then: {kind: attack}, within: 30m, between: [north, south, raiders]}
  many:
    threshold: {at_least: 40, within: 24h, severity: serious}
  grave:
    threshold: {of: truce, at_least: 4, within: 12h, severity: grave, by: [north, south],
                in: [east, west]}
  quiet:
    lull: {when: {kind: shelling, where: west}, for: 3h}
  quiet-in:
    lull: {when: {kind: attack}, in: [east, west], for: 80m}
  kept:
    calm: {of: rest}
  state:
    series:
      of: truce
      strained: {at_least: 12, within: 3h, severity: serious}
      breached: {at_least: 16, within: 3h, severity: serious}
      recovers_after: 1h
      moves: [{to: suspended, on: 2016-04-04 00:00}, {to: renewed, on: 2016-04-09 00:00}]
"""

WORLDS: Final[dict[str, dict[str, Any]]] = {
    "syria-2016": {
        "actors": (
            *("syrian-government", "opposition", "isis", "russia", "sdf", "ahrar-al-sham", "nusra"),
        ),
        "targets": (
            *("civilians", "syrian-government", "opposition", "sdf", "isis", "ahrar-al-sham"),
        ),
        "units": (
            *("Aleppo", "Homs", "Idlib", "Damascus", "Hama", "Rif Dimashq", "Daraa", "Latakia"),
        ),
    },
    "small": {
        "actors": ("north", "south", "raiders"),
        "targets": ("civilians", "north", "south", "raiders"),
        "units": ("East", "West", "North", "Middle"),
    },
}
"""Of each rulebook the parties and units that reports speak of."""


def book_of(name: str) -> Book:
    """Return the rulebook of a world."""
    if name != "small":
        return ceasefire.load(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.yaml"
        path.write_text(SMALL)
        return ceasefire.load(path)
