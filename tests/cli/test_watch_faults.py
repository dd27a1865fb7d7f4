"""``ceasefire watch``: errors of our own that a line brings to light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.engines.reference.engine import ReferenceEngine
from ceasefire.monitor.monitor import Monitor
from tests.cli.helpers import invoke
from tests.cli.watched import Folder, event, read, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ceasefire.events.event import Event

NAME = "somebody in particular"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def breaking(monkeypatch: pytest.MonkeyPatch, when: Callable[[Event], bool]) -> None:
    """Let the engine fail for some events."""
    find = ReferenceEngine.find

    def found(self: ReferenceEngine, item: Event, *others: Any, **named: Any) -> Any:  # noqa: ANN401  (those of find)
        if when(item):
            raise KeyError(NAME)
        return find(self, item, *others, **named)

    monkeypatch.setattr(ReferenceEngine, "find", found)


def findings(folder: Folder) -> list[tuple[str, int]]:
    lines = told(read(folder.out))
    return [(line["event"], line["line"]) for line in lines if line["type"] == "finding"]


@pytest.mark.parametrize("bad", [{1}, {2, 3}, {5}, {1, 2, 3, 4, 5}])
def test_a_line_that_brings_an_error_to_light_is_left_out(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, bad: set[int]
) -> None:
    folder.add(*(event(f"E{number}", number) for number in range(1, 6)))
    breaking(monkeypatch, lambda item: int(item.id[1:]) in bad)
    result = folder.watch()
    assert result.exit_code == 0
    assert findings(folder) == [(f"E{n}", n) for n in range(1, 6) if n not in bad]
    problems = [line for line in told(read(folder.out)) if line["type"] == "problem"]
    assert [(line["line"], line["code"]) for line in problems] == [
        (number, "internal-error") for number in sorted(bad)
    ]
    assert "`KeyError`" in problems[0]["message"]
    assert NAME not in folder.out.read_text(encoding="utf-8")
    assert NAME.encode() not in folder.store.read_bytes()
    assert "Traceback" in result.stderr
    assert NAME in result.stderr
    summary = read(folder.out)[-1]
    assert (summary["lines"], summary["problems"]) == (5, len(bad))
    # It stays left out, and all goes on from there: also once it is mended.
    monkeypatch.undo()
    folder.add(event("E6", 6))
    assert folder.watch().exit_code == 0
    assert findings(folder)[-1] == ("E6", 6)
    assert read(folder.out)[-1]["lines"] == 1
    lines = read(folder.out)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert invoke("audit", str(folder.store)).exit_code == 0


def test_all_else_is_as_if_the_line_had_not_been_there(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Folder(tmp_path / "other")
    lines = [event(f"E{number}", number, kind="shelling") for number in range(9)]
    other.add(*lines[:4], *lines[5:])
    other.watch()
    breaking(monkeypatch, lambda item: item.id == "E4")
    folder.add(*lines)
    folder.watch()

    def shown(of: Folder) -> list[dict[str, Any]]:
        kept = (line for line in told(read(of.out)) if line["type"] != "problem")
        return [{**line, "line": None} for line in kept]

    assert shown(folder) == shown(other)


def test_an_error_that_does_not_come_again_costs_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add(*(event(f"E{number}", number) for number in range(1, 6)))
    failed: list[str] = []

    def once(item: Event) -> bool:
        failed.append(item.id)
        return failed.count("E3") == 1 and item.id == "E3"

    breaking(monkeypatch, once)
    folder.watch()
    assert findings(folder) == [(f"E{n}", n) for n in range(1, 6)]
    assert read(folder.out)[-1]["problems"] == 0


def test_without_a_store_nothing_can_be_made_anew(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add(event("A"))
    breaking(monkeypatch, lambda _: True)
    with pytest.raises(KeyError):
        folder.watch(store=False)


def test_time_that_brings_an_error_to_light_is_not_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advance(self: Monitor, instant: int) -> None:
        raise ValueError(self, instant)

    folder.add(event("A"))
    monkeypatch.setattr(Monitor, "advance", advance)
    result = folder.watch("--until", "2016-05-10")
    assert result.exit_code == 0
    problem = told(read(folder.out))[-1]
    assert (problem["line"], problem["code"]) == (0, "internal-error")
    assert "Traceback" in result.stderr
    monkeypatch.undo()
    assert folder.watch("--until", "2016-05-10").exit_code == 0
    assert invoke("audit", str(folder.store)).exit_code == 0
