"""What a report says of the place, as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final

__all__ = ["WhereSpec"]

DECIMALS: Final = 9
"""Places of a degree (0.1 mm) to which points are rounded."""


@dataclass(frozen=True, slots=True)
class WhereSpec:
    """What a report says of the place; every key is optional, and they narrow each other.

    ``lat`` and ``lon`` are WGS84 degrees, ``within_km`` how far off the point
    may be.
    """

    name: str = ""
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    pcode: str = ""
    lat: float | None = None
    lon: float | None = None
    within_km: float | None = None

    @property
    def named(self) -> tuple[str, str, str, str, str]:
        """What it says besides a point, in the order of its keys."""
        return self.name, self.country, self.admin1, self.admin2, self.pcode

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, if the report gives both."""
        if self.lat is None or self.lon is None:
            return None
        if not (isfinite(self.lon) and isfinite(self.lat)):
            return None
        return round(float(self.lon), DECIMALS), round(float(self.lat), DECIMALS)
