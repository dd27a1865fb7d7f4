"""The parties and places of rulebooks, each looked into once for all that have the very same.

Rulebooks that differ in their provisions alone, as those do that are made by changing one
thing in another, have the parties and places of the other. To lay their outlines over each
other takes longer than to compile the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar
from weakref import WeakValueDictionary

from ceasefire.program.parties import PartyDomain
from ceasefire.program.places import PlaceDomain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.rulebook.model import Party, Place

__all__ = ["PARTIES", "PLACES"]

Item = TypeVar("Item")
Domain = TypeVar("Domain")


class Domains(Generic[Item, Domain]):
    """Domains by what they were made of, as long as anyone uses them.

    A domain keeps what it was made of, so that nothing else takes its identity meanwhile.
    """

    def __init__(self, make: Callable[[Mapping[str, Item]], Domain]) -> None:
        """Take what makes a domain."""
        self._make = make
        self._made: WeakValueDictionary[int, Domain] = WeakValueDictionary()

    def of(self, items: Mapping[str, Item]) -> Domain:
        """Return the domain of a mapping, which nobody is to change any more."""
        found = self._made.get(id(items))
        if found is None:
            found = self._made[id(items)] = self._make(items)
        return found


PARTIES: Final[Domains[Party, PartyDomain]] = Domains(PartyDomain)
PLACES: Final[Domains[Place, PlaceDomain]] = Domains(PlaceDomain)
