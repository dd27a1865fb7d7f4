"""Every text of reports by its key, in the languages that there are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.errors import UsageError
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENGLISH", "Words", "languages", "wording"]

ENGLISH: Final = "en"

FOLDER: Final = Path(__file__).parent


class Words:
    """The texts of reports in one language.

    Called with a key it gives the text, with values in place of what stands in braces. A
    text that depends on a number has a ``one`` and an ``other``, which ``count`` chooses
    between. What is put in stays as it is: each format escapes what it shows.
    """

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        """Take the texts by key."""
        self.language = language
        self.texts = texts

    @property
    def direction(self) -> str:
        """How it is written, ``ltr`` or ``rtl``, as HTML has it."""
        return self("language.direction")

    def __call__(self, key: str, **values: object) -> str:
        """Return a text; raise :class:`KeyError` for a key, or a value, that there is not."""
        text = self.texts.get(key)
        if text is None:
            text = self.texts[f"{key}.{'one' if values.get('count') == 1 else 'other'}"]
        return text.format_map(values) if values else text

    def below(self, prefix: str) -> dict[str, str]:
        """Return the texts whose keys begin so, by the rest of their keys."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): text
            for key, text in self.texts.items()
            if key.startswith(start)
        }


def languages() -> tuple[str, ...]:
    """Return the languages that there are texts in, as codes of ISO 639."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def wording(language: str = ENGLISH) -> Words:
    """Return the texts in a language.

    Raises :class:`~ceasefire.errors.UsageError` for a language that there are none in.
    """
    import yaml  # noqa: PLC0415  (only where a report is written)

    known = languages()
    if language not in known:
        message = f"there are no reports in `{language}`; there are {', '.join(known)}"
        hint = did_you_mean(language, known)
        raise UsageError(f"{message}; {hint}" if hint else message)
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(language, flat(yaml.safe_load(text)))


def flat(texts: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return nested texts by their keys with dots."""
    found: dict[str, str] = {}
    for key, value in texts.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = str(value)
    return found
