"""The moods in two or three rows, for terminals with no room for a pane of them. One widget for all."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from ..moods import Standing, strip

LOW, TALL = 21, 32
"""Up to the first height one row is shown, from the second on three, two between."""


class MoodStrip(Widget):
    """Shows those present first; a click on it, like ``w``, tells the whole."""

    DEFAULT_CSS = """
    MoodStrip { height: auto; background: $background; color: $foreground; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Standing] = []

    @property
    def rows(self) -> int:
        height = self.app.size.height
        return min((len(self._found) + 1) // 2, 3 if height >= TALL else 2 if height > LOW else 1)

    def show(self, found: list[Standing]) -> None:
        """Show other moods; the rows of the screen move only if their number changes."""
        if found != self._found:
            before = self.rows
            self._found = found
            self.refresh(layout=before != self.rows)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return self.rows

    async def on_click(self) -> None:
        await self.run_action("screen.sheet('why')")

    def render(self) -> Content:
        return Content("\n").join(strip(self._found, self.content_size.width, max(1, self.rows)))
