"""A record gone through again: to go on where a monitor was, or under rules that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.failures import complain
from ceasefire.cli.watching.rows import finding_data
from ceasefire.errors import CeasefireError, EventError, UsageError
from ceasefire.monitor.record.history import last_finding, read
from ceasefire.monitor.record.items import Passed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ceasefire.cli.watching.run import Watching
    from ceasefire.monitor.alerts import Change
    from ceasefire.monitor.monitor import Monitor
    from ceasefire.monitor.record.store import Store

__all__ = ["catch_up", "restate", "resumed"]

UNUSABLE: Final = (
    *(CeasefireError, LookupError, TypeError, ValueError, AttributeError),
    *(ArithmeticError, RecursionError),
)
"""What a stored state brings about that is none, or not one that the record leads on from."""


def resumed(fresh: Callable[[Mapping[str, Any] | None], Monitor], store: Store) -> Monitor:
    """Return a monitor that goes on where the store is.

    A stored state spares going through all of the record: where it cannot be used, or there
    is none, that is done. Raises :class:`~ceasefire.errors.UsageError` as :func:`catch_up`.
    """
    try:
        monitor = fresh(store.snapshot())
        catch_up(monitor, store)
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
    for same, _ in again(monitor, store):
        if not same:
            raise UsageError(
                f"`{store.path}`: the record does not lead to where the monitor was; see "
                "ceasefire audit, and go through all of it anew with --restate"
            )


def restate(watching: Watching, store: Store) -> None:
    """Feed every report of the record to a new monitor, and tell what is different now.

    Afterwards the findings of events that may still be corrected, and all alerts, are those
    that there would be if the rules had been so from the beginning. To be called in a batch,
    in which the new rules were noted.
    """
    telling = watching.telling
    before = {alert["key"]: alert for alert in store.standing()}
    store.forget()
    now = replayed(watching.monitor, store)
    for report in watching.monitor.live():
        finding = watching.monitor.book.classify(report)
        data = finding_data(finding)
        if data != last_finding(store.connection, finding.event):
            store.restate(finding.event, data)
            telling.restated(finding.event, data)
    for key, alert in before.items():
        if key not in now:
            telling.alert("retracted", alert)
    for key, alert in now.items():
        if key not in before:
            telling.alert("raised", alert)
        elif alert != before[key]:
            telling.alert("restated", alert)
    store.checkpoint(watching.monitor.snapshot, force=True)


def replayed(monitor: Monitor, store: Store) -> dict[str, dict[str, Any]]:
    """Return the alerts that stand after the whole record, by key."""
    now: dict[str, dict[str, Any]] = {}
    for _, changes in again(monitor, store):
        for what, alert in changes:
            now.pop(alert.key, None)
            if what != "retracted":
                now[alert.key] = alert.to_dict()
    return now


def again(monitor: Monitor, store: Store) -> Iterator[tuple[bool, tuple[Change, ...]]]:
    """Feed a monitor what was recorded after the stored state.

    Yield of each report, and each time that had come, whether it is taken for what it was
    taken for then, and what changes with it.
    """
    for told in store.since():
        if isinstance(told, Passed):
            # It had come then, whatever the machine's clock says today.
            yield True, monitor._advance(told.instant)  # noqa: SLF001  (our own)
            continue
        report = read(told.text)
        try:
            update = monitor.feed({key: report[key] for key in report if key != "notes"})
        except EventError:
            # Under other rules, it may not be readable any more.
            yield False, ()
        else:
            yield update.status == told.status, update.alerts
