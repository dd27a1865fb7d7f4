"""The command line as a whole: what there is, how fast it is there, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import ceasefire
from ceasefire.cli import commands, main
from tests.cli.helpers import feed, invoke, rules

ROOT = Path(__file__).parents[2]

HEAVY = ("numpy", "pyarrow", "pydantic", "pygls", "rapidfuzz", "rich", "shapely", "yaml")


def python(*arguments: str, **more: Any) -> subprocess.Popen[str]:  # noqa: ANN401
    """Start Python in another process, as a user's shell would."""
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **options)  # noqa: S603


def ran(*arguments: str, **more: Any) -> tuple[int, str, str]:  # noqa: ANN401
    """Run Python in another process: its exit code, output and complaints."""
    process = python(*arguments, **more)
    output, complaints = process.communicate(timeout=60)
    return process.returncode, output, complaints


def test_help_names_every_command() -> None:
    shown = invoke("--help").stdout
    for name in (*commands.COMMANDS, *commands.GROUPS):
        assert f"\n  {name} " in shown


@pytest.mark.parametrize("name", [*commands.COMMANDS, *commands.GROUPS])
def test_every_command_has_help(name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_version() -> None:
    assert invoke("--version").stdout == f"ceasefire {ceasefire.__version__}\n"


@pytest.mark.parametrize("arguments", [["nothing"], ["classify"], ["check", "--wrong"]])
def test_bad_usage_ends_with_2(arguments: list[str]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("module", ["ceasefire", "ceasefire.cli.commands"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY})))"
    assert ran("-c", code) == (0, "\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "limit"), [(("-c", "import ceasefire"), 0.15), (("-m", "ceasefire", "-h"), 0.4)]
)
def test_starting_is_quick(arguments: tuple[str, ...], limit: float) -> None:
    # The best of several, less what Python itself takes: a busy machine is no fault of ours.
    def best(*command: str) -> float:
        taken = []
        for _ in range(5):
            start = time.perf_counter()
            ran(*command)
            taken.append(time.perf_counter() - start)
        return min(taken)

    assert best(*arguments) - best("-c", "pass") < limit


def test_it_runs_as_a_module() -> None:
    code, output, _ = ran("-m", "ceasefire", "rules", "list")
    assert code == 0
    assert "syria-2016" in output


def test_output_that_the_terminal_cannot_show_is_replaced(tmp_path: Path) -> None:
    command = ["-m", "ceasefire", "explain", feed(tmp_path), "--rules", rules(tmp_path)]
    code, output, _ = ran(*command, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert code == 0
    assert "?The truce?" in output


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    code = f"""
import os, sys
from ceasefire.cli import main
reading, writing = os.pipe()
os.dup2(writing, 1)
os.close(reading)
sys.argv = ["ceasefire", "explain", {feed(tmp_path)!r}, "--rules", {rules(tmp_path)!r}]
main()
"""
    assert ran("-c", code) == (141, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = ("-m", "ceasefire", "check", rules(tmp_path))
        code, _, complaints = ran(*command, stdout=full)
    assert (code, complaints) == (2, "ceasefire: no space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whoever_asks_again_disturbs_no_tidying(name: str) -> None:
    script = f"""
import signal
from ceasefire.cli.failures import stop_in_order
signal.signal(signal.SIGINT, signal.default_int_handler)
stop_in_order()
try:
    signal.raise_signal(signal.{name})
except KeyboardInterrupt:
    for again in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
        signal.raise_signal(again)
    print("tidied")
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("at once")
"""
    assert ran("-c", script) == (0, "tidied\nat once\n", "")


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_interrupting_leaves_nothing_and_says_so(tmp_path: Path, name: str) -> None:
    output = tmp_path / "out" / "findings.csv"
    output.parent.mkdir()
    command = ["classify", "-", "--format", "jsonl", "--rules", rules(tmp_path), "-o", str(output)]
    # What runs in the background is often started deaf to interrupts, and hands that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = python("-m", "ceasefire", *command, stdin=subprocess.PIPE)
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.stdin is not None
    for deadline in range(200):
        if any(output.parent.iterdir()):
            break
        assert deadline < 199, "it never began to write"
        time.sleep(0.05)
    process.send_signal(getattr(signal, name))
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, f"interrupted: nothing was written to {output}\n")
    assert not list(output.parent.iterdir())


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (BrokenPipeError(), 141, ""),
        (PermissionError(13, "Permission denied", "x"), 2, "ceasefire: x: permission denied\n"),
        (ceasefire.UsageError("no\x1b[2J"), 2, "ceasefire: no\\x1b[2J\n"),
    ],
)
def test_failures_end_without_a_traceback(
    error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("ceasefire.rulebook.load.check", broken)
    result = invoke("check", "anything")
    assert (result.exit_code, result.stderr) == (code, told)


@pytest.mark.parametrize(
    ("place", "step", "told"),
    [
        ("o.csv", "ceasefire.cli.counting.Tally.show", "all findings are in {}"),
        ("-", "ceasefire.cli.counting.Tally.show", "the output ends after 4 findings"),
        ("o.csv", "ceasefire.cli.results.Ending.add", "nothing was written to {}"),
    ],
)
def test_an_interrupt_tells_what_is_left(
    place: str, step: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(step, interrupted)
    output = place if place == "-" else str(tmp_path / place)
    result = invoke("classify", feed(tmp_path), "--rules", rules(tmp_path), "-o", output)
    assert result.exit_code == 130
    assert result.stderr == f"interrupted: {told.format(output)}\n"


def test_an_interrupt_before_a_command_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "app", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.parametrize("module", ["typer", "ceasefire.cli.commands", "ceasefire.cli.explain"])
def test_an_interrupt_while_all_is_loaded(module: str) -> None:
    """Nothing of the command line is there yet that could tell of it."""
    code = f"""
import sys
from ceasefire.cli import main
class Interrupted:
    @staticmethod
    def find_spec(name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted)
main()
"""
    assert ran("-c", code) == (130, "", "interrupted\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("settle", "f", "--format", "xml"), "'--format': 'xml' is not one of 'text', 'json'"),
        (("prove", "--steps", "0"), "'--steps': it must be at least 1"),
        (("classify", "f", "--coarsen", "10"), "'--coarsen': it must be at most 9"),
        (("classify", "f", "--coarsen", "x"), "'--coarsen': it must be a whole number"),
        (("test", "--fail-under", "x"), "'--fail-under': it must be a number"),
    ],
)
def test_values_of_options_are_refused_in_plain_words(
    arguments: tuple[str, ...], told: str
) -> None:
    command, *others = arguments
    rules = ("--rules", "syria-2016") if "f" in others else ("syria-2016",)
    result = invoke(command, *others, *rules)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: Invalid value for {told}" in result.stderr
    assert "Input should" not in result.stderr
    assert "Value error" not in result.stderr


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("classify FEED --rules RULES", "x.csv"),
        ("settle FEED --rules RULES", "x.json"),
        ("alerts FEED --rules RULES", "x.jsonl"),
        ("watch FEED --rules RULES", "x.jsonl"),
        ("test syria-2016 --only x", "x.xml"),
        ("diff RULES syria-2016", "x.md"),
        ("fmt RULES", "x.yaml"),
        ("schema", "x.json"),
        ("feeds infer TABLE", "x.yaml"),
    ],
)
def test_places_where_no_file_can_be_are_refused_alike(
    tmp_path: Path, command: str, name: str
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("Nr,Day,What\n1,2016-05-04,shelling\n", encoding="utf-8")
    known = {"FEED": feed(tmp_path), "RULES": rules(tmp_path), "TABLE": str(table)}
    arguments = [known.get(word, word) for word in command.split()]
    folder, away = tmp_path / name, tmp_path / "no" / name
    folder.mkdir()
    for place, told in (
        (folder, f"`{folder}` is a folder; name a file in it"),
        (away, f"`{away}`: there is no folder `{away.parent}`"),
    ):
        result = invoke(*arguments, "-o", str(place))
        assert result.exit_code == 2
        assert told in result.stderr
    assert not list(folder.iterdir())
