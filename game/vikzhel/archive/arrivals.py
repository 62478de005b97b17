"""Taking in runs that were played elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .rows import add_notes, add_steps, notes, played_on, standing

if TYPE_CHECKING:
    from ..play.run import Step
    from .store import Store
    from .transfer import Played


class Received(NamedTuple):
    """What became of a run from elsewhere: the code it has here, and how it came in.

    ``how`` is ``new``, ``new code`` (its own was taken), ``already here``, or ``added``: it is here
    already, and the steps and journal lines that were new in it were added.
    """

    code: str
    how: str


def receive(store: Store, played: Played) -> Received:
    """Take in a run, unless it is here already; raise ``StoreError`` if nothing can be written.

    A run is known again by its story, its role and the moment it began. If it was played on
    elsewhere, its further steps are added; if it went another way, it comes in as a run of its own.
    """
    theirs = [_taken(step) for step in played.steps]
    for number, code in store.begun_at(played.story, played.role, played.begun):
        rows, steps = standing(store.file, number)
        ours = [_taken(step) for step in steps]
        if ours[: len(theirs)] == theirs or theirs[: len(ours)] == ours:
            new = _add(store, number, rows, played)
            return Received(code, "added" if new else "already here")
    code, _ = store.enter(played)
    return Received(code, "new" if code == played.code else "new code")


def _taken(step: Step) -> tuple[str, str, str]:
    return step.kind, step.scene, step.id


def _add(store: Store, number: int, rows: list[int], played: Played) -> bool:
    """Add the steps and the journal lines that the run here has not; return whether there were any."""
    had, first = len(rows), store.rows(number)
    rows = rows + [first + at for at in range(len(played.steps) - had)]
    here = set(notes(store.file, number))
    lines = [(rows[note.step - 1] if note.step else -1, note.text) for note in played.notes]
    new = [line for line in lines if line not in here]
    with store.file.writing() as db:
        add_notes(db, number, new)
        if len(rows) > had:
            add_steps(db, number, zip(rows[had:], played.steps[had:], strict=True))
            played_on(db, number, played.ending)
    return bool(new) or len(rows) > had
