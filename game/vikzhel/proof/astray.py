"""Plays that did not come to an end: whether any ending could still be reached where they were given up.

All that the story can do from there on is searched, deepest first, on the engine itself. A story that
goes round for ever does so among few states, and so this is mostly a proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .explore import EVERY

if TYPE_CHECKING:
    from ..play.layout import State
    from ..play.program import Program
    from .explore import Heed

MOST_STATES = 20_000
"""States that are looked at for an ending before it is left open whether there is one."""


class Astray:
    """Remembers from which states no ending can be reached."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._stuck: set[State] = set()

    def stuck(self, state: State, heed: Heed) -> bool:
        """Return whether it is proved that no ending can be reached from a state."""
        seen = {state}
        todo = [state]
        while todo:
            here = todo.pop()
            if here in self._stuck:
                continue
            options = self.program.open(here)
            if not options or len(seen) > MOST_STATES:
                return False
            for option in options:
                after = self.program.take(here, option)
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
                    if not len(seen) % EVERY:
                        heed()
        self._stuck |= seen
        return True

    def first(self, states: Sequence[State], heed: Heed) -> int:
        """Return where on a play no ending could be reached any more; the last of its states must be such."""
        low, high = 0, len(states) - 1
        while low < high:
            middle = (low + high) // 2
            if self.stuck(states[middle], heed):
                high = middle
            else:
                low = middle + 1
        return low
