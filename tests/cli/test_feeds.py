"""``ceasefire feeds``: the formats, the mapping of one, and drafts for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.events.bundled import bundled
from ceasefire.events.dialects import DIALECTS
from tests.cli.helpers import invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
Nr,Day,Type,Who,Against,Dead,Lat,Lon
1,04/05/2016,Shelling,NA,South,3,35,37
2,05/05/2016,Meeting,South,NA,,35,37
3,26/05/2016,Shelling,NA,\x1b[2JSouth,1,35,37
"""


def tabled(folder: Path) -> str:
    """Write the table and return its path."""
    path = folder / "ours.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def test_the_list_names_every_format_and_the_columns_that_it_needs() -> None:
    result = invoke("feeds")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    named = [line.split()[0] for line in lines[1 : len(DIALECTS) + 2]]
    assert named == ["native", *DIALECTS]
    assert "event_id_cnty" in next(line for line in lines if line.startswith("acled"))
    assert "jsonl (.jsonl .ndjson)" in result.stdout


def test_the_mapping_of_a_format_is_shown_as_it_is() -> None:
    for name in ("acled", "gdelt2"):
        assert invoke("feeds", "show", name).stdout == bundled(name).text


def test_a_format_without_a_mapping_or_without_a_name_is_told_of() -> None:
    result = invoke("feeds", "show", "native")
    assert result.exit_code == 2
    assert "`native` is read without a mapping" in result.stderr
    result = invoke("feeds", "show", "acledd")
    assert result.exit_code == 2
    assert result.stderr.endswith("did you mean `acled`?\n")


def test_a_draft_is_printed_or_written_and_can_be_used(tmp_path: Path) -> None:
    table, draft = tabled(tmp_path), tmp_path / "draft.yaml"
    printed = invoke("feeds", "infer", table)
    assert printed.exit_code == 0
    assert printed.stdout.startswith("# A draft, made from the first 3 rows of a table.\n")
    assert "\x1b" not in printed.stdout
    result = invoke("feeds", "infer", table, "-o", str(draft))
    assert (result.exit_code, result.stdout) == (0, "")
    assert draft.read_text(encoding="utf-8") == printed.stdout
    found = invoke("classify", table, "--format", str(draft), "--rules", rules(tmp_path))
    assert found.exit_code == 0
    assert "nothing to classify" in found.stdout
    assert "\x1b" not in found.stdout


def test_a_draft_that_cannot_be_made_or_written_is_told_of(tmp_path: Path) -> None:
    result = invoke("feeds", "infer", str(tmp_path / "no.csv"))
    assert result.exit_code == 2
    assert "missing-file" in result.stderr
    result = invoke("feeds", "infer", tabled(tmp_path), "-o", str(tmp_path / "no" / "d.yaml"))
    assert result.exit_code == 2
    assert f"d.yaml`: there is no folder `{tmp_path / 'no'}`" in result.stderr


def test_everything_that_is_wrong_with_a_mapping_is_told_by_classify(tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("feed: m\nfields:\n  id: Nrr\n  kind: {is: shellin}\n  when: Day\n")
    result = invoke(
        "classify", tabled(tmp_path), "--format", str(mapping), "--rules", rules(tmp_path)
    )
    assert result.exit_code == 2
    assert [line.partition(f"{mapping}:")[2] for line in result.stderr.splitlines()] == [
        "3:7: unknown-column: the table has no column `Nrr` (did you mean `Nr`?)",
        "4:14: unknown-kind: `shellin` is no kind (did you mean `shelling`?)",
    ]
