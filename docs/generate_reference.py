"""Gives the page of all keys of a rule file, from the models that read it.

``docs/generate.py`` writes it; the examples are those of ``tests/rulebook/key_examples.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.rulebook.conditions import NESTING
from ceasefire.rulebook.forms import CONDITION
from ceasefire.rulebook.schema import RulebookDoc, bound, listed, presumed
from ceasefire.rulebook.schema_laws import spoken
from ceasefire.terms.taxonomy import base_taxonomy
from docs.keys import Terms, excerpts, keys_of, models_below
from docs.prose import anchor
from tests.rulebook.key_examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.schema_parts import Doc
    from ceasefire.terms.taxonomy import FieldType
    from docs.keys import Key

__all__ = ["EVERYWHERE", "SECTIONS", "entry", "linked_codes", "reference"]

EVERYWHERE: Final = (
    "not-utf8",
    "yaml-syntax",
    "several-documents",
    "explicit-tag",
    "too-deep",
    "too-many-aliases",
    "too-large",
    "too-long",
    "too-many-problems",
    "duplicate-key",
    "key-not-text",
    "unknown-key",
    "wrong-type",
)
"""The codes of problems that may be met anywhere in a file."""

INTRODUCTION: Final = """# The rule language, key by key

Every key that a rule file may have: what it means, what it holds, what stands for it where it \
is left out, an example, and the [problems](problems.md) that it may have. \
[The rule language](language.md) explains the same from the beginning and in context; this \
page is for looking things up. The words for incidents stand in \
[The vocabulary](vocabulary.md).

Each part begins with an example, which is a whole rule file; what is shown of a single key is \
cut out of one. A value that is "a text, or a list of these" may be written either way. Ids \
are made of small letters, digits, dots, dashes and underscores, begin with a letter or a \
digit, and have 80 characters at most; a text has 10,000 at most.

"""


class Section(NamedTuple):
    """A part of the page: its title, narrative, example, and models with how they are called."""

    title: str
    told: str
    example: str
    models: dict[str, str]


SECTIONS: Final = (
    Section("The file", "a-rulebook", "rulebook.yaml", {"RulebookDoc": "a rule file"}),
    Section("Sources", "sources-and-citations", "sources.yaml", {"SourceDoc": "a source"}),
    Section(
        "Parties",
        "parties",
        "parties.yaml",
        {
            "PartyDoc": "a party",
            "AliasDoc": "a further name",
            "MembershipDoc": "a membership",
            "CodeDoc": "a code",
        },
    ),
    Section(
        "Places",
        "places",
        "places.yaml",
        {"PlaceDoc": "a place", "CircleDoc": "a circle"},
    ),
    Section("Times", "times-and-windows", "windows.yaml", {"WindowDoc": "a window"}),
    Section("Conditions", "conditions", "conditions.yaml", {}),
    Section(
        "Questions and readings",
        "questions-and-readings",
        "questions.yaml",
        {"QuestionDoc": "a question", "AnswerDoc": "an answer", "ReadingDoc": "a reading"},
    ),
    Section(
        "Presumptions",
        "presumptions-and-impossibilities",
        "presumptions.yaml",
        {"PresumptionDoc": "a presumption"},
    ),
    Section(
        "Instruments and provisions",
        "instruments-and-provisions",
        "instruments.yaml",
        {
            "InstrumentDoc": "an instrument",
            "BindsDoc": "whom a text binds",
            "ProvisionDoc": "a provision",
        },
    ),
    Section(
        "Patterns",
        "patterns",
        "patterns.yaml",
        {
            "PatternDoc": "a pattern",
            "SequenceDoc": "a sequence",
            "ThresholdDoc": "a threshold",
            "LullDoc": "a lull",
            "CalmDoc": "a calm",
            "SeriesDoc": "a series",
            "LimitDoc": "a limit",
            "MoveDoc": "a move",
        },
    ),
    Section("Laws", "laws", "laws.yaml", {"LawDoc": "a law"}),
    Section(
        "Findings that are meant",
        "findings-that-are-meant",
        "accept.yaml",
        {"AcceptanceDoc": "an acceptance"},
    ),
    Section(
        "Additions to the vocabulary",
        "additions-to-the-vocabulary",
        "vocabulary.yaml",
        {"CategoryDoc": "a category", "FieldDoc": "a field"},
    ),
)

TITLES: Final = {name: title for section in SECTIONS for name, title in section.models.items()}


def linked(model: type[Doc]) -> str:
    """Return what a model is called, with a link to where it is told of."""
    title = TITLES[model.__name__]
    return f"[{title}](#{anchor(title)})"


TERMS: Final = Terms(
    linked,
    {
        bound: "the id of a party, or a list of these",
        presumed: "a value of the field, or a list of these",
        listed: "a list of ids",
        spoken: "a law in words",
    },
)

MODELS: Final = {model.__name__: model for model in models_below(RulebookDoc)}


def reference() -> str:
    """Return the page of the keys of a rule file."""
    shown: dict[tuple[type[Doc], str], str] = {}
    for text in EXAMPLES.values():
        for place, excerpt in excerpts(text, RulebookDoc).items():
            shown.setdefault(place, excerpt)
    parts = [INTRODUCTION + f"Anywhere in a file there may be {linked_codes(EVERYWHERE)}.\n"]
    for section in SECTIONS:
        parts.append(f"## {section.title}\n")
        parts.append(f"See [The rule language](language.md#{section.told}).\n")
        parts.append(f'```yaml title="{section.example}"\n{EXAMPLES[section.example]}```\n')
        if not section.models:
            parts.append(conditions())
        for name, title in section.models.items():
            model = MODELS[name]
            parts.append(f"### {title[0].upper()}{title[1:]}\n\n{model.__doc__}\n")
            parts += [
                entry(key, title, shown.get((key.model, key.name), ""))
                for key in keys_of(model, TERMS)
            ]
    return "\n".join(parts)


def entry(key: Key, title: str, example: str) -> str:
    """Return what is said of a key."""
    lines = [f"#### `{key.name}` of {title}", "", key.about, ""]
    needed = " It is needed." if key.needed else ""
    preset = f" Left out, it is `{key.preset}`." if key.preset else ""
    holds = key.holds.replace(CONDITION.says, "[a condition](#conditions)")
    lines += [f"It holds {holds}.{needed}{preset}", ""]
    if example:
        lines += ["```yaml", example, "```", ""]
    if key.codes:
        lines += [f"Problems: {linked_codes(key.codes)}.", ""]
    return "\n".join(lines)


def linked_codes(codes: tuple[str, ...]) -> str:
    """Return codes of problems with links to where they are explained."""
    return ", ".join(f"[`{code}`](problems.md#{code})" for code in codes)


# --- conditions ----------------------------------------------------------------------

NESTED: Final = {
    "any": "a list of conditions, of which some holds",
    "all": "a list of conditions, which all hold",
    "not": "a condition, or a list of conditions, of which none holds",
    "if": "a mapping of questions to an answer, or to several of which one is given",
}
assert set(NESTED) == set(NESTING)  # noqa: S101  (or the page would keep silent of one)

TESTS: Final[dict[FieldType, tuple[str, str]]] = {
    "category": ("the id of a category, which includes those below it", ""),
    "categories": ("the id of a category, of which one is among those of the event", ""),
    "ordered": ("the id of a step", "`at_least`, `at_most`, `more_than`, `less_than`"),
    "party": ("the id of a party, which includes those that are part of it", ""),
    "parties": ("the id of a party, of which one is among those of the event", ""),
    "place": ("the id of a place, in which it lies", ""),
    "time": ("a [window](#a-window), or a list of these; or `not` one", ""),
    "flag": ("`yes` or `no`", ""),
    "count": ("a whole number from 0", "`at_least`, `at_most`, `more_than`, `less_than`"),
    "number": ("a number", "`at_least`, `at_most`, `more_than`, `less_than`"),
}
"""What a test on a field of a type holds, and which comparisons there are besides."""


def conditions() -> str:
    """Return what is said of conditions, which have no model: their keys are fields."""
    return "\n".join(condition_lines())


def condition_lines() -> Iterator[str]:
    """Yield what is said of conditions."""
    yield (
        "A condition is a mapping, whose keys all hold, or a list of conditions, of which some"
        " holds. Its keys are fields, and these:\n"
    )
    yield "| key | holds |\n|---|---|"
    yield from (f"| `{key}` | {held} |" for key, held in NESTED.items())
    yield (
        "\nUnder a field stands what is asked of it: a value, a list of values of which it is"
        " one, `{one_of: […]}`, which is the same, or `{not: …}`; several keys in one mapping hold"
        " together. Of a number at most 15 digits stand before the point, and 12 behind it."
        " What a report does not say leaves a test open.\n"
    )
    taxonomy = base_taxonomy()
    yield "| field | asks | a value is | compares by |\n|---|---|---|---|"
    for field in taxonomy.fields.values():
        value, compares = TESTS[field.type]
        if field.vocabulary:
            value = f"[{value}](vocabulary.md#{anchor(field.vocabulary)})"
        yield f"| `{field.id}` | {field.name} | {value} | {compares} |"
    yield (
        "\nFields that a rulebook [adds](#a-field) are asked about in the same way. Problems:"
        f" {linked_codes(CONDITIONS)}.\n"
    )


CONDITIONS: Final = (
    "unknown-field",
    "unknown-kind",
    "unknown-party",
    "unknown-place",
    "unknown-question",
    "unknown-answer",
    "bad-number",
    "bad-flag",
    "empty-range",
    "empty-list",
    "circular-alias",
)
