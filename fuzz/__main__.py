"""Fuzzes every way in, for a share of the time each: ``python -m fuzz --seconds 3600``.

What is found lies in ``build/fuzz``, beside what it grew from; the next time goes on from
there. It ends with 1 if anything was found. ``--again FILE`` tries one input again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fuzz.targets import TARGETS, tried

__all__ = ["main"]

ROOT: Final = Path(__file__).parents[1]


def main() -> int:
    """Fuzz what was asked for; return 1 if anything was found."""
    options = parser().parse_args()
    if options.again:
        tried(TARGETS[options.targets[0]], options.again.read_bytes())
        return 0
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install 'ceasefire[fuzz]'; Hypothesis alone it is")
        return drawn(options.targets)
    share = max(options.seconds // len(options.targets), 1)
    failed = [name for name in options.targets if not fuzzed(name, options.into / name, share)]
    print(f"found something: {', '.join(failed)}" if failed else "nothing was found")
    return 1 if failed else 0


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(prog="fuzz", description=(__doc__ or "").splitlines()[0])
    found.add_argument("--seconds", type=int, default=600, help="how long, all in all")
    found.add_argument("--into", type=Path, default=ROOT / "build" / "fuzz", metavar="FOLDER")
    found.add_argument("--targets", nargs="+", choices=TARGETS, default=list(TARGETS))
    found.add_argument("--again", type=Path, metavar="FILE", help="an input of the one target")
    return found


def fuzzed(name: str, folder: Path, seconds: int) -> bool:
    """Return whether a way in stood so many seconds of atheris."""
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{name}, {seconds} s …", flush=True)
    order = [sys.executable, "-m", "fuzz.one", name, str(folder), str(seconds)]
    with (folder / "log").open("wb") as log:
        done = subprocess.run(  # noqa: S603  (this program itself)
            order, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, check=False
        )
    text = (folder / "log").read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        print(text[-3000:])
    for line in text.splitlines():
        if "number_of_executed_units" in line:
            print(f"  {line.split()[-1]} inputs", flush=True)
    return done.returncode == 0


def drawn(names: list[str]) -> int:
    """Return whether anything was found by Hypothesis, which draws as it does for long."""
    order = [sys.executable, "-m", "pytest", "-q", "tests/fuzz", "-k", " or ".join(names)]
    environment = os.environ | {"CEASEFIRE_HYPOTHESIS": "long"}
    done = subprocess.run(order, cwd=ROOT, env=environment, check=False)  # noqa: S603  (the tests)
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
