"""Nothing but the page of a studio gets an answer from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ceasefire.studio import guard
from tests.studio.desk import ORIGIN, PORT, TOKEN, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(None)


@pytest.mark.parametrize(
    "path", ["/", f"/{TOKEN}", "/a-toke/", f"/{TOKEN}x/", "//", f"/x/{TOKEN}/", "/%ff%fe/", "/ä/"]
)
def test_an_address_without_the_token_is_refused(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 403
    assert "content-security-policy" in answer.headers


def test_the_page_has_a_policy_without_inline_scripts(desk: Desk) -> None:
    answer = desk.client.get(f"/{TOKEN}/")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'content="{nonce}"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert nonce not in desk.client.get(f"/{TOKEN}/").text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (f"127.0.0.1:{PORT}", 200),
        (f"localhost:{PORT}", 200),
        ("127.0.0.1", 403),
        (f"127.0.0.1:{PORT + 1}", 403),
        (f"rebound.example:{PORT}", 403),
        ("", 403),
    ],
)
def test_only_names_of_this_machine_are_answered(desk: Desk, host: str, status: int) -> None:
    assert desk.client.get(f"/{TOKEN}/start", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (ORIGIN, 200),
        ("https://example.org", 403),
        (f"http://localhost:{PORT}", 403),
        (f"http://127.0.0.1:{PORT + 1}", 403),
        ("null", 403),
    ],
)
def test_only_the_page_itself_may_ask(desk: Desk, origin: str, status: int) -> None:
    asked = {"texts": desk.texts}
    answer = desk.client.post(f"/{TOKEN}/look", json=asked, headers={"Origin": origin})
    assert answer.status_code == status


def test_a_question_that_does_not_say_whence_it_comes_is_refused(desk: Desk) -> None:
    answer = desk.client.post(f"/{TOKEN}/look", json={"texts": desk.texts})
    assert answer.status_code == 403


def test_another_page_cannot_read_the_files(desk: Desk) -> None:
    headers = {"Origin": "https://example.org"}
    assert desk.client.get(f"/{TOKEN}/start", headers=headers).status_code == 403


def test_websockets_are_refused(desk: Desk) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        desk.client.websocket_connect(f"/{TOKEN}/look", headers={"Origin": ORIGIN}),
    ):
        pass


def test_a_large_question_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_BODY", 1000)
    assert desk.post("look", texts=["x" * 2000]).status_code == 413


def test_a_question_that_turns_out_large_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_BODY", 1000)

    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 400] * 4

    answer = desk.client.post(
        f"/{TOKEN}/look", content=pieces(), headers={"Origin": ORIGIN, "Content-Length": "1"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "much", "9" * 30])
def test_a_size_that_is_none_is_refused(desk: Desk, length: str) -> None:
    headers = {"Origin": ORIGIN, "Content-Length": length}
    answer = desk.client.post(f"/{TOKEN}/look", content=b"{}", headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["../server.py", "%2e%2e%2fserver.py", "nothing.js", "index.html"])
def test_only_parts_of_the_page_are_given_out(desk: Desk, name: str) -> None:
    assert desk.client.get(f"/{TOKEN}/assets/{name}").status_code == 404


def test_all_parts_of_the_page_are_given_out(desk: Desk) -> None:
    page = desk.client.get(f"/{TOKEN}/").text
    names = [part.partition('"')[0] for part in page.split('"assets/')[1:]]
    assert "studio.js" in names
    for name in (*names, "codemirror.min.js", "codemirror.LICENSES.txt"):
        assert desk.client.get(f"/{TOKEN}/assets/{name}").status_code == 200


def test_it_begins_and_ends() -> None:
    ended = []
    desk = Desk(None)
    with TestClient(desk.studio.app(TOKEN, PORT, lambda: ended.append(True)), base_url=ORIGIN):
        assert not ended
    assert ended
