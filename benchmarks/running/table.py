"""The results as one Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peers import peer

from running.parent import alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from running.parent import Result

__all__ = ["table"]

HEAD: Final = (
    *("rules", "uncertain", "feed", "engine", "decided", "seconds", "first run"),
    *("ns an event", "events a second", "times the scan", "peak MB", "checked"),
)
RIGHT: Final = frozenset(HEAD) - {"rules", "engine", "checked"}


def table(results: Sequence[Result]) -> str:
    """Return the table."""
    lines = [HEAD, ["--:" if name in RIGHT else "---" for name in HEAD], *rows(results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rows(results: Sequence[Result]) -> Iterator[list[str]]:
    """Yield the rows; those of a race are held against its scan."""
    scans = {each.race: each for each in results if each.peer == "scan" and each.speed}
    for number, each in enumerate(results):
        race = each.race
        rules = race.rules if not race.rules.isdigit() else f"{race.rules} provisions"
        place = [rules, f"{race.uncertain:.0%}".replace("%", " %"), grouped(race.rows)]
        if race.uncertain and (number == 0 or results[number - 1].race != race):
            yield [*place, "all others", "-", "know certain events only", *["-"] * 6]
        place.append(peer(each.peer).NAME if each.peer != "everything" else each.peer)
        if each.skipped:
            yield [*place, "-", each.skipped, *["-"] * 6]
            continue
        scan = scans.get(race)
        yield [
            *place,
            grouped(each.events),
            f"{each.seconds:.3f}",
            f"{each.first:.3f}",
            grouped(1e9 / each.speed),
            grouped(each.speed),
            grouped(scan.speed / each.speed) if scan else "-",
            grouped(each.memory),
            checked(each, results),
        ]


def checked(result: Result, results: Sequence[Result]) -> str:
    """Return what was found when the verdicts were checked."""
    if result.checked is None:
        return "decides nothing"
    if result.wrong:
        return f"**{grouped(result.wrong)} of {grouped(result.checked)} differ**"
    text = f"{grouped(result.checked)} equal"
    agreed = alike(result, results)
    if agreed is None:
        return text
    return f"{text}, whole feed too" if agreed else f"{text}, **whole feed differs**"


def grouped(number: float) -> str:
    """Return a number with its thousands apart, small ones with the digits that matter."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"  # noqa: PLR2004  (two digits)
