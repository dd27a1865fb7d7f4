"""For each code of a check's finding, a rule file that has it and the same file mended.

The tests examine them all; `docs/checks.md` shows them.
"""

from __future__ import annotations

from tests.rulebook.examples import Example

__all__ = ["EXAMPLES"]

EXAMPLES: dict[str, Example] = {
    "never-matches": Example(
        """
        parties: {north: {}, south: {}}
        instruments:
          truce:
            binds: north
            prohibit:
              attacks: {when: {kind: attack}}
              sieges: {when: {kind: siege, actor: south}}
        """,
        """
        parties: {north: {}, south: {}}
        instruments:
          truce:
            binds: [north, south]
            prohibit:
              attacks: {when: {kind: attack}}
              sieges: {when: {kind: siege, actor: south}}
        """,
    ),
    "lifts-nothing": Example(
        """
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
            permit: {aid: {when: {kind: aid-delivery}}}
        """,
        """
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
            permit: {self-defence: {when: {response: immediate-threat}}}
        """,
    ),
    "changes-nothing": Example(
        """
        instruments:
          truce:
            prohibit:
              attacks: {when: {kind: attack}}
              shelling: {when: {kind: shelling}}
        """,
        """
        instruments:
          truce:
            prohibit:
              attacks: {when: {kind: attack}}
        """,
    ),
    "changes-nothing-as-read": Example(
        """
        questions: {sieges: {ask: Are sieges breaches?, answers: {are: {}, are-not: {}}}}
        readings: {text: {answers: {sieges: are-not}}}
        default_reading: text
        instruments:
          truce:
            prohibit:
              attacks: {when: {kind: attack}}
              sieges: {when: {kind: siege}, if: {sieges: are}}
        """,
        """
        questions: {sieges: {ask: Are sieges breaches?, answers: {are: {}, are-not: {}}}}
        readings: {text: {answers: {sieges: are}}}
        default_reading: text
        instruments:
          truce:
            prohibit:
              attacks: {when: {kind: attack}}
              sieges: {when: {kind: siege}, if: {sieges: are}}
        """,
    ),
    "never-in-force": Example(
        """
        questions: {assent: {ask: Had both sides agreed?, answers: {had: {}, had-not: {}}}}
        instruments:
          truce:
            in_force: {from: 2016-05-04, if: {assent: had-not}}
            if: {assent: had}
            prohibit: {attacks: {when: {kind: attack}}}
        """,
        """
        questions: {assent: {ask: Had both sides agreed?, answers: {had: {}, had-not: {}}}}
        instruments:
          truce:
            in_force: {from: 2016-05-04}
            if: {assent: had}
            prohibit: {attacks: {when: {kind: attack}}}
        """,
    ),
    "reaches-nothing": Example(
        """
        parties: {north: {}, south: {}}
        impossible: [{actor: south, when: {until: 2016-06-01}, because: It was formed in June.}]
        instruments:
          truce:
            in_force: {from: 2016-05-04, until: 2016-05-06}
            binds: south
            prohibit: {attacks: {when: {kind: attack}}}
        """,
        """
        parties: {north: {}, south: {}}
        impossible: [{actor: south, when: {until: 2016-05-01}, because: It was formed in May.}]
        instruments:
          truce:
            in_force: {from: 2016-05-04, until: 2016-05-06}
            binds: south
            prohibit: {attacks: {when: {kind: attack}}}
        """,
    ),
    "never-decides": Example(
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
          calm:
            where: valley
            prohibit: {shelling: {when: {kind: shelling}}}
        """,
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
          calm:
            where: valley
            prohibit: {sieges: {when: {kind: siege}}}
        """,
    ),
    "inside-another": Example(
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
          calm:
            where: valley
            prohibit: {sieges: {when: {kind: siege}}}
        """,
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce:
            prohibit:
              attacks: {when: {kind: attack}}
              sieges: {when: {kind: siege}, where: valley}
        """,
    ),
    "extension-gap": Example(
        """
        instruments:
          truce:
            in_force: {from: 2016-05-04 01:00, for: 48h}
            prohibit: {attacks: {when: {kind: attack}}}
          more: {extends: truce, in_force: {from: 2016-05-06 02:00, for: 48h}}
        """,
        """
        instruments:
          truce:
            in_force: {from: 2016-05-04 01:00, for: 48h}
            prohibit: {attacks: {when: {kind: attack}}}
          more: {extends: truce, in_force: {from: 2016-05-06 01:00, for: 48h}}
        """,
    ),
    "extension-overlap": Example(
        """
        instruments:
          truce:
            in_force: {from: 2016-05-04 01:00, for: 48h}
            prohibit: {attacks: {when: {kind: attack}}}
          more: {extends: truce, in_force: {from: 2016-05-06 00:00, for: 48h}}
        """,
        """
        instruments:
          truce:
            in_force: {from: 2016-05-04 01:00, for: 48h}
            prohibit: {attacks: {when: {kind: attack}}}
          more: {extends: truce, in_force: {from: 2016-05-06 01:00, for: 48h}}
        """,
    ),
    "extension-leaves-out": Example(
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce:
            in_force: {from: 2016-05-04 01:00, for: 48h}
            prohibit: {attacks: {when: {kind: attack}}}
          more: {extends: truce, where: valley, in_force: {from: 2016-05-06 01:00, for: 48h}}
        """,
        """
        instruments:
          truce:
            in_force: {from: 2016-05-04 01:00, for: 48h}
            prohibit: {attacks: {when: {kind: attack}}}
          more: {extends: truce, in_force: {from: 2016-05-06 01:00, for: 48h}}
        """,
    ),
    "question-changes-nothing": Example(
        """
        questions: {shelling: {ask: Is shelling a breach?, answers: {is: {}, is-not: {}}}}
        instruments:
          truce:
            prohibit:
              attacks: {when: {kind: attack}}
              shelling: {when: {kind: shelling}, if: {shelling: is}}
        """,
        """
        questions: {shelling: {ask: Is shelling a breach?, answers: {is: {}, is-not: {}}}}
        instruments:
          truce:
            prohibit:
              clashes: {when: {kind: clash}}
              shelling: {when: {kind: shelling}, if: {shelling: is}}
        """,
    ),
    "answers-alike": Example(
        """
        questions: {shelling: {ask: Is shelling a breach?, answers: {is: {}, grave: {}, no: {}}}}
        instruments:
          truce:
            prohibit:
              shelling: {when: {kind: shelling}, if: {shelling: is}}
              grave-shelling: {when: {kind: shelling}, if: {shelling: grave}, severity: grave}
        """,
        """
        questions: {shelling: {ask: Is shelling a breach?, answers: {is: {}, no: {}}}}
        instruments:
          truce:
            prohibit:
              shelling: {when: {kind: shelling}, if: {shelling: is}}
        """,
    ),
    "presumption-changes-nothing": Example(
        """
        presume: {response: none}
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
        """,
        """
        presume: {response: none}
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
            permit: {self-defence: {when: {response: immediate-threat}}}
        """,
    ),
    "presumption-hides-doubt": Example(
        """
        presume: {response: none}
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
            permit: {self-defence: {when: {response: immediate-threat}}}
        """,
        """
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}}}
            permit: {self-defence: {when: {response: immediate-threat}}}
        """,
    ),
    "impossible-never-met": Example(
        """
        impossible: [{kind: airstrike, not: {kind: attack}, because: Nobody has aircraft.}]
        """,
        """
        impossible: [{kind: airstrike, because: Nobody has aircraft.}]
        """,
    ),
    "pattern-never-met": Example(
        """
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}, severity: serious}}
        patterns:
          many: {threshold: {at_least: 3, within: 24h, severity: grave}}
        """,
        """
        instruments:
          truce:
            prohibit: {attacks: {when: {kind: attack}, severity: grave}}
        patterns:
          many: {threshold: {at_least: 3, within: 24h, severity: grave}}
        """,
    ),
    "unused-party": Example(
        """
        parties: {north: {}, south: {}}
        instruments:
          truce: {binds: north, prohibit: {attacks: {when: {kind: attack}}}}
        """,
        """
        parties: {north: {}, south: {}}
        instruments:
          truce: {binds: [north, south], prohibit: {attacks: {when: {kind: attack}}}}
        """,
    ),
    "unused-place": Example(
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce: {prohibit: {attacks: {when: {kind: attack}}}}
        """,
        """
        places: {valley: {circle: {lat: 34, lon: 36, km: 10}}}
        instruments:
          truce: {where: valley, prohibit: {attacks: {when: {kind: attack}}}}
        """,
    ),
    "unused-source": Example(
        """
        sources: {text: The truce of May}
        instruments:
          truce: {prohibit: {attacks: {when: {kind: attack}}}}
        """,
        """
        sources: {text: The truce of May}
        instruments:
          truce: {cite: text, prohibit: {attacks: {when: {kind: attack}, cite: text 1}}}
        """,
    ),
    "idle-alias": Example(
        """
        parties: {north: {name: Northern Army, also: [northern army, The North]}}
        """,
        """
        parties: {north: {name: Northern Army, also: [The North]}}
        """,
    ),
    "code-clash": Example(
        """
        parties:
          north: {codes: {ucdp: 118}}
          south: {codes: {acled: 118}}
        """,
        """
        parties:
          north: {codes: {ucdp: 118}}
          south: {codes: {acled: 119}}
        """,
    ),
    "units-alike": Example(
        """
        places: {valley: {admin1: Valley}, ford: {admin1: المخاضة}}
        instruments:
          truce: {where: [valley, ford], prohibit: {attacks: {when: {kind: attack}}}}
        """,
        """
        places: {valley: {admin1: Valley}, ford: {admin1: المخاضة, name: Ford}}
        instruments:
          truce: {where: [valley, ford], prohibit: {attacks: {when: {kind: attack}}}}
        """,
    ),
    "missing-citation": Example(
        """
        sources: {text: The truce of May}
        instruments:
          truce: {cite: text, prohibit: {attacks: {when: {kind: attack}}}}
        """,
        """
        sources: {text: The truce of May}
        instruments:
          truce: {cite: text, prohibit: {attacks: {when: {kind: attack}, cite: text 1}}}
        """,
    ),
    "stale-acceptance": Example(
        """
        instruments:
          truce: {prohibit: {attacks: {when: {kind: attack}}}}
        accept:
          - code: never-matches
            at: instruments.truce.prohibit.attacks
            reason: Kept as in the text.
        """,
        """
        instruments:
          truce: {prohibit: {attacks: {when: {kind: attack}}}}
        """,
    ),
    "not-worked-out": Example(
        "",
        "",
        shown=("(a rulebook with very many questions and parts that hang together)", "(fewer)"),
    ),
}
