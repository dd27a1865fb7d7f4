"""Every code that a problem of a rule file can bear, and what it means.

Codes are stable: programs and editors may rely on them. A test holds this list
against what loading reports, with an example of each.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CODES"]

CODES: Final[dict[str, str]] = {
    # reading files
    "missing-file": "A file that is named, or a feature in it, cannot be found or read.",
    "too-large": "A file is larger, or holds more, than a rulebook could sensibly need.",
    "not-utf8": "The file is not text in UTF-8.",
    "yaml-syntax": "The file breaks the rules of YAML. A bracket or quotation mark that is not"
    " closed is shown where it is opened, a colon without the space after it where it is, and"
    " of a line that begins in the wrong column it is said which is the nearest right one; most"
    " other messages are the parser's.",
    "several-documents": "A line `---` starts a second document in the file.",
    "explicit-tag": "A YAML tag such as `!!python/object`. Types follow from the key alone.",
    "too-deep": "Mappings, lists, hierarchies or extensions nest deeper than 50 levels.",
    "too-many-aliases": "Written out, the YAML aliases would make the file enormous.",
    "circular-alias": "A YAML alias stands for a value that contains it.",
    "duplicate-key": "A key is given twice, in one mapping or in two files.",
    "key-not-text": "A list, a mapping or nothing at all stands where a key belongs.",
    "too-long": "A single text is longer than 10,000 characters.",
    "too-many-problems": "There are more than 1,000 problems; the rest is not listed.",
    # shape
    "unknown-key": "A key that means nothing where it stands, often a misspelling.",
    "missing-key": "A key without which the thing makes no sense.",
    "wrong-type": "A text, a list or a mapping stands where something else belongs.",
    "bad-id": "An id is made of up to 80 small letters, digits, dots, dashes and underscores.",
    "bad-choice": "A value that is none of those to choose from.",
    "bad-severity": "A severity is `minor`, `serious` or `grave`.",
    "reserved-name": "The name already means something else in rules or events.",
    "name-of-ground": "A provision has the name of a ground that rests on no provision.",
    "empty-list": "An empty list holds for nothing, which is hardly meant.",
    # names
    "unknown-party": "A party that the rulebook does not list.",
    "unknown-place": "A place that the rulebook does not list.",
    "unknown-kind": "A kind of incident, or a value of another field, that there is not.",
    "unknown-field": "A field that conditions cannot ask about.",
    "unknown-source": "A citation of a source that the rulebook does not list.",
    "unknown-question": "A question that the rulebook does not list.",
    "unknown-answer": "An answer that the question does not have.",
    "unknown-reading": "A reading that the rulebook does not list.",
    "unknown-instrument": "An instrument that the rulebook does not list.",
    "unknown-provision": "A provision that the instrument neither states nor inherits.",
    # parties
    "two-parents": "A party is part of two others at one time.",
    "circular-part-of": "A party or a category is, at some time, part of itself.",
    "alias-clash": "Two parties at one time, or two places, bear the same name.",
    "bad-name": "A name without a letter or digit, so that nothing could match it.",
    "bad-code": "A code in another code book that is empty.",
    # places
    "missing-area": "A place that does not say where it is.",
    "two-areas": "A place that says in two ways where it is.",
    "circular-place": "A place that is made of itself, or lies within itself.",
    "empty-area": "A difference that takes the whole of a place away from it.",
    "bad-country": "A country is named by the two letters of ISO 3166.",
    "bad-polygon": "An outline that is no valid area; the message says where.",
    "bad-coordinates": "A longitude, latitude or radius that is no place on the globe.",
    "bad-path": "The path of an outline must stay in the folder of the rule file.",
    # time
    "bad-time": "A text that is no date, time, weekday or stretch of hours.",
    "bad-date": "A source's date that is no year, month or date, nor several or a stretch of them.",
    "nonexistent-time": "A local time that the clocks skip. Add an offset.",
    "ambiguous-time": "A local time that the clocks show twice. Add an offset.",
    "bad-duration": "A text that is no length of time.",
    "bad-zone": "A text that is no IANA time zone.",
    "bad-window": "A window that is said too little, or too much, about.",
    "empty-window": "A window that ends when or before it starts.",
    "empty-hours": "Hours that end when they begin, which may mean no time at all or a whole day.",
    "unreachable-window": "A window that no instant can be in.",
    # values
    "bad-number": "A text that is no number, or none that the field can have.",
    "bad-flag": "A text that is neither yes nor no.",
    "empty-range": "A comparison that no value satisfies, or keys that none satisfies together.",
    "bad-presumption": "A field of which nothing, or nothing sensible, is presumed.",
    # interpretation
    "too-few-answers": "A question with fewer than two answers is not open.",
    "unused-question": "A question that no `if` asks: its answer would change nothing.",
    "unused-answer": "Two or more answers that no `if` names: they mean the same. One such"
    " answer is fine, it is the `otherwise` of its question.",
    "default-reading-missing": "There are readings, and none is the default.",
    # instruments
    "circular-extends": "Instruments that extend each other in a circle.",
    # patterns
    "missing-shape": "A pattern that does not say what it looks for.",
    "two-shapes": "A pattern that says in two ways what it looks for.",
    "lone-party": "A sequence between fewer than two parties.",
    "nested-parties": "A sequence between two parties of which one is, at some time, part of the"
    " other, so that a party would act against itself.",
    "unordered-moves": "A move of an instrument's state that comes before the one written before"
    " it, or at the same time.",
    # laws
    "bad-law": "A law in words that cannot be read, or a law that does not say, in one way, what"
    " is so.",
}
"""What each code means, in a sentence or two."""
