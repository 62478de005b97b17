"""A count as it comes in: which blocs have been called so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from .asking import COUNTED, COUNTING

if TYPE_CHECKING:
    from textual.timer import Timer

    from .count import Count
    from .typesetting import Matter
    from .widgets.choices import Line


@dataclass(slots=True)
class Calling:
    """``at`` is the piece that the count is; the timer calls a bloc at a time."""

    count: Count
    at: int
    timer: Timer
    called: int = 0

    def board(self) -> Matter:
        """Return the board as it stands now."""
        count, called = self.count, self.called
        return lambda width: count.at(called, width)

    def call(self) -> None:
        """Call one bloc more; nobody is called after the last."""
        self.called = min(self.called + 1, self.count.stages)
        if self.called == self.count.stages:
            self.timer.stop()

    def stop(self) -> None:
        self.timer.stop()

    @property
    def line(self) -> Line:
        """Return what stands where the choices will."""
        return COUNTED if self.called == self.count.stages else COUNTING
