"""The file of a store: how it is opened, by one writer at a time, and what it holds."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORMAT", "explained", "lock", "marked", "read", "write"]

FORMAT: Final = 1
"""The version of the tables; a store of another one is refused."""

MARK: Final = 0x43464D53
"""What says in the head of the file that it is a store ("CFMS")."""

HEAD: Final = 72
"""So many bytes the head of the file has up to the mark, which are the last of them."""

MARKED: Final = HEAD - 4

TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
  number INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, kind TEXT NOT NULL,
  body TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TABLE mentions (
  event TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (event, number)
) WITHOUT ROWID;
CREATE TABLE checkpoints (entry INTEGER PRIMARY KEY, snapshot TEXT NOT NULL);
CREATE TABLE standing (key TEXT PRIMARY KEY, entry INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outbox (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, line BLOB NOT NULL);
"""

OWNER_ONLY: Final = 0o600
"""A record names people and places: whoever shares it does so on purpose."""


def write(path: Path, *, durable: bool = False) -> sqlite3.Connection:
    """Return a connection that may write, to a store that is made if there is none.

    Whoever writes holds :func:`lock` of the same path. What was committed survives the end
    of the process, however sudden. Only with ``durable`` does all of it survive a loss of
    power: otherwise the last moments may be gone, and the store is as it was before them.

    Raises :class:`~ceasefire.errors.UsageError` for what is no store.
    """
    if not path.parent.is_dir():
        raise UsageError(f"`{path}`: there is no folder `{path.parent}`")
    with explained(path):
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY))
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            if not path.stat().st_size:
                create(connection)
            check(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        except BaseException:
            connection.close()
            raise
    return connection


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, all or none."""
    marks = f"PRAGMA application_id = {MARK}; PRAGMA user_version = {FORMAT};"
    connection.executescript(f"BEGIN IMMEDIATE; {TABLES} {marks} COMMIT;")


def read(path: Path) -> sqlite3.Connection:
    """Return a connection that reads only, also while a monitor writes.

    Raises :class:`~ceasefire.errors.UsageError` for what is no store.
    """
    if not path.is_file():
        raise UsageError(f"`{path}`: there is no such file")
    address = path.absolute().as_uri()
    with explained(path):
        connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
        try:
            try:
                check(connection, path)
            except sqlite3.OperationalError:
                # A store at rest in a folder that cannot be written to has no log to share.
                if Path(f"{path}-wal").exists():
                    raise
                connection.close()
                address += "?mode=ro&immutable=1"
                connection = sqlite3.connect(address, uri=True, isolation_level=None)
                check(connection, path)
            # What is written from now on is not seen: all that is read belongs together.
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM meta").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no store, or one of another version."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if mark != MARK:
        raise UsageError(f"`{path}` is no store of a monitor")
    if form != FORMAT:
        message = f"`{path}` is a store of format {form}, and this version reads format {FORMAT}"
        raise UsageError(message)


def marked(path: Path) -> None:
    """Refuse what is plainly no store by its head alone, before anything is put beside it."""
    if not path.is_file():
        return
    with suppress(OSError), path.open("rb") as file:
        head = file.read(HEAD)
        # What was broken off while it was made is mended when it is opened.
        if not head or Path(f"{path}-journal").exists():
            return
        if not head.startswith(b"SQLite format 3\0") or head[MARKED:] != MARK.to_bytes(4):
            raise UsageError(f"`{path}` is no store of a monitor")


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keep others from writing to a store for as long as this lasts.

    A transaction on a file beside it that is never ended: it works wherever SQLite does,
    and the system lets go of it when the process ends, however it does.
    """
    with explained(path), closing(sqlite3.connect(f"{path}.lock", timeout=0)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise UsageError(f"`{path}` is in use by another monitor") from error
        yield


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Let what SQLite says against a store be an error of ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise UsageError(f"`{path}` cannot be used as a store: {error}") from error
