"""``ceasefire alerts``: the patterns of a whole feed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import ceasefire
from ceasefire.errors import UsageError
from tests.cli.helpers import invoke, rules
from tests.cli.watched import RULES

pytest.importorskip("polars", reason="alerts of whole data sets need Polars")

SEEDS = Path(__file__).parents[2] / "seeds" / "article.jsonl"


@pytest.mark.slow
def test_alerts_are_told_pattern_by_pattern() -> None:
    result = invoke("alerts", str(SEEDS), "--rules", "syria-2016")
    assert result.exit_code == 0
    assert "Whether the Thursday-Friday regime of calm in Aleppo held" in result.stdout
    assert "may have been broken by S04" in result.stdout
    assert "no legal finding" in result.stdout
    assert "13 rows: 13 events" in result.stderr


@pytest.mark.slow
def test_a_file_of_alerts_is_what_a_monitor_says_in_the_end(tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    result = invoke("alerts", str(SEEDS), "--rules", "syria-2016", "-o", str(file))
    assert result.exit_code == 0
    written = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    book = ceasefire.load("syria-2016")
    final = {}
    with book.monitor(lateness="720h") as monitor:
        for line in SEEDS.read_text(encoding="utf-8").splitlines():
            for what, alert in monitor.feed(json.loads(line)).alerts:
                final[alert.key] = None if what == "retracted" else alert.to_dict()
    standing = {key: alert for key, alert in final.items() if alert is not None}
    assert {alert["key"]: alert for alert in written} == standing


def test_nothing_else_lies_beside_a_file_of_alerts(tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    order = ["alerts", str(SEEDS), "--rules", rules(tmp_path, RULES)]
    assert invoke(*order, "-o", str(beside / "alerts.jsonl")).exit_code == 0
    assert [item.name for item in beside.iterdir()] == ["alerts.jsonl"]


@pytest.mark.slow
def test_until_lets_a_lull_last() -> None:
    book = ceasefire.load("syria-2016")
    found = book.alerts(SEEDS, until="2016-05-20")
    assert any(
        a.shape == "lull" and a.state == "lasting" and a.place == "aleppo" for a in found.alerts
    )
    with pytest.raises(UsageError, match="until"):
        book.alerts(SEEDS, until="soon")


def test_rows_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    wrong = '{"id": "a", "kind": "shelingg", "when": "2016-05-04"}\n'
    feed.write_text(wrong + '{"id": "b", "kind": "shelling", "when": "2016-05-04"}\n')
    order = ["alerts", str(feed), "--rules", rules(tmp_path, RULES)]
    result = invoke(*order)
    assert result.exit_code == 0
    assert "2 rows: 1 event, 0 corrected" in result.stderr
    assert "1 rejected" in result.stderr
    assert "shelling" in result.stderr
    assert invoke(*order, "--strict").exit_code == 2


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("feed.jsonl", '{"id": "a", "kind": "shelingg", "when": "2016-05-04"}\n', "shelling"),
        ("feed.jsonl", "", "feed.jsonl: no-event: the feed holds no event\n"),
        ("feed.csv", "id,kind,when\n", "feed.csv: no-event: the feed holds no event\n"),
        ("feed.yaml", "", "feed.yaml: no-event: the feed holds no event\n"),
    ],
)
def test_nothing_read_is_not_nothing_shown(tmp_path: Path, name: str, text: str, told: str) -> None:
    feed, output = tmp_path / name, tmp_path / "alerts.jsonl"
    feed.write_text(text, encoding="utf-8")
    result = invoke("alerts", str(feed), "--rules", rules(tmp_path, RULES), "-o", str(output))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert "no-event: the feed holds no event" in result.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--until", "2196-05-04"], "until: `2196-05-04` has not come to its end yet"),
        (["--until", "2016-05-04/2016-05-05"], "is an interval (write a date such as"),
        (["-o", "x.csv"], "`x.csv`: alerts are written as JSON, one a line; use .jsonl or .ndjson"),
        (["-o", "x"], "`x`: alerts are written as JSON"),
    ],
)
def test_what_cannot_be_told_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("alerts", str(SEEDS), "--rules", rules(tmp_path, RULES), *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert not list(tmp_path.glob("x*"))


def test_the_feed_is_not_written_over(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_bytes(SEEDS.read_bytes())
    result = invoke("alerts", str(feed), "--rules", rules(tmp_path, RULES), "-o", str(feed))
    assert result.exit_code == 2
    assert "is the feed itself" in result.stderr
    assert feed.read_bytes() == SEEDS.read_bytes()


def test_nobody_knows_of_a_whole_table_what_the_future_brings(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path, RULES))
    with pytest.raises(UsageError, match="until: `2196-05-04` has not come to its end yet"):
        book.alerts(SEEDS, until=date(2196, 5, 4))
