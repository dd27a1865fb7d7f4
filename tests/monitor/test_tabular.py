"""Alerts over a whole table, against those that the definitions give."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire.monitor.roles import Role
from ceasefire.monitor.sites import Point, Site
from ceasefire.monitor.tabular import ranges as tabular_ranges
from ceasefire.monitor.tabular import sites as tabular_sites
from ceasefire.monitor.tabular.evaluation import Sightings, Whole
from ceasefire.monitor.telling import Teller
from ceasefire.rulebook.logic import ALWAYS
from ceasefire.rulebook.pattern_model import Calm, Lull, Move, Pattern, Sequence, Series, Threshold
from tests.monitor.oracle import Expected, Seen, Spot, final_alerts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.monitor.alerts import Alert
    from ceasefire.rulebook.pattern_model import Shape

RULES: Final = """\
rulebook: valley
title: Truce in the valley
timezone: UTC
parties: {north: Northern Army, south: Southern Army}
places: {hill: {circle: {lat: 36, lon: 37, km: 5}}, dale: {circle: {lat: 35, lon: 37, km: 5}}}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 48h}
    binds: [north, south]
    prohibit: {attacks: {when: {kind: attack}}}
"""
IDS: Final = ("b", "a", "B", "10", "9", "é", "a|b", "z%", "~", "\U0001f600", "aa", "{")
NEITHER: Final = ("", "")
SIDES: Final = (NEITHER, ("north", "south"), ("south", "north"))
PLACES: Final = (NEITHER, ("", "hill"), ("", "dale"))
BOTH: Final = (NEITHER, ("north", "hill"), ("south", "hill"), ("north", "dale"), ("south", ""))
Stretch = tuple[int | None, int | None]
Stretches = list[Stretch]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    path = tmp_path_factory.mktemp("rules") / "valley.yaml"
    path.write_text(RULES)
    return Teller(ceasefire.load(path).rulebook)


def plain(alert: Alert) -> Expected:
    """Return an alert as the oracle has it."""
    return Expected(
        alert.key,
        alert.certainty,
        alert.state,
        alert.start,
        alert.end,
        alert.party,
        alert.counterparty,
        alert.place,
        alert.events,
        alert.low,
        alert.high,
    )


def sightings(events: list[Seen]) -> Sightings:
    """Return what was seen of events, by column."""
    marks: dict[Role, tuple[list[int], list[int]]] = {}
    spots: dict[Spot, int] = {}
    pairs = []
    for number, event in enumerate(events):
        for (pattern, part, key), mark in event.marks.items():
            rows, known = marks.setdefault(Role(pattern, part, key), ([], []))
            rows.append(number)
            known.append(mark)
        pairs += [(number, spots.setdefault(spot, len(spots))) for spot in event.sites]
    return Sightings(
        [event.id for event in events],
        np.array([event.start for event in events], np.int64),
        np.array([event.end for event in events], np.int64),
        {
            role: (np.array(rows, np.int64), np.array(known, np.int8))
            for role, (rows, known) in marks.items()
        },
        [
            Site(
                spot.name,
                spot.admin1,
                None
                if spot.lat is None or spot.lon is None
                else Point(spot.lat, spot.lon, spot.radius),
            )
            for spot in spots
        ],
        (
            np.array([event for event, _ in pairs], np.int64),
            np.array([site for _, site in pairs], np.int64),
        ),
    )


def agree(
    told: Teller,
    pattern: Pattern,
    events: list[Seen],
    horizon: int,
    stretches: Mapping[str, Stretches] | None = None,
) -> None:
    expected = final_alerts([pattern], events, horizon, stretches)
    whole = Whole(sightings(events), horizon, stretches or {}, told)
    assert sorted(map(plain, whole.alerts([pattern]))) == expected


# --- drawn events ---

LENGTHS: Final = st.sampled_from([1, 1, 1, 2, 3, 5, 9, 30])


@st.composite
def drawn(
    draw: st.DrawFn,
    parts: tuple[str, ...],
    keys: tuple[tuple[str, str], ...] = (NEITHER,),
    sites: st.SearchStrategy[tuple[Spot, ...]] | None = None,
) -> list[Seen]:
    """Draw events that play some parts of the pattern ``p``."""
    ids = draw(st.permutations(IDS))
    count = draw(st.integers(0, len(ids)))
    events = []
    for name in ids[:count]:
        start = draw(st.integers(0, 20))
        roles = [("p", part, key) for part in parts for key in keys]
        marks = {role: mark for role in roles if (mark := draw(st.sampled_from([0, 1, 2, 2])))}
        where = draw(sites) if sites is not None and marks else ()
        events.append(Seen(name, start, start + draw(LENGTHS), marks, where))
    return events


HORIZONS: Final = st.integers(-1, 40)
SPANS: Final = st.integers(1, 12)
BOUNDS: Final = st.lists(st.integers(-2, 30), max_size=6, unique=True)


@st.composite
def stretches(draw: st.DrawFn) -> Stretches:
    """Draw the stretches in which an instrument is in force: apart from each other."""
    bounds: list[int | None] = [*sorted(draw(BOUNDS))]
    if draw(st.booleans()):
        bounds.insert(0, None)
    if len(bounds) % 2:
        bounds.append(None)
    return list(zip(bounds[::2], bounds[1::2], strict=True))


SPOTS: Final = st.builds(
    lambda name, unit, point, radius: Spot(
        name, unit, point and point[0], point and point[1], radius if point else 0.0
    ),
    st.sampled_from(["", "", "homs", "hama"]),
    st.sampled_from(["", "", "east", "west", "الشرق", "الغرب"]),
    st.sampled_from([None, (36.0, 37.0), (36.0, 37.01), (36.02, 37.0), (36.0, -179.999),
                     (36.0, 179.999), (89.9999, 10.0), (89.9999, -170.0), (-90.0, 3.0)]),
    st.sampled_from([0.0, 0.0, 1.0, 25.0]),
).filter(lambda spot: bool(spot.name or spot.lat is not None))  # fmt: skip
SITES: Final = st.lists(SPOTS, max_size=2, unique=True).map(tuple)


# --- each shape; an example has several keys, each of which is a case of its own ---


@given(events=drawn(("first", "then"), SIDES), within=SPANS)
def test_sequences(told: Teller, events: list[Seen], within: int) -> None:
    agree(told, Pattern("p", "", Sequence(ALWAYS, ALWAYS, within)), events, 0)


@given(
    events=drawn(("first", "then"), (NEITHER,), SITES),
    within=SPANS,
    km=st.sampled_from([0.001, 1.0, 2.0, 60.0, 30_000.0]),
)
def test_sequences_at_one_place(told: Teller, events: list[Seen], within: int, km: float) -> None:
    agree(told, Pattern("p", "", Sequence(ALWAYS, ALWAYS, within, km)), events, 0)


@given(
    events=drawn(("breach",), BOTH),
    within=SPANS,
    least=st.integers(1, 5),
)
def test_thresholds(told: Teller, events: list[Seen], within: int, least: int) -> None:
    agree(told, Pattern("p", "", Threshold(least, within)), events, 0)


@given(events=drawn(("incident",), PLACES), length=SPANS, horizon=HORIZONS)
def test_lulls(told: Teller, events: list[Seen], length: int, horizon: int) -> None:
    agree(told, Pattern("p", "", Lull(ALWAYS, length)), events, horizon)


@given(events=drawn(("breach",)), spans=stretches(), horizon=HORIZONS)
def test_calms(told: Teller, events: list[Seen], spans: Stretches, horizon: int) -> None:
    agree(told, Pattern("p", "", Calm("truce")), events, horizon, {"truce": spans})


COUNTS: Final = st.none() | st.builds(Threshold, st.integers(1, 3), SPANS)
STATES: Final = st.sampled_from(["suspended", "lapsed", "in-force", "breached"])


@given(
    events=drawn(("breach", "strained", "breached")),
    spans=stretches(),
    horizon=HORIZONS,
    counts=st.tuples(COUNTS, COUNTS),
    rest=st.none() | SPANS,
    moves=st.dictionaries(st.integers(-2, 30), STATES, max_size=2),
)
def test_series(  # noqa: PLR0913, PLR0917  (what is drawn)
    told: Teller,
    events: list[Seen],
    spans: Stretches,
    horizon: int,
    counts: tuple[Threshold | None, Threshold | None],
    rest: int | None,
    moves: dict[int, str],
) -> None:
    shape = Series("truce", *counts, rest, tuple(Move(to, on) for on, to in sorted(moves.items())))
    agree(told, Pattern("p", "", shape), events, horizon, {"truce": spans})


# --- many events ---

SHAPES: Final = (
    Sequence(ALWAYS, ALWAYS, 40),
    Sequence(ALWAYS, ALWAYS, 40, 2.0),
    Threshold(30, 60),
    Threshold(4, 9),
    Lull(ALWAYS, 4),
    Calm("truce"),
    Series("truce", Threshold(5, 9), Threshold(9, 9), 6),
)
PARTS: Final = ("first", "then", "breach", "incident", "strained", "breached")
CORNERS: Final = (
    Spot("homs"),
    Spot("homs", "east"),
    Spot("", "", 36.0, 37.0),
    Spot("", "", 36.0, 37.01, 1.0),
)


@pytest.fixture(params=[0, 1])
def crowd(request: pytest.FixtureRequest) -> list[Seen]:
    """Return many events; of half of them are doubts, and some are long."""
    luck = Random(request.param)  # noqa: S311  (only events)
    found = []
    for number in range(300):
        start = luck.randrange(1000)
        marks = {
            ("p", part, NEITHER): mark for part in PARTS if (mark := luck.choice([0, 1, 2, 2]))
        }
        sites = tuple(luck.sample(CORNERS, luck.choice([0, 1, 1, 2])))
        found.append(
            Seen(str(number), start, start + luck.choice([1, 1, 1, 7, 50, 400]), marks, sites)
        )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("few", ["", "few at a time"])
def test_many_events(
    told: Teller, crowd: list[Seen], shape: Shape, few: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if few:
        monkeypatch.setattr(tabular_ranges, "MOST_PAIRS", 7)
        monkeypatch.setattr(tabular_sites, "CHUNK", 11)
    spans: dict[str, Stretches] = {"truce": [(20, 300), (400, 410), (600, None)]}
    agree(told, Pattern("p", "", shape), crowd, 990, spans)
