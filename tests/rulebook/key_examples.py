"""Rule files that together have every key there is; `docs/reference.md` shows them.

Each is whole. The tests load them all, and look whether a key is in none of them.
"""

from __future__ import annotations

from typing import Final

__all__ = ["EXAMPLES"]

EXAMPLES: Final = {
    "rulebook.yaml": """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
note: Made up for this page.
sources: {terms: {title: Terms of the truce, date: 2016-05-03}}
parties: {north: Northern Army, south: Southern Army}
places: {valley: {country: SY, admin1: Idlib}}
kinds: {drone-strike: {name: drone strike, part_of: airstrike}}
struck: {bakery: {name: bakery}}
weapon: {drones: {part_of: aircraft}}
fields: {convoy: {name: vehicles in the convoy, type: count}}
questions:
  roads: {ask: Does the truce cover roads?, answers: {"yes": the north, "no": the south}}
readings: {wide: {answers: {roads: "yes"}}}
default_reading: wide
presume: {response: none}
impossible:
  - {kind: airstrike, actor: south, because: It has no aircraft., cite: terms}
instruments:
  truce:
    in_force: {from: 2016-05-04, for: 48h}
    binds: [north, south]
    prohibit: {attacks: {when: {kind: attack}, if: {roads: "yes"}}}
    permit: {answer: {when: {response: immediate-threat}}}
patterns: {quiet-day: {lull: {when: {kind: attack}, for: 24h}}}
laws: {quiet: never violating until 2016-05-04}
accept:
  - {code: unused-place, at: places.valley, reason: It is for later texts.}
""",
    "sources.yaml": """\
rulebook: sources
timezone: Asia/Damascus
sources:
  terms:
    title: Terms for a cessation of hostilities
    date: 2016-02-22
    published: 2016-02-23
    document: annex to the joint statement
    url: https://example.org/terms
    publisher: the two co-chairs
    evidence: found
    note: The Arabic text differs in 1(b).
    pax: "1485"
""",
    "parties.yaml": """\
rulebook: parties
timezone: Asia/Damascus
sources: {report: {title: A report}}
parties:
  opposition: {name: Armed opposition, also: [rebels]}
  front:
    name: The Northern Front
    part_of: {party: opposition, from: 2015-03-24, until: 2016-07-28}
    also:
      - N. Front
      - {name: Army of the North, from: 2016-07-28, until: 2017-01-28}
    codes:
      ucdp: [1234, {code: 1235, from: 2016-07-28, until: 2017-01-28}]
      acled: Northern Front
    note: It left the joint command in July.
    cite: report
""",
    "places.yaml": """\
rulebook: places
timezone: Asia/Damascus
sources: {map: {title: A map}}
places:
  syria: {name: Syria, country: SY}
  aleppo: {also: [Halab], country: SY, admin1: Aleppo, pcode: SY02}
  jebel-saman: {country: SY, admin1: Aleppo, admin2: Jebel Saman}
  city:
    name: Aleppo city
    circle: {lat: 36.2, lon: 37.15, km: 8}
    tolerance_km: 0.5
    within: aleppo
    note: Drawn by hand.
    cite: map 2
  corridor: {polygon: [[37.08, 36.24], [37.14, 36.24], [37.14, 36.28], [37.08, 36.28]]}
  truce-area: {union: [city, corridor]}
  countryside: {difference: [aleppo, city]}
""",
    "windows.yaml": """\
rulebook: windows
timezone: Asia/Damascus
questions:
  clock: {ask: When did it begin?, answers: {early: one co-chair, late: the army}}
instruments:
  calm:
    in_force:
      - {from: 2016-05-04 00:01, until: 2016-05-05 01:00, if: {clock: early}}
      - {from: 2016-05-05 01:00, for: 48h, days: [thursday, friday]}
      - {from: 2016-06-01, for: 30 days, hours: 09:00-14:00, timezone: UTC}
""",
    "conditions.yaml": """\
rulebook: conditions
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army}
places: {valley: {country: SY, admin1: Idlib}}
questions: {roads: {ask: Are roads covered?, answers: {"yes": the north, "no": the south}}}
instruments:
  truce:
    prohibit:
      by-kind: {when: {kind: [shelling, airstrike]}}
      by-when: {when: {when: {days: friday, hours: 09:00-14:00}}}
      by-where: {when: {where: {not: valley}}}
      by-actor: {when: {actor: {one_of: [north, south]}}}
      by-target: {when: {target: {not: civilians}}}
      by-struck: {when: {struck: [hospital, school]}}
      by-weapon: {when: {weapon: {not: small-arms}}}
      by-held-by: {when: {held_by: south}}
      by-present: {when: {present: [civilians, south]}}
      by-intended-target: {when: {intended_target: civilians}}
      by-response: {when: {response: {not: [none, reprisal]}}}
      by-proportionate: {when: {proportionate: no}}
      by-intended: {when: {intended: yes}}
      by-civilian-harm: {when: {civilian_harm: yes}}
      by-killed: {when: {killed: {at_least: 10}}}
      by-wounded: {when: {wounded: {more_than: 0, at_most: 5}}}
      by-civilians-killed: {when: {civilians_killed: [1, 2, {more_than: 10}]}}
      by-verification: {when: {verification: {at_least: corroborated}}}
      some-of-these: {when: {any: [{kind: sniping}, {killed: {less_than: 5}}]}}
      all-of-these: {when: {all: [{actor: north}, {target: south}]}}
      none-of-these: {when: {not: [{kind: clash}, {actor: south}]}}
      under-an-answer: {when: {kind: siege, if: {roads: "yes"}}}
""",
    "questions.yaml": """\
rulebook: questions
timezone: Asia/Damascus
sources: {terms: {title: The terms}}
questions:
  civilians-protected:
    ask: Is an attack on civilians itself a breach?
    answers:
      "yes": {held_by: the co-chairs, cite: terms, note: Said in a press release.}
      "no": {held_by: the terms taken alone}
    cite: terms 1(b)
    note: The terms speak of parties only.
readings:
  text:
    title: The text alone
    answers: {civilians-protected: "no"}
    credit: [army command]
    note: As lawyers of both sides read it.
default_reading: text
instruments:
  truce:
    prohibit:
      harm: {when: {target: civilians}, if: {civilians-protected: "yes"}}
""",
    "presumptions.yaml": """\
rulebook: presumptions
timezone: Asia/Damascus
sources: {report: {title: A report}}
parties: {north: Northern Army, south: Southern Army}
presume:
  response: none
  held_by: {not: north}
  verification: {one_of: [alleged, reported]}
  proportionate: {is: "no", because: No report of the time claims it., cite: report}
instruments:
  truce:
    prohibit: {attacks: {when: {kind: attack, held_by: south}}}
    permit:
      answer: {when: {response: immediate-threat, proportionate: yes}}
      rumours: {when: {verification: rumour}}
""",
    "instruments.yaml": """\
rulebook: instruments
timezone: Asia/Damascus
sources: {terms: {title: The terms}}
parties: {north: Northern Army, south: Southern Army, raiders: The Raiders}
places: {valley: {country: SY, admin1: Idlib}, ford: {circle: {lat: 36, lon: 36.5, km: 2}}}
questions: {roads: {ask: Are roads covered?, answers: {"yes": the north, "no": the south}}}
instruments:
  truce:
    title: Truce in the valley
    announced: 2016-05-03
    announced_by: the two armies
    in_force: {from: 2016-05-04, for: 48h}
    where: valley
    binds: {all_except: raiders}
    if: {roads: ["yes", "no"]}
    cite: terms 1
    note: It was extended once.
    pax: "1485"
    exclude:
      against-raiders: {when: {target: raiders}}
    prohibit:
      attacks:
        title: Attacks on those who signed
        when: {kind: attack}
        where: ford
        binds: {parties: [north, south]}
        in_force: {until: 2016-05-05 12:00}
        if: {roads: "yes"}
        severity: serious
        announced: 2016-05-04
        cite: terms 2
        note: The ford alone.
    permit:
      answer: {lifts: attacks, when: {response: immediate-threat}}
  renewal:
    extends: truce
    without: against-raiders
    in_force: {from: 2016-05-06, for: 48h}
""",
    "vocabulary.yaml": """\
rulebook: vocabulary
timezone: Asia/Damascus
kinds:
  drone-strike: {name: drone strike, part_of: airstrike, code: DRO, note: Told apart since May.}
struck: {bakery: bakery or flour mill}
weapon: {drones: {part_of: aircraft}}
fields:
  military_escort: {name: whether soldiers went with it, type: flag}
  alert: {type: ordered, values: [green, amber, red]}
  sector: {type: category, values: {north: the north, east: {name: the east}}}
""",
    "patterns.yaml": """\
rulebook: patterns
timezone: Asia/Damascus
sources: {report: {title: A report}}
parties: {north: Northern Army, south: Southern Army}
places: {valley: {country: SY, admin1: Idlib}}
instruments:
  truce:
    binds: [north, south]
    in_force: {from: 2016-05-04, until: 2016-06-04}
    prohibit: {attacks: {when: {kind: attack}, severity: serious}}
patterns:
  retaliation:
    title: Fire answered with fire
    cite: report
    note: The hour and the distance are this example's choice; no text sets them.
    announced: 2016-05-04
    sequence:
      first: {kind: attack}
      then: {kind: attack}
      within: 1h
      within_km: 5
      between: [north, south]
  serious-breaches:
    threshold:
      at_least: 5
      within: 48h
      severity: serious
      of: truce
      when: {kind: shelling}
      by: [north, south]
      in: valley
  quiet-day:
    lull: {when: {kind: attack}, in: valley, for: 24h}
  kept:
    calm: {of: truce}
  state:
    series:
      of: truce
      strained: {at_least: 3, within: 24h}
      breached: {at_least: 10, within: 48h, severity: serious}
      recovers_after: 72h
      moves:
        - {to: suspended, on: 2016-05-18 18:00, cite: report, note: By both commands.}
""",
    "laws.yaml": """\
rulebook: laws
timezone: Asia/Damascus
sources: {terms: {title: The terms}}
parties: {north: Northern Army, south: Southern Army, raiders: The Raiders}
questions: {roads: {ask: Are roads covered?, answers: {"yes": the north, "no": the south}}}
readings: {wide: {answers: {roads: "yes"}}}
default_reading: wide
instruments:
  truce:
    in_force: {from: 2016-05-04, for: 48h}
    binds: [north, south]
    prohibit: {attacks: {when: {kind: attack}, if: {roads: "yes"}}}
  renewal: {extends: truce, in_force: {from: 2016-05-06, for: 48h}}
laws:
  raiders-are-not-bound: never violating when the only actor is raiders
  attacks-are-breaches:
    title: An attack is a breach
    always: violating
    when: {kind: attack, actor: [north, south]}
    during: [truce, renewal]
    if: {roads: "yes"}
    reading: wide
    because: Both armies signed.
    cite: terms 2
  before-and-after:
    never: [covered, violating]
    not_during: [truce, renewal]
  one-at-a-time:
    disjoint: [truce, renewal]
  renewal-is-for-two-days:
    changes_nothing: renewal
    when: {when: {until: 2016-05-06}}
""",
    "accept.yaml": """\
rulebook: accept
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army}
instruments:
  truce:
    binds: [north, south]
    prohibit: {attacks: {when: {kind: attack}}, shelling: {when: {kind: shelling}}}
accept:
  - code: changes-nothing
    at: instruments.truce.prohibit.shelling
    reason: The text names shelling by itself, and so does this file.
""",
}
"""The files by name, in the order of the page."""
