"""A record gone through again: to go on where a monitor was, or under rules that changed."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.cli.failures import complain
from ceasefire.cli.watching.rows import finding_data
from ceasefire.errors import CeasefireError, EventError, UsageError
from ceasefire.monitor.record.chain import canonical
from ceasefire.monitor.record.damage import DamageError
from ceasefire.monitor.record.history import STANDS, last_finding, read
from ceasefire.monitor.record.items import Passed, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ceasefire.cli.watching.run import Watching
    from ceasefire.monitor.alerts import Change
    from ceasefire.monitor.monitor import Monitor, Update
    from ceasefire.monitor.record.store import Store

__all__ = ["catch_up", "restate", "resumed"]

UNUSABLE: Final = (
    *(CeasefireError, LookupError, TypeError, ValueError, AttributeError),
    *(ArithmeticError, RecursionError),
)
"""What a stored state brings about that is none, or not one that the record leads on from."""


class Again(NamedTuple):
    """What was recorded, and what a monitor makes of it now."""

    told: Told | Passed
    update: Update | None
    changes: tuple[Change, ...]


def resumed(fresh: Callable[[Mapping[str, Any] | None], Monitor], store: Store) -> Monitor:
    """Return a monitor that goes on where the store is.

    A stored state spares going through all of the record: where it cannot be used, or there
    is none, that is done. Raises :class:`~ceasefire.errors.UsageError` as :func:`catch_up`.
    """
    try:
        monitor = fresh(store.snapshot())
        catch_up(monitor, store)
    except DamageError:
        # Of a record that cannot be read, no state can be made anew.
        raise
    except UNUSABLE:
        if not store.stored:
            raise
        # What is wrong with more than the state shows again.
        monitor = fresh(None)
        complain(f"`{store.path}`: the stored state cannot be used: it is made anew of the record")
        store.forget()
        catch_up(monitor, store)
    return monitor


def catch_up(monitor: Monitor, store: Store) -> None:
    """Feed a monitor that goes on from a stored state what was recorded after it.

    What follows from it was told before. Raises :class:`~ceasefire.errors.UsageError` where
    something else follows now than did then.
    """
    for told, update, _ in again(monitor, store):
        if isinstance(told, Told) and (update is None or update.status != told.status):
            raise UsageError(
                f"`{store.path}`: the record does not lead to where the monitor was; see "
                "ceasefire audit, and go through all of it anew with --restate"
            )


def restate(watching: Watching, store: Store) -> None:
    """Feed every report of the record to a new monitor, and tell what is different now.

    Afterwards the findings of events that may still be corrected, and all alerts, are those
    that there would be if the rules had been so from the beginning. How many other findings
    would be otherwise is counted. To be called in a batch, in which the new rules were noted.
    """
    telling = watching.telling
    before = {alert["key"]: alert for alert in store.standing()}
    store.forget()
    found: dict[str, bytes] = {}
    now = replayed(watching.monitor, store, found)
    for report in correctable(watching.monitor):
        finding = watching.monitor.book.classify(report)
        found.pop(finding.event, None)
        data = finding_data(finding)
        if data != last_finding(store.connection, finding.event):
            store.restate(finding.event, data)
            telling.restated(finding.event, data)
    stand = ((last_finding(store.connection, event), print_) for event, print_ in found.items())
    telling.counts.earlier = sum(
        data is not None and fingerprint(data) != print_ for data, print_ in stand
    )
    for key, alert in before.items():
        if key not in now:
            telling.alert("retracted", alert)
    for key, alert in now.items():
        if key not in before:
            telling.alert("raised", alert)
        elif alert != before[key]:
            telling.alert("restated", alert)
    store.checkpoint(watching.monitor.snapshot, force=True)


def correctable(monitor: Monitor) -> Iterator[dict[str, Any]]:
    """Yield the reports that stand of events that may still be corrected.

    Others may be held for a while, too, so that copies of them are recognised; by when they
    came, and not by what they tell of, so that nothing else can depend on it.
    """
    clock = monitor.clock
    for version in monitor.versions.values():
        start = version.sighting.start
        # Where a report tells of no time, when it came is all there is to go by.
        at = version.seen if start is None else start
        if at is None or not clock.late(at):
            yield json.loads(version.text)


def fingerprint(data: Mapping[str, Any]) -> bytes:
    """Return what tells a finding from any other: all of them would be too many to keep."""
    return sha256(canonical(data).encode()).digest()


def replayed(monitor: Monitor, store: Store, found: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return the alerts that stand after the whole record, by key.

    ``found`` takes the fingerprint of the finding that stands of each event, which is empty
    where there is none any more.
    """
    now: dict[str, dict[str, Any]] = {}
    for told, update, changes in again(monitor, store):
        if isinstance(told, Told):
            found.setdefault(told.event, b"")
            if update is not None and update.status in STANDS and update.finding is not None:
                found[told.event] = fingerprint(finding_data(update.finding))
        for what, alert in changes:
            now.pop(alert.key, None)
            if what != "retracted":
                now[alert.key] = alert.to_dict()
    return now


def again(monitor: Monitor, store: Store) -> Iterator[Again]:
    """Feed a monitor what was recorded after the stored state.

    Yield each report, and each time that had come, with what the monitor makes of it now,
    which is nothing of a report that it cannot read, and what changes with it.
    """
    for told in store.since():
        if isinstance(told, Passed):
            # It had come then, whatever the machine's clock says today.
            yield Again(told, None, monitor._advance(told.instant))  # noqa: SLF001  (our own)
            continue
        report = read(told.text)
        try:
            update = monitor.feed({key: report[key] for key in report if key != "notes"})
        except EventError:
            # Under other rules, it may not be readable any more.
            yield Again(told, None, ())
        else:
            yield Again(told, update, update.alerts)
