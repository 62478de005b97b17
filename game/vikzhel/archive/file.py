"""The archive's file: one SQLite database, opened with care.

It is written with WAL and ``synchronous=FULL``: what has been committed survives a killed process and
a pulled plug. A file that is damaged, of another program or of a newer version is left as it was.
Older versions are brought up to date one step at a time, in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..story.text import one_line

FILE = "runs.sqlite"
VERSION = 3
APPLICATION = 0x56494B5A
"""Marks the file as ours ("VIKZ"), so that a foreign database is never written to."""

_VERSION_1 = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    story TEXT NOT NULL,
    packs TEXT NOT NULL,        -- JSON: [{"id": …, "version": …, "fingerprint": …, "origin": …}]
    role TEXT NOT NULL,
    begun TEXT NOT NULL,        -- UTC, ISO 8601
    touched TEXT NOT NULL,
    ending TEXT NOT NULL DEFAULT ''
);
CREATE TABLE steps (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,         -- choice, door, draw, vote, or undo
    scene TEXT NOT NULL,
    option TEXT NOT NULL,       -- for undo: how many steps are left standing
    digest TEXT NOT NULL,
    prediction TEXT NOT NULL,
    sureness INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (run, number)
) WITHOUT ROWID;
"""

_VERSION_2 = """
-- What the player calls it; the code of the run it branched off, and after how many of its steps;
-- digests of what everything began with, and of what a step changed.
ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN parent_steps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN start TEXT NOT NULL DEFAULT '';
ALTER TABLE steps ADD COLUMN change TEXT NOT NULL DEFAULT '';
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    row INTEGER NOT NULL,       -- number of the step it was written after; -1 before the first
    text TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX notes_of_run ON notes (run);
"""

_VERSION_3 = """
-- Which run was played on last, whatever the clock said then; the words that were chosen.
ALTER TABLE runs ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE steps ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE runs SET turn = (SELECT count(*) FROM runs AS r WHERE (r.touched, r.id) <= (runs.touched, runs.id));
"""

_MIGRATIONS = (_VERSION_1, _VERSION_2, _VERSION_3)
"""What brings the file from each version to the next; an empty file is version 0."""

MOVE_IT = "Rename it or move it elsewhere, and the next run begins a new archive"


class StoreError(Exception):
    """The archive cannot do what was asked; the message says why in a player's words."""

    @property
    def sentence(self) -> str:
        """The message as a sentence of its own, safe to show. A code is never written with a capital."""
        text = one_line(str(self))
        text = text if text.split(" ")[0].count("-") == 2 else text[:1].upper() + text[1:]
        return text if text.endswith((".", "!", "?")) else f"{text}."


class File:
    """The open database."""

    def __init__(self, path: str, db: sqlite3.Connection, read_only: str = "") -> None:
        self.path = path
        self.read_only = read_only
        """Why nothing can be written, in words; empty if it can."""
        self._db = db
        self._files: dict[str, int] = {}
        """The database and its write-ahead log, each by what the disk calls it, as they were when first written."""

    @classmethod
    def open(cls, folder: str) -> File:
        """Open the archive in a folder, making both if need be; raise ``StoreError`` if that fails.

        What can be read though not written is read from a copy, and ``read_only`` says why.
        """
        path = os.path.join(folder, FILE)
        try:
            os.makedirs(folder, exist_ok=True)
            db = sqlite3.connect(path, timeout=5, isolation_level=None)
        except (OSError, ValueError, sqlite3.Error) as error:
            copied = _copy_of(path) if os.path.isfile(path) else None
            if copied is not None:
                return cls(path, copied, f"{path} can only be read")
            raise StoreError(f"the archive {path} cannot be opened ({_reason(error)})") from error
        try:
            prepare(db)
        except (_Foreign, sqlite3.Error) as error:
            db.close()
            if isinstance(error, _Foreign) or not isinstance(error, sqlite3.OperationalError):
                what = str(error) if isinstance(error, _Foreign) else f"is {_reason(error)}"
                raise StoreError(f"{path} {what}; it has been left as it was. {MOVE_IT}") from error
            copied = _copy_of(path)
            if copied is not None:
                return cls(path, copied, f"{path} can only be read ({_reason(error)})")
            raise StoreError(f"the archive {path} cannot be used ({_reason(error)})") from error
        return cls(path, db)

    def close(self) -> None:
        self._db.close()

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the archive {self.path} cannot be read ({_reason(error)})") from error

    def one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = self.all(query, *values)
        return rows[0] if rows else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction; what was written is on disk when this ends, or else all is as before."""
        if self.read_only:
            raise StoreError(self.read_only)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._roll_back()
                raise
            self._db.execute("COMMIT")
            self._in_place()
        except sqlite3.IntegrityError as error:
            self._roll_back()
            raise StoreError("this run is being played in another window as well") from error
        except sqlite3.Error as error:
            self._roll_back()
            raise StoreError(f"the archive {self.path} cannot be written ({_reason(error)})") from error

    def _in_place(self) -> None:
        """Raise ``StoreError`` if what was written went into a file that has been deleted or replaced meanwhile.

        A system may let a file be deleted while it is open. Writing to it goes on well, and all is gone at the end.
        """
        for name in (self.path, f"{self.path}-wal"):
            try:
                here = os.stat(name).st_ino
            except OSError:
                here = -1
            if self._files.setdefault(name, here) != here or here < 0:
                raise StoreError(f"the archive {self.path} has been moved, deleted or replaced meanwhile")

    def _roll_back(self) -> None:
        """Roll back, unless SQLite has done so itself, as it does when the disk is full."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def forget(self) -> bool:
        """Let no trace of what was deleted stay in the files; return whether that was possible now.

        Deleted rows are overwritten at once (``secure_delete``); this empties the write-ahead log,
        which another window may be reading still.
        """
        try:
            (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            return False
        return not busy


class _Foreign(Exception):
    pass


def prepare(db: sqlite3.Connection) -> None:
    """Check that the file is sound, ours and not newer than we are; bring an older or empty one up to date."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application not in (0, APPLICATION) or (tables and application != APPLICATION):
        raise _Foreign("is a database of some other program")
    if version > VERSION:
        raise _Foreign("was made by a newer version of this program")
    (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        raise _Foreign("is damaged")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    if version < VERSION:
        _migrate(db)


def _migrate(db: sqlite3.Connection) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        # Another window may have done it while this one waited.
        (version,) = db.execute("PRAGMA user_version").fetchone()
        for statements in _MIGRATIONS[version:]:
            for statement in statements.split(";\n"):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {max(version, VERSION)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _copy_of(path: str) -> sqlite3.Connection | None:
    """Return an archive that cannot be written, as on a write-protected stick or a full disk, as a copy in memory.

    The file is copied with its write-ahead log, so that nothing acknowledged is missing from the copy.
    """
    import shutil
    import tempfile

    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, FILE)
            shutil.copyfile(path, copy)
            if os.path.isfile(f"{path}-wal"):
                shutil.copyfile(f"{path}-wal", f"{copy}-wal")
            db = sqlite3.connect(copy, isolation_level=None)
            try:
                prepare(db)
                db.backup(memory)
            finally:
                db.close()
    except (OSError, sqlite3.Error, _Foreign):
        memory.close()
        return None
    return memory


_IN_WORDS = {
    "file is not a database": "not an archive of runs",
    "database disk image is malformed": "damaged",
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk does not take it",
    "attempt to write a readonly database": "it is write-protected",
    "unable to open database file": "it can neither be opened nor made there",
    "database is locked": "another window has kept it busy for too long",
}


def _reason(error: Exception) -> str:
    text = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    return _IN_WORDS.get(text, text[:1].lower() + text[1:])
