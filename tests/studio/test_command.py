"""``ceasefire studio`` on the command line, and what the wheel carries of it."""

from __future__ import annotations

import builtins
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

from ceasefire.studio import running
from ceasefire.studio.server import ASSETS
from tests.cli.helpers import invoke
from tests.studio.desk import EVENT, valley

ROOT = Path(__file__).parents[2]
OURS = sorted(each.name for each in ASSETS.glob("*.js") if ".min." not in each.name)


def test_it_serves_until_ctrl_c(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ceasefire", "studio", str(valley(tmp_path)), "--no-browser"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)  # noqa: S603  (our own)
    assert process.stdout is not None
    told = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{30,}/", told)
    assert address, told
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address[0], timeout=20) as answer:
        assert b"ceasefire studio" in answer.read()
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (0, "")


def test_the_browser_is_opened_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    told = threading.Event()

    def opening(address: str) -> None:
        opened.append(address)
        told.set()

    monkeypatch.setattr("webbrowser.open", opening)
    monkeypatch.setattr("uvicorn.Server.run", lambda server, _: server.ready())
    monkeypatch.setattr("ceasefire.studio.worker.Worker.begin", lambda _: None)
    result = invoke("studio")
    assert result.exit_code == 0
    assert told.wait(20)
    (address,) = opened
    assert address in result.stdout
    assert invoke("studio", "--no-browser").exit_code == 0
    assert len(opened) == 1


def test_only_this_machine_is_listened_to() -> None:
    with running.listening(0) as found:
        assert found.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        result = invoke("studio", "--no-browser", "--port", str(number))
    assert result.exit_code == 2
    assert f"port {number} cannot be used" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.yaml"], "no such file"),
        ([""], "empty name"),
        (["--feed", "none.jsonl"], "none.jsonl"),
        (["--feed", "-"], "save it to a file"),
        (["--port", "70000"], "65535"),
        (["syria-2016", "--feed", "feed.jsonl", "--format", "none"], "no format `none`"),
    ],
)
def test_bad_input_is_told_in_words(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed.jsonl").write_text(EVENT, encoding="utf-8")
    result = invoke("studio", "--no-browser", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_without_its_libraries_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:  # noqa: ANN401
        if name.partition(".")[0] == "uvicorn":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return load(name, *rest)

    for name in [name for name in sys.modules if name.startswith("ceasefire.studio.running")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", lacking)
    result = invoke("studio")
    assert result.exit_code == 2
    assert "pip install 'ceasefire[studio]'" in result.stderr


def test_the_wheel_carries_all_of_the_page() -> None:
    files = WheelBuilder(str(ROOT)).recurse_included_files()
    carried = {Path(each.distribution_path).as_posix() for each in files}
    page = [each for each in ASSETS.iterdir() if each.is_file()]
    assert len(page) > 10
    for each in (*page, ASSETS.parent / "example.yaml"):
        assert each.relative_to(ROOT).as_posix() in carried


def test_what_the_bundle_is_made_of_is_licensed() -> None:
    listed = (ASSETS / "codemirror.LICENSES.txt").read_text(encoding="utf-8")
    for name in re.findall(r'"(@codemirror/[\w-]+|@lezer/[\w-]+)": "', package()):
        assert f"\n{name} " in listed
    assert listed.count("(MIT)") == listed.count("Permission is hereby granted")


def test_versions_are_pinned_and_no_registry_is_named() -> None:
    assert not re.search(r'": "[\^~*><]', package())
    assert [each.name for each in sorted((ASSETS / "build").iterdir())] == [
        "bundle.mjs",
        "entry.js",
        "package.json",
    ]
    assert "registry" not in package()
    assert "http" not in package()


def package() -> str:
    """Return what says of which packages the bundle is made."""
    return (ASSETS / "build" / "package.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_texts_are_never_taken_for_mark_up(name: str) -> None:
    text = (ASSETS / name).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    assert len(text.splitlines()) < 300
