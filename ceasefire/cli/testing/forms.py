"""The forms in which ``ceasefire test`` reports."""

from enum import StrEnum

__all__ = ["Report"]


class Report(StrEnum):
    """How the outcome is told."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
