"""The events of a file of cases: named, lent by feeds, changed, and checked."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.event import Event
from ceasefire.events.shape import ShapeError
from ceasefire.terms.times import zone
from ceasefire.testing.cases.feeds import feed_events
from ceasefire.testing.cases.nodes import Nodes
from ceasefire.testing.cases.patching import patched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.book import Book
    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.testing.cases.schema import CaseDoc, CasesDoc

__all__ = ["Happenings"]

SHOWN: Final = 80

QUOTED: Final = re.compile("`([^`]+)`")
"""What a message about an event is about, which tells where in the event that is."""


class Happenings:
    """Reads the events of cases, and reports what is wrong with them."""

    def __init__(self, book: Book, doc: CasesDoc, report: Report, text: str) -> None:
        """Take the file and its text."""
        self.book = book
        self.doc = doc
        self.report = report
        self.nodes = Nodes(report.document.files[0].root, text)

    @cached_property
    def events(self) -> dict[str, dict[str, Any]]:
        """Every event that may be named."""
        folder = self.report.document.files[0].folder
        found = feed_events(self.doc.feed, self.book.rulebook, self.report, folder)
        for name in self.doc.events:
            value = self.nodes.at(("events", name))
            found[name] = self._mapping(value, ("events", name), name)
        return found

    def _mapping(self, value: object, path: Step, name: str) -> dict[str, Any]:
        """Return an event with an id, and report what is none."""
        if isinstance(value, dict):
            return {"id": name, **value}
        self.report.add(path, "wrong-type", f"`{path[-1]}` must be a mapping: an event")
        return {"id": name}

    def _named(self, name: object, path: Step) -> dict[str, Any] | None:
        """Return an event by its name, and report that there is none."""
        found = self.events.get(name) if isinstance(name, str) else None
        if found is None:
            shown = str(name)[:SHOWN]
            message = f"there is no event `{shown}`"
            near = list(self.events)
            self.report.add(path, "unknown-event", message, text=shown, near=near)
        return found

    def changed(self, base: Mapping[str, Any], path: Step) -> dict[str, Any]:
        """Return an event with the changes at a path, if there are any."""
        changes = self.nodes.at(path)
        if changes is None:
            return dict(base)
        if not isinstance(changes, dict):
            self.report.add(path, "wrong-type", "`with` must be a mapping of what is otherwise")
            return dict(base)
        return patched(base, changes)

    def single(self, doc: CaseDoc, path: Step) -> tuple[dict[str, Any], Step] | None:
        """Return the one event of a case, and where it is."""
        if "event" in doc.model_fields_set:
            here = (*path, "event")
            return self._mapping(self.nodes.at(here), here, doc.name[:200]), here
        here = (*path, "from")
        named = self._named(doc.from_, here)
        return None if named is None else (named, here)

    def several(self, doc: CaseDoc, path: Step) -> tuple[dict[str, Any], ...]:
        """Return the events of a case of several, in order."""
        found = []
        for number in range(len(doc.events or ())):
            here = (*path, "events", number)
            value = self._mapping(self.nodes.at(here), here, f"{number + 1}")
            if "from" in value:
                named = self._lent(value, here)
                if named is None:
                    continue
                value = named
            self.check(value, here, here)
            found.append(value)
        return tuple(found)

    def _lent(self, value: dict[str, Any], path: Step) -> dict[str, Any] | None:
        """Return a named event with its changes, as one of several."""
        for key in sorted(value.keys() - {"id", "from", "with"}):
            message = f"`{key[:SHOWN]}` stands beside `from`"
            hint = "what is otherwise in the event stands under `with`"
            self.report.add((*path, key), "unknown-key", message, key=True, hint=hint)
        named = self._named(value["from"], (*path, "from"))
        return None if named is None else self.changed(named, (*path, "with"))

    def check(self, event: Mapping[str, Any], path: Step, where: Step) -> None:
        """Report what is wrong with an event; ``where`` is the part that made it so."""
        local = zone(self.book.rulebook.timezone)
        try:
            problems = self.book.faults(Event.read(event, zone=local))
        except ShapeError as error:
            problems = (*error.problems, *self.book.faults(error.rest))
        for item in problems:
            at = where if self.nodes.at(where) is not None else path
            text = item.text or next(reversed(QUOTED.findall(item.message)), "")
            self.report.add(at, item.code, item.message, hint=item.hint, text=text)
