"""Going back: the decisions so far, the last first; the run goes back to where one was made."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from ..actions import LIST, bindings
from ..typesetting import RED_BOLD, rule
from ..widgets.choices import Choices, Line
from ..widgets.keybar import KeyBar


class Undo(ModalScreen[int | None]):
    """Returns how many steps shall stand, or ``None`` to leave everything as it is."""

    CSS_PATH = "undo.tcss"
    BINDINGS = bindings(LIST)

    def __init__(self, decisions: list[tuple[int, str, str]]) -> None:
        """``decisions``: steps taken before it, when it was, and what was decided; oldest first."""
        super().__init__()
        self._decisions = decisions

    def compose(self) -> ComposeResult:
        with Vertical(id="undo"):
            yield Static(id="undo-head", markup=False)
            yield Choices(id="decisions")
            yield KeyBar(LIST)

    def on_mount(self) -> None:
        lines = [Line(str(number), text, when) for number, when, text in reversed(self._decisions)]
        choices = self.query_one(Choices)
        choices.show(lines, picked=True)
        choices.focus()

    def on_resize(self) -> None:
        head = self.query_one("#undo-head", Static)
        head.update(rule(max(10, head.content_size.width), "Go back to", "", RED_BOLD, "═"))

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(int(event.line))

    def on_key(self, event: events.Key) -> None:
        """The key that opened it closes it."""
        if event.key == "u":
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
