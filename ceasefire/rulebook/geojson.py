"""GeoJSON files beside a rule file: found without leaving its folder, and read with care."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.rulebook.documents import Step

__all__ = ["MAX_GEOJSON", "GeoFile", "OutlineProblem", "read", "resolved"]

MAX_GEOJSON: Final = 5 * 1024 * 1024
"""The largest GeoJSON file, in bytes."""

NAMES: Final = ("id", "pcode", "name")
"""The properties by which a feature is picked."""

SIMPLE: Final = "write a path below the rule file, such as `geo/area.geojson`"


class OutlineProblem(ValueError):  # noqa: N818  (a problem in a file, not a failure of the program)
    """An outline that cannot be used: ``code``, ``message`` and ``hint``."""

    def __init__(
        self, code: str, message: str, hint: str = "", *, text: str = "", at: Step = ()
    ) -> None:
        """Keep the parts; ``text`` is the offending one, and ``at`` its place in the outline."""
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.text, self.at = text, at


@dataclass(frozen=True, slots=True)
class GeoFile:
    """The features of a GeoJSON file."""

    features: tuple[dict[str, object], ...]

    def pick(self, name: str) -> dict[str, object]:
        """Return the one feature of that id, P-code or name; without one, the only one."""
        if not name:
            chosen = list(self.features)
        else:
            chosen = [item for item in self.features if name in labels(item)]
        if len(chosen) == 1:
            return chosen[0]
        if name and not chosen:
            message = f"no feature has the id, pcode or name `{name[:80]}`"
            raise OutlineProblem("missing-file", message, self.hint())
        message = f"{len(chosen)} features would do"
        raise OutlineProblem("bad-polygon", message, "pick one with `path.geojson#ID`")

    def hint(self) -> str:
        """Say which features there are."""
        ids = [next(iter(labels(item)), "") for item in self.features[:20]]
        return f"the file has {', '.join(item for item in ids if item)}" if any(ids) else ""


def labels(feature: dict[str, object]) -> tuple[str, ...]:
    """Return the names by which a feature is picked."""
    properties = feature.get("properties")
    inner = properties if isinstance(properties, dict) else {}
    found = [inner.get(key) for key in NAMES]
    return tuple(str(item) for item in (*found, feature.get("id")) if isinstance(item, str | int))


def resolved(folder: Path, name: str) -> Path:
    """Return the path of a file inside the folder, which it may not leave."""
    if not name.strip() or "\\" in name or "\0" in name or ":" in name:
        raise OutlineProblem("bad-path", f"`{name[:80]}` is no path of a file", SIMPLE)
    try:
        root = folder.resolve()
        place = (root / name).resolve()
        inside = place.is_relative_to(root)
    except (OSError, ValueError, RuntimeError):
        raise OutlineProblem("bad-path", f"`{name[:80]}` is no path of a file", SIMPLE) from None
    if not inside:
        message = f"`{name[:80]}` lies outside the folder of the rule file"
        raise OutlineProblem("bad-path", message, SIMPLE)
    return place


def read(place: Path, name: str) -> GeoFile:
    """Return the features of a GeoJSON file."""
    if place.exists() and not place.is_file():
        what, hint = (
            ("a folder", "name a file in it") if place.is_dir() else ("no regular file", "")
        )
        raise OutlineProblem("missing-file", f"`{name[:80]}` is {what}", hint)
    try:
        with place.open("rb") as stream:
            content = stream.read(MAX_GEOJSON + 1)
    except OSError:
        raise OutlineProblem("missing-file", f"there is no file `{name[:80]}`") from None
    if len(content) > MAX_GEOJSON:
        limit = MAX_GEOJSON // (1024 * 1024)
        raise OutlineProblem("too-large", f"`{name[:80]}` is larger than {limit} MiB")
    try:
        data = json.loads(content, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise OutlineProblem("bad-polygon", f"`{name[:80]}` is not JSON") from None
    return GeoFile(features(data, name))


def refuse(constant: str) -> NoReturn:
    """Refuse the numbers that JSON does not have."""
    raise ValueError(constant)


def features(data: object, name: str) -> tuple[dict[str, object], ...]:
    """Return the features of GeoJSON content; a bare geometry is one feature."""
    if isinstance(data, dict):
        if data.get("type") == "FeatureCollection" and isinstance(data.get("features"), list):
            return tuple(item for item in data["features"] if isinstance(item, dict))
        if data.get("type") == "Feature":
            return (data,)
        if "coordinates" in data:
            return ({"geometry": data},)
    message = f"`{name[:80]}` is not GeoJSON"
    raise OutlineProblem("bad-polygon", message, "a FeatureCollection, a Feature or a geometry")
