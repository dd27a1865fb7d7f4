"""The page of a report as a file: what is in it, and that nothing in it acts."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.report.bands import Outline
from ceasefire.report.content import Content, content_of
from ceasefire.report.page import assets, page, write_page, writing
from ceasefire.report.page.atlas import SPOTS, atlas
from ceasefire.report.page.encoding import NO_INCIDENT, PACKED_FROM, Columns, blocks_of, carried
from ceasefire.report.palette import LOOKS, ORDER
from tests.report.reporting import ARABIC, HARM, hostile, many, valley

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEDS = Path(__file__).parents[2] / "seeds"


class Reader(HTMLParser):
    """Reads the elements of a page with their attributes, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Mapping[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag = self.elements[-1][0] if self.elements else ""
        if tag in {"script", "style"}:
            self.inside.append((tag, data))
        else:
            self.texts.append(data)

    def of(self, tag: str) -> list[Mapping[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def carried(self) -> dict[str, Any]:
        types = [each.get("type") for each in self.of("script")]
        text = "".join(data for tag, data in self.inside if tag == "script")
        if types[0] == "application/json":
            found: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
            return found
        packed, _, _ = text.partition("// ")
        unpacked: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed)))
        return unpacked


@pytest.fixture(scope="module")
def seeds() -> Content:
    book = ceasefire.load("syria-2016")
    return content_of(book.findings(SEEDS / "article.jsonl"))


@pytest.fixture(scope="module")
def written(seeds: Content) -> str:
    return page(seeds)


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return hostile(tmp_path_factory.mktemp("harm"))


def told(data: Mapping[str, Any], number: int) -> list[str]:
    """Return the explanation of an event as the page puts it together again."""
    head, why, *sections = data["explanations"][data["columns"]["explanation"][number]]
    found = [data["texts"][head], data["texts"][why]]
    for title, *pairs in (data["sections"][section] for section in sections):
        found += ["", data["texts"][title]]
        for depth, text in zip(pairs[::2], pairs[1::2], strict=True):
            dash = "- " if depth == 2 else ""
            found.append(f"{' ' * depth}{dash}{data['texts'][text]}")
    return found


def test_every_event_is_carried_with_all_that_is_told_of_it(seeds: Content, written: str) -> None:
    data = Reader(written).carried()
    columns = data["columns"]
    assert columns["id"] == [entry.id for entry in seeds.entries]
    for number, entry in enumerate(seeds.entries):
        head, *lines = told(data, number)
        assert head == entry.headline
        assert lines[: len(entry.explanation)] == list(entry.explanation)
        reported = "; ".join(data["texts"][code] for code in columns["reported"][number])
        assert reported == entry.reported
        said = tuple(data["texts"][code] for code in columns["said"][number])
        assert said == entry.said
        sources = [tuple(data["cites"][code]) for code in columns["sources"][number]]
        assert sources == [tuple(each) for each in entry.sources]
        assert ORDER[columns["verdict"][number]] == entry.verdict
        possible = {
            name for bit, name in enumerate(ORDER) if columns["possible"][number] >> bit & 1
        }
        assert possible == set(entry.possible)
        assert bool(columns["possible"][number] & NO_INCIDENT) == entry.no_incident
        assert columns["settled"][number] == entry.settled
        actors = data["sets"]["actor"][columns["actor"][number]]
        assert tuple(data["lists"]["actor"][code] for code in actors) == entry.actors
        first = date.fromisoformat(data["base"]).toordinal() + columns["first"][number]
        assert entry.first == (date.fromordinal(first) if columns["first"][number] >= 0 else None)


def test_what_would_settle_an_event_and_its_readings_are_told(seeds: Content, written: str) -> None:
    data = Reader(written).carried()
    number = next(n for n, entry in enumerate(seeds.entries) if entry.id == "S05")
    lines = told(data, number)
    at = lines.index(seeds.words("page.settle_title"))
    assert lines[at + 1].startswith("  - Settles it: who acted: ")
    assert any(line.startswith("  - moscow: ") for line in lines)


def test_the_figures_stand_in_the_page_itself(seeds: Content, written: str) -> None:
    text = re.sub(r"\s+", " ", " ".join(Reader(written).texts))
    head = seeds.headline
    for name, spread in head.verdicts.items():
        bounds = seeds.words("headline.bounds", low=spread.low, high=spread.high)
        assert re.search(rf"{name} {spread.stated} {bounds}", text)
    for part in (*seeds.words.below("caution").values(), seeds.method.source):
        assert part in text
    for _, value in seeds.method.facts:
        assert value in text
    assert {*re.findall(r'href="#event-(S\d+)"', written)} >= {
        seeds.entries[number].id for number in (*seeds.undetermined, *seeds.excluded)
    }


def test_readings_are_told_with_what_they_turn_on_and_what_was_left(seeds: Content) -> None:
    some = replace(seeds)
    some.__dict__.update(seeds.__dict__ | {"sides": seeds.sides._replace(left=2)})
    text = re.sub(r"\s+", " ", " ".join(Reader(page(some)).texts))
    assert seeds.words("readings.left", count=2) in text
    names, count = seeds.sides.turning[0]
    assert f"{seeds.words('readings.together').join(names)} {count} " in text
    for side in seeds.sides.rows:
        assert f"{side.title} [ {side.reading} ]" in text


def test_nothing_but_the_page_is_allowed_and_nothing_else_is_asked_for(written: str) -> None:
    found = Reader(written)
    (policy,) = (each for each in found.of("meta") if "http-equiv" in each)
    allowed = str(policy["content"])
    assert allowed.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in allowed
    for text in (assets.script(), assets.style()):
        assert assets.digest(text) in allowed
        assert f">{text}</" in written
    addresses = {
        value
        for _, attributes in found.elements
        for name, value in attributes.items()
        if name in {"src", "href", "action", "data", "poster", "srcset"}
    }
    assert all(str(address).startswith("#") for address in addresses)
    assert not any(
        name.startswith("on") or name == "style" for _, a in found.elements for name in a
    )
    assert sha256(assets.script().encode()).digest() == base64.b64decode(
        assets.digest(assets.script()).removeprefix("sha256-")
    )


def test_texts_of_others_are_texts(harmful: Content) -> None:
    found = Reader(page(harmful))
    assert [each.get("type") for each in found.of("script")] == ["application/json", "module"]
    assert found.of("img") == []
    assert all(str(each["href"]).startswith("#") for each in found.of("a"))
    texts = " ".join(found.texts)
    assert f"North {HARM}".replace('"', "'") in texts
    assert ARABIC in texts
    data = found.carried()
    assert data["columns"]["id"][0] == f"a/{HARM} ü?&#"
    assert ["https://example.org/a?b=1&c=2"] * 2 in data["cites"]
    assert [HARM, ""] in data["cites"]


def test_ids_stand_once(written: str) -> None:
    ids = [
        str(attributes["id"]) for _, attributes in Reader(written).elements if "id" in attributes
    ]
    assert sorted(ids) == sorted(set(ids))


def test_the_modules_of_the_script_share_no_names() -> None:
    names = re.findall(
        r"^(?:async )?(?:function\*?|class|const|let) (\w+)", assets.script(), re.MULTILINE
    )
    assert sorted(names) == sorted(set(names))
    assert not re.search(r"^(?:import|export) ", assets.script(), re.MULTILINE)
    assert "</" not in assets.script() + assets.style()
    for used in ("innerHTML", "outerHTML", "insertAdjacent", "eval(", "fetch(", "document.write"):
        assert used not in assets.script()


def test_both_themes_have_each_colour() -> None:
    style = assets.style()
    for each in LOOKS.values():
        assert f"--{each.slug}: {each.light};" in style
        assert style.count(f"--{each.slug}: {each.dark};") == 2


def test_data_cannot_end_their_element() -> None:
    text, kind = carried({"a": "</script><!--&\u2028\u2029"})
    assert kind == "application/json"
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"a": "</script><!--&\u2028\u2029"}
    text, kind = carried("é" * PACKED_FROM)
    assert kind == "application/gzip;base64"
    assert json.loads(gzip.decompress(base64.b64decode(text))) == "é" * PACKED_FROM


def test_blocks_are_parted_by_empty_lines() -> None:
    assert blocks_of(["a", "", "b", "c", ""]) == [["a"], ["b", "c"]]
    assert blocks_of([]) == [[]]


def test_a_report_without_events_is_a_page(tmp_path: Path) -> None:
    found = valley(tmp_path).findings([{"id": "a", "kind": "shelling", "when": "2016-05-04"}])
    text = page(content_of(found.between(until=date(2010, 1, 1)), whole=found))
    data = Reader(text).carried()
    assert data["columns"] == Columns(None).columns
    assert data["base"] is None


def test_a_report_of_some_days_says_what_it_counts(tmp_path: Path) -> None:
    days = [f"2016-05-{day:02d}" for day in range(1, 9)]
    events = [{"id": day, "kind": "shelling", "when": day, "actor": "north"} for day in days]
    found = valley(tmp_path).findings([*events[:2], *events[6:]])
    whole = content_of(found)
    text = page(whole)
    assert whole.words("counting.narrowed") not in text
    assert whole.words("counting.empty_periods", count=4) in text
    some = content_of(found.between(date(2016, 5, 7), date(2016, 5, 8)), whole=found)
    text = page(some)
    assert some.words("counting.narrowed") in text
    assert "before: 2016-05-05 to 2016-05-06" in text


def test_much_alike_is_carried_in_little(tmp_path: Path) -> None:
    text = page(many(valley(tmp_path), 20_000))
    assert len(text) < 600_000
    found = Reader(text)
    assert found.carried()["columns"]["id"][-1] == "E19999"
    listed = [each for each in found.of("a") if str(each["href"]).startswith("#event-")]
    assert 1000 <= len(listed) < 5000
    assert re.search(r"… and \d+ more", " ".join(found.texts))


def test_a_map_holds_what_lies_near_its_outlines() -> None:
    square = Outline(
        "a", "A", (((36.0, 33.0), (38.0, 33.0), (38.0, 35.0), (36.0, 35.0), (36.0, 33.0)),)
    )
    found = atlas([square], [(37.0, 34.0), (0.0, 0.0), (37.0001, 34.0)], {"a"}, set())
    assert found is not None
    assert found.numbers == (0, -1, 0)
    x, y = found.spots[0]
    assert (round(x), round(y)) == (430, round(found.height / 2))
    assert found.outlines[0].at == pytest.approx((x, y), abs=0.2)
    assert atlas([square], [(0.0, 0.0)], set(), set()) is None
    assert atlas([], [], set(), set()) is None
    alone = atlas([], [(5.0, 5.0)], set(), set())
    assert alone is not None
    assert len(alone.spots) == 1


def test_many_spots_are_gathered() -> None:
    points = [(36 + x / 100, 33 + y / 100) for x in range(90) for y in range(90)]
    found = atlas([], points, set(), set())
    assert found is not None
    assert 100 < len(found.spots) <= SPOTS
    assert set(found.numbers) == set(range(len(found.spots)))


def test_positions_are_as_coarse_as_the_content_has_them() -> None:
    book = ceasefire.load("syria-2016")
    found = content_of(book.findings(SEEDS / "article.jsonl"), coarsen=0, no_sources=True)
    text = page(found)
    data = Reader(text).carried()
    assert data["cites"] == []
    assert found.words("method.coarsened", count=0) in text
    assert found.words("method.no_sources") in text


def test_a_file_or_a_stream_is_written(tmp_path: Path, seeds: Content, written: str) -> None:
    write_page(seeds, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == written
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    stream = io.BytesIO()
    write_page(seeds, stream)
    assert stream.getvalue().decode() == written
    with pytest.raises(UsageError, match="there is no folder"):
        write_page(seeds, tmp_path / "nowhere" / "report.html")


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, seeds: Content) -> None:
    writing.environment.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match="Jinja2"):
        page(seeds)
