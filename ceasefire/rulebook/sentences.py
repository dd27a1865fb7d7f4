"""Laws in words, read into the mapping they stand for.

The grammar is small and has one reading for each sentence::

    law     = claim { clause }
    claim   = ("never" | "always") verdict { "or" verdict }
            | names ("changes" | "change") "nothing"
            | names "are" "disjoint"
    clause  = "when" test { "and" test }
            | ("in" | "outside") name { "or" name }
            | ["not"] "during" name { "or" name }
            | ("from" | "until") time
            | "if" question "is" name { "or" name }
    test    = ["the"] ["only"] field "is" ["not"] name { "or" name }
            | ["the"] field "is" comparison number
    names   = name { "and" name }

A name that is one of these words, or has a space in it, stands in quotation marks.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ceasefire.terms.likeness import nearest

__all__ = ["SentenceError", "parsed"]

Data = dict[str, object]

PIECE: Final = re.compile(r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"',]+)|,")

STARTS: Final = ("never", "always")
CLAUSES: Final = ("when", "in", "outside", "during", "not", "from", "until", "if")
WORDS: Final = frozenset({*STARTS, *CLAUSES, "and", "or", "is", "are", "the", "only"})
"""The words that are names only in quotation marks."""

SOLE: Final = ("actor", "target")
"""The fields of which a report may name several, each of which is decided by itself."""

COMPARISONS: Final = {
    ("at", "least"): "at_least",
    ("at", "most"): "at_most",
    ("more", "than"): "more_than",
    ("less", "than"): "less_than",
}

ELSE: Final = "as in `never violating when the only actor is NAME`, or write it as a mapping"

SHOWN: Final = 80


class SentenceError(Exception):
    """A law in words that cannot be read: what is wrong, what to do, and the offending word."""

    def __init__(self, message: str, hint: str, text: str) -> None:
        """Keep all three."""
        super().__init__(message)
        self.message, self.hint, self.text = message, hint, text


class Word(NamedTuple):
    """A word of a sentence, and whether it is a name for standing in quotation marks."""

    text: str
    quoted: bool = False

    @property
    def key(self) -> str:
        """What it is as a word of the grammar; nothing for a name in quotation marks."""
        return "" if self.quoted else self.text.lower()


END: Final = Word("")


def parsed(sentence: str) -> Data:
    """Return the mapping that a law in words stands for, or raise :class:`SentenceError`."""
    return Reader(split(sentence), sentence).law()


def split(sentence: str) -> list[Word]:
    """Return the words of a sentence; a comma is none."""
    words = []
    rest = PIECE.sub("", sentence).strip()
    if rest:
        message = f"the quotation mark `{rest[0]}` is never closed"
        raise SentenceError(message, "put a name in a pair of them", sentence)
    for found in PIECE.finditer(sentence):
        bare = found["bare"]
        if bare is not None:
            words.append(Word(bare))
        elif found.group() != ",":
            words.append(Word(found["double"] or found["single"] or "", quoted=True))
    return words


class Reader:
    """Reads a sentence word by word."""

    def __init__(self, words: list[Word], sentence: str) -> None:
        """Take the words, and the sentence for messages."""
        self.words = words
        self.sentence = sentence
        self.at = 0
        self.tests: list[Data] = []
        self.window: Data = {}
        self.found: Data = {}

    @property
    def next(self) -> Word:
        """The next word, or none at the end."""
        return self.words[self.at] if self.at < len(self.words) else END

    def take(self, *keys: str) -> str:
        """Return the next word if it is one of these, which is passed, or nothing."""
        key = self.next.key
        if key and key in keys:
            self.at += 1
            return key
        return ""

    def need(self, *keys: str) -> str:
        """Return the next word, which must be one of these."""
        return self.take(*keys) or self.fail(*keys)

    def fail(self, *keys: str) -> str:
        """Raise that another word is wanted here."""
        listed = " or ".join(f"`{key}`" for key in keys)
        meant = nearest(self.next.text[:SHOWN], keys) if self.next.text else ""
        raise self.error(listed, f"did you mean `{meant}`?" if meant else ELSE)

    def error(self, wanted: str, hint: str) -> SentenceError:
        """Return that something else is wanted here."""
        here = f"`{self.next.text[:SHOWN]}`" if self.next != END else "it ends"
        return SentenceError(
            f"a law in words: {here} where {wanted} may stand", hint, self.sentence
        )

    def name(self, what: str) -> str:
        """Return the next word, which must be a name."""
        word = self.next
        if word == END or word.key in WORDS:
            hint = "a name that is a word of the grammar stands in quotation marks"
            raise self.error(f"the name of {what}", hint)
        self.at += 1
        return word.text

    def names(self, what: str, joint: str = "or") -> list[str]:
        """Return names with a word between them."""
        found = [self.name(what)]
        while self.take(joint):
            found.append(self.name(what))
        return found

    # --- what is claimed ---

    def law(self) -> Data:
        """Return the whole law."""
        self.claim()
        while self.next != END:
            self.clause()
        if self.window:
            self.tests.append({"when": self.window})
        keys = [key for test in self.tests for key in test]
        if len(keys) == len(set(keys)):
            when: Data = {key: value for test in self.tests for key, value in test.items()}
        else:
            when = {"all": list(self.tests)}
        return {**self.found, "when": when} if when else self.found

    def claim(self) -> None:
        """Read what is to be so."""
        start = self.take(*STARTS)
        if start:
            self.found[start] = self.names("a verdict")
            return
        if self.next.key in WORDS or self.next == END:
            self.fail(*STARTS)
        before = self.at
        named = self.names("an instrument", "and")
        ends = ("changes", "change", "are")
        if self.next.key not in ends:
            first = self.words[before]
            if first.key and nearest(first.key, STARTS):
                self.at = before
                self.fail(*STARTS)
            self.fail(*ends)
        if self.need(*ends) == "are":
            self.need("disjoint")
            self.found["disjoint"] = named
        else:
            self.need("nothing")
            self.found["changes_nothing"] = named

    # --- of which events ---

    def clause(self) -> None:
        """Read one more thing that says which events are meant."""
        start = self.need(*CLAUSES)
        if start == "when":
            self.test()
            while self.take("and"):
                self.test()
        elif start == "in":
            self.tests.append({"where": self.names("a place")})
        elif start == "outside":
            self.tests.append({"where": {"not": self.names("a place")}})
        elif start == "if":
            self.answer()
        elif start in {"from", "until"}:
            self.once(self.window, start, self.time())
        else:
            key = "not_during" if start == "not" else "during"
            if start == "not":
                self.need("during")
            self.once(self.found, key, self.names("an instrument"))

    def once(self, data: Data, key: str, value: object) -> None:
        """Keep a value for a key that is given no second time."""
        if key in data:
            said = key.replace("_", " ")
            message = f"`{said}` stands twice in the law in words"
            raise SentenceError(message, "write the law as a mapping", self.sentence)
        data[key] = value

    def time(self) -> str:
        """Return a date, perhaps with a time of day."""
        parts = [self.name("a day")]
        if self.next.key and self.next.key not in WORDS:
            parts.append(self.name("a time of day"))
        return " ".join(parts)

    def answer(self) -> None:
        """Read the answer to a question."""
        asked = self.found.setdefault("if", {})
        assert isinstance(asked, dict)  # noqa: S101  (nothing else is put there)
        question = self.name("a question")
        self.need("is")
        self.once(asked, question, self.names("an answer"))

    def test(self) -> None:
        """Read one test of a field."""
        self.take("the")
        only = self.take("only")
        field = self.name("a field") if not only else self.sole()
        self.need("is")
        if self.take("not"):
            self.tests.append({field: {"not": self.names("a value")}})
            return
        pair = (self.next.key, self.words[self.at + 1].key if self.at + 1 < len(self.words) else "")
        comparison = COMPARISONS.get(pair)
        if comparison:
            self.at += len(pair)
            self.tests.append({field: {comparison: self.name("a number")}})
        else:
            self.tests.append({field: self.names("a value")})

    def sole(self) -> str:
        """Return the field of which a law says that something is the only one."""
        return self.need(*SOLE)
