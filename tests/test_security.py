"""What the page on security promises of all the code, and that its other promises are held."""

from __future__ import annotations

import ast
import re
import socket
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import pytest

import ceasefire
from ceasefire.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = [ROOT / "docs" / name for name in ("security.md", "neutrality.md")]
POINTERS: Final = re.compile(r"((?:`test_\w+`(?:, )?)+) in `(tests/[\w/]+\.py)`")

BARRED: Final = frozenset(
    {
        "asyncio", "ctypes", "ftplib", "http", "httpx", "marshal", "multiprocessing", "pickle",
        "requests", "shelve", "smtplib", "socket", "socketserver", "ssl", "subprocess",
        "telnetlib", "urllib", "urllib3", "webbrowser", "xmlrpc",
    }
)  # fmt: skip
"""Modules that run programs, reach out, or make objects of bytes."""

HARMLESS: Final = frozenset({"urllib.parse"})
EVALUATING: Final = frozenset({"eval", "exec", "compile"})
STARTING: Final = re.compile(r"^(system|popen|spawn\w*|exec[lv]\w*|fork\w*|create_subprocess_\w+)$")

AT_HOME: Final = ("ceasefire/lsp/", "ceasefire/studio/", "ceasefire/report/charts/beside.py")
"""The language server talks to the editor that started it; the studio to this machine alone.
Charts are drawn by Python with what is installed beside it."""

BOUNDS: Final = [
    ("rulebook.yaml", "MAX_BYTES", 2 << 20, "2 MiB"),
    ("rulebook.yaml", "MAX_DEPTH", 50, "50 levels"),
    ("rulebook.yaml", "MAX_NODES", 200_000, "200,000 values"),
    ("rulebook.yaml", "MAX_TEXT", 10_000, "10,000 characters"),
    ("rulebook.load", "MAX_FILES", 100, "100 files"),
    ("rulebook.instruments", "MAX_PROVISIONS", 20_000, "20,000 provisions"),
    ("rulebook.laws", "MAX_LAWS", 1_000, "1,000 laws"),
    ("rulebook.limits", "MAX_DAYS", 400, "400 days"),
    ("rulebook.limits", "MAX_KM", 1_000, "1,000 km"),
    ("rulebook.limits", "MAX_BREACHES", 100_000, "100,000 breaches"),
    ("rulebook.geojson", "MAX_GEOJSON", 5 << 20, "5 MiB"),
    ("rulebook.documents", "MAX_PROBLEMS", 1_000, "1,000 of a rulebook"),
    ("events.source", "MAX_LINE", 1 << 20, "1 MiB"),
    ("events.source", "MAX_CONTENT", 256 << 20, "256 MiB"),
    ("events.json_text", "MAX_DEPTH", 32, "32 levels"),
    ("events.event", "LIMIT", 64, "64 rival accounts"),
    ("program.claims", "LIMIT", 64, "members of a list"),
    ("program.claims", "LONGEST", 300, "300 characters"),
    ("engines.reference.arena", "MOST_STEPS", 500_000, "500,000"),
]


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield the path and the syntax tree of each module of the library."""
    for file in sorted((ROOT / "ceasefire").rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def reaching(tree: ast.Module) -> Iterator[str]:
    """Yield what a module imports or calls by which it could run a text, or reach out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (item.name for item in node.names if barred(item.name))
        elif isinstance(node, ast.ImportFrom) and barred(node.module or ""):
            yield node.module or ""
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in EVALUATING:
                yield called.id
            if isinstance(called, ast.Attribute) and STARTING.match(called.attr):
                yield called.attr


def barred(name: str) -> bool:
    """Return whether a module is one that none but those at home may load."""
    return name.partition(".")[0] in BARRED and name not in HARMLESS


def test_no_module_evaluates_text_or_reaches_out() -> None:
    found = {name: sorted(set(reaching(tree))) for name, tree in modules()}
    elsewhere = {name: what for name, what in found.items() if not name.startswith(AT_HOME)}
    assert {name: what for name, what in elsewhere.items() if what} == {}
    at_home = {what for name in found.keys() - elsewhere.keys() for what in found[name]}
    assert at_home.isdisjoint(EVALUATING | {"pickle", "marshal", "shelve", "ctypes"})


def test_what_reaches_out_is_noticed() -> None:
    text = "import socket\nfrom http import client\nimport os, urllib.parse\nos.system(eval('1'))\n"
    assert sorted(reaching(ast.parse(text))) == ["eval", "http", "socket", "system"]


@pytest.mark.parametrize(
    "words",
    [
        "classify week.jsonl --rules syria-2016 -o out.csv",
        "explain week.jsonl --rules syria-2016 --event S03",
        pytest.param("check syria-2016 --format json", marks=pytest.mark.slow),
        "watch week.jsonl --rules syria-2016 --store cell.db -o lines.jsonl",
        "rules list",
    ],
)
def test_commands_need_no_network(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:  # noqa: ANN401  (whatever is asked)
        message = "the network was asked for"
        raise AssertionError(message)

    feed = (ROOT / "seeds" / "week.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    (tmp_path / "week.jsonl").write_text("\n".join(feed) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["ceasefire", *words.split()])
    for name in ("socket", "create_connection", "create_server", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    try:
        main()
    except SystemExit as leaving:
        assert leaving.code in {0, None}  # noqa: PT017  (how a command ends)


def test_a_monitor_holds_what_may_still_change_and_no_more(tmp_path: Path) -> None:
    rules = tmp_path / "valley.yaml"
    rules.write_text(
        "rulebook: valley\ntimezone: UTC\ninstruments: {truce: {}}\n", encoding="utf-8"
    )
    held = []
    with ceasefire.load(rules).monitor(lateness="24h", witnesses=1) as monitor:
        for day in range(1000):
            when = f"{date(2017, 1, 1) + timedelta(days=day)}T12:00"
            monitor.feed({"id": str(day), "kind": "clash", "when": when})
            held.append(len(monitor.versions))
    assert max(held) < 300


@pytest.mark.parametrize(("module", "name", "value", "told"), BOUNDS)
def test_bounds_are_those_that_the_page_tells(
    module: str, name: str, value: int, told: str
) -> None:
    assert getattr(import_module(f"ceasefire.{module}"), name) == value
    assert told in PAGES[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_promises_are_held_by_tests_that_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {
        (file, name)
        for names, file in POINTERS.findall(text)
        for name in re.findall(r"test_\w+", names)
    }
    assert len(named) == len(set(re.findall(r"`(test_\w+)`", text)))
    there = {
        (file, node.name)
        for file in {file for file, _ in named}
        if (ROOT / file).exists()
        for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert named - there == set()
