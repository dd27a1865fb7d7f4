"""Writes what the documentation takes from the code: ``python docs/generate.py [--check]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ceasefire.rulebook.jsonschema import json_schema  # noqa: E402  (found by the line above)
from ceasefire.rulebook.lints import LINTS  # noqa: E402  (after the path is set)
from ceasefire.rulebook.problems import CODES  # noqa: E402  (after the path is set)
from ceasefire.testing.cases.problems import CODES as CASES_CODES  # noqa: E402  (likewise)
from docs.generate_api import api_reference  # noqa: E402  (likewise)
from docs.generate_formats import formats  # noqa: E402  (likewise)
from docs.generate_reference import reference  # noqa: E402  (likewise)
from docs.generate_vocabulary import vocabulary  # noqa: E402  (likewise)
from tests.analysis.checks.examples import EXAMPLES as ODDITIES  # noqa: E402  (after the path is set)
from tests.rulebook.examples import EXAMPLES, HEAD  # noqa: E402  (after the path is set)
from tests.testing.case_examples import EXAMPLES as CASES_EXAMPLES  # noqa: E402  (likewise)

INTRODUCTION = f"""# Problems in a rule file

`ceasefire check` reports everything that is wrong with a rulebook at once, each \
problem with file, line, column, one of the codes below, the offending text and, where \
possible, a hint. The codes are stable: programs and editors may rely on them.

Each code has an example that has the problem, and the same rules mended. Where they do not \
say otherwise, two lines stand before them:

```yaml
{HEAD}```
"""

CHECKS = f"""# What is odd about a rulebook

A rulebook without [problems](problems.md) can still say what nobody means: a prohibition \
that nothing can breach, an hour between a truce and its extension, a question that decides \
nothing. `ceasefire check` finds that. It does not guess: what it claims holds in all worlds \
that the rules can tell apart, whatever the answers to open questions, and where an event \
can show it, there is one. What takes too long to work out is said to be `not-worked-out`, \
and nothing is claimed of it.

A world is one act of one actor against one target that the rulebook does not declare \
impossible. What changes the verdict on no such act changes it on no event of several either, \
but where only a part of a joint act is declared impossible.

A **warning** is most likely not meant, a **note** may well be. Where a finding is as the \
texts are, the rule file can [accept](language.md#findings-that-are-meant) it, with the \
reason.

`ceasefire check --fix` writes names that are clearly misspelt, and words such as severities, \
as they were meant, and leaves out acceptances of what is not found any more; `--remove \
unused-source` (or `unused-party`, `unused-place`, `idle-alias`) leaves out what has that \
finding. It says what it did, and the rulebook is then the one that it was, less that.

Codes are stable. Each has an example that has the finding, and the same rules mended. Two \
lines stand before them:

```yaml
{HEAD}```
"""


def checks() -> str:
    """Return the page of what a check finds in rules without problems."""
    parts = [CHECKS]
    for code, (level, meaning) in LINTS.items():
        bad, mended = ODDITIES[code].pair()
        parts.append(f"## {code}\n\n*{level}.* {meaning}\n")
        parts.append(f"{block(bad)}\nMended:\n\n{block(mended)}")
    return "\n".join(parts)


def problems() -> str:
    """Return the page of all codes."""
    parts = [INTRODUCTION]
    for code, meaning in CODES.items():
        bad, mended = EXAMPLES[code].pair()
        parts.append(f"## {code}\n\n{meaning}\n")
        parts.append(f"{block(bad)}\nMended:\n\n{block(mended)}")
    return "\n".join((*parts, problems_of_cases()))


CASES_INTRODUCTION = """# Problems in a file of cases

`ceasefire test` reports everything that is wrong with [cases](testing-rules.md) at once, in \
the same way. Beside the codes above, of which those of reading files, keys, names, times and \
numbers are met here too, these are of cases alone. What is wrong with an event itself has \
the codes of events. The examples are of the rulebook `valley`.
"""


def problems_of_cases() -> str:
    """Return what is said of the codes of files of cases."""
    parts = [CASES_INTRODUCTION]
    for code, meaning in CASES_CODES.items():
        bad, mended = CASES_EXAMPLES[code]
        parts.append(f"## {code}\n\n{meaning}\n")
        parts.append(f"{block(bad)}\nMended:\n\n{block(mended)}")
    return "\n".join(parts)


def block(text: str) -> str:
    """Return a rule text as a code block, and a remark in brackets as plain text."""
    if text.startswith("(") and text.endswith(")") and "\n" not in text:
        return f"{text}\n"
    return f"```yaml\n{text}\n```\n"


def schema() -> str:
    """Return the schema that editors use for the rule files of this project."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


TARGETS = {
    "docs/api-reference.md": api_reference,
    "docs/formats.md": formats,
    "docs/reference.md": reference,
    "docs/vocabulary.md": vocabulary,
    "docs/checks.md": checks,
    "docs/problems.md": problems,
    "rules/rulebook.schema.json": schema,
}
"""The files that are written, each with the function that gives its content."""


def main() -> int:
    """Write the files, or with ``--check`` name those that are out of date."""
    check = "--check" in sys.argv[1:]
    stale = [
        name
        for name, content in TARGETS.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text(encoding="utf-8") != content()
    ]
    for name in stale:
        print(f"{name}: {'out of date' if check else 'written'}")
        if not check:
            (ROOT / name).write_text(TARGETS[name](), encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
