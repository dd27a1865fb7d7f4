"""In which order the keys of a rule file stand, and what of it fits into brackets.

A key that no table names stands after those that are named. Where a table names no
keys, as of conditions and of everything that has a name of its own, the order is the
writer's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.rulebook.layout.tree import Entry

__all__ = ["ANY", "BOOK", "Shape", "ordered"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value holds, as far as it matters for how it is written.

    ``parts`` are the shapes of its keys, in their order where ``fixed``; ``every`` is
    that of all other keys. The items of a list have the shape of the list. Where
    ``short``, it stands in brackets if it fits, however it was written.
    """

    parts: Mapping[str, Shape | None] = field(default_factory=dict)
    every: Shape | None = None
    fixed: bool = True
    short: bool = False

    def at(self, key: str) -> Shape:
        """Return the shape of the value of a key."""
        return self.parts.get(key) or self.every or (SHORT if self.short else ANY)


ANY: Final = Shape()
"""Anything else: its keys stand as they are, and it is written as the writer did."""

SHORT: Final = Shape(short=True)
"""Anything that stands in brackets where it fits."""


def keys(names: str, /, **shapes: Shape) -> dict[str, Shape | None]:
    """Return keys in order, some with shapes of their own; ``_`` after a word of Python."""
    found = {name.removesuffix("_"): shape for name, shape in shapes.items()}
    return {name: found.get(name) for name in names.split()}


def named(shape: Shape) -> Shape:
    """Return the shape of a mapping whose keys are names that the writer chose."""
    return Shape(every=shape)


WINDOW: Final = Shape(keys("from until for days hours timezone if", if_=SHORT), short=True)
CONDITION: Final = Shape({"when": WINDOW}, fixed=False, short=True)
BINDS: Final = Shape(keys("parties all_except"), short=True)
DATED: Final = Shape(keys("name party code from until"), short=True)

SOURCE: Final = Shape(keys("title document publisher date published url pax evidence note"))
PARTY: Final = Shape(
    keys(
        "name part_of also codes note cite",
        part_of=DATED,
        also=DATED,
        codes=Shape(every=DATED, short=True),
    )
)
PLACE: Final = Shape(
    keys(
        "name also country admin1 admin2 pcode polygon circle tolerance_km union difference"
        " within note cite",
        circle=Shape(keys("lat lon km"), short=True),
    )
)
ANSWER: Final = Shape(keys("held_by cite note"))
QUESTION: Final = Shape(keys("ask note cite answers", answers=named(ANSWER)))
READING: Final = Shape(keys("title answers credit note"))
PRESUMPTION: Final = Shape(keys("is one_of not because cite", is_=SHORT, one_of=SHORT, not_=SHORT))
CATEGORY: Final = Shape(keys("name part_of code note"))
FIELD: Final = Shape(keys("name type values", values=named(CATEGORY)))

NARROWED: Final = {
    "when": CONDITION,
    "if_": SHORT,
    "in_force": WINDOW,
    "where": SHORT,
    "binds": BINDS,
}
PROVISION: Final = Shape(
    keys("title lifts when if in_force where binds severity announced cite note", **NARROWED)
)
INSTRUMENT: Final = Shape(
    keys(
        "extends title announced announced_by pax without in_force where binds if cite note"
        " exclude prohibit permit",
        exclude=named(PROVISION),
        prohibit=named(PROVISION),
        permit=named(PROVISION),
        **NARROWED,
    )
)

LIMIT: Final = Shape(keys("at_least within severity"), short=True)
PATTERN: Final = Shape(
    keys(
        "title announced cite note sequence threshold lull calm series",
        sequence=Shape(
            keys("first then within within_km between", first=CONDITION, then=CONDITION)
        ),
        threshold=Shape(keys("of at_least within severity when by in", when=CONDITION)),
        lull=Shape(keys("when in for", when=CONDITION)),
        calm=Shape(keys("of")),
        series=Shape(
            keys(
                "of strained breached recovers_after moves",
                strained=LIMIT,
                breached=LIMIT,
                moves=Shape(keys("to on cite note")),
            )
        ),
    )
)

LAW: Final = Shape(
    keys(
        "title never always changes_nothing disjoint when during not_during if reading"
        " because cite",
        when=CONDITION,
        if_=SHORT,
    )
)
ACCEPTED: Final = Shape(keys("code at reason"))

BOOK: Final = Shape(
    keys(
        "rulebook title timezone note sources parties places kinds struck weapon fields"
        " questions readings default_reading presume impossible instruments patterns"
        " laws accept",
        sources=named(SOURCE),
        parties=named(PARTY),
        places=named(PLACE),
        kinds=named(CATEGORY),
        struck=named(CATEGORY),
        weapon=named(CATEGORY),
        fields=named(FIELD),
        presume=named(PRESUMPTION),
        impossible=Shape({"when": WINDOW}, SHORT, fixed=False),
        questions=named(QUESTION),
        readings=named(READING),
        instruments=named(INSTRUMENT),
        patterns=named(PATTERN),
        laws=named(LAW),
        accept=ACCEPTED,
    )
)
"""A rule file."""


def ordered(entries: Iterable[Entry], shape: Shape) -> list[Entry]:
    """Return the entries of a mapping in the order of a shape."""
    found = list(entries)
    if not shape.fixed or not shape.parts:
        return found
    places = {key: at for at, key in enumerate(shape.parts)}
    return sorted(
        found, key=lambda entry: places.get(entry.key.value if entry.key else "", len(places))
    )
