"""A second week: what was chosen and read before, and playing on from a decision in a new run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..aloud import lookups
from ..archive.past import Earlier, text_of
from ..archive.store import StoreError
from .wording import capital, sentence

if TYPE_CHECKING:
    from ..archive.store import KeptRun
    from ..play.events import Event
    from ..play.run import Run
    from .page import Block

PASSED_OVER = "(What you have read before is passed over. Type again to hear it.)"
NOTHING_KEPT = "Nothing of this run is being kept, so it has no earlier ones."


class Passing:
    """What was read in earlier runs of this role, passed over as long as the player wants it so."""

    def __init__(self, kept: KeptRun) -> None:
        self._kept = kept
        self.earlier = Earlier(kept)
        self.brief = False
        """True while what was read before is left out."""

    def toggle(self) -> str:
        """Leave out what was read before, or no longer; say which."""
        if self.brief:
            self.brief = False
            return "From here on you hear everything."
        if self._kept.store is None:
            return NOTHING_KEPT
        if not self.earlier.read:
            return "You have not played this man before, so there is nothing to pass over."
        self.brief = True
        return "From here on, what you have read in an earlier run is passed over. brief again, and you hear everything."

    def shortened(self, events: list[Event]) -> tuple[list[Event], bool]:
        """Return events without what was read before, and whether anything was left out."""
        if not self.brief:
            return events, False
        new = [event for event in events if text_of(event) not in self.earlier.read]
        return new, len(new) < len(events)


def journal(kept: KeptRun, text: str) -> Block:
    """Write a line of the journal beside where the run stands; without a text, read it all."""
    run = kept.run
    if text:
        note = kept.note(len(run.steps), text)
        if note is None:
            return ["There was nothing in it to write down."]
        return [f"Written in your journal, {_place(run, note.step)}: {sentence(note.text)}"]
    if not kept.notes:
        return [
            "Your journal is empty. Type journal and a sentence to write it down beside this moment. It is kept "
            "with this run and goes with it into a debrief, so write no names in it."
        ]
    lines = (f"{capital(_place(run, note.step))}: {sentence(note.text)}" for note in kept.notes)
    return ["Your journal:", *lines]


def _place(run: Run, step: int) -> str:
    """Return where a run stood after so many steps, in words."""
    scene = run.steps[step].scene if step < len(run.steps) else run.scene
    record = run.program.place(run.program.layout.scene_index[scene]).scene
    return f"in “{record.title or scene}”"


def play_on(kept: KeptRun, which: str) -> tuple[KeptRun | None, Block]:
    """Begin a new run from before a decision, by its number; return it, and what is to be said."""
    made = kept.run.decisions()
    number = int(which) if which.isdecimal() else 0
    if not 1 <= number <= len(made):
        if not made:
            return None, ["You have decided nothing yet, so there is nothing to play on from."]
        asked = f"Type from and a number from 1 to {len(made)}; decisions lists them."
        return None, [f"{asked} It begins a new run from before that decision, and keeps this one as it is."]
    if kept.store is None:
        return None, ["This run is not being kept, so no other can branch off it. undo goes back in it."]
    steps, chosen = made[number - 1]
    try:
        new = kept.store.branch(kept.code, steps, kept.run.program)
    except StoreError as error:
        return None, [sentence(f"That cannot be done: {error}")]
    before = lookups.decided(kept.run.program.pack, chosen)
    return new, [f"A new run, {new.code}. It stands before: {before} {kept.code} stays as it is."]
