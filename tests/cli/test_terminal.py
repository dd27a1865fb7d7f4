"""What is printed is safe for a terminal, and reads well on one and in a pipe."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from ceasefire.cli.terminal import Cell, Screen, Share, amount, json_text, safe
from ceasefire.findings.sinks import cell

if TYPE_CHECKING:
    from collections.abc import Callable

NASTY = "a\x1b[31mb\x1b]0;title\x07c\x9b2Jd\x00e\u202ef\u2066g\x7fh"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Screen, io.StringIO]]:
    def make(*, terminal: bool, width: int = 40) -> tuple[Screen, io.StringIO]:
        stream = io.StringIO()
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.delenv("FORCE_COLOR", raising=False)
        monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
        return Screen(), stream

    return make


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        (NASTY, r"a\x1b[31mb\x1b]0;title\x07c\x9b2Jd\x00e\u202ef\u2066g\x7fh"),
        ("two\r\nlines\tand\u2028more", "two lines and more"),
        ("مدنيون, Ḥalab, 城", "مدنيون, Ḥalab, 城"),
        ("\x1b]8;;x\x1b\\link", r"\x1b]8;;x\x1b\link"),
        ("half \ud800 a pair", r"half \ud800 a pair"),
        (7, "7"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_an_escape(text: object, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize("text", [NASTY, "\x00\u202a\u2069", "حلب\u200c\u200d\u200f، e\u0301"])
def test_a_terminal_shows_a_text_as_a_file_of_findings_does(text: str) -> None:
    assert safe(text) == cell(text)
    assert (text == cell(text)) is ("حلب" in text), "letters, joiners and marks are left alone"


def test_json_escapes_what_a_terminal_would_obey() -> None:
    data = {NASTY: ["\ud800", "é"]}
    text = json_text(data, indent=1)
    assert json.loads(text) == data
    assert safe(text.replace("\n", "")) == text.replace("\n", "")
    assert "é" in text


def test_markup_is_only_text(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    for terminal in (True, False):
        shown, stream = screen(terminal=terminal)
        shown.line("[bold]x[/bold] :smile:", "bold")
        shown.columns(["[red]h"], [["[/red]"]])
        if terminal:
            shown.grid(["[b]"], [[Cell.of("[i]", ("[/i]", "dim"), "")]], [Share(1)])
        text = stream.getvalue()
        assert "[bold]x[/bold] :smile:" in text
        assert "[/red]" in text
        assert not terminal or "[/i]" in text


def test_a_column_of_a_grid_has_its_least_width(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    row = [Cell.of("a long tale of it"), Cell.of("undetermined")]
    for least in (None, 12):
        shown, stream = screen(terminal=True, width=24)
        shown.grid(["why", "verdict"], [row], [Share(3), Share(1, least)])
        assert ("undetermined" in stream.getvalue()) is (least is not None)
        assert cell_len(stream.getvalue().splitlines()[3]) <= 24


def test_lines_are_wrapped_on_a_terminal_only(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    text = "  - " + "word " * 20
    shown, stream = screen(terminal=True)
    shown.lines([text, ""])
    lines = stream.getvalue().splitlines()
    assert len(lines) > 3
    assert lines[1].startswith("    word")
    assert max(map(len, lines)) <= 40
    shown, stream = screen(terminal=False)
    shown.line(text)
    assert stream.getvalue() == text + "\n"


def test_tables_in_a_pipe_are_aligned_and_whole(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    shown, stream = screen(terminal=False)
    shown.columns(["name", "n", ""], [["城", "1", "x" * 300], ["ab", "10", ""]], right=[1])
    head, first, second = stream.getvalue().splitlines()
    assert head == "name   n"
    assert first == "城     1  " + "x" * 300
    assert second == "ab    10"


HEAD = (
    "reported actor",
    "events",
    "undetermined",
    "nothing to classify",
    "settled",
    *["n" * 9] * 2,
)
COUNTS = ["1", "0", "0 (0-1)", "0", "1", "10"]


def counted(
    screen: Callable[..., tuple[Screen, io.StringIO]], *labels: str, terminal: bool = False
) -> list[str]:
    """Return the lines of a table of counts with these labels."""
    shown, stream = screen(terminal=terminal, width=100)
    shown.columns(HEAD, [[label, *COUNTS] for label in labels], right=range(1, len(HEAD)))
    return stream.getvalue().splitlines()


def test_a_table_of_counts_is_left_alone_where_it_fits(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    head, row = counted(screen, "x" * 18)
    assert head.split() == " ".join(HEAD).split()
    assert row.startswith("x" * 18 + " ")
    assert len(row) <= 100


@pytest.mark.parametrize("letter", ["x", "城", "ح"])
def test_a_table_of_counts_stays_within_its_width(
    screen: Callable[..., tuple[Screen, io.StringIO]], letter: str
) -> None:
    upper, lower, label, first, second = counted(screen, letter * 160, "short")
    assert (upper.strip(), lower.split()[4]) == ("nothing to", "classify")
    assert label.startswith(letter * 59)
    assert label.endswith("…")
    assert first.startswith(" ")
    assert second.startswith("short ")
    assert len({cell_len(line) for line in (lower, first, second)}) == 1
    assert max(map(cell_len, (label, first))) <= 120
    assert len(upper) < 120


def test_long_labels_are_whole_in_lines_of_their_own(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    government = "Government of one large and distant country with a long name"
    alike = [f"{government} or {name} Front" for name in ("Northern", "Southern")]
    *_, first, one, second, other = counted(screen, *alike)
    assert [first, second] == alike
    assert one.split() == other.split() == " ".join(COUNTS).split()


def test_a_terminal_folds_labels_but_no_endless_ones(
    screen: Callable[..., tuple[Screen, io.StringIO]],
) -> None:
    lines = counted(screen, "word " * 400, terminal=True)
    assert len(lines) < 20
    assert any("…" in line for line in lines)


def test_amounts() -> None:
    counted = [amount(1, "parties"), amount(1, "rows"), amount(0, "rows"), amount(2, "parties")]
    assert counted == ["1 party", "1 row", "0 rows", "2 parties"]
