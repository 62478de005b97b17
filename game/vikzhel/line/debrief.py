"""The debrief in plain mode: part by part after an ending, while its odds are worked out in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..aloud import sheets
from ..archive.debrief import debrief
from ..archive.gather import seen_endings
from ..archive.pages import sheet
from ..archive.store import StoreError
from ..proof.aside import Aside
from . import commands
from .wording import sentence

if TYPE_CHECKING:
    from ..archive.kept import KeptRun
    from ..archive.sheet import Sheet
    from ..proof.onward import Onward
    from .page import Block

PATIENCE = 10.0
"""Seconds to wait for odds when they are asked for and not there yet; they take two and a half where the machine is free."""
TURNING = 3
"""The part that has the odds in it, counted from 1; the fourth goes by them as well."""

_HELP: Block = [
    "Now that it has ended: Enter tells the next part of the debrief, a number tells that part, more its details.",
    "debrief: hear what parts there are.",
]


class Debriefing:
    """A run that has ended, gone over. Its odds are begun at once, so that nobody waits for them later."""

    def __init__(self, folder: str, kept: KeptRun) -> None:
        self._kept = kept
        taken, pack = [step.id for step in kept.run.steps], kept.run.program.pack
        self._aside = Aside(folder, kept.run.role, taken, fingerprint=pack.fingerprint)
        self._odds: Onward | None = None
        self._sheet: Sheet | None = None
        self.at = 0
        """The part told last, counted from 1."""

    def close(self) -> None:
        """End the process that works out the odds."""
        self._aside.close()

    @property
    def contents(self) -> Block:
        """Return what the debrief has in it, to be chosen by number."""
        titles = [f"{number}. {sentence(part.title)}" for number, part in enumerate(self._set(0).parts, 1)]
        return ["You can go over it now. The debrief has these parts:", *titles]

    @property
    def lead(self) -> str:
        """Return what can be typed now."""
        parts = self._set(0).parts
        next_ = "to quit" if self.at == len(parts) else f"for part {self.at + 1} of {len(parts)}"
        if self.at and parts[self.at - 1].more:
            return f"Press Enter {next_}, or type more for details, or ? for help"
        return f"Press Enter {next_}, or type ? for help"

    def asked(self, typed: str) -> list[Block]:
        """Return what was asked for: the next part (Enter), a part by number, ``more``; nothing if it was none of these."""
        number = commands.numbered(typed)
        if typed.casefold() == "debrief":
            return [self.contents]
        if typed.casefold() in ("?", "h", "help"):
            return [_HELP, commands.HELP]
        if typed.casefold() == "more" and self.at:
            return sheets.more(self._set(self.at).parts[self.at - 1]) or [["There is no more to this part."]]
        if number is None and typed:
            return []
        part = self.at + 1 if number is None else number
        parts = self._set(part).parts
        if not 1 <= part <= len(parts):
            return []
        self.at = part
        return sheets.told(parts[part - 1], part, len(parts))

    def _set(self, part: int) -> Sheet:
        """Return the sheet, with the odds if the part needs them or they are there."""
        odds = self._aside.wait(PATIENCE) if part >= TURNING else self._aside.latest
        if self._sheet is None or odds is not self._odds:
            self._odds = odds
            run, notes = self._kept.run, self._kept.notes
            gone_over = debrief(run, self._kept.code, odds, notes=notes, seen=self._seen())
            self._sheet = sheet(gone_over)
        return self._sheet

    def _seen(self) -> tuple[str, ...]:
        store = self._kept.store
        try:
            return seen_endings(store, self._kept.run.program) if store is not None else ()
        except StoreError:
            return ()
