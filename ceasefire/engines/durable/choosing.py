"""Which engine decides a live feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ceasefire.engines.durable.engine import DurableEngine
from ceasefire.engines.durable.rulesets import DurableMissingError
from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from ceasefire.compiled import Compiled
    from ceasefire.engines.reference.engine import ReferenceEngine

__all__ = ["ENGINES", "EngineName", "engine_of"]

EngineName: TypeAlias = Literal["auto", "durable", "reference"]
"""An engine by name; ``auto`` is ``durable`` if that can be loaded, else ``reference``."""

ENGINES: Final[tuple[EngineName, ...]] = ("auto", "durable", "reference")


def engine_of(compiled: Compiled, name: str = "auto") -> tuple[ReferenceEngine, str]:
    """Return the engine of a name, and in one line why it is another than was hoped for.

    With ``auto`` it is the durable engine, or where durable_rules is missing the reference
    engine, whose findings are the same. Raises
    :class:`~ceasefire.engines.durable.rulesets.DurableMissingError` where the durable engine
    itself is asked for and cannot be had, :class:`~ceasefire.errors.UsageError` for a name
    that no engine has.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no engine `{name}`; there are {', '.join(ENGINES)}")
    if name == "reference":
        return compiled.engine, ""
    try:
        return DurableEngine(compiled.program), ""
    except DurableMissingError as error:
        if name == "durable":
            raise
        return compiled.engine, str(error)
