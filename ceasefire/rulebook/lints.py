"""Every code that a finding of ``ceasefire check`` can bear, its level, and what it means.

These are of rulebooks that load without problems: what is odd about what they say. Codes
are stable, for rule files name them where they accept a finding.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

__all__ = ["LEVELS", "LINTS", "Level", "LintKind"]

Level = Literal["warning", "note"]
"""How much weight a finding of a check has: most likely not meant, or it may well be."""

LEVELS: Final[tuple[Level, ...]] = ("warning", "note")
"""The levels, the graver one first."""


class LintKind(NamedTuple):
    """How much weight a finding has, and what it means."""

    level: Level
    meaning: str


LINTS: Final[dict[str, LintKind]] = {
    # provisions
    "never-matches": LintKind(
        "warning",
        "A provision that no incident can match while its instrument reaches it. Either its own"
        " tests contradict each other, or they do so together with the instrument's, or all"
        " that would match is declared impossible.",
    ),
    "lifts-nothing": LintKind(
        "warning",
        "A permit that matches, but never where a prohibition does that it could lift.",
    ),
    "changes-nothing": LintKind(
        "warning",
        "A provision that matches, and whose removal would change the verdict on no act,"
        " however the questions are answered: another one always decides alike.",
    ),
    "changes-nothing-as-read": LintKind(
        "note",
        "A provision or an instrument that changes verdicts, but none under the answers of the"
        " default reading. The event shows under which answers it does.",
    ),
    # instruments
    "never-in-force": LintKind(
        "warning", "An instrument that is in force at no time, however the questions are answered."
    ),
    "reaches-nothing": LintKind(
        "warning",
        "An instrument that is in force, but reaches no act: at that time, in that place, no"
        " party is bound by it, or all that it would reach is declared impossible.",
    ),
    "never-decides": LintKind(
        "warning",
        "An instrument whose removal would change the verdict on no act, however the questions"
        " are answered: where it reaches an act, the others find the same, or worse.",
    ),
    "inside-another": LintKind(
        "note",
        "An instrument that reaches nothing that another does not reach as well. That is usual"
        " for a local text beside a nationwide one; the graver of the two verdicts counts.",
    ),
    # extensions
    "extension-gap": LintKind(
        "warning",
        "Between the end of an instrument and the start of its extension there is a time at"
        " which neither is in force.",
    ),
    "extension-overlap": LintKind(
        "note",
        "An extension starts while what it extends is still in force, so that for a time both"
        " apply, and the graver of their verdicts counts.",
    ),
    "extension-leaves-out": LintKind(
        "note",
        "Once an instrument has ended, its extension reaches only a part of the area.",
    ),
    # questions
    "question-changes-nothing": LintKind(
        "warning", "A question some `if` asks, whose answer changes the verdict on no act."
    ),
    "answers-alike": LintKind(
        "warning",
        "Two answers to a question that give the same verdict on every act, while another answer"
        " does not.",
    ),
    # presumptions and impossibilities
    "presumption-changes-nothing": LintKind(
        "warning",
        "A presumption about a field, without which no silent report would be decided otherwise.",
    ),
    "presumption-hides-doubt": LintKind(
        "note",
        "A presumption by which a report that says nothing of a field is settled, while without"
        " it more than one verdict would be possible. That is what presumptions are for; the"
        " event shows what it means.",
    ),
    "impossible-never-met": LintKind(
        "warning", "A condition declared impossible that nothing could meet in any case."
    ),
    # patterns
    "pattern-never-met": LintKind("warning", "A pattern of which some part no act can play."),
    # names
    "unused-party": LintKind(
        "note",
        "A party that no rule, presumption or pattern asks about, neither by itself nor as part"
        " of another: reports that name it are decided like those of a party that is not listed.",
    ),
    "unused-place": LintKind(
        "note", "A place that no rule, presumption, pattern or other place asks about."
    ),
    "unused-source": LintKind("note", "A source that nothing cites."),
    "idle-alias": LintKind(
        "note", "A further name that is, but for case and punctuation, another name of the same."
    ),
    "code-clash": LintKind(
        "note",
        "A code that stands for two parties in two code books at one time, or that is also the"
        " name of a party: where a feed writes it without its code book, it is not understood,"
        " or means that party.",
    ),
    "units-alike": LintKind(
        "warning",
        "Two administrative units that may be one: nothing tells them apart, for they have no"
        " names in the same letters. An event in one of them may lie in the other, too.",
    ),
    "missing-citation": LintKind(
        "note",
        "A provision, an instrument, an answer or a dated membership that cites no source, in a"
        " rulebook that lists sources.",
    ),
    # the check itself
    "stale-acceptance": LintKind(
        "warning", "An acceptance of a finding that there is not, or not any more."
    ),
    "not-worked-out": LintKind(
        "note",
        "A question about the rulebook that takes more steps than the check allows itself."
        " Nothing is claimed either way.",
    ),
}
"""What each code means, and its level."""
