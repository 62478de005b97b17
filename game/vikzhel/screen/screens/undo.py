"""Going back: the decisions so far, the last first; the run goes back to where one was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from ...play.events import SceneEntered
from ..actions import LIST, bindings
from ..manuscript import by_step
from ..widgets.choices import Choices, Line
from ..widgets.head import Head
from ..widgets.keybar import KeyBar

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


class Undo(ModalScreen[int | None]):
    """Returns how many steps shall stand, or ``None`` to leave everything as it is."""

    CSS_PATH = "undo.tcss"
    BINDINGS = bindings(LIST)

    def __init__(self, decisions: list[Decision], head: str = "Go back to", key: str = "u") -> None:
        """``decisions``: oldest first; ``key`` is the one that opened it."""
        super().__init__()
        self._decisions = decisions
        self._head = head
        self._key = key

    def compose(self) -> ComposeResult:
        with Vertical(id="undo"):
            yield Head(self._head, id="undo-head")
            yield Choices(id="decisions")
            yield KeyBar(LIST)

    def on_mount(self) -> None:
        lines = [Line(str(number), text, when) for number, when, text in reversed(self._decisions)]
        choices = self.query_one(Choices)
        choices.show(lines, picked=True)
        choices.focus()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(int(event.line))

    def on_key(self, event: events.Key) -> None:
        """The key that opened it closes it."""
        if event.key == self._key:
            event.stop()
            self.dismiss(None)

    def action_pick(self, number: int) -> None:
        self.query_one(Choices).pick(number)

    def action_move(self, by: int) -> None:
        self.query_one(Choices).move(by)

    def action_go_on(self) -> None:
        self.query_one(Choices).take_marked()

    def action_close(self) -> None:
        self.dismiss(None)
