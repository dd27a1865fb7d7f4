"""A process that answers, that is ended when it takes too long, and begun again."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import Any

import pytest

from ceasefire.errors import EventError, Problem, UsageError
from ceasefire.studio.worker import TooLongError, Worker, answered, serve


class Clerk:
    """Answers what a test asks."""

    def answer(self, task: str, asked: Any) -> dict[str, Any]:  # noqa: ANN401
        match task:
            case "sleep":
                time.sleep(asked)
            case "wrong":
                raise UsageError(asked)
            case "event":
                raise EventError([Problem("event", 0, 0, "bad", asked)])
            case "end":
                os._exit(1)
            case "deep":
                return self.answer(task, asked)
            case "full":
                raise MemoryError
        return {"asked": asked, "process": os.getpid()}


def test_questions_are_answered_until_one_takes_too_long() -> None:
    worker = Worker(Clerk)
    try:
        worker.begin()
        first = worker.ask("say", 1, 30)
        assert first["asked"] == 1
        assert first["process"] != os.getpid()
        assert worker.ask("say", 2, 30)["process"] == first["process"]
        with pytest.raises(UsageError, match="no such reading"):
            worker.ask("wrong", "no such reading", 30)
        with pytest.raises(TooLongError, match=r"more than 0\.05 seconds"):
            worker.ask("sleep", 60, 0.05)
        again = worker.ask("say", 3, 30)
        assert again["process"] != first["process"]
        with pytest.raises(TooLongError, match="has ended"):
            worker.ask("end", 0, 30)
    finally:
        worker.stop()
        worker.stop()


def test_errors_of_every_kind_are_told() -> None:
    clerk = Clerk()
    error, answer = answered(clerk, "event", "x")
    assert isinstance(error, EventError)
    assert answer is None
    for task in ("deep", "full"):
        error, answer = answered(clerk, task, "x")
        assert "too large" in str(error)


class Ended:
    """A pipe at whose other end nobody is, after some questions."""

    def __init__(self, questions: list[Any]) -> None:
        self.questions = questions
        self.sent: list[Any] = []

    def recv(self) -> Any:  # noqa: ANN401
        if not self.questions:
            raise EOFError
        return self.questions.pop(0)

    def send(self, answer: Any) -> None:  # noqa: ANN401
        self.sent.append(answer)


def test_it_ends_with_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)
    pipe = Ended([("say", 1)])
    serve(pipe, partial(Clerk))  # type: ignore[arg-type]
    assert pipe.sent[0] is None
    assert pipe.sent[1][1]["asked"] == 1
