"""The terminal is too small: say so, and wait."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget

from ..title_frame import LEAST_HEIGHT, LEAST_WIDTH


class HowLarge(Widget):
    """Says how large the terminal is and how large it has to be."""

    def render(self) -> str:
        width, height = self.app.size
        return (
            f"This window is {width} by {height}.\n"
            f"The game needs {LEAST_WIDTH} by {LEAST_HEIGHT}.\n\n"
            "Make it larger and go on where you were.\n"
            "Ctrl+Q leaves."
        )


class Small(ModalScreen[None]):
    """Covers everything until the terminal has grown; keys do nothing meanwhile."""

    CSS_PATH = "small.tcss"

    def compose(self) -> ComposeResult:
        yield HowLarge(id="small")

    def on_resize(self) -> None:
        self.query_one(HowLarge).refresh(layout=True)
