"""Each event of a report: what is reported of it, its finding, and the explanation of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.findings.because import doubt_sentence
from ceasefire.findings.counts import told
from ceasefire.findings.escapes import on_one_line
from ceasefire.findings.explain import headline, lines
from ceasefire.findings.finding import ordered
from ceasefire.findings.redaction import Redaction
from ceasefire.report.accounts import Accounts
from ceasefire.report.facts import CASUALTIES
from ceasefire.report.figures import is_settled
from ceasefire.report.telling import Teller, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ceasefire.book import Book
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Finding
    from ceasefire.report.findings import Case

__all__ = ["Cited", "Entries", "Entry"]

WEB: Final = ("https://", "http://")
NAMES: Final = ("source", "title", "name", "publisher")
LINKS: Final = ("url", "href", "link")


class Cited(NamedTuple):
    """Where an event is from: a text, and the address of a web page or nothing."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a report. All texts are safe to show, and none is markup.

    ``first`` and ``last`` are its local days, ``None`` where they are not known. ``kinds``,
    ``actors``, ``targets``, ``verification`` and ``place`` are what it is counted under;
    ``told`` has the same in words, and when it was. ``reported`` is all of it in a sentence;
    ``said`` is what else there is of it to be searched: who gives other accounts, what they
    say, and what reading the event had to remark. ``point`` is its longitude and latitude
    (WGS84), ``within_km`` how far off they may be. ``people`` has the lowest and highest
    number of each of ``CASUALTIES`` (``None`` is an open end), of those that are told.

    ``verdict`` is one of the verdicts, or ``nothing to classify``; ``possible`` those over
    all accounts, from the mildest to the gravest; ``settled`` says that whatever account
    holds there is no other. ``explanation`` lists the lines of the finding's explanation
    but for the first, which is the event's id with ``headline``, and the last two, which are
    the same for all: the provenance, and that this is no legal finding. ``doubts`` says what
    the verdict hangs on.
    """

    id: str
    line: int
    first: date | None
    last: date | None
    kinds: tuple[str, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    place: str
    verification: tuple[str, ...]
    told: Told
    reported: str
    said: tuple[str, ...]
    point: tuple[float, float] | None
    within_km: float | None
    people: Mapping[str, tuple[int, int | None]]
    verdict: str
    possible: tuple[str, ...]
    settled: bool
    no_incident: bool
    headline: str
    because: str
    depends_on: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    explanation: tuple[str, ...]
    sources: tuple[Cited, ...]


class Entries:
    """Makes entries, which share the texts that they have in common."""

    def __init__(self, book: Book, *, coarsen: int | None = None, no_sources: bool = False) -> None:
        """Take the book, and what is not to be shown: exact positions, and sources."""
        self.teller = Teller(book, coarsen, as_fed=False)
        self.accounts = Accounts(book, coarsen)
        self.redaction = Redaction(coarsen=coarsen, no_sources=no_sources)
        self._texts: dict[Any, Any] = {}

    def entry(self, case: Case) -> Entry:
        """Return the entry of an event."""
        finding, facts = case.finding, case.facts
        own = self.teller.tell(case.event)
        point, within = self._position(case)
        return Entry(
            id=on_one_line(finding.event),
            line=case.line,
            first=facts.first,
            last=facts.last,
            kinds=self._shared(facts.kinds),
            actors=self._shared(facts.actors),
            targets=self._shared(facts.targets),
            place=on_one_line(facts.place),
            verification=self._shared(facts.verification),
            told=Told(*map(on_one_line, own)),
            reported=on_one_line(self.teller.sentence(case.event, finding.taken)),
            said=self._shared((*self.accounts.tell(case.event), *case.event.notes)),
            point=point,
            within_km=within,
            people=self._people(case),
            verdict=told(finding),
            possible=self._shared(ordered(finding.possible)),
            settled=is_settled(case),
            no_incident=finding.no_incident,
            headline=self._shared([headline(finding)])[0],
            because=self._shared([finding.because])[0],
            depends_on=self._shared(finding.depends_on),
            doubts=self._shared(map(doubt_sentence, finding.doubts)),
            notes=self._shared(finding.notes),
            explanation=self._shared(body(finding)),
            sources=() if self.redaction.no_sources else tuple(sources(case.event)),
        )

    def _shared(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return texts that are safe to show, the same ones where they are the same."""
        key = tuple(texts)
        found: tuple[str, ...] | None = self._texts.get(key)
        if found is None:
            found = self._texts[key] = tuple(
                self._texts.setdefault(text, on_one_line(text)) for text in key
            )
        return found

    def _position(self, case: Case) -> tuple[tuple[float, float] | None, float | None]:
        point, within = case.facts.point, case.facts.within_km
        if point is None or self.redaction.coarsen is None:
            return point, within
        lon, lat = (self.redaction.rounded(each) for each in point)
        return (lon, lat), self.redaction.widened(within or 0.0)

    def _people(self, case: Case) -> dict[str, tuple[int, int | None]]:
        extents = {field: case.facts.casualties[field] for field in CASUALTIES}
        people = {field: (each.low, each.high) for field, each in extents.items() if each.told}
        found: dict[str, tuple[int, int | None]] = self._texts.setdefault(
            tuple(people.items()), people
        )
        return found


def body(finding: Finding) -> Iterator[str]:
    """Yield the lines of an explanation between those that are told elsewhere."""
    told_elsewhere = 2 if finding.provenance else 1
    every = list(lines(finding))[1:-told_elsewhere]
    yield from every[:-1] if every and not every[-1] else every


def sources(event: Event) -> Iterator[Cited]:
    """Yield where an event and its accounts are from, each once."""
    every = [*event.sources, *(item for other in event.alternatives for item in other.sources)]
    yield from dict.fromkeys(map(cited, every))


def cited(raw: object) -> Cited:
    """Return a source, which may be of any form."""
    if not isinstance(raw, dict):
        text = on_one_line(str(raw))
        return Cited(text, text if is_address(text) else "")
    link = next((str(raw[key]) for key in LINKS if raw.get(key)), "")
    named = next((str(raw[key]) for key in NAMES if raw.get(key)), "")
    if not named:
        named = ", ".join(f"{key}: {value}" for key, value in raw.items() if key not in LINKS)
    url = on_one_line(link)
    return Cited(on_one_line(named or link), url if is_address(url) else "")


def is_address(text: str) -> bool:
    """Return whether a text is the address of a web page and nothing else."""
    return text.startswith(WEB) and not any(char.isspace() for char in text)
