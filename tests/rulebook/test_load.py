"""Rulebooks by name, file, folder and text; every problem at once; the digest."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ceasefire.errors import RulebookError
from ceasefire.rulebook import load as loading
from ceasefire.rulebook.digest import canonical, digest
from ceasefire.rulebook.load import bundled, check, check_text, load, load_text
from tests.rulebook.helpers import HEAD, book, problems

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {
    "a.yaml": "parties:\n  isis: {}\nimpossible: [{kind: clash, actor: isis}]\n",
    "b.yaml": HEAD + "title: Two parts\nparties:\n  nusra: {}\nimpossible: [{kind: ied}]\n",
    "notes.txt": "not a rule file",
}


def folder(path: Path, **parts: str) -> Path:
    for name, text in {**PARTS, **parts}.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_one_rulebook(tmp_path: Path) -> None:
    found = load(folder(tmp_path))
    assert (found.id, found.title, found.timezone) == ("example", "Two parts", "Asia/Damascus")
    assert list(found.parties) == ["civilians", "isis", "nusra"]
    assert len(found.impossible) == 2
    assert found.parties["nusra"].span.file == str(tmp_path / "b.yaml")
    assert found.impossible[1].span.file == str(tmp_path / "b.yaml")
    assert load(str(tmp_path)) == found


def test_problems_are_found_in_the_file_they_are_in(tmp_path: Path) -> None:
    parts = folder(
        tmp_path,
        **{
            "a.yaml": "parties:\n  isis: {part_of: x}\nimpossible: [{kind: clash, actor: y}]\n",
            "c.yaml": (
                "impossible:\n  - {kind: ied}\n  - {actor: z}\ninstruments: {i: {where: w}}\n"
            ),
        },
    )
    found = check(parts)[1]
    assert [(item.file[-6:], item.line, item.column, item.text) for item in found] == [
        ("a.yaml", 2, 19, "x"),
        ("a.yaml", 3, 35, "y"),
        ("c.yaml", 3, 13, "z"),
        ("c.yaml", 4, 26, "w"),
    ]


def test_two_files_may_not_define_the_same(tmp_path: Path) -> None:
    found = check(folder(tmp_path, **{"c.yaml": "title: Again\nparties:\n  isis: {}\n"}))[1]
    assert [(item.file[-6:], item.line, item.code) for item in found] == [
        ("c.yaml", 1, "duplicate-key"),
        ("c.yaml", 3, "duplicate-key"),
    ]
    assert found[1].hint == f"it is first given in {tmp_path / 'a.yaml'}, line 2"


def test_a_section_has_one_shape_in_all_files(tmp_path: Path) -> None:
    found = check(folder(tmp_path, **{"c.yaml": "parties: [isis]\n", "d.yaml": "- x\n"}))[1]
    assert [(item.file[-6:], item.code) for item in found] == [
        ("c.yaml", "duplicate-key"),
        ("c.yaml", "wrong-type"),
        ("d.yaml", "wrong-type"),
    ]


def test_a_file_that_is_no_yaml_stops_before_names_are_blamed(tmp_path: Path) -> None:
    found = check(
        folder(tmp_path, **{"a.yaml": "a: [\n", "c.yaml": "instruments: {i: {where: w}}\n"})
    )
    assert [item.code for item in found[1]] == ["yaml-syntax"]


def test_a_file_that_is_no_yaml_does_not_hide_what_is_wrong_in_the_others(tmp_path: Path) -> None:
    text = "instruments: {i: {wher: w, in_force: {from: never}, prohibit: {p: {severity: dire}}}}\n"
    found = check(folder(tmp_path, **{"a.yaml": "a: [\n", "c.yaml": text}))
    assert found[0] is None
    assert [(item.file[-6:], item.code) for item in found[1]] == [
        ("a.yaml", "yaml-syntax"),
        ("c.yaml", "unknown-key"),
        ("c.yaml", "bad-time"),
        ("c.yaml", "bad-severity"),
    ]


def test_the_head_is_missing_from_the_first_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("parties: {}\n", encoding="utf-8")
    found = check(tmp_path)[1]
    assert [item.message for item in found] == [
        "the key `rulebook` is missing",
        "the key `timezone` is missing",
    ]
    assert {(item.line, item.column) for item in found} == {(1, 1)}


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    for source in (empty, tmp_path / "no.yaml", "no-such-book", "\0", "x" * 5000):
        rules, found = check(source)
        assert rules is None
        assert [item.code for item in found] == ["missing-file"]
    odd = tmp_path / "odd"
    (odd / "folder.yaml").mkdir(parents=True)
    assert [item.code for item in check(odd)[1]] == ["missing-file"]


def test_a_name_that_is_nearly_bundled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(loading, "bundled", lambda: {"sample-2016": folder(tmp_path)})
    assert load("sample-2016").id == "example"
    (found,) = check("sample-2061")[1]
    assert found.hint == "did you mean `sample-2016`?"


def test_a_folder_of_too_many_files(tmp_path: Path) -> None:
    for number in range(loading.MAX_FILES + 1):
        (tmp_path / f"{number}.yaml").touch()
    assert [item.code for item in check(tmp_path)[1]] == ["too-large"]


@pytest.mark.parametrize("name", bundled())
def test_bundled_rulebooks_are_sound(name: str) -> None:
    rules, found = check(name)
    assert list(map(str, found)) == []
    assert rules is not None
    assert rules.id == name
    assert len(rules.digest) == 64


def test_load_raises_every_problem_at_once() -> None:
    with pytest.raises(RulebookError) as caught:
        load_text("rulebook: x\ntimezone: Nowhere\nparties: {a: {part_of: b}}\nplaces: {p: {}}\n")
    assert [item.code for item in caught.value.problems] == [
        "bad-zone",
        "unknown-party",
        "missing-area",
    ]
    assert "<text>:3:24: unknown-party" in str(caught.value)


def test_a_faulty_part_does_not_hide_the_rest() -> None:
    found = problems("""
    parties:
      a: {nmae: A, part_of: zz}
      B: {}
      c: [x]
    instruments:
      i:
        in_force: [{frm: 1}, {from: never}]
        binds: [c, B, d]
        prohibit:
          p: {severity: dire, when: {kind: klash}}
    """)
    assert [(item.line - 2, item.code) for item in found] == [
        (2, "unknown-key"),
        (2, "unknown-party"),
        (3, "bad-id"),
        (4, "wrong-type"),
        (7, "unknown-key"),
        (7, "bad-time"),
        (7, "bad-time"),
        (8, "unknown-party"),
        (9 + 1, "bad-severity"),
        (9 + 1, "unknown-kind"),
    ]


def test_a_text_that_is_wrong_twice_over() -> None:
    assert [item.code for item in check_text(b"")[1]] == ["missing-key", "missing-key"]
    assert [item.code for item in check_text("[]")[1]] == ["wrong-type"]
    assert [item.code for item in check_text("rulebook: [x]\ntimezone: {}\n")[1]] == [
        "wrong-type"
    ] * 2
    assert [item.code for item in check_text("\udc80")[1]] == ["not-utf8"]


def test_a_title_defaults_to_the_id() -> None:
    assert book("").title == "example"
    assert book("note: n\n").note == "n"


# --- the digest ---------------------------------------------------------------

ONE = """rulebook: d
timezone: UTC
sources: {s: {title: S}}
parties: {a: {also: [x, z]}, b: {part_of: a}}
places: {p: {circle: {lat: 1, lon: 2, km: 3}}, q: {country: SY}, r: {difference: [q, p]}}
instruments:
  i:
    in_force: {from: 2016-05-05, for: 24h}
    prohibit: {p: {when: {kind: [clash, ied], actor: a}}, q: {when: {kind: clash}}}
"""

SAME = """# another way to write it
timezone: "UTC"
instruments:
  i:
    prohibit:
      q:
        when: {kind: clash}
      p:
        when:
          actor: [a]
          kind: [ied, clash]
    in_force: [{until: 2016-05-06 00:00Z, from: 2016-05-05 00:00}]
places:
  r: {difference: [q, p]}
  q: {country: sy}
  p: {circle: {km: 3.0, lon: 2, lat: '1'}}
parties:
  b: {part_of: [{party: a}]}
  a: {also: [z, {name: x}]}
sources: {s: S}
rulebook: d
"""


def test_writing_it_otherwise_does_not_change_the_digest() -> None:
    assert load_text(ONE).digest == load_text(SAME).digest


def test_splitting_it_up_does_not_change_the_digest(tmp_path: Path) -> None:
    lines = ONE.splitlines(keepends=True)
    (tmp_path / "x.yaml").write_text("".join(lines[:4]), encoding="utf-8")
    (tmp_path / "y.yaml").write_text("".join(lines[4:]), encoding="utf-8")
    assert load(tmp_path).digest == load_text(ONE).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: S", "title: T"),
        ("also: [x, z]", "also: [x]"),
        ("km: 3", "km: 4"),
        ("[q, p]", "[p, q]"),
        ("24h", "25h"),
        ("[clash, ied]", "[clash]"),
        ("rulebook: d", "rulebook: e"),
        ("i:\n", "j:\n"),
        ("timezone: UTC", "timezone: Europe/London"),
        ("part_of: a", "part_of: {party: a, from: 2016-01-01}"),
        ("prohibit", "exclude"),
    ],
)
def test_other_content_has_another_digest(old: str, new: str) -> None:
    assert old in ONE
    assert load_text(ONE.replace(old, new)).digest != load_text(ONE).digest


def test_the_order_of_a_ladder_is_content() -> None:
    ladder = HEAD + "fields: {heat: {type: ordered, values: [%s]}}\n"
    assert load_text(ladder % "a, b").digest != load_text(ladder % "b, a").digest


def test_hours_are_pairs() -> None:
    hours = HEAD + "instruments: {i: {in_force: {hours: %s}}}\n"
    assert load_text(hours % "09:00-14:00").digest != load_text(hours % "14:00-09:00").digest


def test_an_outline_is_content_and_its_file_is_not(tmp_path: Path) -> None:
    ring = [[36, 36], [37, 36], [37, 37], [36, 36]]
    turned = [[37.0, 36.0], [37.0, 37.0], [36.0, 36.0], [37.0, 36.0]]
    texts = []
    for name, corners in (("a", ring), ("b", turned), ("c", [*ring[:2], [37, 38], [36, 36]])):
        content = {"type": "Polygon", "coordinates": [corners]}
        (tmp_path / f"{name}.geojson").write_text(
            json.dumps(content, indent=len(name)), encoding="utf-8"
        )
        rules = f"{HEAD}places: {{p: {{polygon: {name}.geojson}}}}\n"
        texts.append(load_text(rules, folder=tmp_path).digest)
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


def test_a_text_has_no_folder_to_look_in() -> None:
    (found,) = problems("places: {p: {polygon: a.geojson}}\n")
    assert found.message == "`a.geojson` cannot be found: the rules were not read from a file"


def test_the_digest_takes_rulebooks_only() -> None:
    rules = book("")
    assert digest(rules) == rules.digest
    with pytest.raises(TypeError, match="a rulebook holds no object"):
        canonical(object())


def test_the_canonical_form_is_json_with_its_keys_in_order() -> None:
    rules = book(
        "parties: {isis: {also: [Daesh, {name: IS, from: 2014-06-29}]}}\nkinds: {raid: Raid}\n"
    )
    text = canonical(rules)
    assert json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False) == text


@pytest.mark.parametrize("searching", [True, False])
def test_the_search_for_garbage_is_as_it_was(*, searching: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if searching else gc.disable)()
        check_text(HEAD)
        check_text("[")
        assert gc.isenabled() is searching
    finally:
        (gc.enable if before else gc.disable)()


def test_a_rulebook_without_outlines_is_read_without_heavy_libraries() -> None:
    heavy = ("numpy", "rapidfuzz", "shapely")
    code = f"""
import sys
from ceasefire.rulebook.load import load_text
load_text({HEAD + "places: {sy: {country: SY}}"!r})
print([name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (fixed code)
    assert done.stdout.strip() == "[]"


def test_an_id_that_cannot_be_one_is_shown_as_it_is_written() -> None:
    (found,) = problems('parties: {"a{b}": {}}\n')
    assert found.message == "`a{b}` cannot be an id"


@pytest.mark.parametrize("name", ["alepo.yaml", "aleppo.yml", "aleppo.yaml", "Aleppo.yaml"])
def test_a_file_that_is_not_there_may_be_one_that_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "aleppo.yaml.txt").write_text("rulebook: aleppo\n", encoding="utf-8")
    _, (problem,) = check(tmp_path / name)
    assert problem.code == "missing-file"
    assert problem.hint == "did you mean `aleppo.yaml.txt`?"
    _, (problem,) = check(tmp_path / "elsewhere" / name)
    assert problem.hint == "bundled rulebooks: syria-2016"
