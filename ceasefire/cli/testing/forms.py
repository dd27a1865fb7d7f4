"""The forms in which ``ceasefire test`` reports."""

from enum import StrEnum
from typing import Final

__all__ = ["EXTENSIONS", "Report"]


class Report(StrEnum):
    """How the outcome is told."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


EXTENSIONS: Final = {".txt": Report.TEXT, ".json": Report.JSON, ".xml": Report.JUNIT}
"""What extensions of files say."""
