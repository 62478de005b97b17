"""Giving a run a name beside its code."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from ..actions import NAMING, bindings
from ..widgets.head import Head
from ..widgets.keybar import KeyBar

LONGEST = 60


class Naming(ModalScreen[str]):
    """Returns the name that was typed, empty for none; ``None`` to leave everything as it is."""

    CSS_PATH = "undo.tcss"
    BINDINGS = bindings(NAMING)

    def __init__(self, code: str, name: str) -> None:
        super().__init__()
        self._code, self._called = code, name

    def compose(self) -> ComposeResult:
        with Vertical(id="undo"):
            yield Head(f"What to call {self._code}", id="undo-head")
            yield Input(
                self._called,
                placeholder="Such as: Group 4. Then Enter; nothing, and it has only its code",
                max_length=LONGEST,
                id="naming-line",
            )
            yield KeyBar(NAMING)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)

    def action_close(self) -> None:
        self.dismiss(None)
