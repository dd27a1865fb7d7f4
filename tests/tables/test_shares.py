from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasefire.errors import EventError, FeedError, UsageError
from ceasefire.tables.jobs import Classified, Job, Options, kernel_of
from ceasefire.tables.kernel import Part
from ceasefire.tables.shares import Share, shares_of
from tests.engines.sharing import GROUP, ROWS, book, feed, single

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def classified(
    source: Path | Sequence[Path], folder: Path, rules: Path, options: Options
) -> Classified:
    """Do a job here, in the worst order, some of it twice, and as if it had travelled."""
    with Job(source, folder, book(rules), options) as job:
        work = pickle.loads(pickle.dumps(job.work))  # noqa: S301  (our own)
        work(job.shares[0])
        return job.finish([work(share) for share in reversed(job.shares)])


def left(folder: Path) -> list[str]:
    """Return what is in a folder besides feeds and rules."""
    given = {".parquet", ".yaml"}
    return sorted(each.name for each in folder.iterdir() if each.suffix not in given)


def test_shares_amount_to_the_whole_in_its_order(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    done = classified(path, tmp_path / "out", tmp_path, {"rows": 2 * GROUP})
    assert [part.rows for part in done.parts] == [2 * GROUP, 2 * GROUP, ROWS - 4 * GROUP]
    assert (done.rows, done.rejected, done.aside) == (ROWS, 1, 0)
    assert [problem.line for problem in done.problems] == [70]
    assert pq.read_table(tmp_path / "out").equals(single(tmp_path, path))
    assert left(tmp_path) == ["out"]


def test_several_files_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "months").mkdir()
    feed(tmp_path / "months" / "b.parquet", rows=30)
    feed(tmp_path / "months" / "a.parquet", rows=10)
    (tmp_path / "months" / "_SUCCESS").touch()
    (tmp_path / "months" / "readme.txt").touch()
    extra = feed(tmp_path / "c.parquet", rows=20)
    options: Options = {"columns": ["verdict"], "keep": ["id"]}
    done = classified([tmp_path / "months", extra], tmp_path / "out", tmp_path, options)
    assert [part.rows for part in done.parts] == [10, 30, 20]
    assert pq.read_table(tmp_path / "out").column_names == ["id", "verdict"]


def test_row_groups_go_together_up_to_a_size(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    kernel = kernel_of(book(tmp_path), {})

    def groups(rows: int) -> list[tuple[int, ...]]:
        return [share.row_groups for share in shares_of(kernel, path, rows)]

    assert groups(1) == groups(GROUP) == [(0,), (1,), (2,), (3,), (4,)]
    assert groups(2 * GROUP - 1) == [(0,), (1,), (2,), (3, 4)]
    assert groups(2 * GROUP) == [(0, 1), (2, 3), (4,)]
    assert groups(ROWS) == [(0, 1, 2, 3, 4)]
    with pytest.raises(UsageError, match="rows: 0 is no number"):
        groups(0)


def test_a_table_without_rows_stays_a_table(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet", rows=0)
    done = classified(path, tmp_path / "out", tmp_path, {})
    assert (done.rows, len(done.parts)) == (0, 1)
    assert pq.read_table(tmp_path / "out").schema.equals(single(tmp_path, path).schema)


def test_a_mapping_is_found_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert kernel_of(book(tmp_path), {"format": "mine.yaml"}).format == str(tmp_path / "mine.yaml")
    assert kernel_of(book(tmp_path), {"format": "acled"}).format == "acled"


def test_what_was_in_the_way_of_an_empty_folder_goes(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    (tmp_path / "out").mkdir()
    with Job(path, tmp_path / "out", book(tmp_path), {}) as job:
        part = job.work(job.shares[0])
        draft = next(each for each in tmp_path.iterdir() if each.suffix == ".part")
        (draft / ".part-00000.parquet.0badcafe.part").touch()  # of a worker that died
        job.finish([part])
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["part-00000.parquet"]


# --- what goes wrong ---


def test_an_error_leaves_nothing_behind(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    with pytest.raises(EventError) as caught:
        classified(path, tmp_path / "out", tmp_path, {"strict": True, "rows": GROUP})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.code) == (str(path), 70, "unknown-kind")
    assert left(tmp_path) == []


def test_nothing_is_mixed_with_what_is_there(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    for folder, message in (
        (tmp_path, "is not empty"),
        (path, "is no folder"),
        (tmp_path / "no" / "out", "there is no folder"),
    ):
        with pytest.raises(UsageError, match=message):
            Job(path, folder, book(tmp_path), {})


def test_what_is_no_table_is_known_before_anything_is_done(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"id": ["a"], "kind": ["ied"], "when": ["2016-05-04"]}), other)
    (tmp_path / "lines.csv").write_text("id,kind,when\n")
    (tmp_path / "year=2016").mkdir()
    for source, error, message in (
        ([path, other], UsageError, "has not the columns and types of"),
        (tmp_path / "lines.csv", UsageError, "only these have row groups"),
        (tmp_path, UsageError, "has folders in it"),
        (tmp_path / "year=2016", UsageError, "there is no file to classify"),
        (tmp_path / "feed.parket", FeedError, "feed.parquet"),
    ):
        with pytest.raises(error, match=message):
            Job(source, tmp_path / "out", book(tmp_path), {})
    with pytest.raises(UsageError, match="no column `verdickt`"):
        Job(path, tmp_path / "out", book(tmp_path), {"columns": ["verdickt"]})
    with pytest.raises(UsageError, match="no column `remarks`"):
        Job(path, tmp_path / "out", book(tmp_path), {"keep": ["remarks"]})


def test_a_worker_of_another_version_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Job(feed(tmp_path / "feed.parquet"), tmp_path / "out", book(tmp_path), {}) as job:
        work = job.work
        monkeypatch.setattr("ceasefire.tables.jobs.__version__", "9.9")
        with pytest.raises(UsageError, match=r"a worker has version 9\.9"):
            work(job.shares[0])


def test_a_part_that_cannot_be_seen_is_missed(tmp_path: Path) -> None:
    job = Job(feed(tmp_path / "feed.parquet"), tmp_path / "out", book(tmp_path), {})
    with job, pytest.raises(UsageError, match="that all workers share"):
        job.finish([Part("part-00000.parquet", ROWS, 0, 0)])
    assert left(tmp_path) == []


def test_a_share_is_a_reference(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    (share,) = shares_of(kernel_of(book(tmp_path), {}), path)
    assert share == Share(str(path), (0, 1, 2, 3, 4), "part-00000.parquet")
