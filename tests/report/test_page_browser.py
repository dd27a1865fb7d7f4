"""The page of a report in a browser: chosen, sorted, linked, read aloud, printed."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.report.content import Content, content_of
from ceasefire.report.page import write_page
from tests.report.reporting import ARABIC, HARM, event, hostile, many, valley

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
SEEDS = Path(__file__).parents[2] / "seeds"
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
TRUCE = ("2016-02-27", "2016-05-31")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"there is no browser at {CHROMIUM}")
    with playwright.sync_playwright() as play:
        yield play.chromium.launch(executable_path=str(CHROMIUM), args=list(OPTIONS))


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages from the disk; nothing may be asked for, and nothing complained of."""
    contexts = []
    told: list[str] = []

    def opener(path: Path, hash_: str = "", **options: Any) -> Page:  # noqa: ANN401
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: told.extend(others(request.url, path)))
        page.goto(path.as_uri() + hash_)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield opener
    for context in contexts:
        context.close()
    assert told == []


def others(url: str, path: Path) -> list[str]:
    return [] if url.partition("#")[0] == path.as_uri() else [url]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "seeds.html"
    write_page(content_of(ceasefire.load("syria-2016").findings(SEEDS / "article.jsonl")), path)
    return path


def ids(page: Page) -> list[str]:
    return page.locator("#rows th button").all_inner_texts()


def shows(page: Page, selector: str, count: int, text: str | None = None) -> None:
    """Wait until so many parts of the page are there."""
    from playwright.sync_api import expect  # noqa: PLC0415  (may be missing)

    expect(page.locator(selector, has_text=text)).to_have_count(count)


def violations(page: Page) -> list[str]:
    """Return what stands in the way of people who cannot see or point."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    found = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


@pytest.mark.slow
def test_events_are_chosen_and_the_address_says_so(
    opened: Callable[..., Page], seeds: Path
) -> None:
    page = opened(seeds)
    assert page.inner_text("#matches") == "All 13 events"
    assert len(ids(page)) == 13
    page.select_option("[name=verdict]", "excluded")
    assert ids(page) == ["S07", "S08", "S09"]
    assert page.inner_text("#matches") == "3 of 13 events"
    assert page.locator("#marks path.violating").count() == 0
    page.select_option("[name=place]", "Aleppo")
    assert ids(page) == ["S08"]
    again = opened(seeds, page.evaluate("location.hash"))
    assert ids(again) == ["S08"]
    assert again.input_value("[name=verdict]") == "excluded"
    page.click("#clear")
    assert len(ids(page)) == 13
    assert page.evaluate("location.hash") == "#events"


@pytest.mark.slow
def test_each_way_to_choose(opened: Callable[..., Page], seeds: Path) -> None:
    page = opened(seeds)
    for field, value, expected in (
        ("party", "Turkey", "S08"),
        ("settled", "yes", "S07 S08 S09"),
        ("possible", "covered", "S03"),
        ("from", "2016-05-05", "S04 S05 S06 S07 S08 S09 S10"),
        ("until", "2016-04-30", "S10"),
        ("text", "KAMUNA", "S05"),
        ("text", "s05 activists", "S05"),
        ("text", "Russia", "S01 S02 S03 S04 S05 S10 S11 S12 S13"),
        ("text", "suicide bombing", "S06"),
        ("text", "(reported", ""),
        ("text", "resolution", ""),
        ("text", "nothing like it", ""),
    ):
        box = page.locator(f"[name={field}]")
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
        shows(page, "#rows th", len(expected.split()))
        assert ids(page) == expected.split()
        page.click("#clear")
        shows(page, "#rows th", 13)


@pytest.mark.slow
def test_events_are_sorted_both_ways(opened: Callable[..., Page], seeds: Path) -> None:
    page = opened(seeds)
    page.click("thead button[value=verdict]")
    assert page.get_attribute("thead th[aria-sort]", "aria-sort") == "ascending"
    verdicts = page.locator("#rows .badge").all_inner_texts()
    order = ["violating", "covered", "excluded", "undetermined", "nothing to classify"]
    numbers = [order.index(re.sub(r"^\W+", "", text)) for text in verdicts]
    assert numbers == sorted(numbers)
    page.click("thead button[value=verdict]")
    assert page.get_attribute("thead th[aria-sort]", "aria-sort") == "descending"
    assert page.locator("#rows .badge").first.inner_text().endswith("nothing to classify")
    page.click("thead button[value=day]")
    assert ids(page)[0] == "S10"


@pytest.mark.slow
def test_a_link_opens_an_event(opened: Callable[..., Page], seeds: Path) -> None:
    page = opened(seeds, "#event-S05")
    full = page.inner_text("#full")
    assert "UNDETERMINED (possible: excluded or violating)" in full
    assert "Kamouna" in full
    assert "source: Security Council resolution 2254" in full
    assert "It is no legal finding." in full
    assert page.locator("#rows button[aria-expanded=true]").inner_text() == "S05"
    assert page.evaluate("document.activeElement.textContent") == "S05"
    assert page.locator("#full").is_visible()
    page.select_option("[name=verdict]", "covered")
    page.goto(seeds.as_uri() + "#event-S01")
    shows(page, "#rows [aria-expanded=true]", 1, "S01")
    page.locator("#undetermined a", has_text="S12").first.click()
    shows(page, "#rows [aria-expanded=true]", 1, "S12")


@pytest.mark.slow
def test_events_of_one_id_have_addresses_of_their_own(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "twice.html"
    book = valley(tmp_path)
    events = [event("a", actor=actor) for actor in ("raiders", "north", "raiders")]
    write_page(content_of(book.findings(events)), path)
    page = opened(path)
    page.locator("#rows th button").nth(1).click()
    assert page.evaluate("location.hash") == "#event-a?number=2"
    assert "VIOLATING" in page.inner_text("#full")
    again = opened(path, "#event-a?number=2")
    assert again.locator("#rows [aria-expanded]").nth(1).get_attribute("aria-expanded") == "true"
    first = opened(path, "#event-a")
    assert "EXCLUDED" in first.inner_text("#full")
    links = first.locator("#excluded a").evaluate_all("all => all.map((each) => each.hash)")
    assert links == ["#event-a", "#event-a?number=3"]
    none = opened(path, "#event-b")
    assert none.inner_text("#matches") == "There is no event b in this report."


@pytest.mark.slow
def test_that_there_was_no_incident_is_among_what_is_possible(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "accident.html"
    denied = event("a", target="south", alternatives=[{"kind": "accident", "said_by": "North"}])
    write_page(content_of(valley(tmp_path).findings([denied])), path)
    page = opened(path)
    assert page.inner_text("#rows .may") == "possible: violating, no incident"


@pytest.mark.slow
def test_keys_alone_suffice(opened: Callable[..., Page], seeds: Path) -> None:
    page = opened(seeds)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("[name=text]").focus()
    page.keyboard.type("S05")
    shows(page, "#rows th", 1)
    page.locator("#rows th button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#full").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "S05"
    assert page.evaluate("location.hash") == "#event-S05?text=S05"
    page.keyboard.press("Escape")
    assert page.locator("#full").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "S05"


@pytest.mark.slow
def test_a_finding_is_quoted_with_where_it_is_from(
    opened: Callable[..., Page], seeds: Path
) -> None:
    page = opened(seeds, "#event-S07", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as quotation").click()
    page.locator(".said", has_text="Copied.").wait_for()
    quoted = page.evaluate("navigator.clipboard.readText()")
    assert quoted.startswith("Event S07: EXCLUDED (settled")
    for part in ("Reported: rocket", "humanitarian law", "Rulebook syria-2016 (digest", "Feed art"):
        assert part in quoted
    assert quoted.endswith("It is no legal finding.")
    page.get_by_role("button", name="Copy link").click()
    page.locator(".said", has_text="Copied.").nth(1).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == seeds.as_uri() + "#event-S07"


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_nothing_stands_in_the_way(
    opened: Callable[..., Page], seeds: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    page = opened(seeds, "#event-S05", color_scheme=scheme, viewport=size)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert violations(page) == []


@pytest.mark.slow
def test_the_page_is_never_wider_than_its_window(opened: Callable[..., Page], seeds: Path) -> None:
    page = opened(seeds, "#event-S05")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for width in (320, 600, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_long_names_are_broken_and_tables_show_that_they_scroll(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "long.html"
    name = "Raqqa" * 35
    where = {"name": name, "admin1": name}
    events = [event(name, actor=name, target=[name, "south"], where=where, sources=[name])]
    write_page(content_of(valley(tmp_path).findings(events)), path)
    page = opened(path, viewport={"width": 1280, "height": 800})
    page.locator("#rows th button").click()
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    wider = "document.documentElement.scrollWidth"
    moving = (
        "[...document.querySelectorAll('.scroll')].filter((a) => a.scrollWidth > a.clientWidth)"
    )
    assert page.evaluate(wider) == 1280
    assert page.evaluate(f"{moving}.length") == 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(wider) == 390
    shadows = "each => getComputedStyle(each).backgroundAttachment"
    assert page.evaluate(f"{moving}.length") > 3
    assert page.locator(".scroll").first.evaluate(shadows) == "local, local, scroll, scroll"


def few(folder: Path, number: int) -> Content:
    """Return a report of one event or none."""
    found = valley(folder).findings([event("a")])
    return content_of(found if number else found.between(until=date(2010, 1, 1)), whole=found)


@pytest.mark.slow
def test_how_many_events_there_are_is_told_in_words(
    opened: Callable[..., Page], seeds: Path, tmp_path: Path
) -> None:
    page = opened(seeds)
    page.select_option("[name=verdict]", "covered")
    assert page.inner_text("#matches") == "No event is like that, of 13 in all."
    assert not page.locator(".pager").first.is_visible()
    path = tmp_path / "few.html"
    for number, told in enumerate(("There is no event in this report.", "1 event")):
        write_page(few(tmp_path, number), path)
        page = opened(path)
        assert page.inner_text("#matches") == told
        assert page.locator("#table").is_visible() is bool(number)
        assert violations(page) == []


@pytest.mark.slow
def test_the_reader_chooses_light_or_dark(opened: Callable[..., Page], seeds: Path) -> None:
    page = opened(seeds, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 28)"
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.get_attribute("#theme button[value=light]", "aria-pressed") == "true"
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="As the system").click()
    assert page.evaluate(ground) == "rgb(20, 24, 28)"
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ground')")
        == "#ffffff"
    )


@pytest.mark.slow
def test_paper_has_every_section_and_nothing_to_press(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "many.html"
    write_page(many(valley(tmp_path), 120), path)
    page = opened(path)
    assert page.locator("#rows tr").count() == 50
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#rows tr").count() == 120
    assert page.locator("details:not([open])").count() == 0
    assert not page.locator("thead button").first.is_visible()
    assert page.locator("#table thead th").first.inner_text() == "event"
    for hidden in ("#sieve", "nav", "#theme", ".pager >> nth=0"):
        assert not page.locator(hidden).is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#rows tr").count() == 50
    assert page.locator("details[open]").count() == 0
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") > 2


@pytest.mark.slow
def test_texts_that_mean_harm_are_shown(opened: Callable[..., Page], tmp_path: Path) -> None:
    path = tmp_path / "harm.html"
    write_page(hostile(tmp_path), path)
    page = opened(path, color_scheme="light")
    assert HARM.replace('"', "'") in page.title()
    assert page.locator("#rows th button").first.inner_text() == f"a/{HARM} ü?&#"
    page.locator("#rows th button").first.click()
    full = page.inner_text("#full")
    assert f"Paper {HARM}" in full
    assert page.locator("img, iframe, object").count() == 0
    assert page.locator("script").count() == 2
    assert page.locator("#full a").count() == 0
    again = opened(path, page.evaluate("location.hash"))
    assert again.locator("#full").is_visible()
    again.locator("#rows th button", has_text="web").click()
    link = again.locator("#full a")
    assert link.get_attribute("href") == "https://example.org/a?b=1&c=2"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert violations(again) == []


@pytest.mark.slow
def test_arabic_reads_from_right_to_left(opened: Callable[..., Page], tmp_path: Path) -> None:
    path = tmp_path / "arabic.html"
    write_page(hostile(tmp_path), path)
    page = opened(path)
    name = page.locator("#rows bdi", has_text=ARABIC).first
    assert name.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert name.get_attribute("lang") == "ar"
    page.fill("[name=text]", ARABIC)
    shows(page, "#rows th", 2)


@pytest.mark.slow
def test_without_scripts_the_figures_and_lists_are_there(
    opened: Callable[..., Page], seeds: Path
) -> None:
    page = opened(seeds, java_script_enabled=False)
    assert "needs JavaScript" in page.inner_text("#events noscript")
    for pressed in ("#theme", "#sieve", "#table"):
        assert not page.locator(pressed).is_visible()
    assert page.locator("#timeline svg").count() == 1
    assert page.locator("#marks path").count() > 5
    assert "Kamouna" in page.inner_text("#undetermined")
    assert "0 settled, 8 possible" in page.inner_text("#headline")


@pytest.mark.slow
def test_many_events_open_and_are_chosen_at_once(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "many.html"
    write_page(many(valley(tmp_path), 100_000), path)
    page = opened(path)
    assert page.inner_text("#matches") == "All 100000 events"
    page.select_option("[name=verdict]", "violating")
    assert page.locator("#rows tr").count() == 50
    page.locator(".pager button[value='1']").first.click()
    assert page.inner_text(".pager .where >> nth=0").startswith("51 to 100")
    page.select_option("[name=verdict]", "")
    page.fill("[name=text]", "e99999")
    shows(page, "#rows th", 1)
    page.goto(path.as_uri() + "#event-E77777")
    shows(page, "#rows [aria-expanded=true]", 1, "E77777")
    assert page.locator("#marks path").count() < 6000


@pytest.mark.slow
@pytest.mark.no_cover
def test_ged_is_small_and_quick(
    opened: Callable[..., Page], shared_data: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "ged.csv"
    with (
        (shared_data / "ged_syria_2016_2019.csv").open(encoding="utf-8", newline="") as source,
        feed.open("w", encoding="utf-8", newline="") as target,
    ):
        rows = csv.DictReader(source)
        writer = csv.DictWriter(target, list(rows.fieldnames or ()))
        writer.writeheader()
        writer.writerows(row for row in rows if TRUCE[0] <= row["date_start"][:10] <= TRUCE[1])
    path = tmp_path / "ged.html"
    found = ceasefire.load("syria-2016").findings(feed, format="ucdp-ged")
    write_page(content_of(found), path)
    assert path.stat().st_size < 5_000_000
    page = opened(path)
    assert page.inner_text("#matches") == "All 1381 events"
    taken = []
    for name in ("violating", "covered", "excluded", "undetermined", ""):
        page.select_option("[name=verdict]", name)
        taken.append(float(page.evaluate("document.documentElement.dataset.took")))
    assert min(taken) < 100
    assert violations(page) == []
