"""What is said of an option whose value cannot be taken, in words and not in those of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Command"]

WORDS: Final[dict[str, Callable[[Any], str]]] = {
    "greater_than_equal": lambda known: f"it must be at least {known['ge']:g}",
    "less_than_equal": lambda known: f"it must be at most {known['le']:g}",
    "int_parsing": lambda _: "it must be a whole number",
    "int_parsing_size": lambda _: "it is too large",
    "int_from_float": lambda _: "it must be a whole number",
    "float_parsing": lambda _: "it must be a number",
    "value_error": lambda known: str(known["error"]),
}
"""What is said of each kind of fault; the library's own text of any other."""


class Command(TyperCommand):
    """A command that tells plainly which value of an option cannot be taken."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (of the library)
        """Read the arguments."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = reworded(error)
            raise


def reworded(error: typer.BadParameter) -> str:
    """Return what is wrong with a value, where the library that checked it has its own words."""
    faults: Callable[[], list[dict[str, Any]]] = getattr(error.__cause__, "errors", list)
    for fault in faults():
        if fault["type"] in WORDS:
            return WORDS[fault["type"]](fault.get("ctx", {}))
    return error.message
