"""Events, mappings and cases that together have every key; `docs/formats.md` shows them.

The tests read them all, and look whether a key is in none of them.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["ALTERNATIVE", "CASES", "EVENT", "FORMS", "MAPPING", "PLACE", "RULES", "TABLE"]

RULES: Final = """\
rulebook: ridge
timezone: Asia/Damascus
parties: {north: {name: Northern Army, also: [NA]}, south: Southern Army, raiders: The Raiders}
places: {valley: {name: The valley, country: SY, admin1: Idlib}}
questions: {roads: {ask: Are roads covered?, answers: {"yes": the north, "no": the south}}}
readings: {wide: {answers: {roads: "yes"}}, narrow: {answers: {roads: "no"}}}
default_reading: wide
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 48h}
    binds: [north, south]
    exclude: {against-raiders: {when: {target: raiders}}}
    prohibit: {shelling: {when: {kind: shelling}, if: {roads: "yes"}, severity: serious}}
patterns:
  retaliation:
    sequence: {first: {kind: attack}, then: {kind: attack}, within: 1h, between: [north, south]}
  mounting: {threshold: {at_least: 2, within: 24h, of: truce, by: [north, south], in: valley}}
  quiet-night: {lull: {when: {kind: attack}, for: 6h}}
"""
"""The rulebook that all of them are of, `ridge.yaml`."""

EVENT: Final[dict[str, Any]] = {
    "id": "V1",
    "kind": "shelling",
    "when": {"from": "2016-05-04 06:00", "until": "2016-05-04 09:00"},
    "where": {"country": "SY", "admin1": "Idlib"},
    "actor": {"one_of": ["north", "raiders"]},
    "target": ["south", "civilians"],
    "struck": ["hospital", "residential"],
    "weapon": "mortars",
    "held_by": "south",
    "present": ["south", "civilians"],
    "intended_target": "south",
    "response": "none",
    "proportionate": False,
    "intended": True,
    "civilian_harm": True,
    "killed": [2, 4],
    "wounded": [10, None],
    "civilians_killed": 1,
    "verification": "reported",
    "known": "2016-05-05",
    "alternatives": [{"actor": "raiders", "said_by": "Northern Army", "basis": "claimed"}],
    "parts": [{"struck": "hospital"}, {"struck": "residential", "killed": 0}],
    "sources": ["a monitor's report of 5 May"],
}
"""An event with every key."""

PLACE: Final[dict[str, Any]] = {
    "name": "The valley",
    "country": "SY",
    "admin1": "Idlib",
    "admin2": "Harim",
    "pcode": "SY0702",
    "lat": 36.2,
    "lon": 36.6,
    "within_km": 2,
}
"""A place with every key."""

ALTERNATIVE: Final[dict[str, Any]] = {
    "said_by": ["Northern Army"],
    "basis": "claimed",
    "known": "2016-05-06",
    "dispute": "who fired",
    "supersedes": False,
    "stated": False,
    "note": "It names no unit.",
    "sources": ["a statement of 6 May"],
}
"""A rival account with every key besides the fields that it states otherwise."""

FORMS: Final[dict[str, tuple[Any, str]]] = {
    "actor": ("unknown", "not known, whatever the rulebook presumes"),
    "weapon": ({"one_of": ["mortars", "rockets"]}, "one of these, and it is left open which"),
    "target": ({"not": ["civilians"]}, "none of these"),
    "struck": (["market", "school"], "these together, where a field may have several"),
    "killed": ([3, None], "from 3 on; both ends of a range are inside"),
    "when": ("2016-05-04T18:00/2016-05-05T08:00", "some time in an interval"),
    "where": ("The valley", "the name of a place by itself"),
}
"""The forms that values have, each under a field that may have it, and what they mean."""

TABLE: Final = """\
No,Day,Until,Clock,Exact,What,By,ByCode,With,Against,Low,Dead,High,Hurt,Lat,Lon,Land,Spot,Note,Ref
1,04/05/2016,05/05/2016,18:30,day,Air raid,N. Army,11,NA,South,1,2,3,1.200,36.2,37.1,SYR,exact,x,A
2,04/05/2016,,,week,Meeting,N. Army,11,,South,,,,0-5,36.2,37.1,SYR,near,,B
"""

MAPPING: Final = """\
feed: ridge-monitor
title: Incidents of the ridge's monitor
note: Made up for this page.
optional: [Ref, Comment]
skip:
  - {column: What, values: [Meeting], because: nothing happened}
  - {column: Land, except: [SYR, TUR]}
fields:
  id: No
  kind: {column: What, values: {Air raid: airstrike, "Shell*": shelling}, otherwise: unknown}
  when:
    first: Day
    last: Until
    formats: ["%d/%m/%Y", iso]
    zone: Asia/Damascus
    precision: {column: Exact, values: {day: day, week: week}, otherwise: month}
  where:
    name: {is: The valley}
    country: {column: Land, codes: iso3}
    admin1: {is: Idlib}
    admin2: {is: Harim}
    pcode: {is: SY0702}
    lat: Lat
    lon: Lon
    within_km: {is: 5}
    precision:
      column: Spot
      values: {exact: {within_km: 1, area: admin1}}
      otherwise: country
  actor:
    column: By
    code: ByCode
    book: monitor
    with: With
    brackets: aside
    values: {N. Army: north}
  target: {column: Against, values: {South: south}, blank: unknown, split: ";"}
  killed: {column: Dead, low: Low, high: High, times: 1}
  wounded: {column: Hurt, thousands: ".", decimal: ",", between: "-"}
notes:
  - {column: Note, values: {x: the monitor marks this row}}
alternatives: {unless: {Against: [Farmers]}, note: the monitor names two sides}
"""

PRECISE: Final = """\
feed: ridge-radio
columns: [Number, Begin, End, Hour]
fields:
  id: Number
  kind: {is: shelling}
  when: {from: Begin, until: End, precision: {is: exact}}
"""

CLOCKED: Final = """\
feed: ridge-clock
fields:
  id: No
  kind: {is: shelling}
  when: {column: Day, clock: Clock, formats: "%d/%m/%Y", precision: exact}
"""

PARTED: Final = """\
feed: ridge-archive
fields:
  id: No
  kind: {is: shelling}
  when: {year: Year, month: Month, day: Day, precision: given}
"""

CASES: Final = """\
rulebook: ridge
note: Made up for this page.
feed: article
events:
  shelling:
    kind: shelling
    when: 2016-05-04 12:00
    where: {country: SY, admin1: Idlib}
    actor: north
    target: south
cases:
  - name: shelling of the other side
    note: What the truce is about.
    from: shelling
    reading: wide
    expect:
      verdict: violating
      possible: violating
      possible_any_reading: [covered, violating]
      settled: yes
      instrument: truce
      provision: shelling
      ground: shelling
      severity: serious
      depends_on: []
    variants:
      - name: by a name that nobody knows
        with: {actor: Nothern Army}
        expect:
          verdict: undetermined
          possible: [excluded, violating]
          possible_any_reading: null
          settled: no
          depends_on: actor
          note: did you mean
      - name: whatever the roads are
        answers: {roads: null}
        expect: {verdict: null, possible: [covered, violating], settled: null, depends_on: roads}
  - name: as of a day before it was known
    event: {kind: shelling, when: 2016-05-04, actor: north, target: south}
    with: {known: 2016-05-06}
    answers: {roads: "yes"}
    as_of: 2016-05-05
    expect: {ground: not-yet-known}
    variants:
      - {name: a day later, as_of: 2016-05-06, reading: wide, expect: {ground: shelling}}
  - name: fire answered with fire
    events:
      - {id: A, kind: shelling, when: 2016-05-04 12:00, where: valley, actor: north, target: south}
      - {id: B, kind: shelling, when: 2016-05-04 12:30, where: valley, actor: south, target: north}
      - {id: C, kind: shelling, when: 2016-05-04 14:00, where: valley, actor: south, target: north}
      - {id: D, kind: aid-delivery, when: 2016-05-04 23:00}
    expect:
      alerts:
        - pattern: retaliation
          certainty: certain
          status: raised
          when: 2016-05-04
          party: south
          counterparty: north
          events: [A, B]
        - {pattern: mounting, place: valley, instrument: truce, low: 2, high: 2}
        - {pattern: quiet-night, state: lasting}
accept:
  truce/shelling/dropped: Made up for this page.
"""
