"""What of the library is public, and where the page of its names has each of them.

The sources are read by griffe, and never imported: no extra need be installed for it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import griffe

from docs.members import methods
from docs.prose import anchor, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SECTIONS", "Entry", "Library", "Section"]

ROOT: Final = Path(__file__).resolve().parents[1]


class Section(NamedTuple):
    """Some names under one heading: objects, or modules for all that they export."""

    title: str
    about: str
    names: tuple[str, ...]


SECTIONS: Final = (
    Section(
        "Loading and deciding",
        "What is in `ceasefire` itself, but for the [errors](#errors). What the fields of an event"
        " hold is told [key by key](formats.md#events).",
        ("load", "Book", "Finding", "Verdict", "Event", "Alternative", ""),
    ),
    Section("Parts of a finding", "What a `Finding` is made of.", ("findings.finding",)),
    Section(
        "Findings of a whole feed",
        "What `Book.findings` returns is made of.",
        (
            "Findings",
            "report.findings",
            "report.facts.Facts",
            "report.facts.Extent",
            "report.figures.Figures",
            "report.figures.Line",
            "report.figures.Casualties",
            "report.figures.Toll",
            "report.periods.Period",
            "report.periods.Grain",
            "report.plotting.Plot",
            "findings.counts.Count",
            "findings.counts.Spread",
        ),
    ),
    Section(
        "Reports",
        "What a report shows as plain data, and what writes it; see [Reports](report.md).",
        (
            "report.content.content_of",
            "report.content.Content",
            "report.writing.write_report",
            "report.entries.Entry",
            "report.entries.Cited",
            "report.tallies.Tally",
            "report.tallies.Row",
            "report.tallies.Comparison",
            "report.bands.Band",
            "report.bands.Outline",
            "report.stances.Sides",
            "report.stances.Side",
            "report.stances.Difference",
            "report.stances.Disputed",
            "report.stances.Turn",
            "report.stances.Inquiry",
            "report.stances.Line",
            "report.stances.Open",
            "report.stances.Bearing",
            "report.stances.Pair",
            "report.method.Method",
            "report.method.Reject",
            "report.method.Nameless",
        ),
    ),
    Section(
        "Feeds, read and written",
        "What the command line reads and writes files with; see [Feeds](feeds.md).",
        (
            "events.feeds.read_feed",
            "events.feeds.formats",
            "events.feeds.Feed",
            "events.feeds.Record",
            "events.unknowns.Unknowns",
            "events.unknowns.Unknown",
            "findings.output.FindingWriter",
        ),
    ),
    Section(
        "Whole tables",
        "See [Whole tables](tables.md), and for Dask and Spark [More than one machine](scale.md).",
        (
            "tables.scan",
            "tables.passing.Summary",
            "tables.kernel",
            "tables.jobs.Options",
            "tables.jobs.Classified",
            "engines.dask",
            "engines.spark",
        ),
    ),
    Section(
        "Monitors and alerts",
        "See [A monitor's week](monitors.md) and [What patterns show](patterns.md).",
        (
            "monitor.monitor",
            "monitor.alerts.Change",
            "monitor.alerts.What",
            "monitor.alerts.Alert",
            "monitor.alerts.Shape",
            "monitor.alerts.Certainty",
            "monitor.alerts.utc",
            "monitor.whole.alerts.WholeAlerts",
        ),
    ),
    Section(
        "Asking about rulebooks",
        "What `ceasefire check`, `prove`, `diff`, `compare`, `sensitivity` and `settle` answer.",
        (
            "analysis.checks.Lint",
            "rulebook.lints.Level",
            "analysis.proving",
            "analysis.differing.told.Told",
            "analysis.differing",
            "analysis.comparing",
            "analysis.sensitivity",
            "analysis.settling",
            "analysis.casework.docket",
            "analysis.casework.Docket",
            "analysis.casework.Origin",
        ),
    ),
    Section(
        "The rulebook",
        "What `Book.rulebook` is made of. Conditions are for the library itself.",
        (
            "rulebook.model",
            "rulebook.pattern_model",
            "rulebook.law_model.Law",
            "terms.taxonomy.Taxonomy",
            "terms.taxonomy.Vocabulary",
            "terms.taxonomy.Category",
            "terms.taxonomy.FieldSpec",
            "terms.taxonomy.FieldType",
        ),
    ),
    Section(
        "Testing rulebooks",
        "See [Testing rules](testing-rules.md).",
        (
            "testing",
            "testing.cases.model.Case",
            "testing.cases.model.Expectation",
            "testing.cases.model.AlertExpected",
            "testing.cases.model.Acceptance",
            "testing.cases.judging.Miss",
            "testing.coverage.measuring.Coverage",
            "testing.coverage.goals.Goal",
            "testing.sites.Site",
            "testing.mutation.surveying.Mutation",
            "testing.mutation.mutants.Mutant",
            "testing.mutation.catching.Caught",
            "testing.mutation.surveying.Survivor",
        ),
    ),
    Section(
        "Errors",
        "All but `InputError` are in `ceasefire` itself. Each kind of it has `problems`.",
        (
            "CeasefireError",
            "errors.InputError",
            "RulebookError",
            "CasesError",
            "EventError",
            "FeedError",
            "UsageError",
            "MissingExtraError",
            "Problem",
        ),
    ),
)
"""What is public. An empty name stands for all that `ceasefire` has and no section names."""


class Entry(NamedTuple):
    """An object under the name by which it is imported."""

    name: str
    item: griffe.Object

    @property
    def module(self) -> str:
        """Where it is imported from."""
        return self.name.rpartition(".")[0]

    @property
    def short(self) -> str:
        """Its name there."""
        return self.name.rpartition(".")[2]

    @property
    def canonical(self) -> str:
        """The name under which it is defined."""
        return self.item.path


class Library:
    """The package as its sources have it, and where on the page each of its names is."""

    def __init__(self) -> None:
        """Read the sources."""
        found = griffe.load("ceasefire", search_paths=[ROOT], resolve_aliases=False)
        self.package = cast("griffe.Module", found)
        self.sections = {section: list(self._entries(section)) for section in SECTIONS}
        self.entries = [entry for entries in self.sections.values() for entry in entries]
        self.shared = Counter(entry.short for entry in self.entries)
        self.anchors: dict[str, str] = {}
        for entry in self.entries:
            above = anchor(self.title(entry))
            self.anchors |= {entry.canonical: above, entry.name: above}
            for member in methods(entry.item):
                here = anchor(f"{entry.short}.{member.name}")
                taken = here in self.anchors.values()
                self.anchors[member.path] = above if taken else here

    def title(self, entry: Entry) -> str:
        """Return the heading of an object: its name, with that of the module where it must be."""
        name = entry.short.replace("__", r"\_\_")
        return f"{name} of {entry.module}" if self.shared[entry.short] > 1 else name

    def _entries(self, section: Section) -> Iterator[Entry]:
        """Yield what a section lists, each object in the first section that names it."""
        listed = {name for other in SECTIONS for name in other.names}
        for name in section.names:
            if not name:
                rest = [each for each in self.package.exports or () if str(each) not in listed]
                yield from (self._entry(str(each)) for each in rest)
                continue
            entry = self._entry(name)
            if not isinstance(entry.item, griffe.Module):
                yield entry
                continue
            exported = (self._entry(f"{name}.{each}") for each in entry.item.exports or ())
            yield from (each for each in exported if not self._at_top(each))

    def _at_top(self, entry: Entry) -> bool:
        """Return whether `ceasefire` itself has an object, which then stands under that name."""
        tops = (self._entry(str(each)) for each in self.package.exports or ())
        return entry.canonical in {top.canonical for top in tops}

    def _entry(self, name: str) -> Entry:
        """Return the object of a name below the package."""
        above, _, last = name.rpartition(".")
        module = self.package[above] if above else self.package
        # A function may bear the name of the module that it is imported from.
        source = module.imports.get(last)
        if source is None or source == f"ceasefire.{name}":
            return Entry(f"ceasefire.{name}", module[last])
        return Entry(f"ceasefire.{name}", self._entry(source.removeprefix("ceasefire.")).item)

    def link(self, target: str, within: griffe.Object) -> str:
        """Return the address of what a docstring names, or nothing."""
        here: griffe.Object | None = within
        names = [target]
        while here is not None:
            names.append(f"{here.path}.{target}")
            here = cast("griffe.Object | None", here.parent)
        found = next((self.anchors[name] for name in names if name in self.anchors), "")
        return f"#{found}" if found else ""

    def types(self, annotation: griffe.Expr | str | None) -> list[str]:
        """Return the types in an annotation that the page tells of, each once."""
        if not isinstance(annotation, griffe.Expr):
            return []
        names = (each for each in annotation.iterate() if isinstance(each, griffe.ExprName))
        paths = dict.fromkeys(self._path(each) for each in names)
        return [path for path in paths if path in self.anchors]

    def _path(self, name: griffe.ExprName) -> str:
        """Return where the object of a name is defined."""
        path = name.canonical_path
        inside = path.removeprefix("ceasefire.")
        try:
            return self._entry(inside).canonical if inside != path else path
        except (KeyError, AttributeError):
            return path

    def words(self, item: griffe.Object) -> str:
        """Return the docstring of an object in Markdown."""
        text = item.docstring.value if item.docstring else ""
        return prose(text, lambda target: self.link(target, item))
