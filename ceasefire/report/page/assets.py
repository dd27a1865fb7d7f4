"""The style and the script of the page, each as one text, and the policy that allows no other."""

from __future__ import annotations

import base64
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.report.palette import GRIDS, GROUNDS, INKS, LOOKS, QUIETS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["policy", "script", "style"]

FOLDER: Final = Path(__file__).parent / "assets"

MODULES: Final = (
    "dom", "data", "sieve", "address", "theme", "detail", "table", "atlas", "main",
)  # fmt: skip
"""The modules of the script, each after those that it imports."""

IMPORT: Final = re.compile(r"^import .*;\n+", re.MULTILINE)
EXPORT: Final = re.compile(r"^export ", re.MULTILINE)

STRONG: Final = {"light": "#87929b", "dark": "#75818b"}
LINKS: Final = {"light": "#1f5a78", "dark": "#85c1de"}

FONTS: Final = (
    '--sans: system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans Arabic", '
    "sans-serif; --mono: ui-monospace, Menlo, Consolas, monospace;"
)


@cache
def script() -> str:
    """Return the modules of the page as one, as a page from a disk can load no other."""
    texts = ((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    return "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)


@cache
def style() -> str:
    """Return the style sheets of the page as one, with the colours of the palette."""
    sheets = ("page.css", "print.css")
    texts = [(FOLDER / name).read_text(encoding="utf-8") for name in sheets]
    return "\n".join((*themes(), *charts(), *texts))


def variables(theme: str) -> str:
    """Return the colours of a theme as variables."""
    found = {
        "ground": GROUNDS[theme][0],
        "sunk": GROUNDS[theme][1],
        "ink": INKS[theme],
        "quiet": QUIETS[theme],
        "line": GRIDS[theme],
        "strong-line": STRONG[theme],
        "link": LINKS[theme],
        **{each.slug: each.dark if theme == "dark" else each.light for each in LOOKS.values()},
    }
    return " ".join(f"--{name}: {value};" for name, value in found.items())


def themes() -> Iterator[str]:
    """Yield the colours: light, and dark on screens of which the system or the reader says so."""
    light, dark = variables("light"), variables("dark")
    yield f":root {{ color-scheme: light; {FONTS} {light} }}"
    yield "@media screen and (prefers-color-scheme: dark) {"
    yield f'  :root:not([data-theme="light"]) {{ color-scheme: dark; {dark} }}\n}}'
    yield f'@media screen {{ :root[data-theme="dark"] {{ color-scheme: dark; {dark} }} }}'


def charts() -> Iterator[str]:
    """Yield rules that give charts, which are drawn for a light ground, the theme's colours."""
    light = {each.light: each.slug for each in LOOKS.values()}
    light |= {INKS["light"]: "ink", QUIETS["light"]: "quiet", GRIDS["light"]: "line"}
    for colour, name in light.items():
        for part in ("fill", "stroke"):
            yield f'.chart [{part}="{colour}" i] {{ {part}: var(--{name}); }}'


def policy() -> str:
    """Return the policy of the page: its own style and script, and nothing from anywhere."""
    kept = {"script-src": script(), "style-src": style()}
    allowed = "; ".join(f"{name} '{digest(text)}'" for name, text in kept.items())
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """Return how a policy names a text that it allows."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
