"""What is looked back on: a run gone over, or runs side by side, with odds that come in while it is read.

The odds are worked out in processes of their own; whoever looks back asks now and then whether there
is news, and ends them with ``close``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive import compare_pages, pages
from ..archive.compare import compare
from ..archive.debrief import debrief
from ..archive.gather import seen_endings
from ..archive.store import StoreError
from ..places import pack_folder
from ..proof.aside import MORE, Aside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..archive.gather import Gathered
    from ..archive.kept import KeptRun
    from ..archive.sheet import Sheet
    from ..play.run import Run
    from ..proof.onward import Onward

WORKED_OUT = "The odds are being worked out; they come in by themselves."
AT_ONCE = 2
"""Runs whose odds are worked out side by side."""
MADE_EXACT = "Estimated so far; what can be exact comes in by itself."


class LookingBack:
    """Odds along some runs as they come in."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = list(runs)
        self._asides: list[Aside] = []
        self.odds: list[Onward | None] = [None] * len(runs)
        self._go_on()

    def _go_on(self) -> None:
        """Begin to work out the odds along the next runs, as soon as there are hands for it."""
        while len(self._asides) < len(self._runs) and sum(not aside.over for aside in self._asides) < AT_ONCE:
            run = self._runs[len(self._asides)]
            more = MORE if len(self._runs) <= AT_ONCE else MORE / len(self._runs)
            taken = [step.id for step in run.steps]
            pack = run.program.pack
            self._asides.append(
                Aside(pack_folder(pack.origin), run.role, taken, fingerprint=pack.fingerprint, more=more)
            )

    def news(self) -> bool:
        """Return whether there are odds now that there were not when this was last asked."""
        self._go_on()
        latest = [aside.latest for aside in self._asides] + [None] * (len(self._runs) - len(self._asides))
        new = any(one is not other for one, other in zip(latest, self.odds, strict=True))
        self.odds = latest
        return new

    @property
    def name(self) -> str:
        """Return what a file of it is to be called, without an ending."""
        raise NotImplementedError

    @property
    def over(self) -> bool:
        """True if no other odds will come."""
        return len(self._asides) == len(self._runs) and all(aside.over for aside in self._asides)

    @property
    def state(self) -> str:
        """Return what is still being worked out, in words; nothing if all is there."""
        if self.over:
            return ""
        working = [odds for odds, aside in zip(self.odds, self._asides, strict=False) if not aside.over]
        if len(self._asides) < len(self._runs) or any(odds is None for odds in working):
            return WORKED_OUT
        return "" if all(odds is not None and odds.complete for odds in working) else MADE_EXACT

    def close(self) -> None:
        """End the processes that are still at work."""
        for aside in self._asides:
            aside.close()

    def sheet(self) -> Sheet:
        """Return everything there is to say, with the odds known by now."""
        raise NotImplementedError


class GoingOver(LookingBack):
    """One run, in the five parts of a debrief."""

    def __init__(self, kept: KeptRun) -> None:
        super().__init__([kept.run])
        self.kept = kept

    @property
    def name(self) -> str:
        return self.kept.code or "debrief"

    def sheet(self) -> Sheet:
        kept = self.kept
        return pages.sheet(
            debrief(kept.run, kept.code, self.odds[0], notes=kept.notes, seen=self._seen(kept))
        )

    @staticmethod
    def _seen(kept: KeptRun) -> tuple[str, ...]:
        try:
            return seen_endings(kept.store, kept.run.program) if kept.store is not None else ()
        except StoreError:
            return ()


class SideBySide(LookingBack):
    """Two runs or more, or a run and the record."""

    def __init__(self, found: list[Gathered]) -> None:
        super().__init__([gathered.run for gathered in found])
        self._found = found

    @property
    def name(self) -> str:
        first, second = (found.code or found.label.replace(" ", "-") for found in self._found[:2])
        return f"{first}-beside-{second}"

    def sheet(self) -> Sheet:
        return compare_pages.sheet(compare(self._found, self.odds))
