"""``ceasefire classify``: tables, files, counts, and what could not be read."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.cli.notes import Notes
from ceasefire.cli.progress import rows_of, watched
from ceasefire.events.feeds import read_feed
from tests.cli.helpers import AT_A_TERMINAL, EVENTS, feed, invoke, rules

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[2]
DISCLAIMER = "It is no legal finding."


def classify(folder: Path, *options: str, env: dict[str, str | None] | None = None) -> Result:
    if not (folder / "feed.jsonl").exists():
        feed(folder)
    source = str(folder / "feed.jsonl")
    return invoke("classify", source, "--rules", rules(folder), *options, env=env)


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line)


def test_a_line_for_each_finding(tmp_path: Path) -> None:
    result = classify(tmp_path)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    rows = [cells(line) for line in lines[:5]]
    assert rows[0] == [
        *("id", "kind", "when", "where", "actor", "target", "verdict", "possible"),
        *("clause", "because"),
    ]
    assert [row[0] for row in rows[1:]] == ["V1", "V2", "V3", "V4"]
    assert rows[1][6:9] == ["undetermined", "covered or violating", "truce / attacks"]
    assert rows[1][9].endswith("prohibits attacks (hangs on: response, proportionate)")
    assert rows[2][4:8] == ["The Raiders", "unknown", "excluded", "excluded"]
    assert rows[2][2] == "2016-05-04 08:00 to 2016-05-05"
    assert rows[4][6:9] == ["nothing to classify", "-", "no-incident"]
    assert DISCLAIMER in lines[-1]
    assert "Excluded or covered does not mean lawful" in lines[-2]
    assert "reading plain" in lines[-3]


def test_a_terminal_gets_a_table_that_fits(tmp_path: Path) -> None:
    result = classify(tmp_path, "--any-reading", env=AT_A_TERMINAL)
    assert "\x1b[1mUNDETERMINED" in result.stdout
    assert "any reading:" in result.stdout
    assert "against Southern" in result.stdout
    assert DISCLAIMER in result.stdout


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    result = classify(tmp_path, env=AT_A_TERMINAL | {"NO_COLOR": "1"})
    assert "[1;33m" not in result.stdout
    assert "UNDETERMINED" in result.stdout


def test_any_reading_has_a_column(tmp_path: Path) -> None:
    head, first, *_ = classify(tmp_path, "--any-reading").stdout.splitlines()
    assert "any reading" in head
    assert first.count("covered or violating") == 2


def test_any_reading_is_summed_up(tmp_path: Path) -> None:
    told = "With every question open (any reading), the same is possible for every event."
    assert told in classify(tmp_path, "--any-reading").stdout
    assert told in classify(tmp_path, "--any-reading", "-o", str(tmp_path / "o.csv")).stdout
    assert "any reading" not in classify(tmp_path).stdout
    shown = classify(tmp_path, "--any-reading", env=AT_A_TERMINAL).stdout
    assert shown.count("any reading:") == 3, "none where there is nothing to classify"
    feed(tmp_path, EVENTS[0] | {"kind": "abduction", "killed": 2, "when": "2016-05-04"}, EVENTS[1])
    result = classify(tmp_path, "--any-reading")
    assert "something else is possible for 1 of 2 events." in result.stdout
    shown = classify(tmp_path, "--any-reading", env=AT_A_TERMINAL).stdout
    assert re.search(r"any reading: +\S*.*\n.* covered or", shown)


def test_counts_by_actor_with_the_least_and_the_most(tmp_path: Path) -> None:
    lines = classify(tmp_path).stdout.splitlines()
    table = lines[lines.index("") + 1 :]
    assert table[0].startswith("named as actor  events  violating  covered  excluded")
    assert table[0].endswith("undetermined  nothing to classify  settled")
    rows = {name: counts for name, *counts in map(cells, table[1:6])}
    assert rows["every event"] == ["4", "0 (0-2)", "0 (0-2)", "1 (1-2)", "2", "1", "1"]
    assert rows["The Raiders"] == ["1", "0", "0", "1", "0", "0", "1"]


def test_a_party_counts_in_every_event_that_names_it(tmp_path: Path) -> None:
    pairs = [["NA", "south"], ["south", "north"]]
    rivals = [
        EVENTS[0] | {"id": f"R{number}", "actor": {"one_of": pair}}
        for number, pair in enumerate(pairs)
    ]
    rare = [EVENTS[0] | {"id": f"N{number}", "actor": f"nobody {number}"} for number in range(45)]
    feed(tmp_path, *rivals, *rare)
    result = classify(tmp_path)
    assert "\nNorthern Army        2 " in result.stdout
    assert "\nSouthern Front       2 " in result.stdout
    assert "\nevery event         47 " in result.stdout
    assert "\n7 further parties with fewer events have no row.\n" in result.stdout
    assert "nothing to classify" not in result.stdout
    assert result.stderr.startswith("Notes:\n  1 event: `nobody")
    end = "  ... and 35 more kinds; they are in the notes column that -o FILE writes\n"
    assert result.stderr.endswith(end)
    output = str(tmp_path / "o.csv")
    assert classify(tmp_path, "-o", output).stderr.endswith("they are in the notes column\n")


def test_one_actor_needs_no_sum(tmp_path: Path) -> None:
    feed(tmp_path, EVENTS[0])
    assert "\nevery event " not in classify(tmp_path).stdout


def test_counts_can_be_left_out(tmp_path: Path) -> None:
    result = classify(tmp_path, "--no-summary")
    assert "named as actor" not in result.stdout
    assert DISCLAIMER in result.stdout
    result = classify(tmp_path, "--no-summary", "-o", str(tmp_path / "o.csv"))
    assert result.stdout == f"4 findings are in {tmp_path / 'o.csv'}\n"


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet", "geojson"])
def test_the_extension_says_what_is_written(tmp_path: Path, extension: str) -> None:
    output = tmp_path / f"findings.{extension}"
    result = classify(tmp_path, "-o", str(output))
    assert result.exit_code == 0
    assert output.stat().st_size > 0
    assert "named as actor" in result.stdout
    assert result.stdout.endswith(f"4 findings are in {output}\n")


def test_positions_and_sources_can_be_kept_back(tmp_path: Path) -> None:
    event = EVENTS[0] | {"where": {"lat": 35.1234, "lon": 37.1234}, "sources": ["witness"]}
    feed(tmp_path, event)
    output = tmp_path / "o.jsonl"
    classify(tmp_path, "-o", str(output), "--coarsen", "1", "--no-sources")
    written = output.read_text(encoding="utf-8")
    assert json.loads(written)["where"] == {"lat": 35.1, "lon": 37.1}
    assert "witness" not in written
    assert "35.1, 37.1 " in classify(tmp_path, "--coarsen", "1").stdout
    assert "35.123, 37.123 " in classify(tmp_path).stdout
    assert classify(tmp_path, "--coarsen", "10").exit_code == 2


def test_standard_output_is_for_findings_alone(tmp_path: Path) -> None:
    result = classify(tmp_path, "-o", "-")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["V1", "V2", "V3", "V4"]
    assert "named as actor" in result.stderr


def test_a_feed_from_standard_input(tmp_path: Path) -> None:
    text = json.dumps(EVENTS[1]) + "\n"
    result = invoke("classify", "-", "--rules", rules(tmp_path), stdin=text)
    assert "The Raiders" in result.stdout


def test_rows_that_cannot_be_read_are_listed(tmp_path: Path) -> None:
    feed(tmp_path, "{", EVENTS[0], EVENTS[0] | {"kind": "shellin"})
    result = classify(tmp_path)
    assert result.exit_code == 0
    first, second, third, *_ = result.stderr.splitlines()
    assert first == "2 of 3 rows could not be read or decided:"
    assert f"{tmp_path / 'feed.jsonl'}:1" in second
    assert f"{tmp_path / 'feed.jsonl'}:3: unknown-kind: event `V1`: `kind`: `shellin`" in third
    assert "did you mean `shelling`?" in third
    assert classify(tmp_path, "--strict").exit_code == 2


def test_rows_that_cannot_be_read_are_kept_beside_the_output(tmp_path: Path) -> None:
    feed(tmp_path, EVENTS[0], *["{"] * 30)
    result = classify(tmp_path, "-o", str(tmp_path / "o.csv"))
    assert "... and 10 problems more" in result.stderr
    assert f"all of these rows are in {tmp_path / 'o.rejects.csv'}" in result.stderr
    with (tmp_path / "o.rejects.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 31


@pytest.mark.parametrize("lines", [["{", "["], [""]])
def test_a_feed_without_any_event_is_bad_input(tmp_path: Path, lines: list[str]) -> None:
    feed(tmp_path, *lines)
    output = tmp_path / "o.csv"
    for options in ([], ["-o", str(output)]):
        result = classify(tmp_path, *options)
        assert result.exit_code == 2
        assert "no-event: the feed holds no event" in result.stderr
        assert not result.stdout
    assert not output.exists()


@pytest.mark.parametrize("small", [1 << 16, -1])
@pytest.mark.parametrize("name", ["feed.csv", "feed.parquet"])
def test_a_table_without_rows_is_refused_here_and_not_in_a_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, small: int
) -> None:
    """A header alone may be a file cut off; a script can tell, and expects such tables."""
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    source, output = tmp_path / name, tmp_path / "o.parquet"
    if name.endswith("csv"):
        source.write_text("id,kind,when\n", encoding="utf-8")
    else:
        pq.write_table(
            pa.table({key: pa.array([], "string") for key in ("id", "kind", "when")}), source
        )
    result = invoke("classify", str(source), "--rules", rules(tmp_path), "-o", str(output))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name}: no-event: the feed holds no event" in result.stderr
    assert not output.exists()
    summary = ceasefire.load(rules(tmp_path)).scan(source).sink_parquet(output)
    assert (summary.rows, pq.read_table(output).num_rows) == (0, 0)


def test_possible_under_any_reading_is_filled_where_it_is_asked_for(tmp_path: Path) -> None:
    feed(tmp_path, EVENTS[0])
    output = tmp_path / "o.parquet"
    columns = []
    for more, filled in ([], False), (["--any-reading"], True):
        classify(tmp_path, "-o", str(output), *more)
        found = pq.read_table(output)
        columns.append(found.schema.names)
        assert found["possible_any_reading"].is_valid().to_pylist() == [filled]
    assert columns[0] == columns[1]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "events:\n", "[]\n"])
@pytest.mark.parametrize("command", ["classify", "explain", "settle", "sensitivity"])
def test_a_yaml_document_without_any_event_is_bad_input(
    tmp_path: Path, text: str, command: str
) -> None:
    path = tmp_path / "feed.yaml"
    path.write_text(text, encoding="utf-8")
    output = ["-o", str(tmp_path / "found.csv")] if command != "explain" else []
    result = invoke(command, str(path), "--rules", rules(tmp_path), *output)
    assert result.exit_code == 2
    assert "no-event: the feed holds no event" in result.stderr


@pytest.mark.parametrize("small", [1 << 16, -1])
def test_rows_are_kept_although_no_event_can_be_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    feed(tmp_path, EVENTS[0] | {"kind": "shellin"}, EVENTS[1] | {"when": "soon"})
    output, rejects = tmp_path / "o.csv", tmp_path / "o.rejects.csv"
    result = classify(tmp_path, "-o", str(output))
    assert result.exit_code == 2
    assert result.stderr.endswith(f"\nall of these rows are in {rejects}\n")
    assert not output.exists()
    with rejects.open(encoding="utf-8", newline="") as file:
        assert [row["code"] for row in csv.DictReader(file)] == ["unknown-kind", "bad-time"]
    output.write_text("earlier")
    rejects.write_text("earlier")
    result = classify(tmp_path, "-o", str(output))
    told = f"all of these rows are in {rejects}\n{output} is of an earlier run: nothing was written"
    assert f"{told} to it\n" in result.stderr
    assert output.read_text() == "earlier"
    assert "unknown-kind" in rejects.read_text(encoding="utf-8")


@pytest.mark.parametrize("rejects", [True, False])
def test_an_output_of_an_earlier_run_is_not_taken_for_that_of_one_that_failed(
    tmp_path: Path, *, rejects: bool
) -> None:
    output, beside = tmp_path / "o.csv", tmp_path / "o.rejects.csv"
    source = tmp_path / "feed.csv"
    source.write_text("nr,what\n1,2\n")
    order = ["classify", str(source), "--rules", rules(tmp_path), "-o"]
    assert "earlier run" not in invoke(*order, str(output)).stderr
    assert "earlier run" not in invoke(*order, "-").stderr
    assert "earlier run" not in invoke(*order, str(source)).stderr
    output.write_text("")
    told = f"{output} is of an earlier run: nothing was written to it\n"
    if rejects:
        beside.write_text("")
        told = f"{output} and {beside} are of an earlier run: nothing was written to them\n"
    result = invoke(*order, str(output))
    assert result.exit_code == 2
    assert result.stderr.endswith(told)


def test_names_that_are_not_known_are_counted(tmp_path: Path) -> None:
    event = EVENTS[0] | {"actor": "Northern Armee", "target": "Northern Armee"}
    feed(tmp_path, event, event, EVENTS[0] | {"actor": "The Greys", "when": "2016-04-01"})
    head, first, used, second = classify(tmp_path).stderr.splitlines()
    assert head == "Notes:"
    assert first.startswith("  2 events: `Northern Armee` is no party of this rulebook")
    assert first.endswith("did you mean `Northern Army`?")
    assert used == "  2 events: the id was used before"
    assert second.startswith("  1 event: `The Greys` is not a name of north")


def test_notes_are_counted_in_the_table_and_beside_a_file(tmp_path: Path) -> None:
    odd = EVENTS[0] | {"where": {"name": "Valey"}, "actor": "x\x1b[2Jy", "civilian_toll_killed": 1}
    feed(tmp_path, odd, odd, odd | {"civilian_toll_killed": None, "actor": "NA"}, EVENTS[3])
    output = tmp_path / "o.jsonl"
    for options in ([], ["-o", str(output)], ["-o", "-"]):
        result = classify(tmp_path, *options)
        told = result.stderr.partition("Notes:\n")[2].splitlines()
        assert told[0].startswith("  3 events: `Valey` is no place of this rulebook")
        assert [line.partition(";")[0] for line in told[1:]] == [
            "  2 events: `civilian_toll_killed` is no field",
            r"  2 events: `x\x1b[2Jy` is no party of this rulebook: taken as unknown",
            "  2 events: the id was used before",
        ]
    notes = json.loads(output.read_text(encoding="utf-8").splitlines()[0])["notes"]
    assert any("is no place" in note for note in notes)


def test_what_a_note_says_of_one_event_alone_is_not_told_apart() -> None:
    notes = Notes()
    for number in range(3):
        notes.add([f"the id was used before, in line {number}", "excluded does not mean lawful: x"])
        notes.add([f"UCDP's estimates are out of order (low {number}, best 0, high 0)"])
    kinds = ["the id was used before", "UCDP's estimates are out of order"]
    assert notes.counts == dict.fromkeys(kinds, 3)


def test_control_codes_never_reach_the_terminal(tmp_path: Path) -> None:
    nasty = "\x1b[2J\x9b2J[bold]\x07\n"
    event = EVENTS[0] | {"id": f"V{nasty}1", "actor": f"x{nasty}y", "kind": "shelling"}
    broken = EVENTS[0] | {"id": f"V{nasty}2", "kind": nasty}
    feed(tmp_path, event | {"where": {"name": nasty}}, broken)
    result = classify(tmp_path)
    for text in (result.stdout, result.stderr):
        assert text.replace("\n", "").isprintable()
        assert "[bold]" in text


@pytest.mark.parametrize("small", [1 << 16, -1])
def test_only_what_is_the_feeds_own_has_line_breaks_in_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    named = EVENTS[0] | {"id": "a\n::error::", "actor": "nob\r\n::error::ody"}
    feed(tmp_path, named, EVENTS[1] | {"kind": "she\n::error::lling"})
    assert classify(tmp_path, "-o", str(tmp_path / "o.csv")).exit_code == 0
    found = []
    for name in ("o.csv", "o.rejects.csv"):
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    row, reject, unknown = found
    assert (row["id"], row["actor"]) == (named["id"], named["actor"])
    assert r"`nob\x0d\x0a::error::ody` is no party" in row["notes"]
    assert r"she\x0a::error::lling" in reject["message"]
    assert r"nob\x0d\x0a::error::ody" in unknown["message"]
    assert unknown["raw"] == named["actor"]


def test_as_of_and_reading(tmp_path: Path) -> None:
    known = EVENTS[0] | {"known": "2016-05-06", "when": "never"}
    feed(tmp_path, known, EVENTS[1])
    result = classify(tmp_path, "--as-of", "2016-05-05", "--reading", "open")
    assert "as known at 2016-05-05" in result.stdout
    assert "reading open" in result.stdout
    assert "the event was not known yet" in result.stdout or "became known" in result.stdout


def test_a_bad_date_of_knowledge_is_told_whatever_is_asked(tmp_path: Path) -> None:
    skipped = "2016-03-25 00:30"  # in the zone of the rulebook, clocks went from 00:00 to 01:00
    for known, code in (("yesterday", "bad-time"), (skipped, "nonexistent-time")):
        rival = EVENTS[0] | {"alternatives": [{"actor": "south"}, {"known": known}]}
        feed(tmp_path, EVENTS[0] | {"known": known}, rival, EVENTS[1])
        plain, dated = (classify(tmp_path, *more).stderr for more in ([], ["--as-of", "2020"]))
        assert plain == dated
        assert f"{code}: `known`: `{known}`" in plain
        assert f"{code}: alternative 2: `known`: `{known}`" in plain


def test_an_event_of_the_wrong_shape_does_not_hide_its_other_faults(tmp_path: Path) -> None:
    odd = {"kind": "shellin", "killed": -1, "known": "soon"}
    feed(tmp_path, EVENTS[0] | odd | {"alternatives": "x", "parts": [3, {"actor": 1.5}]}, EVENTS[1])
    rows = classify(tmp_path, "-o", str(tmp_path / "o.csv")).stderr.splitlines()[1:-1]
    assert [row.split(": ")[1] for row in rows] == [
        *("bad-time", "wrong-type", "wrong-type"),
        *("bad-number", "unknown-kind", "wrong-type"),
    ]
    with (tmp_path / "o.rejects.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 6
    assert [bool(row["raw"]) for row in found] == [True, *[False] * 5], "once for the row"


def test_a_row_with_a_cell_that_cannot_be_read_does_not_either(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    lines = ("id,kind,when,actor,alternatives", "1,shellin,2016-05-04,a|,[{", "2,a|,,,")
    path.write_text("\n".join(lines), encoding="utf-8")
    told = invoke("classify", str(path), "--rules", rules(tmp_path)).stderr
    for fault in (
        ":2: bad-json: `alternatives`: ",
        ":2: empty-option: `actor`: ",
        ":2: unknown-kind: event `1`: `kind`: `shellin` is no kind",
        ":3: empty-option: `kind`: ",
        ":3: missing-key: the event has no `when` (write `unknown` in the column `when`",
    ):
        assert fault in told
    assert "no `kind`" not in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--reading", "plane"], "did you mean `plain`?"),
        (["--as-of", "yesterday"], "`yesterday` is not a time"),
        (["--as-of", "2016-02-01/2016-03-01"], "`2016-02-01/2016-03-01` is an interval"),
        (["-o", ""], "the output has no name"),
        (["--format", "jsonlines"], "did you mean `jsonl`?"),
        (["-o", "o.xls"], "the extension says no output format"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: list[str], told: str) -> None:
    result = classify(tmp_path, *options)
    assert result.exit_code == 2
    assert result.stderr.startswith("ceasefire: ")
    assert told in result.stderr


def test_an_empty_name_is_not_the_current_folder(tmp_path: Path) -> None:
    result = invoke("classify", "", "--rules", rules(tmp_path))
    assert result.exit_code == 2
    told = "ceasefire: the feed has no name; name a file, or `-` for standard input\n"
    assert result.stderr == told
    result = invoke("classify", feed(tmp_path), "--rules", "")
    assert result.exit_code == 2
    assert "the rules have an empty name" in result.stderr


def test_rulebooks_and_feeds_that_are_not_there(tmp_path: Path) -> None:
    result = invoke("classify", feed(tmp_path), "--rules", "syria-2015")
    assert result.exit_code == 2
    assert "did you mean `syria-2016`?" in result.stderr
    assert result.stderr.endswith("bundled rulebooks: syria-2016\n")
    result = invoke("classify", str(tmp_path / "fed.jsonl"), "--rules", rules(tmp_path))
    assert result.exit_code == 2
    assert "missing-file" in result.stderr
    broken = rules(tmp_path, "rulebook: x\nx: 1\ny: 2\n")
    result = invoke("classify", feed(tmp_path), "--rules", broken)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) > 1
    assert all(line.startswith(f"{broken}:") for line in result.stderr.splitlines())


def test_directions_that_a_source_leaves_open_are_told_as_open(tmp_path: Path) -> None:
    both = EVENTS[0] | {
        "target": "south",
        "alternatives": [{"actor": "south", "target": "NA", "stated": True}],
    }
    feed(tmp_path, both)
    assert "Northern Army or Southern Front  Southern Front or Northern Army" in (
        classify(tmp_path).stdout
    )


def test_progress_shows_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = read_feed(feed(tmp_path))
    assert rows_of(source) == 4
    for terminal in (False, True):
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda at=terminal: at, raising=False)
        monkeypatch.setattr(sys, "stderr", stream)
        assert len(list(watched(source))) == 4
        assert ("deciding" in stream.getvalue()) is terminal
    document = tmp_path / "feed.json"
    document.write_text(json.dumps(EVENTS), encoding="utf-8")
    assert rows_of(read_feed(str(document))) is None
    table = tmp_path / "feed.csv"
    table.write_text("id,kind,when\n1,shelling,2016\n", encoding="utf-8")
    assert rows_of(read_feed(str(table))) == 1


def test_elsewhere_a_line_tells_of_a_long_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = iter(range(0, 100, 6))
    monkeypatch.setattr("ceasefire.cli.progress.monotonic", lambda: next(seconds))
    assert len(list(watched(read_feed(feed(tmp_path))))) == 4
    assert capsys.readouterr().err == "2 rows read so far\n4 rows read so far\n"


def test_the_seed_article() -> None:
    result = invoke("classify", str(ROOT / "seeds" / "article.jsonl"), "--rules", "syria-2016")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:14]] == [f"S{n:02}" for n in range(1, 14)]


def test_a_data_set_made_elsewhere(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "ged_syria_2016_2019.csv"
    sample = tmp_path / "ged.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        with sample.open("w", encoding="utf-8", newline="") as part:
            csv.writer(part).writerows(row for row, _ in zip(rows, range(100), strict=False))
    output = tmp_path / "o.parquet"
    result = invoke("classify", str(sample), "--rules", "syria-2016", "-o", str(output))
    assert result.exit_code == 0
    assert output.is_file()
    assert re.search(r"^Government of Syria +\d+ ", result.stdout, re.MULTILINE)
    assert "\nevery event " in result.stdout
