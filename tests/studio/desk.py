"""A studio in this process, and what a page of it would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.testclient import TestClient

from ceasefire.studio.bench import Kit
from ceasefire.studio.papers import opened
from ceasefire.studio.server import Studio

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response

    from ceasefire.studio.bench import Bench, FeedSource

TOKEN: Final = "a-token"  # noqa: S105  (it opens nothing)
PORT: Final = 4321
ORIGIN: Final = f"http://127.0.0.1:{PORT}"

VALLEY: Final = """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army, raiders: The Raiders}
sources: {text: {title: Text of the truce, date: 2016-05-03, url: "https://example.org/text"}}
questions:
  raids:
    ask: Are raids attacks?
    answers: {"yes": {held_by: the south}, "no": {held_by: the north}}
readings:
  open: {}
  southern: {title: As the south reads it, answers: {raids: "yes"}}
  northern: {answers: {raids: "no"}, credit: [The North]}
default_reading: open
instruments:
  truce:
    title: The truce
    announced: 2016-05-03
    in_force: {from: 2016-05-04 00:00, for: 48h}
    binds: [north, south]
    cite: text
    prohibit:
      attacks: {when: {kind: attack}, if: {raids: "yes"}, severity: serious}
"""

EVENT: Final = '{"id": "V1", "kind": "shelling", "when": "2016-05-04", "actor": "north"}'


class Desk:
    """A studio that answers here, without a process of its own."""

    def __init__(self, rules: str | None, feed: FeedSource | None = None) -> None:
        self.papers = opened(rules)
        self.kit = Kit(tuple((each.name, each.folder) for each in self.papers.papers), feed)
        self.bench: Bench = self.kit()
        self.studio = Studio(self.papers, self.kit, self.ask, self.ask, event=rules is None)
        self.client = TestClient(self.studio.app(TOKEN, PORT), base_url=ORIGIN)

    def ask(self, task: str, asked: Any, limit: float) -> dict[str, Any]:  # noqa: ANN401
        assert limit > 0
        return self.bench.answer(task, asked)

    @property
    def texts(self) -> list[str]:
        return [paper.text for paper in self.papers.papers]

    def post(self, task: str, **asked: Any) -> Response:  # noqa: ANN401
        return self.client.post(f"/{TOKEN}/{task}", json=asked, headers={"Origin": ORIGIN})

    def look(self, text: str | None = None, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
        texts = self.texts if text is None else [text]
        answer = self.post("look", texts=texts, **asked)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def valley(folder: Path, text: str = VALLEY) -> Path:
    """Write a rule file, and return where it is."""
    place = folder / "valley.yaml"
    place.write_text(text, encoding="utf-8")
    return place
