"""The page in a browser: what is typed on one side is told on the other."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from ceasefire.studio import server
from ceasefire.studio.bench import FeedSource
from tests.studio.desk import TOKEN, VALLEY, Desk, valley

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SEEDS = Path(__file__).parents[2] / "seeds"
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin no further process for every page; what is odd is tested with the answers."""

    async def examined(_: object) -> list[object]:
        return []

    monkeypatch.setattr(server, "examined", examined)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as play:
        yield play.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))


class Served:
    """A studio that a browser can reach, and what its page did."""

    def __init__(self, browser: Browser, desk: Desk, **context: Any) -> None:  # noqa: ANN401
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        port = self.socket.getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.config = uvicorn.Config(
            desk.studio.app(TOKEN, port), log_level="critical", lifespan="off", ws="none"
        )
        self.server = uvicorn.Server(self.config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(30_000)
        self.page.goto(f"{self.origin}/{TOKEN}/")
        self.page.wait_for_selector("#verdict .badge")

    def end(self) -> None:
        self.context.close()
        self.server.should_exit = True
        self.thread.join()
        self.socket.close()


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    found = Served(browser, Desk(str(valley(tmp_path))))
    yield found
    found.end()
    assert found.complaints == []
    assert all(url.startswith((found.origin, "data:", "blob:")) for url in found.asked)


def type_at(page: Page, line: str, text: str) -> None:
    """Type at the end of a line of the rule file."""
    page.locator(".cm-line", has_text=line).first.click()
    page.keyboard.press("End")
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def shows(page: Page, selector: str, text: str) -> None:
    """Wait until a part of the page shows a text."""
    page.locator(selector, has_text=text).wait_for()


def violations(page: Page) -> list[str]:
    """Return what stands in the way of people who cannot see or point."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    found = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


@pytest.mark.slow
def test_a_mistake_is_told_and_its_mending_too(served: Served) -> None:
    page = served.page
    type_at(page, "timezone", "/Homs")
    page.wait_for_selector("#problems button")
    assert "Asia/Damascus/Homs" in page.inner_text("#problems")
    assert page.inner_text("#state") == "1 problem"
    assert page.locator(".cm-lintRange-error, .cm-lint-marker-error").count()
    page.wait_for_selector("#verdict .waiting")
    assert not page.locator("#explanation h3").first.is_visible()
    page.locator("#problems button").click()
    for _ in range(5):
        page.keyboard.press("Control+z")
    page.wait_for_selector("#verdict .badge")
    assert page.locator("#problems").is_hidden()


@pytest.mark.slow
def test_a_reading_a_date_and_a_fact_change_the_finding(served: Served) -> None:
    page = served.page
    actor = page.get_by_role("combobox", name="Who acted", exact=True)
    actor.fill("north")
    shows(page, "#verdict", "covered")
    assert page.inner_text("#verdict .badge.large") == "undetermined"
    page.get_by_role("radio", name="southern").check()
    page.wait_for_selector("#verdict .badge.large.violating")
    page.get_by_role("radio", name="northern").check()
    page.wait_for_selector("#verdict .badge.large.covered")
    page.get_by_label("also what is possible").check()
    shows(page, "#verdict", "any reading")
    page.get_by_label("As known at the end of").fill("2016-05-02")
    shows(page, "#explanation", "leaving")
    page.get_by_label("As known at the end of").fill("soon")
    shows(page, "#as-of-note", "soon")
    page.get_by_role("button", name="Now", exact=True).click()
    page.wait_for_selector("#verdict .badge.large.covered")


LATE = """() => {
  const real = window.fetch;
  window.fetch = async (...all) => {
    const found = await real(...all);
    await new Promise((go) => setTimeout(go, 500));
    return found;
  };
}"""


@pytest.mark.slow
def test_what_is_chosen_before_an_answer_comes_stands(served: Served) -> None:
    page = served.page
    page.get_by_role("combobox", name="Who acted", exact=True).fill("north")
    shows(page, "#verdict", "covered")
    page.evaluate(LATE)
    page.get_by_role("radio", name="southern").check()
    page.get_by_role("radio", name="northern").check()
    page.wait_for_selector("#verdict .badge.large.covered")
    assert page.get_by_role("radio", name="northern").is_checked()


@pytest.mark.slow
def test_form_and_json_are_in_step(served: Served) -> None:
    page = served.page
    page.get_by_label("Who acted: how it is known").select_option("one_of")
    for name in ("north", "raiders"):
        box = page.get_by_role("combobox", name="Who acted: add")
        box.fill(name)
        box.press("Enter")
    page.get_by_label("People killed: at least").fill("2")
    page.locator(".more summary").click()
    page.get_by_label("Whether it was intended", exact=True).last.select_option("no")
    page.get_by_role("tab", name="JSON").click()
    content = page.locator("#json .cm-content")
    text = content.inner_text().replace("\n", "")
    assert text.count('"raiders"') == 1
    for part in ('"one_of":', '"raiders"', "null", '"intended": false'):
        assert part in text
    content.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(
        '{"id": "J1", "kind": "clash", "when": "2016-05-05", "actor": {"not": "north"}}'
    )
    shows(page, "#verdict", "clash")
    page.get_by_role("tab", name="Form").click()
    assert page.get_by_label("Id", exact=True).input_value() == "J1"
    assert page.get_by_label("Who acted: how it is known").input_value() == "not"
    assert page.get_by_role("button", name="Remove Northern Army").is_visible()


@pytest.mark.slow
def test_names_are_offered_and_explained(served: Served) -> None:
    page = served.page
    page.locator(".cm-line", has_text="binds:").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(", rai", delay=20)
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=The Raiders")
    page.wait_for_timeout(200)  # nothing is taken that came up under a finger on its way
    page.keyboard.press("Enter")
    shows(page, "#editor", "south, raiders]")
    explained = page.locator(".explained", has_text="The Raiders")
    for _ in range(20):
        # What is told of the new text puts an end to hovering.
        page.mouse.move(0, 0)
        page.locator(".cm-line span", has_text="raiders").last.hover()
        page.wait_for_timeout(700)
        if explained.is_visible():
            break
    assert explained.is_visible()


@pytest.mark.slow
def test_the_timeline_moves_by_keys(served: Served) -> None:
    page = served.page
    page.wait_for_selector("#drawing .sure")
    whole = page.inner_text("#span-told")
    page.locator("#drawing").focus()
    page.keyboard.press("+")
    page.locator("#span-told", has_not_text=whole).wait_for()
    page.keyboard.press("Home")
    shows(page, "#span-told", whole)
    page.locator(".as-table summary").click()
    assert "2016-05-04 to 2016-05-05" in page.inner_text("#timeline-table")


@pytest.mark.slow
def test_saving_writes_the_file(served: Served, tmp_path: Path) -> None:
    page = served.page
    assert page.get_by_role("button", name="Save").is_disabled()
    type_at(page, "title: Truce", " of ours")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#save:disabled")
    text = (tmp_path / "valley.yaml").read_text(encoding="utf-8")
    assert text == VALLEY.replace("Truce in the valley", "Truce in the valley of ours")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_it(browser: Browser, tmp_path: Path, scheme: str, width: int) -> None:
    served = Served(
        browser,
        Desk(str(valley(tmp_path))),
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page = served.page
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    type_at(page, "timezone", "/Homs")
    page.wait_for_selector("#problems button")
    page.get_by_role("tab", name="JSON").click()
    page.locator(".as-table summary").click()
    assert violations(page) == []
    assert served.complaints == []
    served.end()


@pytest.mark.slow
def test_a_feed_is_shown_and_a_row_can_be_chosen(browser: Browser, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    lines = [
        f'{{"id": "R{n}", "kind": "shelling", "when": "2016-05-0{n}", "actor": "north"}}'
        for n in range(3, 8)
    ]
    feed.write_text("\n".join([*lines, "<img src=x onerror=alert(1)>"]), encoding="utf-8")
    served = Served(browser, Desk(str(valley(tmp_path)), FeedSource(str(feed))))
    page = served.page
    shows(page, ".counts", "6 rows")
    assert "excluded 3" in page.inner_text(".counts")
    page.get_by_role("button", name="R4").click()
    shows(page, "#row-note", "row 2 of the feed")
    page.wait_for_selector("#verdict .badge.large.undetermined")
    page.get_by_role("radio", name="southern").check()
    shows(page, ".counts", "violating 2")
    page.get_by_label("Show rows with").fill("r5")
    assert page.locator("#feed tbody tr:visible").count() == 1
    assert violations(page) == []
    page.get_by_role("tab", name="Form").click()
    assert page.get_by_label("Id", exact=True).input_value() == "R4"
    assert served.complaints == []
    served.end()
