"""A run in play that is written down step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Event
from ..play.run import Run, Step
from .file import StoreError
from .rows import beside
from .transfer import Note, tidy_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .store import Store


class KeptRun:
    """A run that writes itself into the archive as it is played.

    ``trouble`` says why it is not, or no longer, kept, or what changed in the story; play goes on.
    """

    def __init__(
        self,
        run: Run,
        code: str = "",
        store: Store | None = None,
        number: int = 0,
        rows: Sequence[int] = (),
        notes: Sequence[tuple[int, str]] = (),
    ) -> None:
        self.run = run
        self.code = code
        self.trouble = ""
        self.cut = False
        """True if the next step overrules kept steps that today's story no longer has."""
        self.home: list[dict[str, str]] = []
        """The story and the branches to be noted for a run from elsewhere once it is played on here."""
        self._store = store
        self._number = number
        self._rows = list(rows)
        """The number of the row of each step that stands."""
        self._notes = list(notes)
        self._next = store.rows(number) if store else len(self._rows)

    @property
    def kept(self) -> bool:
        """True while every step is being written down."""
        return self._store is not None

    @property
    def store(self) -> Store | None:
        """The archive that this run is being kept in."""
        return self._store

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
        self._rows.append(self._next)
        self._keep(self.run.steps[-1])
        return events

    def undo(self, to: int) -> list[Step]:
        """Go back to where ``to`` steps had been taken."""
        undone = self.run.undo(to)
        if undone:
            self.cut = False
            del self._rows[to:]
            self._keep(Step("undo", "", str(to)))
        return undone

    # -- the journal ---------------------------------------------------------------------------

    def note(self, step: int, text: str) -> Note | None:
        """Write a line of the journal beside a step: 0 is before the first, 1 after it, and so on.

        What was written is returned as it is kept: on one line, and no longer than a line may be;
        nothing if nothing is left of it. A step taken back takes its lines with it.
        """
        if not 0 <= step <= len(self.run.steps):
            raise IndexError(step)
        text = tidy_note(text)
        if not text:
            return None
        row = self._rows[step - 1] if step else -1
        if self._store is not None:
            try:
                self._store.annotate(self._number, row, text)
            except StoreError as error:
                self._lose(error)
        self._notes.append((row, text))
        return Note(step, text)

    @property
    def notes(self) -> list[Note]:
        """The lines of the journal beside the steps that stand, in the order of the steps."""
        return beside(self._rows, self._notes)

    # -- keeping -------------------------------------------------------------------------------

    def _keep(self, step: Step) -> None:
        if self._store is not None:
            ending = self.run.scene if self.run.over else ""
            try:
                self._store.append(self._number, self._next, step, ending)
                if self.home:
                    self._store.settle(self._number, self.home)
                    self.home = []
            except StoreError as error:
                self._lose(error)
        self._next += 1

    def _lose(self, error: StoreError) -> None:
        """Go on without the archive, and say so."""
        self.close()
        self.trouble = f"From here on this run is not kept: {error}."
