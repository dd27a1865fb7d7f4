"""Findings and problems in SARIF 2.1.0, the format in which analysers report to others."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ceasefire.rulebook.lints import LINTS
from ceasefire.rulebook.problems import CODES
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.analysis.checks import Lint
    from ceasefire.errors import Problem

__all__ = ["sarif"]

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
PAGES: Final = "urn:ceasefire:docs:"
"""The pages of the documentation, wherever they are published: page and code follow."""

Json = dict[str, Any]


def sarif(problems: Sequence[Problem], lints: Sequence[Lint]) -> Json:
    """Return one run with a result for each problem and each finding."""
    codes = sorted({item.code for item in problems} | {item.code for item in lints})
    rules = {code: number for number, code in enumerate(codes)}
    results = [of_problem(item, rules) for item in problems]
    results += [of_lint(item, rules) for item in lints]
    driver = {"name": "ceasefire", "version": __version__, "rules": list(map(rule, codes))}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def rule(code: str) -> Json:
    """Return what a code means."""
    known = LINTS.get(code)
    meaning = known.meaning if known else CODES[code]
    page = "checks" if known else "problems"
    return {
        "id": code,
        "shortDescription": {"text": meaning.partition(". ")[0].removesuffix(".") + "."},
        "fullDescription": {"text": meaning},
        "helpUri": f"{PAGES}{page}#{code}",
        "defaultConfiguration": {"level": known.level if known else "error"},
    }


def of_problem(problem: Problem, rules: dict[str, int]) -> Json:
    """Return the result of a problem."""
    told = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return {
        "ruleId": problem.code,
        "ruleIndex": rules[problem.code],
        "level": "error",
        "message": {"text": told},
        "locations": [location(problem, "")],
        "partialFingerprints": fingerprint(problem.code, problem.file, problem.message),
    }


def of_lint(lint: Lint, rules: dict[str, int]) -> Json:
    """Return the result of a finding; one that is accepted is suppressed, with the reason."""
    problem = lint.problem
    found: Json = {
        "ruleId": lint.code,
        "ruleIndex": rules[lint.code],
        "level": lint.level,
        "message": {"text": f"{lint.message} ({lint.hint})" if lint.hint else lint.message},
        "locations": [location(problem, lint.at)],
        "partialFingerprints": fingerprint(lint.code, lint.at),
    }
    if lint.accepted:
        reason = {"kind": "inSource", "status": "accepted", "justification": lint.accepted}
        found["suppressions"] = [reason]
    if lint.witness is not None:
        found["properties"] = {"witness": dict(lint.witness), "answers": dict(lint.answers)}
    return found


def location(problem: Problem, at: str) -> Json:
    """Return where something is: file, line and column, and the path of the part."""
    uri = quote(Path(problem.file).as_posix())
    place: Json = {"artifactLocation": {"uri": uri}}
    if problem.line:
        region = {"startLine": problem.line, "startColumn": problem.column}
        place["region"] = {key: value for key, value in region.items() if value}
    found: Json = {"physicalLocation": place}
    if at:
        found["logicalLocations"] = [{"fullyQualifiedName": at}]
    return found


def fingerprint(*parts: str) -> dict[str, str]:
    """Return what tells a result from others in whatever line it comes to stand."""
    return {"ceasefire/v1": sha256("\0".join(parts).encode()).hexdigest()[:32]}
