"""For each code of a problem, a rule file that has it and the same file mended.

The tests load them all; `docs/problems.md` shows them. Every file is whole, save
for the two first lines, which are the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

__all__ = ["EXAMPLES", "HEAD", "Example", "whole"]

HEAD = "rulebook: example\ntimezone: Asia/Damascus\n"
"""The lines that stand before every example."""


@dataclass(frozen=True)
class Example:
    """A bad and a mended text; ``shown`` are short versions for the documentation."""

    bad: str | bytes
    mended: str | bytes
    shown: tuple[str, str] | None = None
    head: bool = True

    def pair(self) -> tuple[str, str]:
        """Return both texts as the documentation shows them."""
        if self.shown:
            return self.shown
        return dedent(str(self.bad)).strip("\n"), dedent(str(self.mended)).strip("\n")


def whole(text: str | bytes, *, head: bool = True) -> bytes:
    """Return an example as the content of a file."""
    if isinstance(text, bytes):
        return text
    return ((HEAD if head else "") + dedent(text).lstrip("\n")).encode()


def rule(lines: str) -> str:
    """Return an instrument with these lines."""
    return "instruments:\n  truce:\n" + "".join(f"    {line}\n" for line in lines.splitlines())


def asked(answers: str) -> str:
    """Return a question with two answers, and an instrument that depends on it so."""
    return (
        "questions:\n  assent:\n    ask: Had both sides agreed?\n"
        '    answers: {"yes": {}, "no": {}}\n'
        f"instruments:\n  truce:\n    if: {answers}\n"
    )


def nested(depth: int) -> str:
    """Return conditions nested so deep."""
    return rule("prohibit:\n  shelling: {when: " + "{not: " * depth + "{}" + "}" * depth + "}")


def chain(length: int) -> str:
    """Return so many instruments, each extending the one before."""
    links = (f"  i{at}: {{extends: i{at - 1}}}\n" for at in range(1, length))
    return "instruments:\n  i0: {}\n" + "".join(links)


def between(parties: str) -> str:
    """Return a sequence between these parties."""
    return (
        "parties:\n  north: {}\n  south: {}\n  brigade: {part_of: north}\n"
        "patterns:\n  retaliation:\n    sequence:\n      first: {kind: attack}\n"
        f"      then: {{kind: attack}}\n      within: 24h\n      between: {parties}\n"
    )


def moved(moves: str) -> str:
    """Return a series with these moves."""
    return (
        "instruments:\n  truce: {}\npatterns:\n  state:\n    series:\n      of: truce\n"
        f"      moves: [{moves}]\n"
    )


LAUGHS = "note: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n"
    for old, new in zip("abcde", "bcdef", strict=True)
)

EXAMPLES: dict[str, Example] = {
    "missing-file": Example(
        "places:\n  valley: {polygon: valley.geojson}\n",
        "places:\n  valley: {polygon: area.geojson}\n",
    ),
    "too-large": Example(
        "note: x\n#" + "x" * 2 * 1024 * 1024,
        "note: x\n",
        shown=("(a file of 3 MiB)", "(several smaller files in one folder)"),
    ),
    "not-utf8": Example(
        b"rulebook: example\ntimezone: Asia/Damascus\ntitle: tr\xeave\n",
        "title: trêve\n",
        shown=("(`title: trêve` saved as Latin-1)", "(the same saved as UTF-8)"),
    ),
    "yaml-syntax": Example("title: Truce: the first\n", 'title: "Truce: the first"\n'),
    "several-documents": Example(
        "---\nrulebook: example\ntimezone: UTC\n---\nnote: more\n",
        "rulebook: example\ntimezone: UTC\nnote: more\n",
        head=False,
    ),
    "explicit-tag": Example("note: !!python/none x\n", "note: x\n"),
    "too-deep": Example(
        nested(60),
        nested(5),
        shown=("(sixty conditions, one inside the other)", "(fewer)"),
    ),
    "too-many-aliases": Example(
        LAUGHS,
        "note: x\n",
        shown=(
            (
                "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n"
                "c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n(and so on)"
            ),
            "(the list written once)",
        ),
    ),
    "circular-alias": Example(
        "impossible: &all\n  - {any: *all}\n", "impossible:\n  - {kind: airstrike}\n"
    ),
    "duplicate-key": Example("note: one\nnote: two\n", "note: one and two\n"),
    "key-not-text": Example(
        "parties:\n  [isis, nusra]: {name: Excluded}\n",
        "parties:\n  isis: {name: Islamic State}\n  nusra: {name: Jabhat al-Nusra}\n",
    ),
    "too-long": Example(
        "note: " + "x" * 10_001 + "\n",
        "note: " + "x" * 10_000 + "\n",
        shown=("(a note of 10,001 characters)", "(a shorter note)"),
    ),
    "too-many-problems": Example(
        "parties:\n" + "".join(f"  p{at}: {{nam: x}}\n" for at in range(1100)),
        "parties:\n  p1: {name: x}\n",
        shown=("(a thousand mistakes and more)", "(fewer)"),
    ),
    "unknown-key": Example(
        "parties:\n  isis: {nmae: Islamic State}\n", "parties:\n  isis: {name: Islamic State}\n"
    ),
    "missing-key": Example(
        "sources:\n  terms: {date: 2016-02-22}\n",
        "sources:\n  terms: {title: Terms for a Cessation of Hostilities, date: 2016-02-22}\n",
    ),
    "wrong-type": Example(
        "parties:\n  isis: [ISIL, Daesh]\n", "parties:\n  isis: {also: [ISIL, Daesh]}\n"
    ),
    "bad-id": Example("parties:\n  Al Qaeda: {}\n", "parties:\n  al-qaeda: {name: Al Qaeda}\n"),
    "bad-choice": Example(
        "sources:\n  terms: {title: The terms, evidence: likely}\n",
        "sources:\n  terms: {title: The terms, evidence: unsure}\n",
    ),
    "bad-severity": Example(
        rule("prohibit:\n  shelling: {when: {kind: shelling}, severity: heavy}"),
        rule("prohibit:\n  shelling: {when: {kind: shelling}, severity: serious}"),
    ),
    "reserved-name": Example(
        "parties:\n  unknown: {name: Unidentified Armed Group}\n",
        "parties:\n  unidentified: {name: Unidentified Armed Group}\n",
    ),
    "name-of-ground": Example(
        rule("exclude:\n  actor: {when: {actor: civilians}}"),
        rule("exclude:\n  civilian-actor: {when: {actor: civilians}}"),
    ),
    "empty-list": Example(
        rule("prohibit:\n  shelling: {when: {kind: []}}"),
        rule("prohibit:\n  shelling: {when: {kind: [shelling]}}"),
    ),
    "unknown-party": Example(
        "parties:\n  nusra: {}\n" + rule("binds: {all_except: [nusrah]}"),
        "parties:\n  nusra: {}\n" + rule("binds: {all_except: [nusra]}"),
    ),
    "unknown-place": Example(
        "places:\n  aleppo: {admin1: Aleppo}\n" + rule("where: alepo"),
        "places:\n  aleppo: {admin1: Aleppo}\n" + rule("where: aleppo"),
    ),
    "unknown-kind": Example(
        rule("prohibit:\n  strikes: {when: {kind: air strike}}"),
        rule("prohibit:\n  strikes: {when: {kind: airstrike}}"),
    ),
    "unknown-field": Example(
        rule("prohibit:\n  strikes: {when: {kinds: airstrike}}"),
        rule("prohibit:\n  strikes: {when: {kind: airstrike}}"),
    ),
    "unknown-source": Example(
        "sources:\n  terms: {title: The terms}\n" + rule('cite: "annex 1(b)"'),
        "sources:\n  terms: {title: The terms}\n" + rule('cite: "terms 1(b)"'),
    ),
    "unknown-question": Example(
        asked('{assent: "yes", consent: "yes"}'),
        asked('{assent: "yes"}'),
    ),
    "unknown-answer": Example(asked("{assent: [yes, maybe]}"), asked("{assent: yes}")),
    "unknown-reading": Example(
        "readings:\n  moscow: {}\ndefault_reading: moscou\n",
        "readings:\n  moscow: {}\ndefault_reading: moscow\n",
    ),
    "unknown-instrument": Example(
        "instruments:\n  truce: {}\n  renewal: {extends: trouce}\n",
        "instruments:\n  truce: {}\n  renewal: {extends: truce}\n",
    ),
    "unknown-provision": Example(
        rule("prohibit:\n  shelling: {when: {kind: shelling}}\npermit:\n  defence: {lifts: fire}"),
        rule(
            "prohibit:\n  shelling: {when: {kind: shelling}}\npermit:\n  defence: {lifts: shelling}"
        ),
    ),
    "two-parents": Example(
        """
        parties:
          fsa: {}
          sdf: {}
          brigade:
            part_of:
              - {party: fsa, until: 2016-06-01}
              - {party: sdf, from: 2016-05-01}
        """,
        """
        parties:
          fsa: {}
          sdf: {}
          brigade:
            part_of:
              - {party: fsa, until: 2016-05-01}
              - {party: sdf, from: 2016-05-01}
        """,
    ),
    "circular-part-of": Example(
        "parties:\n  sdf: {part_of: ypg}\n  ypg: {part_of: sdf}\n",
        "parties:\n  sdf: {}\n  ypg: {part_of: sdf}\n",
    ),
    "alias-clash": Example(
        "parties:\n  fsa: {also: [rebels]}\n  opposition: {also: [Rebels]}\n",
        "parties:\n  fsa: {part_of: opposition}\n  opposition: {also: [Rebels]}\n",
    ),
    "bad-name": Example("parties:\n  fsa: {also: ['?']}\n", "parties:\n  fsa: {also: [F.S.A.]}\n"),
    "bad-code": Example(
        "parties:\n  isis: {codes: {ucdp: }}\n", "parties:\n  isis: {codes: {ucdp: 234}}\n"
    ),
    "missing-area": Example(
        "places:\n  aleppo: {name: Aleppo}\n", "places:\n  aleppo: {name: Aleppo, admin1: Aleppo}\n"
    ),
    "two-areas": Example(
        """
        places:
          city:
            circle: {lat: 36.2, lon: 37.15, km: 8}
            polygon: [[37, 36], [38, 36], [38, 37]]
        """,
        """
        places:
          city:
            circle: {lat: 36.2, lon: 37.15, km: 8}
        """,
    ),
    "circular-place": Example(
        "places:\n  north: {union: [south]}\n  south: {union: [north]}\n",
        "places:\n  north: {union: [south]}\n  south: {country: SY}\n",
    ),
    "empty-area": Example(
        """
        places:
          north: {admin1: Aleppo}
          south: {admin1: Homs}
          truce-area: {union: [north, south]}
          rest: {difference: [north, truce-area]}
        """,
        """
        places:
          north: {admin1: Aleppo}
          south: {admin1: Homs}
          truce-area: {union: [north, south]}
          rest: {difference: [truce-area, north]}
        """,
    ),
    "bad-country": Example(
        "places:\n  syria: {country: Syria}\n", "places:\n  syria: {country: SY}\n"
    ),
    "bad-polygon": Example(
        "places:\n  camp: {polygon: [[0, 0], [1, 1], [1, 0], [0, 1]]}\n",
        "places:\n  camp: {polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}\n",
    ),
    "bad-coordinates": Example(
        "places:\n  aleppo: {circle: {lat: 136.2, lon: 37.15, km: 8}}\n",
        "places:\n  aleppo: {circle: {lat: 36.2, lon: 37.15, km: 8}}\n",
    ),
    "bad-path": Example(
        "places:\n  valley: {polygon: ../area.geojson}\n",
        "places:\n  valley: {polygon: area.geojson}\n",
    ),
    "bad-time": Example(rule("in_force: {from: 5 May 2016}"), rule("in_force: {from: 2016-05-05}")),
    "bad-date": Example(
        "sources:\n  terms: {title: The terms, date: 2016-13-01}\n",
        "sources:\n  terms: {title: The terms, date: 2016-12-01}\n",
    ),
    "nonexistent-time": Example(
        rule("in_force: {from: 2016-03-25 00:30}"), rule("in_force: {from: 2016-03-25 00:30+02:00}")
    ),
    "ambiguous-time": Example(
        rule("in_force: {until: 2016-10-27 23:30}"),
        rule("in_force: {until: 2016-10-27 23:30+03:00}"),
    ),
    "bad-duration": Example(
        rule("in_force: {from: 2016-05-05, for: two days}"),
        rule("in_force: {from: 2016-05-05, for: 2 days}"),
    ),
    "bad-zone": Example(
        rule("in_force: {from: 2016-05-05, timezone: Damascus}"),
        rule("in_force: {from: 2016-05-05, timezone: Asia/Damascus}"),
    ),
    "bad-window": Example(
        rule("in_force: {for: 48h}"), rule("in_force: {from: 2016-05-05 01:00, for: 48h}")
    ),
    "empty-window": Example(
        rule("in_force: {from: 2016-05-07, until: 2016-05-05}"),
        rule("in_force: {from: 2016-05-05, until: 2016-05-07}"),
    ),
    "empty-hours": Example(
        rule("in_force: {days: [friday], hours: 22:00-22:00}"),
        rule("in_force: {days: [friday], hours: 00:00-24:00}"),
    ),
    "unreachable-window": Example(
        rule("in_force: {from: 2016-05-05, for: 48h, days: [monday]}"),
        rule("in_force: {from: 2016-05-05, for: 48h, days: [thursday, friday]}"),
    ),
    "bad-number": Example(
        rule("prohibit:\n  toll: {when: {killed: {at_least: ten}}}"),
        rule("prohibit:\n  toll: {when: {killed: {at_least: 10}}}"),
    ),
    "bad-flag": Example(
        rule("prohibit:\n  harm: {when: {civilian_harm: some}}"),
        rule("prohibit:\n  harm: {when: {civilian_harm: yes}}"),
    ),
    "empty-range": Example(
        rule("prohibit:\n  toll: {when: {killed: {at_least: 5, at_most: 3}}}"),
        rule("prohibit:\n  toll: {when: {killed: {at_least: 3, at_most: 5}}}"),
    ),
    "bad-presumption": Example("presume:\n  when: 2016-05-05\n", "presume:\n  response: none\n"),
    "too-few-answers": Example(
        'questions:\n  assent: {ask: Agreed?, answers: {"yes": {}}}\n'
        + rule('if: {assent: "yes"}'),
        asked('{assent: "yes"}'),
    ),
    "unused-question": Example(
        "questions:\n  assent: {ask: Agreed?, answers: {yes: {}, no: {}}}\n", asked("{assent: yes}")
    ),
    "unused-answer": Example(
        "questions:\n  basis: {ask: Party or area?, answers: {party: {}, area: {}, both: {}}}\n"
        + rule("if: {basis: party}"),
        "questions:\n  basis: {ask: Party or area?, answers: {party: {}, area: {}, both: {}}}\n"
        + rule("if: {basis: party}\nexclude:\n  there: {if: {basis: both}}"),
    ),
    "default-reading-missing": Example(
        "readings:\n  text: {}\n  moscow: {}\n",
        "readings:\n  text: {}\n  moscow: {}\ndefault_reading: text\n",
    ),
    "circular-extends": Example(
        "instruments:\n  truce: {extends: renewal}\n  renewal: {extends: truce}\n",
        "instruments:\n  truce: {}\n  renewal: {extends: truce}\n",
    ),
    "missing-shape": Example(
        "patterns:\n  quiet: {title: A quiet day}\n",
        "patterns:\n  quiet: {title: A quiet day, lull: {when: {kind: attack}, for: 24h}}\n",
    ),
    "two-shapes": Example(
        """
        instruments:
          truce: {}
        patterns:
          quiet:
            lull: {when: {kind: attack}, for: 24h}
            calm: truce
        """,
        """
        instruments:
          truce: {}
        patterns:
          quiet: {lull: {when: {kind: attack}, for: 24h}}
          kept: {calm: truce}
        """,
    ),
    "lone-party": Example(between("[north]"), between("[north, south]")),
    "nested-parties": Example(between("[north, brigade]"), between("[north, south]")),
    "unordered-moves": Example(
        moved("{to: suspended, on: 2016-05-05}, {to: in-force, on: 2016-05-04}"),
        moved("{to: in-force, on: 2016-05-04}, {to: suspended, on: 2016-05-05}"),
    ),
    "bad-law": Example(
        "laws: {quiet: nevr violating in valley}\nplaces: {valley: {country: SY}}\n",
        "laws: {quiet: never violating in valley}\nplaces: {valley: {country: SY}}\n",
        ("laws: {quiet: nevr violating in valley}", "laws: {quiet: never violating in valley}"),
    ),
}
