"""How many reports a second a monitor takes in, and how long one of them may take.

Run it as ``python benchmarks/monitor.py``; ``--events 100000`` draws more events, and
``--only "durable, with"`` measures the cases of which these words tell. Reports are
under ``syria-2016``, in the order in which they might come: of the events one in ten is
reported twice and one in ten corrected, up to two days out of order. Few parties, kinds and
places make up most of them, as of real feeds. Each case runs in a
process of its own, so that its memory is its own too. The first half of the reports warms
it up; what is measured is the second. Speeds are of processor time, so that others who use
the machine count less; latencies are of the clock on the wall, as whoever waits has it.
Python searches for circular garbage as seldom as it does for the command line.

Beside monitors stand the reference engine alone, which gives the findings and looks for no
patterns, and durable_rules alone, to which the flags of the same events are posted: one
message for each instrument that is in force. To make these flags is not counted.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
from dataclasses import replace
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import gmtime, perf_counter_ns, process_time, strftime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ceasefire
from ceasefire.cli.commands import FRESH
from ceasefire.engines.durable.arbiter import Arbiter
from ceasefire.engines.reference.meaning import laws_of
from ceasefire.engines.reference.states import start
from ceasefire.program.binding import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceasefire.book import Book

DAY: Final = 86_400
FIRST: Final = 1_456_531_200
"""The first day of the events, 27 February 2016, in seconds since 1970."""

DELAY: Final = 48 * 3600
FASTEST: Final = 3_000
"""So many reports a second a monitor is held to, where all is certain and it has patterns."""

LONGEST: Final = 5
"""So many milliseconds are all but one in a hundred of these to take at most."""

SHARE: Final = 0.2
"""How many of the events leave something open where some do."""

KINDS: Final = (
    *("shelling", "airstrike", "clash", "ied", "sniping", "mortar", "rocket", "artillery"),
    *("suicide-bombing", "ground-assault"),
)
ACTORS: Final = (
    *("syrian-government", "isis", "opposition", "russia", "sdf", "ahrar-al-sham", "nusra"),
)
TARGETS: Final = ("civilians", "syrian-government", "opposition", "sdf", "isis", "ahrar-al-sham")
UNITS: Final = ("Aleppo", "Homs", "Idlib", "Damascus", "Hama", "Rif Dimashq", "Daraa", "Latakia")
STRUCK: Final = ("residential", "military", "hospital")

MB: Final = 1024 if sys.platform != "darwin" else 1024**2

Raw = dict[str, Any]


class Case(NamedTuple):
    """What is measured: by which engine, with patterns or without, and how many are uncertain."""

    engine: str
    patterns: bool
    uncertain: float

    @property
    def words(self) -> str:
        """The case in words."""
        if self.engine == "classify":
            return "reference engine alone"
        if self.engine == "rules":
            return "durable_rules alone"
        return f"monitor, {self.engine}, {'with' if self.patterns else 'no'} patterns"


CASES: Final = (
    *(
        Case(engine, patterns, uncertain)
        for engine in ("durable", "reference")
        for patterns in (True, False)
        for uncertain in (0, SHARE)
    ),
    *(Case("classify", patterns=False, uncertain=share) for share in (0, SHARE)),
    Case("rules", patterns=False, uncertain=0),
)


# --- reports ---


def reports(events: int, per_day: int, uncertain: float) -> list[Raw]:
    """Return reports in the order in which they come, the same each time."""
    luck = Random(1)  # noqa: S311  (only events)
    found: list[tuple[float, int, Raw]] = []
    for number in range(events):
        time = FIRST + number * DAY // per_day + luck.randrange(3600)
        event = drawn(luck, number, time, uncertain)
        came = time + luck.random() * DELAY
        found.append((came, len(found), event))
        if luck.random() < 0.1:  # noqa: PLR2004  (as said above)
            found.append((time + luck.random() * DELAY, len(found), event))
        if luck.random() < 0.1:  # noqa: PLR2004  (likewise)
            later = {**event, "killed": luck.randrange(10), "target": drawn_of(luck, TARGETS)}
            found.append((came + luck.random() * DELAY, len(found), later))
    return [event for _, _, event in sorted(found)]


def drawn(luck: Random, number: int, time: int, uncertain: float) -> Raw:
    """Return one event; each of its fields has one value unless it is an uncertain one."""
    unit = drawn_of(luck, UNITS)
    actor: Any = drawn_of(luck, ACTORS)
    if luck.random() < uncertain:
        actor = {"one_of": ["opposition", "nusra"]}
    return {
        "id": f"e{number}",
        "kind": drawn_of(luck, KINDS),
        "when": strftime("%Y-%m-%dT%H:%MZ", gmtime(time)),
        "where": {"name": f"{unit} {luck.randrange(20)}", "admin1": unit, "country": "SY"},
        "actor": actor,
        "target": drawn_of(luck, TARGETS),
        "struck": drawn_of(luck, STRUCK),
        "response": "none",
        "held_by": luck.choice(("opposition", "syrian-government")),
        "killed": luck.randrange(10),
    }


def drawn_of(luck: Random, names: tuple[str, ...]) -> str:
    """Return one of some names: the second is drawn half as often as the first, and so on."""
    return luck.choices(names, [1 / place for place in range(1, len(names) + 1)])[0]


# --- one case ---


def measured(case: Case, events: int, per_day: int) -> Raw:
    """Return what one case comes to, in a process of its own."""
    gc.set_threshold(FRESH)
    book = ceasefire.load("syria-2016")
    if not case.patterns:
        book = replace(book, rulebook=replace(book.rulebook, patterns={}))
    raws = reports(events, per_day, case.uncertain)
    half = len(raws) // 2
    if case.engine == "classify":
        return timed(book.classify, raws, half)
    if case.engine == "rules":
        posts = posted(book, raws)
        return timed(lambda post: post(), posts, half)
    with book.monitor(engine=case.engine) as monitor:  # type: ignore[arg-type]  # one of its names
        return timed(monitor.feed, raws, half)


def timed(step: Callable[[Any], object], items: list[Any], half: int) -> Raw:
    """Return how long the second half of the steps take."""
    for item in items[:half]:
        step(item)
    taken = []
    begun = process_time()
    for item in items[half:]:
        before = perf_counter_ns()
        step(item)
        taken.append(perf_counter_ns() - before)
    seconds = process_time() - begun
    taken.sort()
    return {
        "reports": len(taken),
        "speed": len(taken) / seconds,
        "p50": taken[len(taken) // 2] / 1e6,
        "p99": taken[len(taken) * 99 // 100] / 1e6,
        "max": taken[-1] / 1e6,
        "peak": getrusage(RUSAGE_SELF).ru_maxrss / MB,
    }


def posted(book: Book, raws: list[Raw]) -> list[Callable[[], None]]:
    """Return what posts the flags of one world of each report to durable_rules.

    Rules that are asked once the flags are there are those of the durable engine, of which
    the first that fires in an instrument stands.
    """
    program, setting = book.program, book.setting
    arbiters = [Arbiter(law, program.compliant) for law in laws_of(program)]
    times = [text.time for text in program.texts]
    found = []
    for raw in raws:
        case = bind(book.read(raw), program, setting.answers)
        box = case.accounts[0].boxes[0]
        view = start(box).world().view(box.acts[0])
        near = [item for item, time in zip(arbiters, times, strict=True) if time.value(view)]
        flags = [[*flags_of(arbiter, view)] for arbiter in near]
        found.append(poster(flags))
    return found


def flags_of(arbiter: Arbiter, view: Any) -> Iterator[tuple[Any, Raw]]:  # noqa: ANN401  (masks by slot)
    """Yield each ruleset of an instrument, with the flags that are set in a world."""
    for group in arbiter.groups:
        fields = group._fields.items()
        flags = {
            field: 1 for (test, passed), field in fields if (test.value(view) is True) == passed
        }
        yield group._ruleset, flags  # noqa: SLF001  (likewise)


def poster(instruments: list[list[tuple[Any, Raw]]]) -> Callable[[], None]:
    """Return what posts flags to the rulesets of each instrument, until a rule fires."""

    def post() -> None:
        for rulesets in instruments:
            for ruleset, flags in rulesets:
                if ruleset.post(flags) != "else":
                    break

    return post


# --- all of them ---


def main() -> None:
    """Measure every case in turn, and print a table."""
    options = parser().parse_args()
    if options.case is not None:
        print(json.dumps(measured(CASES[options.case], options.events, options.per_day)))
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    print("| what | uncertain | reports | reports a second | p50 ms | p99 ms | max ms | peak MB |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    found = {}
    for number, case in enumerate(CASES):
        if options.only not in case.words:
            continue
        result = found[case] = child(number, options)
        print(
            f"| {case.words} | {case.uncertain:.0%} | {result['reports']:,} "
            f"| {result['speed']:,.0f} | {result['p50']:.2f} | {result['p99']:.2f} "
            f"| {result['max']:.1f} | {result['peak']:.0f} |",
            flush=True,
        )
    if CASES[0] in found:
        held(found[CASES[0]])


def held(result: Raw) -> None:
    """Print what a monitor is held to, beside what was found."""
    print("\n| held to | found | met |\n|---|---|---|")
    speed, longest = result["speed"], result["p99"]
    lines = (
        (f"{FASTEST:,} reports a second", f"{speed:,.0f}", speed >= FASTEST),
        (f"p99 under {LONGEST} ms", f"{longest:.2f} ms", longest < LONGEST),
    )
    for wanted, told, met in lines:
        print(
            f"| certain events, with patterns: {wanted} | {told} | {'yes' if met else '**no**'} |"
        )


def child(number: int, options: argparse.Namespace) -> Raw:
    """Return what a case comes to in a new process."""
    arguments = [f"--case={number}", f"--events={options.events}", f"--per-day={options.per_day}"]
    told = subprocess.run(  # noqa: S603  (our own arguments)
        [sys.executable, __file__, *arguments], check=True, capture_output=True, text=True
    )
    result: Raw = json.loads(told.stdout)
    return result


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    found.add_argument("--events", type=int, default=5_000, help="how many events")
    found.add_argument("--per-day", type=int, default=270, help="how many of them a day")
    found.add_argument("--only", default="", help="words that tell of the cases to measure")
    found.add_argument("--case", type=int, help=argparse.SUPPRESS)
    return found


if __name__ == "__main__":
    main()
