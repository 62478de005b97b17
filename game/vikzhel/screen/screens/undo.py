"""Going back: the decisions so far, the last first; the run goes back to where one was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from ...play.events import SceneEntered
from ..manuscript import by_step
from ..widgets.choices import Line
from .listing import Listing

if TYPE_CHECKING:
    from ...play.run import Run

Decision = tuple[int, str, str]
"""Steps taken before a decision, when and where it was, and what was decided."""


def decided(run: Run) -> list[Decision]:
    """Return the decisions so far, oldest first."""
    found = []
    told = by_step(run)
    titles = {str(name): str(vote.title) for name, vote in run.program.pack.files.votes.items()}
    for number, chosen in run.decisions():
        places = [
            event for events_ in told[: number + 1] for event in events_ if isinstance(event, SceneEntered)
        ]
        scene = places[-1] if places else None
        when = f"{scene.when.words}, {scene.where}" if scene and scene.when else ""
        found.append((number, when, chosen.text or f"The count: {titles.get(chosen.id, chosen.id)}"))
    return found


class Undo(Listing[int]):
    """Returns how many steps shall stand, or ``None`` to leave everything as it is."""

    def __init__(self, decisions: list[Decision], head: str = "Go back to", key: str = "u") -> None:
        """``decisions``: oldest first; ``key`` is the one that opened it."""
        super().__init__([Line(str(number), text, when) for number, when, text in reversed(decisions)], head)
        self._key = key

    def taken(self, line: str) -> int:
        return int(line)

    def on_key(self, event: events.Key) -> None:
        """The key that opened it closes it."""
        if event.key == self._key:
            event.stop()
            self.dismiss(None)
