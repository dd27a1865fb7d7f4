"""clipspy: one CLIPS rule for each rule, each noting its number when it fires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peers.decision import Tally
from peers.expressions import In, conjunctions
from peers.task import key_of

if TYPE_CHECKING:
    from peers.expressions import Literal
    from peers.task import Run, Task

NAME = "CLIPS (clipspy)"
NEEDS = {"clips": "clipspy", "pyarrow": "pyarrow"}
WHOLE = False
DOUBTS = False


def prepare(task: Task) -> Run:
    """Return what asserts each event, lets rules fire, and takes it back."""
    import clips  # noqa: PLC0415  (only in its own process)

    decision = task.decision
    environment = clips.Environment()
    fired: list[int] = []
    environment.define_function(fired.append, name="fired")
    slots = " ".join(f"(slot {key_of(name)})" for name in decision.types)
    environment.build(f"(deftemplate event {slots})")
    for number, rule in enumerate(decision.rules):
        for place, term in enumerate(conjunctions(rule.when)):
            name = f"rule-{number}-{place}"
            environment.build(f"(defrule {name} (event {pattern(term)}) => (fired {number}))")
    template = environment.find_template("event")
    tally = Tally(decision)
    texts = [key_of(name) for name, kind in decision.types.items() if kind in {"text", "flag"}]

    def verdict(record: dict[str, Any]) -> str:
        fired.clear()
        for name in texts:
            record[name] = clips.Symbol(symbol(record[name]))
        fact = template.assert_fact(**record)
        environment.run()
        fact.retract()
        return tally.verdict(fired)

    return task.each(verdict)


def symbol(value: str | bool) -> str:  # noqa: FBT001  (a value of a column)
    """Return a value as the name of a symbol, which has no spaces."""
    return str(value).replace(" ", "_")


def pattern(term: tuple[Literal, ...]) -> str:
    """Return a conjunction of tests as the slots of one pattern."""
    slots: dict[str, list[str]] = {}
    for holds, test in term:
        name = key_of(test.column)
        if isinstance(test, In):
            names = [symbol(value) for value in test.values]
            written = ["|".join(names)] if holds else [f"~{each}" for each in names]
        else:
            written = [] if test.low is None else [f":(>= ?{name} {test.low})"]
            written += [] if test.high is None else [f":(< ?{name} {test.high})"]
        slots.setdefault(name, []).extend(written)
    return " ".join(f"({name} ?{name}&{'&'.join(part)})" for name, part in sorted(slots.items()))
