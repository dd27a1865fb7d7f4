"""Charts drawn in a process of its own are those that are drawn here."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.report.charts import beside, svg
from ceasefire.report.charts.beside import Charts

if TYPE_CHECKING:
    from ceasefire.report.charts import Spec

pytest.importorskip("vl_convert", reason="charts need the extra report")

SPEC: Spec = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"values": [{"day": 1, "events": 2}, {"day": 2, "events": 5}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "day", "type": "ordinal"},
        "y": {"field": "events", "type": "quantitative"},
    },
}
CHARTS = {"one": (SPEC, "one <chart>"), "other": (SPEC, "حلب")}


def here() -> dict[str, str]:
    """Return the charts as they are drawn here."""
    return {name: svg(*chart) for name, chart in CHARTS.items()}


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Popen[bytes]]:
    """Return the processes that are begun, on a machine of two cores."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    found: list[Popen[bytes]] = []

    def begin(*arguments: Any, **named: Any) -> Popen[bytes]:  # noqa: ANN401  (whatever is asked)
        found.append(Popen(*arguments, **named))  # noqa: S603  (likewise)
        return found[-1]

    monkeypatch.setattr("subprocess.Popen", begin)
    return found


def test_they_are_the_same(begun: list[Popen[bytes]]) -> None:
    with Charts(CHARTS, apart=True) as drawn:
        assert drawn.drew() == here()
    assert [process.returncode for process in begun] == [0]
    with Charts(CHARTS, apart=False) as drawn:
        assert drawn.drew() == here()
    assert len(begun) == 1


def test_what_another_process_fails_to_draw_is_drawn_here(
    begun: list[Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("raise SystemExit(3)", "print('no charts')"):
        monkeypatch.setattr(beside, "HERE", text)
        with Charts(CHARTS, apart=True) as drawn:
            assert drawn.drew() == here()
    assert len(begun) == 2
    monkeypatch.setattr(sys, "executable", str(Path("no") / "such" / "python"))
    with Charts(CHARTS, apart=True) as drawn:
        assert drawn.drew() == here()


def test_another_process_does_not_outlive_its_purpose(begun: list[Popen[bytes]]) -> None:
    with pytest.raises(KeyboardInterrupt), Charts(CHARTS, apart=True):
        raise KeyboardInterrupt
    (process,) = begun
    assert process.returncode is not None


def test_nothing_in_the_folder_at_hand_is_run(
    begun: list[Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the feed was run')\n")
    monkeypatch.chdir(tmp_path)
    with Charts(CHARTS, apart=True) as drawn:
        assert drawn.drew() == here()
    assert [process.returncode for process in begun] == [0]
