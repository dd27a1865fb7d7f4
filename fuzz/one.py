"""Fuzzes one way in: ``python -m fuzz.one NAME FOLDER SECONDS``.

By atheris, whose findings are left in the folder, each with a traceback on the way. An
input that uses more than 2 GB is a finding too.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["ceasefire"]):
    from fuzz.targets import SECONDS, TARGETS, tried

from fuzz.seeds import LONGEST, words

if TYPE_CHECKING:
    from fuzz.targets import Target

__all__ = ["main"]

MEGABYTES = 2048


def main() -> None:
    """Fuzz until the time is over or something is found; the process ends with it."""
    name, folder, seconds = sys.argv[1:]
    target, place = TARGETS[name], Path(folder)
    corpus, listed = prepared(target, place)

    def one(content: bytes) -> None:
        tried(target, content)

    options = [
        *([f"-dict={listed}"] if listed.stat().st_size else []),
        f"-max_total_time={seconds}",
        # Only a machine that does nothing else keeps time: what counts is measured in `tried`.
        f"-timeout={20 * SECONDS}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={place}/found-",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


def prepared(target: Target, place: Path) -> tuple[Path, Path]:
    """Write down the inputs to begin from, and the words in them; return both places."""
    corpus = place / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    contents = list(target.seeds())
    for content in contents:
        (corpus / sha256(content).hexdigest()[:16]).write_bytes(content)
    listed = place / "words"
    texts = ("".join(f"\\x{byte:02x}" for byte in word) for word in words(contents))
    listed.write_text("".join(f'"{text}"\n' for text in texts), encoding="ascii")
    return corpus, listed


if __name__ == "__main__":
    main()
