"""What resolving a rulebook needs at every step: its names, zone and vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ceasefire.rulebook.model import Citation
from ceasefire.terms.times import TimeProblem, instant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from zoneinfo import ZoneInfo

    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.geojson import GeoFile
    from ceasefire.rulebook.schema import RulebookDoc
    from ceasefire.terms.taxonomy import Taxonomy

__all__ = ["CIVILIANS", "Context"]

CIVILIANS = "civilians"
"""The party that every rulebook has."""


@dataclass
class Context:
    """A rulebook on its way from documents to records.

    ``asked`` collects, for each question, the answers that some ``if`` names;
    ``geofiles`` keeps the GeoJSON files that were read.
    """

    doc: RulebookDoc
    report: Report
    zone: ZoneInfo
    taxonomy: Taxonomy
    asked: dict[str, set[str]] = field(default_factory=dict)
    geofiles: dict[str, GeoFile | None] = field(default_factory=dict)

    @cached_property
    def party_ids(self) -> dict[str, None]:
        """The ids of all parties."""
        return dict.fromkeys((CIVILIANS, *self.doc.parties))

    @cached_property
    def party_names(self) -> dict[str, str]:
        """The ids of parties by their names in words, case-folded."""
        return {
            name.casefold(): key
            for key, doc in self.doc.parties.items()
            for name in (doc.name, *(alias.name for alias in doc.also))
        }

    @cached_property
    def place_names(self) -> dict[str, str]:
        """The ids of places by their names in words, case-folded."""
        return {
            name.casefold(): key
            for key, doc in self.doc.places.items()
            for name in (doc.name, *doc.also)
        }

    def parties(self, names: Iterable[str], path: Step) -> frozenset[str]:
        """Return those of the names that are party ids; the others are reported."""
        return frozenset(
            name
            for name in names
            if name in self.party_ids
            or self.unknown(name, path, "party", self.party_ids, self.party_names)
        )

    def places(self, names: Iterable[str], path: Step) -> frozenset[str]:
        """Return those of the names that are place ids; the others are reported."""
        return frozenset(
            name
            for name in names
            if name in self.doc.places
            or self.unknown(name, path, "place", self.doc.places, self.place_names)
        )

    def known(
        self, name: str, names: Collection[str], path: Step, what: str, *, key: bool = False
    ) -> bool:
        """Return whether a name is among others, and report it where it is not."""
        return name in names or self.unknown(name, path, what, names, {}, key=key)

    def unknown(  # noqa: PLR0913  (what the message says)
        self,
        name: str,
        path: Step,
        what: str,
        near: Collection[str],
        called: Mapping[str, str],
        *,
        key: bool = False,
    ) -> bool:
        """Report a name that is not known, and return ``False``.

        ``called`` maps names in words to ids, for authors who write the name.
        A name whose definition was faulty is not known, but no new problem.
        """
        if name not in self.report.broken:
            given = called.get(name.casefold())
            self.report.add(
                path,
                f"unknown-{what}",
                f"`{name[:80]}` is no {what} of this rulebook",
                hint=f"write its id `{given}`" if given else "",
                text=name,
                key=key,
                near=() if given else near,
            )
        return False

    def cite(self, texts: Iterable[str], path: Step) -> tuple[Citation, ...]:
        """Return citations: each text begins with the id of a source."""
        found = []
        for text in texts:
            source, _, where = text.strip().partition(" ")
            source = source.rstrip(",:;")
            if not source:
                self.report.add(path, "unknown-source", "a citation is empty")
            elif source in self.doc.sources:
                found.append(Citation(source, where.strip()))
            elif source not in self.report.broken:
                message = f"`{source[:80]}` is no source of this rulebook"
                near = self.doc.sources
                hint = "a citation begins with the id of a source"
                self.report.add(path, "unknown-source", message, text=text, near=near, hint=hint)
        return tuple(found)

    def instant(self, text: str | None, path: Step, zone: ZoneInfo | None = None) -> int | None:
        """Return the instant of a local time, or ``None`` where there is none or it is wrong."""
        if text is None:
            return None
        try:
            return instant(text, zone or self.zone)
        except TimeProblem as problem:
            self.time_problem(problem, path, text)
            return None

    def time_problem(self, problem: TimeProblem, path: Step, text: str) -> None:
        """Report a text that is no time, duration or zone."""
        self.report.add(path, problem.code, problem.message, hint=problem.hint, text=text)
