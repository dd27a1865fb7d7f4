"""What works out all that the page shows; it runs in a process of its own."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.book import Book
from ceasefire.errors import EventError, UsageError
from ceasefire.lsp.desk import Desk, Shelf
from ceasefire.lsp.diagnosing import diagnose
from ceasefire.studio.assisting import completions, description
from ceasefire.studio.events import event_of
from ceasefire.studio.feed import FeedRows
from ceasefire.studio.marks import marks
from ceasefire.studio.picture import picture, suggestion
from ceasefire.studio.spread import spread
from ceasefire.studio.verdicts import compared, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.lsp.index import Index
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.studio.asks import Look, Place, Rows, Setting, Timeline

__all__ = ["Bench", "FeedSource", "Kit"]

Data = dict[str, Any]

REMEMBERED: Final = 4
"""How many states of a rulebook are kept, each with what was worked out of it."""


class FeedSource(NamedTuple):
    """A feed and its format, as the command line has them."""

    path: str
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """Which files and which feed a bench works on; it makes the bench where it is called."""

    places: tuple[tuple[str, Path | None], ...]
    feed: FeedSource | None = None

    def __call__(self) -> Bench:
        """Make the bench."""
        return Bench(self)


class Read(NamedTuple):
    """A state of the files: the rulebook, if there is one, and every problem."""

    shelf: Shelf
    rulebook: Rulebook | None
    problems: list[Problem]
    books: dict[str, Book]


class Bench:
    """Answers what the page asks about the files as they stand in the editor."""

    def __init__(self, kit: Kit) -> None:
        """Begin with nothing read."""
        self.kit = kit
        self.desk = Desk()
        self.feed = None if kit.feed is None else FeedRows(*kit.feed)
        self.known: OrderedDict[tuple[str, ...], Read] = OrderedDict()
        self.tasks: dict[str, Callable[[Any], Data]] = {
            "look": self.look,
            "timeline": self.timeline,
            "rows": self.rows,
            "complete": self.complete,
            "hover": self.hover,
        }

    def answer(self, task: str, asked: Any) -> Data:  # noqa: ANN401  (of a kind of its own for each task)
        """Return the answer to a question."""
        return self.tasks[task](asked)

    # --- reading ---

    def shelf(self, texts: Sequence[str]) -> Shelf:
        """Return the files with the texts that the editor has."""
        return shelf_of(self.kit, texts)

    def read(self, texts: tuple[str, ...]) -> Read:
        """Return what the files come to, which is kept."""
        found = self.known.get(texts)
        if found is None:
            shelf = self.shelf(texts)
            found = self.known[texts] = Read(shelf, *diagnose(shelf), {})
            while len(self.known) > REMEMBERED:
                self.known.popitem(last=False)
        self.known.move_to_end(texts)
        return found

    def book(self, read: Read, asked: Setting) -> Book:
        """Return the rulebook under the reading and as of the date that are asked for.

        A reading that it does not have any more gives way to its default. Raises
        :class:`~ceasefire.errors.UsageError` for what is no date.
        """
        if read.rulebook is None:
            raise UsageError("the rule file has problems")
        dated = read.books.get(asked.as_of)
        if dated is None:
            plain = Book(read.rulebook, read.rulebook.default_reading)
            dated = read.books[asked.as_of] = plain.as_of(asked.as_of or None)
        return dated.with_reading(asked.reading) if asked.reading in dated.readings else dated

    # --- answers ---

    def look(self, asked: Look) -> Data:
        """Return the problems of the files, and the finding of an event."""
        read = self.read(asked.texts)
        listed = [("error", problem) for problem in read.problems]
        found: Data = {"marks": marks(read.shelf, listed), "book": None}
        if read.rulebook is None:
            return found
        found["book"] = picture(read.rulebook)
        try:
            book = self.book(read, asked)
        except UsageError as error:
            return {**found, "as_of": str(error).removeprefix("as_of: ")}
        found["reading"] = book.reading
        return {**found, **self.decided(book, asked)}

    def decided(self, book: Book, asked: Look) -> Data:
        """Return the finding of an event under every reading, or what is wrong with it."""
        if not asked.event and asked.row is None:
            return {"suggested": suggestion(book.rulebook)}
        try:
            event = self.event(book, asked)
            finding = book.classify(event, any_reading=asked.any_reading)
        except EventError as error:
            return {"wrong": [str_of(problem) for problem in error.problems]}
        return {
            "event": None if asked.row is None else {"id": event.id, **event.to_dict()},
            "finding": told(book, event, finding),
            "readings": compared(book, event),
        }

    def event(self, book: Book, asked: Look) -> Event:
        """Return the event that is asked about; raise ``EventError`` where there is none."""
        if asked.row is None:
            return event_of(book, asked.event)
        if self.feed is None:
            raise UsageError("the studio was started without a feed")
        return self.feed.event(book, asked.row)

    def timeline(self, asked: Timeline) -> Data:
        """Return when the instruments are in force, and when the event may have been."""
        read = self.read(asked.texts)
        book = self.book(read, asked)
        try:
            event = self.event(book, asked) if asked.event or asked.row is not None else None
        except EventError:
            event = None
        return spread(book, event, asked.view)

    def rows(self, asked: Rows) -> Data:
        """Return some rows of the feed, decided."""
        if self.feed is None:
            raise UsageError("the studio was started without a feed")
        return self.feed.decided(self.book(self.read(asked.texts), asked), asked.start, asked.count)

    def complete(self, asked: Place) -> Data:
        """Return what may be written at a place."""
        index, number, offset = self.place(asked)
        return completions(index, number, offset)

    def hover(self, asked: Place) -> Data:
        """Return what a word stands for."""
        index, number, offset = self.place(asked)
        return description(index, number, offset)

    def place(self, asked: Place) -> tuple[Index, int, int]:
        """Return what the files define, and where a place is."""
        index = self.desk.index(self.shelf(asked.texts))
        if asked.file >= len(index.files):
            raise UsageError("there is no such file")
        text = index.files[asked.file].text
        return index, asked.file, text.offset(asked.line, asked.character, "utf-16")


def shelf_of(kit: Kit, texts: Sequence[str]) -> Shelf:
    """Return the files of a rulebook with the texts that the editor has."""
    if len(texts) != len(kit.places):
        raise UsageError("these are not the files that the studio was started with")
    files = [
        (name, folder, text.encode("utf-8", "surrogatepass"))
        for (name, folder), text in zip(kit.places, texts, strict=True)
    ]
    return Shelf(files, {name: name for name, _, _ in files}, {})


def str_of(problem: Problem) -> dict[str, str]:
    """Return what is wrong with an event, in words."""
    return {"message": problem.message, "hint": problem.hint, "code": problem.code}
