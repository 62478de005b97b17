"""The archive: one SQLite file in which every run is kept, step by step.

A row is committed to disk before a step is acknowledged (WAL, ``synchronous=FULL``), so a killed
process or a pulled plug loses nothing the player has seen. Steps are only ever appended: going back
is a row of its own. Opening a run replays its ids on today's story.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..places import ABOVE
from ..play.events import Event
from ..play.program import Program
from ..play.run import Diverged, Run, Step
from ..story.diagnostics import listed
from .codes import new_code, tidy

FILE = "runs.sqlite"
VERSION = 1
APPLICATION = 0x56494B5A
"""Marks the file as ours ("VIKZ"), so that a foreign database is never written to."""

_TABLES = """
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


class StoreError(Exception):
    """The archive cannot do what was asked; the message says why in a player's words."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as a list shows it. Times are UTC; ``ending`` is empty while it is not over."""

    code: str
    story: str
    role: str
    steps: int
    ending: str
    touched: datetime
    origin: str
    """The pack it was played in: a shipped name, or the full path of a folder."""


class Store:
    """The file that runs are kept in."""

    def __init__(self, path: str, db: sqlite3.Connection, read_only: str = "") -> None:
        self.path = path
        self.read_only = read_only
        """Why nothing can be written, in words; empty if it can."""
        self._db = db

    @classmethod
    def open(cls, folder: str) -> Store:
        """Open the archive in a folder, making both if need be; raise ``StoreError`` if that fails."""
        path = os.path.join(folder, FILE)
        try:
            os.makedirs(folder, exist_ok=True)
            db = sqlite3.connect(path, timeout=5, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the archive {path} cannot be opened ({_reason(error)})") from error
        try:
            _prepare(db)
        except _Foreign as foreign:
            db.close()
            raise StoreError(f"{path} {foreign}; it has been left as it was") from foreign
        except sqlite3.Error as error:
            db.close()
            readable = _read_only(path)
            if readable is not None:
                return cls(path, readable, f"{path} can only be read")
            raise StoreError(
                f"the archive {path} cannot be used ({_reason(error)}); it has been left as it was"
            ) from error
        return cls(path, db)

    def close(self) -> None:
        self._db.close()

    def begin(self, program: Program, role: str) -> KeptRun:
        """Begin a run and keep it from the first moment."""
        run = Run(program, role)
        manifest = program.pack.manifest
        packs = program.pack.layers
        now = _now()
        with self._writing():
            taken = {code for (code,) in self._db.execute("SELECT code FROM runs")}
            code = new_code(taken)
            cursor = self._db.execute(
                "INSERT INTO runs (code, story, packs, role, begun, touched) VALUES (?, ?, ?, ?, ?, ?)",
                (code, manifest.id, json.dumps(packs), role, now, now),
            )
        return KeptRun(run, code, self, cursor.lastrowid or 0)

    def resume(self, typed: str, program: Program) -> KeptRun:
        """Open a run by its code and replay it on today's story.

        ``latest`` stands for the run of this pack last played and not yet over. Raises ``StoreError``
        if there is no such run or it is a run of another story. If the story has changed under it,
        the run stands where it last made sense and ``trouble`` says why.
        """
        code = self.latest(program) if typed == "latest" else tidy(typed)
        row = self._one("SELECT id, story, role, packs FROM runs WHERE code = ?", code)
        if row is None:
            if not code:
                raise StoreError("There is no unfinished run of this story to go on with.")
            codes = [kept.code for kept in self.runs()]
            near = get_close_matches(code, codes, n=1)
            hint = f"Did you mean {near[0]}?" if near else "The archive holds no run of that name."
            raise StoreError(f"There is no run “{code}”. {hint}")
        number, story, role, packs = row
        if story != program.pack.manifest.id:
            raise StoreError(f"{code} is a run of another story, “{story}”.")
        _same_branches(code, packs, program)
        steps = self._steps(number)
        kept_by = None if self.read_only else self
        try:
            kept = KeptRun(Run.replay(program, role, steps), code, kept_by, number)
        except Diverged as changed:
            origin = _origin(packs)
            if changed.number == 0 and origin != program.pack.origin:
                raise StoreError(
                    f"{code} was played in another story that calls itself “{story}” too ({origin}). "
                    "Give the one it belongs to, or give one of the two packs another id."
                ) from changed
            kept = KeptRun(Run.replay(program, role, steps[: changed.number]), code, kept_by, number)
            kept.trouble = (
                f"The story has changed since this run was played: at step {changed.number + 1} of {len(steps)}, "
                f"{changed.reason}. You can go on from the step before it."
            )
            kept.cut = True
        except KeyError as error:
            raise StoreError(f"{code} was played as “{role}”, whom this story no longer has.") from error
        if self.read_only:
            kept.trouble = " ".join(
                [kept.trouble, f"From here on this run is not kept: {self.read_only}."]
            ).strip()
        return kept

    def latest(self, program: Program) -> str:
        """Return the code of the run of this pack last played and not yet over, or nothing."""
        origin = program.pack.origin
        query = "SELECT code, packs FROM runs WHERE story = ? AND ending = '' ORDER BY touched DESC, id DESC"
        found = (
            code for code, packs in self._all(query, program.pack.manifest.id) if _origin(packs) == origin
        )
        return next(found, "")

    def origin_of_run(self, typed: str) -> str:
        """Return the pack a run was played in, or for ``latest`` the one last played and not over."""
        if typed == "latest":
            row = self._one("SELECT packs FROM runs WHERE ending = '' ORDER BY touched DESC, id DESC")
        else:
            row = self._one("SELECT packs FROM runs WHERE code = ?", tidy(typed))
        return _origin(row[0]) if row else ""

    def runs(self) -> list[RunRow]:
        """Return every run, the one last played first."""
        rows = self._all(
            "SELECT id, code, story, role, ending, touched, packs FROM runs ORDER BY touched DESC, id DESC"
        )
        return [
            RunRow(
                code,
                story,
                role,
                len(self._steps(number)),
                ending,
                datetime.fromisoformat(touched),
                _origin(packs),
            )
            for number, code, story, role, ending, touched, packs in rows
        ]

    def append(self, run: int, number: int, step: Step, ending: str) -> None:
        """Keep one step as row ``number`` of a run; it is on disk when this returns."""
        now = _now()
        row = (run, number, step.kind, step.scene, step.id, step.digest, step.prediction, step.sureness, now)
        with self._writing():
            self._db.execute("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._db.execute("UPDATE runs SET touched = ?, ending = ? WHERE id = ?", (now, ending, run))

    def rows(self, run: int) -> int:
        """Return how many rows a run has, steps undone and undoings included."""
        row = self._one("SELECT count(*) FROM steps WHERE run = ?", run)
        return int(row[0]) if row else 0

    def _steps(self, run: int) -> list[Step]:
        """Return the steps of a run that stand, undone ones left out."""
        steps: list[Step] = []
        query = "SELECT kind, scene, option, digest, prediction, sureness FROM steps WHERE run = ? ORDER BY number"
        for kind, scene, option, digest, prediction, sureness in self._all(query, run):
            if kind == "undo":
                del steps[int(option) :]
            else:
                steps.append(Step(kind, scene, option, digest, prediction, sureness))
        return steps

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._all(query, *values)
        return rows[0] if rows else None

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the archive {self.path} cannot be read ({_reason(error)})") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise StoreError("this run is being played in another window as well") from error
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise StoreError(f"the archive {self.path} cannot be written ({_reason(error)})") from error


class KeptRun:
    """A run that writes itself into the archive as it is played.

    ``trouble`` says why it is not, or no longer, kept, or what changed in the story; play goes on.
    """

    def __init__(self, run: Run, code: str = "", store: Store | None = None, number: int = 0) -> None:
        self.run = run
        self.code = code
        self.trouble = ""
        self.cut = False
        """True if the next step overrules kept steps that today's story no longer has."""
        self._store = store
        self._number = number
        self._rows = store.rows(number) if store else 0

    @property
    def kept(self) -> bool:
        """True while every step is being written down."""
        return self._store is not None

    def close(self) -> None:
        """Let go of the archive; the run can be looked at but is kept no further."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def take(self, option_id: str, *, prediction: str = "", sureness: int = 0) -> list[Event]:
        """Take an option; it is on disk before this returns. Raises ``NotOpen`` like ``Run.take``."""
        standing = len(self.run.steps)
        events = self.run.take(option_id, prediction=prediction, sureness=sureness)
        if self.cut:
            self.cut = False
            self._keep(Step("undo", "", str(standing)))
        self._keep(self.run.steps[-1])
        return events

    def undo(self, to: int) -> list[Step]:
        """Go back to where ``to`` steps had been taken."""
        undone = self.run.undo(to)
        if undone:
            self.cut = False
            self._keep(Step("undo", "", str(to)))
        return undone

    def _keep(self, step: Step) -> None:
        if self._store is None:
            return
        ending = self.run.scene if self.run.over else ""
        try:
            self._store.append(self._number, self._rows, step, ending)
        except StoreError as error:
            self._store = None
            self.trouble = f"From here on this run is not kept: {error}."
        else:
            self._rows += 1


def keep_or_not(folder: str, program: Program, role: str) -> KeptRun:
    """Begin a run, kept if the archive can be used; if not, ``trouble`` says why and play goes on."""
    try:
        return Store.open(folder).begin(program, role)
    except StoreError as error:
        run = KeptRun(Run(program, role))
        run.trouble = f"This run is not kept: {error}."
        return run


class _Foreign(Exception):
    pass


def _prepare(db: sqlite3.Connection) -> None:
    """Check that the file is ours and not newer than we are; make the tables in an empty one."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application not in (0, APPLICATION) or (tables and application != APPLICATION):
        raise _Foreign("is a database of some other program")
    if version > VERSION:
        raise _Foreign("was made by a newer version of this program")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    if version == 0:
        db.execute("BEGIN IMMEDIATE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _TABLES.split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")


def _read_only(path: str) -> sqlite3.Connection | None:
    """Return an archive that may be read though not written, as on a write-protected stick; else ``None``."""
    try:
        db = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
        application, version = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        db.execute("SELECT count(*) FROM steps").fetchone()
    except sqlite3.Error:
        return None
    return db if (application, version) == (APPLICATION, VERSION) else None


def _origin(packs: str) -> str:
    """Return where a run's ``packs`` came from, in one word, or nothing if that was not kept."""
    try:
        return ABOVE.join(str(pack["origin"]) for pack in json.loads(packs))
    except (ValueError, LookupError, TypeError):
        return ""


def _same_branches(code: str, packs: str, program: Program) -> None:
    """Raise ``StoreError`` unless the branches laid over the story are those that a run was played with."""
    try:
        then = [str(pack["id"]) for pack in json.loads(packs)[1:]]
    except (ValueError, LookupError, TypeError):
        then = []
    now = [layer["id"] for layer in program.pack.layers[1:]]
    if then != now:
        was = f"with {listed(then)} laid over the story" if then else "without any branch"
        raise StoreError(f"{code} was played {was}. To go on with it so: vikzhel play --resume {code}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _reason(error: Exception) -> str:
    text = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    return text[:1].lower() + text[1:]
