"""What a terminal's own keys do: copying what the mouse has marked (Ctrl+C), and putting the game aside (Ctrl+Z)."""

from __future__ import annotations

from textual import events, on
from textual.binding import Binding

from .typed_ahead import TypedAhead

HOW_TO_COPY = "Ctrl+C copies what is marked."
COPIED = (
    "Copied. If it cannot be pasted, hold Shift (on a Mac Option) while you drag, and copy as in any window."
)
HOW_TO_LEAVE = "Ctrl+Q leaves the game."


class Copying(TypedAhead):
    """Says what came of it: a terminal does not show that something was copied, nor whether it can be."""

    BINDINGS = [Binding("ctrl+z", "suspend_process", show=False)]  # noqa: RUF012
    _told_how = False

    @on(events.TextSelected)
    def _marked(self) -> None:
        """Say once how to copy what the mouse has marked."""
        if not self._told_how and self.screen.get_selected_text():
            self._told_how = True
            self.notify(HOW_TO_COPY, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        if text:
            super().copy_to_clipboard(text)
            self.notify(COPIED, markup=False)

    def action_help_quit(self) -> None:
        """Ctrl+C, and nothing to copy: somebody wants to leave."""
        self.notify(HOW_TO_LEAVE, markup=False)
