"""The rows of a run: its steps, its undoings and the lines of its journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..play.run import Step
from .transfer import Note

if TYPE_CHECKING:
    import sqlite3

    from .file import File

_STEPS = """
SELECT number, kind, scene, option, digest, prediction, sureness, change, words
FROM steps WHERE run = ? ORDER BY number
"""
_ADD_STEP = """
INSERT INTO steps (run, number, kind, scene, option, digest, prediction, sureness, change, words, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
NEXT_TURN = "(SELECT coalesce(max(turn), 0) + 1 FROM runs)"
"""Counts up with every step of any run: which was played on last hangs on no clock."""
_NOTES = "SELECT row, text FROM notes WHERE run = ? ORDER BY id"
_ADD_NOTE = "INSERT INTO notes (run, row, text, at) VALUES (?, ?, ?, ?)"


def standing(file: File, run: int) -> tuple[list[int], list[Step]]:
    """Return the numbers of the rows of a run whose steps stand, undone ones left out, and the steps."""
    rows: list[int] = []
    steps: list[Step] = []
    for number, kind, *rest in file.all(_STEPS, run):
        if kind == "undo":
            del steps[int(rest[1]) :], rows[int(rest[1]) :]
        else:
            rows.append(number)
            steps.append(Step(kind, *rest))
    return rows, steps


def add_steps(db: sqlite3.Connection, run: int, numbered: Iterable[tuple[int, Step]]) -> None:
    """Add steps as rows of these numbers."""
    at = now()
    db.executemany(
        _ADD_STEP,
        (
            (run, row, s.kind, s.scene, s.id, s.digest, s.prediction, s.sureness, s.change, s.words, at)
            for row, s in numbered
        ),
    )


def played_on(db: sqlite3.Connection, run: int, ending: str) -> bool:
    """Note that a run was played on, now and after all others; return whether there is such a run."""
    change = f"UPDATE runs SET touched = ?, ending = ?, turn = {NEXT_TURN} WHERE id = ?"
    return bool(db.execute(change, (now(), ending, run)).rowcount)


def notes(file: File, run: int) -> list[tuple[int, str]]:
    """Return the lines of a journal, each with the number of the row it stands beside (−1: before the first)."""
    return [(int(row), str(text)) for row, text in file.all(_NOTES, run)]


def add_notes(db: sqlite3.Connection, run: int, lines: Iterable[tuple[int, str]]) -> None:
    """Add lines beside the rows of these numbers."""
    db.executemany(_ADD_NOTE, ((run, row, text, now()) for row, text in lines))


def beside(rows: list[int], lines: Iterable[tuple[int, str]]) -> list[Note]:
    """Return the lines that stand beside rows that stand, in the order of the steps."""
    place = {-1: 0, **{row: number for number, row in enumerate(rows, 1)}}
    found = [Note(place[row], text) for row, text in lines if row in place]
    return sorted(found, key=lambda note: note.step)


def now() -> str:
    """Return this moment as it is kept: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
