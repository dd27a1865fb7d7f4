"""A small rulebook of two files, with names in Arabic and an emoji before ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PARTIES", "RULES", "written"]

RULES: Final = """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
sources:
  text: {title: "The text [of] *the* truce", date: 2016-05-03, url: "https://example.org/<b>"}
questions:
  clock:
    ask: From when does it hold?
    answers: {first: {held_by: the north}, second: {held_by: the south}}
readings: {north-view: {answers: {clock: first}}, south-view: {answers: {clock: second}}}
default_reading: north-view
instruments:
  truce:
    title: "هدنة 🕊"
    in_force:
      - {from: 2016-05-04 00:00, for: 48h, if: {clock: first}}
      - {from: 2016-05-05 00:00, for: 48h, if: {clock: second}}
    where: valley
    binds: [north, south]
    exclude:
      raids: {title: "🕊🕊 غارات", when: {target: raiders}, cite: "text 1(b), 2"}
    prohibit:
      attacks: {when: {kind: attack}, severity: serious, cite: text}
    permit:
      defence: {lifts: [attacks], when: {response: immediate-threat}}
  longer:
    extends: truce
    in_force: {from: 2016-05-07 00:00, for: 1d}
    without: [raids]
    permit:
      passage: {lifts: attacks, when: {kind: reinforcement}}
laws:
  raids-excluded: always excluded when the only target is raiders during truce not during longer
accept:
  - {code: stale-acceptance, at: instruments.longer.prohibit.attacks, reason: an example}
"""

PARTIES: Final = """\
parties:
  north: {name: Northern Army, also: ["[x](command:y)", "الجيش 🕊"]}
  south: {name: Southern Army}
  raiders: {name: The Raiders, part_of: south, cite: text}
places:
  valley: {circle: {lat: 36, lon: 37, km: 10}}
  town: {circle: {lat: 36, lon: 37, km: 1}, within: valley}
"""


def written(folder: Path) -> Path:
    """Return a folder that the rulebook was written to."""
    folder.mkdir(exist_ok=True)
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "parties.yaml").write_text(PARTIES, encoding="utf-8")
    return folder
