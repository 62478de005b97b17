"""A count as it comes in: what leads to it is read first, then the blocs are called one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from .asking import COUNTED, COUNTING, READ_ON

if TYPE_CHECKING:
    from textual.timer import Timer

    from .count import Count
    from .manuscript import Manuscript
    from .typesetting import Matter
    from .widgets.choices import Line
    from .widgets.page import Page


@dataclass(slots=True)
class Calling:
    """``at`` is the piece that the count is; the timer, which stands until it has ``begun``, calls a bloc at a time."""

    told: Manuscript
    at: int
    story: Page
    timer: Timer
    called: int = 0
    begun: bool = False

    @property
    def count(self) -> Count:
        count = self.told.pieces[self.at].coming
        assert count is not None
        return count

    def lead_up(self) -> None:
        """Show what leads to the count; the roll begins beneath it at once if there is room for all of it."""
        first = self.told.last
        before = self.told.matters(first)[: self.at - first]
        self.story.show([*before, self._board(self.count.stages)], keep=first, top=first)
        if not before or self.story.at_end:
            self.begin(top=False)
        else:
            self.story.show(before, keep=first, top=first)

    def begin(self, *, top: bool = True) -> None:
        """Begin the roll, the board at the ``top`` of the view or where there was room for it."""
        self.begun = True
        self.timer.resume()
        self.story.show([self._board(0)], keep=self.at, top=self.at if top else None)

    def call(self) -> None:
        """Call one bloc more; nobody is called after the last."""
        self.called = min(self.called + 1, self.count.stages)
        if self.called == self.count.stages:
            self.timer.stop()
        self.story.show([self._board(self.called)], keep=self.at)

    def _board(self, called: int) -> Matter:
        count = self.count
        return lambda width: count.at(called, width)

    def stop(self) -> None:
        self.timer.stop()

    @property
    def words(self) -> str:
        """Return what stands over where the choices will."""
        return "The roll is called" if self.begun else ""

    @property
    def line(self) -> Line:
        """Return what stands where the choices will."""
        if not self.begun:
            return READ_ON
        return COUNTED if self.called == self.count.stages else COUNTING
